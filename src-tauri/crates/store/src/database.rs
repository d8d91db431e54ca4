//! Opening the database, and what holds for every table.

use std::time::Duration;

use credenza_crypto::keys::DatabaseKey;
use rusqlite::{Connection, OpenFlags, Transaction, config::DbConfig};

use crate::{
    StoreError,
    folder::{self, DATABASE_FILE, FolderLock, LockKind, WorkspaceFolder},
    migrations,
};

/// How long a write waits for another process's write.
pub(crate) const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// Pragmas that hold for every connection. `FULL` and the WAL make each commit durable; nothing
/// temporary touches the disk. Pages that were decrypted are kept, up to 32 MiB: a search among a
/// million rows reads the same ones with every letter. SQLCipher's wiping of all of SQLite's memory
/// stays off (`docs/adr/0010`).
const PRAGMAS: &str = "
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA foreign_keys = ON;
    PRAGMA trusted_schema = OFF;
    PRAGMA cell_size_check = ON;
    PRAGMA mmap_size = 0;
    PRAGMA cache_size = -32768;
    PRAGMA temp_store = MEMORY;
    PRAGMA fullfsync = ON;
    PRAGMA checkpoint_fullfsync = ON;";

/// An open workspace store. One at a time in a process; several processes may each have one.
pub struct Store {
    pub(crate) connection: Connection,
    pub(crate) folder: WorkspaceFolder,
    lock: FolderLock,
    /// Rows that were changed to make search faster, which are no change of what is stored.
    pub(crate) joined: std::cell::Cell<u64>,
}

impl Store {
    /// Makes the database in `folder`, which exists and holds none.
    ///
    /// # Errors
    /// A [`StoreError`]; a database that was there is untouched.
    pub fn create(folder: &WorkspaceFolder, key: &DatabaseKey) -> Result<Self, StoreError> {
        let path = folder.file(DATABASE_FILE);
        if path.exists() {
            return Err(StoreError::Exists);
        }
        let lock = folder.lock(LockKind::Exclusive)?;
        folder::create_private_file(&path)?;
        let connection = connect(folder, key)?;
        let mut store =
            Self { connection, folder: folder.clone(), lock, joined: std::cell::Cell::default() };
        migrations::run(&mut store.connection)?;
        store.lock.change(LockKind::Shared)?;
        folder::sync_folder(folder.path())?;
        Ok(store)
    }

    /// Opens the database and brings it to today's schema; a backup is made before that.
    ///
    /// # Errors
    /// A [`StoreError`]; the file is then as it was.
    pub fn open(folder: &WorkspaceFolder, key: &DatabaseKey) -> Result<Self, StoreError> {
        if !folder.is_workspace() {
            return Err(StoreError::NotAWorkspace);
        }
        let lock = folder.lock(LockKind::Shared)?;
        let connection = connect(folder, key)?;
        let mut store =
            Self { connection, folder: folder.clone(), lock, joined: std::cell::Cell::default() };
        if migrations::version(&store.connection)? < migrations::SCHEMA_VERSION {
            store.migrate()?;
        }
        Ok(store)
    }

    fn migrate(&mut self) -> Result<(), StoreError> {
        self.lock.change(LockKind::Exclusive)?;
        self.automatic_backup("before-migration")?;
        let result = migrations::run(&mut self.connection);
        self.lock.change(LockKind::Shared)?;
        result
    }

    /// Where the workspace is.
    #[must_use]
    pub fn folder(&self) -> &WorkspaceFolder {
        &self.folder
    }

    /// Runs `work` while no other process has the workspace open or changes it.
    ///
    /// # Errors
    /// [`StoreError::Busy`] when another process has it open; else what `work` returns.
    pub fn exclusively<T>(
        &self,
        work: impl FnOnce() -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.lock.change(LockKind::Exclusive)?;
        let result = work();
        self.lock.change(LockKind::Shared)?;
        result
    }

    /// A number that changes when another process has changed the store.
    ///
    /// # Errors
    /// A [`StoreError`].
    pub fn data_version(&self) -> Result<u32, StoreError> {
        Ok(self.connection.pragma_query_value(None, "data_version", |row| row.get(0))?)
    }

    /// Checks every page and index.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] with the first finding.
    pub fn verify(&self) -> Result<(), StoreError> {
        let first = |sql: &str| -> Result<Option<String>, StoreError> {
            let mut statement = self.connection.prepare(sql)?;
            let mut rows = statement.query([])?;
            Ok(rows.next()?.map(|row| row.get(0)).transpose()?)
        };
        if let Some(finding) = first("PRAGMA cipher_integrity_check")? {
            return Err(StoreError::Damaged(finding));
        }
        match first("PRAGMA integrity_check")? {
            Some(finding) if finding != "ok" => Err(StoreError::Damaged(finding)),
            _ => Ok(()),
        }
    }

    /// One transaction that takes the write lock at once, so that two writers wait and never fail
    /// half-way.
    pub(crate) fn write<T>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let transaction =
            Transaction::new_unchecked(&self.connection, rusqlite::TransactionBehavior::Immediate)?;
        let result = work(&transaction)?;
        transaction.commit()?;
        Ok(result)
    }
}

pub(crate) fn connect(
    folder: &WorkspaceFolder,
    key: &DatabaseKey,
) -> Result<Connection, StoreError> {
    open_file(&folder.file(DATABASE_FILE), key)
}

/// Opens the database at `path` under `key` and sets the pragmas; reading the schema proves the key.
pub(crate) fn open_file(
    path: &std::path::Path,
    key: &DatabaseKey,
) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_NOFOLLOW;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(BUSY_TIMEOUT)?;
    let pragma = key.pragma();
    // EXPOSE: the raw key goes to SQLCipher, which is its one destination.
    connection.execute_batch(pragma.expose())?;
    connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
    connection.execute_batch(PRAGMAS)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(connection)
}
