//! Putting back what the location lost, and asking at random whether it still has what it had.

use jiff::Timestamp;

use crate::{
    alarm::{Alarm, AlarmKind},
    entry::Entries,
    envelope::Unopened,
    location::{Created, LocationError, ObjectName, Place},
    log::{Log, LogError, reconcile::rolled_back},
    segment::{LONGEST_ENTRY, Packer},
};
use credenza_secret::SecretBytes;

/// Entries that one look puts back at most.
const MOST_HEALED: usize = 10_000;
/// Entries that one look reads again.
const PROBES: usize = 4;

impl<E: Entries> Log<E> {
    /// An entry that is held, sealed anew for its place.
    pub(super) fn sealed(&self, place: Place) -> Result<Option<Vec<u8>>, LogError> {
        let Some(signed) = self.shelf.signed(place)? else { return Ok(None) };
        let name = ObjectName::Entry(place);
        Ok(self.keys.seal(&*self.random, &name, &SecretBytes::new(signed))?)
    }

    pub(super) async fn heal(&mut self, gone: Vec<Place>, now: Timestamp) -> Result<(), LogError> {
        let mut last = None;
        for place in gone.into_iter().take(MOST_HEALED) {
            let Some(sealed) = self.sealed(place)? else { continue };
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
        self.heal_damaged().await
    }

    /// What lies where an entry was can't be overwritten; a segment gives the entry out again.
    async fn heal_damaged(&mut self) -> Result<(), LogError> {
        if self.damaged.is_empty() {
            return Ok(());
        }
        let mut packer = Packer::new();
        let mut healed = Vec::new();
        for place in &self.damaged {
            if packer.is_full() {
                break;
            }
            if let Some(sealed) = self.sealed(*place)? {
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
