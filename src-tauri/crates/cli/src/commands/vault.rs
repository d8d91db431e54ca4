//! `credenza vault`.

use credenza_app::{
    Workspace,
    variables::read_certificate,
    vaults::{SignInSecret, VaultConnectRequest, VaultSecretRow, VaultView},
};
use credenza_model::vault::{AzureConnection, AzureSignInKind};
use serde_json::{Value, json};

use super::uses_words;
use crate::{
    args::{Global, SignInArg, VaultAddArgs, VaultCommand, VaultKindArg},
    failure::Failure,
    input,
    names::Found as _,
    output::Output,
    session,
};

pub(super) fn run(command: VaultCommand, global: &Global, output: &Output) -> Result<(), Failure> {
    let workspace = session::unlock(global)?;
    match command {
        VaultCommand::Add(arguments) => add(&workspace, *arguments, global, output),
        VaultCommand::List => list(&workspace, output),
        VaultCommand::Test { name } => test(&workspace, &name, output),
        VaultCommand::Secrets { name, filter } => secrets(&workspace, &name, &filter, output),
        VaultCommand::Remove { name } => {
            workspace
                .disconnect_vault(workspace.vault_by_name(&name).named("vault", &name)?.vault.id)?;
            output.result(json!({ "removed": name }), &[format!("{name} is disconnected.")])?;
            Ok(())
        }
    }
}

fn add(
    workspace: &Workspace,
    arguments: VaultAddArgs,
    global: &Global,
    output: &Output,
) -> Result<(), Failure> {
    let VaultKindArg::AzureKeyVault = arguments.kind;
    let text = |path: &std::path::Path| {
        std::fs::read_to_string(path).map_err(|e| Failure::io(&path.display().to_string(), &e))
    };
    let ca_pem = arguments.ca_file.as_deref().map(text).transpose()?;
    let request = VaultConnectRequest {
        secret: secret(&arguments, global)?,
        name: arguments.name,
        azure: AzureConnection {
            url: arguments.url,
            sign_in: kind(arguments.sign_in),
            tenant: arguments.tenant,
            client_id: arguments.client_id,
            authority_host: arguments.authority_host,
            arm_url: arguments.arm_url,
            ca_pem,
            token_file: arguments.token_file,
            subscription: None,
            resource_group: None,
        },
        unchecked: arguments.unchecked,
    };
    let vault = session::wait(workspace.connect_vault(request))??;
    let view = workspace.vault(vault.id)?;
    let mut document = document(&view);
    document["subscription"] = json!(view.vault.azure.subscription);
    document["resource_group"] = json!(view.vault.azure.resource_group);
    output.result(document, &[line(&view)])?;
    Ok(())
}

fn secret(arguments: &VaultAddArgs, global: &Global) -> Result<Option<SignInSecret>, Failure> {
    match arguments.sign_in {
        SignInArg::ClientSecret => {
            let secret = input::value("Client secret", global)?;
            Ok(Some(SignInSecret::Text(secret)))
        }
        SignInArg::ClientCertificate => {
            let Some(path) = &arguments.certificate_file else { return Ok(None) };
            let password = arguments.certificate_password_file.as_deref().map(input::first_line_of);
            let file = read_certificate(input::file(path)?, password.transpose()?)?;
            Ok(Some(SignInSecret::Certificate { pfx: file.pfx, password: file.password }))
        }
        _ => Ok(None),
    }
}

fn kind(argument: SignInArg) -> AzureSignInKind {
    match argument {
        SignInArg::Cli => AzureSignInKind::Cli,
        SignInArg::ClientSecret => AzureSignInKind::ClientSecret,
        SignInArg::ClientCertificate => AzureSignInKind::ClientCertificate,
        SignInArg::ManagedIdentity => AzureSignInKind::ManagedIdentity,
        SignInArg::WorkloadIdentity => AzureSignInKind::WorkloadIdentity,
    }
}

fn kind_word(kind: AzureSignInKind) -> &'static str {
    match kind {
        AzureSignInKind::Cli => "cli",
        AzureSignInKind::ClientSecret => "client-secret",
        AzureSignInKind::ClientCertificate => "client-certificate",
        AzureSignInKind::ManagedIdentity => "managed-identity",
        AzureSignInKind::WorkloadIdentity => "workload-identity",
        AzureSignInKind::NotChosen => "not-chosen",
    }
}

