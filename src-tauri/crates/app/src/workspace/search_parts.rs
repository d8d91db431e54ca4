//! Keeping search fast after much was written at once.

use crate::{AppError, Workspace};

/// What one step writes, in pages of 4 KiB: it holds the store for some 20 ms.
const PAGES: u32 = 128;

impl Workspace {
    /// Whether much was written at once, so that [`Workspace::join_search_parts`] makes search faster.
    ///
    /// # Errors
    /// An [`AppError`].
    pub fn search_is_in_parts(&self) -> Result<bool, AppError> {
        Ok(self.store().search_is_in_parts()?)
    }

    /// Takes one step that makes search faster and changes nothing that is found. Gives whether there
    /// is more to do.
    ///
    /// # Errors
    /// An [`AppError`], such as that another process writes.
    pub fn join_search_parts(&self) -> Result<bool, AppError> {
        Ok(self.store().join_search_parts(PAGES)?)
    }
}
