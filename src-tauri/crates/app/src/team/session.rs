//! One look at a team: its log, what the log says, and the keys that this person has.

use std::{collections::HashSet, sync::Arc};

use credenza_crypto::{
    identity::Identity,
    random::{Random, RandomError},
    record::{self, Class, RecordHeader},
    team::entry,
};
use credenza_model::{
    ids::{ChainId, DeviceId, PersonId, RecordId, TeamId},
    team::{BlobId, Entry, EntryId, Graph, Op, PutState, RecordState, TeamState, fold},
};
use credenza_secret::SecretBytes;
use credenza_store::StoredTeam;
use credenza_team::{
    Extent, Log, LogError, Setup, SignError, SignedEntries, Slot, location::Location,
};

use super::{
    behind::Behind,
    boxes::Boxed,
    content::Content,
    keep::{Lent, Memory},
    keys::Keys,
    my_devices::LOST,
    place,
    prepared::Prepared,
    shelf::StoreShelf,
    turn::Turn,
};
use crate::{AppError, ErrorCode, Host, Workspace};

/// How often new keys may lead to entries that hold newer keys, in one look.
const ROUNDS: usize = 1_000;

/// The host's random bytes, for a log.
pub(super) struct HostRandom(pub(super) Arc<dyn Host>);

impl Random for HostRandom {
    fn fill(&self, out: &mut [u8]) -> Result<(), RandomError> {
        self.0.random().fill(out)
    }
}

/// A team as this device sees it.
pub(super) struct Session<'w> {
    pub(super) workspace: &'w Workspace,
    pub(super) stored: StoredTeam,
    pub(super) identity: Identity,
    pub(super) location: Arc<dyn Location>,
    pub(super) log: Lent<Log<SignedEntries>>,
    pub(super) graph: Graph,
    pub(super) state: TeamState,
    pub(super) keys: Keys,
    /// The team key under which the log seals.
    pub(super) sealing: Option<EntryId>,
    /// Held while this session may write.
    pub(super) turn: Option<Turn>,
    /// Records that have revisions which are not in what stands here.
    pub(super) behind: Behind,
    /// For whom there are boxes.
    pub(super) boxed: Boxed,
    /// Keys on their way into the log.
    pub(super) prepared: Prepared,
    /// Whether the location was not reached.
    pub(super) offline: bool,
    /// Whether the location could not even be opened.
    pub(super) away: bool,
    /// What the next session needs.
    pub(super) memory: Memory,
    /// False while something is under way: what is cut off there is read from the store again.
    pub(super) whole: bool,
    /// Whether everything is looked at, not only what is new.
    pub(super) thorough: bool,
    /// Whether something failed by chance, so that the next look tries it again.
    pub(super) unsure: bool,
}

impl Drop for Session<'_> {
    fn drop(&mut self) {
        // Without the turn somebody else may be at it.
        if self.turn.is_some() {
            self.keep_prepared();
            self.give_back();
        }
    }
}

impl<'w> Session<'w> {
    /// The team as this device left it.
    pub(super) fn open(workspace: &'w Workspace, stored: StoredTeam) -> Result<Self, AppError> {
        let location = workspace.team_place_or_away(&stored.location)?;
        let mut session = Self::open_at(workspace, stored, location)?;
        session.away = place::is_away(&session.stored.location);
        Ok(session)
    }

    pub(super) fn open_at(
        workspace: &'w Workspace,
        stored: StoredTeam,
        location: Arc<dyn Location>,
    ) -> Result<Self, AppError> {
        let identity = workspace.identity()?;
        let team = TeamId::from_bytes(stored.team);
        let mut log = Log::open(Setup {
            location: Arc::clone(&location),
            entries: Arc::new(SignedEntries),
            shelf: Arc::new(StoreShelf { store: workspace.shared_store(), team: stored.team }),
            random: Arc::new(HostRandom(Arc::clone(&workspace.host))),
            team: stored.team,
            device_key: identity.device_key(),
        })?;
        let keys = workspace.team_keys(stored.team)?;
        let mut graph = Graph::new(team);
        for (links, entry) in log.replay()? {
            take(&mut graph, EntryId(links.id), entry);
        }
        let state = fold(&graph);
        for epoch in &state.epochs {
            if let Some(key) = keys.get(None, epoch.name) {
                log.remember_key(epoch.name.0, key.envelope());
            }
        }
        let mut session = Self {
            workspace,
            stored,
            identity,
            location,
            log: Lent::new(log),
            graph,
            state,
            keys,
            sealing: None,
            turn: None,
            behind: Behind::default(),
            boxed: Boxed::default(),
            prepared: Prepared::default(),
            offline: false,
            away: false,
            memory: Memory::default(),
            whole: true,
            thorough: false,
            unsure: false,
        };
        session.seal_under_the_newest();
        session.hear_members()?;
        Ok(session)
    }

