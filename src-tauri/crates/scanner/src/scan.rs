//! A scan of a folder: walks it on several threads, reads what has changed, and puts it together.

use std::{
    ops::ControlFlow,
    path::{Path, PathBuf},
    time::SystemTime,
};

use crate::{
    coverage::{Coverage, Skipped},
    index::Index,
    joined,
    reference::Reference,
    walk::Walk,
    work::{Found, Progress, Work},
};

/// Which rules made an index. To be raised whenever a rule changes what is found.
const RULES: u32 = 14;

/// How to scan.
#[derive(Debug, Clone)]
pub struct ScanOptions {
    /// What to leave out besides what git does: lines as in a `.gitignore`.
    pub ignore: Vec<String>,
    /// How many threads; 0 for one a processor.
    pub threads: usize,
    /// The time now. A file that changed just before is read again next time.
    pub now: SystemTime,
}

impl ScanOptions {
    /// Nothing left out, one thread a processor.
    pub fn at(now: SystemTime) -> Self {
        Self { ignore: Vec::new(), threads: 0, now }
    }
}

/// What a scan gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scan {
    /// Every file with its references; hand it to the next scan.
    pub index: Index,
    /// The numbers.
    pub coverage: Coverage,
    /// What was not scanned and why, in order of path.
    pub skipped: Vec<Skipped>,
    /// How many files were read; the others are as they were.
    pub read: u64,
}

impl Scan {
    /// Every reference, in order of file and line.
    pub fn references(&self) -> impl Iterator<Item = &Reference> {
        self.index.files.iter().flat_map(|file| &file.references)
    }
}

/// Why a scan gave nothing.
#[derive(Debug, thiserror::Error)]
pub enum ScanError {
    /// The folder can't be read.
    #[error("{path}: {error}")]
    Folder {
        /// The folder.
        path: PathBuf,
        /// What the system said.
        error: std::io::Error,
    },
    /// A line to leave out is no glob.
    #[error("{0} is no pattern")]
    Pattern(String),
    /// The caller stopped it.
    #[error("the scan was stopped")]
    Cancelled,
}

/// Scans a folder, or one file. `previous` is the index of the last scan of the same place, whose
/// unchanged files are not read again. `progress` is called from any thread, at least once a folder,
/// and stops the scan with [`ControlFlow::Break`].
///
/// # Errors
/// The folder can't be read, a pattern is none, or `progress` stopped the scan. A file that can't be
/// read is no error but stands in [`Scan::skipped`].
pub fn scan(
    path: &Path,
    options: &ScanOptions,
    previous: Option<Index>,
    progress: &(dyn Fn(Progress) -> ControlFlow<()> + Sync),
) -> Result<Scan, ScanError> {
    let folder = |error| ScanError::Folder { path: path.to_owned(), error };
    let root = path.canonicalize().map_err(folder)?;
    let previous = previous.filter(|index| index.rules == RULES).unwrap_or_default();
    let walk = Walk::new(&root, &options.ignore).map_err(ScanError::Pattern)?;
    let work = Work::new(&walk, &previous, options.now, progress);
    let found = if root.is_dir() {
        work.folder(Walk::root(&root), threads(options)).map_err(folder)?
    } else {
        work.file(&root).map_err(folder)?
    };
    match found {
        Some(found) => Ok(put_together(previous, found)),
        None => Err(ScanError::Cancelled),
    }
}

fn threads(options: &ScanOptions) -> usize {
    match options.threads {
        0 => std::thread::available_parallelism().map_or(1, std::num::NonZero::get),
        threads => threads,
    }
}

fn put_together(previous: Index, found: Found) -> Scan {
    let mut before: Vec<_> = previous.files.into_iter().map(Some).collect();
    let mut files = found.files;
    let read = files.len() as u64;
    files.extend(found.unchanged.iter().filter_map(|at| before.get_mut(*at)?.take()));
    files.sort_unstable_by(|a, b| a.path.cmp(&b.path));
    joined::settle(&mut files);
    let index = Index { files, rules: RULES };
    let mut coverage = index.coverage();
    for (_, reason) in &found.skipped {
        coverage.skip(*reason, 1);
    }
    let left_out = found.skipped.into_iter().map(|(path, reason)| Skipped { path, reason });
    let mut skipped: Vec<Skipped> = index.skipped().chain(left_out).collect();
    skipped.sort_unstable();
    Scan { index, coverage, skipped, read }
}
