//! Boxes: for whom there are some, and what of them was uploaded.

use std::collections::{BTreeSet, HashMap};

use credenza_model::{ids::PersonId, team::BlobId};

use super::{FINGERPRINT, Fingerprint};

/// What is known of boxes: for whom there are some in a blob, and what need not be looked at again.
#[derive(Default)]
pub(crate) struct Boxed {
    people: HashMap<BlobId, BTreeSet<PersonId>>,
    settled: BTreeSet<Fingerprint>,
    /// What was found to be settled at this look.
    found: BTreeSet<Fingerprint>,
    /// Bytes of boxes that this look read to find whom they reach.
    read: usize,
}

impl Boxed {
    /// Notes for whom there are boxes in a blob.
    pub(crate) fn note(&mut self, blob: BlobId, people: impl IntoIterator<Item = PersonId>) {
        self.people.insert(blob, people.into_iter().collect());
    }

    /// For whom there are boxes in a blob, as far as that is known.
    pub(crate) fn people(&self, blob: BlobId) -> Option<&BTreeSet<PersonId>> {
        self.people.get(&blob)
    }

    /// Begins a look, with what the one before had settled.
    pub(crate) fn begin_look(&mut self, settled: &[u8]) {
        self.settled = settled.as_chunks::<FINGERPRINT>().0.iter().copied().collect();
        self.found.clear();
        self.read = 0;
    }

    /// What is settled after this look, for the next one; none when that is as it was.
    pub(crate) fn newly_settled(&self) -> Option<Vec<u8>> {
        let changed = self.found != self.settled;
        changed.then(|| self.found.iter().flatten().copied().collect())
    }

    /// Whether nothing has to be done about this; that is kept for the next look.
    pub(crate) fn is_settled(&mut self, what: Fingerprint) -> bool {
        let settled = self.settled.contains(&what);
        if settled {
            self.found.insert(what);
        }
        settled
    }

    pub(crate) fn settle(&mut self, what: Fingerprint) {
        self.found.insert(what);
    }

    /// Bytes that this look has read.
    pub(crate) fn read(&self) -> usize {
        self.read
    }

    pub(crate) fn count_read(&mut self, bytes: usize) {
        self.read += bytes;
    }
}

/// What of boxes was uploaded.
#[derive(Clone, Default)]
pub(crate) struct Sent {
    /// Parts, each with the last person that has a box in it.
    pub(crate) parts: Vec<(PersonId, BlobId)>,
    /// The blob for an entry to name.
    pub(crate) whole: Option<BlobId>,
}
