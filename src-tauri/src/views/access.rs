//! Who has access to a credential, and who changes it, as the page shows them.

use credenza_app::team::{
    self, AccessChange, AccessResult, AccessRow, ChangeRight, Changed, ReadReport, RecordRole,
    RotationRow, UnsharePlan, VariableStays, WaitingShare, Whose,
};
use credenza_model::ids::{CredentialId, PersonId};
use serde::{Deserialize, Serialize};

use super::{
    ShareResultView,
    sharing::{role_of, role_word},
};

/// The name of what everyone in the team has.
pub(crate) const EVERYONE: &str = "everyone";
/// What stands before a mail for which something waits.
const WAITING: &str = "waiting ";

/// Who has access to a credential.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AccessView {
    credential_id: String,
    name: String,
    team_id: Option<String>,
    people: Vec<GrantView>,
    mine: MineView,
    rekey_pending: bool,
    read_only: bool,
    offline: bool,
}

/// What this person may do.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
struct MineView {
    role: Option<&'static str>,
    can_share: bool,
    roles: Vec<&'static str>,
    reason: Option<String>,
}

/// Somebody's access.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct GrantView {
    id: String,
    person: Option<PersonLink>,
    everyone: Option<String>,
    mail: Option<String>,
    role: &'static str,
    since: String,
    by: Option<PersonLink>,
    pending: bool,
    can_change: bool,
    roles: Vec<&'static str>,
    reason: Option<String>,
}

/// A person that a row names.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct PersonLink {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) you: bool,
}

fn role_words(roles: &[RecordRole]) -> Vec<&'static str> {
    roles.iter().rev().copied().map(role_word).collect()
}

impl AccessView {
    pub(crate) fn of(id: CredentialId, view: team::AccessView) -> Self {
        let you = view.people.iter().find(|row| row.you).and_then(|row| row.person);
        let roles = role_words(&view.share.roles);
        let people = view.people.into_iter().map(|row| GrantView::of(row, you));
        let waiting = view.waiting.into_iter().map(GrantView::waiting);
        Self {
            credential_id: id.to_string(),
            name: view.name,
            team_id: view.team.map(|team| team.to_string()),
            people: people.chain(waiting).collect(),
            mine: MineView {
                role: view.role.map(role_word),
                can_share: !roles.is_empty(),
                roles,
                reason: view.share.reason,
            },
            rekey_pending: view.rekey_pending,
            read_only: view.read_only,
            offline: view.offline,
        }
    }
}

impl GrantView {
    fn waiting(share: WaitingShare) -> Self {
        Self {
            id: format!("{WAITING}{}", share.mail),
            person: None,
            everyone: None,
            mail: Some(share.mail),
            role: role_word(share.role),
            since: share.since.to_string(),
            by: None,
            pending: true,
            can_change: true,
            roles: Vec::new(),
            reason: None,
        }
    }

    fn of(row: AccessRow, you: Option<PersonId>) -> Self {
        let link = |id: PersonId, name: String| PersonLink {
            id: id.to_string(),
            name,
            you: Some(id) == you,
        };
        let (can_change, roles, reason) = match row.change {
            ChangeRight::May(roles) => (true, role_words(&roles), None),
            ChangeRight::MayNot(reason) => (false, Vec::new(), Some(reason)),
        };
        Self {
            id: row.person.map_or_else(|| EVERYONE.to_owned(), |person| person.to_string()),
            everyone: row.person.is_none().then(|| row.name.clone()),
            person: row.person.map(|person| link(person, row.name)),
            mail: None,
            role: role_word(row.role),
            since: row.since.to_string(),
            by: row.by_person.zip(row.by).map(|(person, name)| link(person, name)),
            pending: false,
            can_change,
            roles,
            reason,
        }
    }
}

/// What taking a credential back from a person, or from everyone, means.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RemovalPlanView {
    grant_id: String,
    variables: Vec<RemovalVariable>,
    reads: Vec<ReadView>,
    waits_for_key: bool,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
