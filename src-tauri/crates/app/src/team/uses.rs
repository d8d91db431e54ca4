//! How much each device uses what is shared: told to everyone who has it, in numbers alone.
//!
//! Told at once are things of which nothing was told under their newest key; other changes at most
//! every five minutes; and once a day that all of it stands.

use std::collections::{BTreeMap, HashMap, HashSet};

use credenza_crypto::team::{
    entry,
    uses::{self, About, COUNTS},
};
use credenza_model::{
    dependencies::UseCounts,
    ids::{CredentialId, DeviceId, RecordId, VariableId},
    team::{EntryId, Op, RecordState, Subject},
};
use credenza_store::TeamRecord;
use jiff::Timestamp;

use super::{
    held::{Reported, Said},
    renew::AT_ONCE,
    session::Session,
};
use crate::{AppError, ErrorCode, dependencies::NodeKey};

/// The name of the value that holds what was told: the device, and per record its name, the epoch
/// and the counts.
const TOLD: &str = "uses";
/// The name of the value that says when something was told last.
const TOLD_AT: &str = "uses-sent";
/// Seconds between two looks at what uses what is shared.
const PAUSE: u64 = 300;
/// Seconds after which it is said that all stands.
const DAY: u64 = 86_400;
const ROW: usize = 16 + 32 + COUNTS;

/// What was told of a record: under which epoch, and the counts.
type Told = BTreeMap<RecordId, (EntryId, [u8; COUNTS])>;

/// Something on which this device reports.
struct Topic {
    record: RecordId,
    /// None when it does not stand here.
    thing: Option<NodeKey>,
    /// Under which epoch to tell it.
    epoch: EntryId,
    /// Whether the log has a report of this device that word of the others would renew.
    stands: bool,
}

/// What is to be told now.
pub(super) struct Telling {
    /// What will have been told.
    all: Told,
    fresh: Vec<RecordId>,
    counted: (Timestamp, (u32, u64)),
}

