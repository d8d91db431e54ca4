//! Emulators of Azure's sign-in, Resource Manager and Key Vault, written by others and run as they
//! are published.
//!
//! They check what the server of [`crate::azure`] only remembers: signatures and audiences of
//! tokens, client assertions, roles that are assigned through Resource Manager. So each proves what
//! the other can not.
//!
//! # Where they differ from Azure
//! - A secret whose time is over is refused; Azure still gives it.
//! - Refusals carry no inner code.
//! - A role takes effect within a second; Azure takes minutes.
//! - There is no resource provider that could be unregistered.

mod control;
mod entra;
mod gcs_door;
mod lowkey;
mod process;
mod programs;
mod rest;
mod seed;
mod self_signed;
mod stores;

use std::{
    fs,
    net::SocketAddr,
    path::{Path, PathBuf},
};

use credenza_secret::Secret;
use credenza_vaults::azure::{AzureKeyVaultConfig, AzureSignIn};

pub use entra::OtherApp;
pub use lowkey::Lowkey;
pub use self_signed::SelfSigned;
pub use stores::{Azurite, FakeGcs, Moto};

use crate::{
    TempHome,
    azure::{Authority, CLIENT_ID, GROUP, SUBSCRIPTION, TENANT, VAULT},
    ports::free_ports,
    python::ClientSettings,
    skip::skipped,
};
use process::Server;
use rest::Rest;

/// Secret of the app registration, which the sign-in emulator publishes.
pub const EMULATOR_SECRET: &str = "daemon-app-secret";
const IDENTITY_HEADER: &str = "managed-identity-secret";
/// A port can be taken between looking and starting; hardly three times in a row.
const STARTS: usize = 3;

/// The three running servers; they end when this is dropped.
pub struct Emulators {
    // Dropped in this order: the folder goes when nobody writes into it any more.
    _servers: [Server; 3],
    home: TempHome,
    authority: Authority,
    places: Places,
    rest: Rest,
}

/// Where each server listens, on loopback.
#[derive(Debug, Clone, Copy)]
struct Places {
    entra: u16,
    arm: u16,
    vault: u16,
}

impl Places {
    fn free() -> Self {
        let [entra, arm, vault] = free_ports();
        Self { entra, arm, vault }
    }

    fn entra_url(self) -> String {
        format!("https://localhost:{}", self.entra)
    }

    fn arm_url(self) -> String {
        format!("https://localhost:{}", self.arm)
    }

    fn local_vault_url(self) -> String {
        format!("https://localhost:{}", self.vault)
    }
}

impl Emulators {
    /// Starts all three with one certificate authority, and gives the app the role Key Vault
    /// Administrator. None, with a line that says why `test` is skipped, when the programs can not be had.
    ///
    /// # Panics
    /// When they are there and do not start.
    pub async fn ready(test: &str) -> Option<Self> {
        let programs = tokio::task::spawn_blocking(programs::folder);
        match programs.await.expect("looking does not panic") {
            Ok(programs) => Some(Self::start(&programs).await),
            Err(why) => {
                skipped(test, &why);
                None
            }
        }
    }

    async fn start(programs: &Path) -> Self {
        let mut printed = String::new();
        for _ in 0..STARTS {
            match Self::try_start(programs).await {
                Ok(running) => return running,
                Err(log) => printed = log,
            }
        }
        panic!("the emulators do not start: {printed}");
    }

    /// The error is what a server printed that ended, as it does when a port was taken.
    async fn try_start(programs: &Path) -> Result<Self, String> {
        let (home, authority, places) = (TempHome::new(), Authority::new(), Places::free());
        let files = Files::write(home.path(), &authority);
        let rest = Rest::new(&authority.pem);
        let entra = places.entra_url();
        let mut sign_in = start_entra(programs, &files, places);
        sign_in.answers(&rest.client, &format!("{entra}/health")).await?;
        let mut arm = start_governed(programs, "arm-emulator", &files, places, &[]);
        arm.answers(&rest.client, &format!("{}/health", places.arm_url())).await?;
        // The vault asks for the roles as it starts; without any it would let everybody in.
        seed::everything(&rest, places).await;
        let governed = [
            ("KV_ARM_URL", places.arm_url()),
            ("KV_ARM_SUBSCRIPTION", SUBSCRIPTION.to_owned()),
            ("KV_ARM_RESOURCE_GROUP", GROUP.to_owned()),
            ("KV_ARM_POLL_SECONDS", "1".to_owned()),
            ("KV_DEFAULT_VAULT", VAULT.to_owned()),
        ];
        let mut vault =
            start_governed(programs, "azure-keyvault-emulator", &files, places, &governed);
        let health = format!("{}/health", places.local_vault_url());
        vault.answers(&rest.client, &health).await?;
        Ok(Self { _servers: [vault, arm, sign_in], home, authority, places, rest })
    }

