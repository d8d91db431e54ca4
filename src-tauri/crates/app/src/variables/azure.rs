//! Secret variables whose value is in an Azure Key Vault (C6, C9).

use credenza_model::{
    access::AccessState,
    azure::{AzureNameError, AzureSecretReference},
    ids::{VariableId, VaultId},
    name::{DisplayName, VariableName},
    variable::{SecretContent, SecretPlace, SecretShape, Variable, VariableContent},
};

use credenza_store::Edit;

use super::edit::{VariableEdit, display_name, unseen};
use crate::{
    AppError, ErrorCode, VariableMarks, Workspace,
    error::{name_problem, undisturbed},
    vaults::{AccessCheck, Answer, Progress, keep},
};

/// Where a secret lies in an Azure Key Vault. Its fields are checked before anything is asked.
#[derive(Debug, Clone)]
pub struct AzureSecretRequest {
    /// The vault connection.
    pub vault: VaultId,
    /// Subscription id.
    pub subscription: String,
    /// Resource group name.
    pub resource_group: String,
    /// Key vault name.
    pub key_vault: String,
    /// Secret name.
    pub secret: String,
    /// A version, or none for the latest.
    pub version: Option<String>,
}

/// A secret variable in an Azure Key Vault.
#[derive(Debug, Clone)]
pub struct AzureVariableRequest {
    /// What people see.
    pub display_name: String,
    /// Its unique name; empty takes the suggested one.
    pub name: String,
    /// Where its secret lies.
    pub secret: AzureSecretRequest,
    /// Password or certificate.
    pub shape: SecretShape,
}

/// What is to be changed of such a variable; none leaves it as it is.
#[derive(Debug, Clone, Default)]
pub struct AzureVariableEdit {
    /// What people see.
    pub display_name: Option<String>,
    /// Where its secret lies.
    pub secret: Option<AzureSecretRequest>,
    /// What the person was shown of it before; none takes what is there when the change begins.
    pub seen: Option<VariableMarks>,
}

impl Workspace {
    /// Checks access and stores the variable on a good answer. With `unchecked` it is stored as
    /// "Not checked yet" and nothing is asked.
    ///
    /// # Errors
    /// An [`AppError`] with the field that is not good, or a failed sign-in. Nothing is stored then.
    pub async fn create_azure_variable(
        &self,
        request: AzureVariableRequest,
        unchecked: bool,
        progress: Progress<'_>,
    ) -> Result<AccessCheck<Variable>, AppError> {
        let display_name = display_name(&request.display_name)?;
        let content = self.reference(&request.secret, request.shape)?;
        let name = self.free_name(&request, &display_name)?;
        let content = match self.checked(content, unchecked, progress).await? {
            AccessCheck::Saved(content) => content,
            AccessCheck::Refused(refusal) => return Ok(AccessCheck::Refused(refusal)),
            AccessCheck::NoAnswer(silence) => return Ok(AccessCheck::NoAnswer(silence)),
        };
        let id = VariableId::from_random(self.random()?);
        let now = self.host.now();
        let content = VariableContent::Secret(Box::new(content));
        let variable = Variable { id, display_name, name, content, created: now, changed: now };
        let stored = self.store().insert_variable(&variable, None, now);
        stored.map_err(|error| taken(error.into(), &variable.name))?;
        Ok(AccessCheck::Saved(variable))
    }

    /// Changes display name, reference, or both of a variable. Another reference is checked, as for a
    /// new one. What somebody else changed of the rest since the person was shown it stays.
    ///
    /// # Errors
    /// As [`Workspace::create_azure_variable`]; a variable of another kind is refused.
    /// `ErrorCode::ChangedMeanwhile` with the fields when somebody else changed the same.
    pub async fn set_azure_variable(
        &self,
        id: VariableId,
        edit: AzureVariableEdit,
        unchecked: bool,
        progress: Progress<'_>,
    ) -> Result<AccessCheck<Variable>, AppError> {
        let first = self.standing(id)?;
        let shape = match &first.variable.content {
            VariableContent::Secret(secret) if secret.place != SecretPlace::ThisDevice => {
                secret.shape
            }
            _ => {
                let words = "Only a secret in a vault has these fields.";
                return Err(AppError::field("secret", words));
            }
        };
        let AzureVariableEdit { display_name: typed, secret, seen } = edit;
        let seen = seen.unwrap_or_else(|| VariableMarks::of(&first));
        let Some(secret) = secret else {
            let edit = VariableEdit { display_name: typed, value: None, seen: Some(seen) };
            return self.edit_variable(id, edit).map(AccessCheck::Saved);
        };
        let name = typed.as_deref().map(display_name).transpose()?;
        let content = self.reference(&secret, shape)?;
        let content = match self.checked(content, unchecked, progress).await? {
            AccessCheck::Saved(content) => content,
            AccessCheck::Refused(refusal) => return Ok(AccessCheck::Refused(refusal)),
            AccessCheck::NoAnswer(silence) => return Ok(AccessCheck::NoAnswer(silence)),
        };
        self.may_change(id.as_bytes())?;
        let stored = self.store_reference(id, name.as_ref(), &content, &seen);
        stored.map(AccessCheck::Saved).map_err(|error| self.with_who(error, id.as_bytes()))
    }

