//! What the log may hold.

use std::{
    io,
    sync::{Arc, Mutex},
};

use base64::{Engine, engine::general_purpose::STANDARD};
use credenza_testkit::{
    TempHome,
    azure::{AzureServer, CLIENT_SECRET, Fault},
    canary,
};
use credenza_vaults::{
    SecretAttributesUpdate, Vault,
    certificate::{CertificateError, parse_secret},
    layers,
};
use tracing::Level;

use super::{connect, name, sign_in};

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// What a write, a read, a refusal and a failed sign-in log at `level`.
async fn logged(level: Level) -> (String, String) {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(level)
        .with_ansi(false)
        .with_writer(move || writer.clone())
        .finish();
    // The runtime of these tests has one thread, so that the guard covers every call.
    let guard = tracing::subscriber::set_default(subscriber);
    let server = AzureServer::start().await;
    let vault = layers::standard(Arc::new(connect(&server)), layers::Limits::default());
    let value = canary("logged");
    let robot = name("robot-name");
    let attributes = SecretAttributesUpdate::default();
    vault.set(&robot, &value, &attributes).await.unwrap();
    vault.get(&robot, None).await.unwrap();
    server.meet([Fault::Answer { status: 403, body: serde_json::json!({}) }]);
    vault.get(&robot, None).await.unwrap_err();
    drop(guard);
    // EXPOSE: the test looks for the value in the log.
    let value = value.expose().to_owned();
    let text = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    (text, value)
}

#[tokio::test]
async fn the_finest_log_holds_no_value_secret_or_token() {
    let (text, value) = logged(Level::TRACE).await;
    assert!(text.contains("robot-name"), "the control: names are in the finest log");
    assert!(!text.contains(&value), "the value is in the log");
    assert!(!text.contains(CLIENT_SECRET), "the client secret is in the log");
    // Every JSON web token begins so.
    assert!(!text.contains("Bearer eyJ") && !text.contains("eyJhbGci"), "a token is in the log");
}

#[tokio::test]
async fn the_usual_log_holds_no_name_either() {
    let (text, value) = logged(Level::INFO).await;
    assert!(text.contains("vault answered") && text.contains("vault failed"), "{text}");
    assert!(!text.contains(&value) && !text.contains("robot-name"), "{text}");
}

#[tokio::test]
async fn a_certificate_of_the_vault_is_read_by_get() {
    let (server, home) = (AzureServer::start().await, TempHome::new());
    let (pfx, _) = sign_in::pfx(&home, "");
    let pkcs12 = Some("application/x-pkcs12");
    server.put("certificate", &STANDARD.encode(pfx), pkcs12, true);
    server.put("no-certificate", "%", pkcs12, true);
    let vault = connect(&server);
    let secret = vault.get(&name("certificate"), None).await.unwrap();
    assert!(secret.managed);
    let view = parse_secret(&secret.value, secret.content_type.as_deref()).unwrap();
    assert_eq!(view.with_private_key().unwrap().subject, "CN=robot");
    let other = vault.get(&name("no-certificate"), None).await.unwrap();
    let view = parse_secret(&other.value, other.content_type.as_deref());
    assert_eq!(view, Err(CertificateError::NotACertificate));
}
