//! `credenza team`.

use credenza_app::{
    Workspace,
    team::{
        IdentityView, JoinRequest, KeyState, MemberView, RemovalPlan, Standing, TeamRole, TeamView,
    },
};
use credenza_model::ids::{TeamId, VariableId};
use serde_json::{Value, json};

use crate::{
    args::{Global, PersonArgs, TeamArg, TeamCommand},
    failure::Failure,
    input,
    names::{self, Found as _},
    output::Output,
    session, terminal,
};

pub(super) fn run(command: TeamCommand, global: &Global, output: &Output) -> Result<(), Failure> {
    // The password is the first line of standard input where it comes from there, so it goes first.
    let workspace = session::unlock(global)?;
    let named = |team: &Option<String>| names::team(&workspace, team.as_deref());
    match command {
        TeamCommand::New { name, at } => {
            let view = session::wait(workspace.create_team(&name, &at))??;
            show(&view, output)?;
        }
        TeamCommand::Invite { team, mail } => {
            invite(&workspace, named(&team)?, &mail, output)?;
        }
        TeamCommand::Join { at } => {
            let text = input::pasted("Invitation", global)?;
            let view = session::wait(workspace.join_team(&text, at.as_deref()))??;
            show(&view, output)?;
        }
        TeamCommand::Requests(TeamArg { team }) => {
            requests(&session::wait(workspace.join_requests(named(&team)?))??, output)?;
        }
        TeamCommand::Approve(PersonArgs { person, team }) => {
            let member = session::wait(workspace.approve(named(&team)?, &person))?
                .listed_by("team requests")?;
            output.result(document(&member), &[line(&member)])?;
        }
        TeamCommand::Verify { person: PersonArgs { person, team }, revoke } => {
            let verified = workspace.verify_person(named(&team)?, &person, !revoke);
            let member = session::wait(verified)?.listed_by("team members")?;
            output.result(document(&member), &[line(&member)])?;
        }
        TeamCommand::NameOwner(PersonArgs { person, team }) => {
            let member = session::wait(workspace.name_owner(named(&team)?, &person))?
                .listed_by("team members")?;
            output.result(document(&member), &[line(&member)])?;
        }
        TeamCommand::Members(TeamArg { team }) => {
            let all = session::wait(workspace.team_members(named(&team)?))??;
            let lines: Vec<String> = all.iter().map(line).collect();
            let all: Vec<Value> = all.iter().map(document).collect();
            output.result(json!({ "members": all }), &lines)?;
        }
        TeamCommand::Remove { person: PersonArgs { person, team }, plan, yes } => {
            let team = named(&team)?;
            if !plan && !yes && terminal::has_person(global) {
                confirm_removal(&workspace, team, &person)?;
            }
            remove(&workspace, team, &person, plan, output)?;
        }
        TeamCommand::Sync { team: TeamArg { team }, go_on } => {
            show(&sync(&workspace, named(&team)?, go_on)?, output)?;
        }
        TeamCommand::Status => status(&workspace, output)?,
        TeamCommand::Leave(TeamArg { team }) => {
            show(&session::wait(workspace.leave_team(named(&team)?))??, output)?;
        }
    }
    Ok(())
}

fn requests(all: &[JoinRequest], output: &Output) -> Result<(), Failure> {
    let lines: Vec<String> = all.iter().map(request_line).collect();
    if lines.is_empty() {
        output.message("Nobody asks to join.");
    }
    let all: Vec<Value> = all.iter().map(request).collect();
    output.result(json!({ "requests": all }), &lines)
}

fn sync(workspace: &Workspace, team: TeamId, go_on: bool) -> Result<TeamView, Failure> {
    if go_on {
        return Ok(session::wait(workspace.go_on(team))??);
    }
    Ok(session::wait(workspace.sync_team(team))??)
}

fn invite(workspace: &Workspace, team: TeamId, mail: &str, output: &Output) -> Result<(), Failure> {
    let invitation = session::wait(workspace.invite(team, mail))??;
    output.message("Whoever has this text can ask to join. Send it by a way that you trust.");
    output.value("invitation", &invitation.text)?;
    Ok(())
}

fn standing(view: &TeamView) -> &'static str {
    match view.standing {
        Standing::Asked => "asked",
        Standing::Member if view.owner => "owner",
        Standing::Member => "member",
        Standing::Former => "former",
    }
}

fn team(view: &TeamView) -> Value {
    json!({
        "name": view.name, "location": view.location, "standing": standing(view),
        "people": view.people, "offline": view.offline, "queued": view.waiting > 0,
        "waiting": view.waiting, "alarms": view.alarms, "stopped": view.stopped,
    })
}

fn team_line(view: &TeamView) -> String {
    let name = if view.name.is_empty() { "(name not known yet)" } else { &view.name };
    let place = if view.offline { ", not reached" } else { "" };
    format!("{name}  {}  {} people  {}{place}", standing(view), view.people, view.location)
}

