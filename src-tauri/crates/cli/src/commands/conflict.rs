//! `credenza conflict`: who wrote which version, and when. What a variable holds is never printed.

use credenza_app::{
    AppError, ErrorCode, Mark, Workspace,
    team::{Conflict, ConflictField, ConflictOf, ConflictVersion, VersionValue},
};
use serde_json::{Value, json};

use super::{devices, location_word, publish};
use crate::{
    args::{ChooseArgs, ConflictCommand, ConflictFieldArg, ConflictKindArg, Global},
    failure::Failure,
    names::Found as _,
    output::Output,
};

pub(super) fn run(
    command: ConflictCommand,
    global: &Global,
    output: &Output,
) -> Result<(), Failure> {
    // Somebody may have chosen meanwhile.
    let workspace = devices::look(global)?;
    match command {
        ConflictCommand::List => list(&workspace, output),
        ConflictCommand::Choose(arguments) => choose(&workspace, &arguments, output),
    }
}

fn list(workspace: &Workspace, output: &Output) -> Result<(), Failure> {
    let (mut documents, mut lines) = (Vec::new(), Vec::new());
    for conflict in workspace.all_conflicts()? {
        let (kind, name) = thing(workspace, conflict.of)?;
        let field = field_word(conflict.field);
        documents.push(json!({
            "kind": kind, "name": name, "field": field, "may_choose": conflict.may_choose,
            "among": conflict.among.to_string(), "versions": versions(&conflict),
        }));
        lines.extend(listed(&format!("{kind} {name}"), &conflict));
    }
    if lines.is_empty() {
        output.message("Nothing waits for a choice.");
    }
    output.result(json!({ "conflicts": documents }), &lines)
}

/// All versions of a field, and how a choice names all of them.
fn listed(thing: &str, conflict: &Conflict) -> Vec<String> {
    let (count, field) = (conflict.versions.len(), field_word(conflict.field));
    let head = format!("{thing}: {count} versions of the {field}, --among {}", conflict.among);
    let versions = conflict.versions.iter().enumerate().map(|(at, one)| line(at, one, conflict));
    [head].into_iter().chain(versions).collect()
}

/// How a command names what is in conflict.
fn thing(workspace: &Workspace, of: ConflictOf) -> Result<(&'static str, String), Failure> {
    Ok(match of {
        ConflictOf::Credential(id) => {
            ("credential", workspace.credential(id)?.credential.name.as_str().to_owned())
        }
        ConflictOf::Variable(id) => {
            ("variable", workspace.variable(id)?.variable.name.as_str().to_owned())
        }
    })
}

pub(super) fn field_word(field: ConflictField) -> &'static str {
    match field {
        ConflictField::Name => "name",
        ConflictField::Description => "description",
        ConflictField::Locations => "locations",
        ConflictField::Value => "value",
    }
}

/// The first counts until somebody chooses.
pub(super) fn versions(conflict: &Conflict) -> Vec<Value> {
    let version = |(at, one): (usize, &ConflictVersion)| {
        json!({
            "version": one.id, "counts": at == 0, "by": one.by, "you": one.you,
            "at": one.at.to_string(), "says": says(one, conflict.field),
        })
    };
    conflict.versions.iter().enumerate().map(version).collect()
}

/// What a version says, where that is no value.
fn says(one: &ConflictVersion, field: ConflictField) -> Option<String> {
    match &one.value {
        _ if field == ConflictField::Value => None,
        VersionValue::Text(text) => Some(text.clone()),
        VersionValue::Locations(locations) => {
            Some(locations.iter().map(location_word).collect::<Vec<_>>().join(", "))
        }
        VersionValue::Secret { .. } => None,
    }
}

fn line(at: usize, one: &ConflictVersion, conflict: &Conflict) -> String {
    let (counts, by) = (if at == 0 { "  counts" } else { "" }, one.by.as_deref());
    let says = says(one, conflict.field).map_or(String::new(), |text| format!("  {text}"));
    let by = by.unwrap_or("a device that is not in the team any more");
    format!("  {}  by {by}  at {}{counts}{says}", one.id, one.at)
}

fn choose(workspace: &Workspace, arguments: &ChooseArgs, output: &Output) -> Result<(), Failure> {
    let name = &arguments.name;
    let of = match arguments.kind {
        ConflictKindArg::Credential => ConflictOf::Credential(
            workspace.credential_by_name(name).named("credential", name)?.credential.id,
        ),
        ConflictKindArg::Variable => ConflictOf::Variable(
            workspace.variable_by_name(name).named("variable", name)?.variable.id,
        ),
    };
    let field = match arguments.field {
        ConflictFieldArg::Name => ConflictField::Name,
        ConflictFieldArg::Description => ConflictField::Description,
        ConflictFieldArg::Locations => ConflictField::Locations,
        ConflictFieldArg::Value => ConflictField::Value,
    };
    let among = Mark::from(arguments.among.clone());
    let chosen = workspace.choose_version(of, field, &arguments.version, &among);
    chosen.map_err(|error| match error.code {
        ErrorCode::NotFound => no_such_version(name, field_word(field), error.into()),
        ErrorCode::ChangedMeanwhile => others_by_now(workspace, (of, field), name, error),
        _ => error.into(),
    })?;
    let queued = publish(workspace, output)?;
    let (kind, name) = thing(workspace, of)?;
    let field = field_word(field);
    let document = json!({
        "kind": kind, "name": name, "field": field, "chosen": arguments.version, "queued": queued,
    });
    output.result(document, &[format!("The {field} of {name} has one version now.")])
}

/// The versions as they are now, so that they can be seen before the next choice.
fn others_by_now(
    workspace: &Workspace,
    (of, field): (ConflictOf, ConflictField),
    name: &str,
    error: AppError,
) -> Failure {
    let now = workspace.conflicts(of).unwrap_or_default();
    let now = now.iter().find(|one| one.of == of && one.field == field);
    let lines = now.map(|one| listed(name, one)).unwrap_or_default();
    let word = field_word(field);
    let message =
        format!("The versions of the {word} of {name} are others by now. No choice was made.");
    Failure {
        message: [message].into_iter().chain(lines).collect::<Vec<_>>().join("\n"),
        hint: "Look at them, then choose again with the new --among.".to_owned(),
        ..error.into()
    }
}

fn no_such_version(name: &str, field: &str, failure: Failure) -> Failure {
    Failure {
        message: format!("The {field} of {name} has no such version."),
        hint: "List what waits for a choice: credenza conflict list.".to_owned(),
        ..failure
    }
}
