//! What is known here of a team: what a form asks while somebody types, without the network.

use std::sync::Arc;

use credenza_model::{
    ids::{PersonId, RecordId, TeamId},
    team::{RecordRole, TeamState},
};

use super::session::Session;
use crate::{AppError, Workspace};

/// A team by the last look at it. It is only read: nothing is pulled, written or taken in.
#[derive(Clone, Copy)]
pub(super) struct Known<'a> {
    pub(super) workspace: &'a Workspace,
    pub(super) team: [u8; 16],
    pub(super) me: PersonId,
    pub(super) state: &'a TeamState,
}

/// A team as lists show it.
pub(super) struct SeenTeam<'w> {
    workspace: &'w Workspace,
    team: TeamId,
    me: PersonId,
    state: Arc<TeamState>,
}

impl SeenTeam<'_> {
    pub(super) fn known(&self) -> Known<'_> {
        let (workspace, team, me) = (self.workspace, *self.team.as_bytes(), self.me);
        Known { workspace, team, me, state: &self.state }
    }
}

impl Workspace {
    /// A team by what is known here, without a look at it.
    pub(super) fn team_seen(&self, team: TeamId) -> Result<SeenTeam<'_>, AppError> {
        let me = PersonId::from_bytes(self.identity()?.person());
        Ok(SeenTeam { workspace: self, team, me, state: self.seen(team)?.state })
    }
}

impl Session<'_> {
    /// What is known by now.
    pub(super) fn known(&self) -> Known<'_> {
        Known {
            workspace: self.workspace,
            team: self.stored.team,
            me: self.me(),
            state: &self.state,
        }
    }

    /// The record of a thing in this team.
    pub(super) fn record_of(&self, thing: &[u8; 16]) -> Result<Option<RecordId>, AppError> {
        self.known().record_of(thing)
    }

    /// A member's or former member's name.
    pub(super) fn name_of(&self, person: PersonId) -> String {
        self.known().name_of(person)
    }
}

impl Known<'_> {
    /// The record of a thing in this team.
    pub(super) fn record_of(self, thing: &[u8; 16]) -> Result<Option<RecordId>, AppError> {
        let row = self.workspace.store().team_record_of(thing)?;
        let row = row.filter(|row| row.team == self.team);
        Ok(row.map(|row| RecordId::from_bytes(row.record)))
    }

    pub(super) fn role_of(self, person: PersonId, record: RecordId) -> Option<RecordRole> {
        self.state.role_of(person, record)
    }

    /// A member's or former member's name.
    pub(super) fn name_of(self, person: PersonId) -> String {
        let member = self.state.members.get(&person).map(|member| member.name.clone());
        let gone = || self.state.departed.iter().find(|gone| gone.person == person);
        member.or_else(|| gone().map(|gone| gone.name.clone())).unwrap_or_default()
    }
}
