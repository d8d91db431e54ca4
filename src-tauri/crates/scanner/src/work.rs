//! The work of a scan, shared out among threads.

use std::{
    fs::{DirEntry, File},
    io::{self, Read as _},
    ops::ControlFlow,
    path::Path,
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
    time::SystemTime,
};

use twox_hash::XxHash3_64;

use crate::{
    coverage::{LARGEST, SkipReason},
    file::scan_bytes,
    index::{FileRecord, Fingerprint, Index, Outcome},
    walk::{Folder, Walk},
};

/// How many files one thread takes at a time.
const BATCH: usize = 128;

/// How far a scan is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Progress {
    /// Files seen so far.
    pub files: u64,
    /// Of them, those that were read, because they are new or have changed.
    pub read: u64,
    /// References found in those.
    pub references: u64,
}

/// One thing to do.
enum Job {
    Folder(Folder),
    Files(Vec<(DirEntry, String)>),
}

/// What was found.
#[derive(Default)]
pub(crate) struct Found {
    /// Files that were read.
    pub(crate) files: Vec<FileRecord>,
    /// Places in the last index of files that are as they were.
    pub(crate) unchanged: Vec<usize>,
    /// What was left out.
    pub(crate) skipped: Vec<(String, SkipReason)>,
}

#[derive(Default)]
struct State {
    jobs: Vec<Job>,
    /// Jobs that are waiting or being done.
    open: usize,
    stopped: bool,
    progress: Progress,
    found: Found,
}

/// What every thread needs.
pub(crate) struct Work<'a> {
    walk: &'a Walk,
    previous: &'a Index,
    now: SystemTime,
    progress: &'a (dyn Fn(Progress) -> ControlFlow<()> + Sync),
    state: Mutex<State>,
    changed: Condvar,
}

impl<'a> Work<'a> {
    pub(crate) fn new(
        walk: &'a Walk,
        previous: &'a Index,
        now: SystemTime,
        progress: &'a (dyn Fn(Progress) -> ControlFlow<()> + Sync),
    ) -> Self {
        let (state, changed) = (Mutex::default(), Condvar::new());
        Self { walk, previous, now, progress, state, changed }
    }

    /// Scans a folder; `None` when the caller stopped it.
    pub(crate) fn folder(self, root: Folder, threads: usize) -> io::Result<Option<Found>> {
        // A root that can't be read is an error; any other folder is a gap.
        let listing = self.walk.list(&root)?;
        self.hand_over(listing, Found::default());
        std::thread::scope(|scope| {
            for _ in 1..threads {
                scope.spawn(|| self.run());
            }
            self.run();
        });
        Ok(self.finish())
    }

    /// Scans one file.
    pub(crate) fn file(self, path: &Path) -> io::Result<Option<Found>> {
        let metadata = path.metadata()?;
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        let mut found = Found::default();
        let fingerprint = Fingerprint::of(&metadata, self.now);
        found.files.push(read(path, name.unwrap_or_default(), fingerprint));
        self.add(found);
        Ok(self.finish())
    }

