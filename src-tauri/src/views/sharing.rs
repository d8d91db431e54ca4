//! Sharing credentials, as the page asks for it and shows it.

use credenza_app::team::{
    EveryoneResult, KeyState, Outcome, PlannedVariable, Recipient, RecordRole, Saved, SharePlan,
    ShareResult, Shared, Sharing, WaitingResult,
};
use credenza_model::{azure::AzureSecretReference, ids::TeamId};
use serde::{Deserialize, Serialize};

use super::words;

/// The role of Azure that reads a secret's value.
const READS_SECRETS: &str = "Key Vault Secrets User";

/// What stands for everyone in a team.
const EVERYONE: &str = "everyone";
/// What a share waits for.
const WAITS: &str = "Invite them under People and teams. It takes effect once they are in the team and \
                     you have compared their safety code.";

/// The word of a role.
pub(super) fn role_word(role: RecordRole) -> &'static str {
    match role {
        RecordRole::View => "view",
        RecordRole::ViewAndShare => "viewAndShare",
        RecordRole::CoOwner => "coOwner",
    }
}

/// The role of a word.
pub(super) fn role_of(word: &str) -> Option<RecordRole> {
    RecordRole::ALL.into_iter().find(|role| role_word(*role) == word)
}

/// What sharing makes of a credential or variable here.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SharedView {
    team_id: String,
    team: String,
    role: Option<&'static str>,
    received: bool,
    conflict: bool,
}

impl From<Shared> for SharedView {
    fn from(shared: Shared) -> Self {
        Self {
            team_id: shared.team.to_string(),
            team: shared.team_name,
            role: shared.role.map(role_word),
            received: shared.received,
            conflict: shared.conflict,
        }
    }
}

/// Somebody whom a search found. The identifier names person and team.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RecipientView {
    kind: &'static str,
    id: String,
    person_id: Option<String>,
    name: String,
    mail: Option<String>,
    team: String,
    key: Option<&'static str>,
    blocked: Option<String>,
}

/// `who` is a person or a mail.
fn recipient_id(who: &impl std::fmt::Display, team: TeamId) -> String {
    format!("{who}.{team}")
}

impl From<Recipient> for RecipientView {
    fn from(one: Recipient) -> Self {
        let key = |key| match key {
            _ if one.doubtful => "newKeyWaits",
            KeyState::NewKeyWaits => "newKeyWaits",
            KeyState::Verified => "verified",
            KeyState::NotCompared => "notCompared",
        };
        let named = one.person.map(|person| recipient_id(&person, one.team));
        Self {
            kind: match (one.person, one.everyone) {
                (Some(_), _) => "person",
                (None, true) => "everyone",
                (None, false) => "invite",
            },
            id: match named {
                Some(id) => id,
                None if one.everyone => recipient_id(&EVERYONE, one.team),
                None => recipient_id(&one.mail, one.team),
            },
            person_id: one.person.map(|person| person.to_string()),
            key: one.key.map(key),
            name: one.name,
            mail: Some(one.mail).filter(|mail| !mail.is_empty()),
            team: one.team_name,
            blocked: one.blocked,
        }
    }
}

/// Who is to get what.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ShareRequestView {
    credential_ids: Vec<String>,
    recipients: Vec<WantedRecipient>,
    role: String,
}

#[derive(Debug, Clone, Deserialize)]
struct WantedRecipient {
    kind: String,
    id: String,
}

impl WantedRecipient {
    fn add_to(&self, sharing: &mut Sharing) -> Option<()> {
        let (who, team) = self.id.rsplit_once('.')?;
        let team = team.parse().ok()?;
        match self.kind.as_str() {
            "person" => sharing.people.push((team, who.parse().ok()?)),
            "everyone" => sharing.everyone.push(team),
            "invite" => sharing.invited.push((team, who.to_owned())),
            _ => return None,
        }
        Some(())
    }
}

impl ShareRequestView {
    /// None when a word or identifier of it has no meaning.
    pub(crate) fn sharing(&self) -> Option<Sharing> {
        let credentials = self.credential_ids.iter().map(|id| id.parse().ok());
        let mut sharing = Sharing {
            credentials: credentials.collect::<Option<_>>()?,
            people: Vec::new(),
            invited: Vec::new(),
            everyone: Vec::new(),
            role: role_of(&self.role)?,
        };
        self.recipients.iter().try_for_each(|one| one.add_to(&mut sharing))?;
        Some(sharing)
    }
}

