//! Who has access to a credential (S11), and what this person may make of it.

use credenza_model::{
    credential::Credential,
    ids::{CredentialId, PersonId, RecordId, TeamId},
    team::{RecordRole, Subject},
};
use credenza_store::TeamRecord;
use jiff::Timestamp;

use super::{session::Session, waiting::WaitingShare};
use crate::{AppError, Workspace};

/// One grant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessRow {
    /// Who; none for everyone in the team.
    pub person: Option<PersonId>,
    /// Their shown name.
    pub name: String,
    /// Whether it is this person.
    pub you: bool,
    /// As what.
    pub role: RecordRole,
    /// Since when, by the clock of who gave it.
    pub since: Timestamp,
    /// Who gave it; none for who began sharing.
    pub by: Option<String>,
    /// The same as a person.
    pub by_person: Option<PersonId>,
    /// What this person may make of it.
    pub change: ChangeRight,
}

/// What this person may make of somebody's access.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChangeRight {
    /// Take it back, and give it these roles.
    May(Vec<RecordRole>),
    /// Nothing, for this reason.
    MayNot(String),
}

/// What this person may hand out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShareRight {
    /// The roles; none when they may not share.
    pub roles: Vec<RecordRole>,
    /// Why some or all roles are missing, in a sentence.
    pub reason: Option<String>,
}

/// Who has access to a credential.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessView {
    /// Its name.
    pub name: String,
    /// The team; none for a credential that is not shared.
    pub team: Option<TeamId>,
    /// This person's role; none when it is not shared, or access was taken back.
    pub role: Option<RecordRole>,
    /// Who has access, the highest role first.
    pub people: Vec<AccessRow>,
    /// Whether somebody who lost access still has the newest key, until a Co-owner's Credenza makes
    /// another.
    pub rekey_pending: bool,
    /// Whether no Co-owner is left.
    pub read_only: bool,
    /// Whether the location was not reached, so that this is what was known before.
    pub offline: bool,
    /// What this person may hand out.
    pub share: ShareRight,
    /// What waits for somebody to join, by this device.
    pub waiting: Vec<WaitingShare>,
}

impl Workspace {
    /// Who has access to a credential.
    ///
    /// # Errors
    /// An [`AppError`].
    pub async fn access(&self, id: CredentialId) -> Result<AccessView, AppError> {
        let credential = self.store().credential(id)?;
        let Some(row) = self.store().team_record_of(id.as_bytes())? else {
            return self.own_access(&credential);
        };
        let session = self.team_session(TeamId::from_bytes(row.team)).await?;
        session.access_view(&row)
    }

    /// Nobody else has access, and everything may be done with it.
    fn own_access(&self, credential: &Credential) -> Result<AccessView, AppError> {
        let me = self.identity_view()?;
        let row = AccessRow {
            person: Some(me.person),
            name: me.name,
            you: true,
            role: RecordRole::CoOwner,
            since: credential.created,
            by: None,
            by_person: None,
            change: ChangeRight::MayNot("It is yours, and shared with nobody.".to_owned()),
        };
        Ok(AccessView {
            name: credential.name.as_str().to_owned(),
            team: None,
            role: None,
            people: vec![row],
            rekey_pending: false,
            read_only: false,
            offline: false,
            share: ShareRight { roles: RecordRole::ALL.to_vec(), reason: None },
            waiting: self.waiting_for(credential.id)?,
        })
    }
}

impl Session<'_> {
    pub(super) fn access_view(&self, row: &TeamRecord) -> Result<AccessView, AppError> {
        let id = RecordId::from_bytes(row.record);
        let record = self.record(id)?;
        let mut people: Vec<AccessRow> = Vec::new();
        for access in &record.access {
            let person = match access.to {
                Subject::Person(person) => Some(person),
                Subject::Everyone => None,
            };
            let row = AccessRow {
                person,
                name: person.map_or(self.state.name.clone(), |person| self.name_of(person)),
                you: person == Some(self.me()),
                role: access.role,
                since: Timestamp::from_second(access.since).unwrap_or(Timestamp::UNIX_EPOCH),
                by: access.by.map(|by| self.name_of(by)),
                by_person: access.by,
                change: self.change_right(id, access.to),
            };
            // Of several grants to one person the highest counts.
            match people.iter_mut().find(|other| other.person == person) {
                Some(other) if other.role < row.role => *other = row,
                Some(_) => {}
                None => people.push(row),
            }
        }
        people.sort_by(|a, b| b.role.cmp(&a.role).then_with(|| a.name.cmp(&b.name)));
        let credential = self.workspace.store().credential(CredentialId::from_bytes(row.thing))?;
        Ok(AccessView {
            name: credential.name.as_str().to_owned(),
            team: Some(self.team()),
            role: self.state.role_of(self.me(), id),
            people,
            rekey_pending: record.rekey_pending,
            read_only: record.is_read_only(),
            offline: self.offline,
            share: self.share_right(id),
            waiting: self.workspace.waiting_for(credential.id)?,
        })
    }

    fn share_right(&self, record: RecordId) -> ShareRight {
        let role = self.state.role_of(self.me(), record);
        let may = |given: &RecordRole| role.is_some_and(|role| role.may_share_as(*given));
        let roles: Vec<RecordRole> = RecordRole::ALL.into_iter().filter(may).collect();
        let reason = match (role, self.cannot_write()) {
            (None, _) => "Your access to it was taken back.".to_owned(),
            (Some(RecordRole::View), _) => {
                "You may use this credential, but not share it.".to_owned()
            }
            (_, Some(why)) => return ShareRight { roles: Vec::new(), reason: Some(why) },
            (Some(RecordRole::ViewAndShare), None) => {
                "Only a Co-owner can name another Co-owner.".to_owned()
            }
            (Some(RecordRole::CoOwner), None) => return ShareRight { roles, reason: None },
        };
        ShareRight { roles, reason: Some(reason) }
    }

    fn change_right(&self, record: RecordId, to: Subject) -> ChangeRight {
        let no = |why: &str| ChangeRight::MayNot(why.to_owned());
        if let Some(why) = self.cannot_write() {
            return ChangeRight::MayNot(why);
        }
        let Subject::Person(person) = to else {
            return match self.may_change_everyones(record) {
                Ok(()) => ChangeRight::May(self.share_right(record).roles),
                Err(error) => ChangeRight::MayNot(error.message),
            };
        };
        if person == self.me() {
            return match self.is_last_co_owner(record) {
                true => no("You are the only Co-owner. Name another one before you leave."),
                false => ChangeRight::May(Vec::new()),
            };
        }
        match self.may_take_back(record, person) {
            Ok(()) => ChangeRight::May(self.share_right(record).roles),
            Err(error) => ChangeRight::MayNot(error.message),
        }
    }

    fn is_last_co_owner(&self, record: RecordId) -> bool {
        let role = |person| self.state.role_of(person, record);
        let others = self.state.members.keys().filter(|person| **person != self.me());
        role(self.me()) == Some(RecordRole::CoOwner)
            && others.copied().all(|person| role(person) != Some(RecordRole::CoOwner))
    }

    /// Why nothing can be written to the log now, in a sentence.
    fn cannot_write(&self) -> Option<String> {
        let error = self.may_renew_keys().err()?;
        Some(format!("{} {}", error.message, error.hint))
    }
}
