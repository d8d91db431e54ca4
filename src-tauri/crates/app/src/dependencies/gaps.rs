//! What may be missing of an answer, by its cause.

use credenza_model::{ids::SourceId, source::SkipReason};

/// Why something is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum GapKind {
    /// There is no source.
    NoSource,
    /// A source was never scanned to the end.
    NeverScanned,
    /// A source's scan is older than a day, or was made with other rules of what is left out.
    Stale,
    /// A source's folder is not there.
    FolderMissing,
    /// A file was skipped.
    File(SkipReason),
    /// Places could name the thing, and nobody has said "Not this".
    Unresolved,
    /// There are uses that may not be named.
    Hidden,
    /// Nobody's report of a device of theirs is here.
    NoReport,
    /// A report is more than seven days old.
    ReportOld,
    /// A report is from the future: a clock is wrong.
    ReportAhead,
    /// A device did not see all of its code.
    ReportIncomplete,
    /// Places on a device could name the thing.
    ReportUnresolved,
    /// Things were shared, and what others use them for can't be known any more.
    Shared,
    /// Something is wrong with a team's location, or it was not looked at for a day.
    TeamNotSeen,
}

/// One thing that is missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedGap {
    /// Why.
    pub kind: GapKind,
    /// The source, if it is about one.
    pub source: Option<(SourceId, String)>,
    /// The file, if it is about one.
    pub path: Option<String>,
    /// The person, if it is about one.
    pub person: Option<Reporter>,
    /// How many; of an old report how many days it is old.
    pub count: u64,
}

/// Whose report it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reporter {
    /// Their name.
    pub name: String,
    /// Whether it is another device of this person's.
    pub own: bool,
}
