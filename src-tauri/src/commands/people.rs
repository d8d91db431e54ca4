//! People: who they are, whether their key was compared, and removing them.

use credenza_app::AppError;
use credenza_model::ids::{PersonId, TeamId};
use tauri::State;

use super::id;
use crate::{
    desktop::Desktop,
    error::UiError,
    views::{
        PersonPage, PersonQueryView, PersonRemovalPlan, PersonView, SafetyCodeView, person_of,
    },
};

#[tauri::command(async)]
pub(crate) fn safety_code(desktop: State<'_, Desktop>) -> Result<SafetyCodeView, UiError> {
    Ok(desktop.workspace()?.identity_view()?.into())
}

#[tauri::command(async)]
pub(crate) fn person_list(
    desktop: State<'_, Desktop>,
    query: PersonQueryView,
) -> Result<PersonPage, UiError> {
    Ok(desktop.workspace()?.people(&query.into())?.into())
}

#[tauri::command(async)]
pub(crate) fn person_get(desktop: State<'_, Desktop>, id: &str) -> Result<PersonView, UiError> {
    let (team, person) = named(id)?;
    shown(&desktop, person, team)
}

#[tauri::command]
pub(crate) async fn person_verify(
    desktop: State<'_, Desktop>,
    id: &str,
    matches: bool,
) -> Result<PersonView, UiError> {
    let (team, person) = named(id)?;
    let workspace = desktop.workspace()?;
    // Noted in any case. What waited for it is shared now, or else by a later look.
    workspace.mark_verified(person, matches)?;
    if let (true, Some(team)) = (matches, team)
        && let Err(error) = workspace.verify_person(team, &person.to_string(), true).await
    {
        tracing::warn!(code = ?error.code, "what waited for a comparison still waits");
    }
    desktop.changed(&["team", "credential"]);
    shown(&desktop, person, team)
}

#[tauri::command]
pub(crate) async fn person_set_rank(
    desktop: State<'_, Desktop>,
    id: &str,
    team_id: &str,
    rank: String,
) -> Result<PersonView, UiError> {
    let ((_, person), team) = (named(id)?, self::id(team_id)?);
    if rank != "owner" {
        let why = "An owner stays one until they leave or are removed.";
        return Err(AppError::not_allowed(why).into());
    }
    desktop.workspace()?.name_owner(team, &person.to_string()).await?;
    desktop.changed(&["team"]);
    shown(&desktop, person, Some(team))
}

#[tauri::command]
pub(crate) async fn person_remove_plan(
    desktop: State<'_, Desktop>,
    id: &str,
    team_id: &str,
) -> Result<PersonRemovalPlan, UiError> {
    let ((_, person), team) = (named(id)?, self::id(team_id)?);
    let workspace = desktop.workspace()?;
    let plan = async move { workspace.removal_plan(team, &person.to_string()).await };
    let plan = desktop.stoppable(&desktop.checks.unnamed(), plan).await;
    Ok(plan.ok_or_else(UiError::locked)??.into())
}

#[tauri::command]
pub(crate) async fn person_remove(
    desktop: State<'_, Desktop>,
    id: &str,
    team_id: &str,
) -> Result<(), UiError> {
    let ((_, person), team) = (named(id)?, self::id(team_id)?);
    // A lock does not cut it off: the new keys belong to the removal.
    desktop.workspace()?.remove_person(team, &person.to_string()).await?;
    desktop.changed(&["team", "credential", "variable"]);
    Ok(())
}

fn named(id: &str) -> Result<(Option<TeamId>, PersonId), UiError> {
    person_of(id).ok_or_else(UiError::not_found)
}

fn shown(desktop: &Desktop, person: PersonId, team: Option<TeamId>) -> Result<PersonView, UiError> {
    Ok(desktop.workspace()?.person_details(person, team)?.into())
}
