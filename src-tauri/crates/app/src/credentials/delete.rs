//! Deleting a credential. Its variables stay (C14).

use credenza_model::ids::CredentialId;

use crate::{AppError, DeletedKind, Workspace};

impl Workspace {
    /// Puts a credential into Recently deleted; connections that used it ask each time from then on.
    ///
    /// # Errors
    /// [`crate::ErrorCode::NotFound`].
    pub fn delete_credential(&self, id: CredentialId) -> Result<(), AppError> {
        self.may_change(id.as_bytes())?;
        Ok(self.store().delete(DeletedKind::Credential, id.as_bytes(), self.host.now())?)
    }
}
