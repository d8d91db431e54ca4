//! Disconnecting a vault. The vault itself keeps everything.

use credenza_model::ids::VaultId;

use crate::{AppError, Workspace};

impl Workspace {
    /// Forgets a connection and the secret of its sign-in.
    ///
    /// # Errors
    /// [`crate::ErrorCode::InUse`] with the variables that read through it.
    pub fn disconnect_vault(&self, id: VaultId) -> Result<(), AppError> {
        self.store().remove_vault(id)?;
        self.vaults.forget(id);
        Ok(())
    }
}
