//! How much of the code was seen (W5), and whether a delete is known to be safe.

use jiff::{SignedDuration, Timestamp};

use super::{gap::Gap, reports::DeviceCoverage};

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
