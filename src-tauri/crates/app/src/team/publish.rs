//! What was changed here goes into the log.

use credenza_crypto::team::epoch::EpochKey;
use credenza_model::{
    ids::RecordId,
    team::{EntryId, Op},
};
use credenza_store::TeamRecord;

use super::{content::Content, receive::role_number, renew::AT_ONCE, session::Session};
use crate::{AppError, ErrorCode};

impl Session<'_> {
    /// Writes every change of this device that the log does not have. Returns how many wait still.
    pub(super) async fn publish(&mut self) -> Result<usize, AppError> {
        let rows = self.workspace.store().team_records(&self.stored.team)?;
        let changed: Vec<RecordId> = rows
            .iter()
            .filter(|row| row.changed > 0)
            .map(|row| RecordId::from_bytes(row.record))
            .collect();
        if changed.is_empty() || self.may_write().is_err() {
            return Ok(changed.len());
        }
        self.put_records(&changed).await?;
        Ok(0)
    }

    /// Writes what stands here for `records` as new revisions, in as many entries as they need.
    /// Records that this person may not change, and those that wait for a new key, are left out.
    pub(super) async fn put_records(&mut self, records: &[RecordId]) -> Result<(), AppError> {
        for part in records.chunks(AT_ONCE) {
            self.put_part(part).await?;
        }
        Ok(())
    }

    /// As [`Session::put_records`], after an entry about these records that this person may change.
    /// The entry holds whatever becomes of this; what fails is done by the next look.
    pub(super) async fn put_records_soon(&mut self, records: &[RecordId]) -> Result<(), AppError> {
        let Err(error) = self.put_records(records).await else { return Ok(()) };
        tracing::warn!(code = ?error.code, "what stands here is written later");
        for id in records {
            if let Some(row) = self.row(*id)?.filter(|row| row.changed == 0) {
                self.workspace.store().mark_team_record(&row.thing)?;
            }
        }
        Ok(())
    }

    async fn put_part(&mut self, records: &[RecordId]) -> Result<(), AppError> {
        let (mut ops, mut rows, mut contents) = (Vec::new(), Vec::new(), Vec::new());
        for id in records {
            let Some(row) = self.row(*id)? else { continue };
            let Ok(record) = self.record(*id) else { continue };
            let co_owner = self.state.role_of(self.me(), *id).map(role_number) == Some(2);
            if !co_owner || record.rekey_pending {
                continue;
            }
            match self.put_op(&row).await? {
                Some((op, content)) => {
                    ops.push(op);
                    contents.push(content);
                }
                // Its revisions are not all in what stands here, which would take their place.
                None => {
                    if row.changed == 0 {
                        self.workspace.store().mark_team_record(&row.thing)?;
                    }
                    continue;
                }
            }
            rows.push(row);
        }
        if ops.is_empty() {
            return Ok(());
        }
        let entry = self.write(ops).await?;
        for (mut row, content) in rows.into_iter().zip(contents) {
            let store = self.workspace.store();
            let Some(content) = content else {
                store.remove_team_record(&row.thing)?;
                continue;
            };
            row.put = Some(entry.0);
            store.put_team_record(&row)?;
            store.clear_team_record(&row.thing, row.changed)?;
            drop(store);
            // Of what was changed meanwhile the next put notes them.
            row.changed = 0;
            self.note_versions(&row, &content)?;
        }
        Ok(())
    }

    /// The put of what stands here with its content, or its deletion; none while it has to wait for
    /// what colleagues wrote.
    async fn put_op(
        &mut self,
        row: &TeamRecord,
    ) -> Result<Option<(Op, Option<Content>)>, AppError> {
        let id = RecordId::from_bytes(row.record);
        let variables = self.variables()?;
        let stamp = self.next_stamp();
        let Some(mut content) = self.workspace.content_of(row, &variables, stamp)? else {
            return Ok(Some((Op::Delete { record: id }, None)));
        };
        if self.behind.has(id) {
            return Ok(None);
        }
        let mut base = None;
        if let Some(put) = row.put {
            let Some(found) = self.stood_here(id, put).await else { return Ok(None) };
            self.keep_given_names(row, &mut content, &found)?;
            content.restamp(&found);
            base = Some(found);
        }
        self.add_versions(row, &mut content, stamp, base.as_ref())?;
        let needs = needs(&content, row.is_credential);
        let epochs = self.record(id)?.epochs.clone();
        let found = self.keys.current(Some(id), &epochs);
        let (epoch, key) = found.ok_or_else(|| AppError::new(ErrorCode::Internal))?;
        let blob = self.seal(id, epoch, key, &content)?;
        let blob = self.put_blob(&credenza_secret::SecretBytes::new(blob)).await?;
        Ok(Some((Op::Put { record: id, epoch, blob, needs }, Some(content))))
    }

    /// What stood here when `put` was taken in, with those beside it.
    async fn stood_here(&mut self, id: RecordId, put: [u8; 32]) -> Option<Content> {
        let record = self.record(id).ok()?.clone();
        let (head, merged) = match record.heads.len() {
            0 | 1 => return self.base(id, put).await,
            _ => self.merged(id, &record).await?,
        };
        if head.entry.0 == put { Some(merged) } else { self.base(id, put).await }
    }

    pub(super) fn seal(
        &self,
        id: RecordId,
        epoch: EntryId,
        key: &EpochKey,
        content: &Content,
    ) -> Result<Vec<u8>, AppError> {
        let stamp = self.next_stamp();
        let header = self.record_header(id, stamp.lamport, *stamp.device.as_bytes());
        let key = key.record(self.team(), id, epoch);
        let host = &self.workspace.host;
        let sealer = &self.workspace.sealer;
        Ok(sealer.seal(host.random(), &key, &header, &content.encode())?.bytes)
    }
}

/// The variables that a credential needs.
fn needs(content: &Content, is_credential: bool) -> Vec<RecordId> {
    if !is_credential {
        return Vec::new();
    }
    let field = |number| <[u8; 16]>::try_from(content.get(number)).ok().map(RecordId::from_bytes);
    [5, 6].into_iter().filter_map(field).collect()
}
