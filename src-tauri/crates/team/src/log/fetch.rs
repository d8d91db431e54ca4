//! Getting entries of which one knows that they should be there.

use std::{collections::BTreeMap, sync::Arc};

use futures::{StreamExt as _, stream};

use crate::{
    alarm::{Alarm, AlarmKind},
    entry::Entries,
    location::{ChainId, LocationError, ObjectName, Place},
    log::{Log, LogError},
    segment::LONGEST_ENTRY,
};

/// Requests at one time.
pub(super) const AT_ONCE: usize = 16;
/// Places in one round, and of one chain in it: a chain that is said to be endless is left as soon
/// as it ends.
const ROUND: usize = 512;
const STRETCH: u64 = 64;
/// Bytes that are held before they are looked at, but for those of the requests that are under way.
const MOST_BYTES: usize = 16 * 1024 * 1024;
/// Places that one look tries in vain.
const MOST_VAIN: usize = 5_000;

/// Up to which place of each chain.
pub(super) type Wanted = BTreeMap<ChainId, u64>;

/// Adds a place to what is wanted.
pub(super) fn want(wanted: &mut Wanted, place: Place) {
    let last = wanted.entry(place.chain).or_insert(place.sequence);
    *last = (*last).max(place.sequence);
}

impl<E: Entries> Log<E> {
    /// Fetches what is wanted, and then what that builds upon.
    pub(super) async fn fetch(&mut self, mut wanted: Wanted) -> Result<(), LogError> {
        // Up to where each chain was asked for, and how far it reached then.
        let mut asked: BTreeMap<ChainId, (u64, u64)> = BTreeMap::new();
        loop {
            for head in self.intake.missing() {
                want(&mut wanted, head.place);
            }
            wanted.retain(|chain, last| {
                let next = self.known.next(*chain);
                let fresh = asked.get(chain).is_none_or(|before| *before < (*last, next));
                fresh && next <= *last
            });
            if wanted.is_empty() {
                return Ok(());
            }
            asked.extend(
                wanted.iter().map(|(chain, last)| (*chain, (*last, self.known.next(*chain)))),
            );
            self.fetch_chains(std::mem::take(&mut wanted)).await?;
        }
    }

    async fn fetch_chains(&mut self, wanted: Wanted) -> Result<(), LogError> {
        let mut open = self.in_turn(wanted)?;
        while !open.is_empty() && self.vain < MOST_VAIN {
            let mut places = Vec::new();
            for (chain, next, last) in &mut open {
                if places.len() >= ROUND {
                    break;
                }
                // What is said of a chain is first tried at one place.
                let stretch = if *next == 0 { 1 } else { STRETCH };
                let end = last.saturating_add(1).min(next.saturating_add(stretch));
                places.extend((*next..end).map(|sequence| Place { chain: *chain, sequence }));
                *next = end.max(*next);
            }
            let ended = self.fetch_places(places).await?;
            open.retain(|(chain, next, last)| next <= last && !ended.contains(chain));
        }
        Ok(())
    }

    /// Chains that are known come first. Where the others begin is left to chance, so that whoever
    /// invents chains can't keep a true one away for long.
    fn in_turn(&self, wanted: Wanted) -> Result<Vec<(ChainId, u64, u64)>, LogError> {
        let all = wanted.into_iter().map(|(chain, last)| (chain, self.known.next(chain), last));
        let (mut known, mut new): (Vec<_>, Vec<_>) = all.partition(|(_, next, _)| *next > 0);
        let start = ChainId(self.random.bytes()?);
        let from = new.partition_point(|(chain, _, _)| *chain < start);
        new.rotate_left(from);
        known.append(&mut new);
        Ok(known)
    }

    /// Fetches these places; gives the chains that end before one of them.
    pub(super) async fn fetch_places(
        &mut self,
        mut places: Vec<Place>,
    ) -> Result<Vec<ChainId>, LogError> {
        places
            .retain(|place| !self.intake.has(&self.known, *place) && !self.useless.contains(place));
        let location = Arc::clone(&self.location);
        let get = |place| {
            let location = Arc::clone(&location);
            async move { (place, location.get(&ObjectName::Entry(place), LONGEST_ENTRY).await) }
        };
        let mut answers = stream::iter(places).map(get).buffer_unordered(AT_ONCE);
        let (mut found, mut bytes) = (Vec::new(), 0);
        let (mut ended, mut failed) = (Vec::new(), None);
        while let Some((place, answer)) = answers.next().await {
            match answer {
                Ok(sealed) => {
                    bytes += sealed.len();
                    found.push((place, sealed));
                }
                Err(LocationError::Missing) => {
                    self.vain += 1;
                    ended.push(place.chain);
                }
                Err(LocationError::TooLarge | LocationError::NotAnObject) => {
                    self.useless.insert(place);
                    self.vain += 1;
                    self.raise(Alarm::new(AlarmKind::Damaged, ObjectName::Entry(place)))?;
                }
                Err(error) => failed = Some(error),
            }
            if bytes >= MOST_BYTES {
                bytes = 0;
                self.take_in(std::mem::take(&mut found))?;
            }
        }
        self.take_in(found)?;
        failed.map_or(Ok(ended), |error| Err(error.into()))
    }

    fn take_in(&mut self, mut found: Vec<(Place, Vec<u8>)>) -> Result<(), LogError> {
        found.sort_unstable_by_key(|(place, _)| *place);
        self.examine(found, None)
    }
}
