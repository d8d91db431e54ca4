//! What other devices report to use of a thing that is shared, and how long that is believed.

use jiff::{SignedDuration, Timestamp};

use super::gap::Gap;

/// How old a report may be.
pub const LONGEST_REPORT_AGE: SignedDuration = SignedDuration::from_hours(7 * 24);
/// How far ahead another clock may be.
pub const CLOCKS_APART: SignedDuration = SignedDuration::from_hours(1);

/// How much uses a thing, in numbers alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct UseCounts {
    /// Credentials that stand in no log which whoever reads this knows.
    pub credentials: u32,
    /// Connections.
    pub connections: u32,
    /// Places in code.
    pub places: u32,
    /// Programs that were given its value.
    pub programs: u32,
    /// Places in code whose name is computed and may be its.
    pub unresolved: u32,
}

impl UseCounts {
    /// Whether something uses it.
    #[must_use]
    pub fn is_used(&self) -> bool {
        [self.credentials, self.connections, self.places, self.programs].iter().any(|n| *n > 0)
    }

    /// Both together.
    #[must_use]
    pub fn plus(&self, other: &Self) -> Self {
        Self {
            credentials: self.credentials.saturating_add(other.credentials),
            connections: self.connections.saturating_add(other.connections),
            places: self.places.saturating_add(other.places),
            programs: self.programs.saturating_add(other.programs),
            unresolved: self.unresolved.saturating_add(other.unresolved),
        }
    }
}

/// What one other device said for one question.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DeviceCoverage {
    /// When it last said so, by its clock; none without a report on everything that was asked for.
    pub reported: Option<Timestamp>,
    /// Whether it saw all of its code.
    pub complete: bool,
    /// Places there that could name the thing.
    pub unresolved: u64,
}

impl DeviceCoverage {
    /// The worse of the times of two reports that are both needed: none, then one from the future,
    /// then the older.
    #[must_use]
    pub fn worse(
        one: Option<Timestamp>,
        other: Option<Timestamp>,
        now: Timestamp,
    ) -> Option<Timestamp> {
        let (one, other) = one.zip(other)?;
        let last = one.max(other);
        Some(if now.duration_since(last) < -CLOCKS_APART { last } else { one.min(other) })
    }

    /// What is missing of it at `now`, if anything.
    #[must_use]
    pub fn gap(&self, now: Timestamp) -> Option<Gap> {
        let Some(at) = self.reported else { return Some(Gap::NoReport(1)) };
        let age = now.duration_since(at);
        match () {
            () if age < -CLOCKS_APART => Some(Gap::ReportAhead(1)),
            () if age > LONGEST_REPORT_AGE => Some(Gap::ReportOld(1)),
            () if !self.complete => Some(Gap::ReportIncomplete(1)),
            () if self.unresolved > 0 => Some(Gap::ReportUnresolved(self.unresolved)),
            () => None,
        }
    }

    /// Whole days since it reported; 0 without a report.
    #[must_use]
    pub fn days(&self, now: Timestamp) -> u64 {
        let age = self.reported.map(|at| now.duration_since(at).as_hours() / 24);
        age.and_then(|days| u64::try_from(days).ok()).unwrap_or_default()
    }
}
