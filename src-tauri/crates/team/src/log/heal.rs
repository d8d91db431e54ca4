//! Putting back what the location lost, and asking at random whether it still has what it had.

use std::collections::{BTreeMap, BTreeSet};

use credenza_secret::SecretBytes;
use jiff::Timestamp;

use crate::{
    alarm::{Alarm, AlarmKind},
    entry::Entries,
    envelope::Unopened,
    location::{Created, Digest, LocationError, ObjectName, Place},
    log::{Log, LogError, reconcile::rolled_back},
    segment::{LONGEST_ENTRY, Packer},
};

/// Entries that one look puts back at most.
const MOST_HEALED: usize = 10_000;
/// Entries that one look reads again.
const PROBES: usize = 4;

/// In which order entries came, and which of them made keys of the team.
pub(super) struct Order {
    at: BTreeMap<Place, usize>,
    epochs: BTreeMap<usize, Digest>,
    /// A key that no entry made which is held.
    older: Option<Digest>,
}

impl<E: Entries> Log<E> {
    pub(super) fn order(&self) -> Result<Order, LogError> {
        let mine: BTreeSet<Digest> = self.keys.epochs().collect();
        let mut order = Order { at: BTreeMap::new(), epochs: BTreeMap::new(), older: None };
        for (at, (place, id, _)) in self.shelf.kept()?.into_iter().enumerate() {
            order.at.insert(place, at);
            if mine.contains(&id) {
                order.epochs.insert(at, id);
            }
        }
        let made: BTreeSet<Digest> = order.epochs.values().copied().collect();
        order.older = self.keys.epochs().filter(|epoch| !made.contains(epoch)).last();
        Ok(order)
    }

    /// An entry that is held, sealed anew for its place: under the newest key of those made before
    /// it, as at first. Under a later one nobody could read by which entry that key came.
    pub(super) fn sealed(&self, order: &Order, place: Place) -> Result<Option<Vec<u8>>, LogError> {
        let Some(signed) = self.shelf.signed(place)? else { return Ok(None) };
        let name = ObjectName::Entry(place);
        let at = order.at.get(&place).copied().unwrap_or(usize::MAX);
        let before = order.epochs.range(..at).next_back().map(|(_, epoch)| *epoch);
        // The first entry makes the key under which it lies.
        let first = order.epochs.first_key_value().map(|(_, epoch)| *epoch);
        let epoch = before.or(order.older).or(first);
        Ok(self.keys.seal_in(&*self.random, &name, &SecretBytes::new(signed), epoch)?)
    }

    pub(super) async fn heal(&mut self, gone: Vec<Place>, now: Timestamp) -> Result<(), LogError> {
        if gone.is_empty() && self.damaged.is_empty() {
            return Ok(());
        }
        let (mut last, order) = (None, self.order()?);
        for place in gone.into_iter().take(MOST_HEALED) {
            let Some(sealed) = self.sealed(&order, place)? else { continue };
            if self.location.create(&ObjectName::Entry(place), sealed).await? == Created::New {
                self.healed += 1;
            }
            // One marker a chain is enough: it leads to all before it.
            if let Some(before) = last.replace(place).filter(|before| before.chain != place.chain) {
                self.mark(before, now).await;
            }
        }
        if let Some(last) = last {
            self.mark(last, now).await;
        }
        self.heal_damaged(&order).await
    }

    /// What lies where an entry was can't be overwritten; a segment gives the entry out again.
    async fn heal_damaged(&mut self, order: &Order) -> Result<(), LogError> {
        if self.damaged.is_empty() {
            return Ok(());
        }
        let mut packer = Packer::new();
        let mut healed = Vec::new();
        for place in &self.damaged {
            if packer.is_full() {
                break;
            }
            if let Some(sealed) = self.sealed(order, *place)? {
                packer.add(*place, &sealed);
                healed.push(*place);
            }
        }
        self.put_segment(packer).await?;
        self.healed += healed.len();
        for place in healed {
            self.damaged.remove(&place);
        }
        Ok(())
    }

    /// Reads a few entries again that are held.
    pub(super) async fn probe(&mut self) -> Result<(), LogError> {
        let mut places = Vec::new();
        for _ in 0..PROBES {
            let chance = self.random.bytes::<8>()?;
            places.extend(self.known.by_chance(u64::from_be_bytes(chance)));
        }
        for place in places {
            self.check_held(place).await?;
        }
        Ok(())
    }

    /// Reads an entry again that is held, and compares.
    ///
    /// # Errors
    /// A [`LogError`].
    pub async fn check_held(&mut self, place: Place) -> Result<(), LogError> {
        let name = ObjectName::Entry(place);
        let ours = self.known.at(place);
        let sealed = match self.location.get(&name, LONGEST_ENTRY).await {
            Ok(sealed) => sealed,
            Err(LocationError::Missing) => {
                return self.raise(Alarm { ours, ..rolled_back(place) });
            }
            Err(LocationError::TooLarge | LocationError::NotAnObject) => Vec::new(),
            Err(error) => return Err(error.into()),
        };
        let alarm = match self.keys.open(&name, &sealed) {
            // EXPOSE: a signed entry holds hashes and sealed keys, no value.
            Ok(opened) => match self.entries.check(opened.expose()) {
                Ok((links, _)) if Some(links.id) == ours && links.place == place => return Ok(()),
                Ok((links, _))
                    if links.place == place
                        && self.known.device_key(place.chain) == Some(links.device_key) =>
                {
                    Alarm { theirs: Some(links.id), ..Alarm::new(AlarmKind::Forked, name) }
                }
                Ok(_) | Err(_) => Alarm::new(AlarmKind::Replaced, name),
            },
            Err(Unopened::Form | Unopened::Elsewhere | Unopened::NoKey) => {
                Alarm::new(AlarmKind::Replaced, name)
            }
        };
        self.damaged.insert(place);
        self.raise(Alarm { ours, ..alarm })
    }
}
