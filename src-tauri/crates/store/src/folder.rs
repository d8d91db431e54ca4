//! The workspace folder: its files, their modes, its lock and atomic replacement.

use std::{
    fs::{self, File, OpenOptions},
    io::Write as _,
    path::{Path, PathBuf},
    thread,
    time::Duration,
};

use crate::{StoreError, synced::synced_by};

/// File with the key envelopes.
pub const HEADER_FILE: &str = "header";
/// File with the encrypted database.
pub const DATABASE_FILE: &str = "store.db";
const LOCK_FILE: &str = "lock";
/// Held by whoever looks at a team or writes to it.
const TEAM_LOCK_FILE: &str = "team-lock";
const BACKUPS: &str = "backups";
/// Its presence asks whoever has the workspace unlocked to lock it.
const LOCK_REQUEST: &str = "lock-request";
/// How the name of a file begins that is about to take the place of another.
pub(crate) const NEW: &str = ".new-";
/// Random letters and digits that follow.
pub(crate) const NEW_RANDOM: usize = 6;

/// The folder `NAME.credenza` of one workspace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkspaceFolder(PathBuf);

/// Shared while the store is open; exclusive while it is changed as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LockKind {
    /// Many may hold it at a time.
    Shared,
    /// One holds it, and no other lock exists meanwhile.
    Exclusive,
}

/// A held lock; dropping it lets go, and so does the end of the process.
#[derive(Debug)]
pub struct FolderLock(File);

impl FolderLock {
    /// Turns a shared lock into an exclusive one, or back, without waiting.
    ///
    /// # Errors
    /// [`StoreError::Busy`] when another process holds a lock that stands against it; the former
    /// lock is then held again.
    pub fn change(&self, kind: LockKind) -> Result<(), StoreError> {
        lock(&self.0, kind).or_else(|error| {
            // The system may drop the old lock before it refuses the new one.
            lock(&self.0, LockKind::Shared)?;
            Err(error)
        })
    }
}

/// A program that this process starts holds copies of its locks until it runs: for an instant a
/// lock may seem to be held by nobody.
const TRIES: u32 = 20;
const PAUSE: Duration = Duration::from_millis(10);

fn lock(file: &File, kind: LockKind) -> Result<(), StoreError> {
    let attempt = || match kind {
        LockKind::Shared => file.try_lock_shared(),
        LockKind::Exclusive => file.try_lock(),
    };
    for _ in 1..TRIES {
        if attempt().is_ok() {
            return Ok(());
        }
        thread::sleep(PAUSE);
    }
    attempt().map_err(|_| StoreError::Busy)
}

impl WorkspaceFolder {
    /// The folder at `path`, which need not exist.
    #[must_use]
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self(path.into())
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// The workspace's name: the folder's without `.credenza`.
    #[must_use]
    pub fn name(&self) -> String {
        let name = self.0.file_name().unwrap_or_default().to_string_lossy().into_owned();
        name.strip_suffix(".credenza").map_or(name.clone(), str::to_owned)
    }

    /// Whether both files are there.
    #[must_use]
    pub fn is_workspace(&self) -> bool {
        self.file(HEADER_FILE).is_file() && self.file(DATABASE_FILE).is_file()
    }