    /// `https://kv-contoso.vault.azure.net:PORT`; reached with [`Emulators::resolve`].
    #[must_use]
    pub fn vault_url(&self) -> String {
        format!("https://{VAULT}.vault.azure.net:{}", self.places.vault)
    }

    /// The vault's host with the address that it really has.
    #[must_use]
    pub fn resolve(&self) -> Vec<(String, SocketAddr)> {
        let address = SocketAddr::from(([127, 0, 0, 1], self.places.vault));
        vec![(format!("{VAULT}.vault.azure.net"), address)]
    }

    /// The authority to trust, PEM.
    #[must_use]
    pub fn ca_pem(&self) -> &str {
        &self.authority.pem
    }

    /// A folder for the test's own files.
    #[must_use]
    pub fn home(&self) -> &Path {
        self.home.path()
    }

    /// Settings that work, with the given sign-in.
    #[must_use]
    pub fn config_with(&self, sign_in: AzureSignIn) -> AzureKeyVaultConfig {
        AzureKeyVaultConfig {
            tenant: Some(TENANT.to_owned()),
            client_id: Some(CLIENT_ID.to_owned()),
            authority_host: Some(self.places.entra_url()),
            arm_url: Some(self.places.arm_url()),
            ca_pem: Some(self.ca_pem().to_owned()),
            resolve: self.resolve(),
            ..AzureKeyVaultConfig::new(&self.vault_url(), sign_in)
        }
    }

    /// Settings that work, with the client secret.
    #[must_use]
    pub fn config(&self) -> AzureKeyVaultConfig {
        let secret = Secret::new(EMULATOR_SECRET.to_owned());
        self.config_with(AzureSignIn::ClientSecret { secret })
    }

    /// What another client needs to reach the vault.
    #[must_use]
    pub fn client_settings(&self) -> ClientSettings {
        ClientSettings {
            vault_url: self.places.local_vault_url(),
            authority_url: self.places.entra_url(),
            ca_pem: self.ca_pem().to_owned(),
            client_secret: EMULATOR_SECRET.to_owned(),
        }
    }

    /// Address and header for a managed identity: `IDENTITY_ENDPOINT` and `IDENTITY_HEADER`.
    #[must_use]
    pub fn managed_identity(&self) -> (String, String) {
        let endpoint = format!("{}/msi/token", self.places.entra_url());
        (endpoint, IDENTITY_HEADER.to_owned())
    }
}

/// The certificate that all three show.
struct Files {
    home: PathBuf,
    ca: PathBuf,
    certificate: String,
    key: String,
}

impl Files {
    fn write(home: &Path, authority: &Authority) -> Self {
        let ca = home.join("ca.pem");
        fs::write(&ca, &authority.pem).expect("a file can be written");
        let (certificate, key) = authority.leaf();
        Self { home: home.to_owned(), ca, certificate, key }
    }

    /// A folder for one server, with the certificate where two of the three look for it.
    fn folder_of(&self, server: &str) -> PathBuf {
        let folder = self.home.join(server);
        let tls = folder.join("tls");
        fs::create_dir_all(&tls).expect("a folder can be made");
        fs::write(tls.join("cert.pem"), &self.certificate).expect("a file can be written");
        fs::write(tls.join("key.pem"), &self.key).expect("a file can be written");
        folder
    }

    fn trusted(&self) -> (&'static str, String) {
        ("SSL_CERT_FILE", self.ca.display().to_string())
    }
}

fn start_entra(programs: &Path, files: &Files, places: Places) -> Server {
    let folder = files.folder_of("entra");
    let at = |file: &str| folder.join(file).display().to_string();
    let environment = [
        ("HOST", "127.0.0.1".to_owned()),
        ("PORT", places.entra.to_string()),
        ("ORIGIN_MODE", "compat".to_owned()),
        ("PUBLIC_ORIGIN", places.entra_url()),
        ("ENTRA_DATA_DIR", folder.display().to_string()),
        ("TLS_CERT", at("tls/cert.pem")),
        ("TLS_KEY", at("tls/key.pem")),
        ("MANAGED_IDENTITY_SECRET", IDENTITY_HEADER.to_owned()),
        files.trusted(),
    ];
    Server::start(&programs.join("entra-emulator"), &folder, &[], &environment)
}

/// Starts one of the two that trust the sign-in server.
fn start_governed(
    programs: &Path,
    name: &str,
    files: &Files,
    places: Places,
    more: &[(&str, String)],
) -> Server {
    let folder = files.folder_of(name);
    let port = if name == "arm-emulator" { places.arm } else { places.vault };
    let arguments = [
        "-addr".to_owned(),
        format!("127.0.0.1:{port}"),
        "-data-dir".to_owned(),
        folder.display().to_string(),
        "-entra-issuer".to_owned(),
        format!("{}/{TENANT}/v2.0", places.entra_url()),
    ];
    let environment: Vec<_> = more.iter().cloned().chain([files.trusted()]).collect();
    Server::start(&programs.join(name), &folder, &arguments, &environment)
}
