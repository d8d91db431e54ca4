//! Teams as the page shows them.

use std::path::Path;

use credenza_app::team::{
    AlarmKind, InvitationPreview, JoinRequest, LocationError, LocationTrial, OpenInvitation,
    Standing, TeamDetails,
};
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

/// What trying a location brought.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct LocationTestView {
    good: bool,
    answer_ms: u64,
    problem: Option<String>,
}

impl From<LocationTrial> for LocationTestView {
    fn from(trial: LocationTrial) -> Self {
        Self {
            good: trial.problem.is_none(),
            answer_ms: u64::try_from(trial.took.as_millis()).unwrap_or(u64::MAX),
            problem: trial.problem.map(|problem| problem_words(problem).to_owned()),
        }
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

fn problem_words(problem: LocationError) -> &'static str {
    match problem {
        LocationError::NoSuchPlace => "There is no such folder.",
        LocationError::Denied | LocationError::SignIn => {
            "You have not the right to create, read and list there."
        }
        LocationError::Full => "There is no room left.",
        LocationError::Settings => "It can't be a location.",
        LocationError::Missing
        | LocationError::TooLarge
        | LocationError::NotAnObject
        | LocationError::Unreachable
        | LocationError::Unexpected => "It does not answer as a location does. Try again.",
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
