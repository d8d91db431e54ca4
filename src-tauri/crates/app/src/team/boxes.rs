//! Keys for those who were given access, or let in, while somebody else made a new key and could not
//! know of them.

use std::collections::{BTreeMap, BTreeSet};

use credenza_crypto::team::boxes::Purpose;
use credenza_model::{
    ids::{PersonId, RecordId},
    team::{Access, BlobId, EntryId, EpochState, Op, RecordRole, RecordState, Subject},
};

use super::{
    held::{Fingerprint, fingerprint},
    renew::Fresh,
    session::Session,
};
use crate::AppError;

const SETTLED: &str = "settled";

impl Session<'_> {
    /// Gives the newest keys to everyone with access to whom nobody gave them.
    pub(super) async fn make_missing_boxes(&mut self) -> Result<(), AppError> {
        if self.may_write().is_err() {
            return Ok(());
        }
        let kept = self.workspace.store().team_value(&self.stored.team, SETTLED)?;
        self.boxed.begin_look(&kept.unwrap_or_default());
        self.answer_newcomers().await?;
        let (mut ops, mut fresh) = (Vec::new(), Vec::new());
        for id in self.records_by_chance() {
            ops.extend(self.missing_boxes(id, &mut fresh).await?);
        }
        self.write_keys(ops, fresh).await?;
        if let Some(settled) = self.boxed.newly_settled() {
            self.workspace.store().set_team_value(&self.stored.team, SETTLED, Some(&settled))?;
        }
        Ok(())
    }

    /// All records, from one chosen by chance on: where more is to be read than one look reads, each
    /// has its turn.
    fn records_by_chance(&self) -> Vec<RecordId> {
        let mut all: Vec<RecordId> = self.state.records.keys().copied().collect();
        let mut place = [0; 8];
        if let (1.., Ok(())) = (all.len(), self.workspace.host.random().fill(&mut place)) {
            let length = all.len();
            all.rotate_left(usize::from_be_bytes(place) % length);
        }
        all
    }

    /// What one record needs so that everyone with access has its newest key.
    async fn missing_boxes(
        &mut self,
        id: RecordId,
        fresh: &mut Vec<Fresh>,
    ) -> Result<Vec<Op>, AppError> {
        let record = self.record(id)?.clone();
        let Some(epoch) = self.one_epoch(id, &record) else { return Ok(Vec::new()) };
        let state = self.fingerprint_of(id, &epoch, &record);
        if self.boxed.is_settled(state) {
            return Ok(Vec::new());
        }
        let Some(lacking) = self.lacking(id, &epoch, &record).await else { return Ok(Vec::new()) };
        if lacking.is_empty() {
            self.boxed.settle(state);
            return Ok(Vec::new());
        }
        self.boxes_for(id, &record, lacking, fresh).await
    }

    /// The record's newest key, if this person has it, may hand it out, and nothing else has to be
    /// done about it first.
    fn one_epoch(&self, id: RecordId, record: &RecordState) -> Option<EpochState> {
        let role = self.state.role_of(self.me(), id)?;
        if record.deleted || record.rekey_pending || role < RecordRole::ViewAndShare {
            return None;
        }
        let mut current = record.epochs.iter().filter(|epoch| epoch.current);
        let (epoch, None) = (current.next()?, current.next()) else { return None };
        self.keys.get(Some(id), epoch.name).is_some().then(|| epoch.clone())
    }

    /// People with access without a box for this epoch, each with a grant that they have. None while
    /// boxes are not to be had.
    async fn lacking(
        &mut self,
        id: RecordId,
        epoch: &EpochState,
        record: &RecordState,
    ) -> Option<BTreeMap<PersonId, Access>> {
        let reached = self.reached(Some(id), epoch.boxes).await?;
        let mut lacking = BTreeMap::new();
        for person in self.everyone_but(&[self.me()]) {
            let holds = |a: &&Access| a.to == Subject::Person(person) || a.to == Subject::Everyone;
            let grants: Vec<Access> = record.access.iter().filter(holds).cloned().collect();
            let Some(first) = grants.first().filter(|_| !reached.contains(&person)) else {
                continue;
            };
            let mut given = false;
            for grant in &grants {
                let boxes = grant.boxes.filter(|_| self.has_seen(grant.entry, epoch.name));
                let Some(boxes) = boxes else { continue };
                given |= self.reaches(id, boxes, person).await?;
            }
            let mine = grants.iter().find(|grant| grant.by == Some(self.me()));
            if !given {
                lacking.insert(person, mine.unwrap_or(first).clone());
            }
        }
        Some(lacking)
    }

    /// Whether boxes reach a person. That they do not is kept, so that each look goes on where the one
    /// before had read enough.
    async fn reaches(&mut self, id: RecordId, boxes: BlobId, person: PersonId) -> Option<bool> {
        let pair = fingerprint(&[&boxes.0, person.as_bytes().as_slice()].concat());
        if self.boxed.is_settled(pair) {
            return Some(false);
        }
        let reaches = self.reached(Some(id), boxes).await?.contains(&person);
        if !reaches {
            self.boxed.settle(pair);
        }
        Some(reaches)
    }

    /// Who gave the access gives it again with the newest keys. For another's grant a Co-owner makes
    /// a new key: to give it again would make it a grant of their own.
    async fn boxes_for(
        &mut self,
        id: RecordId,
        record: &RecordState,
        lacking: BTreeMap<PersonId, Access>,
        fresh: &mut Vec<Fresh>,
    ) -> Result<Vec<Op>, AppError> {
        let me = self.me();
        let role = self.state.role_of(me, id);
        let may = |given: &Access| role.is_some_and(|role| role.may_share_as(given.role));
        let ours = |given: &Access| given.by == Some(me) && may(given);
        if role.is_some_and(|role| role.may_edit()) && !lacking.values().all(ours) {
            return Ok(vec![self.renewal(id, &[], fresh).await?]);
        }
        let people: Vec<PersonId> =
            lacking.iter().filter(|(_, given)| ours(given)).map(|(person, _)| *person).collect();
        if people.is_empty() {
            return Ok(Vec::new());
        }
        let content = self.all_keys(Some(id), &record.epochs);
        let boxes = self.put_boxes(Purpose::Keys, Some(id), &people, &content).await?;
        let mut ops: Vec<Op> = Vec::new();
        for given in people.iter().filter_map(|person| lacking.get(person)) {
            let Access { to, role, may_see, .. } = *given;
            let op = Op::Grant { record: id, to, role, may_see, boxes };
            if !ops.contains(&op) {
                ops.push(op);
            }
        }
        Ok(ops)
    }

    /// For whom there are boxes of a record, or of the team, in a blob; none when it is not to be had,
    /// or this look has read enough.
    pub(super) async fn reached(
        &mut self,
        record: Option<RecordId>,
        blob: BlobId,
    ) -> Option<BTreeSet<PersonId>> {
        if blob == BlobId::default() {
            return Some(BTreeSet::new());
        }
        if let Some(people) = self.boxed.people(blob) {
            return Some(people.clone());
        }
        let people = self.read_recipients(record, blob).await?;
        self.boxed.note(blob, people);
        self.boxed.people(blob).cloned()
    }

    /// Whether the author of `later` had seen `earlier`, or both are one.
    pub(super) fn has_seen(&self, later: EntryId, earlier: EntryId) -> bool {
        let found = self.graph.find(later).zip(self.graph.find(earlier));
        found.is_some_and(|(later, earlier)| self.graph.has_seen(later, earlier))
    }

    /// Stands for who has access to a record by which grants, and its newest key.
    fn fingerprint_of(
        &self,
        id: RecordId,
        epoch: &EpochState,
        record: &RecordState,
    ) -> Fingerprint {
        let mut all = [id.as_bytes().as_slice(), &epoch.name.0].concat();
        all.extend(record.access.iter().flat_map(|access| access.entry.0));
        let people = self.state.members.keys().filter(|person| record.role_of(**person).is_some());
        all.extend(people.flat_map(|person| *person.as_bytes()));
        fingerprint(&all)
    }
}
