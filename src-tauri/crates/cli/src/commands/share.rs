//! `credenza share`, `unshare` and `access`.

use credenza_app::{
    Workspace,
    team::{Outcome, ReadReport, RecordRole, SharePlan, ShareRequest, ShareResult, VariableStays},
};
use serde_json::{Value, json};

use crate::{
    args::{AccessArgs, Global, RoleArg, ShareArgs, UnshareArgs},
    failure::Failure,
    output::Output,
    session,
};

pub(super) fn share(
    arguments: &ShareArgs,
    global: &Global,
    output: &Output,
) -> Result<(), Failure> {
    let workspace = session::unlock(global)?;
    let request = request(&workspace, arguments)?;
    if arguments.plan {
        let plan = session::wait(workspace.share_plan(&request))??;
        output.result(plan_document(&plan), &plan_lines(&plan))?;
        return Ok(());
    }
    let results = session::wait(workspace.share(&request))??;
    let all_refused = !results.is_empty()
        && results.iter().all(|result| matches!(result.outcome, Outcome::Refused(_)));
    if let (true, Some(Outcome::Refused(why))) = (all_refused, results.first().map(|r| &r.outcome))
    {
        return Err(Failure {
            exit: 5,
            code: "not-allowed".to_owned(),
            ..Failure::usage(why, "Ask a Co-owner, or choose another role.")
        });
    }
    let documents: Vec<Value> = results.iter().map(result).collect();
    let lines: Vec<String> = results.iter().map(result_line).collect();
    output.result(json!({ "results": documents }), &lines)?;
    Ok(())
}

fn request(workspace: &Workspace, arguments: &ShareArgs) -> Result<ShareRequest, Failure> {
    let team = workspace.team_named(arguments.team.as_deref())?;
    // Colleagues' changes come in first: the credential may have another name by now.
    let people = session::wait(workspace.find_people(team, &arguments.with))??;
    let mut credentials = Vec::new();
    for name in &arguments.names {
        credentials.push(workspace.credential_by_name(name)?.credential.id);
    }
    let role = match arguments.role {
        RoleArg::CoOwner => RecordRole::CoOwner,
        RoleArg::View => RecordRole::View,
        RoleArg::ViewAndShare => RecordRole::ViewAndShare,
    };
    Ok(ShareRequest { team, credentials, people, role })
}

fn role_word(role: RecordRole) -> &'static str {
    match role {
        RecordRole::View => "view",
        RecordRole::ViewAndShare => "view-and-share",
        RecordRole::CoOwner => "co-owner",
    }
}

fn plan_document(plan: &SharePlan) -> Value {
    let variables = plan.variables.iter();
    let variables: Vec<Value> = variables
        .map(|v| json!({ "name": v.name, "external": v.place.is_some(), "keeps": v.keeps }))
        .collect();
    let refusals = plan.refusals.iter();
    let refusals: Vec<Value> =
        refusals.map(|r| json!({ "credential": r.name, "reason": r.reason })).collect();
    json!({ "plan": true, "variables": variables, "refusals": refusals })
}

fn plan_lines(plan: &SharePlan) -> Vec<String> {
    let mut lines: Vec<String> =
        plan.variables.iter().map(|v| format!("{} comes along.", v.name)).collect();
    let external = plan.variables.iter().filter(|v| v.place.is_some());
    lines.extend(external.map(|v| {
        format!("{} is a reference: they need their own right to read it in the vault.", v.name)
    }));
    lines.extend(plan.refusals.iter().map(|r| format!("{} is not shared: {}", r.name, r.reason)));
    lines
}

fn result(one: &ShareResult) -> Value {
    let (outcome, reason) = match &one.outcome {
        Outcome::Shared => ("shared", None),
        Outcome::Unchanged => ("unchanged", None),
        Outcome::Refused(reason) => ("refused", Some(reason)),
    };
    json!({ "credential": one.credential, "person": one.name, "outcome": outcome, "reason": reason })
}

fn result_line(one: &ShareResult) -> String {
    match &one.outcome {
        Outcome::Shared => format!("{} is shared with {}.", one.credential, one.name),
        Outcome::Unchanged => format!("{} had {} before.", one.name, one.credential),
        Outcome::Refused(reason) => {
            format!("{} is not shared with {}: {reason}", one.credential, one.name)
        }
    }
}

pub(super) fn unshare(
    arguments: &UnshareArgs,
    global: &Global,
    output: &Output,
) -> Result<(), Failure> {
    let workspace = session::unlock(global)?;
    let id = workspace.credential_by_name(&arguments.name)?.credential.id;
    if arguments.plan {
        let plan = session::wait(workspace.unshare_plan(id, &arguments.from))??;
        let document = json!({
            "plan": true, "person": plan.person, "variables": stays(&plan.variables),
            "reads": plan.reads.iter().map(read).collect::<Vec<_>>(),
            "waits_for_key": plan.waits_for_key,
        });
        let mut lines = stays_lines(&plan.person, &plan.variables);
        lines.extend(plan.reads.iter().map(|one| {
            let (person, name) = (&plan.person, &one.variable);
            format!("{person} reported to have read {name} {} times, last {}.", one.times, one.last)
        }));
        output.result(document, &lines)?;
        return Ok(());
    }
    let done = session::wait(workspace.unshare(id, &arguments.from, arguments.variables))??;
    let document = json!({
        "unshared": arguments.name, "kept": stays(&done.kept), "taken": done.taken,
        "rotate": done.rotate, "waits_for_key": done.waits_for_key,
    });
    let mut lines = stays_lines(&arguments.from, &done.kept);
    lines.extend(done.rotate.iter().map(|name| format!("Rotate {name}.")));
    output.result(document, &lines)?;
    Ok(())
}

fn read(one: &ReadReport) -> Value {
    json!({ "variable": one.variable, "times": one.times, "last": one.last.to_string() })
}

fn stays(variables: &[VariableStays]) -> Vec<Value> {
    let one = |v: &VariableStays| json!({ "name": v.name, "needed_by": v.needed_by });
    variables.iter().map(one).collect()
}

fn stays_lines(person: &str, variables: &[VariableStays]) -> Vec<String> {
    let line = |v: &VariableStays| match &v.needed_by {
        Some(other) => format!("{person} keeps {}: {other} needs it.", v.name),
        None => format!("{person} can still read {}, also after a rotation.", v.name),
    };
    variables.iter().map(line).collect()
}

pub(super) fn access(
    arguments: &AccessArgs,
    global: &Global,
    output: &Output,
) -> Result<(), Failure> {
    let workspace = session::unlock(global)?;
    let id = workspace.credential_by_name(&arguments.name)?.credential.id;
    let view = session::wait(workspace.access(id))??;
    let people: Vec<Value> = view
        .people
        .iter()
        .map(|row| {
            json!({
                "name": row.name, "you": row.you, "role": role_word(row.role),
                "since": row.since.to_string(), "by": row.by,
            })
        })
        .collect();
    let lines: Vec<String> = view
        .people
        .iter()
        .map(|row| format!("{}  {}  since {}", row.name, role_word(row.role), row.since))
        .collect();
    let document = json!({
        "name": arguments.name, "shared": view.team.is_some(), "role": view.role.map(role_word),
        "people": people, "rekey_pending": view.rekey_pending, "read_only": view.read_only,
    });
    output.result(document, &lines)?;
    Ok(())
}
