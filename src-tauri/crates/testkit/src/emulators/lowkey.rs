//! Lowkey Vault, another server for the vault's interface: a second opinion on everything but
//! sign-in, since it takes any token.

use std::{
    env, fs,
    net::SocketAddr,
    path::{Path, PathBuf},
    process::Command,
};

use credenza_vaults::azure::{AzureKeyVaultConfig, AzureSignIn};

use super::{process::Server, programs, rest::Rest};
use crate::{
    TempHome,
    azure::{Authority, VAULT},
    ports::free_ports,
    skip::skipped,
};

const OLDEST_JAVA: u32 = 25;
const STARTS: usize = 3;

/// The running server; it ends when this is dropped.
///
/// Its second port, which gives out tokens that only it accepts, listens on every interface of the
/// machine: it has no setting for that.
pub struct Lowkey {
    // Dropped in this order: the folder goes when nobody writes into it any more.
    _server: Server,
    _home: TempHome,
    authority: Authority,
    port: u16,
}

impl Lowkey {
    /// Starts it with a vault. None, with a line that says why `test` is skipped, when it can not be
    /// had.
    ///
    /// # Panics
    /// When it is there and does not start.
    pub async fn ready(test: &str) -> Option<Self> {
        let found = tokio::task::spawn_blocking(|| Ok((java()?, programs::lowkey()?)));
        let found: Result<_, String> = found.await.expect("looking does not panic");
        match found {
            Ok((java, jar)) => Some(Self::start(&java, &jar).await),
            Err(why) => {
                skipped(test, &why);
                None
            }
        }
    }

    async fn start(java: &Path, jar: &Path) -> Self {
        let mut printed = String::new();
        for _ in 0..STARTS {
            match Self::try_start(java, jar).await {
                Ok(running) => return running,
                Err(log) => printed = log,
            }
        }
        panic!("Lowkey Vault does not start: {printed}");
    }

    /// The error is what a server printed that ended, as it does when a port was taken.
    async fn try_start(java: &Path, jar: &Path) -> Result<Self, String> {
        let (home, authority) = (TempHome::new(), Authority::new());
        let (certificate, key) = authority.leaf();
        fs::write(home.path().join("leaf.pem"), certificate).expect("a file can be written");
        fs::write(home.path().join("key.pem"), key).expect("a file can be written");
        let [port, token_port] = free_ports();
        let arguments = [
            // Nothing stays behind when it is ended.
            "-XX:-UsePerfData".to_owned(),
            "-Djava.io.tmpdir=.".to_owned(),
            "-jar".to_owned(),
            jar.display().to_string(),
            "--server.address=127.0.0.1".to_owned(),
            format!("--server.port={port}"),
            format!("--app.token.port={token_port}"),
            "--server.ssl.certificate=file:leaf.pem".to_owned(),
            "--server.ssl.certificate-private-key=file:key.pem".to_owned(),
            "--server.ssl.key-store-password=".to_owned(),
            "--server.ssl.enabled-protocols=TLSv1.3".to_owned(),
            format!("--LOWKEY_VAULT_NAMES={VAULT}"),
            format!("--LOWKEY_VAULT_ALIASES={VAULT}.localhost={VAULT}.vault.azure.net:{port}"),
            "--LOWKEY_AUTH_RESOURCE=vault.azure.net".to_owned(),
        ];
        let mut server = Server::start(java, home.path(), &arguments, &[]);
        let rest = Rest::new(&authority.pem);
        let ping = format!("https://localhost:{port}/ping");
        server.answers(&rest.client, &ping).await?;
        Ok(Self { _server: server, _home: home, authority, port })
    }

    /// Settings to which a sign-in with any token is missing.
    #[must_use]
    pub fn config(&self) -> AzureKeyVaultConfig {
        let host = format!("{VAULT}.vault.azure.net");
        let url = format!("https://{host}:{}", self.port);
        AzureKeyVaultConfig {
            ca_pem: Some(self.authority.pem.clone()),
            resolve: vec![(host, SocketAddr::from(([127, 0, 0, 1], self.port)))],
            ..AzureKeyVaultConfig::new(&url, AzureSignIn::Cli)
        }
    }
}

/// A Java that is new enough: of `JAVA_HOME`, of the path, or where Debian puts them.
fn java() -> Result<PathBuf, String> {
    let home = env::var_os("JAVA_HOME").map(|home| PathBuf::from(home).join("bin/java"));
    let installed = fs::read_dir("/usr/lib/jvm").into_iter().flatten().flatten();
    let installed = installed.map(|entry| entry.path().join("bin/java"));
    let mut all = home.into_iter().chain([PathBuf::from("java")]).chain(installed);
    let found = all.find(|java| version(java).is_some_and(|version| version >= OLDEST_JAVA));
    found.ok_or_else(|| format!("Java {OLDEST_JAVA} is not installed"))
}

/// The number in `openjdk 25.0.1 2025-10-21`.
fn version(java: &Path) -> Option<u32> {
    let output = Command::new(java).arg("--version").output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    text.split_whitespace().nth(1)?.split('.').next()?.parse().ok()
}
