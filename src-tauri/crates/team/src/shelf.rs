//! What this device keeps of a team between two runs. The workspace's store implements it; what it
//! keeps lies in the encrypted database.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Mutex, MutexGuard, PoisonError},
};

use crate::{
    alarm::Alarm,
    location::{ChainId, Digest, ObjectName, Place},
};

/// The store of this device did not do what it was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this device's own store failed")]
pub struct ShelfError;

/// An entry to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Its place.
    pub place: Place,
    /// Its name.
    pub id: Digest,
    /// The key that signed it.
    pub device_key: [u8; 32],
    /// The signed entry, out of its envelope.
    pub signed: Vec<u8>,
}

/// An entry that is on its way: its bytes are settled before the first attempt, so that each
/// further one sends the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outgoing {
    /// Where it goes.
    pub place: Place,
    /// The signed entry.
    pub signed: Vec<u8>,
    /// The same in its envelope.
    pub sealed: Vec<u8>,
}

/// A device's memory of one team. Each call is one transaction and durable when it returns.
pub trait Shelf: Send + Sync {
    /// Every kept entry without its bytes, in the order in which they were kept.
    ///
    /// # Errors
    /// [`ShelfError`], as all of these.
    fn kept(&self) -> Result<Vec<(Place, Digest, [u8; 32])>, ShelfError>;
    /// A kept entry's signed bytes.
    fn signed(&self, place: Place) -> Result<Option<Vec<u8>>, ShelfError>;
    /// Keeps entries, in this order.
    fn keep(&self, entries: &[Kept]) -> Result<(), ShelfError>;
    /// The chain to which this device writes.
    fn own_chain(&self) -> Result<Option<ChainId>, ShelfError>;
    /// Writes to another chain from now on; none for one that is yet to be begun.
    fn set_own_chain(&self, chain: Option<ChainId>) -> Result<(), ShelfError>;
    /// The entry that is on its way.
    fn outgoing(&self) -> Result<Option<Outgoing>, ShelfError>;
    /// Remembers it, or that there is none any more.
    fn set_outgoing(&self, outgoing: Option<&Outgoing>) -> Result<(), ShelfError>;
    /// Places that segments hold.
    fn packed(&self) -> Result<Vec<Place>, ShelfError>;
    /// The first segment that was not read.
    fn next_segment(&self) -> Result<u64, ShelfError>;
    /// Remembers what segments before `next` hold.
    fn set_packed(&self, next: u64, places: &[Place]) -> Result<(), ShelfError>;
    /// Alarms that nobody has answered.
    fn alarms(&self) -> Result<Vec<Alarm>, ShelfError>;
    /// Remembers one; a second time is no error.
    fn add_alarm(&self, alarm: &Alarm) -> Result<(), ShelfError>;
    /// Forgets them: a person has decided to go on.
    fn clear_alarms(&self) -> Result<(), ShelfError>;
    /// Since when something is known to be wrong with objects; seconds since 1970.
    fn since(&self) -> Result<Vec<(ObjectName, i64)>, ShelfError>;
    /// Remembers that instead of what was remembered.
    fn set_since(&self, since: &[(ObjectName, i64)]) -> Result<(), ShelfError>;
    /// Names of blobs that are held as they lay in the location, each with its length in bytes.
    fn held_blobs(&self) -> Result<BTreeMap<Digest, u64>, ShelfError>;
    /// A held blob's bytes.
    fn held_blob(&self, id: Digest) -> Result<Option<Vec<u8>>, ShelfError>;
    /// Holds these blobs too, by name, and `gone` no more.
    fn hold_blobs(
        &self,
        blobs: &BTreeMap<Digest, Vec<u8>>,
        gone: &BTreeSet<Digest>,
    ) -> Result<(), ShelfError>;
    /// Blobs that are needed and for which there was no room, each with its length in bytes.
    fn unheld(&self) -> Result<BTreeMap<Digest, u64>, ShelfError>;
    /// Remembers those instead of what was remembered.
    fn set_unheld(&self, blobs: &BTreeMap<Digest, u64>) -> Result<(), ShelfError>;
}

