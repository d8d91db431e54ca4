//! Backups: header and a consistent copy of the database in one file.
//!
//! Layout, numbers big-endian: magic `CZB1`; u32 length of the header, the header; u64 length of
//! the database, the database (SQLCipher, under the key of that header); HMAC-SHA256 over all of
//! it under the key of the header's envelopes. Damage is noticed before anything is replaced.

use std::{
    fs,
    path::{Path, PathBuf},
};

use credenza_crypto::keys::{DatabaseKey, StateKey};
use rusqlite::backup::Backup;

use crate::{
    Store, StoreError, database,
    folder::{self, DATABASE_FILE, LockKind, WorkspaceFolder},
};

const MAGIC: &[u8; 4] = b"CZB1";
/// Automatic backups that are kept.
const GENERATIONS: usize = 10;

/// A backup that was read: its parts are whole only after [`BackupContent::restore`] checked them.
pub struct BackupContent {
    header: Vec<u8>,
    database: Vec<u8>,
    signed: Vec<u8>,
    tag: [u8; 32],
}

impl BackupContent {
    /// The header in it; whoever can open it can restore.
    #[must_use]
    pub fn header(&self) -> &[u8] {
        &self.header
    }

    /// Checks the backup and makes the workspace `target` of it, which must not exist.
    ///
    /// # Errors
    /// [`StoreError::BackupDamaged`], [`StoreError::Exists`]; nothing is left behind.
    pub fn restore(
        &self,
        key: &DatabaseKey,
        state: &StateKey,
        target: &WorkspaceFolder,
    ) -> Result<(), StoreError> {
        if !state.verify(&self.signed, &self.tag) {
            return Err(StoreError::BackupDamaged);
        }
        target.create()?;
        let result = self.write_to(key, target);
        if result.is_err() {
            // The folder was made above and holds nothing but this attempt.
            let _ = fs::remove_dir_all(target.path());
        }
        result
    }

    fn write_to(&self, key: &DatabaseKey, target: &WorkspaceFolder) -> Result<(), StoreError> {
        let _lock = target.lock(LockKind::Exclusive)?;
        folder::replace_file(&target.file(DATABASE_FILE), &self.database)?;
        database::connect(target, key).map_err(|_| StoreError::BackupDamaged)?;
        target.write_header(&self.header)
    }
}

/// Reads a backup file.
///
/// # Errors
/// [`StoreError::BackupDamaged`] when it is cut or is no backup.
pub fn read_backup(path: &Path) -> Result<BackupContent, StoreError> {
    let mut bytes = fs::read(path).map_err(|e| StoreError::file(path, e))?;
    let parts = split(&bytes).ok_or(StoreError::BackupDamaged)?;
    let (header, database, tag) = (parts.0.to_vec(), parts.1.to_vec(), parts.2);
    bytes.truncate(bytes.len() - tag.len());
    Ok(BackupContent { header, database, signed: bytes, tag })
}

fn split(bytes: &[u8]) -> Option<(&[u8], &[u8], [u8; 32])> {
    let rest = bytes.strip_prefix(MAGIC)?;
    let (length, rest) = rest.split_first_chunk::<4>()?;
    let (header, rest) = rest.split_at_checked(u32::from_be_bytes(*length).try_into().ok()?)?;
    let (length, rest) = rest.split_first_chunk::<8>()?;
    let (database, rest) = rest.split_at_checked(u64::from_be_bytes(*length).try_into().ok()?)?;
    Some((header, database, rest.try_into().ok()?))
}

impl Store {
    /// Writes a backup to `path`, replacing what is there. Returns its size in bytes.
    ///
    /// # Errors
    /// A [`StoreError`]; a file that was there is untouched.
    pub fn backup(
        &self,
        path: &Path,
        key: &DatabaseKey,
        state: &StateKey,
    ) -> Result<u64, StoreError> {
        let header = self.folder.read_header()?;
        let database = self.copy(key)?;
        let mut bytes = MAGIC.to_vec();
        bytes.extend(u32::try_from(header.len()).unwrap_or(u32::MAX).to_be_bytes());
        bytes.extend(header);
        bytes.extend((database.len() as u64).to_be_bytes());
        bytes.extend(database);
        let tag = state.tag(&bytes);
        bytes.extend(tag);
        folder::replace_file(path, &bytes)?;
        Ok(bytes.len() as u64)
    }

    /// The bytes of a consistent copy, made page by page under the same key while others write.
    fn copy(&self, key: &DatabaseKey) -> Result<Vec<u8>, StoreError> {
        let temporary = self.temporary_folder()?;
        let file = temporary.path().join(DATABASE_FILE);
        folder::create_private_file(&file)?;
        let mut target = database::open_file(&file, key)?;
        Backup::new(&self.connection, &mut target)?.run_to_completion(
            4_096,
            std::time::Duration::ZERO,
            None,
        )?;
        target.pragma_update(None, "journal_mode", "DELETE")?;
        drop(target);
        fs::read(&file).map_err(|e| StoreError::file(&file, e))
    }

    fn temporary_folder(&self) -> Result<tempfile::TempDir, StoreError> {
        let folder = self.folder.path();
        tempfile::Builder::new()
            .prefix(".copy-")
            .tempdir_in(folder)
            .map_err(|e| StoreError::file(folder, e))
    }

    /// Copies header and database as they lie into `backups/`, before they are changed as a whole.
    pub(crate) fn automatic_backup(&self, why: &str) -> Result<PathBuf, StoreError> {
        let backups = self.folder.backups();
        if !backups.exists() {
            folder::create_private_folder(&backups).map_err(|e| StoreError::file(&backups, e))?;
        }
        let next = generations(&backups)?.last().map_or(1, |(number, _)| number + 1);
        let target = backups.join(format!("{next:06}-{why}"));
        folder::create_private_folder(&target).map_err(|e| StoreError::file(&target, e))?;
        self.connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        folder::replace_file(&target.join(folder::HEADER_FILE), &self.folder.read_header()?)?;
        let database = self.folder.file(DATABASE_FILE);
        let bytes = fs::read(&database).map_err(|e| StoreError::file(&database, e))?;
        folder::replace_file(&target.join(DATABASE_FILE), &bytes)?;
        let kept = generations(&backups)?;
        for (_, old) in kept.iter().rev().skip(GENERATIONS) {
            fs::remove_dir_all(old).map_err(|e| StoreError::file(old, e))?;
        }
        Ok(target)
    }
}

/// The automatic backups, oldest first.
fn generations(backups: &Path) -> Result<Vec<(u64, PathBuf)>, StoreError> {
    let entries = fs::read_dir(backups).map_err(|e| StoreError::file(backups, e))?;
    let mut found: Vec<(u64, PathBuf)> = entries
        .filter_map(Result::ok)
        .filter_map(|entry| {
            let name = entry.file_name().into_string().ok()?;
            Some((name.split_once('-')?.0.parse().ok()?, entry.path()))
        })
        .collect();
    found.sort();
    Ok(found)
}
