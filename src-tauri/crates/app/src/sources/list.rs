//! Reading sources.

use std::path::Path;

use credenza_model::{ids::SourceId, name::fold, source::Source};

use crate::{AppError, ErrorCode, Workspace};

impl Workspace {
    /// All sources by name, each with what its last scan found.
    ///
    /// # Errors
    /// An [`AppError`].
    pub fn list_sources(&self) -> Result<Vec<Source>, AppError> {
        Ok(self.store().sources()?)
    }

    /// One source.
    ///
    /// # Errors
    /// [`ErrorCode::NotFound`].
    pub fn source(&self, id: SourceId) -> Result<Source, AppError> {
        Ok(self.store().source(id)?)
    }

    /// The source with exactly this name, without regard to case, or at this folder.
    ///
    /// # Errors
    /// [`ErrorCode::NotFound`].
    pub fn source_by_name(&self, name: &str) -> Result<Source, AppError> {
        let sources = self.list_sources()?;
        let path = Path::new(name).canonicalize().ok();
        let named = sources.iter().find(|source| source.name.folded() == fold(name));
        let at = |source: &&Source| path.as_deref() == Some(Path::new(&source.path));
        let found = named.or_else(|| sources.iter().find(at));
        found.cloned().ok_or_else(|| AppError::about(ErrorCode::NotFound, name))
    }
}
