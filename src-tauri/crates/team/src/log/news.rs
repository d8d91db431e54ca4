//! The frequent look: what the markers of the last half hour tell.

use futures::TryStreamExt as _;
use jiff::{SignedDuration, Timestamp};

use crate::{
    entry::Entries,
    location::{Bucket, ChainId, Created, Names, ObjectName, Place},
    log::{Log, LogError, Pulled, fetch::want},
};

/// Buckets that are looked at, the present one among them.
const BUCKETS: u32 = 3;
/// A clock that is fast by so much is no reason to come late.
const EARLY: SignedDuration = SignedDuration::from_mins(2);
/// Markers that one look takes in. More wait for the next.
const MOST_MARKERS: usize = 20_000;

impl<E: Entries> Log<E> {
    /// Looks for news.
    ///
    /// # Errors
    /// A [`LogError`]; what came before it is told by the next look.
    pub async fn poll(&mut self, now: Timestamp) -> Result<Pulled<E::Entry>, LogError> {
        self.vain = 0;
        let (mut wanted, again) = self.retry_sealed();
        self.try_to_send(now).await?;
        self.mark_again(now).await;
        let markers = self.recent_markers(now).await?;
        self.progress.begin(markers.len() as u64);
        for number in again {
            self.read_segment(number).await?;
        }
        for (_, place) in &markers {
            if place.sequence >= self.known.next(place.chain) {
                want(&mut wanted, *place);
            }
        }
        self.fetch(wanted).await?;
        let oldest = Bucket::of(now).before(BUCKETS);
        // A marker that came before its entry is looked at again.
        let known = &self.known;
        self.markers
            .extend(markers.into_iter().filter(|(_, at)| at.sequence < known.next(at.chain)));
        self.markers.retain(|(bucket, _)| *bucket >= oldest);
        self.ask_again().await?;
        self.report(now)
    }

    async fn recent_markers(&self, now: Timestamp) -> Result<Vec<(Bucket, Place)>, LogError> {
        let newest = Bucket::of(now.checked_add(EARLY).unwrap_or(now));
        let first = Bucket::of(now).before(BUCKETS - 1);
        let mut fresh = Vec::new();
        let folders: Vec<(Names, Option<ObjectName>)> = if self.location.seeks() {
            let last_before = Place { chain: ChainId([0xff; 16]), sequence: u64::MAX };
            let after = ObjectName::Marker(first.before(1), last_before);
            vec![(Names::Markers, Some(after))]
        } else {
            (first.0..=newest.0).map(|bucket| (Names::Bucket(Bucket(bucket)), None)).collect()
        };
        for (names, after) in folders {
            let mut listing = self.location.list(names, after);
            while let Some(listed) = listing.try_next().await? {
                let ObjectName::Marker(bucket, place) = listed.name else { continue };
                if bucket > newest || fresh.len() >= MOST_MARKERS {
                    break;
                }
                if !self.markers.contains(&(bucket, place)) {
                    fresh.push((bucket, place));
                }
            }
        }
        Ok(fresh)
    }

    /// Tells others of an entry. When that fails the entry is there nevertheless, and is told of
    /// later.
    pub(super) async fn mark(&mut self, place: Place, now: Timestamp) {
        let marker = ObjectName::Marker(Bucket::of(now), place);
        match self.location.create(&marker, Vec::new()).await {
            Ok(Created::New | Created::Existed) => {}
            Err(_) => self.unmarked.push(place),
        }
    }

    async fn mark_again(&mut self, now: Timestamp) {
        for place in std::mem::take(&mut self.unmarked) {
            self.mark(place, now).await;
        }
    }
}
