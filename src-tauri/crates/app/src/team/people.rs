//! The people of every team, page by page, and one of them with what they have.

use std::{cmp::Ordering, collections::HashMap};

use credenza_crypto::team::safety_code;
use credenza_model::{
    ids::{CredentialId, DeviceId, PersonId, TeamId},
    name::fold,
    page::{Direction, LARGEST_PAGE, Page},
    team::{Member, RecordKind, RecordRole, TeamState},
};
use jiff::Timestamp;

use super::{
    held::Seen,
    members::{KeyState, Namesakes},
    sync::Standing,
};
use crate::{AppError, ErrorCode, Workspace};

/// Credentials of one person that are named; more are counted.
const NAMED: usize = 20;

/// By what people are sorted. Equal ones stand by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PersonSort {
    /// Shown name.
    #[default]
    Name,
    /// Owners first.
    Rank,
    /// What is known of their key, verified first.
    Key,
    /// How many credentials this person and they both have.
    Shared,
    /// When they last wrote to the team's log.
    Seen,
}

/// What to list.
#[derive(Debug, Clone, Default)]
pub struct PersonQuery {
    /// Part of a name or mail.
    pub search: String,
    /// One team; none for all.
    pub team: Option<TeamId>,
    /// By what.
    pub sort: PersonSort,
    /// Which way.
    pub direction: Direction,
    /// From the page before.
    pub cursor: Option<String>,
    /// Rows of one page.
    pub limit: u32,
}

/// A person in one team.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonRow {
    /// Who.
    pub person: PersonId,
    /// Where.
    pub team: TeamId,
    /// Their shown name.
    pub name: String,
    /// Their mail, possibly empty.
    pub mail: String,
    /// Whether it is this person.
    pub you: bool,
    /// Whether they own the team.
    pub owner: bool,
    /// What is known of their key.
    pub key: KeyState,
    /// How many credentials this person and they both have.
    pub shared: usize,
    /// When they last wrote to the team's log, by their own clock; none for who never did.
    pub last: Option<Timestamp>,
}

/// A device of a person. It has no name in a team's log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceRow {
    /// Names it.
    pub id: DeviceId,
    /// Since when it is in the team, by the clock of who introduced it.
    pub added: Timestamp,
    /// When it last wrote, by its own clock.
    pub last: Option<Timestamp>,
}

/// Somebody who had a person's mail before them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Namesake {
    /// Who.
    pub person: PersonId,
    /// Their shown name.
    pub name: String,
    /// Whether it is this person.
    pub you: bool,
    /// Ten words that name their key.
    pub safety_code: [&'static str; safety_code::LENGTH],
}

/// A person with what they have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonDetails {
    /// The person.
    pub row: PersonRow,
    /// Ten words that name their key.
    pub safety_code: [&'static str; safety_code::LENGTH],
    /// Who had their mail before: another person, with another key.
    pub namesake: Option<Box<Namesake>>,
    /// Their devices.
    pub devices: Vec<DeviceRow>,
    /// Credentials that this person and they both have, by name, at most twenty.
    pub access: Vec<(CredentialId, String, RecordRole)>,
    /// Whether this person may make them an owner.
    pub can_rank: bool,
    /// Whether this person may remove them.
    pub can_remove: bool,
}

impl Workspace {
    /// The people of teams.
    ///
    /// # Errors
    /// An [`AppError`].
    pub fn people(&self, query: &PersonQuery) -> Result<Page<PersonRow>, AppError> {
        let mut rows = Vec::new();
        for team in self.teams_of_this_person()? {
            if query.team.is_none_or(|wanted| wanted == team) {
                rows.extend(self.person_rows(team, &self.seen(team)?)?);
            }
        }
        let search = fold(query.search.trim());
        rows.retain(|row| fold(&row.name).contains(&search) || fold(&row.mail).contains(&search));
        rows.sort_by(|a, b| match query.direction {
            Direction::Ascending => by(query.sort, a, b),
            Direction::Descending => by(query.sort, b, a),
        });
        let total = rows.len() as u64;
        let after = query.cursor.as_ref().and_then(|c| rows.iter().position(|r| cursor(r) == *c));
        let mut rest = rows.split_off(after.map_or(0, |at| at + 1));
        let limit = query.limit.clamp(1, LARGEST_PAGE) as usize;
        let more = rest.len() > limit;
        rest.truncate(limit);
        let next = rest.last().filter(|_| more).map(cursor);
        Ok(Page { rows: rest, next, total, total_is_exact: true })
    }

    /// One person, in the first team where they are if none is named.
    ///
    /// # Errors
    /// [`ErrorCode::NotFound`].
    pub fn person_details(
        &self,
        person: PersonId,
        team: Option<TeamId>,
    ) -> Result<PersonDetails, AppError> {
        for one in self.teams_of_this_person()? {
            let seen = self.seen(one)?;
            if let (true, Some(member)) =
                (team.is_none_or(|team| team == one), seen.state.members.get(&person))
            {
                return self.details_of(one, &seen, member);
            }
        }
        Err(AppError::about(ErrorCode::NotFound, "Person"))
    }

