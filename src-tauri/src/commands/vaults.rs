//! Vault connections.

use credenza_app::{
    AppError,
    variables::read_certificate,
    vaults::{SignInSecret, VaultConnectRequest},
};
use credenza_model::ids::VaultId;
use credenza_secret::Secret;
use tauri::State;

use crate::{
    desktop::Desktop,
    error::UiError,
    views::{SignedInView, VaultHealthView, VaultRequestView, VaultSecretPageView, VaultView},
};

#[tauri::command(async)]
pub(crate) fn vault_list(desktop: State<'_, Desktop>) -> Result<Vec<VaultView>, UiError> {
    let workspace = desktop.workspace()?;
    let mut rows = vec![VaultView::this_device(workspace.device_usage()?)];
    rows.extend(workspace.list_vaults()?.into_iter().map(VaultView::from));
    Ok(rows)
}

#[tauri::command]
pub(crate) async fn vault_test(
    desktop: State<'_, Desktop>,
    request: VaultRequestView,
    check_id: &str,
) -> Result<SignedInView, UiError> {
    let workspace = desktop.workspace()?;
    let request = parsed(&desktop, request, None)?;
    let tried = desktop.stoppable(check_id, workspace.test_vault(&request, None)).await;
    Ok(tried.ok_or_else(UiError::cancelled)??.into())
}

#[tauri::command]
pub(crate) async fn vault_connect(
    desktop: State<'_, Desktop>,
    request: VaultRequestView,
    check_id: &str,
) -> Result<VaultView, UiError> {
    let workspace = desktop.workspace()?;
    let request = parsed(&desktop, request, None)?;
    let made = desktop.stoppable(check_id, workspace.connect_vault(request)).await;
    let made = made.ok_or_else(UiError::cancelled)??;
    desktop.changed(&["vault"]);
    Ok(workspace.vault(made.id)?.into())
}

#[tauri::command]
pub(crate) async fn vault_edit(
    desktop: State<'_, Desktop>,
    id: &str,
    request: VaultRequestView,
    check_id: &str,
) -> Result<VaultView, UiError> {
    let (workspace, id) = (desktop.workspace()?, super::id(id)?);
    let request = parsed(&desktop, request, Some(id))?;
    let changed = desktop.stoppable(check_id, workspace.edit_vault(id, request)).await;
    changed.ok_or_else(UiError::cancelled)??;
    desktop.changed(&["vault", "variable"]);
    Ok(workspace.vault(id)?.into())
}

#[tauri::command(async)]
pub(crate) fn vault_disconnect(desktop: State<'_, Desktop>, id: &str) -> Result<(), UiError> {
    desktop.workspace()?.disconnect_vault(super::id(id)?)?;
    desktop.changed(&["vault"]);
    Ok(())
}

#[tauri::command]
pub(crate) async fn vault_check(
    desktop: State<'_, Desktop>,
    id: &str,
    check_id: &str,
) -> Result<VaultHealthView, UiError> {
    let (workspace, id) = (desktop.workspace()?, super::id(id)?);
    let health = desktop.stoppable(check_id, workspace.check_vault(id)).await;
    let health = health.ok_or_else(UiError::cancelled)??;
    desktop.changed(&["vault"]);
    Ok(health.into())
}

#[tauri::command]
pub(crate) async fn vault_secrets(
    desktop: State<'_, Desktop>,
    id: &str,
    cursor: Option<String>,
) -> Result<VaultSecretPageView, UiError> {
    let (workspace, id) = (desktop.workspace()?, super::id(id)?);
    let listing = async move { workspace.vault_secrets(id, cursor).await };
    let page = desktop.stoppable(&desktop.checks.unnamed(), listing).await;
    Ok(page.ok_or_else(UiError::locked)??.into())
}

#[tauri::command(async)]
pub(crate) fn check_stop(desktop: State<'_, Desktop>, check_id: &str) -> Result<(), UiError> {
    desktop.checks.stop(check_id);
    Ok(())
}

/// The request with the files that its handles stand for.
fn parsed(
    desktop: &Desktop,
    mut view: VaultRequestView,
    present: Option<VaultId>,
) -> Result<VaultConnectRequest, UiError> {
    let gone = |field| AppError::field(field, "The file is gone. Choose it again.");
    let secret = match (&view.certificate_handle, view.client_secret.take().map(Secret::new)) {
        (Some(handle), _) => {
            let bytes = desktop.handles.file(handle).ok_or_else(|| gone("certificate"))?;
            let password = view.certificate_password.take().map(Secret::new);
            let file = read_certificate(bytes, password)?;
            Some(SignInSecret::Certificate { pfx: file.pfx, password: file.password })
        }
        (None, Some(secret)) if !secret.is_empty() => Some(SignInSecret::Text(secret)),
        _ => None,
    };
    let ca_pem = match (&view.ca_handle, present) {
        (Some(handle), _) => {
            let bytes = desktop.handles.file(handle).ok_or_else(|| gone("ca"))?;
            // EXPOSE: the certificate of an authority is public.
            Some(String::from_utf8_lossy(bytes.expose()).into_owned())
        }
        (None, Some(id)) if view.keep_ca => desktop.workspace()?.vault(id)?.vault.azure.ca_pem,
        _ => None,
    };
    let azure = view.connection(ca_pem)?;
    Ok(VaultConnectRequest { name: view.name, azure, secret, unchecked: false })
}
