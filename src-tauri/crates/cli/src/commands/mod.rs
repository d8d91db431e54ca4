//! One file a noun.

mod completions;
mod conflict;
mod connection;
mod credential;
mod device_secret;
mod devices;
mod get;
mod recover;
mod scan;
mod share;
mod source;
mod team;
mod uses;
mod variable;
mod variable_value;
mod vault;
mod workspace;

use credenza_app::{
    Workspace,
    dependencies::{DependencyQuery, NodeKey, Tab},
};
use credenza_model::{location::Location, status::Status};

use crate::{
    args::{Args, Command, DeleteArgs, Global, LocationArg},
    failure::Failure,
    output::Output,
    terminal,
};

/// Runs a command.
pub(crate) fn run(args: Args, output: &Output) -> Result<(), Failure> {
    let global = args.global;
    match args.command {
        Command::Workspace(command) => workspace::run(command, &global, output),
        Command::Vault(command) => vault::run(command, &global, output),
        Command::Variable(command) => variable::run(command, &global, output),
        Command::Credential(command) => credential::run(command, &global, output),
        Command::Connection(command) => connection::run(command, &global, output),
        Command::Get(arguments) => get::run(&arguments, &global, output),
        Command::Source(command) => source::run(command, &global, output),
        Command::Uses(arguments) => uses::run(&arguments, &global, output),
        Command::Scan { path } => scan::run(&path, output),
        Command::Team(command) => team::run(command, &global, output),
        Command::Share(arguments) => share::share(&arguments, &global, output),
        Command::Unshare(arguments) => share::unshare(&arguments, &global, output),
        Command::Access(arguments) => share::access(&arguments, &global, output),
        Command::Conflict(command) => conflict::run(command, &global, output),
        Command::Completions(arguments) => completions::run(&arguments, output),
    }
}

/// Sends what was changed to the teams that it concerns. True when it waits, because one is not
/// reached.
fn publish(workspace: &Workspace, output: &Output) -> Result<bool, Failure> {
    let queued = crate::session::wait(workspace.sync_changes())??;
    if queued {
        output.message("It is sent to the team later.");
    }
    Ok(queued)
}

fn location(argument: LocationArg) -> Location {
    match argument {
        LocationArg::Connection => Location::Connection,
        LocationArg::DesktopFlow => Location::DesktopFlow,
        LocationArg::Network => Location::Network,
    }
}

fn location_word(location: Location) -> &'static str {
    match location {
        Location::Connection => "connection",
        Location::DesktopFlow => "desktop-flow",
        Location::Network => "network",
    }
}

fn status_word(status: &Status) -> String {
    match status {
        Status::NoAccess => "no access".to_owned(),
        Status::NotFound => "not found in vault".to_owned(),
        Status::Disabled => "disabled in vault".to_owned(),
        Status::Expired => "expired".to_owned(),
        Status::Expiring { days: 1 } => "expires in 1 day".to_owned(),
        Status::Expiring { days } => format!("expires in {days} days"),
        Status::Offline => "vault offline".to_owned(),
        Status::NotChecked => "not checked yet".to_owned(),
        Status::Ready => "ready".to_owned(),
    }
}

/// Refuses to delete what is used, unless the person has said yes, here or before.
fn refuse_used(
    workspace: &Workspace,
    thing: NodeKey,
    arguments: &DeleteArgs,
    global: &Global,
) -> Result<(), Failure> {
    if arguments.yes {
        return Ok(());
    }
    let answer = workspace.dependencies(&DependencyQuery::all(thing, Tab::DeleteBlockedBy))?;
    let users: Vec<_> = answer
        .groups
        .iter()
        .flat_map(|group| &group.rows)
        .take(10)
        .map(|row| row.name.as_str())
        .collect();
    if users.is_empty() {
        return Ok(());
    }
    let count = uses_words(answer.counts.delete_blocked_by);
    let message = format!("{} has {count}: {}.", arguments.name, users.join(", "));
    if terminal::has_person(global) {
        return terminal::confirm(&[message], "Delete it all the same?");
    }
    Err(Failure {
        exit: 7,
        code: "in-use".to_owned(),
        ..Failure::usage(&message, "Give --yes to delete it all the same.")
    })
}

/// A number and what it counts: 1 file, 2 files.
fn count(number: u64, one: &str) -> String {
    format!("{number} {one}{}", if number == 1 { "" } else { "s" })
}

fn uses_words(count: u64) -> String {
    match count {
        0 => "unused".to_owned(),
        1 => "1 use".to_owned(),
        n => format!("{n} uses"),
    }
}
