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
/// Bytes of blobs that one look gets to hold them, about.
const MOST_AGAIN: usize = 16 * 1024 * 1024;
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
    /// What came since it was said what is needed, with its length.
    came: BTreeMap<Digest, u64>,
    /// That for which there was no room, with its length.
    unheld: BTreeMap<Digest, u64>,
}

impl Held {
    pub(super) fn on(shelf: &dyn Shelf) -> Result<Self, ShelfError> {
        let (kept, unheld) = (shelf.held_blobs()?, shelf.unheld()?);
        Ok(Self { kept, unheld, ..Self::default() })
    }

    /// Whether what came may be held until it is said what is needed. What was held before that may
    /// be needed no more, and takes no room from it, but for what there was no room for before.
    fn has_room(&self, id: &Digest, length: u64) -> bool {
        let all = if self.unheld.contains_key(id) { self.lengths() } else { self.came.clone() };
        let large = all.values().filter(|length| **length > SMALL);
        length <= SMALL || large.sum::<u64>() + length <= MOST_LARGE
    }

    fn lengths(&self) -> BTreeMap<Digest, u64> {
        let fresh = self.fresh.iter().map(|(id, bytes)| (*id, bytes.len() as u64));
        self.kept.iter().map(|(id, length)| (*id, *length)).chain(fresh).collect()
    }
}

/// Which of blobs of these lengths there is room for, by need.
fn choose(needed: &[Digest], lengths: &BTreeMap<Digest, u64>) -> BTreeSet<Digest> {
    let (mut chosen, mut room) = (BTreeSet::new(), MOST_LARGE);
    for id in needed {
        let Some(length) = lengths.get(id).filter(|_| !chosen.contains(id)) else { continue };
        let large = if *length > SMALL { *length } else { 0 };
        if large <= room {
            room -= large;
            chosen.insert(*id);
        }
    }
    chosen
}

impl<E: Entries> Log<E> {
    /// Holds a blob that came through here, until it is said what is needed.
    pub(super) fn hold(&mut self, blob: &SealedBlob) -> Result<(), LogError> {
        let (held, length) = (&mut self.held, blob.bytes.len() as u64);
        if held.kept.contains_key(&blob.id) || held.fresh.contains_key(&blob.id) {
            return Ok(());
        }
        if !held.has_room(&blob.id, length) {
            held.unheld.insert(blob.id, length);
            return Ok(());
        }
        held.came.insert(blob.id, length);
        held.fresh.insert(blob.id, blob.bytes.clone());
        let waits: usize = held.fresh.values().map(Vec::len).sum();
        if waits > MOST_FRESH { self.keep_held(BTreeSet::new()) } else { Ok(()) }
    }

    /// Of the blobs that came through here holds those that are `needed`, over the end of this
    /// process, the first of them where there is no room for all, and lets go of the others.
    ///
    /// # Errors
    /// [`LogError::Shelf`].
    pub fn hold_only(&mut self, needed: &[Digest]) -> Result<(), LogError> {
        let lengths = self.held.lengths();
        let chosen = choose(needed, &lengths);
        let mut unheld = std::mem::take(&mut self.held.unheld);
        unheld.extend(lengths);
        let wanted: BTreeSet<Digest> = needed.iter().copied().collect();
        unheld.retain(|id, _| wanted.contains(id) && !chosen.contains(id));
        self.held.came.clear();
        self.held.fresh.retain(|id, _| chosen.contains(id));
        let kept = self.held.kept.keys();
        self.keep_held(kept.filter(|id| !chosen.contains(*id)).copied().collect())?;
        if self.shelf.unheld()? != unheld {
            self.shelf.set_unheld(&unheld)?;
        }
        self.held.unheld = unheld;
        Ok(())
    }

    /// Gets what is `needed` and there was no room for, as far as there is now: room that is left,
    /// or that something has which is needed less. One look gets about 16 MiB.
    ///
    /// # Errors
    /// [`LogError::Shelf`]; what is not to be had is asked for again by the next look.
    pub async fn hold_again(&mut self, needed: &[Digest]) -> Result<(), LogError> {
        let mut lengths = self.held.lengths();
        lengths.extend(&self.held.unheld);
        let chosen = choose(needed, &lengths);
        let lacking: Vec<Digest> =
            self.held.unheld.keys().filter(|id| chosen.contains(*id)).copied().collect();
        let mut got = 0;
        for id in &lacking {
            if got >= MOST_AGAIN {
                break;
            }
            let blob = match self.spare_blob(*id).await {
                Ok((_, blob)) => blob,
                Err(error @ LogError::Shelf(_)) => return Err(error),
                Err(_) => continue,
            };
            got += blob.bytes.len();
            self.held.unheld.remove(id);
            self.hold(&blob)?;
        }
        if got > 0 { self.hold_only(needed) } else { Ok(()) }
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