impl Session<'_> {
    /// Tells what uses what is shared, if there is something new, or it was told a day ago.
    pub(super) async fn report_uses(&mut self) -> Result<(), AppError> {
        self.report_uses_in(AT_ONCE).await
    }

    /// The same with so many things in an entry.
    pub(super) async fn report_uses_in(&mut self, at_once: usize) -> Result<(), AppError> {
        let Some(telling) = self.uses_to_tell()? else { return Ok(()) };
        let mut told = self.told_before()?.0;
        told.retain(|record, one| telling.all.get(record) == Some(one));
        let mut parts: Vec<&[RecordId]> = telling.fresh.chunks(at_once).collect();
        // What is not new is said to stand, behind all that is.
        let stands = telling.fresh.len() < telling.all.len();
        if parts.is_empty() && stands {
            parts.push(&[]);
        }
        for (at, part) in parts.iter().enumerate() {
            let here = |record| telling.all.get(record).map(|one| (*record, *one));
            let part: Vec<_> = part.iter().filter_map(here).collect();
            let op = |(record, (epoch, counts)): &_| self.use_op(*record, *epoch, counts);
            let mut ops = part.iter().map(op).collect::<Result<Vec<_>, _>>()?;
            ops.extend((stands && at + 1 == parts.len()).then_some(Op::UsesStand));
            self.write(ops).await?;
            told.extend(part);
            self.note_told(TOLD, &bytes(self.device(), &told))?;
        }
        let now = self.workspace.host.now().as_second().to_be_bytes();
        self.note_told(TOLD_AT, &now)?;
        self.memory.counted = Some(telling.counted);
        Ok(())
    }

    fn note_told(&self, name: &str, value: &[u8]) -> Result<(), AppError> {
        Ok(self.workspace.store().set_team_value(&self.stored.team, name, Some(value))?)
    }

    /// None when the log has it all. Counts only where something may have changed.
    pub(super) fn uses_to_tell(&mut self) -> Result<Option<Telling>, AppError> {
        if self.may_write().is_err() {
            return Ok(None);
        }
        let topics = self.topics()?;
        if topics.is_empty() {
            return Ok(None);
        }
        let (told, since) = self.told_before()?;
        let stands = |one: &Topic| {
            one.stands && told.get(&one.record).is_some_and(|(of, _)| *of == one.epoch)
        };
        let is_new = !topics.iter().all(stands);
        let daily = since.is_none_or(|since| since >= DAY);
        let (now, mark) = (self.workspace.host.now(), self.workspace.store().change_mark()?);
        let counted = self.memory.counted.filter(|_| !self.thorough);
        let same = counted.is_some_and(|(at, of)| of == mark || seconds(now, at) < PAUSE);
        let soon = !self.thorough && since.is_some_and(|since| since < PAUSE);
        if !is_new && !daily && (same || soon) {
            return Ok(None);
        }
        let all = self.count_all(&topics)?;
        let is_fresh = |one: &&Topic| !stands(one) || told.get(&one.record) != all.get(&one.record);
        let fresh: Vec<RecordId> = topics.iter().filter(is_fresh).map(|one| one.record).collect();
        let counted = (now, mark);
        if fresh.is_empty() && !daily {
            self.memory.counted = Some(counted);
            return Ok(None);
        }
        Ok(Some(Telling { all, fresh, counted }))
    }

    /// What this device reports on: things here that another device has as well, and everything of
    /// which the log has a report of this one that word of the others would renew.
    fn topics(&self) -> Result<Vec<Topic>, AppError> {
        let rows = self.workspace.store().team_records(&self.stored.team)?;
        let here = rows.iter().filter(|row| row.role.is_some());
        let here: HashMap<RecordId, &TeamRecord> =
            here.map(|row| (RecordId::from_bytes(row.record), row)).collect();
        let (me, device) = (self.me(), self.device());
        let mut out = Vec::new();
        for (id, record) in &self.state.records {
            let mut said = record.reported.iter();
            let said = said.find(|one| one.person == me && one.device == device);
            let thing = here.get(id).map(|row| key_of(row));
            let wanted = said.is_some() || thing.is_some() && self.is_heard(record);
            let mine = wanted && self.state.role_of(me, *id).is_some();
            if mine && !record.deleted && !record.rekey_pending {
                let epoch = self.keys.current(Some(*id), &record.epochs).map(|(epoch, _)| epoch);
                let stands = said.is_some_and(|said| said.stands && Some(said.epoch) == epoch);
                out.extend(epoch.map(|epoch| Topic { record: *id, thing, epoch, stands }));
            }
        }
        Ok(out)
    }

    /// Whether anybody would read a report.
    fn is_heard(&self, record: &RecordState) -> bool {
        let me = self.me();
        let others = record.access.iter().any(|access| match access.to {
            Subject::Person(person) => person != me,
            Subject::Everyone => self.state.members.len() > 1,
        });
        others || self.state.members.get(&me).is_some_and(|member| member.devices.len() > 1)
    }

    /// What this device told before, and seconds since it last told something.
    fn told_before(&self) -> Result<(Told, Option<u64>), AppError> {
        let (store, team) = (self.workspace.store(), self.stored.team);
        let kept = store.team_value(&team, TOLD)?.unwrap_or_default();
        let sent = store.team_value(&team, TOLD_AT)?;
        let sent = sent.and_then(|sent| Some(i64::from_be_bytes(sent.try_into().ok()?)));
        // A clock that was set back must not end the reports.
        let since = sent.map(|sent| self.workspace.host.now().as_second().abs_diff(sent));
        Ok((parse(&kept, self.device()), since))
    }

    fn count_all(&self, topics: &[Topic]) -> Result<Told, AppError> {
        let things: Vec<NodeKey> = topics.iter().filter_map(|one| one.thing.clone()).collect();
        let everything = self.workspace.around(&things)?;
        let complete = self.workspace.saw_all_code(&everything);
        let in_log = self.things_in_log()?;
        let mut told = Told::new();
        for one in topics {
            let counts = one
                .thing
                .as_ref()
                .map(|thing| self.workspace.count_uses(&everything, thing, &in_log));
            let counts = counts.transpose()?.flatten();
            // Of what does not stand here, or is in Recently deleted, nothing can be said.
            let complete = complete && counts.is_some();
            let counts = counts_bytes(&counts.unwrap_or_default(), complete);
            told.insert(one.record, (one.epoch, counts));
        }
        Ok(told)
    }

    /// What stands here of this team: the log itself says which of its credentials need what.
    fn things_in_log(&self) -> Result<HashSet<[u8; 16]>, AppError> {
        let rows = self.workspace.store().team_records(&self.stored.team)?;
        let in_log = |row: &&TeamRecord| {
            let record = self.record(RecordId::from_bytes(row.record));
            record.is_ok_and(|record| !record.deleted && !record.heads.is_empty())
        };
        Ok(rows.iter().filter(in_log).map(|row| row.thing).collect())
    }

    fn use_op(
        &self,
        record: RecordId,
        epoch: EntryId,
        counts: &[u8; COUNTS],
    ) -> Result<Op, AppError> {
        let internal = || AppError::new(ErrorCode::Internal);
        let key = self.keys.get(Some(record), epoch).ok_or_else(internal)?;
        let about = About { team: self.team(), record, epoch, device: self.device() };
        let random = self.workspace.host.random();
        let sealed = uses::seal(random, key, &about, counts).map_err(|_| internal())?;
        Ok(Op::Uses { record, epoch, sealed })
    }

    pub(super) fn device(&self) -> DeviceId {
        entry::device_id(&self.identity.device_key())
    }

    /// What devices said of records that this person has. What does not open was not said.
    pub(super) fn open_uses(&self) -> Reported {
        let mut reported = Reported::new();
        for (id, record) in &self.state.records {
            for one in &record.reported {
                let about =
                    About { team: self.team(), record: *id, epoch: one.epoch, device: one.device };
                let said = self.keys.get(Some(*id), one.epoch);
                let said = said.and_then(|key| uses::open(key, &about, &one.sealed));
                let Some((counts, complete)) = said.and_then(|said| counts_of(&said)) else {
                    continue;
                };
                let at = Timestamp::from_second(one.written).unwrap_or(Timestamp::UNIX_EPOCH);
                reported.insert((*id, one.person, one.device), Said { counts, complete, at });
            }
        }
        reported
    }
}