#[derive(Default)]
struct Memory {
    order: Vec<(Place, Digest, [u8; 32])>,
    signed: BTreeMap<Place, Vec<u8>>,
    own: Option<ChainId>,
    outgoing: Option<Outgoing>,
    packed: BTreeSet<Place>,
    next_segment: u64,
    alarms: BTreeSet<Alarm>,
    since: Vec<(ObjectName, i64)>,
    blobs: BTreeMap<Digest, Vec<u8>>,
    unheld: BTreeMap<Digest, u64>,
}

/// A memory that ends with the process, for trying things out.
#[derive(Default)]
pub struct MemoryShelf(Mutex<Memory>);

impl MemoryShelf {
    fn lock(&self) -> MutexGuard<'_, Memory> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Shelf for MemoryShelf {
    fn kept(&self) -> Result<Vec<(Place, Digest, [u8; 32])>, ShelfError> {
        Ok(self.lock().order.clone())
    }

    fn signed(&self, place: Place) -> Result<Option<Vec<u8>>, ShelfError> {
        Ok(self.lock().signed.get(&place).cloned())
    }

    fn keep(&self, entries: &[Kept]) -> Result<(), ShelfError> {
        let mut memory = self.lock();
        for entry in entries {
            memory.order.push((entry.place, entry.id, entry.device_key));
            memory.signed.insert(entry.place, entry.signed.clone());
        }
        Ok(())
    }

    fn own_chain(&self) -> Result<Option<ChainId>, ShelfError> {
        Ok(self.lock().own)
    }

    fn set_own_chain(&self, chain: Option<ChainId>) -> Result<(), ShelfError> {
        self.lock().own = chain;
        Ok(())
    }

    fn outgoing(&self) -> Result<Option<Outgoing>, ShelfError> {
        Ok(self.lock().outgoing.clone())
    }

    fn set_outgoing(&self, outgoing: Option<&Outgoing>) -> Result<(), ShelfError> {
        self.lock().outgoing = outgoing.cloned();
        Ok(())
    }

    fn packed(&self) -> Result<Vec<Place>, ShelfError> {
        Ok(self.lock().packed.iter().copied().collect())
    }

    fn next_segment(&self) -> Result<u64, ShelfError> {
        Ok(self.lock().next_segment)
    }

    fn set_packed(&self, next: u64, places: &[Place]) -> Result<(), ShelfError> {
        let mut memory = self.lock();
        memory.next_segment = next;
        memory.packed.extend(places);
        Ok(())
    }

    fn alarms(&self) -> Result<Vec<Alarm>, ShelfError> {
        Ok(self.lock().alarms.iter().copied().collect())
    }

    fn add_alarm(&self, alarm: &Alarm) -> Result<(), ShelfError> {
        self.lock().alarms.insert(*alarm);
        Ok(())
    }

    fn clear_alarms(&self) -> Result<(), ShelfError> {
        self.lock().alarms.clear();
        Ok(())
    }

    fn since(&self) -> Result<Vec<(ObjectName, i64)>, ShelfError> {
        Ok(self.lock().since.clone())
    }

    fn set_since(&self, since: &[(ObjectName, i64)]) -> Result<(), ShelfError> {
        self.lock().since = since.to_vec();
        Ok(())
    }

    fn held_blobs(&self) -> Result<BTreeMap<Digest, u64>, ShelfError> {
        Ok(self.lock().blobs.iter().map(|(id, bytes)| (*id, bytes.len() as u64)).collect())
    }

    fn held_blob(&self, id: Digest) -> Result<Option<Vec<u8>>, ShelfError> {
        Ok(self.lock().blobs.get(&id).cloned())
    }

    fn hold_blobs(
        &self,
        blobs: &BTreeMap<Digest, Vec<u8>>,
        gone: &BTreeSet<Digest>,
    ) -> Result<(), ShelfError> {
        let mut memory = self.lock();
        memory.blobs.retain(|id, _| !gone.contains(id));
        memory.blobs.extend(blobs.iter().map(|(id, bytes)| (*id, bytes.clone())));
        Ok(())
    }

    fn unheld(&self) -> Result<BTreeMap<Digest, u64>, ShelfError> {
        Ok(self.lock().unheld.clone())
    }

    fn set_unheld(&self, blobs: &BTreeMap<Digest, u64>) -> Result<(), ShelfError> {
        self.lock().unheld.clone_from(blobs);
        Ok(())
    }
}
