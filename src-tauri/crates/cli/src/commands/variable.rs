//! `credenza variable`.

use credenza_app::{
    AppError, VariableKind as StoredKind, VariableListRow, VariableQuery, Workspace,
    variables::{NewValue, VariableCreateRequest, VariableView},
};
use credenza_model::variable::VariableContent;
use serde_json::{Value, json};

use super::{status_word, uses};
use crate::{
    args::{DeleteArgs, Global, VariableCommand, VariableKind},
    failure::Failure,
    input,
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
        VariableCommand::New { kind, name, display_name, vault, raw } => {
            if vault != "this-device" {
                return Err(AppError::about(credenza_app::ErrorCode::NotFound, &vault).into());
            }
            let value = new_value(kind, raw, global)?;
            let display_name = display_name.unwrap_or_else(|| name.clone());
            let variable =
                workspace.create_variable(VariableCreateRequest { display_name, name, value })?;
            show(&workspace.variable(variable.id)?, output);
            Ok(())
        }
        VariableCommand::List { search } => list(&workspace, search, output),
        VariableCommand::Show { name } => {
            show(&workspace.variable_by_name(&name)?, output);
            Ok(())
        }
        VariableCommand::Set { name, raw } => {
            let id = workspace.variable_by_name(&name)?.variable.id;
            set(&workspace, &name, raw, global)?;
            show(&workspace.variable(id)?, output);
            Ok(())
        }
        VariableCommand::Delete(DeleteArgs { name, .. }) => {
            let id = workspace.variable_by_name(&name)?.variable.id;
            workspace.delete_variable(id)?;
            output.result(
                json!({ "deleted": name }),
                &[format!("{name} is in Recently deleted for 30 days.")],
            );
            Ok(())
        }
    }
}

fn new_value(kind: VariableKind, raw: bool, global: &Global) -> Result<NewValue, Failure> {
    let value = input::value("Value", raw, global.no_input)?;
    Ok(match kind {
        // EXPOSE: a text variable is no secret and is stored as text.
        VariableKind::Text => NewValue::Text(value.expose().to_owned()),
        VariableKind::Secret => NewValue::Secret(value),
    })
}

fn set(workspace: &Workspace, name: &str, raw: bool, global: &Global) -> Result<(), Failure> {
    let variable = workspace.variable_by_name(name)?.variable;
    let value = input::value("New value", raw, global.no_input)?;
    match variable.content {
        // EXPOSE: a text variable is no secret and is stored as text.
        VariableContent::Text(_) => workspace.set_text(variable.id, value.expose().to_owned())?,
        VariableContent::Secret(_) => workspace.set_secret(variable.id, value)?,
    };
    Ok(())
}

fn list(workspace: &Workspace, search: String, output: &Output) -> Result<(), Failure> {
    let mut query = VariableQuery { search, limit: 200, ..VariableQuery::default() };
    let (mut documents, mut lines) = (Vec::new(), Vec::new());
    loop {
        let page = workspace.list_variables(&query)?;
        for row in &page.rows {
            lines.push(format!(
                "{}  {}  {}  {}",
                row.name,
                row.display_name,
                row.place,
                status_word(&row.status)
            ));
            documents.push(row_document(row));
        }
        query.cursor = page.next;
        if query.cursor.is_none() {
            break;
        }
    }
    output.result(json!({ "variables": documents }), &lines);
    Ok(())
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

fn show(view: &VariableView, output: &Output) {
    let variable = &view.variable;
    let (kind, text) = match &variable.content {
        VariableContent::Text(text) => ("text", Some(text)),
        VariableContent::Secret(_) => ("secret", None),
    };
    let users: Vec<_> = view.used_by.iter().map(|(_, name)| name.as_str()).collect();
    let document = json!({
        "name": variable.name.as_str(), "display_name": variable.display_name.as_str(), "type": kind, "value": text,
        "status": status_word(&view.status), "used_by": users, "changed": variable.changed.to_string(),
    });
    let mut lines = vec![
        format!("Name     {}", variable.name.as_str()),
        format!("Shown as {}", variable.display_name.as_str()),
        format!("Type     {kind}"),
        format!("Status   {}", status_word(&view.status)),
        format!("Used by  {}", uses(users.len() as u64)),
    ];
    lines.extend(text.map(|text| format!("Value    {text}")));
    output.result(document, &lines);
}
