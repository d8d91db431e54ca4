//! Sources: folders of code that are scanned for references (W3–W5, W8).

use jiff::Timestamp;

use crate::{dependencies::SourceCoverage, ids::SourceId, name::DisplayName};

/// A folder of code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Its identifier.
    pub id: SourceId,
    /// Its name, unique in the workspace without regard to case.
    pub name: DisplayName,
    /// The folder, an absolute path.
    pub path: String,
    /// Whether it is a git checkout.
    pub git: bool,
    /// What is left out besides what git ignores; one rule each, as in `.gitignore`.
    pub ignore: Vec<String>,
    /// Whether its files are watched while the workspace is unlocked in the window.
    pub watched: bool,
    /// When it was added.
    pub created: Timestamp,
    /// What its last complete scan found.
    pub last: Option<ScanSummary>,
}

/// What a complete scan found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScanSummary {
    /// When it ended.
    pub finished: Timestamp,
    /// How long it took, in milliseconds.
    pub milliseconds: u64,
    /// Whether what is left out was changed since, so that other files would be read now.
    pub outdated: bool,
    /// Text files that were read, now or by an earlier scan that still holds.
    pub files: u64,
    /// References in them.
    pub references: u64,
    /// Those whose name is not known.
    pub unresolved: u64,
    /// Files by language, the most frequent first.
    pub languages: Vec<(String, u64)>,
    /// What was skipped, and why.
    pub skipped: Vec<(SkipReason, u64)>,
}

/// Why a file was not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SkipReason {
    /// Git ignores it.
    GitIgnored,
    /// A rule of the source leaves it out.
    IgnoreRule,
    /// It is not text.
    Binary,
    /// It is a link; what it leads to is scanned where it stands.
    Link,
    /// It is too large.
    TooLarge,
    /// This person may not read it.
    NoPermission,
    /// It could not be read for another reason.
    Unreadable,
    /// It could not be understood, or not in time.
    ParseFailed,
}

impl SkipReason {
    /// Whether a use could stand in such a file, so that coverage is not complete (W5).
    #[must_use]
    pub fn is_gap(self) -> bool {
        !matches!(self, Self::GitIgnored | Self::IgnoreRule | Self::Binary | Self::Link)
    }
}

impl Source {
    /// What is known about it; `watched` says that every change since its scan was scanned,
    /// `missing` that its folder is not there.
    #[must_use]
    pub fn coverage(&self, watched: bool, missing: bool) -> SourceCoverage {
        let none = SourceCoverage { missing, ..SourceCoverage::default() };
        let Some(last) = &self.last else { return none };
        let count = |reasons: &[SkipReason]| {
            let chosen = last.skipped.iter().filter(|(reason, _)| reasons.contains(reason));
            chosen.map(|(_, count)| count).sum()
        };
        SourceCoverage {
            scanned: Some(last.finished),
            outdated: last.outdated,
            watched,
            missing,
            too_large: count(&[SkipReason::TooLarge]),
            not_readable: count(&[SkipReason::NoPermission, SkipReason::Unreadable]),
            not_understood: count(&[SkipReason::ParseFailed]),
        }
    }
}
