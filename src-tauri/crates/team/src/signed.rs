//! Entries as `credenza-crypto` signs them, read for the log.

use credenza_crypto::team::entry::{EntryError, verify};
use credenza_model::{ids, team::Entry};

use crate::{
    entry::{CheckError, Entries, Head, Links},
    location::{ChainId, Place},
};

/// Reads the entries of a team.
#[derive(Debug, Clone, Copy, Default)]
pub struct SignedEntries;

impl Entries for SignedEntries {
    type Entry = Entry;

    fn check(&self, signed: &[u8]) -> Result<(Links, Entry), CheckError> {
        let (id, entry) = verify(signed).map_err(|error| match error {
            EntryError::Later(id) => CheckError::Later(id.0),
            EntryError::Form | EntryError::Signature => CheckError::NotAnEntry,
        })?;
        let heads = entry.heads.iter().map(|head| Head {
            place: Place { chain: head.chain.into(), sequence: head.sequence },
            id: head.entry.0,
        });
        let links = Links {
            id: id.0,
            place: Place { chain: entry.chain.into(), sequence: entry.sequence },
            previous: entry.previous.0,
            device_key: entry.device_key,
            heads: heads.collect(),
            blocked: entry.blocked.map(|(chain, sequence)| Place { chain: chain.into(), sequence }),
        };
        Ok((links, entry))
    }
}

impl From<ids::ChainId> for ChainId {
    fn from(chain: ids::ChainId) -> Self {
        Self(*chain.as_bytes())
    }
}

impl From<ChainId> for ids::ChainId {
    fn from(chain: ChainId) -> Self {
        Self::from_bytes(chain.0)
    }
}
