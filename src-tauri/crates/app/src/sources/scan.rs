//! Scanning a source: only what has changed is read again, and all of it is kept or nothing.

use std::{collections::HashMap, ops::ControlFlow, path::PathBuf, sync::Arc, time::SystemTime};

use credenza_model::{ids::SourceId, source::ScanSummary};
use credenza_scanner::{ScanError, ScanOptions};
use credenza_store::ScanRecord;

use super::{
    found::{files, language_name, skip_reason},
    index,
};
use crate::{AppError, ErrorCode, Host, Workspace};

/// Files that are named as gaps; the others are counted.
const NAMED_GAPS: usize = 10_000;

/// How far a scan is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ScanProgress {
    /// Files seen so far.
    pub files: u64,
    /// Of them, those that were read, because they are new or have changed.
    pub read: u64,
    /// References found in those.
    pub references: u64,
}

/// A scan to be made. It holds no key and no database, so that the workspace can be locked
/// meanwhile.
pub struct ScanJob {
    source: SourceId,
    root: PathBuf,
    ignore: Vec<String>,
    previous: Option<Vec<u8>>,
    before: HashMap<String, [u8; 32]>,
    host: Arc<dyn Host>,
}

/// What a scan found, to be kept.
pub struct Scanned {
    source: SourceId,
    record: ScanRecord,
}

impl ScanJob {
    /// Scans. `progress` is called from any thread and stops the scan with [`ControlFlow::Break`].
    ///
    /// # Errors
    /// [`ErrorCode::Cancelled`] when it was stopped, [`ErrorCode::File`] when the folder can't be
    /// read, a field of the source that is not good.
    pub fn run(
        self,
        progress: &(dyn Fn(ScanProgress) -> ControlFlow<()> + Sync),
    ) -> Result<Scanned, AppError> {
        let started = self.host.now();
        let options = ScanOptions {
            ignore: self.ignore.clone(),
            ..ScanOptions::at(SystemTime::from(started))
        };
        let report = |p: credenza_scanner::Progress| {
            progress(ScanProgress { files: p.files, read: p.read, references: p.references })
        };
        let previous = self.previous.as_deref().and_then(index::from_bytes);
        let scan = credenza_scanner::scan(&self.root, &options, previous, &report);
        let scan = scan.map_err(scan_error)?;
        let files = files(&self.root, scan.index.files(), &self.before);
        let finished = self.host.now();
        let took = finished.duration_since(started).as_millis();
        let gaps = scan.skipped.iter().filter(|skipped| skipped.reason.is_gap());
        let record = ScanRecord {
            index: index::to_bytes(&scan.index),
            files,
            languages: languages(&scan),
            skipped: skips(&scan),
            gaps: gaps
                .map(|skipped| (skipped.path.clone(), skip_reason(skipped.reason)))
                .take(NAMED_GAPS)
                .collect(),
            finished,
            milliseconds: u64::try_from(took).unwrap_or_default(),
            ignore: self.ignore,
        };
        Ok(Scanned { source: self.source, record })
    }
}

impl Workspace {
    /// Prepares a scan of a source, of which only what has changed is read.
    ///
    /// # Errors
    /// [`ErrorCode::NotFound`].
    pub fn scan_job(&self, id: SourceId) -> Result<ScanJob, AppError> {
        let store = self.store();
        let source = store.source(id)?;
        Ok(ScanJob {
            source: id,
            root: PathBuf::from(source.path),
            ignore: source.ignore,
            previous: store.source_index(id)?,
            before: store.file_digests(id)?,
            host: Arc::clone(&self.host),
        })
    }

    /// Keeps what a scan found: all of it or nothing.
    ///
    /// # Errors
    /// [`ErrorCode::NotFound`] when the source was removed meanwhile, or is of another workspace.
    pub fn keep_scan(&self, scanned: &Scanned) -> Result<ScanSummary, AppError> {
        let store = self.store();
        store.record_scan(scanned.source, &scanned.record)?;
        store.source(scanned.source)?.last.ok_or_else(|| AppError::new(ErrorCode::Internal))
    }

    /// Scans a source and keeps what was found. When it is stopped, what the last complete scan
    /// found stays.
    ///
    /// # Errors
    /// As [`ScanJob::run`] and [`Workspace::keep_scan`].
    pub fn scan_source(
        &self,
        id: SourceId,
        progress: &(dyn Fn(ScanProgress) -> ControlFlow<()> + Sync),
    ) -> Result<ScanSummary, AppError> {
        self.keep_scan(&self.scan_job(id)?.run(progress)?)
    }

    /// Says whether a source is watched and no file of it has changed since its last complete scan
    /// began. A scan of such a source does not grow old (W5).
    pub fn set_fresh(&self, source: SourceId, fresh: bool) {
        self.fresh.set(source, fresh);
    }
}

fn languages(scan: &credenza_scanner::Scan) -> Vec<(String, u64)> {
    let counts = scan.coverage.by_language.iter();
    counts.map(|(language, count)| (language_name(*language).to_owned(), *count)).collect()
}

fn skips(scan: &credenza_scanner::Scan) -> Vec<(credenza_model::source::SkipReason, u64)> {
    let mut counts = std::collections::BTreeMap::new();
    for (reason, count) in &scan.coverage.skipped {
        *counts.entry(skip_reason(*reason)).or_default() += count;
    }
    counts.into_iter().collect()
}

pub(crate) fn scan_error(error: ScanError) -> AppError {
    match error {
        ScanError::Cancelled => AppError::new(ErrorCode::Cancelled),
        ScanError::Folder { path, error } => {
            AppError::about(ErrorCode::File, &format!("{} ({error})", path.display()))
        }
        ScanError::Pattern(pattern) => {
            AppError::field("ignore", format!("{pattern} is not a rule that can be used."))
        }
    }
}
