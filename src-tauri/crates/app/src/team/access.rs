//! Who has access to a credential (S11).

use credenza_model::{
    ids::{CredentialId, PersonId, RecordId, TeamId},
    team::{RecordRole, Subject},
};
use credenza_store::TeamRecord;
use jiff::Timestamp;

use super::session::Session;
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
}

/// Who has access to a credential.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessView {
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
}

impl Workspace {
    /// Who has access to a credential.
    ///
    /// # Errors
    /// An [`AppError`].
    pub async fn access(&self, id: CredentialId) -> Result<AccessView, AppError> {
        self.store().credential(id)?;
        let Some(row) = self.store().team_record_of(id.as_bytes())? else {
            return Ok(AccessView {
                team: None,
                role: None,
                people: Vec::new(),
                rekey_pending: false,
                read_only: false,
            });
        };
        let session = self.team_session(TeamId::from_bytes(row.team)).await?;
        session.access_view(&row)
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
            };
            // Of several grants to one person the highest counts.
            match people.iter_mut().find(|other| other.person == person) {
                Some(other) if other.role < row.role => *other = row,
                Some(_) => {}
                None => people.push(row),
            }
        }
        people.sort_by(|a, b| b.role.cmp(&a.role).then_with(|| a.name.cmp(&b.name)));
        Ok(AccessView {
            team: Some(self.team()),
            role: self.state.role_of(self.me(), id),
            people,
            rekey_pending: record.rekey_pending,
            read_only: record.is_read_only(),
        })
    }

    /// A member's or former member's name.
    pub(super) fn name_of(&self, person: PersonId) -> String {
        let member = self.state.members.get(&person).map(|member| member.name.clone());
        let gone = || self.state.departed.iter().find(|gone| gone.person == person);
        member.or_else(|| gone().map(|gone| gone.name.clone())).unwrap_or_default()
    }
}
