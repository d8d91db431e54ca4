//! Changing a variable changes what everything that uses it gets (C13).

use credenza_crypto::value::SecretValue;
use credenza_model::{
    ids::VariableId,
    name::DisplayName,
    variable::{SecretPlace, SecretShape, Variable, VariableContent},
};
use credenza_secret::Secret;
use credenza_store::{Edit, ValueOwner};

use super::{
    CertificateFile,
    create::{check_secret, check_text},
};
use crate::{AppError, ErrorCode, Workspace, error::name_problem};

impl Workspace {
    /// Gives a variable another display name; its unique name stays.
    ///
    /// # Errors
    /// An [`AppError`].
    pub fn rename_variable(
        &self,
        id: VariableId,
        display_name: &str,
    ) -> Result<Variable, AppError> {
        let mut variable = self.store().variable(id)?;
        variable.display_name = DisplayName::parse(display_name)
            .map_err(|e| AppError::field("displayName", name_problem(e)))?;
        self.store_changed(variable, None)
    }

    /// Gives a text variable another text.
    ///
    /// # Errors
    /// An [`AppError`]; a secret variable is refused.
    pub fn set_text(&self, id: VariableId, text: String) -> Result<Variable, AppError> {
        check_text(&text)?;
        let mut variable = self.store().variable(id)?;
        if !matches!(variable.content, VariableContent::Text(_)) {
            return Err(AppError::field(
                "value",
                "This is a secret variable. Give its value as a secret.",
            ));
        }
        variable.content = VariableContent::Text(text);
        self.store_changed(variable, None)
    }

    /// Gives a secret variable of This device another value.
    ///
    /// # Errors
    /// An [`AppError`]; any other variable is refused.
    pub fn set_secret(&self, id: VariableId, value: Secret) -> Result<Variable, AppError> {
        check_secret(&value)?;
        let variable = self.store().variable(id)?;
        match &variable.content {
            VariableContent::Secret(secret)
                if secret.place == SecretPlace::ThisDevice
                    && secret.shape == SecretShape::Password => {}
            _ => {
                return Err(AppError::field(
                    "value",
                    "Only a password of This device has a value that can be typed here.",
                ));
            }
        }
        self.store_changed(variable, Some(&SecretValue::Text(value)))
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
        let mut variable = self.store().variable(id)?;
        match &mut variable.content {
            VariableContent::Secret(secret)
                if secret.place == SecretPlace::ThisDevice
                    && secret.shape == SecretShape::Certificate =>
            {
                secret.expires = Some(file.facts.not_after);
                secret.certificate = Some(file.facts);
            }
            _ => {
                return Err(AppError::field(
                    "value",
                    "Only a certificate of This device takes a certificate's file.",
                ));
            }
        }
        let value = SecretValue::Certificate { pfx: file.pfx, password: file.password };
        self.store_changed(variable, Some(&value))
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
