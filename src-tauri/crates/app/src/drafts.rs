//! Drafts of forms, kept in the encrypted store through a lock. Values are never part of them.

use crate::{AppError, Workspace};

/// Longest draft in bytes.
const LONGEST: usize = 64 * 1_024;

impl Workspace {
    /// The draft of `form`, if there is one.
    ///
    /// # Errors
    /// An [`AppError`].
    pub fn draft(&self, form: &str) -> Result<Option<String>, AppError> {
        Ok(self.store().draft(form)?)
    }

    /// Keeps a draft; none forgets it.
    ///
    /// # Errors
    /// An [`AppError`] when it is longer than 64 KiB.
    pub fn set_draft(&self, form: &str, json: Option<&str>) -> Result<(), AppError> {
        if json.is_some_and(|json| json.len() > LONGEST) {
            return Err(AppError::field("draft", "The draft is too long to be kept."));
        }
        Ok(self.store().set_draft(form, json)?)
    }
}
