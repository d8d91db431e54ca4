//! Connections.

use tauri::State;

use super::id;
use crate::{
    desktop::Desktop,
    error::UiError,
    views::{ConnectionPage, ConnectionQueryView, ConnectionRequestView, ConnectionView},
};

#[tauri::command(async)]
pub(crate) fn connection_list(
    desktop: State<'_, Desktop>,
    query: ConnectionQueryView,
) -> Result<ConnectionPage, UiError> {
    Ok(desktop.workspace()?.list_connections(&query.into())?.into())
}

#[tauri::command(async)]
pub(crate) fn connection_get(
    desktop: State<'_, Desktop>,
    id: &str,
) -> Result<ConnectionView, UiError> {
    Ok(desktop.workspace()?.connection(super::id(id)?)?.into())
}

#[tauri::command(async)]
pub(crate) fn connection_create(
    desktop: State<'_, Desktop>,
    request: ConnectionRequestView,
) -> Result<ConnectionView, UiError> {
    let workspace = desktop.workspace()?;
    let connection = workspace.create_connection(&request.try_into()?)?;
    desktop.changed(&["connection", "credential"]);
    Ok(workspace.connection(connection.id)?.into())
}

#[tauri::command(async)]
pub(crate) fn connection_edit(
    desktop: State<'_, Desktop>,
    id: &str,
    request: ConnectionRequestView,
) -> Result<ConnectionView, UiError> {
    let workspace = desktop.workspace()?;
    let connection = workspace.edit_connection(super::id(id)?, &request.try_into()?)?;
    desktop.changed(&["connection", "credential"]);
    Ok(workspace.connection(connection.id)?.into())
}

#[tauri::command(async)]
pub(crate) fn connection_delete(
    desktop: State<'_, Desktop>,
    ids: Vec<String>,
) -> Result<(), UiError> {
    let workspace = desktop.workspace()?;
    for one in &ids {
        workspace.delete_connection(id(one)?)?;
    }
    desktop.changed(&["connection", "credential"]);
    Ok(())
}
