//! Credentials (C1–C4, C12).

use jiff::Timestamp;

use crate::{
    ids::{CredentialId, VariableId},
    location::{Authentication, LocationError, Locations},
    name::DisplayName,
    variable::{SecretShape, Variable, VariableContent},
};

/// Longest description, in Unicode scalar values.
pub const LONGEST_DESCRIPTION: usize = 2_000;

/// The variables that a credential signs in with. They never change after it was made (C12).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChosenVariables {
    /// The text variable with the user name; a certificate may do without.
    pub user_name: Option<VariableId>,
    /// The secret variable with the password or certificate.
    pub secret: VariableId,
}

/// A credential as it is stored: references only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credential {
    /// Its identifier.
    pub id: CredentialId,
    /// Its name, unique in the workspace without regard to case.
    pub name: DisplayName,
    /// A note, possibly empty.
    pub description: String,
    /// Where it may be used.
    pub locations: Locations,
    /// How it signs in.
    pub authentication: Authentication,
    /// What it signs in with.
    pub variables: ChosenVariables,
    /// When it was made.
    pub created: Timestamp,
    /// When it was changed last.
    pub changed: Timestamp,
}

/// Why a combination of choices is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CredentialError {
    /// The locations and the authentication don't go together.
    #[error(transparent)]
    Location(#[from] LocationError),
    /// A user name is needed and none was chosen.
    #[error("no user name is chosen")]
    NoUserName,
    /// The user name is not a text variable.
    #[error("the user name is not a text variable")]
    UserNameNotText,
    /// The secret is a text variable.
    #[error("the secret is not a secret variable")]
    SecretIsText,
    /// A certificate was chosen as password or the reverse.
    #[error("the secret variable holds another kind of secret")]
    WrongShape,
}

/// Checks the rules C4 and C5 over everything that a credential is made of.
///
/// # Errors
/// The first rule that is broken.
pub fn check(
    locations: Locations,
    authentication: Authentication,
    user_name: Option<&Variable>,
    secret: &Variable,
) -> Result<(), CredentialError> {
    locations.check(authentication)?;
    match user_name.map(|variable| &variable.content) {
        Some(VariableContent::Text(_)) => {}
        Some(VariableContent::Secret(_)) => return Err(CredentialError::UserNameNotText),
        None if authentication == Authentication::UserNameAndPassword => {
            return Err(CredentialError::NoUserName);
        }
        None => {}
    }
    let expected = match authentication {
        Authentication::UserNameAndPassword => SecretShape::Password,
        Authentication::Certificate => SecretShape::Certificate,
    };
    match &secret.content {
        VariableContent::Secret(secret) if secret.shape == expected => Ok(()),
        VariableContent::Secret(_) => Err(CredentialError::WrongShape),
        VariableContent::Text(_) => Err(CredentialError::SecretIsText),
    }
}
