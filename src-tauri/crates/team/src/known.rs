//! What is held of each chain: the hash at every place, for ever.

use std::collections::BTreeMap;

use crate::{
    alarm::{Alarm, AlarmKind},
    entry::{Head, Links},
    envelope::digest,
    location::{ChainId, Digest, ObjectName, Place},
};

#[derive(Debug, Clone)]
struct Chain {
    device_key: [u8; 32],
    ids: Vec<Digest>,
}

/// The places that are held. It only grows.
#[derive(Debug, Clone, Default)]
pub struct Known {
    chains: BTreeMap<ChainId, Chain>,
    count: u64,
}

/// What is to be done with a checked entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It is the next one.
    Next,
    /// It is held already.
    Held,
    /// Something that it builds upon is not here.
    Waits(Head),
    /// It contradicts what is held.
    Wrong(Alarm),
}

impl Known {
    /// How many entries.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.count
    }

    /// How many entries of a chain, which is the number of its next one.
    #[must_use]
    pub fn next(&self, chain: ChainId) -> u64 {
        self.chains.get(&chain).map_or(0, |chain| chain.ids.len() as u64)
    }

    /// The entry at a place.
    #[must_use]
    pub fn at(&self, place: Place) -> Option<Digest> {
        let chain = self.chains.get(&place.chain)?;
        chain.ids.get(usize::try_from(place.sequence).ok()?).copied()
    }

    /// The newest entry of a chain; zero for one without any.
    #[must_use]
    pub fn newest(&self, chain: ChainId) -> Digest {
        self.chains.get(&chain).and_then(|chain| chain.ids.last()).copied().unwrap_or_default()
    }

    /// The key that signs a chain.
    #[must_use]
    pub fn device_key(&self, chain: ChainId) -> Option<[u8; 32]> {
        self.chains.get(&chain).map(|chain| chain.device_key)
    }

    /// Each chain with its length, by name.
    pub fn chains(&self) -> impl Iterator<Item = (ChainId, u64)> + '_ {
        self.chains.iter().map(|(id, chain)| (*id, chain.ids.len() as u64))
    }

    /// Chains after `low`, by name.
    pub(crate) fn chains_from(&self, low: ChainId) -> impl Iterator<Item = (ChainId, u64)> + '_ {
        self.chains.range(low..).map(|(id, chain)| (*id, chain.ids.len() as u64))
    }

    /// A place that a random number chooses; none without any. Each chain is as likely as another,
    /// whatever its length.
    pub(crate) fn by_chance(&self, chance: u64) -> Option<Place> {
        let mut start = [0; 16];
        start[..8].copy_from_slice(&chance.to_be_bytes());
        let (chain, length) = self.chains_from(ChainId(start)).next().or(self.chains().next())?;
        Some(Place { chain, sequence: chance.rotate_left(32) % length.max(1) })
    }

    /// A digest over all chains. Kept apart from the workspace, it shows that an older copy was
    /// put back.
    #[must_use]
    pub fn digest(&self) -> Digest {
        let mut all = Vec::with_capacity(self.chains.len() * 56);
        for (id, chain) in &self.chains {
            all.extend(id.0);
            all.extend((chain.ids.len() as u64).to_be_bytes());
            all.extend(chain.ids.last().copied().unwrap_or_default());
        }
        digest(&all)
    }

    pub(crate) fn judge(&self, links: &Links) -> Verdict {
        let place = links.place;
        if self.device_key(place.chain).is_some_and(|key| key != links.device_key) {
            return Verdict::Wrong(Alarm::new(AlarmKind::Forged, ObjectName::Entry(place)));
        }
        if let Some(held) = self.at(place) {
            return if held == links.id { Verdict::Held } else { forked(place, held, links.id) };
        }
        if let Some(before) = place.sequence.checked_sub(1) {
            let head = Head { place: Place { sequence: before, ..place }, id: links.previous };
            if let Err(verdict) = self.look(&head) {
                return verdict;
            }
        } else if links.previous != Digest::default() {
            return Verdict::Wrong(Alarm::new(AlarmKind::Forged, ObjectName::Entry(place)));
        }
        links.heads.iter().find_map(|head| self.look(head).err()).unwrap_or(Verdict::Next)
    }

    fn look(&self, head: &Head) -> Result<(), Verdict> {
        match self.at(head.place) {
            Some(held) if held == head.id => Ok(()),
            Some(held) => Err(forked(head.place, held, head.id)),
            None => Err(Verdict::Waits(*head)),
        }
    }

    /// Takes in an entry that is the next of its chain; others are passed by.
    pub(crate) fn add(&mut self, place: Place, id: Digest, device_key: [u8; 32]) {
        let chain = self.chains.entry(place.chain);
        let chain = chain.or_insert_with(|| Chain { device_key, ids: Vec::new() });
        if chain.ids.len() as u64 == place.sequence {
            chain.ids.push(id);
            self.count += 1;
        }
    }
}

fn forked(place: Place, held: Digest, other: Digest) -> Verdict {
    Verdict::Wrong(Alarm {
        kind: AlarmKind::Forked,
        name: ObjectName::Entry(place),
        ours: Some(held),
        theirs: Some(other),
    })
}
