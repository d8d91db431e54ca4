//! Changing a variable changes what everything that uses it gets (C13).

use credenza_crypto::value::SecretValue;
use credenza_model::{
    ids::VariableId,
    name::DisplayName,
    variable::{SecretContent, SecretPlace, SecretShape, Variable, VariableContent},
};
use credenza_secret::Secret;
use credenza_store::{Edit, ValueOwner};

use super::{
    CertificateFile, NewValue,
    create::{check_secret, check_text},
};
use crate::{AppError, ErrorCode, Workspace, error::name_problem};

impl Workspace {
    /// Gives a variable another display name, another value, or both at once; none keeps what is
    /// there. Its unique name and its kind stay.
    ///
    /// # Errors
    /// An [`AppError`] with the field that is not good; nothing is stored then.
    pub fn edit_variable(
        &self,
        id: VariableId,
        display_name: Option<&str>,
        value: Option<NewValue>,
    ) -> Result<Variable, AppError> {
        let mut variable = self.store().variable(id)?;
        if let Some(name) = display_name {
            variable.display_name = DisplayName::parse(name)
                .map_err(|e| AppError::field("displayName", name_problem(e)))?;
        }
        let value = value.map(|value| put(&mut variable.content, value)).transpose()?.flatten();
        self.store_changed(variable, value.as_ref())
    }

    /// Gives a variable another display name; its unique name stays.
    ///
    /// # Errors
    /// An [`AppError`].
    pub fn rename_variable(
        &self,
        id: VariableId,
        display_name: &str,
    ) -> Result<Variable, AppError> {
        self.edit_variable(id, Some(display_name), None)
    }

    /// Gives a text variable another text.
    ///
    /// # Errors
    /// An [`AppError`]; a secret variable is refused.
    pub fn set_text(&self, id: VariableId, text: String) -> Result<Variable, AppError> {
        self.edit_variable(id, None, Some(NewValue::Text(text)))
    }

    /// Gives a secret variable of This device another value.
    ///
    /// # Errors
    /// An [`AppError`]; any other variable is refused.
    pub fn set_secret(&self, id: VariableId, value: Secret) -> Result<Variable, AppError> {
        self.edit_variable(id, None, Some(NewValue::Secret(value)))
    }

    /// Gives a certificate variable of This device another certificate.
    ///
    /// # Errors
    /// An [`AppError`]; any other variable is refused.
    pub fn set_certificate(
        &self,
        id: VariableId,
        file: CertificateFile,
    ) -> Result<Variable, AppError> {
        self.edit_variable(id, None, Some(file.into()))
    }

    fn store_changed(
        &self,
        mut variable: Variable,
        value: Option<&SecretValue>,
    ) -> Result<Variable, AppError> {
        self.may_change(variable.id.as_bytes())?;
        let now = self.host.now();
        variable.changed = now;
        let sealed = match value {
            Some(value) => {
                let present = self.store().sealed_value(variable.id.as_bytes())?;
                let owner = ValueOwner::Variable;
                Some(self.seal_value(variable.id.as_bytes(), owner, value, Some(&present))?)
            }
            None => None,
        };
        // The store is free again before the arms ask it.
        let stored = self.store().update_variable(&variable, sealed.as_ref(), now, Edit::Here);
        match stored {
            Ok(()) => {
                if value.is_some() {
                    self.store().close_rotations(variable.id.as_bytes())?;
                }
                Ok(variable)
            }
            // Another process was faster: its value stands, and this one was not stored.
            Err(credenza_store::StoreError::Damaged(_)) => {
                Err(AppError::new(ErrorCode::WorkspaceBusy))
            }
            Err(error) => Err(error.into()),
        }
    }
}

/// Puts a value of the same kind in the place of the present one. What has to be sealed is returned.
fn put(content: &mut VariableContent, value: NewValue) -> Result<Option<SecretValue>, AppError> {
    match value {
        NewValue::Text(text) => {
            check_text(&text)?;
            let VariableContent::Text(present) = content else {
                let words = "This is a secret variable. Give its value as a secret.";
                return Err(AppError::field("value", words));
            };
            *present = text;
            Ok(None)
        }
        NewValue::Secret(value) => {
            check_secret(&value)?;
            let words = "Only a password of This device has a value that can be typed here.";
            on_this_device(content, SecretShape::Password, words)?;
            Ok(Some(SecretValue::Text(value)))
        }
        NewValue::Certificate { pfx, password, facts } => {
            let words = "Only a certificate of This device takes a certificate's file.";
            let secret = on_this_device(content, SecretShape::Certificate, words)?;
            secret.expires = Some(facts.not_after);
            secret.certificate = Some(facts);
            Ok(Some(SecretValue::Certificate { pfx, password }))
        }
    }
}

fn on_this_device<'a>(
    content: &'a mut VariableContent,
    shape: SecretShape,
    words: &str,
) -> Result<&'a mut SecretContent, AppError> {
    match content {
        VariableContent::Secret(secret)
            if secret.place == SecretPlace::ThisDevice && secret.shape == shape =>
        {
            Ok(secret)
        }
        _ => Err(AppError::field("value", words)),
    }
}