    /// The program that synchronises the folder in which it lies; none when none is known to.
    #[must_use]
    pub fn synced_by(&self) -> Option<&'static str> {
        synced_by(&self.0)
    }

    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    pub(crate) fn backups(&self) -> PathBuf {
        self.0.join(BACKUPS)
    }

    /// Makes the folder, for its owner alone.
    ///
    /// # Errors
    /// [`StoreError::Exists`] when something is there.
    pub fn create(&self) -> Result<(), StoreError> {
        if let Some(parent) = self.0.parent() {
            fs::create_dir_all(parent).map_err(|e| StoreError::file(parent, e))?;
        }
        match create_private_folder(&self.0) {
            Err(e) if e.kind() == std::io::ErrorKind::AlreadyExists => Err(StoreError::Exists),
            other => other.map_err(|e| StoreError::file(&self.0, e)),
        }
    }

    /// Takes a lock without waiting.
    ///
    /// # Errors
    /// [`StoreError::Busy`] when another process holds one that stands against it.
    pub fn lock(&self, kind: LockKind) -> Result<FolderLock, StoreError> {
        self.lock_file(LOCK_FILE, kind)
    }

    /// Takes the lock of those who look at teams, one at a time, without waiting.
    ///
    /// # Errors
    /// [`StoreError::Busy`] while another holds it.
    pub fn lock_teams(&self) -> Result<FolderLock, StoreError> {
        self.lock_file(TEAM_LOCK_FILE, LockKind::Exclusive)
    }

    fn lock_file(&self, name: &str, kind: LockKind) -> Result<FolderLock, StoreError> {
        let path = self.file(name);
        let file = private_options()
            .create(true)
            .truncate(false)
            .open(&path)
            .map_err(|e| StoreError::file(&path, e))?;
        lock(&file, kind)?;
        Ok(FolderLock(file))
    }

    /// Leaves a request to lock for a process that has the workspace unlocked.
    ///
    /// # Errors
    /// [`StoreError::NotAWorkspace`], or one of the file.
    pub fn request_lock(&self) -> Result<(), StoreError> {
        if !self.is_workspace() {
            return Err(StoreError::NotAWorkspace);
        }
        let path = self.file(LOCK_REQUEST);
        let made = private_options().create(true).truncate(true).open(&path);
        made.map(drop).map_err(|e| StoreError::file(&path, e))
    }

    /// Whether a request to lock waits.
    #[must_use]
    pub fn has_lock_request(&self) -> bool {
        self.file(LOCK_REQUEST).exists()
    }

    /// Takes the request to lock away; tells whether there was one.
    #[must_use]
    pub fn take_lock_request(&self) -> bool {
        fs::remove_file(self.file(LOCK_REQUEST)).is_ok()
    }

    /// The bytes of the header.
    ///
    /// # Errors
    /// [`StoreError::NotAWorkspace`] when there is none.
    pub fn read_header(&self) -> Result<Vec<u8>, StoreError> {
        let path = self.file(HEADER_FILE);
        match fs::read(&path) {
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => Err(StoreError::NotAWorkspace),
            other => other.map_err(|e| StoreError::file(&path, e)),
        }
    }

    /// Replaces the header: after a crash there is the old one or the new one, never a part.
    ///
    /// # Errors
    /// A [`StoreError`]; the old header is still there.
    pub fn write_header(&self, bytes: &[u8]) -> Result<(), StoreError> {
        self.place_header(bytes)?;
        self.settle_header()
    }

    /// As [`WorkspaceFolder::write_header`] without [`WorkspaceFolder::settle_header`].
    ///
    /// # Errors
    /// A [`StoreError`]; the old header is still there, for certain.
    pub fn place_header(&self, bytes: &[u8]) -> Result<(), StoreError> {
        place_file(&self.file(HEADER_FILE), bytes)
    }

    /// Lets a header that was placed outlast a power cut.
    ///
    /// # Errors
    /// A [`StoreError`]; the new header stands there all the same.
    pub fn settle_header(&self) -> Result<(), StoreError> {
        sync_folder(&self.0)
    }
}

impl WorkspaceFolder {
    /// Replaces the header of each automatic backup. They are of the same root key, so that the new
    /// one opens them too; one that is damaged already is passed by.
    ///
    /// # Errors
    /// A [`StoreError`]; some may be replaced already.
    pub fn write_backup_headers(&self, bytes: &[u8]) -> Result<(), StoreError> {
        self.backup_header_files()?.iter().try_for_each(|path| replace_file(path, bytes))
    }

    /// The header of each automatic backup, as far as it can be read.
    ///
    /// # Errors
    /// A [`StoreError`] of their folder.
    pub fn read_backup_headers(&self) -> Result<Vec<Vec<u8>>, StoreError> {
        Ok(self.backup_header_files()?.iter().filter_map(|path| fs::read(path).ok()).collect())
    }

    fn backup_header_files(&self) -> Result<Vec<PathBuf>, StoreError> {
        let backups = self.backups();
        let entries = match fs::read_dir(&backups) {
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
            other => other.map_err(|e| StoreError::file(&backups, e))?,
        };
        let headers = entries.filter_map(Result::ok).map(|entry| entry.path().join(HEADER_FILE));
        Ok(headers.filter(|header| header.is_file()).collect())
    }
}

/// Writes a file for its owner alone, whole or not at all; what stood there is replaced.
///
/// # Errors
/// A [`StoreError`].
pub fn write_private_file(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    // A temporary file is made for its owner alone.
    replace_file(path, bytes)
}

/// Writes `bytes` beside `path`, flushes them, renames, and flushes the folder.
pub(crate) fn replace_file(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    place_file(path, bytes)?;
    sync_folder(folder_of(path))
}

fn folder_of(path: &Path) -> &Path {
    path.parent().unwrap_or(Path::new("."))
}

/// The same without flushing the folder: after an error the old file is there, for certain.
fn place_file(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let folder = folder_of(path);
    let fail = |e| StoreError::file(path, e);
    let mut temporary = tempfile::Builder::new()
        .prefix(NEW)
        .rand_bytes(NEW_RANDOM)
        .tempfile_in(folder)
        .map_err(fail)?;
    temporary.write_all(bytes).map_err(fail)?;
    temporary.as_file().sync_all().map_err(fail)?;
    temporary.persist(path).map(drop).map_err(|e| fail(e.error))
}

/// Makes names in `folder` durable.
pub(crate) fn sync_folder(folder: &Path) -> Result<(), StoreError> {
    File::open(folder).and_then(|f| f.sync_all()).map_err(|e| StoreError::file(folder, e))
}

fn private_options() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Makes an empty file for its owner alone, if it is not there.
pub(crate) fn create_private_file(path: &Path) -> Result<(), StoreError> {
    private_options().create_new(true).open(path).map(drop).map_err(|e| StoreError::file(path, e))
}

pub(crate) fn create_private_folder(path: &Path) -> std::io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}
