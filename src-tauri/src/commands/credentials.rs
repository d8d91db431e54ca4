//! Credentials.

use tauri::State;

use super::id;
use crate::{
    desktop::Desktop,
    error::{FieldProblemView, UiError},
    views::{
        CredentialDraftView, CredentialEditView, CredentialPage, CredentialQueryView,
        CredentialView, DeletePreviewView, ExpiryView, step,
    },
};

#[tauri::command(async)]
pub(crate) fn credential_list(
    desktop: State<'_, Desktop>,
    query: CredentialQueryView,
) -> Result<CredentialPage, UiError> {
    let workspace = desktop.workspace()?;
    let page = workspace.list_credentials(&query.into())?;
    let shared = workspace.shared_things(page.rows.iter().map(|row| row.id.as_bytes()))?;
    Ok(CredentialPage::from(page).with_shared(shared))
}

#[tauri::command(async)]
pub(crate) fn credential_get(
    desktop: State<'_, Desktop>,
    id: &str,
) -> Result<CredentialView, UiError> {
    Ok(desktop.workspace()?.credential(super::id(id)?)?.into())
}

#[tauri::command(async)]
pub(crate) fn credential_validate_step(
    desktop: State<'_, Desktop>,
    draft: CredentialDraftView,
    step: &str,
) -> Result<Vec<FieldProblemView>, UiError> {
    let step = self::step(step).ok_or_else(UiError::not_found)?;
    let problems = desktop.workspace()?.check_step(&draft.into(), step)?;
    Ok(problems
        .into_iter()
        .map(|p| FieldProblemView { field: p.field, message: p.message })
        .collect())
}

#[tauri::command(async)]
pub(crate) fn credential_create(
    desktop: State<'_, Desktop>,
    draft: CredentialDraftView,
) -> Result<CredentialView, UiError> {
    let workspace = desktop.workspace()?;
    let credential = workspace.create_credential(&draft.into())?;
    desktop.changed(&["credential", "variable"]);
    Ok(workspace.credential(credential.id)?.into())
}

#[tauri::command(async)]
pub(crate) fn credential_edit(
    desktop: State<'_, Desktop>,
    id: &str,
    request: CredentialEditView,
) -> Result<CredentialView, UiError> {
    let workspace = desktop.workspace()?;
    let credential = workspace.edit_credential(super::id(id)?, &request.into())?;
    desktop.changed(&["credential", "connection"]);
    Ok(workspace.credential(credential.id)?.into())
}

#[tauri::command(async)]
pub(crate) fn credential_delete_preview(
    desktop: State<'_, Desktop>,
    ids: Vec<String>,
) -> Result<DeletePreviewView, UiError> {
    let workspace = desktop.workspace()?;
    let mut preview = DeletePreviewView::default();
    for one in &ids {
        preview.add(workspace.credential(id(one)?)?);
    }
    Ok(preview)
}

#[tauri::command(async)]
pub(crate) fn credential_delete(
    desktop: State<'_, Desktop>,
    ids: Vec<String>,
) -> Result<(), UiError> {
    let workspace = desktop.workspace()?;
    for one in &ids {
        workspace.delete_credential(id(one)?)?;
    }
    desktop.changed(&["credential", "variable", "connection"]);
    Ok(())
}

#[tauri::command(async)]
pub(crate) fn expiring(desktop: State<'_, Desktop>) -> Result<ExpiryView, UiError> {
    Ok(desktop.workspace()?.expiring()?.into())
}
