//! The entries that are known, and which of them each had seen.

use std::{
    cmp::Reverse,
    collections::{BTreeSet, HashMap},
};

use crate::{
    ids::{ChainId, DeviceId, TeamId},
    team::{
        clock::Clock,
        entry::{Entry, EntryId, Head},
    },
};

/// Names an entry in one [`Graph`].
pub type Index = usize;

/// Most heads in one entry. What is left out counts as not seen, and is named by a later entry;
/// whoever starts many chains can't make the entries of others too large.
pub const MOST_HEADS: usize = 1_024;

struct Node {
    id: EntryId,
    entry: Entry,
    chain: u32,
    /// What its author had seen; itself not counted.
    seen: Clock,
}

/// Every entry that was taken in. It only grows, and an entry comes after what it had seen.
pub struct Graph {
    team: TeamId,
    nodes: Vec<Node>,
    by_id: HashMap<EntryId, Index>,
    numbers: HashMap<ChainId, u32>,
    chains: Vec<(ChainId, Vec<Index>)>,
    /// Entries that no other has seen.
    tips: BTreeSet<Index>,
}

/// Why an entry is not taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AddError {
    /// It belongs to another team.
    #[error("the entry belongs to another team")]
    OtherTeam,
    /// Something that its author had seen is not here yet.
    #[error("an entry that its author had seen is missing")]
    Missing(Head),
    /// Another entry stands at this place of the chain, or is named there: one of both was made
    /// to deceive. Holds what is here.
    #[error("two entries claim one place of a chain")]
    Fork(Head),
    /// It is not the next of its chain, is of another device, or its time is not one more than that of all it
    /// builds upon.
    #[error("the entry does not continue its chain")]
    OutOfLine,
}

impl Graph {
    /// A graph of `team` without entries.
    #[must_use]
    pub fn new(team: TeamId) -> Self {
        let (nodes, by_id, numbers, chains, tips) = Default::default();
        Self { team, nodes, by_id, numbers, chains, tips }
    }

    /// The team.
    #[must_use]
    pub fn team(&self) -> TeamId {
        self.team
    }

    /// Number of entries.
    #[must_use]
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// The entry at `index`.
    #[must_use]
    pub fn entry(&self, index: Index) -> &Entry {
        &self.nodes[index].entry
    }

    /// Its identifier.
    #[must_use]
    pub fn id(&self, index: Index) -> EntryId {
        self.nodes[index].id
    }

    /// Where the entry `id` is.
    #[must_use]
    pub fn find(&self, id: EntryId) -> Option<Index> {
        self.by_id.get(&id).copied()
    }

    /// How many entries of `chain` are here.
    #[must_use]
    pub fn length(&self, chain: ChainId) -> u64 {
        self.numbers.get(&chain).map_or(0, |number| self.chains[*number as usize].1.len() as u64)
    }

