//! The sign-in emulator with the certificate that it makes for itself.

use std::fs;

use credenza_secret::Secret;
use credenza_vaults::azure::{AzureKeyVaultConfig, AzureSignIn};

use super::{EMULATOR_SECRET, process::Server, programs};
use crate::{
    TempHome,
    azure::{CLIENT_ID, TENANT, VAULT},
    ports::free_ports,
    skip::skipped,
};

/// The running server; it ends when this is dropped. Its certificate is an authority's and a
/// server's at once.
pub struct SelfSigned {
    _server: Server,
    _home: TempHome,
    address: String,
    certificate: String,
}

impl SelfSigned {
    /// Starts it. None, with a line that says why `test` is skipped, when it can not be had.
    ///
    /// # Panics
    /// When it is there and does not start.
    pub async fn ready(test: &str) -> Option<Self> {
        let programs = tokio::task::spawn_blocking(programs::folder);
        let programs = match programs.await.expect("looking does not panic") {
            Ok(programs) => programs,
            Err(why) => {
                skipped(test, &why);
                return None;
            }
        };
        let home = TempHome::new();
        let [port] = free_ports();
        let address = format!("https://localhost:{port}");
        let environment = [
            ("HOST", "127.0.0.1".to_owned()),
            ("PORT", port.to_string()),
            ("ORIGIN_MODE", "compat".to_owned()),
            ("PUBLIC_ORIGIN", address.clone()),
            ("ENTRA_DATA_DIR", home.path().display().to_string()),
        ];
        let program = programs.join("entra-emulator");
        let mut server = Server::start(&program, home.path(), &[], &environment);
        // Only whether it answers is asked here; what it shows is the connector's to judge.
        let client = reqwest::Client::builder().no_proxy().tls_danger_accept_invalid_certs(true);
        let client = client.build().expect("a client can be made");
        let health = format!("{address}/health");
        server.answers(&client, &health).await.expect("the sign-in emulator starts");
        let tls = fs::read_dir(home.path().join("tls")).expect("it keeps its certificate");
        let texts = tls.flatten().filter_map(|file| fs::read_to_string(file.path()).ok());
        let certificate = texts.into_iter().find(|text| text.contains("BEGIN CERTIFICATE"));
        let certificate = certificate.expect("it keeps its certificate");
        Some(Self { _server: server, _home: home, address, certificate })
    }

    /// Settings that trust its certificate.
    #[must_use]
    pub fn config(&self) -> AzureKeyVaultConfig {
        let secret = Secret::new(EMULATOR_SECRET.to_owned());
        let url = format!("https://{VAULT}.vault.azure.net");
        AzureKeyVaultConfig {
            tenant: Some(TENANT.to_owned()),
            client_id: Some(CLIENT_ID.to_owned()),
            authority_host: Some(self.address.clone()),
            ca_pem: Some(self.certificate.clone()),
            ..AzureKeyVaultConfig::new(&url, AzureSignIn::ClientSecret { secret })
        }
    }
}
