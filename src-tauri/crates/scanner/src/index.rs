//! What is kept of a scan, so that the next one reads only what has changed.

use std::{fs::Metadata, time::SystemTime};

use serde::{Deserialize, Serialize};

use crate::{
    coverage::{Coverage, SkipReason, Skipped},
    language::Language,
    reference::Reference,
};

/// A file that changed within this time before a scan may change again without a new time.
const UNSETTLED: std::time::Duration = std::time::Duration::from_secs(2);

/// What tells whether a file has changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fingerprint {
    /// When it was last changed, in nanoseconds since 1970; none when that can't be relied on.
    pub modified: Option<u64>,
    /// Its length in bytes.
    pub size: u64,
    /// XXH3 of its content, 64 bits; 0 when it was not read.
    pub hash: u64,
}

impl Fingerprint {
    /// Of a file that has not been read yet.
    pub(crate) fn of(metadata: &Metadata, now: SystemTime) -> Self {
        let modified = metadata.modified().ok();
        let settled = modified.filter(|time| *time + UNSETTLED < now);
        let since = settled.and_then(|time| time.duration_since(SystemTime::UNIX_EPOCH).ok());
        let modified = since.and_then(|since| u64::try_from(since.as_nanos()).ok());
        Self { modified, size: metadata.len(), hash: 0 }
    }

    /// Whether the file is as it was, by time and length alone.
    pub(crate) fn is_same(&self, before: &Self) -> bool {
        self.modified.is_some() && self.modified == before.modified && self.size == before.size
    }
}

/// What became of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// It was scanned.
    Scanned {
        /// Its language.
        language: Language,
        /// Why a part of it was not scanned.
        gap: Option<SkipReason>,
    },
    /// It was not.
    Skipped(SkipReason),
}

/// One file of the last scan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileRecord {
    /// Relative to what was scanned, with `/`.
    pub path: String,
    /// What tells whether it has changed.
    pub fingerprint: Fingerprint,
    /// What became of it.
    pub outcome: Outcome,
    /// What it holds, in order of line.
    pub references: Vec<Reference>,
}

/// The files of the last scan.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Index {
    /// In order of path.
    pub(crate) files: Vec<FileRecord>,
    /// Which rules made it; another version starts anew.
    pub(crate) rules: u32,
}

impl Index {
    /// The files, in order of path.
    pub fn files(&self) -> &[FileRecord] {
        &self.files
    }

    pub(crate) fn position(&self, path: &str) -> Option<usize> {
        self.files.binary_search_by(|file| file.path.as_str().cmp(path)).ok()
    }

    /// The numbers, without what was ignored.
    pub(crate) fn coverage(&self) -> Coverage {
        let mut coverage = Coverage::default();
        for file in &self.files {
            match &file.outcome {
                Outcome::Skipped(reason) => coverage.skip(*reason, 1),
                Outcome::Scanned { language, gap } => {
                    coverage.files += 1;
                    *coverage.by_language.entry(*language).or_default() += 1;
                    if let Some(reason) = gap {
                        coverage.skip(*reason, 1);
                    }
                }
            }
            coverage.references += file.references.len() as u64;
            coverage.unresolved += file.references.iter().filter(|r| r.dynamic).count() as u64;
        }
        coverage
    }

    /// The files that have a reason not to be relied on, in order of path.
    pub(crate) fn skipped(&self) -> impl Iterator<Item = Skipped> {
        self.files.iter().filter_map(|file| {
            let reason = match &file.outcome {
                Outcome::Skipped(reason) => *reason,
                Outcome::Scanned { gap, .. } => (*gap)?,
            };
            Some(Skipped { path: file.path.clone(), reason })
        })
    }
}
