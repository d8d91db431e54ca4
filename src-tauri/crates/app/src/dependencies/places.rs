//! Places in code: where their file is, and "Not this".

use std::path::{Component, Path, PathBuf};

use credenza_model::dependencies::{NodeKey, ReferenceId};
use credenza_store::CodePlace;

use super::thing::words_of;
use crate::{AppError, Workspace};

impl Workspace {
    /// A place and the file that it stands in.
    ///
    /// # Errors
    /// [`crate::ErrorCode::NotFound`], also when its file was scanned again with another content.
    pub fn place(&self, id: ReferenceId) -> Result<(CodePlace, PathBuf), AppError> {
        let store = self.store();
        let place = store.code_place(id)?;
        let source = store.source(place.source)?;
        let file = file_of(Path::new(&source.path), &place.path);
        Ok((place, file))
    }

    /// Says that an unresolved place does not name `thing`, or takes that back (W5). It holds until
    /// the line changes.
    ///
    /// # Errors
    /// [`crate::ErrorCode::NotFound`], also for a place whose name is known.
    pub fn set_not_this(
        &self,
        id: ReferenceId,
        thing: &NodeKey,
        not_this: bool,
    ) -> Result<(), AppError> {
        let (kind, name) = words_of(thing);
        let thing = format!("{kind} {name}");
        Ok(self.store().set_not_this(id, &thing, not_this, self.host.now())?)
    }
}

/// The file of a path within a source; for an entry of an archive that is the archive. Never one
/// outside of the source: a name within an archive may hold anything.
#[must_use]
pub fn file_of(root: &Path, path: &str) -> PathBuf {
    let mut file = root.to_owned();
    for part in Path::new(path).components() {
        let Component::Normal(part) = part else { break };
        file.push(part);
        if file.is_file() {
            break;
        }
    }
    file
}
