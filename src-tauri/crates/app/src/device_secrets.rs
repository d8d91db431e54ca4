//! Where this device keeps device secrets: never in a workspace's folder.

use std::{
    fs::{self, File},
    io::ErrorKind,
    path::{Path, PathBuf},
};

use credenza_crypto::device_secret::{DeviceSecret, DeviceSecretName};
use credenza_keychain::KeyStoreError;
use credenza_secret::SecretBytes;
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

    /// The secret with this name, and who keeps it; none where no keeper has it.
    ///
    /// # Errors
    /// [`ErrorCode::DeviceSecretUnreachable`] when a keeper that may have it gives no answer.
    fn find(&self, name: DeviceSecretName) -> Result<Option<(DeviceSecret, KeptIn)>, AppError>;

    /// Moves the secret, which is kept, to a better keeper that answers by now. It may take seconds.
    fn settle(&self, _: DeviceSecretName, _: &DeviceSecret) {}
}

/// More than the groups take in any form, in bytes.
const LONGEST: usize = 4096;

/// A host without a keeper.
pub(crate) struct NoDeviceSecrets;

impl DeviceSecrets for NoDeviceSecrets {
    fn keep(&self, _: DeviceSecretName, _: &DeviceSecret) -> Result<KeptIn, AppError> {
        Err(AppError::new(ErrorCode::DeviceSecretNotKept))
    }

    fn find(&self, _: DeviceSecretName) -> Result<Option<(DeviceSecret, KeptIn)>, AppError> {
        Ok(None)
    }
}

/// The key store of the system, or else a folder of the person's settings.
pub(crate) struct SystemDeviceSecrets;

impl SystemDeviceSecrets {
    fn files() -> Option<DeviceSecretFiles> {
        let settings = directories::ProjectDirs::from("app", "Credenza", "credenza")?;
        Some(DeviceSecretFiles::new(settings.config_dir().join("device-secrets")))
    }

    /// Keeps it in the key store and reads it back; a file of it is then one copy too many.
    fn keep_in_key_store(
        name: DeviceSecretName,
        secret: &DeviceSecret,
    ) -> Result<(), KeyStoreError> {
        let text = secret.to_text();
        credenza_keychain::keep_device_secret(name.0, &text)?;
        let kept = credenza_keychain::find_device_secret(name.0)?;
        // EXPOSE: what the key store gives back is compared with what it was given.
        if kept.expose() != text.expose() {
            return Err(KeyStoreError::Missing);
        }
        if let Some(files) = Self::files() {
            files.forget(name);
        }
        Ok(())
    }
}

impl DeviceSecrets for SystemDeviceSecrets {
    fn keep(&self, name: DeviceSecretName, secret: &DeviceSecret) -> Result<KeptIn, AppError> {
        let Err(error) = Self::keep_in_key_store(name, secret) else {
            return Ok(KeptIn::KeyStore);
        };
        tracing::info!(%error, "the device secret goes into a file");
        let files = Self::files();
        files.ok_or_else(|| AppError::new(ErrorCode::DeviceSecretNotKept))?.keep(name, secret)
    }

    /// The file first: it answers at once, and a key store that hangs does not.
    fn find(&self, name: DeviceSecretName) -> Result<Option<(DeviceSecret, KeptIn)>, AppError> {
        if let Some(found) = Self::files().map_or(Ok(None), |files| files.find(name))? {
            return Ok(Some(found));
        }
        match credenza_keychain::find_device_secret(name.0) {
            Ok(text) => Ok(DeviceSecret::parse(&text).ok().map(|found| (found, KeptIn::KeyStore))),
            Err(KeyStoreError::Missing | KeyStoreError::Absent) => Ok(None),
            Err(KeyStoreError::Unavailable | KeyStoreError::TimedOut) => {
                Err(AppError::new(ErrorCode::DeviceSecretUnreachable))
            }
        }
    }

    fn settle(&self, name: DeviceSecretName, secret: &DeviceSecret) {
        let in_file = Self::files().is_some_and(|files| files.path(name).exists());
        if in_file && let Err(error) = Self::keep_in_key_store(name, secret) {
            tracing::info!(%error, "the device secret stays in its file");
        }
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

    fn forget(&self, name: DeviceSecretName) {
        // What is not there is forgotten.
        let _ = fs::remove_file(self.path(name));
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
        make_private_folder(&self.folder).map_err(|error| of_file(&self.folder, &error))?;
        let text = secret.to_text();
        // EXPOSE: the secret goes into a file for the person alone.
        write_private_file(&self.path(name), text.expose().as_bytes())?;
        Ok(KeptIn::File)
    }

    fn find(&self, name: DeviceSecretName) -> Result<Option<(DeviceSecret, KeptIn)>, AppError> {
        let path = self.path(name);
        let read = File::open(&path).and_then(|mut file| SecretBytes::read(&mut file, LONGEST));
        let bytes = match read {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            other => other.map_err(|error| of_file(&path, &error))?,
        };
        let secret = bytes.into_text().ok().and_then(|text| DeviceSecret::parse(&text).ok());
        Ok(secret.map(|secret| (secret, KeptIn::File)))
    }
}

fn of_file(path: &Path, error: &std::io::Error) -> AppError {
    AppError::about(ErrorCode::File, &format!("{} ({error})", path.display()))
}

/// A device secret that goes with the copies protects none of them.
fn copied(folder: &Path, program: &str) -> AppError {
    let mut error = AppError::new(ErrorCode::DeviceSecretNotKept);
    error.message = format!(
        "No key store answers, and {program} copies {} to other computers: a device secret there would \
         go with the copies.",
        folder.display()
    );
    error.hint = "Set up a key store, or have your settings outside of that folder.";
    error
}

/// A folder that is there already is taken back for the person alone; a link may lead to anybody's.
fn make_private_folder(folder: &Path) -> std::io::Result<()> {
    match fs::symlink_metadata(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            let mut builder = fs::DirBuilder::new();
            builder.recursive(true);
            #[cfg(unix)]
            std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
            builder.create(folder)
        }
        Err(error) => Err(error),
        Ok(found) if !found.is_dir() => Err(ErrorKind::NotADirectory.into()),
        Ok(found) => own_alone(folder, found.permissions()),
    }
}

#[cfg(unix)]
fn own_alone(folder: &Path, mut permissions: fs::Permissions) -> std::io::Result<()> {
    std::os::unix::fs::PermissionsExt::set_mode(&mut permissions, 0o700);
    fs::set_permissions(folder, permissions)
}

/// It has the rights of the person's profile.
#[cfg(not(unix))]
fn own_alone(_: &Path, _: fs::Permissions) -> std::io::Result<()> {
    Ok(())
}
