//! Invitations: a secret that goes to a colleague outside the location.

use credenza_crypto::team::{
    boxes::Purpose,
    invitation::{Invitation, InvitationSecret},
};
use credenza_model::{
    ids::{PersonId, TeamId},
    team::{EntryId, Op},
};
use credenza_secret::Secret;

use super::session::Session;
use crate::{AppError, ErrorCode, Workspace};

/// An invitation to hand over.
pub struct NewInvitation {
    /// Names it.
    pub id: [u8; 16],
    /// The text, which whoever has it can join with.
    pub text: Secret,
}

impl Workspace {
    /// Invites someone by a text that is handed over by a trusted way.
    ///
    /// # Errors
    /// [`ErrorCode::NotAllowed`] for who is not an owner.
    pub async fn invite(&self, team: TeamId, mail: &str) -> Result<NewInvitation, AppError> {
        let mut session = self.team_session(team).await?;
        session.ready_to_write().await?;
        session.must_own("Only an owner invites people to the team.")?;
        let secret = InvitationSecret::generate(self.host.random());
        let secret = secret.map_err(|_| AppError::new(ErrorCode::Internal))?;
        let owners: Vec<PersonId> = session.owners();
        let content = secret.to_secret_bytes();
        let boxes = session.put_boxes(Purpose::Invitation, None, &owners, &content).await?;
        let id = secret.id();
        session
            .write(vec![Op::Invite { invitation: id, mail: mail.trim().to_owned(), boxes }])
            .await?;
        session.finish().await?;
        let invitation = Invitation {
            genesis: EntryId(session.stored.genesis),
            inviter: session.me(),
            location: session.stored.location.clone(),
            secret,
        };
        Ok(NewInvitation { id, text: invitation.to_text() })
    }
}

impl Session<'_> {
    pub(super) fn owners(&self) -> Vec<PersonId> {
        let owners = self.state.members.values().filter(|member| member.owner);
        owners.map(|member| member.person).collect()
    }

    pub(super) fn must_own(&self, why: &str) -> Result<(), AppError> {
        let owner = self.state.members.get(&self.me()).is_some_and(|member| member.owner);
        if owner { Ok(()) } else { Err(AppError::not_allowed(why)) }
    }
}
