//! Object stores as a team's location: Azurite for Azure Blob Storage, Moto for S3, fake-gcs-server
//! for Google Cloud Storage.

use std::{
    env,
    net::SocketAddr,
    path::{Path, PathBuf},
};

use base64::{Engine as _, prelude::BASE64_STANDARD};
use credenza_secret::Secret;
use credenza_team::location::{Account, AzureSignIn, LocationConfig};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use super::{gcs_door::GcsDoor, process::Server, programs};
use crate::{
    TempHome,
    ports::free_ports,
    skip::{missing, skipped},
};

/// Account and key that every Azurite has; they are published.
const ACCOUNT: &str = "devstoreaccount1";
const KEY: &str =
    "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";
const CONTAINER: &str = "team";
const STARTS: usize = 3;

/// A running Azurite with an empty container; it ends when dropped.
pub struct Azurite {
    _server: Server,
    _home: TempHome,
    port: u16,
}

/// A running Moto with an empty bucket; it ends when dropped.
pub struct Moto {
    _server: Server,
    _home: TempHome,
    port: u16,
}

/// A running fake-gcs-server with an empty bucket; it ends when dropped.
///
/// Where it differs from Google: it knows another form of uploads, with the condition as a parameter,
/// and a listing starts at the beginning, whatever was asked. A door before it translates both; the
/// condition itself is the server's.
pub struct FakeGcs {
    door: GcsDoor,
    _server: Server,
    _home: TempHome,
}

impl FakeGcs {
    /// Starts it. None, with a line that says why `test` is skipped, when it can not be had.
    ///
    /// # Panics
    /// When it is there and does not start.
    pub async fn ready(test: &str) -> Option<Self> {
        let found = tokio::task::spawn_blocking(programs::fake_gcs).await;
        let program = told(test, found.expect("looking does not panic"))?;
        let start = |home: &Path, port: u16| {
            let host = format!("127.0.0.1:{port}");
            let arguments = ["-scheme=http", "-backend=memory", "-host=127.0.0.1"];
            let mut arguments = arguments.map(str::to_owned).to_vec();
            arguments.push(format!("-port={port}"));
            arguments.push(format!("-public-host={host}"));
            arguments.push(format!("-external-url=http://{host}"));
            Server::start(&program, home, &arguments, &[])
        };
        let (server, home, port) = started(start).await;
        let buckets = format!("http://127.0.0.1:{port}/storage/v1/b?project=test");
        let named = serde_json::json!({ "name": CONTAINER }).to_string();
        let request = reqwest::Client::new().post(buckets).body(named);
        let answer = request.send().await.expect("fake-gcs-server answers");
        assert!(answer.status().is_success(), "{}", answer.status());
        let door = GcsDoor::before(SocketAddr::from(([127, 0, 0, 1], port))).await;
        Some(Self { door, _server: server, _home: home })
    }

    /// Settings for a team's folder in it.
    #[must_use]
    pub fn config(&self, folder: &str) -> LocationConfig {
        let address = self.door.address;
        let key = serde_json::json!({
            "private_key": "none", "private_key_id": "none", "client_email": "robot@example.org",
            "gcs_base_url": format!("http://{address}"), "disable_oauth": true,
        });
        let (bucket, folder) = (CONTAINER.to_owned(), folder.to_owned());
        LocationConfig::Gcs { bucket, folder, key_file: Secret::new(key.to_string()) }
    }
}

impl Azurite {
    /// Starts it. None, with a line that says why `test` is skipped, when it can not be had.
    ///
    /// # Panics
    /// When it is there and does not start.
    pub async fn ready(test: &str) -> Option<Self> {
        let found = tokio::task::spawn_blocking(|| Ok((on_path("node")?, programs::azurite()?)));
        let found: Result<_, String> = found.await.expect("looking does not panic");
        let (node, script) = installed(test, found)?;
        let start = |home: &Path, port: u16| {
            let arguments = [
                script.display().to_string(),
                "--inMemoryPersistence".to_owned(),
                "--silent".to_owned(),
                "--disableTelemetry".to_owned(),
                "--skipApiVersionCheck".to_owned(),
                "--blobHost=127.0.0.1".to_owned(),
                format!("--blobPort={port}"),
            ];
            Server::start(&node, home, &arguments, &[])
        };
        let (server, home, port) = started(start).await;
        let azurite = Self { _server: server, _home: home, port };
        azurite.make_container().await;
        Some(azurite)
    }

    fn endpoint(&self) -> String {
        format!("http://127.0.0.1:{}/{ACCOUNT}", self.port)
    }

