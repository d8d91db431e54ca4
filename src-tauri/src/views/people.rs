//! People as the page shows them. A person's `id` here names them in one team: `PERSON.TEAM`.

use credenza_app::team::{
    IdentityView, KeyState, PersonDetails, PersonQuery, PersonRow, PersonSort, RemovalPlan,
};
use credenza_model::ids::{PersonId, TeamId, VariableId};
use serde::{Deserialize, Serialize};

use super::{
    access::{PersonLink, ReadView},
    credentials::PageView,
    sharing::role_word,
    words,
};

/// What to list.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PersonQueryView {
    search: String,
    team_id: Option<String>,
    sort: String,
    direction: String,
    cursor: Option<String>,
    limit: u32,
}

impl From<PersonQueryView> for PersonQuery {
    fn from(view: PersonQueryView) -> Self {
        Self {
            search: view.search,
            team: view.team_id.and_then(|id| id.parse().ok()),
            sort: match view.sort.as_str() {
                "rank" => PersonSort::Rank,
                "key" => PersonSort::Key,
                "shared" => PersonSort::Shared,
                "seen" => PersonSort::Seen,
                _ => PersonSort::Name,
            },
            direction: words::direction(&view.direction).unwrap_or_default(),
            cursor: view.cursor,
            limit: view.limit,
        }
    }
}

/// A person in the list.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PersonListView {
    id: String,
    name: String,
    mail: Option<String>,
    you: bool,
    team_id: String,
    rank: &'static str,
    key: &'static str,
    shared: usize,
    seen: Option<String>,
}

impl From<PersonRow> for PersonListView {
    fn from(row: PersonRow) -> Self {
        Self {
            id: person_link(row.team, row.person),
            name: row.name,
            mail: Some(row.mail).filter(|mail| !mail.is_empty()),
            you: row.you,
            team_id: row.team.to_string(),
            rank: rank_word(row.owner),
            key: key_word(row.key),
            shared: row.shared,
            seen: row.last.map(|at| at.to_string()),
        }
    }
}

/// One page of people.
pub(crate) type PersonPage = PageView<PersonListView>;

/// A device of a person.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct PersonDevice {
    id: String,
    added: String,
    seen: Option<String>,
}

/// A credential that a person has.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct PersonAccess {
    id: String,
    name: String,
    role: &'static str,
}

/// A person with what they have.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PersonView {
    #[serde(flatten)]
    row: PersonListView,
    safety_code: Vec<&'static str>,
    other_code: Option<Vec<&'static str>>,
    replaces: Option<PersonLink>,
    devices: Vec<PersonDevice>,
    access: Vec<PersonAccess>,
    can_rank: bool,
    can_remove: bool,
}

impl From<PersonDetails> for PersonView {
    fn from(person: PersonDetails) -> Self {
        let devices = person.devices.into_iter().map(|device| PersonDevice {
            id: device.id.to_string(),
            added: device.added.to_string(),
            seen: device.last.map(|at| at.to_string()),
        });
        let access = person.access.into_iter().map(|(id, name, role)| PersonAccess {
            id: id.to_string(),
            name,
            role: role_word(role),
        });
        let row = person.row;
        let before = person.namesake.map(|other| {
            let link = PersonLink {
                id: person_link(row.team, other.person),
                name: other.name,
                you: other.you,
            };
            (link, other.safety_code.to_vec())
        });
        let (replaces, other_code) = before.unzip();
        Self {
            row: row.into(),
            safety_code: person.safety_code.to_vec(),
            other_code,
            replaces,
            devices: devices.collect(),
            access: access.collect(),
            can_rank: person.can_rank,
            can_remove: person.can_remove,
        }
    }
}

/// The word of a rank.
pub(super) fn rank_word(owner: bool) -> &'static str {
    if owner { "owner" } else { "member" }
}

fn key_word(key: KeyState) -> &'static str {
    match key {
        KeyState::Verified => "verified",
        KeyState::NotCompared => "notCompared",
        KeyState::NewKeyWaits => "newKeyWaits",
    }
}

/// Names a person in a team.
fn person_link(team: TeamId, person: PersonId) -> String {
    format!("{person}.{team}")
}

/// Reads [`person_link`], or a person alone.
pub(crate) fn person_of(id: &str) -> Option<(Option<TeamId>, PersonId)> {
    match id.split_once('.') {
        Some((person, team)) => Some((Some(team.parse().ok()?), person.parse().ok()?)),
        None => Some((None, id.parse().ok()?)),
    }
}

/// A variable that somebody could read.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct CouldRead {
    id: String,
    name: String,
}

impl From<(VariableId, String)> for CouldRead {
    fn from((id, name): (VariableId, String)) -> Self {
        Self { id: id.to_string(), name }
    }
}

/// What removing a person means.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PersonRemovalPlan {
    credentials: usize,
    rekeyed: usize,
    waiting: usize,
    could: Vec<CouldRead>,
    reads: Vec<ReadView>,
    read_only: Vec<String>,
}

impl From<RemovalPlan> for PersonRemovalPlan {
    fn from(plan: RemovalPlan) -> Self {
        Self {
            credentials: plan.credentials,
            rekeyed: plan.rekeyed,
            waiting: plan.waiting,
            could: plan.could_read.into_iter().map(Into::into).collect(),
            reads: plan.reads.into_iter().map(Into::into).collect(),
            read_only: plan.read_only,
        }
    }
}

/// This person's own code.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct SafetyCodeView {
    name: String,
    words: Vec<&'static str>,
}

impl From<IdentityView> for SafetyCodeView {
    fn from(me: IdentityView) -> Self {
        Self { name: me.name, words: me.safety_code.to_vec() }
    }
}
