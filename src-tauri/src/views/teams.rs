//! Teams as the page shows them.

use std::path::Path;

use credenza_app::team::{
    AlarmKind, Arrival, InvitationPreview, JoinRequest, LocationError, LocationSignIn,
    LocationTrial, OpenInvitation, Standing, TeamDetails,
};
use credenza_secret::Secret;
use serde::{Deserialize, Serialize};

use super::{access::PersonLink, hyphenated, people::rank_word};

/// Where a team meets.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct TeamLocation {
    pub(crate) kind: String,
    pub(crate) path: String,
}

impl TeamLocation {
    /// A location as it is kept.
    pub(crate) fn of(location: &str) -> Self {
        Self { kind: location_kind(location).to_owned(), path: location.to_owned() }
    }

    /// The address. A relative one would mean another place each time.
    pub(crate) fn address(&self) -> Option<&str> {
        let path = self.path.trim();
        (Path::new(path).is_absolute() || path.contains("://")).then_some(path)
    }
}

fn location_kind(location: &str) -> &'static str {
    match location.split_once("://") {
        None => "folder",
        Some(("s3", _)) => "s3",
        Some(("gs", _)) => "gcs",
        Some(_) => "azureBlob",
    }
}

/// How to sign in to a cloud; a kind has its own fields. The key file is a picked file.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct LocationSignInView {
    kind: String,
    tenant: String,
    client_id: String,
    key_id: String,
    profile: String,
    secret: String,
    key_file: Option<String>,
}

impl LocationSignInView {
    /// As a use case takes it; `file` reads a picked file. None for what there is not.
    pub(crate) fn sign_in(self, file: impl Fn(&str) -> Option<Secret>) -> Option<LocationSignIn> {
        let (tenant, client_id) = (self.tenant, self.client_id);
        let secret = Secret::new(self.secret);
        Some(match self.kind.as_str() {
            "azureCli" => LocationSignIn::AzureCli,
            "azureApp" => LocationSignIn::AzureApp { tenant, client_id, secret },
            "azureKey" => LocationSignIn::AzureKey(secret),
            "s3Profile" => LocationSignIn::S3Profile(self.profile),
            "s3Keys" => LocationSignIn::S3Keys { key_id: self.key_id, secret, session: None },
            "gcsKeyFile" => LocationSignIn::GcsKeyFile(file(self.key_file.as_deref()?)?),
            _ => return None,
        })
    }
}

/// What trying a location brought.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct LocationTestView {
    good: bool,
    answer_ms: u64,
    problem: Option<&'static str>,
    hint: Option<&'static str>,
}

impl From<LocationTrial> for LocationTestView {
    fn from(trial: LocationTrial) -> Self {
        let words = trial.problem.map(problem_words);
        Self {
            good: trial.problem.is_none(),
            answer_ms: u64::try_from(trial.took.as_millis()).unwrap_or(u64::MAX),
            problem: words.map(|(what, _)| what),
            hint: words.map(|(_, next)| next),
        }
    }
}

/// A credential that a colleague shared just now.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ArrivalView {
    credential_id: String,
    name: String,
    by: Option<String>,
    team: String,
}

impl From<Arrival> for ArrivalView {
    fn from(arrival: Arrival) -> Self {
        let Arrival { credential, name, by, team } = arrival;
        Self { credential_id: credential.to_string(), name, by, team }
    }
}

/// A team to be made.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct TeamCreateView {
    pub(crate) name: String,
    pub(crate) location: TeamLocation,
}

/// How a team stands with its location.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct SyncView {
    state: &'static str,
    at: Option<String>,
    waiting: usize,
}

/// What stopped sharing.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct TeamAlarm {
    kind: &'static str,
    text: &'static str,
}

/// Somebody who asks to join.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct JoinRequestView {
    id: String,
    name: String,
    mail: Option<String>,
    yours: bool,
    safety_code: Vec<&'static str>,
    same_mail_as: Option<PersonLink>,
}

/// An invitation to which nobody came yet.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct OpenInvitationView {
    id: String,
    made: String,
    expires: String,
    by: PersonLink,
}

/// A team in the list.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TeamView {
    id: String,
    name: String,
    location_kind: &'static str,
    place: String,
    people: usize,
    rank: &'static str,
    can_leave: bool,
    leave_reason: Option<&'static str>,
    sync: SyncView,
    alarm: Option<TeamAlarm>,
    requests: Vec<JoinRequestView>,
    invitations: Vec<OpenInvitationView>,
}

