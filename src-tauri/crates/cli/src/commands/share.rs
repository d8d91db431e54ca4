//! `credenza share`, `unshare` and `access`.

use credenza_app::{
    Workspace,
    team::{
        Outcome, ReadReport, RecordRole, SharePlan, ShareRequest, ShareResult, Sharing,
        UnsharePlan, VariableStays,
    },
};
use serde_json::{Value, json};

use crate::{
    args::{AccessArgs, Global, RoleArg, ShareArgs, UnshareArgs},
    failure::Failure,
    names::{self, Found as _},
    output::Output,
    session, terminal,
};

pub(super) fn share(
    arguments: &ShareArgs,
    global: &Global,
    output: &Output,
) -> Result<(), Failure> {
    let workspace = session::unlock(global)?;
    let request = request(&workspace, arguments)?;
    let asks = !arguments.plan && !arguments.yes && terminal::has_person(global);
    if arguments.everyone {
        return share_with_everyone(&workspace, request, arguments, asks, output);
    }
    if arguments.plan {
        let plan = session::wait(workspace.share_plan(&request))??;
        output.result(plan_document(&plan), &plan_lines(&plan))?;
        return Ok(());
    }
    if asks {
        let plan = session::wait(workspace.share_plan(&request))??;
        terminal::confirm(&plan_lines(&plan), &question(arguments, &arguments.with.join(", ")))?;
    }
    let results = session::wait(workspace.share(&request))??;
    fail_if_all_refused(results.iter().map(|result| &result.outcome))?;
    let line =
        |one: ShareResult| Line { credential: one.credential, who: one.name, outcome: one.outcome };
    tell(&workspace, &results.into_iter().map(line).collect::<Vec<_>>(), output)
}

/// Nothing was done, which is no success.
fn fail_if_all_refused<'a>(
    mut outcomes: impl Iterator<Item = &'a Outcome> + Clone,
) -> Result<(), Failure> {
    let all = outcomes.clone().all(|outcome| matches!(outcome, Outcome::Refused(_)));
    match outcomes.next() {
        Some(Outcome::Refused(why)) if all => Err(Failure {
            exit: 5,
            code: "not-allowed".to_owned(),
            ..Failure::usage(why, "Ask a Co-owner, or choose another role.")
        }),
        _ => Ok(()),
    }
}

fn question(arguments: &ShareArgs, people: &str) -> String {
    let role = match arguments.role {
        RoleArg::CoOwner => "Co-owner (can edit)",
        RoleArg::View => "User (can view)",
        RoleArg::ViewAndShare => "User (can view and share)",
    };
    format!("Share {} with {people} as {role}?", arguments.names.join(", "))
}

fn share_with_everyone(
    workspace: &Workspace,
    request: ShareRequest,
    arguments: &ShareArgs,
    asks: bool,
    output: &Output,
) -> Result<(), Failure> {
    let ShareRequest { team, credentials, role, .. } = request;
    let (people, invited, everyone) = (Vec::new(), Vec::new(), vec![team]);
    let sharing = Sharing { credentials, people, invited, everyone, role };
    if arguments.plan {
        let plan = workspace.plan_sharing(&sharing)?;
        output.result(plan_document(&plan), &plan_lines(&plan))?;
        return Ok(());
    }
    if asks {
        let plan = workspace.plan_sharing(&sharing)?;
        let everyone = "everyone in the team, also those who come later,";
        terminal::confirm(&plan_lines(&plan), &question(arguments, everyone))?;
    }
    let saved = session::wait(workspace.save_sharing(&sharing, &|_, _| ()))??;
    fail_if_all_refused(saved.everyone.iter().map(|result| &result.outcome))?;
    let lines = saved.everyone.into_iter().map(|one| Line {
        credential: one.credential,
        who: format!("everyone in {}", one.team),
        outcome: one.outcome,
    });
    tell(workspace, &lines.collect::<Vec<_>>(), output)
}

/// What came of one credential for somebody.
struct Line {
    credential: String,
    who: String,
    outcome: Outcome,
}

/// Whether something is sent later, because a team is not reached.
fn waits(workspace: &Workspace) -> Result<bool, Failure> {
    Ok(workspace.teams()?.iter().any(|team| team.waiting > 0))
}

fn tell(workspace: &Workspace, results: &[Line], output: &Output) -> Result<(), Failure> {
    let documents: Vec<Value> = results.iter().map(result).collect();
    let lines: Vec<String> = results.iter().map(result_line).collect();
    output.result(json!({ "results": documents, "queued": waits(workspace)? }), &lines)
}

