//! What the log has to know of an entry. The rest of it is not looked at here.

use crate::location::{ChainId, Digest, Place};

/// An entry that somebody vouches for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Head {
    /// Where it stands.
    pub place: Place,
    /// Which it is.
    pub id: Digest,
}

/// What a checked entry says of its place in the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Links {
    /// Names the entry: the hash of what was signed.
    pub id: Digest,
    /// Where it says that it stands.
    pub place: Place,
    /// The entry before it in its chain; zero in the first.
    pub previous: Digest,
    /// The key that signed it.
    pub device_key: [u8; 32],
    /// What else its author had seen.
    pub heads: Vec<Head>,
    /// A place that a foreign object had taken when this chain was begun.
    pub blocked: Option<Place>,
}

/// Why bytes are not taken as an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CheckError {
    /// They are none, or not signed by the key that they name.
    #[error("the bytes are not a signed entry")]
    NotAnEntry,
    /// They say that a later version wrote them; this one can't tell. Holds the name that an entry
    /// of these bytes has.
    #[error("the entry was written by a later version")]
    Later(Digest),
}

/// Reads entries and checks their signatures.
pub trait Entries: Send + Sync {
    /// An entry for those who fold the log.
    type Entry: Send;

    /// Reads a signed entry.
    ///
    /// # Errors
    /// A [`CheckError`] unless it has the one form that it can have and its signature is right.
    fn check(&self, signed: &[u8]) -> Result<(Links, Self::Entry), CheckError>;
}

/// Where a new entry is to stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slot {
    /// Its place.
    pub place: Place,
    /// The entry before it; zero in the first.
    pub previous: Digest,
    /// What the first entry of a chain has to name.
    pub blocked: Option<Place>,
}

impl Place {
    /// The first place of a chain.
    #[must_use]
    pub fn first(chain: ChainId) -> Self {
        Self { chain, sequence: 0 }
    }
}
