//! What a folder can hold that a cloud can not: links that lead elsewhere, and pipes that block
//! whoever opens them.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use super::{LocationError, ObjectName, store_error::of_io};

/// Looks at what is there before it is opened.
#[derive(Debug, Clone)]
pub(super) struct FolderGuard {
    root: PathBuf,
}

impl FolderGuard {
    pub(super) fn new(root: &Path) -> Self {
        Self { root: root.to_owned() }
    }

    /// That a name leads to a plain file in plain folders, or to nothing yet.
    pub(super) async fn check(&self, name: &ObjectName) -> Result<(), LocationError> {
        self.look(name.to_string(), fs::FileType::is_file).await
    }

    /// That a name leads to a plain folder, or to nothing yet.
    pub(super) async fn check_folder(&self, name: String) -> Result<(), LocationError> {
        self.look(name, fs::FileType::is_dir).await
    }

    async fn look(
        &self,
        name: String,
        last: fn(&fs::FileType) -> bool,
    ) -> Result<(), LocationError> {
        let root = self.root.clone();
        // A network folder may take its time.
        let looked = tokio::task::spawn_blocking(move || look(&root, &name, last)).await;
        looked.map_err(|_| LocationError::Unexpected)?
    }
}

fn look(root: &Path, name: &str, last: fn(&fs::FileType) -> bool) -> Result<(), LocationError> {
    let mut path = root.to_owned();
    let parts: Vec<&str> = name.split('/').collect();
    for (at, part) in parts.iter().enumerate() {
        path.push(part);
        let found = match fs::symlink_metadata(&path) {
            Ok(found) => found.file_type(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(of_io(&error)),
        };
        let right = if at + 1 == parts.len() { last(&found) } else { found.is_dir() };
        if !right {
            return Err(LocationError::NotAnObject);
        }
    }
    Ok(())
}
