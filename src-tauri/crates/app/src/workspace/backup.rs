//! Backup and restore.

use std::path::Path;

use credenza_crypto::header::Header;
use credenza_secret::Secret;
use credenza_store::{WorkspaceFolder, read_backup};

use super::{
    device_secret::{keep_of_header, open_with_password},
    recover::open_with_code,
};
use crate::{AppError, Host, Workspace};

impl Workspace {
    /// Writes a backup to `file`. Returns its size in bytes.
    ///
    /// # Errors
    /// An [`AppError`]; a file that was there is untouched.
    pub fn backup(&self, file: &Path) -> Result<u64, AppError> {
        let root = self.root();
        Ok(self.store().backup(file, &root.database(), &root.state())?)
    }
}

/// Makes the workspace `target`, which must not exist, of a backup that `password` opens, with the
/// device secret that was typed or that this device keeps where one is needed.
///
/// # Errors
/// An [`AppError`]; nothing is left behind.
pub fn restore(
    host: &dyn Host,
    file: &Path,
    password: &Secret,
    device: Option<&Secret>,
    target: &WorkspaceFolder,
) -> Result<(), AppError> {
    let backup = read_backup(file)?;
    let header = Header::parse(backup.header())?;
    let (root, _) = open_with_password(host, &header, password, device)?;
    Ok(backup.restore(&root.database(), &root.state(), target)?)
}

/// The same with the recovery code of the time of the backup, which needs no device secret. Where the
/// password does, this device has it afterwards, so that the password opens the workspace here.
///
/// # Errors
/// An [`AppError`]; nothing is left behind.
pub fn restore_with_recovery_code(
    host: &dyn Host,
    file: &Path,
    code: &Secret,
    target: &WorkspaceFolder,
) -> Result<(), AppError> {
    let backup = read_backup(file)?;
    let header = Header::parse(backup.header())?;
    let root = open_with_code(&header, code)?;
    backup.restore(&root.database(), &root.state(), target)?;
    // Where nothing keeps it, opening the workspace asks for it, or for the code again.
    let _ = keep_of_header(host, &header, &root);
    Ok(())
}
