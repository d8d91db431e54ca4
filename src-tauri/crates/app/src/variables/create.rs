//! New variables.

use credenza_crypto::value::SecretValue;
use credenza_model::{
    access::AccessState,
    ids::VariableId,
    name::{DisplayName, VariableName},
    variable::{SecretContent, SecretPlace, SecretShape, Variable, VariableContent},
};
use credenza_secret::{Secret, SecretBytes};
use credenza_store::ValueOwner;

use crate::{AppError, ErrorCode, Workspace, error::name_problem};

/// Longest text or password in bytes; what a vault takes is its own limit.
pub(super) const LONGEST_VALUE: usize = 25 * 1_024;

/// What a new variable holds.
pub enum NewValue {
    /// A text that is no secret.
    Text(String),
    /// A secret text for This device.
    Secret(Secret),
    /// A PFX file for This device with its password, checked before.
    Certificate {
        /// The file's bytes.
        pfx: SecretBytes,
        /// Its password; empty when it has none.
        password: Secret,
        /// What is shown of it.
        facts: credenza_model::certificate::CertificateFacts,
    },
}

/// A variable to be made.
pub struct VariableCreateRequest {
    /// What people see.
    pub display_name: String,
    /// Its unique name; empty takes the suggested one.
    pub name: String,
    /// What it holds.
    pub value: NewValue,
}

impl Workspace {
    /// The name that is proposed for a display name (C7): free, by a number at the end if need be.
    ///
    /// # Errors
    /// An [`AppError`].
    pub fn suggest_variable_name(&self, display_name: &str) -> Result<String, AppError> {
        let store = self.store();
        let base = VariableName::suggest(&store.settings()?.variable_prefix, display_name);
        for number in 1..1_000u32 {
            let candidate = if number == 1 { base.clone() } else { format!("{base}{number}") };
            match VariableName::parse(&candidate) {
                Ok(name) if store.variable_name_taken(&name)? => {}
                _ => return Ok(candidate),
            }
        }
        Ok(base)
    }

    /// Stores a new variable in this workspace.
    ///
    /// # Errors
    /// An [`AppError`] with the field that is not good.
    pub fn create_variable(&self, request: VariableCreateRequest) -> Result<Variable, AppError> {
        let display_name = DisplayName::parse(&request.display_name)
            .map_err(|e| AppError::field("displayName", name_problem(e)))?;
        let name = match request.name.as_str() {
            "" => self.suggest_variable_name(display_name.as_str())?,
            typed => typed.to_owned(),
        };
        let name =
            VariableName::parse(&name).map_err(|e| AppError::field("name", name_problem(e)))?;
        let id = VariableId::from_random(self.random()?);
        let now = self.host.now();
        let (content, value) = content(request.value)?;
        let variable = Variable { id, display_name, name, content, created: now, changed: now };
        let sealed = value
            .map(|value| self.seal_value(id.as_bytes(), ValueOwner::Variable, &value, None))
            .transpose()?;
        let stored = self.store().insert_variable(&variable, sealed.as_ref(), now);
        stored.map_err(|error| {
            let error = AppError::from(error);
            if error.code == ErrorCode::NameTaken {
                return AppError::about(ErrorCode::NameTaken, variable.name.as_str())
                    .in_field("name");
            }
            error
        })?;
        Ok(variable)
    }
}

fn content(value: NewValue) -> Result<(VariableContent, Option<SecretValue>), AppError> {
    let secret = |shape, certificate: Option<credenza_model::certificate::CertificateFacts>| {
        VariableContent::Secret(Box::new(SecretContent {
            place: SecretPlace::ThisDevice,
            shape,
            access: AccessState::Readable,
            checked: None,
            expires: certificate.as_ref().map(|facts| facts.not_after),
            certificate,
        }))
    };
    Ok(match value {
        NewValue::Text(text) => {
            check_text(&text)?;
            (VariableContent::Text(text), None)
        }
        NewValue::Secret(value) => {
            check_secret(&value)?;
            (secret(SecretShape::Password, None), Some(SecretValue::Text(value)))
        }
        NewValue::Certificate { pfx, password, facts } => (
            secret(SecretShape::Certificate, Some(facts)),
            Some(SecretValue::Certificate { pfx, password }),
        ),
    })
}

pub(super) fn check_text(text: &str) -> Result<(), AppError> {
    if text.trim().is_empty() {
        return Err(AppError::field("value", "Enter a value."));
    }
    if text.len() > LONGEST_VALUE {
        return Err(AppError::field("value", "The value is longer than 25 KB."));
    }
    Ok(())
}

pub(super) fn check_secret(value: &Secret) -> Result<(), AppError> {
    if value.is_empty() {
        return Err(AppError::field("value", "Enter a value."));
    }
    // EXPOSE: only the length is read.
    if value.expose().len() > LONGEST_VALUE {
        return Err(AppError::field("value", "The value is longer than 25 KB."));
    }
    Ok(())
}
