//! What a variable holds, from standard input or from a vault.

use credenza_app::{
    AppError, ErrorCode, Workspace,
    variables::{
        AzureSecretRequest, AzureVariableEdit, AzureVariableRequest, NewValue,
        VariableCreateRequest, VariableEdit, read_certificate,
    },
    vaults::AccessCheck,
};
use credenza_model::{
    ids::VariableId,
    variable::{SecretContent, SecretPlace, SecretShape, Variable, VariableContent},
};

use crate::{
    args::{Global, SecretArgs, SecretTypeArg, VariableKind},
    failure::Failure,
    input,
    names::Found as _,
    session,
};

/// Makes a variable.
pub(super) fn create(
    workspace: &Workspace,
    kind: VariableKind,
    name: String,
    display_name: Option<String>,
    secret: &SecretArgs,
    global: &Global,
) -> Result<VariableId, Failure> {
    let display_name = display_name.unwrap_or_else(|| name.clone());
    if let (VariableKind::Secret, Some(vault)) = (kind, elsewhere(secret)) {
        let request = reference(workspace, vault, name, display_name, secret)?;
        let made = workspace.create_azure_variable(request, secret.unchecked, &|_, _| ());
        return saved(session::wait(made)??);
    }
    let value = match (kind, secret.shape) {
        (VariableKind::Text, _) => {
            let text = input::new_text("Value", secret.raw, global)?;
            // EXPOSE: a text variable is no secret and is stored as text.
            NewValue::Text(text.expose().to_owned())
        }
        (VariableKind::Secret, SecretTypeArg::Password) => {
            NewValue::Secret(input::new_secret("Value", secret.raw, global)?)
        }
        (VariableKind::Secret, SecretTypeArg::Certificate) => certificate(secret)?,
    };
    let request = VariableCreateRequest { display_name, name, value };
    Ok(workspace.create_variable(request)?.id)
}

/// Changes what a variable holds.
pub(super) fn set(
    workspace: &Workspace,
    id: VariableId,
    display_name: Option<String>,
    secret: &SecretArgs,
    global: &Global,
) -> Result<(), Failure> {
    let view = workspace.variable(id)?;
    let variable = &view.variable;
    let value = match &variable.content {
        VariableContent::Text(_) => {
            let text = input::new_text("New value", secret.raw, global)?;
            // EXPOSE: a text variable is no secret and is stored as text.
            NewValue::Text(text.expose().to_owned())
        }
        VariableContent::Secret(content) if content.place == SecretPlace::ThisDevice => {
            match content.shape {
                SecretShape::Password => {
                    NewValue::Secret(input::new_secret("New value", secret.raw, global)?)
                }
                SecretShape::Certificate => certificate(secret)?,
            }
        }
        VariableContent::Secret(content) => {
            // A name alone leaves where the secret lies to whoever changes it meanwhile.
            let reference = (display_name.is_none() || names_place(secret))
                .then(|| changed(workspace, content, secret))
                .transpose()?;
            let edit = AzureVariableEdit {
                display_name,
                secret: reference,
                seen: Some(view.marks.clone()),
            };
            let set = workspace.set_azure_variable(id, edit, secret.unchecked, &|_, _| ());
            saved(session::wait(set)??)?;
            return Ok(());
        }
    };
    let edit = VariableEdit { display_name, value: Some(value), seen: Some(view.marks) };
    workspace.edit_variable(id, edit)?;
    Ok(())
}

fn saved(check: AccessCheck<Variable>) -> Result<VariableId, Failure> {
    match check {
        AccessCheck::Saved(variable) => Ok(variable.id),
        AccessCheck::Refused(refusal) => Err(Failure::refused(&refusal)),
        AccessCheck::NoAnswer(silence) => {
            let mut failure = Failure::from(silence.error);
            failure.hint =
                "Nothing was stored. Try again, or keep it without a check by --unchecked."
                    .to_owned();
            Err(failure)
        }
    }
}

/// The vault's name, unless it is This device.
fn elsewhere(secret: &SecretArgs) -> Option<&str> {
    secret.vault.as_deref().filter(|vault| !vault.eq_ignore_ascii_case("this-device"))
}

fn reference(
    workspace: &Workspace,
    vault: &str,
    name: String,
    display_name: String,
    secret: &SecretArgs,
) -> Result<AzureVariableRequest, Failure> {
    let vault = workspace.vault_by_name(vault).named("vault", vault)?.vault;
    let Some(secret_name) = secret.secret.clone() else {
        return Err(Failure::usage("A secret in a vault has a name there.", "Give --secret NAME."));
    };
    let known = |given: &Option<String>, found: Option<String>, option: &str| {
        given.clone().or(found).ok_or_else(|| {
            let hint = format!("Give {option}.");
            Failure::usage("It could not be found where the key vault is.", &hint)
        })
    };
    let reference = AzureSecretRequest {
        vault: vault.id,
        subscription: known(
            &secret.subscription,
            vault.azure.subscription.clone(),
            "--subscription ID",
        )?,
        resource_group: known(
            &secret.resource_group,
            vault.azure.resource_group.clone(),
            "--resource-group NAME",
        )?,
        key_vault: secret.key_vault.clone().unwrap_or_else(|| vault.azure.key_vault()),
        secret: secret_name,
        version: secret.version.clone(),
    };
    let shape = match secret.shape {
        SecretTypeArg::Password => SecretShape::Password,
        SecretTypeArg::Certificate => SecretShape::Certificate,
    };
    Ok(AzureVariableRequest { display_name, name, secret: reference, shape })
}

/// Whether the options say where the secret lies.
fn names_place(secret: &SecretArgs) -> bool {
    let given = [&secret.vault, &secret.subscription, &secret.resource_group, &secret.key_vault];
    given.into_iter().chain([&secret.secret, &secret.version]).any(Option::is_some)
}

/// The present reference with what the options change.
fn changed(
    workspace: &Workspace,
    content: &SecretContent,
    secret: &SecretArgs,
) -> Result<AzureSecretRequest, Failure> {
    let SecretPlace::Azure { vault, reference } = &content.place else {
        return Err(AppError::new(ErrorCode::NotFound).into());
    };
    let vault = match elsewhere(secret) {
        Some(name) => workspace.vault_by_name(name).named("vault", name)?.vault.id,
        None => *vault,
    };
    let or = |given: &Option<String>, now: &str| given.clone().unwrap_or_else(|| now.to_owned());
    let renamed = secret.secret.is_some() || secret.key_vault.is_some();
    let kept = reference.version().map(str::to_owned).filter(|_| !renamed);
    Ok(AzureSecretRequest {
        vault,
        subscription: or(&secret.subscription, reference.subscription()),
        resource_group: or(&secret.resource_group, reference.resource_group()),
        key_vault: or(&secret.key_vault, reference.key_vault()),
        secret: or(&secret.secret, reference.secret().as_str()),
        version: secret.version.clone().or(kept),
    })
}

fn certificate(secret: &SecretArgs) -> Result<NewValue, Failure> {
    if !secret.raw {
        let hint = "Give --raw and the PFX or PEM file on standard input.";
        return Err(Failure::usage("A certificate is a file.", hint));
    }
    let password = secret.pfx_password_file.as_deref().map(input::first_line_of).transpose()?;
    Ok(read_certificate(input::bytes()?, password)?.into())
}
