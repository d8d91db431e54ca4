//! Values on their way: shown on request, or to the clipboard without entering the page.

use credenza_app::{
    AppError,
    credentials::{CredentialValue, Field, Reader, snippet},
};
use credenza_secret::Secret;
use tauri::State;

use super::id;
use crate::{
    desktop::Desktop,
    error::UiError,
    views::{ClipboardView, RevealedView, language},
};

#[tauri::command]
pub(crate) async fn reveal(
    desktop: State<'_, Desktop>,
    id: &str,
    field: &str,
) -> Result<RevealedView, UiError> {
    let value = read(&desktop, id, field).await?;
    let seconds = desktop.workspace()?.settings()?.reveal_seconds;
    // EXPOSE: the person clicked Reveal; the page forgets the value after these seconds.
    Ok(RevealedView { value: value.expose().to_owned(), seconds })
}

#[tauri::command]
pub(crate) async fn copy_value(
    desktop: State<'_, Desktop>,
    id: &str,
    field: &str,
) -> Result<ClipboardView, UiError> {
    let value = read(&desktop, id, field).await?;
    let clears_in_seconds = desktop.workspace()?.settings()?.clear_clipboard_seconds;
    let what = if field == "userName" { "User name" } else { "Password" };
    desktop.copy(value, what, clears_in_seconds)?;
    Ok(ClipboardView { clears_in_seconds })
}

/// The text of one value. A certificate has none: it is a file.
async fn read(desktop: &Desktop, credential: &str, field: &str) -> Result<Secret, UiError> {
    let field = crate::views::field(field).ok_or_else(UiError::not_found)?;
    let (workspace, id) = (desktop.workspace()?, id(credential)?);
    if field != Field::UserName && !workspace.credential(id)?.may_see {
        let why = "It is shared with you to use. Only who may share or edit it sees the value.";
        return Err(AppError::not_allowed(why).into());
    }
    let reading = async move { workspace.give_value(id, field, &Reader::Window).await };
    let value = desktop.stoppable(&desktop.checks.unnamed(), reading).await;
    match value.ok_or_else(UiError::locked)?? {
        CredentialValue::UserName(text) => Ok(Secret::new(text)),
        CredentialValue::Password(value) => Ok(value),
        CredentialValue::Certificate { .. } => Err(UiError::not_found()),
    }
}

#[tauri::command(async)]
pub(crate) fn clipboard_clear(desktop: State<'_, Desktop>) -> Result<(), UiError> {
    Ok(desktop.clipboard.clear()?)
}

#[tauri::command(async)]
pub(crate) fn copy_text(desktop: State<'_, Desktop>, text: String) -> Result<(), UiError> {
    Ok(desktop.clipboard.copy_text(text)?)
}

#[tauri::command(async)]
pub(crate) fn credential_snippet(
    desktop: State<'_, Desktop>,
    id: &str,
    language: &str,
) -> Result<(), UiError> {
    let language = self::language(language).ok_or_else(UiError::not_found)?;
    let view = desktop.workspace()?.credential(super::id(id)?)?;
    Ok(desktop.clipboard.copy_text(snippet(language, view.credential.name.as_str()))?)
}
