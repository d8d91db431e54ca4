//! Writing an entry: to the next place of this device's chain, once and for all.

use credenza_secret::SecretBytes;
use jiff::Timestamp;

use crate::{
    alarm::{Alarm, AlarmKind},
    entry::{Entries, Links, Slot},
    intake::Checked,
    location::{ChainId, Created, Digest, LARGEST_OBJECT, LocationError, ObjectName, Place},
    log::{
        Log, LogError,
        examine::{Found, look},
    },
    shelf::{Kept, Outgoing},
};

/// Chains that are begun for one entry, each place being taken.
const TRIES: usize = 3;

/// The entry could not be signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the entry could not be signed")]
pub struct SignError;

/// An entry that is in the location now.
pub struct Appended<T> {
    /// Where it stands.
    pub links: Links,
    /// The entry.
    pub entry: T,
}

enum Sent<T> {
    Done(Appended<T>),
    /// Something foreign lies there.
    Blocked(Place),
}

impl<E: Entries> Log<E> {
    /// Writes an entry. `sign` makes it for the place that it is told; it is asked again when a
    /// place turns out to be taken.
    ///
    /// Look for news before, and take what comes into account. Upload blobs before as well.
    ///
    /// # Errors
    /// A [`LogError`]. After one of the location the entry may be there: the next look sends exactly
    /// it again and tells of it.
    pub async fn append(
        &mut self,
        now: Timestamp,
        mut sign: impl FnMut(&Slot) -> Result<Vec<u8>, SignError>,
    ) -> Result<Appended<E::Entry>, LogError> {
        if self.is_stopped() {
            return Err(LogError::Stopped);
        }
        self.send_again(now).await?;
        let mut blocked = None;
        for _ in 0..TRIES {
            let slot = self.slot(blocked)?;
            let signed = sign(&slot).map_err(|SignError| LogError::Sign)?;
            let (links, _) = self.entries.check(&signed).map_err(|_| LogError::Sign)?;
            if links.place != slot.place || links.previous != slot.previous {
                return Err(LogError::Sign);
            }
            let name = ObjectName::Entry(slot.place);
            let content = SecretBytes::new(signed.clone());
            let sealed = self.keys.seal(&*self.random, &name, &content)?.ok_or(LogError::NoKey)?;
            let outgoing = Outgoing { place: slot.place, signed, sealed };
            self.shelf.set_outgoing(Some(&outgoing))?;
            match self.send(outgoing, now).await? {
                Sent::Done(appended) => return Ok(appended),
                Sent::Blocked(place) => blocked = Some(place),
            }
        }
        Err(LogError::PlacesTaken)
    }

    /// Sends the entry again that was on its way when the last attempt ended; none when there is
    /// none, or when its place is taken, so that it has to be made anew.
    ///
    /// # Errors
    /// A [`LogError`].
    pub async fn flush(&mut self, now: Timestamp) -> Result<Option<Appended<E::Entry>>, LogError> {
        let Some(outgoing) = self.shelf.outgoing()? else { return Ok(None) };
        match self.send(outgoing, now).await? {
            Sent::Done(appended) => Ok(Some(appended)),
            Sent::Blocked(_) => Ok(None),
        }
    }

    /// Whether an entry is on its way of which it is not known whether it arrived.
    ///
    /// # Errors
    /// [`LogError::Shelf`].
    pub fn is_sending(&self) -> Result<bool, LogError> {
        Ok(self.shelf.outgoing()?.is_some())
    }

    /// Sends what was on its way, so that whoever folds the log hears of it before the next entry is
    /// made.
    async fn send_again(&mut self, now: Timestamp) -> Result<(), LogError> {
        if self.is_stopped() {
            return Ok(());
        }
        if let Some(Appended { links, entry }) = self.flush(now).await? {
            self.arrived.push((links, entry));
        }
        Ok(())
    }

    /// The same before a look, which goes on when nothing can be written.
    pub(super) async fn try_to_send(&mut self, now: Timestamp) -> Result<(), LogError> {
        match self.send_again(now).await {
            Err(LogError::Location(_)) => Ok(()),
            other => other,
        }
    }

    fn slot(&self, blocked: Option<Place>) -> Result<Slot, LogError> {
        let own = self.shelf.own_chain()?;
        let (Some(chain), None) = (own, blocked) else {
            let chain = ChainId(self.random.bytes()?);
            self.shelf.set_own_chain(Some(chain))?;
            return Ok(Slot { place: Place::first(chain), previous: Digest::default(), blocked });
        };
        let (sequence, previous) = (self.known.next(chain), self.known.newest(chain));
        Ok(Slot { place: Place { chain, sequence }, previous, blocked: None })
    }

    async fn send(
        &mut self,
        outgoing: Outgoing,
        now: Timestamp,
    ) -> Result<Sent<E::Entry>, LogError> {
        let (name, place) = (ObjectName::Entry(outgoing.place), outgoing.place);
        if self.location.create(&name, outgoing.sealed.clone()).await? == Created::Existed
            && !self.is_ours(&outgoing).await?
        {
            self.shelf.set_outgoing(None)?;
            return if self.is_stopped() {
                Err(LogError::Stopped)
            } else {
                Ok(Sent::Blocked(place))
            };
        }
        let (links, entry) = self.entries.check(&outgoing.signed).map_err(|_| LogError::Sign)?;
        if self.known.at(place).is_none() {
            let kept =
                Kept { place, id: links.id, device_key: links.device_key, signed: outgoing.signed };
            self.shelf.keep(&[kept])?;
            self.known.add(place, links.id, links.device_key);
        }
        self.shelf.set_outgoing(None)?;
        self.mark(place, now).await;
        Ok(Sent::Done(Appended { links, entry }))
    }

    /// Whether what lies there already is what is being sent. If it is another entry of this
    /// device, somebody else writes with its key.
    async fn is_ours(&mut self, outgoing: &Outgoing) -> Result<bool, LogError> {
        let name = ObjectName::Entry(outgoing.place);
        let there = match self.location.get(&name, LARGEST_OBJECT).await {
            Ok(there) => there,
            Err(LocationError::TooLarge | LocationError::NotAnObject) => return Ok(false),
            Err(error) => return Err(error.into()),
        };
        if there == outgoing.sealed {
            return Ok(true);
        }
        match look(&self.keys, &*self.entries, outgoing.place, &there) {
            Found::Entry(found) if found.signed == outgoing.signed => Ok(true),
            Found::Entry(found) if found.links.device_key == self.device_key => {
                let Checked { links, .. } = *found;
                let theirs = Some(links.id);
                self.raise(Alarm { theirs, ..Alarm::new(AlarmKind::CopyInUse, name) })?;
                Ok(false)
            }
            _ => Ok(false),
        }
    }
}
