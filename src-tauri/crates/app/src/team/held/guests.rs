//! Who asks to join.

use std::sync::Arc;

use credenza_crypto::team::{invitation::InvitationSecret, safety_code};
use credenza_model::{ids::PersonId, team::Introduction};

/// Somebody who asks to join.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JoinRequest {
    /// The invitation that they came with.
    pub invitation: [u8; 16],
    /// Who made that invitation.
    pub invited_by: Option<PersonId>,
    /// Who, named by their key.
    pub person: PersonId,
    /// Their shown name.
    pub name: String,
    /// Their mail, possibly empty.
    pub mail: String,
    /// For whom the invitation was made.
    pub invited: String,
    /// Ten words to compare with theirs.
    pub safety_code: [&'static str; safety_code::LENGTH],
    /// A member who has that mail already: this would be a second person.
    pub same_mail_as: Option<(PersonId, String)>,
}

/// Somebody who asks to join, with the secret of their invitation.
pub(crate) struct Guest {
    pub(crate) invitation: [u8; 16],
    pub(crate) secret: Arc<InvitationSecret>,
    pub(crate) who: Introduction,
}
