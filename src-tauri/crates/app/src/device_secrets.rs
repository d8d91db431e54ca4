//! Where this device keeps device secrets: never in a workspace's folder.

use std::{
    fs,
    path::{Path, PathBuf},
};

use credenza_crypto::device_secret::{DeviceSecret, DeviceSecretName};
use credenza_secret::Secret;
use credenza_store::{synced_by, write_private_file};

use crate::{AppError, ErrorCode};

/// The keeper that holds a device secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeptIn {
    /// The key store of the system.
    KeyStore,
    /// A file for the person alone, in the folder of the person's settings.
    File,
}

/// Keeps device secrets by the names that headers have for them. Former ones stay, so that a backup of
/// their time still opens.
pub trait DeviceSecrets: Send + Sync {
    /// Keeps `secret`.
    ///
    /// # Errors
    /// An [`AppError`]; nothing keeps it then.
    fn keep(&self, name: DeviceSecretName, secret: &DeviceSecret) -> Result<KeptIn, AppError>;

    /// The secret with this name, and who keeps it.
    fn find(&self, name: DeviceSecretName) -> Option<(DeviceSecret, KeptIn)>;
}

/// A host without a keeper.
pub(crate) struct NoDeviceSecrets;

impl DeviceSecrets for NoDeviceSecrets {
    fn keep(&self, _: DeviceSecretName, _: &DeviceSecret) -> Result<KeptIn, AppError> {
        Err(AppError::new(ErrorCode::KeyStoreUnavailable))
    }

    fn find(&self, _: DeviceSecretName) -> Option<(DeviceSecret, KeptIn)> {
        None
    }
}

/// The key store of the system, or else a folder of the person's settings.
pub(crate) struct SystemDeviceSecrets;

impl SystemDeviceSecrets {
    fn files() -> Option<DeviceSecretFiles> {
        let settings = directories::ProjectDirs::from("app", "Credenza", "credenza")?;
        Some(DeviceSecretFiles::new(settings.config_dir().join("device-secrets")))
    }
}

impl DeviceSecrets for SystemDeviceSecrets {
    fn keep(&self, name: DeviceSecretName, secret: &DeviceSecret) -> Result<KeptIn, AppError> {
        let Err(error) = credenza_keychain::keep_device_secret(name.0, &secret.to_text()) else {
            return Ok(KeptIn::KeyStore);
        };
        tracing::info!(%error, "the device secret goes into a file");
        let files = Self::files();
        files.ok_or_else(|| AppError::new(ErrorCode::KeyStoreUnavailable))?.keep(name, secret)
    }

    /// The file first: it answers at once, and a key store that hangs does not.
    fn find(&self, name: DeviceSecretName) -> Option<(DeviceSecret, KeptIn)> {
        let from_key_store = || {
            let text = credenza_keychain::find_device_secret(name.0).ok()?;
            Some((DeviceSecret::parse(&text).ok()?, KeptIn::KeyStore))
        };
        Self::files().and_then(|files| files.find(name)).or_else(from_key_store)
    }
}

/// Files of one secret each, named like it, in a folder that is the person's alone.
pub struct DeviceSecretFiles {
    folder: PathBuf,
}

impl DeviceSecretFiles {
    /// In `folder`, which need not exist.
    #[must_use]
    pub fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    fn path(&self, name: DeviceSecretName) -> PathBuf {
        let name: String = name.0.iter().map(|byte| format!("{byte:02x}")).collect();
        self.folder.join(name)
    }
}

impl DeviceSecrets for DeviceSecretFiles {
    fn keep(&self, name: DeviceSecretName, secret: &DeviceSecret) -> Result<KeptIn, AppError> {
        if let Some(program) = synced_by(&self.folder) {
            return Err(copied(&self.folder, program));
        }
        let made = make_private_folder(&self.folder);
        made.map_err(|error| {
            AppError::about(ErrorCode::File, &format!("{} ({error})", self.folder.display()))
        })?;
        let text = secret.to_text();
        // EXPOSE: the secret goes into a file for the person alone.
        write_private_file(&self.path(name), text.expose().as_bytes())?;
        Ok(KeptIn::File)
    }

    fn find(&self, name: DeviceSecretName) -> Option<(DeviceSecret, KeptIn)> {
        let text = Secret::new(fs::read_to_string(self.path(name)).ok()?);
        Some((DeviceSecret::parse(&text).ok()?, KeptIn::File))
    }
}

/// A device secret that goes with the copies protects none of them.
fn copied(folder: &Path, program: &str) -> AppError {
    let mut error = AppError::new(ErrorCode::KeyStoreUnavailable);
    error.message = format!(
        "No key store answers, and {program} copies {} to other computers: a device secret there would \
         go with the copies.",
        folder.display()
    );
    error.hint = "Set up a key store, or have your settings outside of that folder.";
    error
}

fn make_private_folder(folder: &Path) -> std::io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}