    fn store_reference(
        &self,
        id: VariableId,
        name: Option<&DisplayName>,
        content: &SecretContent,
        seen: &VariableMarks,
    ) -> Result<Variable, AppError> {
        let (content, changed) =
            (VariableContent::Secret(Box::new(content.clone())), self.host.now());
        undisturbed(|| {
            let before = self.standing(id)?;
            let now = VariableMarks::of(&before);
            unseen((name.is_some(), true), seen, &now)?;
            let before = before.variable;
            let display_name = name.unwrap_or(&before.display_name).clone();
            let content = content.clone();
            let variable = Variable { display_name, content, changed, ..before.clone() };
            self.store().update_variable(&before, &variable, None, changed, Edit::Here)?;
            Ok(variable)
        })
    }

    fn reference(
        &self,
        request: &AzureSecretRequest,
        shape: SecretShape,
    ) -> Result<SecretContent, AppError> {
        let reference = AzureSecretReference::new(
            &request.subscription,
            &request.resource_group,
            &request.key_vault,
            &request.secret,
            request.version.as_deref(),
        )
        .map_err(|error| AppError::field(field_of(error), sentence(error)))?;
        self.store().vault(request.vault)?;
        Ok(SecretContent {
            place: SecretPlace::Azure { vault: request.vault, reference },
            shape,
            access: AccessState::NotChecked,
            checked: None,
            expires: None,
            certificate: None,
        })
    }

    /// Refuses a taken name before anyone waits for a vault.
    fn free_name(
        &self,
        request: &AzureVariableRequest,
        display_name: &DisplayName,
    ) -> Result<VariableName, AppError> {
        let name = match request.name.as_str() {
            "" => self.suggest_variable_name(display_name.as_str())?,
            typed => typed.to_owned(),
        };
        let name =
            VariableName::parse(&name).map_err(|e| AppError::field("name", name_problem(e)))?;
        if self.store().variable_name_taken(&name)? {
            return Err(taken(AppError::new(ErrorCode::NameTaken), &name));
        }
        Ok(name)
    }

    async fn checked(
        &self,
        mut content: SecretContent,
        unchecked: bool,
        progress: Progress<'_>,
    ) -> Result<AccessCheck<SecretContent>, AppError> {
        if unchecked {
            return Ok(AccessCheck::Saved(content));
        }
        let SecretPlace::Azure { vault, reference } = &content.place else {
            return Ok(AccessCheck::Saved(content));
        };
        let answer = self.check_access(*vault, reference, content.shape, progress).await?;
        keep(&mut content, &answer);
        content.checked = Some(self.host.now());
        Ok(match answer {
            Answer::Readable(_) => AccessCheck::Saved(content),
            Answer::Refused(_, refusal) => AccessCheck::Refused(refusal),
            Answer::Silent(silence) => AccessCheck::NoAnswer(silence),
        })
    }
}

fn taken(error: AppError, name: &VariableName) -> AppError {
    if error.code == ErrorCode::NameTaken {
        return AppError::about(ErrorCode::NameTaken, name.as_str()).in_field("name");
    }
    error
}

fn field_of(error: AzureNameError) -> &'static str {
    match error {
        AzureNameError::Subscription => "subscription",
        AzureNameError::ResourceGroup => "resourceGroup",
        AzureNameError::KeyVault => "keyVault",
        AzureNameError::Secret => "secret",
        AzureNameError::Version => "version",
    }
}

fn sentence(error: AzureNameError) -> &'static str {
    match error {
        AzureNameError::Subscription => {
            "A subscription id has 36 characters, such as 8f2c1d7a-4b0e-4c52-9a6f-2f6d0a1be913."
        }
        AzureNameError::ResourceGroup => {
            "A resource group name has 1 to 90 letters, digits, _ - . ( ) and no full stop at its end."
        }
        AzureNameError::KeyVault => {
            "A key vault name has 3 to 24 letters, digits and single hyphens, and begins with a letter."
        }
        AzureNameError::Secret => "A secret name has 1 to 127 letters, digits and hyphens.",
        AzureNameError::Version => {
            "A version has 32 hexadecimal characters. Leave it empty for the latest."
        }
    }
}
