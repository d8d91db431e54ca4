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
    AppError, VariableMarks, Workspace,
    error::{name_problem, undisturbed},
};

/// What is to be changed of a variable; none leaves it as it is.
#[derive(Default)]
pub struct VariableEdit {
    /// What people see.
    pub display_name: Option<String>,
    /// What it holds, of the same kind as before.
    pub value: Option<NewValue>,
    /// What the person was shown of it before; none takes what is there when the change begins.
    pub seen: Option<VariableMarks>,
}

/// Which of the fields that a person changes are others `now` than they were shown.
pub(super) fn unseen(
    (name, value): (bool, bool),
    seen: &VariableMarks,
    now: &VariableMarks,
) -> Result<(), AppError> {
    let name =
        (name && seen.display_name != now.display_name).then_some(("displayName", "display name"));
    let value = (value && seen.value != now.value).then_some(("value", "value"));
    let fields: Vec<_> = name.into_iter().chain(value).collect();
    if fields.is_empty() { Ok(()) } else { Err(AppError::changed_fields(&fields)) }
}

/// A display name as it was typed.
pub(super) fn display_name(typed: &str) -> Result<DisplayName, AppError> {
    DisplayName::parse(typed).map_err(|e| AppError::field("displayName", name_problem(e)))
}

impl Workspace {
    /// Gives a variable another display name, another value, or both at once. Its unique name and its
    /// kind stay, and what somebody else changed of the rest since the person was shown it.
    ///
    /// # Errors
    /// An [`AppError`] with the field that is not good, `ErrorCode::ChangedMeanwhile` with the fields
    /// when somebody else changed the same; nothing is stored then.
    pub fn edit_variable(&self, id: VariableId, edit: VariableEdit) -> Result<Variable, AppError> {
        let name = edit.display_name.as_deref().map(display_name).transpose()?;
        let first = self.standing(id)?;
        let seen = edit.seen.unwrap_or_else(|| VariableMarks::of(&first));
        let mut changed = first.variable.clone();
        let kept = edit.value.is_none();
        let value = edit.value.map(|value| put(&mut changed.content, value)).transpose()?.flatten();
        let stored = undisturbed(|| {
            let before = self.standing(id)?;
            unseen((name.is_some(), !kept), &seen, &VariableMarks::of(&before))?;
            let mut variable = before.variable.clone();
            variable.display_name = name.clone().unwrap_or(variable.display_name);
            if !kept {
                variable.content = changed.content.clone();
            }
            self.store_changed(&before, variable, value.as_ref())
        });
        stored.map_err(|error| self.with_who(error, id.as_bytes()))
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
        let display_name = Some(display_name.to_owned());
        self.edit_variable(id, VariableEdit { display_name, ..VariableEdit::default() })
    }

    /// Gives a text variable another text.
    ///
    /// # Errors
    /// An [`AppError`]; a secret variable is refused.
    pub fn set_text(&self, id: VariableId, text: String) -> Result<Variable, AppError> {
        self.set_value(id, NewValue::Text(text))
    }

    /// Gives a secret variable of This device another value.
    ///
    /// # Errors
    /// An [`AppError`]; any other variable is refused.
    pub fn set_secret(&self, id: VariableId, value: Secret) -> Result<Variable, AppError> {
        self.set_value(id, NewValue::Secret(value))
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
        self.set_value(id, file.into())
    }

    fn set_value(&self, id: VariableId, value: NewValue) -> Result<Variable, AppError> {
        self.edit_variable(id, VariableEdit { value: Some(value), ..VariableEdit::default() })
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
