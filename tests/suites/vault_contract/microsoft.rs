//! Microsoft's own Python client against the same server: it reads what Rust wrote and the reverse,
//! which also shows that the server speaks as Azure does.

use std::sync::Arc;

use credenza_testkit::{MicrosoftClient, azure::AzureServer, contract::put};
use credenza_vaults::Vault;

use super::{connect, name};

#[tokio::test(flavor = "multi_thread")]
async fn microsofts_client_reads_what_rust_wrote_and_the_reverse() {
    let Some(client) = MicrosoftClient::ready("vault_contract[microsoft]") else {
        return;
    };
    let (client, server) = (Arc::new(client), Arc::new(AzureServer::start().await));
    let vault = connect(&server);
    let ours = "pässwörd \u{1f511}\r\n\"quoted\"";
    put(&vault, &name("from-rust"), ours).await;
    for index in 0..30 {
        put(&vault, &name(&format!("listed-{index}")), "x").await;
    }
    let theirs = "密码 from Python \\ \u{0}";
    let seen = tokio::task::spawn_blocking({
        let server = server.clone();
        move || {
            client.set(&server, "from-python", theirs);
            let deleted = client.delete_and_recover(&server, "listed-7");
            assert_eq!(deleted, ["listed-7"]);
            (client.get(&server, "from-rust"), client.list(&server))
        }
    });
    let (read, listed) = seen.await.unwrap();
    assert_eq!(read, ours);
    assert_eq!(listed.len(), 32);
    let secret = vault.get(&name("from-python"), None).await.unwrap();
    // EXPOSE: the test compares the value that the other client wrote.
    assert_eq!(secret.value.expose(), theirs);
}
