//! No call outlives its bounds (V8), and nothing is sent that should not be.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use credenza_model::azure::SecretName;
use credenza_secret::Secret;
use credenza_testkit::{
    azure::{AzureServer, Fault},
    contract::{fails, put},
};
use credenza_vaults::{
    Operation, SecretAttributesUpdate, Vault, VaultErrorKind,
    layers::{self, Limits, Retry},
};

use super::{connect, name};

fn quick() -> Limits {
    Limits {
        per_call: Duration::from_millis(400),
        overall: Duration::from_secs(5),
        retry: Retry { tries: 3, first_pause: Duration::from_millis(20), ..Retry::default() },
    }
}

fn bounded(server: &AzureServer, limits: Limits) -> Arc<dyn Vault> {
    layers::standard(Arc::new(connect(server)), limits)
}

#[tokio::test]
async fn a_throttled_call_waits_as_long_as_the_vault_asks() {
    let server = AzureServer::start().await;
    let vault = bounded(&server, Limits::default());
    put(&*vault, &name("robot"), "value").await;
    server.meet([Fault::Throttle { retry_after: 1 }]);
    let started = Instant::now();
    assert!(vault.get(&name("robot"), None).await.is_ok());
    let waited = started.elapsed();
    assert!(waited >= Duration::from_secs(1), "{waited:?}");
    assert!(waited < Duration::from_secs(4), "{waited:?}");
}

#[tokio::test]
async fn a_throttled_write_is_repeated_since_it_was_not_done() {
    let server = AzureServer::start().await;
    let vault = bounded(&server, Limits::default());
    server.meet([Fault::Throttle { retry_after: 0 }]);
    put(&*vault, &name("robot"), "value").await;
    assert_eq!(vault.versions(&name("robot")).await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_huge_retry_after_fails_at_once() {
    let server = AzureServer::start().await;
    let vault = bounded(&server, Limits::default());
    server.meet([Fault::Throttle { retry_after: 3600 }]);
    let started = Instant::now();
    let refused = vault.get(&name("robot"), None).await;
    fails(refused, &VaultErrorKind::Throttled);
    assert!(started.elapsed() < Duration::from_secs(3));
}

#[tokio::test]
async fn tries_are_counted() {
    let server = AzureServer::start().await;
    let vault = bounded(&server, quick());
    fails(vault.get(&name("warm"), None).await, &VaultErrorKind::NotFound);
    let before = server.vault_requests();
    server.meet((0..10).map(|_| Fault::Throttle { retry_after: 0 }));
    let refused = vault.get(&name("robot"), None).await;
    fails(refused, &VaultErrorKind::Throttled);
    assert_eq!(server.vault_requests() - before, 3);
}

#[tokio::test]
async fn a_slow_vault_is_given_up_and_a_write_is_not_repeated() {
    let server = AzureServer::start().await;
    let vault = bounded(&server, quick());
    fails(vault.get(&name("warm"), None).await, &VaultErrorKind::NotFound);
    server.meet((0..3).map(|_| Fault::Slow(Duration::from_secs(20))));
    let started = Instant::now();
    let refused = vault.get(&name("robot"), None).await;
    fails(refused, &VaultErrorKind::TimedOut);
    assert!(started.elapsed() < Duration::from_secs(4));

    let before = server.vault_requests();
    server.meet([Fault::Slow(Duration::from_secs(20))]);
    let value = Secret::new("value".to_owned());
    let attributes = SecretAttributesUpdate::default();
    let set = vault.set(&name("robot"), &value, &attributes).await;
    fails(set, &VaultErrorKind::TimedOut);
    assert_eq!(server.vault_requests() - before, 1);
}

#[tokio::test]
async fn the_overall_limit_ends_the_tries() {
    let server = AzureServer::start().await;
    let limits = Limits { overall: Duration::from_millis(600), ..Limits::default() };
    let vault = bounded(&server, limits);
    server.meet([Fault::Throttle { retry_after: 5 }]);
    let started = Instant::now();
    let refused = vault.get(&name("robot"), None).await;
    // What the vault said is told, not that it was given up.
    fails(refused, &VaultErrorKind::Throttled);
    assert!(started.elapsed() < Duration::from_secs(2));
    server.meet([Fault::Slow(Duration::from_secs(20))]);
    let refused = vault.get(&name("robot"), None).await;
    fails(refused, &VaultErrorKind::TimedOut);
    assert!(started.elapsed() < Duration::from_secs(4));
}

#[tokio::test]
async fn an_endless_answer_is_cut_off() {
    let server = AzureServer::start().await;
    server.meet([Fault::Long(100_000_000)]);
    let refused = connect(&server).get(&name("robot"), None).await;
    fails(refused, &VaultErrorKind::TooLarge);
}

#[tokio::test]
async fn a_dropped_call_stops() {
    let server = AzureServer::start().await;
    let vault = bounded(&server, Limits::default());
    server.meet([Fault::Slow(Duration::from_secs(60))]);
    let robot = name("robot");
    let read = vault.get(&robot, None);
    let cancelled = tokio::time::timeout(Duration::from_millis(200), read).await.is_err();
    assert!(cancelled);
    put(&*vault, &name("after"), "works").await;
}

#[tokio::test]
async fn a_bad_name_or_a_long_value_sends_nothing() {
    let server = AzureServer::start().await;
    for bad in ["", "a/../b", "a?b", "ä", "a b"] {
        assert!(SecretName::parse(bad).is_err(), "{bad}");
    }
    let vault = connect(&server);
    let value = Secret::new("x".repeat(25 * 1024 + 1));
    let attributes = SecretAttributesUpdate::default();
    let set = vault.set(&name("robot"), &value, &attributes).await;
    fails(set, &VaultErrorKind::TooLarge);
    assert_eq!((server.vault_requests(), server.tokens_given()), (0, 0));
    put(&vault, &name("robot"), "the control is sent").await;
    assert!(server.vault_requests() > 0);
}

#[tokio::test]
async fn a_next_page_on_another_host_is_not_followed() {
    let (server, other) = (AzureServer::start().await, AzureServer::start().await);
    let link = format!("{}/secrets?api-version=2025-07-01", other.local_url());
    let body = serde_json::json!({"value": [], "nextLink": link});
    let vault = connect(&server);
    server.meet([Fault::Answer { status: 200, body }]);
    let page = vault.list(None).await.unwrap();
    let refused = vault.list(page.next).await.unwrap_err();
    assert_eq!(refused.operation, Operation::List);
    assert_eq!(refused.kind, VaultErrorKind::Unexpected);
    assert_eq!(other.vault_requests(), 0, "the token went to another host");
}
