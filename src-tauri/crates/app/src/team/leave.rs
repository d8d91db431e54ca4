//! Leaving a team.

use credenza_model::{ids::TeamId, team::Op};

use super::sync::TeamView;
use crate::{AppError, Workspace};

impl Workspace {
    /// Leaves a team. What came from it goes; what began here stays as own.
    ///
    /// # Errors
    /// [`crate::ErrorCode::NotAllowed`] for the last owner.
    pub async fn leave_team(&self, team: TeamId) -> Result<TeamView, AppError> {
        let mut session = self.team_session(team).await?;
        session.may_renew_keys()?;
        let me = session.me();
        if session.owners() == [me] {
            let why = "The last owner can't leave. Name another owner first.";
            return Err(AppError::not_allowed(why));
        }
        session.write(vec![Op::Remove { person: me }]).await?;
        session.update_standing()?;
        session.receive().await?;
        session.view()
    }
}
