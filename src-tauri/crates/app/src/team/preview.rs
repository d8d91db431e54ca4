//! What an invitation says, before anything is joined.

use credenza_crypto::team::safety_code;
use credenza_secret::Secret;

use super::{join::read, sync::Standing};
use crate::{AppError, Workspace};

/// What an invitation says. The team's name comes with the approval.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvitationPreview {
    /// Ten words that name the key of whoever invites.
    pub inviter: [&'static str; safety_code::LENGTH],
    /// Where the team meets.
    pub location: String,
    /// Whether this person is in the team already.
    pub member: bool,
}

impl Workspace {
    /// Reads an invitation.
    ///
    /// # Errors
    /// An [`AppError`] with the field for a text that is none.
    pub fn read_invitation(&self, text: &Secret) -> Result<InvitationPreview, AppError> {
        let invitation = read(text)?;
        let known = self.stored_team(invitation.team());
        Ok(InvitationPreview {
            inviter: safety_code::words(invitation.inviter),
            member: known.is_ok_and(|known| known.standing == Standing::Member),
            location: invitation.location,
        })
    }
}
