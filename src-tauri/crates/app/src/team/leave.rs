//! Leaving a team.

use credenza_model::{ids::TeamId, team::Op};

use super::{
    join::INVITATION,
    sync::{Standing, TeamView},
};
use crate::{AppError, Workspace};

impl Workspace {
    /// Leaves a team. What came from it goes; what began here stays as own.
    ///
    /// # Errors
    /// [`crate::ErrorCode::NotAllowed`] for the last owner.
    pub async fn leave_team(&self, team: TeamId) -> Result<TeamView, AppError> {
        if self.stored_team(team)?.standing == Standing::Asked {
            return self.take_back_asking(team).await;
        }
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

    /// Who asked and was not let in yet forgets the team. The request stays in the location, so an
    /// owner may still let them in, which then has no effect here.
    async fn take_back_asking(&self, team: TeamId) -> Result<TeamView, AppError> {
        let _turn = self.team_turn().await?;
        let mut stored = self.stored_team(team)?;
        let view = self.take_up(stored.clone())?.view();
        self.turns.kept.forget(team);
        stored.standing = Standing::Former;
        self.store().put_team(&stored)?;
        self.store().set_team_value(team.as_bytes(), INVITATION, None)?;
        view.map(|view| TeamView { standing: Standing::Former, ..view })
    }
}
