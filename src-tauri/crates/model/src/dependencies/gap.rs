//! What may be missing, so that nothing can be called safe.

/// One reason for which nothing can be called safe.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gap {
    /// There is no source.
    NoSource,
    /// Sources that were never scanned to the end.
    NeverScanned(u64),
    /// Sources whose scan was made with other rules, or is older than [`LONGEST_AGE`] while they are
    /// not watched.
    Old(u64),
    /// Sources whose folder is not there.
    FolderMissing(u64),
    /// Files that were too large.
    TooLarge(u64),
    /// Files that could not be read.
    NotReadable(u64),
    /// Files that could not be understood.
    NotUnderstood(u64),
    /// References that could name the thing.
    Unresolved(u64),
    /// Dependents that may not be named.
    Hidden(u64),
    /// Devices of which there is no report.
    NoReport(u64),
    /// Devices whose report is too old.
    ReportOld(u64),
    /// Devices whose clock is wrong: their report comes from the future.
    ReportAhead(u64),
    /// Devices that did not see all of their code.
    ReportIncomplete(u64),
    /// References on other devices that could name the thing.
    ReportUnresolved(u64),
    /// Things that were shared: what others use them for can't be known any more.
    Shared(u64),
    /// Teams whose log was not seen whole and lately.
    TeamNotSeen(u64),
}

impl Gap {
    /// How many things are meant; none at all is one.
    #[must_use]
    pub fn count(self) -> u64 {
        match self {
            Self::NoSource => 1,
            Self::NeverScanned(n)
            | Self::Old(n)
            | Self::FolderMissing(n)
            | Self::TooLarge(n)
            | Self::NotReadable(n)
            | Self::NotUnderstood(n)
            | Self::Unresolved(n)
            | Self::Hidden(n)
            | Self::NoReport(n)
            | Self::ReportOld(n)
            | Self::ReportAhead(n)
            | Self::ReportIncomplete(n)
            | Self::ReportUnresolved(n)
            | Self::Shared(n)
            | Self::TeamNotSeen(n) => n,
        }
    }
}
