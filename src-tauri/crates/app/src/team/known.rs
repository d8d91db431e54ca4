//! A team as it was at the last look: what a form asks while somebody types, without the network.

use credenza_model::ids::TeamId;

use super::session::Session;
use crate::{AppError, Workspace};

impl Workspace {
    /// The team by what is known here. It is only read: nothing is pulled, written or taken in.
    pub(super) fn team_seen(&self, team: TeamId) -> Result<Session<'_>, AppError> {
        Session::open(self, self.stored_team(team)?)
    }
}
