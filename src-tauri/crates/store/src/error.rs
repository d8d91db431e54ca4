//! What can go wrong with a store.

/// Why a store operation failed. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The key does not open the database, or its first page is damaged.
    #[error("the key does not open the database, or the database is damaged")]
    WrongKeyOrDamaged,
    /// The database or a row of it is damaged.
    #[error("the database is damaged: {0}")]
    Damaged(String),
    /// A newer version of Credenza wrote the database.
    #[error("the database has format {found}, this version knows {known}")]
    NewerFormat {
        /// Its format.
        found: u32,
        /// The newest that this version knows.
        known: u32,
    },
    /// The folder or file can't be written.
    #[error("the workspace can't be written")]
    ReadOnly,
    /// The disk is full.
    #[error("the disk is full")]
    DiskFull,
    /// Another process is changing the workspace as a whole.
    #[error("another process holds the workspace")]
    Busy,
    /// The thing was changed since it was read.
    #[error("it was changed meanwhile")]
    Changed,
    /// The folder exists already.
    #[error("the workspace exists already")]
    Exists,
    /// The folder is no workspace.
    #[error("the folder is not a workspace")]
    NotAWorkspace,
    /// Another thing has this name.
    #[error("the name is taken")]
    NameTaken,
    /// There is no such thing, or it was deleted.
    #[error("not found")]
    NotFound,
    /// The thing is used by others, which are named.
    #[error("still in use")]
    InUse(Vec<([u8; 16], String)>),
    /// The backup file is damaged or was not made by this workspace.
    #[error("the backup is damaged")]
    BackupDamaged,
    /// A file could not be read or written.
    #[error("{path}: {source}")]
    File {
        /// Which one.
        path: std::path::PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// Another failure of the database.
    #[error("the database failed: {0}")]
    Database(rusqlite::Error),
}

impl StoreError {
    /// The error for a failed file operation; a full disk and a missing right have their own.
    pub(crate) fn file(path: &std::path::Path, source: std::io::Error) -> Self {
        use std::io::ErrorKind::{
            PermissionDenied, QuotaExceeded, ReadOnlyFilesystem, StorageFull,
        };
        match source.kind() {
            StorageFull | QuotaExceeded => Self::DiskFull,
            ReadOnlyFilesystem | PermissionDenied => Self::ReadOnly,
            _ => Self::File { path: path.to_owned(), source },
        }
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode as Code;
        let Some(code) = error.sqlite_error_code() else {
            return match error {
                rusqlite::Error::QueryReturnedNoRows => Self::NotFound,
                other => Self::Database(other),
            };
        };
        match code {
            Code::NotADatabase => Self::WrongKeyOrDamaged,
            Code::DatabaseCorrupt => Self::Damaged(error.to_string()),
            Code::DiskFull => Self::DiskFull,
            Code::ReadOnly | Code::CannotOpen | Code::PermissionDenied => Self::ReadOnly,
            Code::DatabaseBusy | Code::DatabaseLocked => Self::Busy,
            _ => Self::Database(error),
        }
    }
}
