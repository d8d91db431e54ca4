//! People with keys, and a source of bytes that gives the same each time.

use std::sync::atomic::{AtomicU64, Ordering};

use credenza_crypto::{
    identity::Identity,
    random::{Random, RandomError},
    team::{entry, introduction},
};
use credenza_model::{
    ids::{ChainId, TeamId},
    team::{BlobId, Entry, EntryId, EpochOp, Op},
};

/// SplitMix64 from a seed.
pub(crate) struct Repeatable(AtomicU64);

impl Repeatable {
    pub(crate) fn new(seed: u64) -> Self {
        Self(AtomicU64::new(seed))
    }
}

impl Random for Repeatable {
    fn fill(&self, out: &mut [u8]) -> Result<(), RandomError> {
        for chunk in out.chunks_mut(8) {
            let mut z = self.0.fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::Relaxed);
            z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            chunk.copy_from_slice(&(z ^ (z >> 31)).to_be_bytes()[..chunk.len()]);
        }
        Ok(())
    }
}

/// A source that is broken.
pub(crate) struct Broken;

impl Random for Broken {
    fn fill(&self, _: &mut [u8]) -> Result<(), RandomError> {
        Err(RandomError)
    }
}

pub(crate) fn person(seed: u64) -> Identity {
    Identity::create(&Repeatable::new(seed)).unwrap()
}

pub(crate) fn no_team() -> TeamId {
    TeamId::from_bytes([0; 16])
}

pub(crate) fn epoch() -> EpochOp {
    EpochOp { commitment: [7; 32], boxes: BlobId([8; 32]), previous: Vec::new() }
}

/// The first entry of a team of `owner`.
pub(crate) fn genesis(owner: &Identity) -> Entry {
    let who = introduction::introduce(owner, no_team(), "Ada", "ada@example.org");
    let op = Op::Genesis { name: "Team".to_owned(), owner: who, epoch: epoch() };
    Entry {
        team: no_team(),
        chain: ChainId::from_bytes([3; 16]),
        sequence: 0,
        device_key: owner.device_key(),
        device: entry::device_id(&owner.device_key()),
        previous: EntryId::default(),
        heads: Vec::new(),
        lamport: 1,
        written: 1_800_000_000,
        blocked: None,
        ops: vec![op],
    }
}
