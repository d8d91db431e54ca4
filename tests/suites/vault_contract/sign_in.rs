//! The ways to sign in to Azure (V2).

use std::{
    ffi::OsStr,
    io,
    os::unix::process::ExitStatusExt,
    process::{Command, ExitStatus, Output},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use async_trait::async_trait;
use azure_identity::Executor;
use base64::{Engine, engine::general_purpose::STANDARD};
use credenza_secret::{Secret, SecretBytes};
use credenza_testkit::{
    TempHome,
    azure::{AzureServer, CLIENT_ID, TENANT},
    contract::{fails, put},
};
use credenza_vaults::{
    Vault, VaultErrorKind,
    azure::{AzureKeyVault, AzureKeyVaultConfig, AzureSignIn},
};
use sha1::{Digest, Sha1};

use super::{connect, name};

#[tokio::test]
async fn a_client_secret_signs_in_and_names_the_app() {
    let server = AzureServer::start().await;
    let who = connect(&server).who_am_i().await.unwrap();
    assert_eq!(who.who, format!("app {CLIENT_ID}"));
    assert_eq!(who.tenant.as_deref(), Some(TENANT));
    let secret = Secret::new("wrong".to_owned());
    let config = server.config_with(AzureSignIn::ClientSecret { secret });
    let vault = AzureKeyVault::connect(&config).unwrap();
    fails(vault.who_am_i().await, &VaultErrorKind::SignInFailed);
    fails(vault.list(None).await, &VaultErrorKind::SignInFailed);
}

#[tokio::test]
async fn what_a_sign_in_needs_is_named() {
    let server = AzureServer::start().await;
    let mut config = server.config();
    config.tenant = None;
    let refused = AzureKeyVault::connect(&config).map(|_| ());
    fails(refused, &VaultErrorKind::InvalidSetting("the tenant is missing"));
    let mut config = server.config();
    config.client_id = Some(" ".to_owned());
    let refused = AzureKeyVault::connect(&config).map(|_| ());
    fails(refused, &VaultErrorKind::InvalidSetting("the client id is missing"));
}

/// A PFX with an RSA key and the thumbprint under which it is registered, made by `openssl`.
pub(super) fn pfx(home: &TempHome, password: &str) -> (Vec<u8>, String) {
    let at = |file: &str| home.path().join(file).to_str().unwrap().to_owned();
    let (key, cert, der, pfx) = (at("key"), at("cert"), at("der"), at("pfx"));
    let openssl = |args: &[&str]| {
        let output = Command::new("openssl").args(args).output().unwrap();
        assert!(output.status.success(), "{args:?}");
    };
    openssl(&[
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-subj",
        "/CN=robot",
        "-days",
        "2",
        "-keyout",
        &key,
        "-out",
        &cert,
    ]);
    openssl(&["x509", "-in", &cert, "-outform", "DER", "-out", &der]);
    let pass = format!("pass:{password}");
    openssl(&["pkcs12", "-export", "-inkey", &key, "-in", &cert, "-out", &pfx, "-passout", &pass]);
    let thumbprint = STANDARD.encode(Sha1::digest(std::fs::read(der).unwrap()));
    (std::fs::read(pfx).unwrap(), thumbprint)
}

#[tokio::test]
async fn a_client_certificate_signs_in() {
    let (server, home) = (AzureServer::start().await, TempHome::new());
    let (bytes, thumbprint) = pfx(&home, "open");
    let config = |password: &str| {
        server.config_with(AzureSignIn::ClientCertificate {
            pkcs12: SecretBytes::new(bytes.clone()),
            password: Some(Secret::new(password.to_owned())),
        })
    };
    let unknown = AzureKeyVault::connect(&config("open")).unwrap();
    fails(unknown.list(None).await, &VaultErrorKind::SignInFailed);
    server.register_certificate(&thumbprint);
    let vault = AzureKeyVault::connect(&config("open")).unwrap();
    put(&vault, &name("by-certificate"), "value").await;
    let wrong = AzureKeyVault::connect(&config("wrong")).map(|_| ());
    fails(wrong, &VaultErrorKind::SignInFailed);
}

#[tokio::test]
async fn a_federated_token_signs_in() {
    let (server, home) = (AzureServer::start().await, TempHome::new());
    let token_file = home.path().join("token");
    std::fs::write(&token_file, "federated-token").unwrap();
    let config = server.config_with(AzureSignIn::WorkloadIdentity { token_file });
    let unknown = AzureKeyVault::connect(&config).unwrap();
    fails(unknown.list(None).await, &VaultErrorKind::SignInFailed);
    server.register_federated("federated-token");
    let vault = AzureKeyVault::connect(&config).unwrap();
    put(&vault, &name("by-federation"), "value").await;
}

/// Answers as `az account get-access-token` does.
#[derive(Debug)]
pub(super) struct Az {
    answer: Result<String, &'static str>,
    runs: AtomicUsize,
}

impl Az {
    pub(super) fn that(answer: Result<String, &'static str>) -> Arc<Self> {
        let runs = AtomicUsize::new(0);
        Arc::new(Self { answer, runs })
    }
}

#[async_trait]
impl Executor for Az {
    async fn run(&self, _: &OsStr, args: &[&OsStr]) -> io::Result<Output> {
        self.runs.fetch_add(1, Ordering::Relaxed);
        let command = args.last().unwrap().to_str().unwrap();
        assert!(command.contains("az account get-access-token"), "{command}");
        let (code, stdout, stderr) = match &self.answer {
            Ok(token) => (0, token.clone(), String::new()),
            Err(text) => (1, String::new(), (*text).to_owned()),
        };
        Ok(Output {
            status: ExitStatus::from_raw(code << 8),
            stdout: stdout.into_bytes(),
            stderr: stderr.into_bytes(),
        })
    }
}

/// A connector to which `az` is `az`.
pub(super) fn by_az(config: &AzureKeyVaultConfig, az: Arc<Az>) -> AzureKeyVault {
    let ca = config.ca_pem.as_deref().unwrap_or_default();
    let ca = reqwest::Certificate::from_pem(ca.as_bytes()).unwrap();
    let mut client = reqwest::Client::builder().tls_certs_merge([ca]);
    for (host, address) in &config.resolve {
        client = client.resolve(host, *address);
    }
    AzureKeyVault::over(config, Arc::new(client.build().unwrap()), az).unwrap()
}

#[tokio::test]
async fn the_account_of_az_signs_in_and_is_asked_once() {
    let server = AzureServer::start().await;
    let token = server.issue_token("https://vault.azure.net");
    let answer = serde_json::json!({
        "accessToken": token, "expires_on": 4_000_000_000_i64, "tokenType": "Bearer",
    });
    let az = Az::that(Ok(answer.to_string()));
    let vault = by_az(&server.config_with(AzureSignIn::Cli), az.clone());
    for index in 0..3 {
        put(&vault, &name(&format!("by-az-{index}")), "value").await;
    }
    assert_eq!(az.runs.load(Ordering::Relaxed), 1);
}

#[tokio::test]
async fn an_az_that_is_not_signed_in_is_a_failed_sign_in() {
    let server = AzureServer::start().await;
    let az = Az::that(Err("ERROR: Please run 'az login' to setup account."));
    let refused = by_az(&server.config_with(AzureSignIn::Cli), az).list(None).await;
    fails(refused, &VaultErrorKind::SignInFailed);
}

/// Where a process that has a managed identity finds the vault.
pub(super) struct Place<'a> {
    pub(super) url: String,
    pub(super) ca_pem: &'a str,
    pub(super) at: String,
}