impl From<TeamDetails> for TeamView {
    fn from(team: TeamDetails) -> Self {
        let me = team.me.to_string();
        let sync = sync(&team);
        let view = team.view;
        Self {
            id: view.id.to_string(),
            location_kind: location_kind(&view.location),
            place: view.location,
            people: view.people,
            rank: rank_word(view.owner),
            can_leave: team.stays.is_none(),
            leave_reason: team.stays,
            sync,
            alarm: team.alarm.map(|kind| {
                let (kind, text) = alarm_words(kind);
                TeamAlarm { kind, text }
            }),
            requests: team.requests.into_iter().map(|one| request(one, &me)).collect(),
            invitations: team.invitations.into_iter().map(|one| invitation(one, &me)).collect(),
            name: view.name,
        }
    }
}

fn sync(team: &TeamDetails) -> SyncView {
    let state = match team.view.standing {
        _ if team.view.offline => "offline",
        Standing::Asked => "joining",
        _ if team.synced.is_none() => "syncing",
        _ => "synced",
    };
    SyncView { state, at: team.synced.map(|at| at.to_string()), waiting: team.view.waiting }
}

fn request(one: JoinRequest, me: &str) -> JoinRequestView {
    let yours = one.invited_by.is_some_and(|by| by.to_string() == me);
    JoinRequestView {
        id: one.person.to_string(),
        name: one.name,
        mail: Some(one.mail).filter(|mail| !mail.is_empty()),
        yours,
        safety_code: one.safety_code.to_vec(),
        same_mail_as: one.same_mail_as.map(|(person, name)| PersonLink {
            you: person.to_string() == me,
            id: person.to_string(),
            name,
        }),
    }
}

fn invitation(one: OpenInvitation, me: &str) -> OpenInvitationView {
    let (person, name) = one.by;
    let id = person.to_string();
    OpenInvitationView {
        id: hyphenated(&one.id),
        made: one.made.to_string(),
        expires: one.expires.to_string(),
        by: PersonLink { you: id == me, id, name },
    }
}

/// An invitation that was made.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct InvitationView {
    pub(crate) id: String,
    pub(crate) text: String,
    pub(crate) qr: Vec<String>,
    pub(crate) expires: String,
}

/// What an invitation says.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct InvitationPreviewView {
    inviter_code: Vec<&'static str>,
    location: TeamLocation,
    member: bool,
}

impl From<InvitationPreview> for InvitationPreviewView {
    fn from(preview: InvitationPreview) -> Self {
        Self {
            inviter_code: preview.inviter.to_vec(),
            location: TeamLocation::of(&preview.location),
            member: preview.member,
        }
    }
}

/// What happened, and what to do next.
fn problem_words(problem: LocationError) -> (&'static str, &'static str) {
    match problem {
        LocationError::NoSuchPlace => (
            "There is no such folder.",
            "Check how it is written. In a cloud, make the container or bucket first.",
        ),
        LocationError::SignIn => (
            "The location does not accept this sign-in.",
            "Check the key or identity, and that it belongs to this account.",
        ),
        LocationError::Denied => (
            "You have not the right to create, read and list there.",
            "Ask whoever runs the location for these three rights. Nothing is ever changed or deleted.",
        ),
        LocationError::Full => {
            ("There is no room left.", "Ask whoever runs the location for more.")
        }
        LocationError::Settings => {
            ("It can't be a location.", "Check the names and the address of the server.")
        }
        LocationError::Unreachable => (
            "There is no answer from the location.",
            "Check the address and the network, then test again.",
        ),
        LocationError::Missing
        | LocationError::TooLarge
        | LocationError::NotAnObject
        | LocationError::Unexpected => (
            "It does not answer as a location does.",
            "Test again; if it stays so, choose another place.",
        ),
    }
}

/// What stopped writing, as a word and a sentence.
fn alarm_words(kind: AlarmKind) -> (&'static str, &'static str) {
    match kind {
        AlarmKind::RolledBack => (
            "olderCopy",
            "The location lost something that it had. It may have been set back to an older copy.",
        ),
        AlarmKind::Forked => ("forked", "The history of a device exists twice."),
        AlarmKind::CopyInUse => (
            "forked",
            "Another copy of this workspace has written to the team. Only one of them may go on.",
        ),
        AlarmKind::UpdateNeeded => {
            ("unknownVersion", "A colleague uses a later version of Credenza. Update this one.")
        }
        AlarmKind::Withheld => {
            ("changedLog", "The location holds back something that a colleague has seen.")
        }
        AlarmKind::Replaced
        | AlarmKind::Swapped
        | AlarmKind::Damaged
        | AlarmKind::Unreadable
        | AlarmKind::Forged => ("changedLog", "The location gives out something else than it had."),
    }
}