    fn finish(self) -> Option<Found> {
        let state = self.state.into_inner().unwrap_or_else(PoisonError::into_inner);
        (!state.stopped).then_some(state.found)
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn run(&self) {
        while let Some(job) = self.next() {
            match job {
                Job::Folder(folder) => self.list(&folder),
                Job::Files(files) => self.read_all(files),
            }
            let mut state = self.lock();
            state.open -= 1;
            if state.open == 0 {
                self.changed.notify_all();
            }
        }
    }

    fn next(&self) -> Option<Job> {
        let mut state = self.lock();
        loop {
            if state.stopped || state.open == 0 {
                return None;
            }
            if let Some(job) = state.jobs.pop() {
                return Some(job);
            }
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn list(&self, folder: &Folder) {
        match self.walk.list(folder) {
            Ok(listing) => self.hand_over(listing, Found::default()),
            Err(_) => {
                let skipped = vec![(folder.name().to_owned(), SkipReason::Unreadable)];
                self.add(Found { skipped, ..Found::default() });
            }
        }
    }

    /// Makes jobs of what a folder holds.
    fn hand_over(&self, listing: crate::walk::Listing, mut found: Found) {
        found.skipped.extend(listing.skipped);
        let mut files = listing.files;
        let mut jobs: Vec<Job> = listing.folders.into_iter().map(Job::Folder).collect();
        while !files.is_empty() {
            let rest = files.split_off(files.len().min(BATCH));
            jobs.push(Job::Files(std::mem::replace(&mut files, rest)));
        }
        let mut state = self.lock();
        state.open += jobs.len();
        // Files are taken first, so that few listings wait in memory.
        state.jobs.append(&mut jobs);
        drop(state);
        self.changed.notify_all();
        self.add(found);
    }

    fn read_all(&self, files: Vec<(DirEntry, String)>) {
        let mut found = Found::default();
        for (entry, name) in files {
            self.one(&entry, name, &mut found);
        }
        self.add(found);
    }

    fn one(&self, entry: &DirEntry, name: String, found: &mut Found) {
        let Ok(metadata) = entry.metadata() else {
            found.skipped.push((name, SkipReason::Unreadable));
            return;
        };
        let fingerprint = Fingerprint::of(&metadata, self.now);
        let position = self.previous.position(&name);
        let before = position.and_then(|at| Some((at, self.previous.files.get(at)?)));
        if let Some((at, _)) = before.filter(|(_, file)| fingerprint.is_same(&file.fingerprint)) {
            found.unchanged.push(at);
            return;
        }
        let record = match before {
            Some((_, file)) => read_again(&entry.path(), file, fingerprint),
            None => read(&entry.path(), name, fingerprint),
        };
        found.files.push(record);
    }

    /// Keeps what was found and tells how far it is.
    fn add(&self, found: Found) {
        let mut state = self.lock();
        let references = found.files.iter().map(|file| file.references.len() as u64).sum::<u64>();
        state.progress.files += (found.files.len() + found.unchanged.len()) as u64;
        state.progress.read += found.files.len() as u64;
        state.progress.references += references;
        state.found.files.extend(found.files);
        state.found.unchanged.extend(found.unchanged);
        state.found.skipped.extend(found.skipped);
        let progress = state.progress;
        drop(state);
        if (self.progress)(progress).is_break() {
            self.lock().stopped = true;
            self.changed.notify_all();
        }
    }
}

fn skipped(path: String, fingerprint: Fingerprint, reason: SkipReason) -> FileRecord {
    FileRecord { path, fingerprint, outcome: Outcome::Skipped(reason), references: Vec::new() }
}

fn content(path: &Path, fingerprint: &mut Fingerprint) -> Result<Vec<u8>, SkipReason> {
    if fingerprint.size > LARGEST {
        return Err(SkipReason::TooLarge);
    }
    // The length is known already; asking for it again takes as long as a short read.
    let length = usize::try_from(fingerprint.size).unwrap_or_default();
    let mut bytes = Vec::with_capacity(length + 1);
    let file = File::open(path).map_err(|_| SkipReason::Unreadable)?;
    let read = file.take(LARGEST + 1).read_to_end(&mut bytes);
    read.map_err(|_| SkipReason::Unreadable)?;
    if bytes.len() as u64 > LARGEST {
        return Err(SkipReason::TooLarge);
    }
    fingerprint.hash = XxHash3_64::oneshot(&bytes);
    Ok(bytes)
}

fn read(path: &Path, name: String, mut fingerprint: Fingerprint) -> FileRecord {
    match content(path, &mut fingerprint) {
        Ok(bytes) => scanned(name, &bytes, fingerprint),
        Err(reason) => skipped(name, fingerprint, reason),
    }
}

/// Reads a file that has a new time; one with the content of before is not scanned again.
fn read_again(path: &Path, before: &FileRecord, mut fingerprint: Fingerprint) -> FileRecord {
    let name = before.path.clone();
    match content(path, &mut fingerprint) {
        Err(reason) => skipped(name, fingerprint, reason),
        Ok(_) if fingerprint.hash == before.fingerprint.hash => {
            FileRecord { fingerprint, ..before.clone() }
        }
        Ok(bytes) => scanned(name, &bytes, fingerprint),
    }
}

fn scanned(path: String, bytes: &[u8], fingerprint: Fingerprint) -> FileRecord {
    let scan = scan_bytes(&path, bytes);
    let outcome = match (scan.language, scan.gap) {
        (None, reason) => Outcome::Skipped(reason.unwrap_or(SkipReason::Binary)),
        (Some(language), gap) => Outcome::Scanned { language, gap },
    };
    FileRecord { path, fingerprint, outcome, references: scan.references }
}
