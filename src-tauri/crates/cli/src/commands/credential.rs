//! `credenza credential`.

use credenza_app::{
    CredentialListRow, CredentialQuery, CredentialSort, Workspace,
    credentials::{CredentialDraft, CredentialEditRequest, CredentialView},
    dependencies::NodeKey,
    team::{Conflict, ConflictOf},
};
use credenza_model::{
    ids::VariableId,
    location::{Authentication, Location, Locations},
};
use serde_json::{Value, json};

use super::{
    conflict::{field_word, versions},
    location, location_word, publish, status_word, uses, uses_words,
};
use crate::{
    args::{CredentialCommand, DeleteArgs, Global, UsesFormat},
    failure::Failure,
    names::Found as _,
    output::Output,
    session,
};

pub(super) fn run(
    command: CredentialCommand,
    global: &Global,
    output: &Output,
) -> Result<(), Failure> {
    let workspace = session::unlock(global)?;
    match command {
        CredentialCommand::New {
            name,
            location: locations,
            username,
            password,
            certificate,
            description,
        } => {
            let authentication = if certificate.is_some() {
                Authentication::Certificate
            } else {
                Authentication::UserNameAndPassword
            };
            let draft = CredentialDraft {
                name,
                description,
                locations: locations.into_iter().map(location).collect(),
                authentication,
                user_name: variable(&workspace, username)?,
                secret: variable(&workspace, password.or(certificate))?,
            };
            let credential = workspace.create_credential(&draft)?;
            show(&workspace, &workspace.credential(credential.id)?, None, output)
        }
        CredentialCommand::List { search } => list(&workspace, search, output),
        CredentialCommand::Show { name } => show(
            &workspace,
            &workspace.credential_by_name(&name).named("credential", &name)?,
            None,
            output,
        ),
        CredentialCommand::Edit { credential, name, description, location: locations } => {
            let id = workspace
                .credential_by_name(&credential)
                .named("credential", &credential)?
                .credential
                .id;
            let chosen: Vec<Location> = locations.into_iter().map(location).collect();
            let locations = (!chosen.is_empty()).then_some(chosen);
            workspace.edit_credential(
                id,
                &CredentialEditRequest { name, description, locations, seen: None },
            )?;
            let queued = publish(&workspace, output)?;
            show(&workspace, &workspace.credential(id)?, Some(queued), output)
        }
        CredentialCommand::Delete(arguments) => delete(&workspace, arguments, global, output),
        CredentialCommand::Uses { name } => {
            uses::show(&workspace, "credential", &name, UsesFormat::Table, output)
        }
    }
}

fn variable(workspace: &Workspace, name: Option<String>) -> Result<Option<VariableId>, Failure> {
    let Some(name) = name else { return Ok(None) };
    Ok(Some(workspace.variable_by_name(&name).named("variable", &name)?.variable.id))
}

fn list(workspace: &Workspace, search: String, output: &Output) -> Result<(), Failure> {
    let mut query = CredentialQuery {
        search,
        sort: CredentialSort::Name,
        limit: 200,
        ..CredentialQuery::default()
    };
    let next = |cursor| {
        query.cursor = cursor;
        Ok(workspace.list_credentials(&query)?)
    };
    output.pages("credentials", next, row_document, |row| {
        let (uses, status) = (uses_words(row.used_by), status_word(&row.status));
        format!("{}  {}  {uses}  {status}", row.name, row.place)
    })
}

fn row_document(row: &CredentialListRow) -> Value {
    json!({
        "name": row.name, "description": row.description, "locations": words(row.locations), "place": row.place,
        "used_by": row.used_by, "status": status_word(&row.status), "changed": row.changed.to_string(),
    })
}

fn words(locations: Locations) -> Vec<&'static str> {
    locations.iter().map(location_word).collect()
}

fn show(
    workspace: &Workspace,
    view: &CredentialView,
    queued: Option<bool>,
    output: &Output,
) -> Result<(), Failure> {
    let credential = &view.credential;
    let user_name = view.user_name.as_ref().map(|variable| variable.name.as_str());
    let (authentication, secret_word) = match credential.authentication {
        Authentication::UserNameAndPassword => ("user-name-and-password", "password"),
        Authentication::Certificate => ("certificate", "certificate"),
    };
    let conflicts = workspace.conflicts(ConflictOf::Credential(credential.id))?;
    let users: Vec<_> = view.used_by.iter().map(|(_, name)| name.as_str()).collect();
    let mut document = json!({
        "name": credential.name.as_str(), "description": credential.description,
        "locations": words(credential.locations), "authentication": authentication, "username": user_name,
        secret_word: view.secret.name.as_str(), "status": status_word(&view.status), "used_by": users,
        "changed": credential.changed.to_string(),
        "conflicts": conflicts.iter().map(conflict_document).collect::<Vec<_>>(),
    });
    let mut lines = vec![
        format!("Name        {}", credential.name.as_str()),
        format!("Description {}", credential.description),
        format!("Locations   {}", words(credential.locations).join(", ")),
        format!("User name   {}", user_name.unwrap_or("none")),
        format!("Secret      {}", view.secret.name.as_str()),
        format!("Status      {}", status_word(&view.status)),
        format!("Used by     {}", uses_words(view.used_by_total)),
    ];
    lines.extend(conflicts.iter().map(conflict_line));
    if let Some(queued) = queued {
        document["queued"] = json!(queued);
    }
    output.result(document, &lines)
}

fn conflict_document(conflict: &Conflict) -> Value {
    let (field, versions) = (field_word(conflict.field), versions(conflict));
    json!({ "of": conflict.name, "field": field, "versions": versions })
}

fn conflict_line(conflict: &Conflict) -> String {
    let (count, field) = (conflict.versions.len(), field_word(conflict.field));
    let of = &conflict.name;
    format!("Conflict    {count} versions of the {field} of {of}; choose one: conflict list")
}

fn delete(
    workspace: &Workspace,
    arguments: DeleteArgs,
    global: &Global,
    output: &Output,
) -> Result<(), Failure> {
    let view =
        workspace.credential_by_name(&arguments.name).named("credential", &arguments.name)?;
    super::refuse_used(workspace, NodeKey::Credential(view.credential.id), &arguments, global)?;
    workspace.delete_credential(view.credential.id)?;
    let queued = publish(workspace, output)?;
    let variables: Vec<_> =
        view.user_name.iter().chain([&view.secret]).map(|v| v.name.as_str().to_owned()).collect();
    let line = format!(
        "{} is in Recently deleted for 30 days. Its variables stay: {}.",
        arguments.name,
        variables.join(", ")
    );
    output.result(
        json!({ "deleted": arguments.name, "variables_kept": variables, "queued": queued }),
        &[line],
    )?;
    Ok(())
}
