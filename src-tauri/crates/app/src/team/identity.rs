//! Who this person is to others.

use credenza_crypto::{
    identity::{Identity, SealingKeyError},
    record,
    team::safety_code,
};
use credenza_model::ids::PersonId;

use crate::{AppError, ErrorCode, Workspace, workspace::identity_record};

/// What others may know of this person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdentityView {
    /// The person.
    pub person: PersonId,
    /// The shown name.
    pub name: String,
    /// The mail, possibly empty.
    pub mail: String,
    /// Ten words that name the key.
    pub safety_code: [&'static str; safety_code::LENGTH],
}

impl Workspace {
    /// Who this person is to others.
    ///
    /// # Errors
    /// An [`AppError`].
    pub fn identity_view(&self) -> Result<IdentityView, AppError> {
        let person = PersonId::from_bytes(self.identity()?.person());
        let stored = self.store().identity()?;
        Ok(IdentityView {
            person,
            name: stored.person,
            mail: stored.mail.unwrap_or_default(),
            safety_code: safety_code::words(person),
        })
    }

    /// The person's private keys.
    pub(super) fn identity(&self) -> Result<Identity, AppError> {
        let damaged = || AppError::new(ErrorCode::StoreDamaged);
        let stored = self.store().identity()?;
        let header = identity_record(stored.workspace);
        let content = record::open(&self.root().identity(), &stored.sealed, &header)
            .map_err(|_| damaged())?;
        Identity::from_secret_bytes(&content).map_err(|_| damaged())
    }
}

/// Why this person has no further sealing keys.
pub(super) fn no_more_keys(error: SealingKeyError) -> AppError {
    match error {
        SealingKeyError::Random(_) => AppError::new(ErrorCode::Internal),
        SealingKeyError::TooMany => AppError::not_allowed(
            "You have had as many keys as a person can have. Have an owner remove you and invite \
             you anew, with a new workspace.",
        ),
        SealingKeyError::AnotherPerson => {
            AppError::not_allowed("The pairing file is another person's.")
        }
    }
}
