//! Recently deleted.

use credenza_model::ids::CredentialId;
use tauri::State;

use super::id;
use crate::{
    desktop::Desktop,
    error::UiError,
    views::{DeletedPage, item_kind},
};

#[tauri::command(async)]
pub(crate) fn deleted_list(
    desktop: State<'_, Desktop>,
    cursor: Option<&str>,
) -> Result<DeletedPage, UiError> {
    Ok(desktop.workspace()?.list_deleted(cursor)?.into())
}

#[tauri::command(async)]
pub(crate) fn deleted_restore(
    desktop: State<'_, Desktop>,
    kind: &str,
    id: &str,
) -> Result<(), UiError> {
    let kind = item_kind(kind).ok_or_else(UiError::not_found)?;
    desktop.workspace()?.restore_deleted(kind, bytes(id)?.as_bytes())?;
    desktop.changed(&["credential", "variable", "connection"]);
    Ok(())
}

#[tauri::command(async)]
pub(crate) fn deleted_purge(
    desktop: State<'_, Desktop>,
    kind: &str,
    id: &str,
) -> Result<(), UiError> {
    let kind = item_kind(kind).ok_or_else(UiError::not_found)?;
    desktop.workspace()?.purge_deleted(kind, bytes(id)?.as_bytes())?;
    desktop.changed(&["credential", "variable", "connection"]);
    Ok(())
}

/// An identifier of any kind of thing.
fn bytes(text: &str) -> Result<CredentialId, UiError> {
    id(text)
}
