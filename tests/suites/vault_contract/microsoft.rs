//! Microsoft's own Python client against the same servers: it reads what Rust wrote and the reverse,
//! which also shows that the server of the tests speaks as Azure does.

use std::sync::Arc;

use credenza_testkit::{
    ClientSettings, MicrosoftClient, azure::AzureServer, contract::put, emulators::Emulators,
};
use credenza_vaults::{Vault, azure::AzureKeyVault};

use super::{connect, name};

#[tokio::test(flavor = "multi_thread")]
async fn microsofts_client_reads_what_rust_wrote_and_the_reverse() {
    let Some(client) = MicrosoftClient::ready("vault_contract[microsoft]") else {
        return;
    };
    let server = AzureServer::start().await;
    both_ways(client, connect(&server), server.client_settings()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn microsofts_client_and_ours_meet_on_the_emulators() {
    let test = "vault_contract[microsoft on the emulators]";
    let Some(emulators) = Emulators::ready(test).await else {
        return;
    };
    let Some(client) = MicrosoftClient::ready(test) else {
        return;
    };
    let vault = AzureKeyVault::connect(&emulators.config()).unwrap();
    both_ways(client, vault, emulators.client_settings()).await;
}

async fn both_ways(client: MicrosoftClient, vault: AzureKeyVault, at: ClientSettings) {
    let client = Arc::new(client);
    let ours = "pässwörd \u{1f511}\r\n\"quoted\"";
    put(&vault, &name("from-rust"), ours).await;
    for index in 0..30 {
        put(&vault, &name(&format!("listed-{index}")), "x").await;
    }
    let theirs = "密码 from Python \\ \u{0}";
    let seen = tokio::task::spawn_blocking(move || {
        client.set(&at, "from-python", theirs);
        let deleted = client.delete_and_recover(&at, "listed-7");
        assert_eq!(deleted, ["listed-7"]);
        (client.get(&at, "from-rust"), client.list(&at))
    });
    let (read, listed) = seen.await.unwrap();
    assert_eq!(read, ours);
    assert_eq!(listed.len(), 32);
    let secret = vault.get(&name("from-python"), None).await.unwrap();
    // EXPOSE: the test compares the value that the other client wrote.
    assert_eq!(secret.value.expose(), theirs);
}
