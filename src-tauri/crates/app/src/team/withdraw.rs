//! Taking an invitation back, and refusing who asks to join with one.

use credenza_model::{ids::TeamId, team::Op};

use super::session::Session;
use crate::{AppError, ErrorCode, Workspace};

impl Workspace {
    /// Takes an invitation back: nobody is let in by it any more.
    ///
    /// # Errors
    /// [`ErrorCode::NotFound`], or [`ErrorCode::NotAllowed`] for who is not an owner.
    pub async fn withdraw_invitation(
        &self,
        team: TeamId,
        invitation: [u8; 16],
    ) -> Result<(), AppError> {
        let mut session = self.team_session(team).await?;
        session.withdraw(&[invitation]).await
    }

    /// Refuses somebody who asks to join, named as in [`Workspace::approve`]. Their invitation can't
    /// be used any more.
    ///
    /// # Errors
    /// As [`Workspace::approve`].
    pub async fn refuse(&self, team: TeamId, person: &str) -> Result<(), AppError> {
        let mut session = self.team_session(team).await?;
        session.must_own("Only an owner refuses people.")?;
        let asking = session.asking(person).await?;
        let invitations: Vec<[u8; 16]> = asking.iter().map(|one| one.invitation).collect();
        session.withdraw(&invitations).await
    }
}

impl Session<'_> {
    async fn withdraw(&mut self, invitations: &[[u8; 16]]) -> Result<(), AppError> {
        self.ready_to_write().await?;
        self.must_own("Only an owner takes invitations back.")?;
        let open = |id: &&[u8; 16]| self.state.invitations.iter().any(|i| i.id == **id && i.open);
        let ops: Vec<Op> =
            invitations.iter().filter(open).map(|id| Op::Withdraw { invitation: *id }).collect();
        if ops.is_empty() {
            return Err(AppError::about(ErrorCode::NotFound, "Invitation"));
        }
        self.write(ops).await?;
        self.finish().await.map(drop)
    }
}
