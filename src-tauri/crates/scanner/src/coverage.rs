//! What a scan has seen, and what it has not.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::language::Language;

/// Largest file that is read, in bytes.
pub(crate) const LARGEST: u64 = 16 * 1024 * 1024;

/// Why a file, a folder or a part of a file was not scanned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SkipReason {
    /// A `.gitignore` leaves it out; a folder counts as one.
    GitIgnored,
    /// The source's own rules leave it out; a folder counts as one.
    SourceIgnored,
    /// It is not text.
    Binary,
    /// A link; what it leads to is scanned where it stands.
    Link,
    /// It is larger than the limit.
    TooLarge,
    /// The system refused to read it.
    Unreadable,
    /// It took longer than the limit.
    TooSlow,
    /// An archive or packed part that can't be opened.
    Damaged,
    /// The scanner itself failed on it.
    Failed,
}

impl SkipReason {
    /// Whether references may have been missed. What is ignored, binary or a link is listed only.
    pub fn is_gap(self) -> bool {
        match self {
            Self::GitIgnored | Self::SourceIgnored | Self::Binary | Self::Link => false,
            Self::TooLarge | Self::Unreadable | Self::TooSlow | Self::Damaged | Self::Failed => {
                true
            }
        }
    }

    /// The word of a report, as it is serialised.
    pub fn word(self) -> &'static str {
        match self {
            Self::GitIgnored => "git-ignored",
            Self::SourceIgnored => "source-ignored",
            Self::Binary => "binary",
            Self::Link => "link",
            Self::TooLarge => "too-large",
            Self::Unreadable => "unreadable",
            Self::TooSlow => "too-slow",
            Self::Damaged => "damaged",
            Self::Failed => "failed",
        }
    }
}

/// One thing that was not scanned.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Skipped {
    /// The file or folder, relative to what was scanned, with `/`.
    pub path: String,
    /// Why.
    pub reason: SkipReason,
}

/// What a scan has seen, in numbers.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Coverage {
    /// Files that were scanned; those with a gap count as well.
    pub files: u64,
    /// Of them, by language.
    pub by_language: BTreeMap<Language, u64>,
    /// Files and folders that were skipped, by reason.
    pub skipped: BTreeMap<SkipReason, u64>,
    /// References found.
    pub references: u64,
    /// Of them, those whose name is computed.
    pub unresolved: u64,
}

impl Coverage {
    /// Whether nothing was skipped that may hold a reference.
    pub fn is_complete(&self) -> bool {
        !self.skipped.keys().any(|reason| reason.is_gap())
    }

    pub(crate) fn skip(&mut self, reason: SkipReason, count: u64) {
        *self.skipped.entry(reason).or_default() += count;
    }
}
