//! The key store of the system: one more way into a workspace, and never the only one.
//!
//! A key store may be missing, locked, slow or gone. Every call ends within [`PATIENCE`], and an
//! error means no more than that the password is asked for.

mod system;

use std::{sync::mpsc, thread, time::Duration};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use credenza_secret::{Secret, SecretBytes};
use zeroize::Zeroizing;

/// How long a key store is waited for.
pub const PATIENCE: Duration = Duration::from_secs(5);

/// Why the key store did not help.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyStoreError {
    /// There is none in this session.
    #[error("this session has no key store")]
    Absent,
    /// It is locked, or it refused.
    #[error("the key store of the system is not available")]
    Unavailable,
    /// It gave no answer in time.
    #[error("the key store of the system gave no answer")]
    TimedOut,
    /// It holds nothing for this workspace, or something else than was put there.
    #[error("the key store of the system holds no key for this workspace")]
    Missing,
}

/// Keeps `key` for the workspace with this identifier.
///
/// # Errors
/// A [`KeyStoreError`].
pub fn keep(workspace: [u8; 16], key: &SecretBytes) -> Result<(), KeyStoreError> {
    // EXPOSE: the key goes into the key store, as text because some keep nothing else.
    let text = Zeroizing::new(STANDARD.encode(key.expose()));
    in_time(move || system::set(&name(workspace), &text))
}

/// The key that was kept for the workspace.
///
/// # Errors
/// A [`KeyStoreError`].
pub fn find(workspace: [u8; 16]) -> Result<SecretBytes, KeyStoreError> {
    let text = in_time(move || system::get(&name(workspace)))?;
    STANDARD.decode(&*text).map(SecretBytes::new).map_err(|_| KeyStoreError::Missing)
}

/// Forgets the workspace.
///
/// # Errors
/// A [`KeyStoreError`]; forgetting what is not there is none.
pub fn forget(workspace: [u8; 16]) -> Result<(), KeyStoreError> {
    match in_time(move || system::delete(&name(workspace))) {
        Err(KeyStoreError::Missing) => Ok(()),
        other => other,
    }
}

/// Keeps the device secret with this name, as the text that people type.
///
/// # Errors
/// A [`KeyStoreError`].
pub fn keep_device_secret(name: [u8; 8], secret: &Secret) -> Result<(), KeyStoreError> {
    // EXPOSE: the secret goes into the key store.
    let text = Zeroizing::new(secret.expose().to_owned());
    in_time(move || system::set(&device_name(name), &text))
}

/// The device secret with this name.
///
/// # Errors
/// A [`KeyStoreError`].
pub fn find_device_secret(name: [u8; 8]) -> Result<Secret, KeyStoreError> {
    let text = in_time(move || system::get(&device_name(name)))?;
    Ok(Secret::new(text.as_str().to_owned()))
}

fn device_name(name: [u8; 8]) -> String {
    format!("device-secret-{}", hexadecimal(&name))
}

fn name(workspace: [u8; 16]) -> String {
    hexadecimal(&workspace)
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Runs `work` on a thread of its own, which is left behind when it takes too long.
fn in_time<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, KeyStoreError> + Send + 'static,
) -> Result<T, KeyStoreError> {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || sender.send(work()));
    receiver.recv_timeout(PATIENCE).unwrap_or(Err(KeyStoreError::TimedOut))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_store_that_hangs_is_left_behind() {
        let start = std::time::Instant::now();
        let result = in_time(|| {
            thread::sleep(Duration::from_secs(60));
            Ok(())
        });
        assert_eq!(result, Err(KeyStoreError::TimedOut));
        assert!(start.elapsed() < PATIENCE + Duration::from_secs(1));
    }
}