    /// Nobody but a member can stop writing by what they sign.
    fn hear_members(&mut self) -> Result<(), AppError> {
        let members = self.state.members.values();
        let devices: HashSet<DeviceId> =
            members.flat_map(|member| member.devices.iter().copied()).collect();
        Ok(self.log.hear(move |key| devices.contains(&entry::device_id(key)))?)
    }

    pub(super) fn team(&self) -> TeamId {
        TeamId::from_bytes(self.stored.team)
    }

    pub(super) fn me(&self) -> PersonId {
        PersonId::from_bytes(self.identity.person())
    }

    /// Looks for news until nothing new comes. True when something came. A location that can't be
    /// reached is noted, and what is here stays good.
    pub(super) async fn pull(&mut self) -> Result<bool, AppError> {
        let mut news = false;
        let mut paired = self.attempt_paired_keys()?;
        for round in 0..ROUNDS {
            let now = self.workspace.host.now();
            self.whole = false;
            let looked = if self.thorough || round > 0 {
                self.log.reconcile(now, Extent::Everything).await
            } else {
                self.log.look(now).await
            };
            self.whole = true;
            let pulled = match looked {
                Ok(pulled) => pulled,
                Err(LogError::Location(error)) if error.may_pass() || is_gone(error) => {
                    self.offline = true;
                    return Ok(news);
                }
                Err(error) => return Err(error.into()),
            };
            self.memory.synced = Some(now);
            if pulled.missing.is_empty() {
                self.note_looked(now)?;
            }
            if !pulled.entries.is_empty() {
                self.take_in_entries(pulled.entries);
                news = true;
            }
            self.leave_the_copy()?;
            self.hear_members()?;
            let epochs = self.state.epochs.clone();
            let found = self.find_keys(None, &epochs, &[]).await?;
            let answered =
                self.open_later_answers().await? | self.learn_paired_keys(&mut paired)?;
            self.seal_under_the_newest();
            news |= found || answered;
            if !found && !answered {
                break;
            }
        }
        Ok(news)
    }

    fn take_in_entries(&mut self, entries: Vec<(credenza_team::Links, Entry)>) {
        for (links, entry) in entries {
            take(&mut self.graph, EntryId(links.id), entry);
        }
        self.state = fold(&self.graph);
        self.memory.shown = None;
        self.workspace.turns.kept.count_news();
    }

    /// From now on seals under the newest team key that is known.
    pub(super) fn seal_under_the_newest(&mut self) {
        let Some((epoch, key)) = self.keys.current(None, &self.state.epochs) else { return };
        if self.sealing != Some(epoch) {
            self.log.renew_key(epoch.0, key.envelope());
            self.sealing = Some(epoch);
        }
    }

    /// As [`Session::may_write`]; an owner makes the team's key first when it waits for one.
    pub(super) async fn ready_to_write(&mut self) -> Result<(), AppError> {
        if self.may_write().is_err() {
            self.make_pending_keys().await?;
        }
        self.may_write()
    }

    /// Refuses to write where writing could do harm, as under a key that somebody has who was
    /// removed.
    pub(super) fn may_write(&self) -> Result<(), AppError> {
        self.may_renew_keys()?;
        let mut epochs = self.state.epochs.iter().filter(|epoch| epoch.current);
        if self.state.key_pending || !epochs.any(|epoch| self.sealing == Some(epoch.name)) {
            return Err(AppError::not_allowed(
                "Someone left this team or lost a device, and its new key is not here yet. Your \
                 changes are kept and sent once it is.",
            ));
        }
        Ok(())
    }

