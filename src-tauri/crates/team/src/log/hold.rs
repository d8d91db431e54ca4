//! Blobs that this device holds as they lay in the location, to put back what that lost.

use std::collections::{BTreeMap, BTreeSet};

use futures::TryStreamExt as _;

use crate::{
    alarm::AlarmKind,
    entry::Entries,
    location::{Created, Digest, Names, ObjectName},
    log::{Extent, Log, LogError, SealedBlob},
    shelf::{Shelf, ShelfError},
};

/// What is needed and no larger than this is held in any case, in bytes.
const SMALL: u64 = 256 * 1024;
/// Of what is larger, bytes that are held of a team in all.
const MOST_LARGE: u64 = 64 * 1024 * 1024;
/// Bytes that wait to be held together.
const MOST_FRESH: usize = 1024 * 1024;
/// Names that are listed for one look, where a listing can start in the middle.
const MOST_NAMES: usize = 20_000;
/// Blobs that one look puts back, and about how many bytes; the next look goes on.
const MOST_PUT_BACK: usize = 1_000;
const MOST_BYTES_BACK: usize = 64 * 1024 * 1024;

/// What is held, and what is about to be.
#[derive(Default)]
pub(super) struct Held {
    /// With their lengths in bytes.
    kept: BTreeMap<Digest, u64>,
    fresh: BTreeMap<Digest, Vec<u8>>,
}

impl Held {
    pub(super) fn on(shelf: &dyn Shelf) -> Result<Self, ShelfError> {
        Ok(Self { kept: shelf.held_blobs()?, fresh: BTreeMap::new() })
    }
}

impl Held {
    fn has_room(&self, length: u64) -> bool {
        let fresh = self.fresh.values().map(|bytes| bytes.len() as u64);
        let large = self.kept.values().copied().chain(fresh).filter(|length| *length > SMALL);
        length <= SMALL || large.sum::<u64>() + length <= MOST_LARGE
    }
}

impl<E: Entries> Log<E> {
    /// Holds a blob that came through here, until it is said what is needed.
    pub(super) fn hold(&mut self, blob: &SealedBlob) -> Result<(), LogError> {
        let known = self.held.kept.contains_key(&blob.id) || self.held.fresh.contains_key(&blob.id);
        if known || !self.held.has_room(blob.bytes.len() as u64) {
            return Ok(());
        }
        self.held.fresh.insert(blob.id, blob.bytes.clone());
        let waits: usize = self.held.fresh.values().map(Vec::len).sum();
        if waits > MOST_FRESH { self.keep_held(BTreeSet::new()) } else { Ok(()) }
    }

    /// Of the blobs that came through here holds those in `needed`, over the end of this process, and
    /// lets go of the others.
    ///
    /// # Errors
    /// [`LogError::Shelf`].
    pub fn hold_only(&mut self, needed: &BTreeSet<Digest>) -> Result<(), LogError> {
        self.held.fresh.retain(|id, _| needed.contains(id));
        let kept = self.held.kept.keys();
        self.keep_held(kept.filter(|id| !needed.contains(*id)).copied().collect())
    }

    fn keep_held(&mut self, gone: BTreeSet<Digest>) -> Result<(), LogError> {
        let fresh = std::mem::take(&mut self.held.fresh);
        if !fresh.is_empty() || !gone.is_empty() {
            self.shelf.hold_blobs(&fresh, &gone)?;
        }
        self.held.kept.retain(|id, _| !gone.contains(id));
        self.held.kept.extend(fresh.into_iter().map(|(id, bytes)| (id, bytes.len() as u64)));
        Ok(())
    }

    /// A blob that is held, as it lay in the location.
    pub(super) fn held(&self, id: Digest) -> Result<Option<Vec<u8>>, LogError> {
        if let Some(bytes) = self.held.fresh.get(&id) {
            return Ok(Some(bytes.clone()));
        }
        let kept = self.held.kept.contains_key(&id);
        Ok(if kept { self.shelf.held_blob(id)? } else { None })
    }

    /// Puts back what is held and not listed, one after the other. What can't be put back is asked for
    /// again.
    pub(super) async fn heal_blobs(&mut self, extent: Extent) -> Result<(), LogError> {
        // A sample costs as much as everything where a listing can't start in the middle.
        let dear = extent != Extent::Everything && !self.location.seeks();
        if dear || (self.held.kept.is_empty() && self.held.fresh.is_empty()) {
            return Ok(());
        }
        let mut lost: BTreeSet<Digest> = self.held.kept.keys().copied().collect();
        lost.extend(self.held.fresh.keys());
        let seen = self.list_blobs(&mut lost).await?;
        lost.retain(|id| seen.contains(id));
        let mut sent = 0;
        for id in lost.into_iter().take(MOST_PUT_BACK) {
            if sent >= MOST_BYTES_BACK {
                break;
            }
            let Some(bytes) = self.held(id)? else { continue };
            sent += bytes.len();
            match self.location.create(&ObjectName::Blob(id), bytes).await {
                Ok(Created::New) => self.healed += 1,
                Ok(Created::Existed) => {}
                Err(_) => drop(self.troubles.insert(id, AlarmKind::Withheld)),
            }
        }
        Ok(())
    }

    /// Takes what is listed out of `lost`. Gives the part of all names that was looked at.
    async fn list_blobs(&self, lost: &mut BTreeSet<Digest>) -> Result<Part, LogError> {
        let seeks = self.location.seeks();
        let low = if seeks { self.random.bytes()? } else { [0; 32] };
        let most = if seeks { MOST_NAMES } else { usize::MAX };
        let mut part = Part { low, high: None };
        // From the middle to the end, and from the beginning to where it began.
        for after in [Some(low).filter(|_| seeks), None] {
            let start = after.map(ObjectName::Blob);
            let mut listing = self.location.list(Names::Blobs, start);
            let mut count = 0;
            while let Some(listed) = listing.try_next().await? {
                let ObjectName::Blob(id) = listed.name else { continue };
                lost.remove(&id);
                count += 1;
                if count == most {
                    part.high = Some(id);
                    break;
                }
            }
            if part.high.is_some() || after.is_none() || !seeks {
                break;
            }
        }
        Ok(part)
    }
}

/// The names after `low` up to `high`, around the end; all where there is no `high`.
struct Part {
    low: Digest,
    high: Option<Digest>,
}

impl Part {
    fn contains(&self, id: &Digest) -> bool {
        match self.high {
            None => true,
            Some(high) if high > self.low => *id > self.low && *id <= high,
            Some(high) => *id > self.low || *id <= high,
        }
    }
}
