//! Teams that stay open between calls: a look then costs what is new, and what the location holds
//! back for too long is noticed.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    ops::{Deref, DerefMut},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use credenza_crypto::{record::digest, team::invitation::InvitationSecret};
use credenza_model::{
    ids::{RecordId, TeamId},
    team::{EntryId, Graph, TeamState, fold},
};
use credenza_store::{StoredTeam, TeamHoldings};
use credenza_team::{Alarm, Log, SignedEntries, location::Location};
use jiff::Timestamp;

use super::{
    approve::{JoinRequest, Waiting},
    behind::Behind,
    boxes::Boxed,
    keys::Keys,
    prepared::Prepared,
    seen::Heard,
    session::Session,
    uses::Reported,
};
use crate::{AppError, Workspace};

/// What is lent to a session until it is dropped.
pub(super) struct Lent<T>(Option<T>);

impl<T> Lent<T> {
    pub(super) fn new(value: T) -> Self {
        Self(Some(value))
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

/// What a log says, as lists show it.
#[derive(Clone)]
pub(super) struct Shown {
    pub(super) state: Arc<TeamState>,
    pub(super) heard: Arc<Heard>,
    pub(super) uses: Arc<Reported>,
}

/// What a device remembers of a team while it is open, beyond its store.
#[derive(Default)]
pub(super) struct Memory {
    /// When the location was last looked at with success.
    pub(super) synced: Option<Timestamp>,
    /// When all that it has was here last.
    pub(super) looked: Option<Timestamp>,
    /// Secrets of invitations that were opened.
    pub(super) secrets: BTreeMap<[u8; 16], Arc<InvitationSecret>>,
    /// Who asks to join, by invitation. A request never changes.
    pub(super) asked: BTreeMap<[u8; 16], Arc<Waiting>>,
    /// Invitations whose guest came and has an answer.
    pub(super) settled: BTreeSet<[u8; 16]>,
    /// Whether the last look left nothing to take in or to send.
    pub(super) calm: bool,
    /// Changes that could not be sent, and will not be without news: how many of which record.
    pub(super) unsent: BTreeMap<RecordId, u64>,
    /// The state that was last shown, unless the log has changed since.
    pub(super) shown: Option<Shown>,
    /// When it was last counted what uses what is shared, and how the store was then.
    pub(super) counted: Option<(Timestamp, (u32, u64))>,
}

/// Everything of a session that outlives it.
pub(super) struct Parts {
    pub(super) place: String,
    pub(super) location: Arc<dyn Location>,
    pub(super) log: Log<SignedEntries>,
    /// By which key the log writes: another session may have made this a new device.
    pub(super) device_key: [u8; 32],
    pub(super) graph: Graph,
    pub(super) state: TeamState,
    pub(super) keys: Keys,
    pub(super) sealing: Option<EntryId>,
    pub(super) behind: Behind,
    pub(super) boxed: Boxed,
    pub(super) memory: Memory,
}

/// What lists show of a team, also while somebody works on it.
#[derive(Clone)]
pub(super) struct Seen {
    pub(super) state: Arc<TeamState>,
    pub(super) heard: Arc<Heard>,
    /// What others use of what is shared.
    pub(super) uses: Arc<Reported>,
    pub(super) alarms: Vec<Alarm>,
    pub(super) offline: bool,
    pub(super) synced: Option<Timestamp>,
    /// When all that is in the location was last here.
    pub(super) looked: Option<Timestamp>,
    pub(super) requests: Vec<JoinRequest>,
}

/// The store as a session left it.
struct Left {
    /// While it is this, no other process wrote anything.
    version: u32,
    /// What is noted of the team.
    notes: [u8; 32],
}

struct Kept {
    /// None where that could not be told.
    left: Option<Left>,
    parts: Option<Parts>,
    seen: Seen,
}

/// The teams that are kept open; none where every call opens its own.
#[derive(Default)]
pub(super) struct KeptTeams {
    all: Mutex<Option<HashMap<TeamId, Kept>>>,
    /// Counts entries that were taken in, and those that were told of.
    news: AtomicU64,
    told: AtomicU64,
}

impl KeptTeams {
    fn all(&self) -> MutexGuard<'_, Option<HashMap<TeamId, Kept>>> {
        self.all.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What was shown of a team last.
    pub(super) fn seen(&self, team: TeamId) -> Option<Seen> {
        self.all().as_ref()?.get(&team).map(|kept| kept.seen.clone())
    }

    /// The team could not be looked at.
    pub(super) fn note_offline(&self, team: TeamId) {
        if let Some(kept) = self.all().as_mut().and_then(|all| all.get_mut(&team)) {
            kept.seen.offline = true;
        }
    }

    /// Entries came, by whatever call.
    pub(super) fn count_news(&self) {
        self.news.fetch_add(1, Ordering::Relaxed);
    }

    /// Whether entries came since this was asked last.
    pub(super) fn take_news(&self) -> bool {
        let news = self.news.load(Ordering::Relaxed);
        self.told.swap(news, Ordering::Relaxed) != news
    }

    pub(super) fn forget(&self, team: TeamId) {
        if let Some(all) = self.all().as_mut() {
            all.remove(&team);
        }
    }

    fn take(&self, stored: &StoredTeam) -> Option<(Parts, Left)> {
        let mut all = self.all();
        let kept = all.as_mut()?.get_mut(&TeamId::from_bytes(stored.team))?;
        let (parts, left) = (kept.parts.take()?, kept.left.take()?);
        (parts.place == stored.location).then_some((parts, left))
    }
}

impl Workspace {
    /// From now on teams stay open between calls, until the workspace is dropped. For a process that
    /// stays.
    pub fn keep_teams_open(&self) {
        self.turns.kept.all().get_or_insert_default();
    }

    /// The team as a call before left it, or as it stands in the store.
    pub(super) fn take_up(&self, stored: StoredTeam) -> Result<Session<'_>, AppError> {
        let device_key = self.identity()?.device_key();
        let kept =
            self.turns.kept.take(&stored).filter(|(parts, _)| parts.device_key == device_key);
        match kept {
            Some((parts, left)) if self.is_as_left(&stored.team, &parts, &left)? => {
                Session::resume(self, stored, parts)
            }
            _ => Session::open(self, stored),
        }
    }

    /// Whether no other process used the team's log since. What it read or edited is no matter: that
    /// is asked of the store each time.
    fn is_as_left(&self, team: &[u8; 16], parts: &Parts, left: &Left) -> Result<bool, AppError> {
        if self.data_version()? == left.version {
            return Ok(true);
        }
        let entries = parts.log.known().count();
        let held = TeamHoldings { entries, keys: parts.keys.count() };
        Ok(self.store().team_holdings(team)? == held && self.team_notes(team)? == left.notes)
    }

    fn team_notes(&self, team: &[u8; 16]) -> Result<[u8; 32], AppError> {
        let all = self.store().team_notes(team)?;
        Ok(digest(&all.iter().flat_map(|note| digest(note)).collect::<Vec<_>>()))
    }

    fn as_left(&self, team: &[u8; 16]) -> Option<Left> {
        let version = self.data_version().ok()?;
        Some(Left { version, notes: self.team_notes(team).ok()? })
    }
}

impl<'w> Session<'w> {
    /// The team as a session before left it.
    fn resume(
        workspace: &'w Workspace,
        stored: StoredTeam,
        parts: Parts,
    ) -> Result<Self, AppError> {
        Ok(Self {
            workspace,
            identity: workspace.identity()?,
            stored,
            location: parts.location,
            log: Lent::new(parts.log),
            graph: parts.graph,
            state: parts.state,
            keys: parts.keys,
            sealing: parts.sealing,
            turn: None,
            behind: parts.behind,
            boxed: parts.boxed,
            prepared: Prepared::default(),
            offline: false,
            away: false,
            memory: parts.memory,
            whole: true,
            thorough: false,
            unsure: false,
        })
    }

    /// Leaves everything for the next session. What was cut off is opened anew from the store.
    pub(super) fn give_back(&mut self) {
        self.memory.calm &= !self.unsure;
        let left = self.workspace.as_left(&self.stored.team);
        let seen = self.seen();
        let team = self.team();
        let mut all = self.workspace.turns.kept.all();
        let Some(all) = all.as_mut() else { return };
        let Some(log) = self.log.0.take().filter(|_| self.whole && !self.away) else {
            all.insert(team, Kept { left, parts: None, seen });
            return;
        };
        let parts = Parts {
            place: self.stored.location.clone(),
            location: Arc::clone(&self.location),
            log,
            device_key: self.identity.device_key(),
            graph: std::mem::replace(&mut self.graph, Graph::new(team)),
            state: std::mem::replace(&mut self.state, fold(&Graph::new(team))),
            keys: std::mem::take(&mut self.keys),
            sealing: self.sealing,
            behind: std::mem::take(&mut self.behind),
            boxed: std::mem::take(&mut self.boxed),
            memory: std::mem::take(&mut self.memory),
        };
        all.insert(team, Kept { left, parts: Some(parts), seen });
    }
}