/// Writes a secret in another process, since the identity's address comes from the environment.
pub(super) async fn writes_as_a_managed_identity(place: Place<'_>, identity: (String, String)) {
    let home = TempHome::new();
    let settings = home.path().join("settings");
    let text = serde_json::json!({"url": place.url, "ca": place.ca_pem, "at": place.at});
    std::fs::write(&settings, text.to_string()).unwrap();
    let child = tokio::process::Command::new(std::env::current_exe().unwrap())
        .args(["--ignored", "--exact", "sign_in::as_a_managed_identity"])
        .env("IDENTITY_ENDPOINT", identity.0)
        .env("IDENTITY_HEADER", identity.1)
        .env("CREDENZA_TEST_SETTINGS", &settings)
        .output();
    let output = child.await.unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success() && text.contains("1 passed"), "{text}");
}

#[tokio::test]
async fn a_managed_identity_signs_in() {
    let server = AzureServer::start().await;
    let at = server.resolve()[0].1.to_string();
    let place = Place { url: server.vault_url(), ca_pem: server.ca_pem(), at };
    writes_as_a_managed_identity(place, server.managed_identity()).await;
    assert!(server.vault_requests() > 0);
}

#[tokio::test]
#[ignore = "started by those that sign in as one"]
async fn as_a_managed_identity() {
    let settings = std::env::var("CREDENZA_TEST_SETTINGS").unwrap();
    let settings: serde_json::Value =
        serde_json::from_slice(&std::fs::read(settings).unwrap()).unwrap();
    let text = |key: &str| settings[key].as_str().unwrap().to_owned();
    let url = text("url");
    let host = url.trim_start_matches("https://").split(':').next().unwrap();
    let mut config = AzureKeyVaultConfig::new(&url, AzureSignIn::ManagedIdentity);
    config.ca_pem = Some(text("ca"));
    config.resolve = vec![(host.to_owned(), text("at").parse().unwrap())];
    let vault = AzureKeyVault::connect(&config).unwrap();
    put(&vault, &name("by-managed-identity"), "value").await;
}