    pub(super) fn teams_of_this_person(&self) -> Result<Vec<TeamId>, AppError> {
        let teams = self.store().teams()?;
        let live = teams.iter().filter(|team| team.standing == Standing::Member);
        Ok(live.map(|team| TeamId::from_bytes(team.team)).collect())
    }

    fn person_rows(&self, team: TeamId, seen: &Seen) -> Result<Vec<PersonRow>, AppError> {
        let me = PersonId::from_bytes(self.identity()?.person());
        let verified = self.store().verified_people()?;
        let keys = Namesakes::of(&seen.state, &verified);
        let shared = shared(&seen.state, me);
        let members = seen.state.members.values();
        Ok(members
            .map(|member| PersonRow {
                person: member.person,
                team,
                name: member.name.clone(),
                mail: member.mail.clone(),
                you: member.person == me,
                owner: member.owner,
                key: keys.key_of(member, me),
                shared: shared.get(&member.person).copied().unwrap_or_default(),
                last: last(seen, member),
            })
            .collect())
    }

    fn details_of(
        &self,
        team: TeamId,
        seen: &Seen,
        member: &Member,
    ) -> Result<PersonDetails, AppError> {
        let (state, person) = (&seen.state, member.person);
        let rows = self.person_rows(team, seen)?;
        let row = rows.into_iter().find(|row| row.person == person);
        let row = row.ok_or(AppError::new(ErrorCode::NotFound))?;
        let owner = state.members.values().any(|one| one.owner && self.is_me(one.person));
        let keys = Namesakes::of(state, &[]);
        let namesake = keys.before(member).and_then(|other| state.members.get(&other));
        Ok(PersonDetails {
            safety_code: safety_code::words(person),
            namesake: namesake.map(|other| {
                let (person, name, you) =
                    (other.person, other.name.clone(), self.is_me(other.person));
                let safety_code = safety_code::words(person);
                Box::new(Namesake { person, name, you, safety_code })
            }),
            devices: device_rows(seen, member),
            access: self.access_of(team, state, person)?,
            can_rank: owner && !row.you && !row.owner,
            can_remove: owner && !row.you,
            row,
        })
    }

    fn is_me(&self, person: PersonId) -> bool {
        self.identity().is_ok_and(|identity| PersonId::from_bytes(identity.person()) == person)
    }

    /// What the person and this one both have. What this person does not have has no name here.
    fn access_of(
        &self,
        team: TeamId,
        state: &TeamState,
        person: PersonId,
    ) -> Result<Vec<(CredentialId, String, RecordRole)>, AppError> {
        let rows = self.store().team_records(team.as_bytes())?;
        let mut found = Vec::new();
        for row in rows.iter().filter(|row| row.is_credential && row.role.is_some()) {
            let record = credenza_model::ids::RecordId::from_bytes(row.record);
            let Some(role) = state.role_of(person, record) else { continue };
            let id = CredentialId::from_bytes(row.thing);
            if let Ok(credential) = self.store().credential(id) {
                found.push((id, credential.name.as_str().to_owned(), role));
            }
        }
        found.sort_by_cached_key(|(_, name, _)| fold(name));
        found.truncate(NAMED);
        Ok(found)
    }
}

fn cursor(row: &PersonRow) -> String {
    format!("{}.{}", row.team, row.person)
}

fn by(sort: PersonSort, a: &PersonRow, b: &PersonRow) -> Ordering {
    let key = |row: &PersonRow| row.key as u8;
    let first = match sort {
        PersonSort::Name => Ordering::Equal,
        PersonSort::Rank => b.owner.cmp(&a.owner),
        PersonSort::Key => key(a).cmp(&key(b)),
        PersonSort::Shared => a.shared.cmp(&b.shared),
        PersonSort::Seen => a.last.cmp(&b.last),
    };
    let name = |row: &PersonRow| (fold(&row.name), row.person, row.team);
    first.then_with(|| name(a).cmp(&name(b)))
}

/// The devices of a member.
pub(super) fn device_rows(seen: &Seen, member: &Member) -> Vec<DeviceRow> {
    let since = Timestamp::from_second(member.since).unwrap_or(Timestamp::UNIX_EPOCH);
    let row = |id: &DeviceId| {
        let written = seen.heard.get(id);
        let added = written.and_then(|written| written.introduced).unwrap_or(since);
        DeviceRow { id: *id, added, last: written.map(|written| written.last) }
    };
    member.devices.iter().map(row).collect()
}

fn last(seen: &Seen, member: &Member) -> Option<Timestamp> {
    let devices = member.devices.iter();
    devices.filter_map(|device| seen.heard.get(device)).map(|written| written.last).max()
}

/// How many credentials each person has of those that this one has.
fn shared(state: &TeamState, me: PersonId) -> HashMap<PersonId, usize> {
    let mut counts = HashMap::new();
    let credentials = state.records.iter().filter(|(id, record)| {
        record.kind == RecordKind::Credential
            && !record.deleted
            && state.role_of(me, **id).is_some()
    });
    for (_, record) in credentials {
        let holders = state.members.keys().filter(|person| record.role_of(**person).is_some());
        for person in holders {
            *counts.entry(*person).or_default() += 1;
        }
    }
    counts
}
