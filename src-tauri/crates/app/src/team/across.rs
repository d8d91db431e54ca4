//! What other people and devices say about the use of shared things, put together for one question.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, hash_map::Entry};

use credenza_crypto::team::entry;
use credenza_model::{
    dependencies::{CLOCKS_APART, DeviceCoverage, LONGEST_AGE, UseCounts},
    ids::{DeviceId, PersonId, RecordId, TeamId},
    team::{EntryId, Member, PutState, RecordKind},
};
use credenza_store::TeamRecord;
use jiff::Timestamp;

use super::held::Seen;
use crate::{AppError, ErrorCode, Workspace};

/// A shared thing about which is asked.
pub(crate) struct SharedThing {
    /// The credential or variable.
    pub(crate) id: [u8; 16],
    /// Which of the others, by their places, it needs.
    pub(crate) needs: BTreeSet<usize>,
    /// Credentials that need it, as they stand here.
    pub(crate) users: HashSet<[u8; 16]>,
}

/// What somebody who has a shared thing uses it for, in numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonUses {
    /// Who.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// Whether these are other devices of this person's.
    pub own: bool,
    /// The counts of all their devices.
    pub counts: UseCounts,
    /// What each device said.
    pub devices: Vec<DeviceCoverage>,
}

impl PersonUses {
    /// When the oldest of the reports was made; none while one is missing.
    #[must_use]
    pub fn reported(&self) -> Option<Timestamp> {
        let all: Option<Vec<_>> = self.devices.iter().map(|device| device.reported).collect();
        all?.into_iter().min()
    }
}

/// What others say.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Across {
    /// Who has access, by name: colleagues, and this person where there are further devices.
    pub(crate) people: Vec<PersonUses>,
    /// Credentials that need it by the log alone: this person may not see them, or they do not stand
    /// here.
    pub(crate) hidden: u64,
    /// Things of which nothing can be known any more.
    pub(crate) unknown: u64,
    /// Teams whose log was not seen whole and lately.
    pub(crate) unseen: u64,
    /// When the least lately seen team was looked at; none where that is not known.
    pub(crate) looked: Option<Timestamp>,
}

/// Things of one team, with their places in the question.
struct OfTeam {
    seen: Seen,
    records: Vec<(usize, RecordId)>,
}

impl Workspace {
    /// What is known here, without a look at any team.
    pub(crate) fn across(&self, things: &[SharedThing]) -> Result<Across, AppError> {
        let mut across = Across::default();
        if things.is_empty() {
            return Ok(across);
        }
        let identity = self.identity()?;
        let me = PersonId::from_bytes(identity.person());
        let device = entry::device_id(&identity.device_key());
        let mut people = BTreeMap::new();
        let now = self.host.now();
        let teams = self.teams_of(things, me, &mut across.unknown)?;
        let looked: Option<Vec<_>> = teams.iter().map(|team| team.seen.looked).collect();
        across.looked = looked.and_then(|all| all.into_iter().min());
        for team in teams {
            across.unseen += u64::from(!team.is_seen(now));
            let rows = self.store().team_records(team.seen.state.team.as_bytes())?;
            across.hidden += hidden(&team, things, &rows, me);
            for member in team.seen.state.members.values() {
                let roots = roots(&team, member.person, things);
                let own = member.person == me;
                let others = member.devices.iter().filter(|one| **one != device);
                let devices: Vec<DeviceId> = others.copied().collect();
                // Who has no device left says nothing.
                let devices = if devices.is_empty() && !own { vec![no_device()] } else { devices };
                if !roots.is_empty() && !devices.is_empty() {
                    let name = member.name.clone();
                    let one =
                        people.entry(member.person).or_insert_with(|| (name, own, Devices::new()));
                    devices
                        .iter()
                        .for_each(|of| add(&mut one.2, (&team.seen, now), member, *of, &roots));
                }
            }
        }
        across.people = people.into_iter().map(|(person, one)| of_person(person, one)).collect();
        across.people.sort_by(|a, b| (a.own, &a.name).cmp(&(b.own, &b.name)));
        Ok(across)
    }

    fn teams_of(
        &self,
        things: &[SharedThing],
        me: PersonId,
        unknown: &mut u64,
    ) -> Result<Vec<OfTeam>, AppError> {
        let mut teams: HashMap<[u8; 16], Option<OfTeam>> = HashMap::new();
        for (place, thing) in things.iter().enumerate() {
            let Some(row) = self.store().team_record_of(&thing.id)? else { continue };
            let record = RecordId::from_bytes(row.record);
            let team = match teams.entry(row.team) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(place) => place.insert(self.of_team(TeamId::from_bytes(row.team))?),
            };
            match team.as_mut().filter(|team| team.seen.state.role_of(me, record).is_some()) {
                Some(team) => team.records.push((place, record)),
                None => *unknown += 1,
            }
        }
        Ok(teams.into_values().flatten().collect())
    }

    /// None of what a team left behind that this person is not in any more.
    fn of_team(&self, team: TeamId) -> Result<Option<OfTeam>, AppError> {
        match self.seen(team) {
            Ok(seen) => Ok(Some(OfTeam { seen, records: Vec::new() })),
            Err(error) if error.code == ErrorCode::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }
}

