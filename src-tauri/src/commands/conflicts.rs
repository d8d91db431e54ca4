//! Fields that two people changed at once: both versions, and a choice.

use tauri::State;

use super::id;
use crate::{
    desktop::Desktop,
    error::UiError,
    views::{ConflictPlace, ConflictView, RevealedView, conflict_of},
};

#[tauri::command(async)]
pub(crate) fn conflict_list(
    desktop: State<'_, Desktop>,
    kind: &str,
    id: &str,
) -> Result<Vec<ConflictView>, UiError> {
    let of = conflict_of(kind, id).ok_or_else(UiError::not_found)?;
    Ok(desktop.workspace()?.conflicts(of)?.into_iter().map(Into::into).collect())
}

#[tauri::command(async)]
pub(crate) fn conflict_choose(
    desktop: State<'_, Desktop>,
    place: ConflictPlace,
    version: &str,
    among: String,
) -> Result<(), UiError> {
    let (of, field) = place.parse().ok_or_else(UiError::not_found)?;
    desktop.workspace()?.choose_version(of, field, version, &among.into())?;
    desktop.teams.hurry();
    desktop.changed(&["team", "credential", "variable"]);
    Ok(())
}

#[tauri::command(async)]
pub(crate) fn conflict_reveal(
    desktop: State<'_, Desktop>,
    variable_id: &str,
    version: &str,
) -> Result<RevealedView, UiError> {
    let workspace = desktop.workspace()?;
    let value = workspace.conflict_value(id(variable_id)?, version)?;
    let seconds = workspace.settings()?.reveal_seconds;
    // EXPOSE: the person clicked Reveal; the page forgets the value after these seconds.
    Ok(RevealedView { value: value.expose().to_owned(), seconds })
}
