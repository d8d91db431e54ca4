//! The look at everything: is all there that was there, and is there something of which no marker
//! told?

use std::collections::BTreeMap;

use futures::TryStreamExt as _;
use jiff::Timestamp;

use crate::{
    alarm::{Alarm, AlarmKind},
    entry::Entries,
    location::{ChainId, Names, ObjectName, Place},
    log::{
        Log, LogError, Pulled,
        fetch::{Wanted, want},
    },
};

/// Names that are taken in at most, whatever is listed.
const MOST_NAMES: usize = 8_000_000;
/// So many unknown entries are worth reading segments for.
const WORTH_SEGMENTS: u64 = 200;

/// How much of the location is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// All of it.
    Everything,
    /// About so many names, from a place chosen by chance on; everything where a listing can't
    /// start in the middle.
    Sample(usize),
}

/// The entries that were listed from `low` up to and including `high`.
struct Listed {
    low: ChainId,
    high: Option<Place>,
    chains: BTreeMap<ChainId, Vec<u64>>,
}

impl<E: Entries> Log<E> {
    /// Looks at all entries, fetches those that are new, notices those that are gone, and puts the
    /// latter back.
    ///
    /// # Errors
    /// A [`LogError`]; what came before it is told by the next look.
    pub async fn reconcile(
        &mut self,
        now: Timestamp,
        extent: Extent,
    ) -> Result<Pulled<E::Entry>, LogError> {
        self.vain = 0;
        let (mut wanted, again) = self.retry_sealed();
        self.try_to_send(now).await?;
        self.useless.clear();
        self.later.clear();
        self.count_segments().await?;
        let listed = self.list_entries(extent).await?;
        let gone = self.gone(&listed);
        let mut unknown = 0;
        for (chain, places) in &listed.chains {
            let next = self.known.next(*chain);
            for sequence in places.iter().filter(|sequence| **sequence >= next) {
                want(&mut wanted, Place { chain: *chain, sequence: *sequence });
                unknown += 1;
            }
        }
        self.progress.begin(unknown);
        for number in again {
            self.read_segment(number).await?;
        }
        if unknown >= WORTH_SEGMENTS {
            self.read_segments().await?;
            wanted.retain(|chain, last| self.known.next(*chain) <= *last);
        }
        let hidden = extent != Extent::Everything;
        let found: Vec<Place> =
            wanted.iter().map(|(c, s)| Place { chain: *c, sequence: *s }).collect();
        self.fetch(wanted).await?;
        if self.intake.missing().next().is_some() {
            // Whoever holds what lies no longer at its place gives it out in a segment.
            self.read_segments().await?;
            self.fetch(Wanted::new()).await?;
        }
        if hidden {
            // No marker told of them; now one does, so that nobody else has to search.
            for place in found.into_iter().take(16) {
                self.mark(place, now).await;
            }
        }
        for place in &gone {
            self.raise(Alarm { ours: self.known.at(*place), ..rolled_back(*place) })?;
        }
        self.probe().await?;
        self.heal(gone, now).await?;
        self.heal_blobs(extent).await?;
        self.ask_again().await?;
        self.report(now)
    }

    async fn list_entries(&self, extent: Extent) -> Result<Listed, LogError> {
        let (low, most) = match extent {
            Extent::Sample(names) if self.location.seeks() && self.known.count() > names as u64 => {
                (ChainId(self.random.bytes()?), names)
            }
            _ => (ChainId([0; 16]), usize::MAX),
        };
        let after = (most != usize::MAX).then_some(ObjectName::Entry(Place::first(low)));
        let mut listing = self.location.list(Names::Entries, after);
        let mut listed = Listed { low, high: None, chains: BTreeMap::new() };
        let mut count = 0;
        while let Some(one) = listing.try_next().await? {
            let ObjectName::Entry(place) = one.name else { continue };
            listed.chains.entry(place.chain).or_default().push(place.sequence);
            count += 1;
            if count == most {
                listed.high = Some(place);
                break;
            }
            if count == MOST_NAMES {
                return Err(LogError::TooMany);
            }
        }
        listed.chains.values_mut().for_each(|places| places.sort_unstable());
        Ok(listed)
    }

    /// What is held and was not listed.
    fn gone(&self, listed: &Listed) -> Vec<Place> {
        let mut gone = Vec::new();
        let none = Vec::new();
        for (chain, length) in self.known.chains_from(listed.low) {
            let places = listed.chains.get(&chain).unwrap_or(&none);
            let mut here = places.iter().peekable();
            // A sample starts after the first place of its lowest chain.
            let first = u64::from(listed.high.is_some() && chain == listed.low);
            for sequence in first..length {
                let place = Place { chain, sequence };
                if listed.high.is_some_and(|high| place > high) {
                    return gone;
                }
                if here.next_if(|found| **found == sequence).is_none() {
                    gone.push(place);
                }
            }
        }
        gone
    }
}

/// The alarm about a place that is empty now.
pub(super) fn rolled_back(place: Place) -> Alarm {
    Alarm::new(AlarmKind::RolledBack, ObjectName::Entry(place))
}
