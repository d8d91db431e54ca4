//! How much of the code was seen (W5), and whether a delete is known to be safe.

use jiff::{SignedDuration, Timestamp};

use super::reports::DeviceCoverage;

/// How old the scan of a source that is not watched may be.
pub const LONGEST_AGE: SignedDuration = SignedDuration::from_hours(24);

/// What is known about one source.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SourceCoverage {
    /// When its last complete scan ended.
    pub scanned: Option<Timestamp>,
    /// Whether what is left out was changed since.
    pub outdated: bool,
    /// Whether its files are watched, and every change since was scanned.
    pub watched: bool,
    /// Whether its folder is not there at present.
    pub missing: bool,
    /// Files that were too large.
    pub too_large: u64,
    /// Files that could not be read.
    pub not_readable: u64,
    /// Files that could not be understood, or not in time.
    pub not_understood: u64,
}

/// What has been seen, for one question.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Coverage {
    /// Every source of the workspace.
    pub sources: Vec<SourceCoverage>,
    /// References that could name the thing, of which no person has said "Not this".
    pub unresolved: u64,
    /// Dependents that the asking person may not see.
    pub hidden: u64,
    /// What other devices said: those of colleagues who have it, and further ones of this person.
    pub devices: Vec<DeviceCoverage>,
    /// Things that were shared, and of whose use by others nothing can be known any more.
    pub shared: u64,
    /// Teams of the thing whose log was not seen whole and lately.
    pub unseen: u64,
}

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

/// What can be said about deleting a thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Something uses it.
    InUse,
    /// No use was found, and not everything was seen.
    NoUseFound,
    /// No use was found, and everything was seen.
    SafeToDelete,
}

impl Coverage {
    /// What is missing at `now`; nothing when it is complete.
    #[must_use]
    pub fn gaps(&self, now: Timestamp) -> Vec<Gap> {
        let sum = |of: fn(&SourceCoverage) -> u64| self.sources.iter().map(of).sum::<u64>();
        let never = self.sources.iter().filter(|source| source.scanned.is_none()).count() as u64;
        let old = self.sources.iter().filter(|source| source.is_old(now)).count() as u64;
        let missing = self.sources.iter().filter(|source| source.missing).count() as u64;
        let counted = [
            Gap::NeverScanned(never),
            Gap::Old(old),
            Gap::FolderMissing(missing),
            Gap::TooLarge(sum(|source| source.too_large)),
            Gap::NotReadable(sum(|source| source.not_readable)),
            Gap::NotUnderstood(sum(|source| source.not_understood)),
            Gap::Unresolved(self.unresolved),
            Gap::Hidden(self.hidden),
            Gap::Shared(self.shared),
            Gap::TeamNotSeen(self.unseen),
        ];
        let others = self.devices.iter().filter_map(|device| device.gap(now));
        let none = self.sources.is_empty().then_some(Gap::NoSource);
        let counted = counted.into_iter().filter(|gap| gap.count() > 0);
        none.into_iter().chain(counted).chain(others).collect()
    }

    /// What can be said about a thing with so many known uses.
    #[must_use]
    pub fn verdict(&self, uses: u64, now: Timestamp) -> Verdict {
        if uses > 0 || self.hidden > 0 {
            Verdict::InUse
        } else if self.gaps(now).is_empty() {
            Verdict::SafeToDelete
        } else {
            Verdict::NoUseFound
        }
    }
}

impl SourceCoverage {
    /// A scan that lies in the future was dated by a clock that is wrong: it counts as old.
    fn is_old(&self, now: Timestamp) -> bool {
        let aged = |at| at > now || now.duration_since(at) > LONGEST_AGE;
        self.scanned.is_some_and(|at| self.outdated || (!self.watched && aged(at)))
    }
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