    /// Each chain with its newest entry.
    pub fn heads(&self) -> impl Iterator<Item = Head> + '_ {
        self.chains.iter().filter_map(|(_, all)| all.last()).map(|last| self.head(*last))
    }

    /// The entry at a place of a chain.
    #[must_use]
    pub fn at(&self, chain: ChainId, sequence: u64) -> Option<Index> {
        let number = self.numbers.get(&chain)?;
        self.chains[*number as usize].1.get(usize::try_from(sequence).ok()?).copied()
    }

    /// The device that a chain belongs to.
    #[must_use]
    pub fn device_of(&self, chain: ChainId) -> Option<DeviceId> {
        self.at(chain, 0).map(|first| self.entry(first).device)
    }

    /// The entry that a device wrote at a time: there is one at most.
    #[must_use]
    pub fn written_by(&self, device: DeviceId, lamport: u64) -> Option<Index> {
        let own =
            |all: &&Vec<Index>| all.first().is_some_and(|at| self.entry(*at).device == device);
        self.chains.iter().map(|(_, all)| all).filter(own).find_map(|all| {
            let found = all.binary_search_by_key(&lamport, |at| self.entry(*at).lamport);
            found.ok().map(|at| all[at])
        })
    }

    /// Entries that no other has seen, apart from one of `chain` itself: what the next entry of
    /// `chain` names as its heads, ascending by chain. Of more than [`MOST_HEADS`] the latest
    /// stays, then come those of devices that `prefers` names, then the later ones.
    #[must_use]
    pub fn frontier(&self, chain: ChainId, prefers: impl Fn(DeviceId) -> bool) -> Vec<Head> {
        let others = self.tips.iter().filter(|at| self.nodes[**at].entry.chain != chain);
        let mut tips: Vec<Index> = others.copied().collect();
        if tips.len() > MOST_HEADS {
            let late = |at: &Index| (self.nodes[*at].entry.lamport, self.nodes[*at].id);
            // With the latest among them, the next time is the same whatever is left out.
            let latest = tips.iter().copied().max_by_key(late);
            tips.sort_by_cached_key(|at| {
                Reverse((Some(*at) == latest, prefers(self.nodes[*at].entry.device), late(at)))
            });
            tips.truncate(MOST_HEADS);
        }
        let mut heads: Vec<Head> = tips.into_iter().map(|at| self.head(at)).collect();
        heads.sort_by_key(|head| head.chain);
        heads
    }

    /// The time of the next entry: one more than the largest of all. None when there is no larger
    /// number.
    #[must_use]
    pub fn next_lamport(&self) -> Option<u64> {
        after(self.tips.iter().map(|at| self.nodes[*at].entry.lamport))
    }

    /// Whether the author of `later` had seen `earlier`, or both are one.
    #[must_use]
    pub fn has_seen(&self, later: Index, earlier: Index) -> bool {
        let (seen, at) = (&self.nodes[later].seen, &self.nodes[earlier]);
        later == earlier || u64::from(seen.get(at.chain)) > at.entry.sequence
    }

    /// All entries, each after what it had seen, in an order that depends on nothing but the set.
    #[must_use]
    pub fn in_order(&self) -> Vec<Index> {
        let mut all: Vec<Index> = (0..self.nodes.len()).collect();
        all.sort_by_key(|at| (self.nodes[*at].entry.lamport, self.nodes[*at].id));
        all
    }

    /// Takes in an entry whose signature was checked. One that is here already is no error.
    ///
    /// # Errors
    /// An [`AddError`]; nothing was changed.
    pub fn add(&mut self, id: EntryId, entry: Entry) -> Result<Index, AddError> {
        if let Some(present) = self.find(id) {
            return Ok(present);
        }
        self.check_team(id, &entry)?;
        let mut parents: Vec<Index> = self.check_chain(&entry)?.into_iter().collect();
        for head in &entry.heads {
            parents.push(self.resolve(head)?);
        }
        let time = after(parents.iter().map(|at| self.nodes[*at].entry.lamport));
        let next = entry.sequence.checked_add(1).and_then(|next| u32::try_from(next).ok());
        if time != Some(entry.lamport) || next.is_none() || entry.heads.len() > MOST_HEADS {
            return Err(AddError::OutOfLine);
        }
        let seen = parents.iter().fold(Clock::default(), |clock, at| {
            let node = &self.nodes[*at];
            // A place fits 32 bits, or it would not have been taken in.
            let count = u32::try_from(node.entry.sequence + 1).unwrap_or(u32::MAX);
            clock.merged(&node.seen.raised(node.chain, count))
        });
        for parent in parents {
            self.tips.remove(&parent);
        }
        Ok(self.push(id, entry, seen))
    }

    fn push(&mut self, id: EntryId, entry: Entry, seen: Clock) -> Index {
        let next = self.chains.len();
        // Chains are lists in memory; there are never 2^32 of them.
        let fresh = u32::try_from(next).unwrap_or(u32::MAX);
        let chain = *self.numbers.entry(entry.chain).or_insert(fresh);
        if chain as usize == next {
            self.chains.push((entry.chain, Vec::new()));
        }
        let index = self.nodes.len();
        self.chains[chain as usize].1.push(index);
        self.by_id.insert(id, index);
        self.tips.insert(index);
        self.nodes.push(Node { id, entry, chain, seen });
        index
    }

    fn head(&self, at: Index) -> Head {
        let node = &self.nodes[at];
        Head { chain: node.entry.chain, sequence: node.entry.sequence, entry: node.id }
    }

    fn check_team(&self, id: EntryId, entry: &Entry) -> Result<(), AddError> {
        let right = if self.nodes.is_empty() {
            // The first entry names the team by its own hash.
            let first = entry.sequence == 0 && entry.heads.is_empty();
            first && id.0[..16] == *self.team.as_bytes() && entry.team.as_bytes() == &[0; 16]
        } else {
            entry.team == self.team
        };
        if right { Ok(()) } else { Err(AddError::OtherTeam) }
    }

    fn check_chain(&self, entry: &Entry) -> Result<Option<Index>, AddError> {
        if let Some(other) = self.at(entry.chain, entry.sequence) {
            let (chain, sequence) = (entry.chain, entry.sequence);
            return Err(AddError::Fork(Head { chain, sequence, entry: self.id(other) }));
        }
        let Some(before) = entry.sequence.checked_sub(1) else {
            let first = entry.previous == EntryId::default();
            return if first { Ok(None) } else { Err(AddError::OutOfLine) };
        };
        let head = Head { chain: entry.chain, sequence: before, entry: entry.previous };
        let previous = self.resolve(&head)?;
        let same_device = self.entry(previous).device_key == entry.device_key;
        if same_device { Ok(Some(previous)) } else { Err(AddError::OutOfLine) }
    }

    fn resolve(&self, head: &Head) -> Result<Index, AddError> {
        let at = self.at(head.chain, head.sequence).ok_or(AddError::Missing(*head))?;
        let entry = self.id(at);
        if entry == head.entry { Ok(at) } else { Err(AddError::Fork(Head { entry, ..*head })) }
    }
}

/// One more than the largest; 1 after nothing.
fn after(times: impl Iterator<Item = u64>) -> Option<u64> {
    times.max().unwrap_or(0).checked_add(1)
}
