//! Keys whose entry is not written yet, with what was uploaded of their boxes. An attempt that failed
//! is taken up by the next one, also of another process, so that nothing is uploaded twice.

use std::collections::BTreeMap;

use credenza_crypto::{
    record::{self, Class, RecordHeader, digest},
    team::{
        boxes::{self, Context, Purpose},
        epoch::EpochKey,
    },
};
use credenza_model::{
    ids::{PersonId, RecordId},
    team::{BlobId, EntryId, EpochState},
};

use super::{
    held::{AllOnTheirWay, OnItsWay, Sent, read_prepared, write_prepared},
    session::Session,
};
use crate::{AppError, ErrorCode};

const PREPARED: &str = "prepared";

impl Session<'_> {
    /// A key that is no epoch's yet, and its boxes for `people`, uploaded.
    pub(super) async fn put_fresh_key(
        &mut self,
        record: Option<RecordId>,
        epochs: &[EpochState],
        people: &[PersonId],
    ) -> Result<(EpochKey, BlobId), AppError> {
        // No entry is taken before it, and it may be the one that makes this key.
        if self.log.is_sending()? {
            return Err(AppError::new(ErrorCode::LocationUnavailable));
        }
        let people = self.known_of(people);
        let key = self.take_up_key(record, epochs, &people)?;
        let content = boxes::keys(&[(EntryId::default(), &key)]);
        let context = Context { purpose: Purpose::Keys, team: self.team(), record };
        let mut sent = self.prepared_key(record).map_or_else(Sent::default, |one| one.sent.clone());
        let blob = loop {
            if let Some(blob) = sent.whole {
                break blob;
            }
            self.put_next(&context, &people, &content, &mut sent).await?;
            if let Some(one) = self.prepared_key(record) {
                one.sent = sent.clone();
            }
            self.prepared.changed = true;
        };
        self.boxed.note(blob, people);
        Ok((key, blob))
    }

    /// The key of an attempt that failed, if it was for exactly these people; otherwise a new one.
    fn take_up_key(
        &mut self,
        record: Option<RecordId>,
        epochs: &[EpochState],
        people: &[PersonId],
    ) -> Result<EpochKey, AppError> {
        let mark = self.mark(people);
        self.read_prepared()?;
        let known = |key: &EpochKey| epochs.iter().any(|epoch| key.is_committed(&epoch.commitment));
        if let Some(one) = self.prepared_key(record).filter(|one| one.mark == mark)
            && !known(&one.key)
        {
            return Ok(one.key.duplicate());
        }
        let random = self.workspace.host.random();
        let key = EpochKey::generate(random).map_err(|_| AppError::new(ErrorCode::Internal))?;
        let one = OnItsWay { mark, key: key.duplicate(), sent: Sent::default() };
        self.prepared.all.get_or_insert_default().insert(record, one);
        Ok(key)
    }

    fn prepared_key(&mut self, record: Option<RecordId>) -> Option<&mut OnItsWay> {
        self.prepared.all.as_mut()?.get_mut(&record)
    }

    /// Names people with their sealing keys, and the team key under which the log seals.
    fn mark(&self, people: &[PersonId]) -> [u8; 32] {
        let mut all = self.sealing.map_or_else(Vec::new, |epoch| epoch.0.to_vec());
        for person in people {
            all.extend(person.as_bytes());
            all.extend(self.state.members.get(person).map(|m| digest(&m.sealing)).iter().flatten());
        }
        digest(&all)
    }

    /// The key is an epoch's.
    pub(super) fn forget_prepared(&mut self, record: Option<RecordId>) {
        if let Some(all) = &mut self.prepared.all {
            self.prepared.changed |= all.remove(&record).is_some();
        }
    }

    /// Blobs of keys on their way: what was uploaded has to be there when their entry comes.
    pub(super) fn prepared_blobs(&mut self) -> Result<Vec<BlobId>, AppError> {
        self.read_prepared()?;
        let all = self.prepared.all.iter().flat_map(BTreeMap::values);
        let of = |one: &OnItsWay| -> Vec<BlobId> {
            one.sent.parts.iter().map(|(_, blob)| *blob).chain(one.sent.whole).collect()
        };
        Ok(all.flat_map(of).collect())
    }

    /// Keeps what was begun, for the next attempt.
    pub(super) fn keep_prepared(&mut self) {
        if std::mem::take(&mut self.prepared.changed)
            && let Err(error) = self.write_prepared()
        {
            tracing::warn!(code = ?error.code, "a key on its way was not kept");
        }
    }

    fn write_prepared(&mut self) -> Result<(), AppError> {
        let records = &self.state.records;
        let there = |record: &Option<RecordId>| record.is_none_or(|id| records.contains_key(&id));
        let Some(all) = &mut self.prepared.all else { return Ok(()) };
        all.retain(|record, _| there(record));
        let (workspace, team) = (self.workspace, &self.stored.team);
        if all.is_empty() {
            return Ok(workspace.store().set_team_value(team, PREPARED, None)?);
        }
        let content = write_prepared(all);
        let (random, key) = (workspace.host.random(), workspace.root().local());
        let sealed = workspace.sealer.seal(random, &key, &self.prepared_record(), &content)?;
        Ok(workspace.store().set_team_value(team, PREPARED, Some(&sealed.bytes))?)
    }

    fn read_prepared(&mut self) -> Result<(), AppError> {
        if self.prepared.all.is_some() {
            return Ok(());
        }
        let kept = self.workspace.store().team_value(&self.stored.team, PREPARED)?;
        let all = kept.map(|kept| {
            let header = self.prepared_record();
            let content = record::open(&self.workspace.root().local(), &kept, &header).ok();
            content.and_then(|content| read_prepared(&content).ok())
        });
        let all = all.unwrap_or_else(|| Some(AllOnTheirWay::new()));
        self.prepared.all = Some(all.ok_or_else(|| AppError::new(ErrorCode::StoreDamaged))?);
        Ok(())
    }

    fn prepared_record(&self) -> RecordHeader {
        RecordHeader::local(Class::Scope, 8, self.stored.team, self.workspace.id)
    }
}
