//! Opening with the recovery code. Using it makes a new password and a new code.

use std::sync::Arc;

use credenza_crypto::{
    header::{Header, UnlockError},
    keys::RootKey,
    recovery::{RecoveryCode, RecoveryCodeError},
};
use credenza_secret::Secret;
use credenza_store::WorkspaceFolder;

use super::{create::refuse_weak, header::read_header};
use crate::{AppError, ErrorCode, Host, Workspace};

impl Workspace {
    /// Opens with the recovery code and sets `password`. Returns the workspace and the new code. The
    /// code needs no device secret; where the password does, this device has it afterwards.
    ///
    /// # Errors
    /// An [`AppError`]; the former code then still opens it.
    pub fn recover(
        host: Arc<dyn Host>,
        folder: &WorkspaceFolder,
        code: &Secret,
        password: &Secret,
    ) -> Result<(Self, Secret), AppError> {
        let mut header = read_header(folder)?;
        let read = header.counter();
        let root = open_with_code(&header, code)?;
        refuse_weak(password, &[&folder.name()])?;
        let mut workspace = Self::open(host, folder, root, &header)?;
        let host = Arc::clone(&workspace.host);
        header.replace_password(
            host.random(),
            host.kdf(),
            host.kdf_params_for_new(),
            workspace.root(),
            password,
        )?;
        let renewed = header.replace_recovery(host.random(), workspace.root())?;
        workspace.write_header(read, &header)?;
        workspace.keep_own_device_secret(&header);
        Ok((workspace, renewed.to_text()))
    }
}

/// Opens `header` with the recovery code as people type it.
pub(super) fn open_with_code(header: &Header, code: &Secret) -> Result<RootKey, AppError> {
    let code = RecoveryCode::parse(code).map_err(|error| misread(&error))?;
    header.unlock_with_recovery(&code).map_err(|error| match error {
        UnlockError::Wrong => AppError::new(ErrorCode::WrongRecoveryCode).in_field("code"),
        other => other.into(),
    })
}

fn misread(error: &RecoveryCodeError) -> AppError {
    let mut shown = AppError::new(ErrorCode::WrongRecoveryCode);
    shown.message = match error {
        RecoveryCodeError::Length { found } => {
            format!("A recovery code has 32 letters and digits. This has {found}.")
        }
        RecoveryCodeError::Character(c) => format!("A recovery code has no \u{201c}{c}\u{201d}."),
        RecoveryCodeError::Checksum => "The recovery code is mistyped.".to_owned(),
    };
    shown.in_field("code")
}