fn request(workspace: &Workspace, arguments: &ShareArgs) -> Result<ShareRequest, Failure> {
    let team = names::team(workspace, arguments.team.as_deref())?;
    // Colleagues' changes come in first: the credential may have another name by now.
    let people =
        session::wait(workspace.find_people(team, &arguments.with))?.listed_by("team members")?;
    let mut credentials = Vec::new();
    for name in &arguments.names {
        credentials
            .push(workspace.credential_by_name(name).named("credential", name)?.credential.id);
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

fn result(one: &Line) -> Value {
    let (outcome, reason) = match &one.outcome {
        Outcome::Shared => ("shared", None),
        Outcome::Unchanged => ("unchanged", None),
        Outcome::Refused(reason) => ("refused", Some(reason)),
    };
    json!({ "credential": one.credential, "person": one.who, "outcome": outcome, "reason": reason })
}

fn result_line(one: &Line) -> String {
    match &one.outcome {
        Outcome::Shared => format!("{} is shared with {}.", one.credential, one.who),
        Outcome::Unchanged => format!("{} had {} before.", one.who, one.credential),
        Outcome::Refused(reason) => {
            format!("{} is not shared with {}: {reason}", one.credential, one.who)
        }
    }
}

pub(super) fn unshare(
    arguments: &UnshareArgs,
    global: &Global,
    output: &Output,
) -> Result<(), Failure> {
    let workspace = session::unlock(global)?;
    let id = workspace
        .credential_by_name(&arguments.name)
        .named("credential", &arguments.name)?
        .credential
        .id;
    let from = arguments.from.as_deref();
    let asks = !arguments.yes && terminal::has_person(global);
    if arguments.plan || asks {
        let plan = match from {
            Some(person) => {
                session::wait(workspace.unshare_plan(id, person))?.listed_by("access NAME")?
            }
            None => {
                session::wait(workspace.plan_removal_from_everyone(id))?.listed_by("access NAME")?
            }
        };
        if arguments.plan {
            return output.result(unshare_plan(&plan), &unshare_plan_lines(&plan));
        }
        let question = format!("Take {} back from {}?", arguments.name, plan.person);
        terminal::confirm(&unshare_plan_lines(&plan), &question)?;
    }
    let done = match from {
        Some(person) => session::wait(workspace.unshare(id, person, arguments.variables))?
            .listed_by("access NAME")?,
        None => session::wait(workspace.unshare_everyone(id, arguments.variables))?
            .listed_by("access NAME")?,
    };
    let document = json!({
        "unshared": arguments.name, "kept": stays(&done.kept), "taken": done.taken,
        "rotate": done.rotate, "waits_for_key": done.waits_for_key,
        "queued": waits(&workspace)?,
    });
    let mut lines = stays_lines(from.unwrap_or("Everyone in the team"), &done.kept);
    lines.extend(done.rotate.iter().map(|name| format!("Rotate {name}.")));
    output.result(document, &lines)?;
    Ok(())
}

fn unshare_plan(plan: &UnsharePlan) -> Value {
    json!({
        "plan": true, "person": plan.person, "variables": stays(&plan.variables),
        "reads": plan.reads.iter().map(read).collect::<Vec<_>>(),
        "waits_for_key": plan.waits_for_key,
    })
}

fn unshare_plan_lines(plan: &UnsharePlan) -> Vec<String> {
    let mut lines = stays_lines(&plan.person, &plan.variables);
    lines.extend(plan.reads.iter().map(read_line));
    let unreported = plan
        .variables
        .iter()
        .filter(|one| one.given_out && plan.reads.iter().all(|read| read.id != one.id));
    lines.extend(
        unreported.map(|one| format!("{} could have read {}, no report.", plan.person, one.name)),
    );
    lines
}

pub(super) fn read_line(one: &ReadReport) -> String {
    let ReadReport { person, variable, times, last, .. } = one;
    format!("{person} reported to have read {variable} {times} times, last on {last}.")
}

pub(super) fn read(one: &ReadReport) -> Value {
    json!({ "variable": one.variable, "person": one.person, "times": one.times, "last": one.last.to_string() })
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
    let id = workspace
        .credential_by_name(&arguments.name)
        .named("credential", &arguments.name)?
        .credential
        .id;
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
