//! Reading the values of a credential for their one destination.

use credenza_crypto::value::SecretValue;
use credenza_model::{ids::CredentialId, location::Location, variable::VariableContent};
use credenza_secret::{Secret, SecretBytes};

use crate::{AppError, ErrorCode, Workspace, error::location_name};

/// One value of a credential.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// The user name.
    UserName,
    /// The password.
    Password,
    /// The certificate.
    Certificate,
}

/// Who is given a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reader {
    /// A person, who looks at it in the window or copies it there.
    Window,
    /// The program of this name.
    Program(String),
}

/// A value on its way.
pub enum CredentialValue {
    /// A user name, which is no secret.
    UserName(String),
    /// A password.
    Password(Secret),
    /// A PFX file and its password.
    Certificate {
        /// The file's bytes.
        pfx: SecretBytes,
        /// Its password.
        password: Secret,
    },
}

impl Workspace {
    /// Refuses a location that the credential does not allow (U1).
    ///
    /// # Errors
    /// [`ErrorCode::NotAllowed`].
    pub fn allow_in(&self, id: CredentialId, location: Location) -> Result<(), AppError> {
        let credential = self.store().credential(id)?;
        if credential.locations.contains(location) {
            return Ok(());
        }
        let names: Vec<_> = credential.locations.iter().map(location_name).collect();
        let mut error = AppError::new(ErrorCode::NotAllowed);
        error.message = format!(
            "{} is not allowed in {}, only in {}.",
            credential.name.as_str(),
            location_name(location),
            names.join(", ")
        );
        Err(error)
    }

    /// Reads one value of a credential for `reader`, and notes who was given a secret (W9).
    ///
    /// # Errors
    /// Those of [`Workspace::read_value`].
    pub async fn give_value(
        &self,
        id: CredentialId,
        field: Field,
        reader: &Reader,
    ) -> Result<CredentialValue, AppError> {
        let value = self.read_value(id, field).await?;
        if field != Field::UserName {
            let program = match reader {
                Reader::Window => None,
                Reader::Program(name) => Some(name.as_str()),
            };
            // What can be read is given also when the disk is full or nothing may be written.
            if let Err(error) = self.store().note_read(&id, program, self.host.now()) {
                tracing::warn!(%error, "who was given a value was not noted");
            }
        }
        Ok(value)
    }

    /// Reads one value of a credential.
    ///
    /// # Errors
    /// [`ErrorCode::NotFound`] when the credential has no such value; what a vault said.
    pub async fn read_value(
        &self,
        id: CredentialId,
        field: Field,
    ) -> Result<CredentialValue, AppError> {
        let view = self.credential(id)?;
        let none = || AppError::about(ErrorCode::NotFound, "This credential has no such value");
        if field == Field::UserName {
            let content = view.user_name.map(|variable| variable.content);
            let Some(VariableContent::Text(text)) = content else { return Err(none()) };
            return Ok(CredentialValue::UserName(text));
        }
        match (field, self.open_value(&view.secret).await?) {
            (Field::Password, SecretValue::Text(value)) => Ok(CredentialValue::Password(value)),
            (Field::Certificate, SecretValue::Certificate { pfx, password }) => {
                Ok(CredentialValue::Certificate { pfx, password })
            }
            _ => Err(none()),
        }
    }
}