impl OfTeam {
    /// Whether what is known of the team is whole, and not of long ago.
    fn is_seen(&self, now: Timestamp) -> bool {
        let stopped = self.seen.alarms.iter().any(|alarm| alarm.kind.stops_writing());
        let lately = self.seen.looked.is_some_and(|at| {
            let age = now.duration_since(at);
            age <= LONGEST_AGE && age >= -CLOCKS_APART
        });
        lately && !stopped && !self.seen.state.update_needed
    }
}

/// Stands for the devices of who has none.
fn no_device() -> DeviceId {
    DeviceId::from_bytes([0; 16])
}

type Devices = BTreeMap<DeviceId, (UseCounts, DeviceCoverage)>;

/// The records of a person on which they report everything: what others of theirs need is in those.
fn roots(team: &OfTeam, person: PersonId, things: &[SharedThing]) -> Vec<RecordId> {
    let state = &team.seen.state;
    let held = team.records.iter().filter(|(_, record)| state.role_of(person, *record).is_some());
    let held: BTreeMap<usize, RecordId> = held.copied().collect();
    let is_root = |place: &usize| !held.keys().any(|other| things[*place].needs.contains(other));
    held.iter().filter(|(place, _)| is_root(place)).map(|(_, record)| *record).collect()
}

/// Adds what a device said of `roots`.
fn add(
    devices: &mut Devices,
    (seen, now): (&Seen, Timestamp),
    member: &Member,
    device: DeviceId,
    roots: &[RecordId],
) {
    let (mut counts, mut said) = (UseCounts::default(), Vec::new());
    for root in roots {
        let one = seen.uses.get(&(*root, member.person, device)).copied();
        counts = one.map_or(counts, |one| counts.plus(&one.counts));
        said.push(one);
    }
    let at = said.iter().map(|one| one.map(|one| one.at));
    let reported = at.reduce(|one, other| DeviceCoverage::worse(one, other, now));
    let all: Option<Vec<_>> = said.into_iter().collect();
    let mut coverage = DeviceCoverage {
        reported: reported.flatten(),
        complete: all.is_some_and(|all| all.iter().all(|one| one.complete)),
        unresolved: counts.unresolved.into(),
    };
    // A person can be in two teams.
    if let Some((before, other)) = devices.get(&device) {
        counts = counts.plus(before);
        coverage.reported = DeviceCoverage::worse(coverage.reported, other.reported, now);
        coverage.complete &= other.complete;
        coverage.unresolved = counts.unresolved.into();
    }
    devices.insert(device, (counts, coverage));
}

fn of_person(person: PersonId, (name, own, devices): (String, bool, Devices)) -> PersonUses {
    let counts = devices.values().fold(UseCounts::default(), |sum, (one, _)| sum.plus(one));
    let devices = devices.into_values().map(|(_, coverage)| coverage).collect();
    PersonUses { person, name, own, counts, devices }
}

/// Credentials of the team that need one of the records by the log, but not by what stands here: this
/// person may not see them, or their newest revision or its keys did not come.
fn hidden(team: &OfTeam, things: &[SharedThing], rows: &[TeamRecord], me: PersonId) -> u64 {
    let rows: HashMap<RecordId, &TeamRecord> =
        rows.iter().map(|row| (RecordId::from_bytes(row.record), row)).collect();
    let state = &team.seen.state;
    let found = state.records.iter().filter(|(id, record)| {
        let row = rows.get(id).filter(|_| state.role_of(me, **id).is_some());
        let is_here = |head: &PutState, place: usize| {
            row.is_some_and(|row| {
                // What was changed here since, and not sent, may need it no more.
                let changed = row.changed > 0 && row.put.map(EntryId) == Some(head.entry);
                changed || things[place].users.contains(&row.thing)
            })
        };
        let is_missed = |head: &PutState| {
            let mut needed = team.records.iter().filter(|(_, record)| head.needs.contains(record));
            needed.any(|(place, _)| !is_here(head, *place))
        };
        record.kind == RecordKind::Credential
            && !record.deleted
            && record.heads.iter().any(is_missed)
    });
    found.count() as u64
}
