//! Scanning a source: only what has changed is read again, and all of it is kept or nothing.

use std::{ops::ControlFlow, path::Path, time::SystemTime};

use credenza_model::{ids::SourceId, source::ScanSummary};
use credenza_scanner::{ScanError, ScanOptions};
use credenza_store::ScanRecord;

use super::{
    found::{files, language_name, skip_reason},
    index,
};
use crate::{AppError, ErrorCode, Workspace};

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

impl Workspace {
    /// Scans a source. `progress` is called from any thread and stops the scan with
    /// [`ControlFlow::Break`]; what the last complete scan found stays then. The workspace can be
    /// used meanwhile.
    ///
    /// # Errors
    /// [`ErrorCode::Cancelled`] when it was stopped, [`ErrorCode::File`] when the folder can't be
    /// read, a field of the source that is not good.
    pub fn scan_source(
        &self,
        id: SourceId,
        progress: &(dyn Fn(ScanProgress) -> ControlFlow<()> + Sync),
    ) -> Result<ScanSummary, AppError> {
        let started = self.host.now();
        let (source, previous) = {
            let store = self.store();
            (store.source(id)?, store.source_index(id)?)
        };
        let root = Path::new(&source.path);
        let options = ScanOptions {
            ignore: source.ignore.clone(),
            ..ScanOptions::at(SystemTime::from(started))
        };
        let report = |p: credenza_scanner::Progress| {
            progress(ScanProgress { files: p.files, read: p.read, references: p.references })
        };
        let previous = previous.as_deref().and_then(index::from_bytes);
        let scan = credenza_scanner::scan(root, &options, previous, &report).map_err(scan_error)?;
        let before = self.store().file_digests(id)?;
        let files = files(root, scan.index.files(), &before);
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
        };
        self.store().record_scan(id, &record)?;
        let kept = self.store().source(id)?;
        kept.last.ok_or_else(|| AppError::new(ErrorCode::Internal))
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
