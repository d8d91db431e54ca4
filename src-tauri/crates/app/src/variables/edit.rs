//! Changing a variable changes what everything that uses it gets (C13).

use credenza_crypto::value::SecretValue;
use credenza_model::{
    ids::VariableId,
    name::DisplayName,
    variable::{SecretContent, SecretPlace, SecretShape, Variable, VariableContent},
};
use credenza_secret::Secret;
use credenza_store::Edit;

use super::{
    CertificateFile, NewValue,
    create::{check_secret, check_text},
    value::Standing,
};
use crate::{
    AppError, ErrorCode, Workspace,
    error::{name_problem, undisturbed},
};

impl Workspace {
    /// Gives a variable another display name, another value, or both at once; none keeps what is
    /// there. Its unique name and its kind stay, and what somebody else changed of the rest at the same
    /// moment.
    ///
    /// # Errors
    /// An [`AppError`] with the field that is not good, [`ErrorCode::ChangedMeanwhile`] when somebody
    /// else changed the same; nothing is stored then.
    pub fn edit_variable(
        &self,
        id: VariableId,
        display_name: Option<&str>,
        value: Option<NewValue>,
    ) -> Result<Variable, AppError> {
        let name = display_name.map(|name| {
            DisplayName::parse(name).map_err(|e| AppError::field("displayName", name_problem(e)))
        });
        let name = name.transpose()?;
        let first = self.standing(id)?;
        let mut changed = first.variable.clone();
        let kept = value.is_none();
        let value = value.map(|value| put(&mut changed.content, value)).transpose()?.flatten();
        undisturbed(|| {
            let before = self.standing(id)?;
            let other_name = before.variable.display_name != first.variable.display_name;
            if name.is_some() && other_name || !kept && !before.holds_what(&first) {
                return Err(AppError::new(ErrorCode::ChangedMeanwhile));
            }
            let mut variable = before.variable.clone();
            variable.display_name = name.clone().unwrap_or(variable.display_name);
            if !kept {
                variable.content = changed.content.clone();
            }
            self.store_changed(&before, variable, value.as_ref())
        })
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
        before: &Standing,
        mut variable: Variable,
        value: Option<&SecretValue>,
    ) -> Result<Variable, AppError> {
        self.may_change(variable.id.as_bytes())?;
        let now = self.host.now();
        variable.changed = now;
        let sealed = value.map(|value| self.seal_after(before, value)).transpose()?;
        // The store is free again before it is asked once more.
        let before = &before.variable;
        self.store().update_variable(before, &variable, sealed.as_ref(), now, Edit::Here)?;
        if value.is_some() {
            self.store().close_rotations(variable.id.as_bytes())?;
        }
        Ok(variable)
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
