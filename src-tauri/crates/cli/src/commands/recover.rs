//! `credenza workspace recover` and `restore`: ways back in.

use std::{path::Path, sync::Arc};

use credenza_app::{
    SystemHost, Workspace,
    workspace::{restore as by_password, restore_with_recovery_code},
};
use credenza_secret::Secret;
use serde_json::json;

use crate::{
    args::{Global, RecoverArgs, RestoreArgs},
    failure::Failure,
    input,
    output::Output,
    session,
};

/// Sets a new password with the recovery code, and gives the code that takes its place.
pub(super) fn recover(args: &RecoverArgs, global: &Global, output: &Output) -> Result<(), Failure> {
    let folder = session::existing(global)?;
    let code = code(args.recovery_code_file.as_deref(), global)?;
    let password = match &args.new_password_file {
        Some(file) => input::first_line_of(file)?,
        None => input::ask_new(input::NEW_MASTER_PASSWORD, global)?,
    };
    let (workspace, renewed) = Workspace::recover(Arc::new(SystemHost), &folder, &code, &password)?;
    session::tell_not_kept(&workspace, global);
    output.message(
        "The new master password opens the workspace. The recovery code is used up; keep the new one, \
         it is shown once:",
    );
    output.value("recovery_code", &renewed)
}

/// The workspace of a backup.
pub(super) fn restore(args: &RestoreArgs, global: &Global, output: &Output) -> Result<(), Failure> {
    let folder = session::free(global)?;
    let file = args.file.as_path();
    if args.recovery_code || args.recovery_code_file.is_some() {
        let code = code(args.recovery_code_file.as_deref(), global)?;
        restore_with_recovery_code(&SystemHost, file, &code, &folder)?;
    } else {
        let password = session::password(global)?;
        let by =
            |device: Option<&Secret>| by_password(&SystemHost, file, &password, device, &folder);
        session::with_device_secret(global, by).map_err(of_a_backup)?;
    }
    output.result(json!({ "workspace": folder.path() }), &[folder.path().display().to_string()])
}

/// A backup is no workspace yet, so its way by the recovery code is another.
fn of_a_backup(mut failure: Failure) -> Failure {
    let (here, there) = ("credenza workspace recover.", "--recovery-code.");
    failure.hint = failure.hint.replace(here, there);
    failure
}

fn code(file: Option<&Path>, global: &Global) -> Result<Secret, Failure> {
    match file {
        Some(file) => input::first_line_of(file),
        None => input::value("Recovery code", global),
    }
}
