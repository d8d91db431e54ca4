//! Keys of a team and of its records, kept sealed in this workspace.

use credenza_crypto::{
    record::{self, Class, RecordHeader},
    team::{
        boxes::{self, Context, Purpose},
        epoch::EpochKey,
    },
};
use credenza_model::{
    ids::RecordId,
    team::{BlobId, EntryId, EpochState},
};
use credenza_secret::SecretBytes;

use super::{
    held::{KeyName, Keys},
    parts::Boxes,
    session::Session,
};
use crate::{AppError, ErrorCode, Workspace};

impl Workspace {
    /// What a kept key is bound to.
    fn key_record(&self, team: [u8; 16], (record, epoch): KeyName) -> RecordHeader {
        RecordHeader {
            class: Class::Scope,
            schema: 2,
            scope: team,
            record: record.map_or([0; 16], |record| *record.as_bytes()),
            epoch: 1,
            revision: 1,
            author: self.id,
            previous: epoch.0,
        }
    }

    /// Every kept key of a team.
    pub(super) fn team_keys(&self, team: [u8; 16]) -> Result<Keys, AppError> {
        let mut keys = Keys::default();
        let rows = self.store().team_keys(&team)?;
        for (record, epoch, sealed) in rows {
            let record = (record != [0; 16]).then(|| RecordId::from_bytes(record));
            let name = (record, EntryId(epoch));
            let header = self.key_record(team, name);
            let content = record::open(&self.root().local(), &sealed, &header)
                .map_err(|_| AppError::new(ErrorCode::StoreDamaged))?;
            // EXPOSE: the key is read into its type.
            let bytes = content.expose().try_into();
            let bytes = bytes.map_err(|_| AppError::new(ErrorCode::StoreDamaged))?;
            keys.insert(name, EpochKey::from_bytes(bytes));
        }
        Ok(keys)
    }

    fn keep_key(&self, team: [u8; 16], name: KeyName, key: &EpochKey) -> Result<(), AppError> {
        let header = self.key_record(team, name);
        let content = key.to_secret_bytes();
        let sealed =
            self.sealer.seal(self.host.random(), &self.root().local(), &header, &content)?;
        let record = header.record;
        Ok(self.store().put_team_key(&team, &record, &name.1.0, &sealed.bytes)?)
    }
}

impl Session<'_> {
    /// Keeps a key, if it is the one that `commitment` binds. True when it is new here.
    pub(super) fn learn(
        &mut self,
        name: KeyName,
        commitment: &[u8; 32],
        key: EpochKey,
    ) -> Result<bool, AppError> {
        if !key.is_committed(commitment) || self.keys.get(name.0, name.1).is_some() {
            return Ok(false);
        }
        self.workspace.keep_key(self.stored.team, name, &key)?;
        if name.0.is_none() {
            self.log.remember_key(name.1.0, key.envelope());
        }
        self.keys.insert(name, key);
        // It may open what could not be shown.
        self.memory.shown = None;
        Ok(true)
    }

    /// What boxes of this blob for this person hold; nothing when it can't be had.
    async fn unbox(&mut self, blob: BlobId, record: Option<RecordId>) -> Vec<(EntryId, EpochKey)> {
        if blob == BlobId::default() {
            return Vec::new();
        }
        let context = Context { purpose: Purpose::Keys, team: self.team(), record };
        let opened = self.open_boxes(blob, &context, Boxes::Needed).await;
        opened.and_then(|content| boxes::read_keys(&content).ok()).unwrap_or_default()
    }

    /// Looks for keys of `epochs` that are not here: in their boxes, in `others` that were given
    /// with grants, and under newer keys. True when one was found.
    pub(super) async fn find_keys(
        &mut self,
        record: Option<RecordId>,
        epochs: &[EpochState],
        others: &[(EntryId, BlobId)],
    ) -> Result<bool, AppError> {
        let mut found = false;
        let missing = |keys: &Keys| epochs.iter().any(|e| keys.get(record, e.name).is_none());
        let own = epochs.iter().map(|epoch| (epoch.name, epoch.boxes));
        for (made_by, blob) in own.chain(others.iter().copied()).collect::<Vec<_>>() {
            if !missing(&self.keys) {
                break;
            }
            for (epoch, key) in self.unbox(blob, record).await {
                let epoch = if epoch == EntryId::default() { made_by } else { epoch };
                let Some(state) = epochs.iter().find(|state| state.name == epoch) else { continue };
                found |= self.learn((record, epoch), &state.commitment, key)?;
            }
        }
        while self.find_older(record, epochs)? {
            found = true;
        }
        Ok(found)
    }

    fn find_older(
        &mut self,
        record: Option<RecordId>,
        epochs: &[EpochState],
    ) -> Result<bool, AppError> {
        let mut opened = Vec::new();
        for newer in epochs {
            let Some(key) = self.keys.get(record, newer.name) else { continue };
            for previous in &newer.previous {
                let state = epochs.iter().find(|state| state.name == previous.epoch);
                let Some(state) = state else { continue };
                if self.keys.get(record, state.name).is_none() {
                    let older = key.open_previous(state.name, &state.commitment, &previous.sealed);
                    opened.extend(older.ok().map(|key| (state.name, state.commitment, key)));
                }
            }
        }
        let mut found = false;
        for (name, commitment, key) in opened {
            found |= self.learn((record, name), &commitment, key)?;
        }
        Ok(found)
    }

    /// The content of boxes for someone who gets every key of a record, or of the team, that this
    /// person has.
    pub(super) fn all_keys(&self, record: Option<RecordId>, epochs: &[EpochState]) -> SecretBytes {
        let known =
            |epoch: &EpochState| self.keys.get(record, epoch.name).map(|key| (epoch.name, key));
        boxes::keys(&epochs.iter().filter_map(known).collect::<Vec<_>>())
    }
}
