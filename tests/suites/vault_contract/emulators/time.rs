//! What time and load do, at servers that have a clock and count requests.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use credenza_model::access::AccessCause;
use credenza_secret::Secret;
use credenza_testkit::{
    contract::{fails, put},
    emulators::Emulators,
};
use credenza_vaults::{
    SecretAttributesUpdate, Unreachable, Vault, VaultErrorKind,
    layers::{self, Limits},
};
use jiff::Timestamp;

use super::{super::name, connect};

const HOUR: i64 = 3600;
const DAY: i64 = 24 * HOUR;

#[tokio::test]
async fn throttling_and_a_failing_server_are_waited_out() {
    let Some(emulators) = Emulators::ready("vault_contract[throttling]").await else {
        return;
    };
    let plain = connect(&emulators);
    put(&plain, &name("robot"), "value").await;
    emulators.throttle(1).await;
    let error = plain.get(&name("robot"), None).await.unwrap_err();
    assert_eq!(error.kind, VaultErrorKind::Throttled);
    assert_eq!(error.retry, credenza_vaults::RetryAdvice::After(Duration::from_secs(1)));
    emulators.fail(1).await;
    let refused = plain.get(&name("robot"), None).await;
    fails(refused, &VaultErrorKind::Unreachable(Unreachable::Broken));

    let bounded = layers::standard(Arc::new(connect(&emulators)), Limits::default());
    emulators.throttle(1).await;
    let started = Instant::now();
    assert!(bounded.get(&name("robot"), None).await.is_ok());
    assert!(started.elapsed() >= Duration::from_secs(1), "{:?}", started.elapsed());
    emulators.throttle(1).await;
    put(&*bounded, &name("robot"), "second").await;
    assert_eq!(bounded.versions(&name("robot")).await.unwrap().len(), 2);
    emulators.fail(1).await;
    assert!(bounded.get(&name("robot"), None).await.is_ok());
}

#[tokio::test]
async fn a_token_that_is_over_for_the_vault_is_a_failed_sign_in() {
    let Some(emulators) = Emulators::ready("vault_contract[token time]").await else {
        return;
    };
    let vault = connect(&emulators);
    put(&vault, &name("robot"), "value").await;
    emulators.shift_vault_clock(2 * HOUR).await;
    fails(vault.get(&name("robot"), None).await, &VaultErrorKind::SignInFailed);
    emulators.shift_vault_clock(0).await;
    assert!(vault.get(&name("robot"), None).await.is_ok());
}

#[tokio::test]
async fn a_secret_is_given_within_its_time() {
    let Some(emulators) = Emulators::ready("vault_contract[secret time]").await else {
        return;
    };
    let in_hours =
        |hours: i64| Timestamp::from_second(Timestamp::now().as_second() + hours * HOUR).unwrap();
    let attributes = SecretAttributesUpdate {
        not_before: Some(in_hours(1)),
        expires: Some(in_hours(3)),
        ..SecretAttributesUpdate::default()
    };
    let value = Secret::new("value".to_owned());
    let robot = name("robot");
    connect(&emulators).set(&robot, &value, &attributes).await.unwrap();
    let from = attributes.not_before;
    let early = VaultErrorKind::Refused(AccessCause::NotYetValid { from });
    fails(connect(&emulators).check_read(&robot, None).await, &early);
    emulators.advance(2 * HOUR).await;
    assert!(connect(&emulators).check_read(&robot, None).await.is_ok());
    emulators.advance(2 * HOUR).await;
    let over = VaultErrorKind::Refused(AccessCause::Expired { on: attributes.expires });
    fails(connect(&emulators).check_read(&robot, None).await, &over);
}

#[tokio::test]
async fn a_deleted_secret_is_gone_when_its_days_are_over() {
    let Some(emulators) = Emulators::ready("vault_contract[purge]").await else {
        return;
    };
    let robot = name("robot");
    let vault = connect(&emulators);
    put(&vault, &robot, "value").await;
    let deleted = vault.delete(&robot).await.unwrap();
    let kept = deleted.purged_on.unwrap().as_second() - deleted.deleted.unwrap().as_second();
    assert_eq!(kept, 90 * DAY);
    emulators.advance(89 * DAY).await;
    assert_eq!(connect(&emulators).deleted(None).await.unwrap().items.len(), 1);
    emulators.advance(2 * DAY).await;
    let vault = connect(&emulators);
    fails(vault.recover(&robot).await, &VaultErrorKind::NotFound);
    put(&vault, &robot, "the name is free").await;
}
