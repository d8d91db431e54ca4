//! Who read what (S8): each Credenza reports the reads of shared values to their Co-owners, so that
//! after a removal it is known what has to be rotated first.
//!
//! A report is 32 bytes: the device, how often it has read the value until now, and when last, in
//! seconds since 1970; both numbers big-endian. The newest report of a device counts.

use std::collections::BTreeMap;

use credenza_crypto::team::{
    boxes::{Context, Purpose},
    entry,
};
use credenza_model::{
    ids::{PersonId, RecordId, VariableId},
    team::{BlobId, Op, Subject},
};
use credenza_secret::SecretBytes;
use credenza_store::{Rotation, TeamRecord};
use jiff::Timestamp;

use super::{parts::Boxes, renew::AT_ONCE, session::Session};
use crate::{AppError, Workspace};

/// The name of the value in which reads are counted: per record its name, how many reads there were,
/// how many of them were reported, and when the last one was.
const COUNTED: &str = "reads";
/// The name of the value that says when reads were reported last.
const SENT: &str = "reads-sent";
/// Seconds between two reports.
const PAUSE: i64 = 60;
/// So many reports of a person are opened, the newest: one for each device would do.
const OPENED: usize = 32;

/// Reads of one record by this device.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Counted {
    times: u64,
    reported: u64,
    last: i64,
}

/// What a person's Credenza reported to have read of a variable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadReport {
    /// The variable.
    pub id: VariableId,
    /// The variable's unique name.
    pub variable: String,
    /// Whose Credenza reported it, by name.
    pub person: String,
    /// How often.
    pub times: u64,
    /// The last time, by their clock.
    pub last: Timestamp,
}

impl Workspace {
    /// Counts a read of a shared value; nothing of one that is not shared.
    pub(crate) fn note_shared_read(&self, variable: VariableId) -> Result<(), AppError> {
        let store = self.store();
        let Some(row) = store.team_record_of(variable.as_bytes())? else { return Ok(()) };
        let mut counted = parse(&store.team_value(&row.team, COUNTED)?.unwrap_or_default());
        let one = counted.entry(RecordId::from_bytes(row.record)).or_default();
        one.times += 1;
        one.last = self.host.now().as_second();
        Ok(store.set_team_value(&row.team, COUNTED, Some(&bytes(&counted)))?)
    }

    /// Whether reads are to be reported now.
    pub(super) fn reads_wait(&self, team: &[u8; 16]) -> Result<bool, AppError> {
        let store = self.store();
        let counted = parse(&store.team_value(team, COUNTED)?.unwrap_or_default());
        if counted.values().all(|one| one.times == one.reported) {
            return Ok(false);
        }
        let sent = store.team_value(team, SENT)?;
        let sent = sent.and_then(|sent| Some(i64::from_be_bytes(sent.try_into().ok()?)));
        // A clock that was set back must not end the reports.
        let since = sent.map(|sent| self.host.now().as_second().abs_diff(sent));
        Ok(since.is_none_or(|since| since >= PAUSE.unsigned_abs()))
    }
}

