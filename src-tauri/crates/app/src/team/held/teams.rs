//! Teams that stay open between calls, in the parts that outlive a session.

use std::{
    collections::HashMap,
    ops::{Deref, DerefMut},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use credenza_model::{
    ids::TeamId,
    team::{EntryId, Graph, TeamState},
};
use credenza_store::StoredTeam;
use credenza_team::{Log, SignedEntries, location::Location};

use super::{Behind, Boxed, Keys, Memory, Seen};

/// What is lent to a session until it is dropped.
pub(crate) struct Lent<T>(Option<T>);

impl<T> Lent<T> {
    pub(crate) fn new(value: T) -> Self {
        Self(Some(value))
    }

    /// Gives it back; none when that was done.
    pub(crate) fn take(&mut self) -> Option<T> {
        self.0.take()
    }
}

impl<T> Deref for Lent<T> {
    type Target = T;

    #[expect(clippy::expect_used, reason = "it is given back only when its session is dropped")]
    fn deref(&self) -> &T {
        self.0.as_ref().expect("lent")
    }
}

impl<T> DerefMut for Lent<T> {
    #[expect(clippy::expect_used, reason = "it is given back only when its session is dropped")]
    fn deref_mut(&mut self) -> &mut T {
        self.0.as_mut().expect("lent")
    }
}

/// Everything of a session that outlives it.
pub(crate) struct Parts {
    pub(crate) place: String,
    pub(crate) location: Arc<dyn Location>,
    pub(crate) log: Log<SignedEntries>,
    /// By which key the log writes: another session may have made this a new device.
    pub(crate) device_key: [u8; 32],
    pub(crate) graph: Graph,
    pub(crate) state: TeamState,
    pub(crate) keys: Keys,
    pub(crate) sealing: Option<EntryId>,
    pub(crate) behind: Behind,
    pub(crate) boxed: Boxed,
    pub(crate) memory: Memory,
}

/// The store as a session left it.
pub(crate) struct Left {
    /// While it is this, no other process wrote anything.
    pub(crate) version: u32,
    /// What is noted of the team.
    pub(crate) notes: [u8; 32],
}

/// A team as the last session left it.
pub(crate) struct Kept {
    /// None where that could not be told.
    pub(crate) left: Option<Left>,
    pub(crate) parts: Option<Parts>,
    pub(crate) seen: Seen,
}

/// The teams that are kept open; none where every call opens its own.
#[derive(Default)]
pub(crate) struct KeptTeams {
    all: Mutex<Option<HashMap<TeamId, Kept>>>,
    /// Counts entries that were taken in, and those that were told of.
    news: AtomicU64,
    told: AtomicU64,
}

impl KeptTeams {
    fn all(&self) -> MutexGuard<'_, Option<HashMap<TeamId, Kept>>> {
        self.all.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// From now on teams are kept.
    pub(crate) fn keep(&self) {
        self.all().get_or_insert_default();
    }

    pub(crate) fn put(&self, team: TeamId, kept: Kept) {
        if let Some(all) = self.all().as_mut() {
            all.insert(team, kept);
        }
    }

    /// What was shown of a team last.
    pub(crate) fn seen(&self, team: TeamId) -> Option<Seen> {
        self.all().as_ref()?.get(&team).map(|kept| kept.seen.clone())
    }

    /// The team could not be looked at.
    pub(crate) fn note_offline(&self, team: TeamId) {
        if let Some(kept) = self.all().as_mut().and_then(|all| all.get_mut(&team)) {
            kept.seen.offline = true;
        }
    }

    /// Entries came, by whatever call.
    pub(crate) fn count_news(&self) {
        self.news.fetch_add(1, Ordering::Relaxed);
    }

    /// Whether entries came since this was asked last.
    pub(crate) fn take_news(&self) -> bool {
        let news = self.news.load(Ordering::Relaxed);
        self.told.swap(news, Ordering::Relaxed) != news
    }

    pub(crate) fn forget(&self, team: TeamId) {
        if let Some(all) = self.all().as_mut() {
            all.remove(&team);
        }
    }

    pub(crate) fn take(&self, stored: &StoredTeam) -> Option<(Parts, Left)> {
        let mut all = self.all();
        let kept = all.as_mut()?.get_mut(&TeamId::from_bytes(stored.team))?;
        let (parts, left) = (kept.parts.take()?, kept.left.take()?);
        (parts.place == stored.location).then_some((parts, left))
    }
}
