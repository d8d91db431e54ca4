//! `credenza workspace`.

use std::sync::Arc;

use credenza_app::{
    CredentialQuery, SystemHost, VariableQuery,
    workspace::{CreateRequest, PreparedWorkspace, lock_elsewhere},
};
use serde_json::json;

use crate::{
    args::{Global, NewArgs, WorkspaceCommand},
    commands::{device_secret, devices, recover},
    failure::Failure,
    input,
    output::Output,
    session, terminal,
};

pub(super) fn run(
    command: WorkspaceCommand,
    global: &Global,
    output: &Output,
) -> Result<(), Failure> {
    match command {
        WorkspaceCommand::New(args) => new(args, global, output),
        WorkspaceCommand::Pair(args) => devices::pair(args, global, output),
        WorkspaceCommand::Devices => devices::list(&devices::look(global)?, output),
        WorkspaceCommand::LoseDevice { device, plan, yes } => {
            let workspace = devices::look(global)?;
            if !plan && !yes && terminal::has_person(global) {
                devices::confirm_loss(&workspace, &device)?;
            }
            devices::lose(&workspace, &device, plan, output)
        }
        WorkspaceCommand::Status => status(global, output),
        WorkspaceCommand::Lock => {
            let locked = lock_elsewhere(&session::folder(global)?)?;
            let words =
                if locked { "Locked." } else { "No window answered: none has it unlocked." };
            output.result(json!({ "locked": locked }), &[words.to_owned()])?;
            Ok(())
        }
        WorkspaceCommand::Password { new_password_file } => {
            let folder = session::existing(global)?;
            let present = session::password(global)?;
            let workspace = session::open(global, &folder, &present)?;
            let replacement = match new_password_file {
                Some(file) => input::first_line_of(&file)?,
                None => input::ask_new(input::NEW_MASTER_PASSWORD, global)?,
            };
            workspace.change_password(&present, &replacement)?;
            output.result(
                json!({ "changed": true }),
                &["The master password was changed.".to_owned()],
            )?;
            Ok(())
        }
        WorkspaceCommand::Recovery => {
            let folder = session::existing(global)?;
            let password = session::password(global)?;
            let workspace = session::open(global, &folder, &password)?;
            output.value("recovery_code", &workspace.renew_recovery_code(&password)?)?;
            Ok(())
        }
        WorkspaceCommand::DeviceSecret(command) => device_secret::run(command, global, output),
        WorkspaceCommand::Backup { file } => {
            let bytes = session::unlock(global)?.backup(&file)?;
            output.result(
                json!({ "file": file, "bytes": bytes }),
                &[format!("{} ({bytes} bytes)", file.display())],
            )?;
            Ok(())
        }
        WorkspaceCommand::Recover(args) => recover::recover(&args, global, output),
        WorkspaceCommand::Restore(args) => recover::restore(&args, global, output),
    }
}

fn new(args: NewArgs, global: &Global, output: &Output) -> Result<(), Failure> {
    let folder = session::free(global)?;
    let password = session::first_password(global)?;
    let path = folder.path().to_owned();
    let needs = device_secret::wanted(args.device_secret, &folder, global, output)?;
    if let Some(file) = &args.pair {
        return devices::arrive(file, &args.at, needs, path, password, global, output);
    }
    let again = password.duplicate();
    let request = CreateRequest { folder: path, person: args.person, mail: args.mail, password };
    let (mut prepared, code) = PreparedWorkspace::new(Arc::new(SystemHost), request)?;
    let device = needs.then(|| prepared.require_device_secret(&again)).transpose()?;
    prepared.create()?;
    device_secret::made(&format!("Created {}.", folder.path().display()), &code, device, output)
}

fn status(global: &Global, output: &Output) -> Result<(), Failure> {
    let workspace = session::unlock(global)?;
    let folder = workspace.folder();
    let credentials = workspace
        .list_credentials(&CredentialQuery { limit: 1, ..CredentialQuery::default() })?
        .total;
    let variables =
        workspace.list_variables(&VariableQuery { limit: 1, ..VariableQuery::default() })?.total;
    let document = json!({
        "workspace": folder.path(), "name": folder.name(), "person": workspace.person(),
        "credentials": credentials, "variables": variables,
    });
    let lines = [
        format!("Workspace    {} ({})", folder.name(), folder.path().display()),
        format!("Person       {}", workspace.person()),
        format!("Credentials  {credentials}"),
        format!("Variables    {variables}"),
    ];
    output.result(document, &lines)?;
    Ok(())
}