/// What Save would do.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SharePlanView {
    variables: Vec<PlanVariable>,
    notes: Vec<VaultNote>,
    refusals: Vec<ShareRefusal>,
    needs_team: bool,
}

/// A variable that comes along.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct PlanVariable {
    id: String,
    name: String,
    kind: &'static str,
    external: bool,
    place: Option<String>,
    read: &'static str,
    cannot: Vec<String>,
    keeps: Vec<String>,
}

/// Whose own right to read a secret is needed.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct VaultNote {
    people: Vec<String>,
    secret: String,
    vault: String,
    role: &'static str,
    request: String,
}

#[derive(Debug, Clone, Serialize)]
struct ShareRefusal {
    credential: String,
    reason: String,
}

impl From<SharePlan> for SharePlanView {
    fn from(plan: SharePlan) -> Self {
        let places = plan.variables.iter().filter_map(|variable| variable.place.as_ref());
        let refusal = |one: credenza_app::team::Refused| ShareRefusal {
            credential: one.name,
            reason: one.reason,
        };
        Self {
            notes: places.map(|place| VaultNote::of(&plan.people, place)).collect(),
            variables: plan.variables.into_iter().map(Into::into).collect(),
            refusals: plan.refusals.into_iter().map(refusal).collect(),
            needs_team: plan.needs_team,
        }
    }
}

impl From<PlannedVariable> for PlanVariable {
    fn from(one: PlannedVariable) -> Self {
        let place =
            one.place.as_ref().map(|at| format!("{}, {}", at.key_vault(), at.secret().as_str()));
        Self {
            id: one.id.to_string(),
            name: one.name,
            kind: words::variable_kind(one.kind),
            external: place.is_some(),
            // Nobody's Credenza reports what its person can read in a vault.
            read: if place.is_some() { "notKnown" } else { "all" },
            cannot: Vec::new(),
            place,
            keeps: one.keeps,
        }
    }
}

impl VaultNote {
    fn of(people: &[String], place: &AzureSecretReference) -> Self {
        let names = people.join(", ");
        let request = format!(
            "Please let these people read the secret {}: {names}.\n\nThe role {READS_SECRETS} on \
             the secret lets them read its value.\n",
            place.path()
        );
        Self {
            people: people.to_vec(),
            secret: place.secret().as_str().to_owned(),
            vault: place.key_vault().to_owned(),
            role: READS_SECRETS,
            request,
        }
    }
}

/// What came of one credential for one person.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ShareResultView {
    recipient_id: String,
    name: String,
    credential: String,
    outcome: &'static str,
    reason: Option<String>,
}

impl ShareResultView {
    pub(super) fn new(
        recipient_id: String,
        name: String,
        credential: String,
        outcome: &'static str,
        reason: Option<String>,
    ) -> Self {
        Self { recipient_id, name, credential, outcome, reason }
    }

    fn shared(team: TeamId, result: ShareResult) -> Self {
        let (outcome, reason) = outcome(result.outcome);
        let recipient = recipient_id(&result.person, team);
        Self::new(recipient, result.name, result.credential, outcome, reason)
    }

    fn waiting(team: TeamId, result: WaitingResult) -> Self {
        let (outcome, reason) = match result.refused {
            Some(reason) => ("failed", reason),
            None => ("waiting", WAITS.to_owned()),
        };
        let recipient = recipient_id(&result.mail, team);
        Self::new(recipient, result.mail, result.credential, outcome, Some(reason))
    }

    fn everyone(team: TeamId, result: EveryoneResult) -> Self {
        let (outcome, reason) = outcome(result.outcome);
        let recipient = recipient_id(&EVERYONE, team);
        Self::new(recipient, result.team, result.credential, outcome, reason)
    }

    /// Every line of a Save.
    pub(crate) fn all(saved: Saved) -> Vec<Self> {
        let team = saved.team;
        let shared = saved.shared.into_iter().map(|one| Self::shared(team, one));
        let waiting = saved.waiting.into_iter().map(|one| Self::waiting(team, one));
        let everyone = saved.everyone.into_iter().map(|one| Self::everyone(team, one));
        shared.chain(waiting).chain(everyone).collect()
    }
}

fn outcome(outcome: Outcome) -> (&'static str, Option<String>) {
    match outcome {
        Outcome::Shared => ("shared", None),
        Outcome::Unchanged => ("unchanged", None),
        Outcome::Refused(reason) => ("failed", Some(reason)),
    }
}

/// How many of how many results there are.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct ShareProgressView {
    pub(crate) done: usize,
    pub(crate) total: usize,
}
