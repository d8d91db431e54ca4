//! Segments: many entries in one object.

use std::collections::BTreeSet;

use futures::TryStreamExt as _;

use crate::{
    alarm::{Alarm, AlarmKind},
    entry::Entries,
    location::{Created, LARGEST_OBJECT, LocationError, Names, ObjectName, Place},
    log::{Log, LogError},
    segment::{Packer, SEGMENT, unpack},
};

/// Places for a segment that are tried, each taken by another.
const TRIES: usize = 8;

impl<E: Entries> Log<E> {
    /// Whether so many entries lie alone that they should be packed.
    #[must_use]
    pub fn should_pack(&self) -> bool {
        let packed = self.segments.saturating_mul(SEGMENT as u64);
        self.known.count() >= packed.saturating_add(SEGMENT as u64)
    }

    /// Packs entries that lie alone, a full segment at a time; gives the number of segments. Of
    /// devices that pack at the same time one succeeds, and the others go on after it.
    ///
    /// # Errors
    /// A [`LogError`].
    pub async fn pack(&mut self) -> Result<usize, LogError> {
        if self.is_stopped() {
            return Err(LogError::Stopped);
        }
        let (mut alone, mut count, mut late) = (self.alone().await?, 0, 0);
        let order = self.order()?;
        while alone.len() >= SEGMENT && late < TRIES {
            let mut packer = Packer::new();
            let mut taken = 0;
            for place in &alone {
                if packer.is_full() {
                    break;
                }
                let Some(sealed) = self.sealed(&order, *place)? else {
                    return Err(LogError::NoKey);
                };
                packer.add(*place, &sealed);
                taken += 1;
            }
            let (bytes, places) = packer.finish();
            if self.offer_segment(bytes, &places).await? {
                alone.drain(..taken);
                count += 1;
            } else {
                alone = self.alone().await?;
                late += 1;
            }
        }
        Ok(count)
    }

    /// Entries that no segment holds, in the order in which they came.
    async fn alone(&mut self) -> Result<Vec<Place>, LogError> {
        self.count_segments().await?;
        self.read_segments().await?;
        let packed: BTreeSet<Place> = self.shelf.packed()?.into_iter().collect();
        let kept = self.shelf.kept()?.into_iter().map(|(place, _, _)| place);
        Ok(kept.filter(|place| !packed.contains(place)).collect())
    }

    /// Puts a segment at the first free place.
    pub(super) async fn put_segment(&mut self, packer: Packer) -> Result<(), LogError> {
        let (bytes, places) = packer.finish();
        if places.is_empty() {
            return Ok(());
        }
        self.count_segments().await?;
        for _ in 0..TRIES {
            if self.offer_segment(bytes.clone(), &places).await? {
                return Ok(());
            }
        }
        Err(LogError::PlacesTaken)
    }

    /// Whether a segment got the next number.
    async fn offer_segment(&mut self, bytes: Vec<u8>, places: &[Place]) -> Result<bool, LogError> {
        let number = self.segments;
        let created = self.location.create(&ObjectName::Segment(number), bytes).await?;
        self.segments = number.saturating_add(1);
        if created == Created::New && self.shelf.next_segment()? == number {
            self.shelf.set_packed(number.saturating_add(1), places)?;
        }
        Ok(created == Created::New)
    }

    /// Reads every segment that was not read yet.
    pub(super) async fn read_segments(&mut self) -> Result<(), LogError> {
        for number in self.shelf.next_segment()?..self.segments {
            let good = self.read_segment(number).await?;
            self.shelf.set_packed(number.saturating_add(1), &good)?;
        }
        Ok(())
    }

    /// Reads a segment; gives the entries in it that are held now.
    pub(super) async fn read_segment(&mut self, number: u64) -> Result<Vec<Place>, LogError> {
        let name = ObjectName::Segment(number);
        let bytes = match self.location.get(&name, LARGEST_OBJECT).await {
            Ok(bytes) => bytes,
            // Numbers are given one after the other, but a listing may show any.
            Err(LocationError::Missing) => Vec::new(),
            Err(LocationError::TooLarge | LocationError::NotAnObject) => {
                self.raise(Alarm::new(AlarmKind::Damaged, name))?;
                Vec::new()
            }
            Err(error) => return Err(error.into()),
        };
        let (found, whole) = unpack(&bytes);
        if !whole && !bytes.is_empty() {
            self.raise(Alarm::new(AlarmKind::Damaged, name))?;
        }
        let places: Vec<Place> = found.iter().map(|(place, _)| *place).collect();
        let (firsts, rest) = found.into_iter().partition(|(place, _)| place.sequence == 0);
        self.read_firsts(firsts, number).await?;
        let known = &self.known;
        let unknown = |(place, _): &(Place, Vec<u8>)| known.at(*place).is_none();
        let rest: Vec<(Place, Vec<u8>)> = rest;
        self.examine(rest.into_iter().filter(unknown).collect(), Some(number))?;
        Ok(places.into_iter().filter(|place| self.known.at(*place).is_some()).collect())
    }

    /// The first entry tells whose a chain is, and anybody can pack one of their own in another's
    /// name. So it is read at its own place, where only one can lie, and out of the segment when what
    /// lies there is of no use. What is lost comes back by those who hold it.
    async fn read_firsts(
        &mut self,
        mut firsts: Vec<(Place, Vec<u8>)>,
        number: u64,
    ) -> Result<(), LogError> {
        firsts.retain(|(place, _)| self.known.at(*place).is_none());
        self.fetch_places(firsts.iter().map(|(place, _)| *place).collect()).await?;
        let (known, useless) = (&self.known, &self.useless);
        firsts.retain(|(place, _)| known.at(*place).is_none() && useless.contains(place));
        self.examine(firsts, Some(number))
    }

    /// Lists segments that were not seen before. A number out of line is somebody's joke: the
    /// count goes on only as far as the numbers do.
    pub(super) async fn count_segments(&mut self) -> Result<(), LogError> {
        let after = self.segments.checked_sub(1).map(ObjectName::Segment);
        let mut numbers = BTreeSet::new();
        let mut listing = self.location.list(Names::Segments, after);
        while let Some(one) = listing.try_next().await? {
            if let ObjectName::Segment(number) = one.name {
                numbers.insert(number);
            }
        }
        while numbers.contains(&self.segments) {
            self.segments += 1;
        }
        Ok(())
    }
}
