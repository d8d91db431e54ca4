//! `credenza variable`.

use credenza_app::{
    VariableKind as StoredKind, VariableListRow, VariableQuery, Workspace, dependencies::NodeKey,
    variables::VariableView,
};
use credenza_model::variable::{SecretContent, SecretPlace, SecretShape, VariableContent};
use serde_json::{Value, json};

use super::{refuse_used, status_word, uses, uses_words, variable_value};
use crate::{
    args::{Global, UsesFormat, VariableCommand},
    failure::Failure,
    names::Found as _,
    output::Output,
    session,
};

pub(super) fn run(
    command: VariableCommand,
    global: &Global,
    output: &Output,
) -> Result<(), Failure> {
    let workspace = session::unlock(global)?;
    match command {
        VariableCommand::New { kind, name, display_name, secret } => {
            let id = variable_value::create(&workspace, kind, name, display_name, &secret, global)?;
            show(&workspace.variable(id)?, None, output)
        }
        VariableCommand::List { search } => list(&workspace, search, output),
        VariableCommand::Show { name } => {
            show(&workspace.variable_by_name(&name).named("variable", &name)?, None, output)
        }
        VariableCommand::Set { name, display_name, secret } => {
            let id = workspace.variable_by_name(&name).named("variable", &name)?.variable.id;
            variable_value::set(&workspace, id, display_name, &secret, global)?;
            let queued = super::publish(&workspace, output)?;
            show(&workspace.variable(id)?, Some(queued), output)
        }
        VariableCommand::Uses { name } => {
            uses::show(&workspace, "variable", &name, UsesFormat::Table, output)
        }
        VariableCommand::Delete(arguments) => {
            let name = &arguments.name;
            let view = workspace.variable_by_name(name).named("variable", name)?;
            // What a credential uses is refused by the store, whatever was answered here.
            if view.used_by.is_empty() {
                refuse_used(&workspace, NodeKey::Variable(view.variable.id), &arguments, global)?;
            }
            workspace.delete_variable(view.variable.id)?;
            let queued = super::publish(&workspace, output)?;
            output.result(
                json!({ "deleted": name, "queued": queued }),
                &[format!("{name} is in Recently deleted for 30 days.")],
            )?;
            Ok(())
        }
    }
}

fn list(workspace: &Workspace, search: String, output: &Output) -> Result<(), Failure> {
    let mut query = VariableQuery { search, limit: 200, ..VariableQuery::default() };
    let next = |cursor| {
        query.cursor = cursor;
        Ok(workspace.list_variables(&query)?)
    };
    output.pages("variables", next, row_document, |row| {
        let status = status_word(&row.status);
        format!("{}  {}  {}  {status}", row.name, row.display_name, row.place)
    })
}

fn row_document(row: &VariableListRow) -> Value {
    json!({
        "name": row.name, "display_name": row.display_name, "type": kind_word(row.kind), "place": row.place,
        "used_by": row.used_by, "status": status_word(&row.status), "changed": row.changed.to_string(),
    })
}

fn kind_word(kind: StoredKind) -> &'static str {
    match kind {
        StoredKind::Text => "text",
        StoredKind::Secret => "secret",
        StoredKind::Certificate => "certificate",
    }
}

fn show(view: &VariableView, queued: Option<bool>, output: &Output) -> Result<(), Failure> {
    let variable = &view.variable;
    let users: Vec<_> = view.used_by.iter().map(|(_, name)| name.as_str()).collect();
    let mut document = json!({
        "name": variable.name.as_str(), "display_name": variable.display_name.as_str(), "type": "text", "value": null,
        "status": status_word(&view.status), "used_by": users,
        "used_by_total": view.used_by_total, "changed": variable.changed.to_string(),
    });
    let mut lines = vec![
        format!("Name     {}", variable.name.as_str()),
        format!("Shown as {}", variable.display_name.as_str()),
        format!("Status   {}", status_word(&view.status)),
        format!("Used by  {}", uses_words(view.used_by_total)),
    ];
    match &variable.content {
        VariableContent::Text(text) => {
            document["value"] = json!(text);
            let labels = ["Value    "].into_iter().chain(std::iter::repeat("         "));
            lines.extend(labels.zip(text.lines()).map(|(label, line)| format!("{label}{line}")));
        }
        VariableContent::Secret(secret) => show_secret(secret, &mut document, &mut lines),
    }
    if let Some(queued) = queued {
        document["queued"] = json!(queued);
    }
    output.result(document, &lines)
}

fn show_secret(secret: &SecretContent, document: &mut Value, lines: &mut Vec<String>) {
    let certificate = secret.shape == SecretShape::Certificate;
    document["type"] = json!(if certificate { "certificate" } else { "secret" });
    document["expires"] = json!(secret.expires.map(|at| at.to_string()));
    document["checked"] = json!(secret.checked.map(|at| at.to_string()));
    match &secret.place {
        SecretPlace::ThisDevice => {
            document["vault"] = json!("this-device");
            lines.push("Vault    This device".to_owned());
        }
        SecretPlace::Azure { reference, .. } => {
            document["vault"] = json!(reference.key_vault());
            document["secret"] = json!(reference.secret().as_str());
            document["version"] = json!(reference.version());
            document["path"] = json!(reference.path());
            lines.push(format!("Path     {}", reference.path()));
        }
    }
    if let Some(facts) = &secret.certificate {
        document["certificate"] = json!({
            "subject": facts.subject, "thumbprint": facts.thumbprint,
            "not_before": facts.not_before.to_string(), "not_after": facts.not_after.to_string(),
        });
        lines.push(format!("Subject  {}", facts.subject));
        lines.push(format!("Print    {}", facts.thumbprint));
        lines.push(format!("Until    {}", facts.not_after));
    }
}
