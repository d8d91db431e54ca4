//! The key store of each system.

use keyring_core::{Entry, Error};
use zeroize::Zeroizing;

use crate::KeyStoreError;

const SERVICE: &str = "Credenza";

pub(crate) fn set(name: &str, text: &str) -> Result<(), KeyStoreError> {
    entry(name)?.set_password(text).map_err(shown)
}

pub(crate) fn get(name: &str) -> Result<Zeroizing<String>, KeyStoreError> {
    entry(name)?.get_password().map(Zeroizing::new).map_err(shown)
}

pub(crate) fn delete(name: &str) -> Result<(), KeyStoreError> {
    entry(name)?.delete_credential().map_err(shown)
}

#[cfg(target_os = "linux")]
fn entry(name: &str) -> Result<Entry, KeyStoreError> {
    if keyring_core::get_default_store().is_none() {
        let store = zbus_secret_service_keyring_store::Store::new();
        let store = store.map_err(|_| KeyStoreError::Absent)?;
        keyring_core::set_default_store(store);
    }
    Entry::new(SERVICE, name).map_err(shown)
}

/// The stores of the other systems are not connected yet; the password always works.
#[cfg(not(target_os = "linux"))]
fn entry(_: &str) -> Result<Entry, KeyStoreError> {
    Err(KeyStoreError::Absent)
}

fn shown(error: Error) -> KeyStoreError {
    match error {
        Error::NoEntry | Error::BadEncoding(_) | Error::Ambiguous(_) => KeyStoreError::Missing,
        _ => KeyStoreError::Unavailable,
    }
}