fn key_of(row: &TeamRecord) -> NodeKey {
    if row.is_credential {
        NodeKey::Credential(CredentialId::from_bytes(row.thing))
    } else {
        NodeKey::Variable(VariableId::from_bytes(row.thing))
    }
}

fn seconds(a: Timestamp, b: Timestamp) -> u64 {
    a.as_second().abs_diff(b.as_second())
}

fn counts_bytes(counts: &UseCounts, complete: bool) -> [u8; COUNTS] {
    let numbers =
        [counts.credentials, counts.connections, counts.places, counts.programs, counts.unresolved];
    let mut out = [0; COUNTS];
    for (place, number) in out.as_chunks_mut::<4>().0.iter_mut().zip(numbers) {
        *place = number.to_be_bytes();
    }
    out[COUNTS - 1] = u8::from(complete);
    out
}

fn counts_of(bytes: &[u8; COUNTS]) -> Option<(UseCounts, bool)> {
    let ([credentials, connections, places, programs, unresolved], [complete]) = bytes.as_chunks()
    else {
        return None;
    };
    let number = |bytes: &[u8; 4]| u32::from_be_bytes(*bytes);
    let counts = UseCounts {
        credentials: number(credentials),
        connections: number(connections),
        places: number(places),
        programs: number(programs),
        unresolved: number(unresolved),
    };
    (*complete <= 1).then_some((counts, *complete == 1))
}

/// What another device told, as before this one was copied, is not this one's.
fn parse(kept: &[u8], device: DeviceId) -> Told {
    let Some((of, rows)) = kept.split_first_chunk::<16>() else { return Told::new() };
    if of != device.as_bytes() {
        return Told::new();
    }
    let one = |row: &[u8; ROW]| {
        let (mut record, mut epoch, mut counts) = ([0; 16], [0; 32], [0; COUNTS]);
        record.copy_from_slice(&row[..16]);
        epoch.copy_from_slice(&row[16..48]);
        counts.copy_from_slice(&row[48..]);
        (RecordId::from_bytes(record), (EntryId(epoch), counts))
    };
    rows.as_chunks::<ROW>().0.iter().map(one).collect()
}

fn bytes(device: DeviceId, told: &Told) -> Vec<u8> {
    let row = |(record, (epoch, counts)): (&RecordId, &(EntryId, [u8; COUNTS]))| {
        [record.as_bytes(), &epoch.0[..], counts].concat()
    };
    let rows = told.iter().flat_map(row);
    device.as_bytes().iter().copied().chain(rows).collect()
}