impl Session<'_> {
    /// Reports what was read since the last report, in one entry where there is room.
    pub(super) async fn report_reads(&mut self) -> Result<(), AppError> {
        let team = self.stored.team;
        if !self.workspace.reads_wait(&team)? || self.may_write().is_err() {
            return Ok(());
        }
        let kept = self.workspace.store().team_value(&team, COUNTED)?.unwrap_or_default();
        let counted = parse(&kept);
        let fresh = counted.iter().filter(|(_, one)| one.times > one.reported);
        let fresh: Vec<_> = fresh.map(|(record, one)| (*record, *one)).collect();
        for part in fresh.chunks(AT_ONCE) {
            let mut ops = Vec::new();
            for (record, one) in part {
                ops.extend(self.report_op(*record, *one).await?);
            }
            if !ops.is_empty() {
                self.write(ops).await?;
            }
            self.settle_reads(part)?;
        }
        let now = self.workspace.host.now().as_second().to_be_bytes();
        Ok(self.workspace.store().set_team_value(&team, SENT, Some(&now))?)
    }

    /// None where there is nobody to tell.
    async fn report_op(
        &mut self,
        record: RecordId,
        counted: Counted,
    ) -> Result<Option<Op>, AppError> {
        let me = self.me();
        if self.state.role_of(me, record).is_none() {
            return Ok(None);
        }
        let access = &self.record(record)?.access;
        let co_owners = access.iter().filter(|access| access.role.may_edit());
        let people: Vec<PersonId> = co_owners
            .filter_map(|access| match access.to {
                Subject::Person(person) if person != me => Some(person),
                _ => None,
            })
            .collect();
        if people.is_empty() {
            return Ok(None);
        }
        let device = entry::device_id(&self.identity.device_key());
        let (times, last) = (counted.times.to_be_bytes(), counted.last.to_be_bytes());
        let content = SecretBytes::new([&device.as_bytes()[..], &times, &last].concat());
        let report = self.put_boxes(Purpose::Report, Some(record), &people, &content).await?;
        Ok(Some(Op::Read { record, report }))
    }

    /// What was counted meanwhile waits for the next report.
    fn settle_reads(&self, reported: &[(RecordId, Counted)]) -> Result<(), AppError> {
        let store = self.workspace.store();
        let kept = store.team_value(&self.stored.team, COUNTED)?.unwrap_or_default();
        let mut counted = parse(&kept);
        for (record, one) in reported {
            if let Some(kept) = counted.get_mut(record) {
                kept.reported = one.times;
            }
        }
        Ok(store.set_team_value(&self.stored.team, COUNTED, Some(&bytes(&counted)))?)
    }

    /// What a person read comes first on the list of what is to be rotated.
    pub(super) fn note_reported(&self, reads: &[(PersonId, ReadReport)]) -> Result<(), AppError> {
        let listed = self.workspace.store().rotations()?;
        for (person, report) in reads {
            let (variable, person) = (*report.id.as_bytes(), *person.as_bytes());
            let is_it = |one: &&Rotation| one.variable == variable && one.person == Some(person);
            let read_at = Some(report.last.as_second());
            let theirs = listed.iter().filter(is_it).cloned();
            let theirs: Vec<_> = theirs.map(|one| Rotation { read_at, ..one }).collect();
            self.workspace.store().open_rotations(&theirs)?;
        }
        Ok(())
    }

    /// What a person reported to have read of variables, the latest first.
    pub(super) async fn reads_of(
        &mut self,
        person: PersonId,
        variables: &[VariableId],
    ) -> Result<Vec<ReadReport>, AppError> {
        let (mut out, name) = (Vec::new(), self.name_of(person));
        for id in variables {
            let row = self.workspace.store().team_record_of(id.as_bytes())?;
            let Some(row) = row.filter(|row| row.team == self.stored.team) else { continue };
            let Some((times, last)) = self.reported(person, &row).await else { continue };
            let variable = self.workspace.store().variable(*id)?.name.as_str().to_owned();
            out.push(ReadReport { id: *id, variable, person: name.clone(), times, last });
        }
        out.sort_by_key(|report| std::cmp::Reverse(report.last));
        Ok(out)
    }

    async fn reported(&mut self, person: PersonId, row: &TeamRecord) -> Option<(u64, Timestamp)> {
        let record = RecordId::from_bytes(row.record);
        let reads = &self.state.records.get(&record)?.reads;
        let theirs = reads.iter().rev().filter(|(who, _)| *who == person).take(OPENED);
        let theirs: Vec<BlobId> = theirs.map(|(_, report)| *report).collect();
        let mut devices: BTreeMap<[u8; 16], (u64, i64)> = BTreeMap::new();
        for blob in theirs {
            let Some((device, times, last)) = self.open_report(record, blob).await else {
                continue;
            };
            let one = devices.entry(device).or_default();
            *one = (one.0.max(times), one.1.max(last));
        }
        let times = devices.values().fold(0u64, |sum, (times, _)| sum.saturating_add(*times));
        let last = devices.values().map(|(_, last)| *last).max()?;
        Some((times, Timestamp::from_second(last).unwrap_or(Timestamp::UNIX_EPOCH)))
    }

    async fn open_report(
        &mut self,
        record: RecordId,
        blob: BlobId,
    ) -> Option<([u8; 16], u64, i64)> {
        let context = Context { purpose: Purpose::Report, team: self.team(), record: Some(record) };
        // Without one a report is not counted, and nothing else is amiss.
        let opened = self.open_boxes(blob, &context, Boxes::Spare).await?;
        // EXPOSE: a report holds no value.
        let (device, rest) = opened.expose().split_first_chunk::<16>()?;
        let (times, last) = rest.split_first_chunk::<8>()?;
        let last = <[u8; 8]>::try_from(last).ok()?;
        Some((*device, u64::from_be_bytes(*times), i64::from_be_bytes(last)))
    }
}

fn parse(kept: &[u8]) -> BTreeMap<RecordId, Counted> {
    let number =
        |bytes: &[u8]| bytes.iter().fold(0u64, |number, byte| (number << 8) | u64::from(*byte));
    let one = |row: &[u8; 40]| {
        let mut record = [0; 16];
        record.copy_from_slice(&row[..16]);
        let last = number(&row[32..]).cast_signed();
        let counted = Counted { times: number(&row[16..24]), reported: number(&row[24..32]), last };
        (RecordId::from_bytes(record), counted)
    };
    kept.as_chunks::<40>().0.iter().map(one).collect()
}

fn bytes(counted: &BTreeMap<RecordId, Counted>) -> Vec<u8> {
    let row = |(record, one): (&RecordId, &Counted)| {
        let numbers = [one.times.to_be_bytes(), one.reported.to_be_bytes(), one.last.to_be_bytes()];
        [&record.as_bytes()[..], &numbers.concat()].concat()
    };
    counted.iter().flat_map(row).collect()
}
