//! Deleting, and what is in Recently deleted.

use credenza_model::{ids::VariableId, page::Page};

use crate::{AppError, DeletedKind, DeletedRow, Workspace};

/// Rows in one page of Recently deleted.
const PAGE: u32 = 100;

impl Workspace {
    /// Puts a variable into Recently deleted.
    ///
    /// # Errors
    /// [`crate::ErrorCode::InUse`] while a credential uses it.
    pub fn delete_variable(&self, id: VariableId) -> Result<(), AppError> {
        Ok(self.store().delete(DeletedKind::Variable, id.as_bytes(), self.host.now())?)
    }

    /// One page of Recently deleted, the newest first.
    ///
    /// # Errors
    /// An [`AppError`].
    pub fn list_deleted(&self, cursor: Option<&str>) -> Result<Page<DeletedRow>, AppError> {
        Ok(self.store().list_deleted(cursor, PAGE)?)
    }

    /// Takes a thing out of Recently deleted.
    ///
    /// # Errors
    /// [`crate::ErrorCode::NameTaken`] when another has its name by now.
    pub fn restore_deleted(&self, kind: DeletedKind, id: &[u8; 16]) -> Result<(), AppError> {
        Ok(self.store().restore(kind, id)?)
    }

    /// Destroys a deleted thing and its value.
    ///
    /// # Errors
    /// [`crate::ErrorCode::InUse`] for a variable that a deleted credential would need.
    pub fn purge_deleted(&self, kind: DeletedKind, id: &[u8; 16]) -> Result<(), AppError> {
        Ok(self.store().purge(kind, id)?)
    }
}
