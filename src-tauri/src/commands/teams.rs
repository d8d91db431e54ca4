//! Teams: where they meet, and coming and going.

use credenza_app::{AppError, team::TeamDetails};
use credenza_model::ids::TeamId;
use credenza_secret::{Secret, SecretBytes};
use tauri::State;
use tauri_plugin_dialog::DialogExt as _;

use super::id;
use crate::{
    desktop::Desktop,
    error::UiError,
    views::{LocationSignInView, LocationTestView, TeamCreateView, TeamLocation, TeamView},
};

#[tauri::command(async)]
pub(crate) fn team_list(desktop: State<'_, Desktop>) -> Result<Vec<TeamView>, UiError> {
    Ok(desktop.workspace()?.team_details()?.into_iter().map(Into::into).collect())
}

#[tauri::command(async)]
pub(crate) fn team_folder_pick(desktop: State<'_, Desktop>) -> Result<Option<String>, UiError> {
    desktop.workspace()?;
    let picked = desktop.app.dialog().file().blocking_pick_folder();
    let folder = picked.and_then(|path| path.into_path().ok());
    Ok(folder.and_then(|path| path.into_os_string().into_string().ok()))
}

#[tauri::command]
pub(crate) async fn team_location_test(
    desktop: State<'_, Desktop>,
    location: TeamLocation,
    sign_in: Option<LocationSignInView>,
) -> Result<LocationTestView, UiError> {
    let (workspace, at) = (desktop.workspace()?, address(&location)?.to_owned());
    let file = |handle: &str| key_file(desktop.handles.file(handle)?);
    let sign_in =
        sign_in.map(|view| view.sign_in(file).ok_or_else(UiError::not_found)).transpose()?;
    let trial = async move {
        match sign_in {
            Some(sign_in) => workspace.try_location_with(&at, sign_in).await,
            None => workspace.try_location(&at).await,
        }
    };
    let trial = desktop.stoppable(&desktop.checks.unnamed(), trial).await;
    Ok(trial.ok_or_else(UiError::locked)??.into())
}

#[tauri::command]
pub(crate) async fn team_create(
    desktop: State<'_, Desktop>,
    request: TeamCreateView,
) -> Result<TeamView, UiError> {
    let at = address(&request.location)?;
    // A lock does not cut it off: half a team is none.
    let made = desktop.workspace()?.create_team(&request.name, at).await?;
    follow(&desktop);
    shown(&desktop, made.id)
}

#[tauri::command]
pub(crate) async fn team_join(
    desktop: State<'_, Desktop>,
    text: String,
    location: TeamLocation,
) -> Result<TeamView, UiError> {
    let at = address(&location)?;
    let asked = desktop.workspace()?.join_team(&Secret::new(text), Some(at)).await?;
    follow(&desktop);
    shown(&desktop, asked.id)
}

#[tauri::command]
pub(crate) async fn team_sync(desktop: State<'_, Desktop>, id: &str) -> Result<TeamView, UiError> {
    let (workspace, team) = (desktop.workspace()?, self::id(id)?);
    let sync = async move { workspace.sync_team(team).await };
    desktop.stoppable(&desktop.checks.unnamed(), sync).await.ok_or_else(UiError::locked)??;
    desktop.changed(&["team", "credential", "variable", "vault"]);
    shown(&desktop, team)
}

#[tauri::command]
pub(crate) async fn team_go_on(desktop: State<'_, Desktop>, id: &str) -> Result<TeamView, UiError> {
    let (workspace, team) = (desktop.workspace()?, self::id(id)?);
    let go_on = async move { workspace.go_on(team).await };
    desktop.stoppable(&desktop.checks.unnamed(), go_on).await.ok_or_else(UiError::locked)??;
    desktop.changed(&["team", "credential", "variable", "vault"]);
    shown(&desktop, team)
}

#[tauri::command]
pub(crate) async fn team_leave(desktop: State<'_, Desktop>, id: &str) -> Result<(), UiError> {
    desktop.workspace()?.leave_team(self::id(id)?).await?;
    desktop.changed(&["team", "credential", "variable"]);
    Ok(())
}

#[tauri::command]
pub(crate) async fn join_approve(
    desktop: State<'_, Desktop>,
    team_id: &str,
    request_id: &str,
) -> Result<(), UiError> {
    desktop.workspace()?.approve(id(team_id)?, request_id).await?;
    desktop.changed(&["team"]);
    Ok(())
}

#[tauri::command]
pub(crate) async fn join_refuse(
    desktop: State<'_, Desktop>,
    team_id: &str,
    request_id: &str,
) -> Result<(), UiError> {
    desktop.workspace()?.refuse(id(team_id)?, request_id).await?;
    desktop.changed(&["team"]);
    Ok(())
}

/// A key file is text.
fn key_file(file: SecretBytes) -> Option<Secret> {
    file.into_text().ok()
}

fn address(location: &TeamLocation) -> Result<&str, UiError> {
    let problem = || {
        AppError::field(
            "path",
            "Enter the whole path of a folder, or the address of a store in the cloud.",
        )
    };
    Ok(location.address().ok_or_else(problem)?)
}

fn follow(desktop: &Desktop) {
    desktop.teams.hurry();
    desktop.changed(&["team"]);
}

fn shown(desktop: &Desktop, team: TeamId) -> Result<TeamView, UiError> {
    let all = desktop.workspace()?.team_details()?;
    let found = all.into_iter().find(|one: &TeamDetails| one.view.id == team);
    Ok(found.ok_or_else(UiError::not_found)?.into())
}
