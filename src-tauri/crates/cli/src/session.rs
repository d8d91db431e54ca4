//! Which workspace, and its password.

use std::{path::PathBuf, sync::Arc};

use credenza_app::{SystemHost, Workspace, WorkspaceFolder};
use credenza_secret::Secret;

use crate::{args::Global, failure::Failure, input};

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

/// The master password.
pub(crate) fn password(global: &Global) -> Result<Secret, Failure> {
    if let Some(file) = &global.password_file {
        return input::first_line_of(file);
    }
    if global.password_stdin {
        return input::line();
    }
    input::ask("Master password", global.no_input)
}

/// Unlocks the workspace.
pub(crate) fn unlock(global: &Global) -> Result<Workspace, Failure> {
    let folder = folder(global)?;
    if !folder.is_workspace() {
        let error = credenza_app::AppError::about(
            credenza_app::ErrorCode::NotAWorkspace,
            &folder.path().display().to_string(),
        );
        return Err(error.into());
    }
    Ok(Workspace::unlock(Arc::new(SystemHost), &folder, &password(global)?)?)
}