struct RemovalVariable {
    id: String,
    name: String,
    needed_by: Option<String>,
    blocked: Option<String>,
    given_out: bool,
}

/// What a person's Credenza reported to have read.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ReadView {
    variable_id: String,
    variable: String,
    person: String,
    times: u64,
    last: String,
}

impl From<ReadReport> for ReadView {
    fn from(read: ReadReport) -> Self {
        Self {
            variable_id: read.id.to_string(),
            variable: read.variable,
            person: read.person,
            times: read.times,
            last: read.last.to_string(),
        }
    }
}

impl RemovalPlanView {
    pub(crate) fn of(grant_id: String, plan: UnsharePlan) -> Self {
        let variable = |one: VariableStays| RemovalVariable {
            id: one.id.to_string(),
            name: one.name,
            needed_by: one.needed_by,
            blocked: one.blocked,
            given_out: one.given_out,
        };
        Self {
            grant_id,
            variables: plan.variables.into_iter().map(variable).collect(),
            reads: plan.reads.into_iter().map(Into::into).collect(),
            waits_for_key: plan.waits_for_key,
        }
    }
}

/// A value that somebody could open who has no access any more.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RotationView {
    variable_id: String,
    name: String,
    display_name: String,
    person_id: Option<String>,
    person: String,
    read: Option<String>,
    opened: String,
    uses: u64,
}

impl From<RotationRow> for RotationView {
    fn from(row: RotationRow) -> Self {
        Self {
            variable_id: row.variable.to_string(),
            name: row.name,
            display_name: row.display_name,
            person_id: row.person_id.map(|person| person.to_string()),
            person: row.person,
            read: row.read.map(|at| at.to_string()),
            opened: row.opened.to_string(),
            uses: row.uses,
        }
    }
}

/// A change to one person's access.
#[derive(Debug, Clone, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub(crate) enum AccessChangeView {
    Role { grant_id: String, role: String },
    Remove { grant_id: String, variable_ids: Vec<String> },
}

impl AccessChangeView {
    /// None when a word or identifier of it has no meaning.
    pub(crate) fn change(&self) -> Option<AccessChange> {
        Some(match self {
            Self::Role { grant_id, role } if grant_id == EVERYONE => {
                AccessChange::EveryonesRole(role_of(role)?)
            }
            Self::Role { grant_id, role } => {
                AccessChange::Role { person: grant_id.parse().ok()?, role: role_of(role)? }
            }
            Self::Remove { grant_id, .. } if grant_id.starts_with(WAITING) => {
                AccessChange::Cancel { mail: grant_id.strip_prefix(WAITING)?.to_owned() }
            }
            Self::Remove { grant_id, variable_ids } => {
                let variables =
                    variable_ids.iter().map(|id| id.parse().ok()).collect::<Option<_>>()?;
                if grant_id == EVERYONE {
                    AccessChange::RemoveEveryone { variables }
                } else {
                    AccessChange::Remove { person: grant_id.parse().ok()?, variables }
                }
            }
        })
    }
}

impl ShareResultView {
    pub(crate) fn changed(credential: &str, result: AccessResult) -> Self {
        let (outcome, reason) = match result.outcome {
            Changed::Role => ("changed", None),
            Changed::Removed(done) if done.waits_for_key => {
                ("removed", Some("A Co-owner's Credenza makes the new key.".to_owned()))
            }
            Changed::Removed(_) | Changed::RemovedEveryone(_) | Changed::Cancelled => {
                ("removed", None)
            }
            Changed::Refused(reason) => ("failed", Some(reason)),
        };
        let recipient = match result.whose {
            Whose::Person(person) => person.to_string(),
            Whose::Everyone => EVERYONE.to_owned(),
            Whose::Mail(mail) => format!("{WAITING}{mail}"),
        };
        Self::new(recipient, result.name, credential.to_owned(), outcome, reason)
    }
}
