//! What a kill leaves of a file that was about to be replaced. It may be a header with a way in that
//! was taken away since, so it is not left to lie.

use std::{
    fs::{self, DirEntry},
    path::{Path, PathBuf},
};

use crate::{
    StoreError, WorkspaceFolder,
    folder::{NEW, NEW_RANDOM, sync_folder},
};

impl WorkspaceFolder {
    /// Whether there may be one, in the folder or in an automatic backup.
    #[must_use]
    pub fn has_leftovers(&self) -> bool {
        self.places().iter().any(|place| leftovers(place).is_ok_and(|found| !found.is_empty()))
    }

    /// Removes them for good. Only for who holds the exclusive lock, under which such files are
    /// written: nobody is at work on one then. Links, folders and other names stay.
    ///
    /// # Errors
    /// A [`StoreError`]; some may be removed already.
    pub fn remove_leftovers(&self) -> Result<(), StoreError> {
        for place in self.places() {
            let found = match leftovers(&place) {
                Ok(found) => found,
                // A backup that somebody else owns is no reason to refuse a new password.
                Err(_) if place != self.path() => continue,
                Err(error) => return Err(StoreError::file(&place, error)),
            };
            for path in &found {
                fs::remove_file(path).map_err(|e| StoreError::file(path, e))?;
            }
            if !found.is_empty() {
                sync_folder(&place)?;
            }
        }
        Ok(())
    }

    /// The folder and that of each automatic backup; no link is followed to one.
    fn places(&self) -> Vec<PathBuf> {
        let backups = self.backups();
        let own = backups.symlink_metadata().is_ok_and(|found| found.is_dir());
        let entries = own.then(|| fs::read_dir(backups).ok()).flatten();
        let inner = entries.into_iter().flatten().filter_map(Result::ok);
        let folders = inner.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()));
        [self.path().to_owned()].into_iter().chain(folders.map(|entry| entry.path())).collect()
    }
}

fn leftovers(place: &Path) -> std::io::Result<Vec<PathBuf>> {
    let entries = fs::read_dir(place)?.filter_map(Result::ok);
    Ok(entries.filter(is_leftover).map(|entry| entry.path()).collect())
}

fn is_leftover(entry: &DirEntry) -> bool {
    let name = entry.file_name();
    let random = name.to_str().and_then(|name| name.strip_prefix(NEW));
    let ours = random.is_some_and(|random| {
        random.len() == NEW_RANDOM && random.bytes().all(|byte| byte.is_ascii_alphanumeric())
    });
    ours && entry.file_type().is_ok_and(|kind| kind.is_file())
}
