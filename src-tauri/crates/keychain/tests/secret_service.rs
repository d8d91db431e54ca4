//! Against a real key store, on a bus of the test's own.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "tests")]

use std::{env, process::Command};

use credenza_keychain::{KeyStoreError, find, forget, keep};
use credenza_secret::SecretBytes;
use credenza_testkit::{TempHome, bus::PrivateBus, skip::missing};

const ONE: [u8; 16] = [1; 16];
const TWO: [u8; 16] = [2; 16];

fn found(workspace: [u8; 16]) -> Result<Vec<u8>, KeyStoreError> {
    // EXPOSE: the test compares the key that it kept.
    find(workspace).map(|key| key.expose().to_vec())
}

/// The child, which has the address of the test's bus in its environment.
#[test]
#[ignore = "started by the test below"]
fn child() {
    let every_byte: Vec<u8> = (0..=255).collect();
    assert_eq!(found(ONE), Err(KeyStoreError::Missing));
    keep(ONE, &SecretBytes::new(every_byte.clone())).unwrap();
    keep(TWO, &SecretBytes::new(vec![0; 32])).unwrap();
    assert_eq!(found(ONE), Ok(every_byte), "each byte comes back");
    assert_eq!(found(TWO), Ok(vec![0; 32]), "workspaces do not share");
    keep(ONE, &SecretBytes::new(vec![9; 32])).unwrap();
    assert_eq!(found(ONE), Ok(vec![9; 32]), "the last one counts");
    forget(ONE).unwrap();
    assert_eq!(found(ONE), Err(KeyStoreError::Missing));
    forget(ONE).unwrap();
    assert_eq!(found(TWO), Ok(vec![0; 32]));
}

#[test]
fn a_real_key_store_keeps_finds_and_forgets() {
    let (home, runtime) = (TempHome::new(), TempHome::new());
    let bus = PrivateBus::start(runtime.path(), "");
    let started = bus.and_then(|bus| bus.key_store(home.path()).map(|store| (bus, store)));
    let (bus, _store) = match started {
        Ok(started) => started,
        Err(why) => return missing("keychain", &why),
    };
    let child = Command::new(env::current_exe().unwrap())
        .args(["child", "--ignored", "--exact", "--nocapture"])
        .env("DBUS_SESSION_BUS_ADDRESS", bus.address())
        .status()
        .unwrap();
    assert!(child.success());
}