    /// Settings for a team's folder in it.
    #[must_use]
    pub fn config(&self, folder: &str) -> LocationConfig {
        LocationConfig::Azure {
            account: ACCOUNT.to_owned(),
            container: CONTAINER.to_owned(),
            endpoint: Some(self.endpoint()),
            folder: folder.to_owned(),
            sign_in: AzureSignIn::AccountKey(Secret::new(KEY.to_owned())),
        }
    }

    /// "Authorize with Shared Key" of Microsoft's documentation, for the one request that a
    /// location never sends.
    async fn make_container(&self) {
        let date = jiff::Timestamp::now().strftime("%a, %d %b %Y %H:%M:%S GMT").to_string();
        let headers = format!("x-ms-date:{date}\nx-ms-version:2021-08-06");
        let resource = format!("/{ACCOUNT}/{ACCOUNT}/{CONTAINER}\nrestype:container");
        let signed = format!("PUT{}{headers}\n{resource}", "\n".repeat(12));
        let key = BASE64_STANDARD.decode(KEY).expect("a published key");
        let mut mac = Hmac::<Sha256>::new_from_slice(&key).expect("any length");
        mac.update(signed.as_bytes());
        let signature = BASE64_STANDARD.encode(mac.finalize().into_bytes());
        let answer = reqwest::Client::new()
            .put(format!("{}/{CONTAINER}?restype=container", self.endpoint()))
            .header("x-ms-date", date)
            .header("x-ms-version", "2021-08-06")
            .header("Authorization", format!("SharedKey {ACCOUNT}:{signature}"))
            .header("Content-Length", "0")
            .send()
            .await
            .expect("Azurite answers");
        assert!(answer.status().is_success(), "{}", answer.status());
    }
}

impl Moto {
    /// Starts it. None, with a line that says why `test` is skipped, when it can not be had.
    ///
    /// # Panics
    /// When it is there and does not start.
    pub async fn ready(test: &str) -> Option<Self> {
        let found = tokio::task::spawn_blocking(programs::moto).await;
        let program = installed(test, found.expect("looking does not panic"))?;
        let start = |home: &Path, port: u16| {
            let arguments =
                ["-H".to_owned(), "127.0.0.1".to_owned(), "-p".to_owned(), port.to_string()];
            Server::start(&program, home, &arguments, &[])
        };
        let (server, home, port) = started(start).await;
        let bucket = format!("http://127.0.0.1:{port}/{CONTAINER}");
        let answer = reqwest::Client::new().put(bucket).send().await.expect("Moto answers");
        assert!(answer.status().is_success(), "{}", answer.status());
        Some(Self { _server: server, _home: home, port })
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        SocketAddr::from(([127, 0, 0, 1], self.port))
    }

    /// Settings for a team's folder in it.
    #[must_use]
    pub fn config(&self, folder: &str) -> LocationConfig {
        LocationConfig::S3 {
            bucket: CONTAINER.to_owned(),
            region: "us-east-1".to_owned(),
            endpoint: Some(format!("http://127.0.0.1:{}", self.port)),
            folder: folder.to_owned(),
            account: Account {
                key_id: "any".to_owned(),
                secret: Secret::new("any".to_owned()),
                session: None,
            },
        }
    }
}

/// For a server that the registries refuse.
fn told<T>(test: &str, found: Result<T, String>) -> Option<T> {
    found.inspect_err(|why| skipped(test, why)).ok()
}

/// For a server that npm or pip install: in CI it has to be there, unless a folder of programs was
/// named, which says what there is.
fn installed<T>(test: &str, found: Result<T, String>) -> Option<T> {
    let say = if env::var_os(programs::FOLDER_VARIABLE).is_some() { skipped } else { missing };
    found.inspect_err(|why| say(test, why)).ok()
}

/// Starts a server that listens on the port that it is told.
async fn started(start: impl Fn(&Path, u16) -> Server) -> (Server, TempHome, u16) {
    let mut printed = String::new();
    for _ in 0..STARTS {
        let (home, [port]) = (TempHome::new(), free_ports());
        let mut server = start(home.path(), port);
        match server.listens(port).await {
            Ok(()) => return (server, home, port),
            Err(log) => printed = log,
        }
    }
    panic!("the server does not start: {printed}");
}

fn on_path(program: &str) -> Result<PathBuf, String> {
    let path = env::var_os("PATH").unwrap_or_default();
    let found = env::split_paths(&path).map(|folder| folder.join(program));
    found
        .into_iter()
        .find(|path| path.is_file())
        .ok_or_else(|| format!("{program} is not installed"))
}