    /// Refuses to write even what makes a new key of the team, or leaves it.
    pub(super) fn may_renew_keys(&self) -> Result<(), AppError> {
        if self.offline {
            return Err(AppError::new(ErrorCode::LocationUnavailable));
        }
        if self.log.is_stopped() {
            return Err(AppError::new(ErrorCode::LocationAlarm));
        }
        if self.state.update_needed {
            return Err(AppError::new(ErrorCode::NewerFormat));
        }
        if !self.state.members.contains_key(&self.me()) {
            return Err(AppError::not_allowed("You are not a member of this team."));
        }
        if self.is_lost() {
            return Err(AppError::not_allowed(LOST));
        }
        Ok(())
    }

    /// Signs and writes one entry, and takes it into account.
    pub(super) async fn write(&mut self, ops: Vec<Op>) -> Result<EntryId, AppError> {
        let now = self.workspace.host.now();
        let (graph, identity, team) = (&self.graph, &self.identity, self.team());
        let is_member = |device| self.state.member_on(device).is_some();
        let sign = |slot: &Slot| {
            let chain = ChainId::from_bytes(slot.place.chain.0);
            let device_key = identity.device_key();
            let entry = Entry {
                team,
                chain,
                sequence: slot.place.sequence,
                device_key,
                device: entry::device_id(&device_key),
                previous: EntryId(slot.previous),
                heads: graph.frontier(chain, is_member),
                lamport: graph.next_lamport().ok_or(SignError)?,
                written: now.as_second(),
                blocked: slot.blocked.map(|at| (ChainId::from_bytes(at.chain.0), at.sequence)),
                ops: ops.clone(),
            };
            entry::sign(identity, &entry).map(|(_, bytes)| bytes).map_err(|_| SignError)
        };
        self.whole = false;
        let appended = self.log.append(now, sign).await?;
        self.whole = true;
        let id = EntryId(appended.links.id);
        self.take_in_entries(vec![(appended.links, appended.entry)]);
        Ok(id)
    }

    /// Remembers since when blobs are not to be had, for the next session to go by.
    pub(super) fn note_troubles(&mut self) -> Result<(), AppError> {
        Ok(self.log.watch(self.workspace.host.now())?)
    }

    /// Uploads a blob.
    pub(super) async fn put_blob(&mut self, content: &SecretBytes) -> Result<BlobId, AppError> {
        let blob = self.log.seal_blob(content)?;
        self.log.put_blob(&blob).await?;
        Ok(BlobId(blob.id))
    }

    /// A record as the log has it.
    pub(super) fn record(&self, record: RecordId) -> Result<&RecordState, AppError> {
        self.state.records.get(&record).ok_or_else(|| AppError::new(ErrorCode::NotFound))
    }

    /// What a revision is bound to.
    pub(super) fn put_header(&self, record: RecordId, put: &PutState) -> RecordHeader {
        self.record_header(record, put.lamport, *put.device.as_bytes())
    }

    pub(super) fn record_header(
        &self,
        record: RecordId,
        lamport: u64,
        device: [u8; 16],
    ) -> RecordHeader {
        RecordHeader {
            class: Class::Secret,
            schema: 1,
            scope: self.stored.team,
            record: *record.as_bytes(),
            epoch: 0,
            revision: lamport,
            author: device,
            previous: [0; 32],
        }
    }

    /// A blob; none when it is not to be had.
    pub(super) async fn blob(&mut self, blob: BlobId) -> Option<SecretBytes> {
        match self.log.blob(blob.0).await {
            Ok((content, _)) => Some(content),
            Err(_) => {
                // Of what is missed the log itself says when it came.
                self.unsure |= !self.log.misses(blob.0);
                None
            }
        }
    }

    /// Opens a revision; none when its key or its blob is not to be had.
    pub(super) async fn read(&mut self, record: RecordId, put: &PutState) -> Option<Content> {
        let key = self.keys.get(Some(record), put.epoch)?;
        let key = key.record(self.team(), record, put.epoch);
        let header = self.put_header(record, put);
        let blob = self.blob(put.blob).await?;
        // EXPOSE: the record in the blob is sealed once more.
        let content = record::open(&key, blob.expose(), &header).ok()?;
        Content::decode(&content).ok()
    }
}

fn is_gone(error: credenza_team::location::LocationError) -> bool {
    error == credenza_team::location::LocationError::NoSuchPlace
}

/// An entry that contradicts others was raised as an alarm by the log; it does not count here.
fn take(graph: &mut Graph, id: EntryId, entry: Entry) {
    if let Err(error) = graph.add(id, entry) {
        tracing::warn!(%error, "an entry does not count");
    }
}
