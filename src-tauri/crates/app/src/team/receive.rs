//! What colleagues changed comes into this workspace; what was taken back goes.

use credenza_model::{
    ids::{CredentialId, RecordId, VariableId},
    name::DisplayName,
    team::{EntryId, Op, PutState, RecordKind, RecordRole, RecordState, Subject},
};
use credenza_store::{DeletedKind, Edit, StoreError, TeamRecord};

use super::{
    content::{Content, Stamp},
    session::Session,
    things::{Untaken, VariableRecords},
};
use crate::AppError;

/// A role as a number of the store.
pub(super) fn role_number(role: RecordRole) -> u8 {
    match role {
        RecordRole::View => 0,
        RecordRole::ViewAndShare => 1,
        RecordRole::CoOwner => 2,
    }
}

impl Session<'_> {
    /// Brings everything that stands here for this team's records up to the log.
    pub(super) async fn receive(&mut self) -> Result<(), AppError> {
        let me = self.me();
        let is_member = self.state.members.contains_key(&me) && !self.is_lost();
        let records = self.state.records.clone();
        // A credential needs its variables.
        for kind in [RecordKind::Variable, RecordKind::Credential] {
            for (id, record) in records.iter().filter(|(_, record)| record.kind == kind) {
                match self.state.role_of(me, *id).filter(|_| is_member && !record.deleted) {
                    Some(role) => self.try_to_receive(*id, record, role).await?,
                    None => {
                        self.behind.remove(*id);
                        self.give_up(*id)?;
                    }
                }
            }
        }
        // Variables can only go once the credentials that used them went.
        for (id, record) in &records {
            let gone = record.deleted || !is_member || self.state.role_of(me, *id).is_none();
            if record.kind == RecordKind::Variable && gone {
                self.give_up(*id)?;
            }
        }
        Ok(())
    }

    /// Variables that stand here for records of this team.
    pub(super) fn variables(&self) -> Result<VariableRecords, AppError> {
        let rows = self.workspace.store().team_records(&self.stored.team)?;
        let variables = rows.iter().filter(|row| !row.is_credential);
        Ok(variables
            .map(|row| (RecordId::from_bytes(row.record), VariableId::from_bytes(row.thing)))
            .collect())
    }

    pub(super) fn row(&self, id: RecordId) -> Result<Option<TeamRecord>, AppError> {
        Ok(self.workspace.store().team_record(&self.stored.team, id.as_bytes())?)
    }

    /// Brings one record up to its revisions. False while some of them are not in what stands here.
    pub(super) async fn receive_one(
        &mut self,
        id: RecordId,
        record: &RecordState,
        role: RecordRole,
    ) -> Result<bool, AppError> {
        self.find_record_keys(id, record).await?;
        if record.heads.is_empty() {
            return Ok(true);
        }
        let role_number = role_number(role);
        // What stands here already is not fetched again.
        if let (Some(mut row), [head]) = (self.row(id)?, record.heads.as_slice())
            && row.put == Some(head.entry.0)
            // What access that was gone left behind is not whole.
            && row.role.is_some()
        {
            if row.role != Some(role_number) {
                row.role = Some(role_number);
                self.workspace.store().put_team_record(&row)?;
            }
            return Ok(true);
        }
        let Some((head, remote)) = self.merged(id, record).await else { return Ok(false) };
        let is_credential = record.kind == RecordKind::Credential;
        let here = self.row(id)?;
        let is_new = here.is_none();
        let mut row = match here {
            Some(row) => row,
            None => self.new_row(id, is_credential)?,
        };
        let is_back = row.role.is_none();
        row.role = Some(role_number);
        if row.changed > 0 && row.put.is_some() && self.is_deleted_here(&row)? {
            return Ok(false);
        }
        // Beside a revision of this device there may be one whose fields are not here.
        if row.put != Some(head.entry.0) || record.heads.len() > 1 || is_back {
            let heads: Vec<EntryId> = record.heads.iter().map(|head| head.entry).collect();
            let Some(content) = self.with_own_changes(&row, remote, &heads).await? else {
                return Ok(false);
            };
            if !self.note_versions(&row, &content)? {
                self.unsure = true;
                return Ok(false);
            }
            if !self.take_in(&row, &content)? {
                return Ok(false);
            }
            row.put = Some(head.entry.0);
        }
        if row.received && is_new && is_credential {
            self.note_arrival(&row, record);
        }
        let store = self.workspace.store();
        store.put_team_record(&row)?;
        // Several revisions side by side are made one by whoever may write.
        if record.heads.len() > 1 && role.may_edit() && row.changed == 0 {
            store.mark_team_record(&row.thing)?;
        }
        Ok(true)
    }

    fn new_row(&self, id: RecordId, is_credential: bool) -> Result<TeamRecord, AppError> {
        Ok(TeamRecord {
            team: self.stored.team,
            record: *id.as_bytes(),
            is_credential,
            thing: self.workspace.random()?,
            role: None,
            received: true,
            put: None,
            changed: 0,
        })
    }

    /// Whether what stood here was deleted, which the log is to be told.
    fn is_deleted_here(&self, row: &TeamRecord) -> Result<bool, AppError> {
        let store = self.workspace.store();
        let found = if row.is_credential {
            store.credential(CredentialId::from_bytes(row.thing)).map(drop)
        } else {
            store.variable(VariableId::from_bytes(row.thing)).map(drop)
        };
        match found {
            Ok(()) => Ok(false),
            Err(StoreError::NotFound) => Ok(true),
            Err(error) => Err(error.into()),
        }
    }

    pub(super) async fn find_record_keys(
        &mut self,
        id: RecordId,
        record: &RecordState,
    ) -> Result<(), AppError> {
        let me = Subject::Person(self.me());
        let mine = record.access.iter().filter(|a| a.to == me || a.to == Subject::Everyone);
        let given: Vec<_> = mine.filter_map(|a| Some((a.entry, a.boxes?))).collect();
        self.find_keys(Some(id), &record.epochs, &given).await.map(drop)
    }

    /// The newest revision, with every other that stands beside it merged in.
    pub(super) async fn merged(
        &mut self,
        id: RecordId,
        record: &RecordState,
    ) -> Option<(PutState, Content)> {
        let mut heads = record.heads.clone();
        heads.sort_by_key(|head| (head.lamport, head.entry));
        let is_credential = record.kind == RecordKind::Credential;
        let mut content: Option<Content> = None;
        let mut before: Vec<EntryId> = Vec::new();
        for head in &heads {
            let read = self.read(id, head).await?;
            match &mut content {
                Some(content) => {
                    let own = (content, before.as_slice());
                    self.merge_versions(is_credential, own, (read, &[head.entry]));
                }
                None => content = Some(read),
            }
            before.push(head.entry);
        }
        Some((heads.pop()?, content?))
    }

    /// The content of a revision that stood here before.
    pub(super) async fn base(&mut self, id: RecordId, put: [u8; 32]) -> Option<Content> {
        let index = self.graph.find(EntryId(put))?;
        let entry = self.graph.entry(index);
        let (epoch, blob) = entry.ops.iter().find_map(|op| match op {
            Op::Put { record, epoch, blob, .. } if *record == id => Some((*epoch, *blob)),
            _ => None,
        })?;
        let put = PutState {
            entry: EntryId(put),
            lamport: entry.lamport,
            by: self.me(),
            device: entry.device,
            epoch,
            blob,
            needs: Vec::new(),
            written: entry.written,
            exposed: false,
        };
        self.read(id, &put).await
    }

    /// A change of this device that is not in the log yet stays, field by field. None while it can't
    /// be told what was changed.
    async fn with_own_changes(
        &mut self,
        row: &TeamRecord,
        mut remote: Content,
        heads: &[EntryId],
    ) -> Result<Option<Content>, AppError> {
        if row.changed == 0 {
            return Ok(Some(remote));
        }
        let id = RecordId::from_bytes(row.record);
        let base = match row.put {
            Some(put) => self.base(id, put).await,
            // The revision was written, and what was to note it here was cut off.
            None => Content::decode(&remote.encode()).ok(),
        };
        let Some(base) = base else { return Ok(None) };
        let stamp = self.next_stamp();
        let variables = self.variables()?;
        if let Some(mut own) = self.workspace.content_of(row, &variables, stamp)? {
            self.keep_given_names(row, &mut own, &base)?;
            own.restamp(&base);
            self.add_versions(row, &mut own, stamp, Some(&base))?;
            let before = row.put.map_or_else(|| heads.to_vec(), |put| vec![EntryId(put)]);
            self.merge_own(row.is_credential, (&mut remote, heads), (own, &before));
        }
        Ok(Some(remote))
    }

    /// The stamp of a change that is written next.
    pub(super) fn next_stamp(&self) -> Stamp {
        let device = credenza_crypto::team::entry::device_id(&self.identity.device_key());
        // Without a next time no entry is written, and no stamp is needed.
        Stamp { lamport: self.graph.next_lamport().unwrap_or(u64::MAX), device }
    }

    /// A received thing may have another name here because its own was taken. That is no change.
    pub(super) fn keep_given_names(
        &self,
        row: &TeamRecord,
        own: &mut Content,
        base: &Content,
    ) -> Result<(), AppError> {
        let stamp = self.next_stamp();
        let (Some(here), Some(given)) = (own.text(1), base.text(1)) else { return Ok(()) };
        if row.is_credential {
            // The chosen variables can't be changed; one that is not shared here any more is no change.
            for field in [5, 6] {
                if own.get(field).is_empty() {
                    own.set(field, base.get(field).to_vec(), stamp);
                }
            }
            let plain = here.strip_prefix(&format!("{}/", self.stored.name));
            if plain.is_some_and(|plain| plain.starts_with(&given))
                && (row.received || self.is_taken_here(row, &given)?)
            {
                own.set(1, given.into_bytes(), stamp);
            }
        } else {
            own.set(2, base.get(2).to_vec(), stamp);
        }
        Ok(())
    }

    /// Whether another credential here has a name.
    fn is_taken_here(&self, row: &TeamRecord, name: &str) -> Result<bool, AppError> {
        let Ok(name) = DisplayName::parse(name) else { return Ok(false) };
        let id = CredentialId::from_bytes(row.thing);
        Ok(self.workspace.store().credential_name_taken(&name, Some(id))?)
    }

    /// Makes content stand here. False while something that it needs is not here.
    pub(super) fn take_in(
        &mut self,
        row: &TeamRecord,
        content: &Content,
    ) -> Result<bool, AppError> {
        let from = (self.state.name.as_str(), Edit::Taken(row.changed));
        let taken = if row.is_credential {
            let variables = self.variables()?;
            let id = CredentialId::from_bytes(row.thing);
            let here = (id, self.workspace.credential_here(id)?);
            self.workspace.take_credential(here, content, &variables, from)
        } else {
            let id = VariableId::from_bytes(row.thing);
            let here = (id, self.workspace.variable_here(id)?);
            self.workspace.take_variable(here, content, from)
        };
        match taken {
            Ok(()) => Ok(true),
            Err(Untaken::Waits) => Ok(false),
            Err(Untaken::Again) => {
                self.unsure = true;
                Ok(false)
            }
            Err(error @ Untaken::Malformed(_)) => {
                let record = RecordId::from_bytes(row.record);
                tracing::warn!(%error, ?record, "it stays as it is here");
                Ok(false)
            }
            Err(Untaken::Failed(error)) => Err(error),
        }
    }

    /// Access is gone. What came from a colleague is destroyed here; what began here stays as own.
    fn give_up(&self, id: RecordId) -> Result<(), AppError> {
        let Some(mut row) = self.row(id)? else { return Ok(()) };
        let store = self.workspace.store();
        store.forget_versions(&row.team, &row.thing)?;
        if !row.received {
            return Ok(store.remove_team_record(&row.thing)?);
        }
        let kind = if row.is_credential { DeletedKind::Credential } else { DeletedKind::Variable };
        let deleted = match store.delete(kind, &row.thing, self.workspace.host.now()) {
            Ok(()) | Err(StoreError::NotFound) => store.purge(kind, &row.thing),
            Err(error) => Err(error),
        };
        match deleted {
            Ok(()) | Err(StoreError::NotFound) => Ok(store.remove_team_record(&row.thing)?),
            // An own credential uses it. It stays, and nobody changes it here.
            Err(StoreError::InUse(_)) => {
                row.role = None;
                // To have tried to delete it is no change for the log.
                store.clear_team_record(&row.thing, row.changed + 1)?;
                Ok(store.put_team_record(&row)?)
            }
            Err(error) => Err(error.into()),
        }
    }
}