fn show(view: &TeamView, output: &Output) -> Result<(), Failure> {
    let mut lines = vec![team_line(view)];
    lines.extend(view.alarms.iter().map(|alarm| format!("Alarm: {alarm}.")));
    if view.stopped {
        let words = "Nothing is written there. To write again: credenza team sync --go-on";
        lines.push(words.to_owned());
    }
    output.result(team(view), &lines)
}

fn role(member: &MemberView) -> &'static str {
    if member.role == TeamRole::Owner { "owner" } else { "member" }
}

fn key(member: &MemberView) -> &'static str {
    match member.key {
        KeyState::Verified => "verified",
        KeyState::NotCompared => "not compared",
        KeyState::NewKeyWaits => "new key waits",
    }
}

fn document(member: &MemberView) -> Value {
    json!({
        "name": member.name, "mail": member.mail, "you": member.you, "role": role(member),
        "key": key(member), "safety_code": member.safety_code, "since": member.since.to_string(),
    })
}

fn line(member: &MemberView) -> String {
    format!("{}  {}  {}  {}", member.name, member.mail, role(member), key(member))
}

fn request(one: &JoinRequest) -> Value {
    json!({
        "name": one.name, "mail": one.mail, "invited": one.invited,
        "safety_code": one.safety_code, "same_mail": one.same_mail_as.is_some(),
    })
}

fn request_line(one: &JoinRequest) -> String {
    let warning = if one.same_mail_as.is_some() { "  a member has that mail already" } else { "" };
    format!("{}  {}  {}{warning}", one.name, one.mail, one.safety_code.join(" "))
}

fn confirm_removal(workspace: &Workspace, team: TeamId, person: &str) -> Result<(), Failure> {
    let plan = session::wait(workspace.removal_plan(team, person))?.listed_by("team members")?;
    let question = format!("Remove {} from the team?", plan.person);
    terminal::confirm(&removal_lines(&plan), &question)
}

fn remove(
    workspace: &Workspace,
    team: TeamId,
    person: &str,
    only_plan: bool,
    output: &Output,
) -> Result<(), Failure> {
    let (plan, rotate) = if only_plan {
        (
            session::wait(workspace.removal_plan(team, person))?.listed_by("team members")?,
            Vec::new(),
        )
    } else {
        let done =
            session::wait(workspace.remove_person(team, person))?.listed_by("team members")?;
        (done.plan, done.rotate)
    };
    let document = json!({
        "person": plan.person, "removed": !only_plan, "credentials": plan.credentials,
        "rekeyed": plan.rekeyed, "waiting": plan.waiting, "could_read": plan.could_read.iter().map(|(_, name)| name).collect::<Vec<_>>(),
        "reads": plan.reads.iter().map(super::share::read).collect::<Vec<_>>(),
        "read_only": plan.read_only, "rotate": rotate,
    });
    output.result(document, &removal_lines(&plan))?;
    Ok(())
}

fn removal_lines(plan: &RemovalPlan) -> Vec<String> {
    let mut lines = vec![format!(
        "{}: {} credentials, {} new keys, {} wait for a Co-owner.",
        plan.person, plan.credentials, plan.rekeyed, plan.waiting
    )];
    lines.extend(plan.reads.iter().map(super::share::read_line));
    let reported = |id: VariableId| plan.reads.iter().any(|read| read.id == id);
    lines.extend(plan.could_read.iter().map(|(id, name)| {
        let report = if reported(*id) { "" } else { ", no report" };
        format!("Could have read {name}{report}; rotate it.")
    }));
    lines.extend(plan.read_only.iter().map(|name| format!("Nobody can change {name} any more.")));
    lines
}

fn status(workspace: &Workspace, output: &Output) -> Result<(), Failure> {
    let me: IdentityView = workspace.identity_view()?;
    let teams = workspace.teams()?;
    let rotations = workspace.rotations()?;
    let rotate: Vec<Value> = rotations
        .iter()
        .map(|row| {
            json!({
                "variable": row.name, "person": row.person, "opened": row.opened.to_string(),
                "read": row.read.map(|at| at.to_string()),
            })
        })
        .collect();
    let document = json!({
        "name": me.name, "mail": me.mail, "safety_code": me.safety_code,
        "teams": teams.iter().map(team).collect::<Vec<_>>(), "rotate": rotate,
    });
    let mut lines = vec![
        format!("{}  {}", me.name, me.mail),
        format!("Safety code: {}", me.safety_code.join(" ")),
    ];
    lines.extend(teams.iter().map(team_line));
    lines.extend(rotations.iter().map(|row| {
        let read = row.read.map_or("could have read it, no report".to_owned(), |at| {
            format!("reported read, last on {at}")
        });
        format!("Rotate {}: {} {read}.", row.name, row.person)
    }));
    output.result(document, &lines)?;
    Ok(())
}
