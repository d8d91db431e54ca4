//! Deleting, and what is in Recently deleted.

use credenza_model::{ids::VariableId, page::Page, references::Named};
use credenza_store::CodePlace;

use super::NAMED_USERS;
use crate::{AppError, DeletedKind, DeletedRow, ErrorCode, Workspace};

/// Rows in one page of Recently deleted.
const PAGE: u32 = 100;

impl Workspace {
    /// Puts a variable into Recently deleted.
    ///
    /// # Errors
    /// [`ErrorCode::InUse`] while a credential uses it, with the places in code that name it.
    pub fn delete_variable(&self, id: VariableId) -> Result<(), AppError> {
        self.may_change(id.as_bytes())?;
        let now = self.host.now();
        let deleted = self.store().delete(DeletedKind::Variable, id.as_bytes(), now);
        deleted.map_err(|error| {
            let mut error = AppError::from(error);
            if error.code == ErrorCode::InUse {
                // The refusal holds without them.
                error.places = self.places_naming_variable(id).unwrap_or_default();
            }
            error
        })
    }

    fn places_naming_variable(&self, id: VariableId) -> Result<Vec<String>, AppError> {
        let store = self.store();
        let named = Named::Variable(store.variable(id)?.name.folded());
        let (places, _) = store.places_naming(&named, NAMED_USERS)?;
        let shown = |p: &CodePlace| format!("{}/{}:{}", p.source_name, p.path, p.line);
        Ok(places.iter().map(shown).collect())
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