fn list(workspace: &Workspace, output: &Output) -> Result<(), Failure> {
    let device = workspace.device_usage()?;
    let mut documents = vec![json!({
        "name": "this-device", "kind": "this-device", "url": null, "variables": device.variables,
        "used_by": device.credentials, "refused": 0,
    })];
    let mut lines =
        vec![format!("this-device  sealed in this workspace  {}", uses_words(device.credentials))];
    for view in workspace.list_vaults()? {
        lines.push(line(&view));
        documents.push(document(&view));
    }
    output.result(json!({ "vaults": documents }), &lines)?;
    Ok(())
}

fn document(view: &VaultView) -> Value {
    let azure = &view.vault.azure;
    json!({
        "name": view.vault.name.as_str(), "kind": "azure-key-vault", "url": azure.url,
        "key_vault": azure.key_vault(), "sign_in": kind_word(azure.sign_in),
        "signed_in_as": view.vault.signed_in_as, "tenant": azure.tenant,
        "variables": view.usage.variables, "used_by": view.usage.credentials,
        "refused": view.usage.refused,
    })
}

fn line(view: &VaultView) -> String {
    let nobody = match view.vault.azure.sign_in {
        AzureSignInKind::NotChosen => "named by a colleague, not connected yet",
        _ => "not signed in yet",
    };
    let who = view.vault.signed_in_as.as_deref().unwrap_or(nobody);
    let name = view.vault.name.as_str();
    format!("{name}  {}  {who}  {}", view.vault.azure.url, uses_words(view.usage.credentials))
}

fn test(workspace: &Workspace, name: &str, output: &Output) -> Result<(), Failure> {
    let view = workspace.vault_by_name(name).named("vault", name)?;
    let request = VaultConnectRequest {
        name: view.vault.name.as_str().to_owned(),
        azure: view.vault.azure.clone(),
        secret: None,
        unchecked: false,
    };
    let tried = session::wait(workspace.test_vault(&request, Some(view.vault.id)))??;
    let document = json!({
        "name": name, "signed_in_as": tried.who, "tenant": tried.tenant,
        "sign_in": kind_word(tried.how), "answer_ms": tried.answer_ms,
        "subscription": tried.subscription, "resource_group": tried.resource_group,
    });
    let line = format!("Signed in as {}; the vault answered in {} ms.", tried.who, tried.answer_ms);
    output.result(document, &[line])?;
    Ok(())
}

fn secrets(
    workspace: &Workspace,
    name: &str,
    filter: &str,
    output: &Output,
) -> Result<(), Failure> {
    let id = workspace.vault_by_name(name).named("vault", name)?.vault.id;
    let wanted = filter.to_lowercase();
    let rows = session::wait(all(workspace, id))??;
    let rows = rows.into_iter().filter(|r| r.entry.name.as_str().to_lowercase().contains(&wanted));
    let (mut documents, mut lines) = (Vec::new(), Vec::new());
    for row in rows {
        let expires = row.entry.attributes.expires.map(|at| at.to_string());
        let state = if row.entry.attributes.enabled { "" } else { "  disabled" };
        lines.push(format!("{}  {}{state}", row.entry.name.as_str(), uses_words(row.used_by)));
        documents.push(json!({
            "name": row.entry.name.as_str(), "enabled": row.entry.attributes.enabled,
            "expires": expires, "content_type": row.entry.content_type,
            "certificate": row.entry.managed, "used_by": row.used_by,
        }));
    }
    output.result(json!({ "secrets": documents }), &lines)?;
    Ok(())
}

async fn all(
    workspace: &Workspace,
    id: credenza_model::ids::VaultId,
) -> Result<Vec<VaultSecretRow>, credenza_app::AppError> {
    let (mut rows, mut cursor) = (Vec::new(), None);
    loop {
        let page = workspace.vault_secrets(id, cursor).await?;
        rows.extend(page.rows);
        cursor = page.next;
        if cursor.is_none() {
            return Ok(rows);
        }
    }
}
