//! One look at a team: its log, what the log says, and the keys that this person has.

use std::{collections::HashSet, sync::Arc};

use credenza_crypto::{
    identity::Identity,
    random::{Random, RandomError},
    record::{self, Class, RecordHeader},
    team::entry,
};
use credenza_model::{
    ids::{DeviceId, PersonId, RecordId, TeamId},
    team::{BlobId, Entry, EntryId, Graph, PutState, RecordState, TeamState, fold},
};
use credenza_secret::SecretBytes;
use credenza_store::StoredTeam;
use credenza_team::{Log, Setup, SignedEntries, location::Location};

use super::{
    content::Content,
    held::{Behind, Boxed, Keys, Lent, Memory, Parts, Prepared, Turn},
    place,
    shelf::StoreShelf,
};
use crate::{AppError, ErrorCode, Host, Workspace};

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
        let parts = Parts {
            place: stored.location.clone(),
            location,
            log,
            device_key: identity.device_key(),
            graph,
            state,
            keys,
            sealing: None,
            behind: Behind::default(),
            boxed: Boxed::default(),
            memory: Memory::default(),
        };
        let mut session = Self::resume(workspace, stored, identity, parts);
        session.seal_under_the_newest();
        session.hear_members()?;
        Ok(session)
    }

    /// The team as a session before left it.
    pub(super) fn resume(
        workspace: &'w Workspace,
        stored: StoredTeam,
        identity: Identity,
        parts: Parts,
    ) -> Self {
        Self {
            workspace,
            stored,
            identity,
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
        }
    }

    /// Nobody but a member can stop writing by what they sign.
    pub(super) fn hear_members(&mut self) -> Result<(), AppError> {
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

    /// From now on seals under the newest team key that is known.
    pub(super) fn seal_under_the_newest(&mut self) {
        let Some((epoch, key)) = self.keys.current(None, &self.state.epochs) else { return };
        if self.sealing != Some(epoch) {
            self.log.renew_key(epoch.0, key.envelope());
            self.sealing = Some(epoch);
        }
    }

    /// Remembers since when blobs are not to be had, for the next session to go by.
    pub(super) fn note_troubles(&mut self) -> Result<(), AppError> {
        Ok(self.log.watch(self.workspace.host.now())?)
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

/// An entry that contradicts others was raised as an alarm by the log; it does not count here.
pub(super) fn take(graph: &mut Graph, id: EntryId, entry: Entry) {
    if let Err(error) = graph.add(id, entry) {
        tracing::warn!(%error, "an entry does not count");
    }
}
