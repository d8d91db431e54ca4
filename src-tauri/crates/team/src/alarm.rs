//! What can be wrong with a location, in closed words.

use crate::location::{Digest, ObjectName};

/// What was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, thiserror::Error)]
pub enum AlarmKind {
    /// Something that the location had is gone from it.
    #[error("the location lost something that it had")]
    RolledBack,
    /// Two entries, both signed by the chain's device, claim one place.
    #[error("a device's history exists twice")]
    Forked,
    /// Somebody has seen an entry that the location does not give out.
    #[error("the location holds an entry back")]
    Withheld,
    /// Where an entry of ours or of others lay that we hold, there is something else.
    #[error("the location gives out something else than it had")]
    Replaced,
    /// This device's own chain has entries that it did not write: the workspace was restored from
    /// a backup, or copied.
    #[error("another copy of this workspace has written")]
    CopyInUse,
    /// An entry that somebody vouches for and only a later version of Credenza reads.
    #[error("an entry was written by a later version")]
    UpdateNeeded,
    /// An object of another place or another team.
    #[error("an object lies where it does not belong")]
    Swapped,
    /// An object that was cut, is too large, or is none of ours.
    #[error("an object is damaged")]
    Damaged,
    /// An object that none of the team's keys opens.
    #[error("an object can't be opened")]
    Unreadable,
    /// An object that opens and holds no properly signed entry of its place.
    #[error("an entry is not signed by the device that it names")]
    Forged,
}

impl AlarmKind {
    /// Whether nothing more is written until a person has decided. What somebody dropped at a
    /// place that nobody vouches for is told, and passed by.
    #[must_use]
    pub fn stops_writing(self) -> bool {
        match self {
            Self::RolledBack
            | Self::Forked
            | Self::Withheld
            | Self::Replaced
            | Self::CopyInUse
            | Self::UpdateNeeded => true,
            Self::Swapped | Self::Damaged | Self::Unreadable | Self::Forged => false,
        }
    }
}

/// One finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Alarm {
    /// What.
    pub kind: AlarmKind,
    /// Where.
    pub name: ObjectName,
    /// The entry that is held or vouched for.
    pub ours: Option<Digest>,
    /// The entry that stands against it.
    pub theirs: Option<Digest>,
}

impl Alarm {
    /// An alarm without entries to show.
    #[must_use]
    pub fn new(kind: AlarmKind, name: ObjectName) -> Self {
        Self { kind, name, ours: None, theirs: None }
    }
}
