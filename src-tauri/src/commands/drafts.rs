//! Drafts of forms.

use tauri::State;

use crate::{desktop::Desktop, error::UiError};

#[tauri::command(async)]
pub(crate) fn draft_get(
    desktop: State<'_, Desktop>,
    form: &str,
) -> Result<Option<String>, UiError> {
    Ok(desktop.workspace()?.draft(form)?)
}

#[tauri::command(async)]
pub(crate) fn draft_set(
    desktop: State<'_, Desktop>,
    form: &str,
    json: &str,
) -> Result<(), UiError> {
    Ok(desktop.workspace()?.set_draft(form, Some(json))?)
}

#[tauri::command(async)]
pub(crate) fn draft_clear(desktop: State<'_, Desktop>, form: &str) -> Result<(), UiError> {
    Ok(desktop.workspace()?.set_draft(form, None)?)
}
