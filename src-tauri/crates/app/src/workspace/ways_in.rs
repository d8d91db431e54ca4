//! Changing the ways into an unlocked workspace.

use credenza_keychain::KeyStoreError;
use credenza_secret::{Secret, SecretBytes};
use credenza_store::WorkspaceFolder;

use super::{create::refuse_weak, header::read_header};
use crate::{AppError, ErrorCode, Workspace};

impl Workspace {
    /// Gives the workspace another master password; the present one is asked for again.
    ///
    /// # Errors
    /// An [`AppError`]; the present password then still opens it. [`ErrorCode::WorkspaceBusy`] when
    /// a way in was changed meanwhile; that change then stands.
    pub fn change_password(&self, present: &Secret, replacement: &Secret) -> Result<(), AppError> {
        let folder = self.folder();
        let mut header = read_header(&folder)?;
        let read = header.counter();
        self.check_password(&header, present)?;
        refuse_weak(replacement, &[self.person(), &folder.name()])?;
        let host = &self.host;
        header.replace_password(
            host.random(),
            host.kdf(),
            host.kdf_params_for_new(),
            self.root(),
            replacement,
        )?;
        self.write_header(read, &header)
    }

    /// Makes a new recovery code and returns it; the former no longer opens the workspace.
    ///
    /// # Errors
    /// An [`AppError`]; the former code then still opens it. [`ErrorCode::WorkspaceBusy`] when a way
    /// in was changed meanwhile; that change then stands.
    pub fn renew_recovery_code(&self, password: &Secret) -> Result<Secret, AppError> {
        let mut header = read_header(&self.folder())?;
        let read = header.counter();
        self.check_password(&header, password)?;
        let code = header.replace_recovery(self.host.random(), self.root())?;
        self.write_header(read, &header)?;
        Ok(code.to_text())
    }

    /// Lets the key store of the system open the workspace.
    ///
    /// # Errors
    /// An [`AppError`], [`ErrorCode::KeyStoreUnavailable`] among them; nothing has changed then, and
    /// what the key store opened before it still opens.
    pub fn allow_key_store(&self) -> Result<(), AppError> {
        let mut header = read_header(&self.folder())?;
        let read = header.counter();
        let key = header.set_key_store(self.host.random(), self.root())?;
        let former = credenza_keychain::find(self.id);
        credenza_keychain::keep(self.id, &key)
            .map_err(|_| AppError::new(ErrorCode::KeyStoreUnavailable))?;
        // The header of before is still there, and has the envelope of the former key, or none.
        self.write_header(read, &header).inspect_err(|_| self.put_back(former))
    }

    fn put_back(&self, former: Result<SecretBytes, KeyStoreError>) {
        let outcome = match former {
            Ok(former) => credenza_keychain::keep(self.id, &former),
            Err(KeyStoreError::Missing) => credenza_keychain::forget(self.id),
            Err(error) => Err(error),
        };
        if let Err(error) = outcome {
            tracing::warn!(%error, "the key store holds a key that opens nothing");
        }
    }

    /// The key store no longer opens the workspace, nor its automatic backups, whether or not it can be
    /// reached. A backup that lies elsewhere keeps the way in that it had.
    ///
    /// # Errors
    /// An [`AppError`].
    pub fn forbid_key_store(&self) -> Result<(), AppError> {
        let mut header = read_header(&self.folder())?;
        let read = header.counter();
        header.remove_key_store();
        self.write_header_and_copies_first(read, &header)?;
        if let Err(error) = credenza_keychain::forget(self.id) {
            // No header in the folder has its envelope; a backup that was made elsewhere may.
            tracing::info!(%error, "the key store still holds a key, which the workspace needs no more");
        }
        Ok(())
    }
}

/// Whether the key store of the system may open the workspace in `folder`.
#[must_use]
pub fn key_store_is_allowed(folder: &WorkspaceFolder) -> bool {
    read_header(folder).is_ok_and(|header| header.has_key_store())
}
