//! New keys, and the keys that a removal left waiting for somebody who may make them.

use std::collections::BTreeSet;

use credenza_crypto::team::epoch::EpochKey;
use credenza_model::{
    ids::{PersonId, RecordId},
    team::{EntryId, EpochOp, EpochState, Op, Previous},
};

use super::session::Session;
use crate::AppError;

/// So many keys are made in one entry, which has room for five times as many.
pub(super) const AT_ONCE: usize = 1_000;

/// A key on its way into the log.
pub(super) struct Fresh {
    pub(super) record: Option<RecordId>,
    key: EpochKey,
}

impl Fresh {
    pub(super) fn key(&self) -> &EpochKey {
        &self.key
    }
}

impl Session<'_> {
    /// A new key for a record or for the team, sealed to `people`. The entry that holds the op names
    /// its epoch: hand both to [`Session::settle`].
    pub(super) async fn fresh_key(
        &mut self,
        record: Option<RecordId>,
        epochs: &[EpochState],
        people: &[PersonId],
    ) -> Result<(EpochOp, Fresh), AppError> {
        let (key, boxes) = self.put_fresh_key(record, epochs, people).await?;
        let older = epochs.iter().filter(|epoch| epoch.current).filter_map(|epoch| {
            let older = self.keys.get(record, epoch.name)?;
            Some(Previous { epoch: epoch.name, sealed: key.seal_previous(epoch.name, older) })
        });
        let op = EpochOp { commitment: key.commitment(), boxes, previous: older.collect() };
        Ok((op, Fresh { record, key }))
    }

    /// Keeps keys that `entry` made.
    pub(super) fn settle(&mut self, entry: EntryId, fresh: Vec<Fresh>) -> Result<(), AppError> {
        for fresh in fresh {
            self.forget_prepared(fresh.record);
            let commitment = fresh.key.commitment();
            self.learn((fresh.record, entry), &commitment, fresh.key)?;
        }
        self.seal_under_the_newest();
        Ok(())
    }

    /// Makes the keys that wait for this person, and seals anew what lay under the old ones.
    pub(super) async fn make_pending_keys(&mut self) -> Result<(), AppError> {
        if self.may_renew_keys().is_err() {
            return Ok(());
        }
        let me = self.me();
        let (mut ops, mut fresh) = (Vec::new(), Vec::new());
        let split = self.state.epochs.iter().filter(|epoch| epoch.current).count() > 1;
        let owner = self.state.members.get(&me).is_some_and(|member| member.owner);
        if owner && (self.state.key_pending || split) {
            let (epochs, people) = (self.state.epochs.clone(), self.everyone_but(&[]));
            let (epoch, key) = self.fresh_key(None, &epochs, &people).await?;
            ops.push(Op::RenewTeamKey { epoch });
            fresh.push(key);
        }
        self.write_keys(ops, fresh).await?;
        // Nothing else is written while the team's own key waits for an owner.
        if self.may_write().is_err() {
            return Ok(());
        }
        let waiting: Vec<RecordId> =
            self.state.records.keys().copied().filter(|id| self.waits_for_me(*id)).collect();
        for part in waiting.chunks(AT_ONCE) {
            let (mut ops, mut fresh) = (Vec::new(), Vec::new());
            for id in part {
                ops.push(self.renewal(*id, &[], &mut fresh).await?);
            }
            self.write_keys(ops, fresh).await?;
            self.put_records(part).await?;
        }
        Ok(())
    }

    /// Whether a record waits for a new key that this person may make.
    fn waits_for_me(&self, id: RecordId) -> bool {
        let Ok(record) = self.record(id) else { return false };
        let split = record.epochs.iter().filter(|epoch| epoch.current).count() > 1;
        let may = self.state.role_of(self.me(), id).is_some_and(|role| role.may_edit());
        may && !record.deleted && (record.rekey_pending || split)
    }

    /// Writes ops of which some make keys, in as many entries as they need.
    pub(super) async fn write_keys(
        &mut self,
        ops: Vec<Op>,
        mut fresh: Vec<Fresh>,
    ) -> Result<(), AppError> {
        for part in ops.chunks(AT_ONCE) {
            let made: BTreeSet<Option<RecordId>> = part.iter().filter_map(key_of).collect();
            let entry = self.write(part.to_vec()).await?;
            let (here, later) = fresh.into_iter().partition(|key| made.contains(&key.record));
            fresh = later;
            self.settle(entry, here)?;
        }
        Ok(())
    }

    /// A new key for a record, for everyone with access but those in `without`.
    pub(super) async fn renewal(
        &mut self,
        id: RecordId,
        without: &[PersonId],
        fresh: &mut Vec<Fresh>,
    ) -> Result<Op, AppError> {
        let people: Vec<PersonId> = self
            .everyone_but(without)
            .into_iter()
            .filter(|person| self.state.role_of(*person, id).is_some())
            .collect();
        let epochs = self.record(id)?.epochs.clone();
        let (epoch, key) = self.fresh_key(Some(id), &epochs, &people).await?;
        fresh.push(key);
        Ok(Op::RenewKey { record: id, epoch })
    }

    pub(super) fn everyone_but(&self, without: &[PersonId]) -> Vec<PersonId> {
        let members = self.state.members.keys();
        members.filter(|person| !without.contains(person)).copied().collect()
    }
}

/// The record, or none for the team, of which an op makes a key.
fn key_of(op: &Op) -> Option<Option<RecordId>> {
    match op {
        Op::RenewTeamKey { .. } => Some(None),
        Op::RenewKey { record, .. } | Op::Create { record, .. } => Some(Some(*record)),
        _ => None,
    }
}
