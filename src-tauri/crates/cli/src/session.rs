//! Which workspace, and its password.

use std::{io::IsTerminal as _, path::PathBuf, sync::Arc};

use credenza_app::{AppError, ErrorCode, SystemHost, Workspace, WorkspaceFolder};
use credenza_secret::Secret;

use crate::{args::Global, failure::Failure, input, output::Output, terminal};

/// The folder that was named, or the first one in the platform's data folder.
pub(crate) fn folder(global: &Global) -> Result<WorkspaceFolder, Failure> {
    if let Some(path) = &global.workspace {
        return Ok(WorkspaceFolder::new(path));
    }
    let home = data_folder();
    let mut found: Vec<_> = std::fs::read_dir(&home)
        .into_iter()
        .flatten()
        .filter_map(Result::ok)
        .map(|entry| WorkspaceFolder::new(entry.path()))
        .filter(WorkspaceFolder::is_workspace)
        .collect();
    found.sort_by(|a, b| a.path().cmp(b.path()));
    match found.as_slice() {
        [] => Ok(WorkspaceFolder::new(home.join("Personal.credenza"))),
        [one] => Ok(one.clone()),
        _ => Err(Failure::usage("There are several workspaces.", "Name one by --workspace DIR.")),
    }
}

fn data_folder() -> PathBuf {
    if let Some(home) = std::env::var_os("CREDENZA_HOME") {
        return home.into();
    }
    directories::ProjectDirs::from("app", "Credenza", "credenza")
        .map_or_else(|| PathBuf::from("."), |dirs| dirs.data_dir().to_owned())
}

/// The folder of a workspace that is there, before anything is asked for it.
pub(crate) fn existing(global: &Global) -> Result<WorkspaceFolder, Failure> {
    let folder = folder(global)?;
    if folder.is_workspace() {
        return Ok(folder);
    }
    Err(AppError::about(ErrorCode::NotAWorkspace, &folder.path().display().to_string()).into())
}

/// The folder of a workspace that shall be, before anything is asked for it.
pub(crate) fn free(global: &Global) -> Result<WorkspaceFolder, Failure> {
    let folder = folder(global)?;
    if !folder.path().exists() {
        return Ok(folder);
    }
    Err(AppError::about(ErrorCode::WorkspaceExists, &folder.path().display().to_string()).into())
}

/// The master password.
pub(crate) fn password(global: &Global) -> Result<Secret, Failure> {
    given_password(global)?.map_or_else(|| input::ask(input::MASTER_PASSWORD, global), Ok)
}

/// The master password of a workspace that shall be.
pub(crate) fn first_password(global: &Global) -> Result<Secret, Failure> {
    given_password(global)?.map_or_else(|| input::ask_new(input::MASTER_PASSWORD, global), Ok)
}

/// The one that comes from a file or a pipe: a terminal would show it.
fn given_password(global: &Global) -> Result<Option<Secret>, Failure> {
    if let Some(file) = &global.password_file {
        return input::first_line_of(file).map(Some);
    }
    let piped = global.password_stdin && !std::io::stdin().is_terminal();
    piped.then(input::line).transpose()
}

/// Waits for an answer of a vault.
pub(crate) fn wait<T>(answer: impl Future<Output = T>) -> Result<T, Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|e| Failure::io("the network", &e))?;
    Ok(runtime.block_on(answer))
}

/// Unlocks the workspace.
pub(crate) fn unlock(global: &Global) -> Result<Workspace, Failure> {
    let folder = existing(global)?;
    open(global, &folder, &password(global)?)
}

/// Opens it with this password, and the device secret that was given, that this device keeps, or that
/// a person types when this device has none.
pub(crate) fn open(
    global: &Global,
    folder: &WorkspaceFolder,
    password: &Secret,
) -> Result<Workspace, Failure> {
    let workspace = with_device_secret(global, |device| {
        Workspace::unlock_with(Arc::new(SystemHost), folder, password, device)
    })?;
    tell_not_kept(&workspace, global);
    Ok(workspace)
}

/// Says why this device will ask for the device secret again.
pub(crate) fn tell_not_kept(workspace: &Workspace, global: &Global) {
    if let Some(error) = workspace.device_secret_not_kept() {
        let output = Output { json: global.json, quiet: global.quiet };
        output.message(&format!("The device secret is asked for again: {error} {}", error.hint));
    }
}

/// Does `open` with the device secret that was given, or that a person types when this device has none.
pub(crate) fn with_device_secret<T>(
    global: &Global,
    open: impl Fn(Option<&Secret>) -> Result<T, AppError>,
) -> Result<T, Failure> {
    let asks = terminal::has_person(global);
    match open(device_secret(global)?.as_ref()) {
        Err(error) if needs_groups(error.code) && asks => {
            Output { json: global.json, quiet: global.quiet }.message(&error.message);
            Ok(open(Some(&input::ask(input::DEVICE_SECRET, global)?))?)
        }
        other => Ok(other?),
    }
}

fn needs_groups(code: ErrorCode) -> bool {
    matches!(code, ErrorCode::DeviceSecretMissing | ErrorCode::DeviceSecretUnreachable)
}

/// The device secret that was given.
pub(crate) fn device_secret(global: &Global) -> Result<Option<Secret>, Failure> {
    global.device_secret_file.as_deref().map(input::first_line_of).transpose()
}
