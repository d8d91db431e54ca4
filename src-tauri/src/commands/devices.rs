//! The devices of this person: listed, paired, lost.

use std::path::PathBuf;

use credenza_app::{team::Pairing, workspace::PreparedWorkspace};
use credenza_secret::Secret;
use tauri::State;
use tauri_plugin_dialog::DialogExt as _;

use super::{invitations::qr, unlock::folder_for};
use crate::{
    desktop::Desktop,
    error::UiError,
    handles::Kept,
    views::{
        ClipboardView, LossDoneView, LossPlanView, OwnDevicesView, PairedCreateView, PairingView,
        RecoveryCodeView,
    },
};

#[tauri::command(async)]
pub(crate) fn device_list(desktop: State<'_, Desktop>) -> Result<OwnDevicesView, UiError> {
    Ok(desktop.workspace()?.own_devices()?.into())
}

#[tauri::command(async)]
pub(crate) fn device_pair(desktop: State<'_, Desktop>) -> Result<Option<PairingView>, UiError> {
    desktop.workspace()?;
    let name = "credenza.pairing";
    let picked = desktop.app.dialog().file().set_file_name(name).blocking_save_file();
    let Some(path) = picked.and_then(|path| path.into_path().ok()) else { return Ok(None) };
    // Taken only now: an open dialog must not keep a workspace from locking.
    let made = desktop.workspace()?.pair_device(&path)?;
    let id = desktop.keep(Kept::Pairing(made.code.duplicate()))?;
    // EXPOSE: the person pairs a device; the code is shown to be typed there.
    let text = made.code.expose();
    let groups = text.split('-').map(str::to_owned).collect();
    let (path, expires) = (path.display().to_string(), made.expires.to_string());
    Ok(Some(PairingView { id, qr: qr(text), groups, path, expires }))
}

#[tauri::command(async)]
pub(crate) fn pairing_copy(
    desktop: State<'_, Desktop>,
    id: &str,
) -> Result<ClipboardView, UiError> {
    let code = desktop.handles.pairing(id).ok_or_else(UiError::not_found)?;
    let clears_in_seconds = desktop.workspace()?.settings()?.clear_clipboard_seconds;
    desktop.copy(code, "Pairing code", clears_in_seconds)?;
    Ok(ClipboardView { clears_in_seconds })
}

#[tauri::command(async)]
pub(crate) fn device_loss_plan(
    desktop: State<'_, Desktop>,
    id: &str,
) -> Result<LossPlanView, UiError> {
    Ok(desktop.workspace()?.loss_plan(id)?.into())
}

#[tauri::command]
pub(crate) async fn device_lose(
    desktop: State<'_, Desktop>,
    id: &str,
) -> Result<LossDoneView, UiError> {
    // A lock does not cut it off: the new keys belong to the loss.
    let done = desktop.workspace()?.lose_device(id).await?;
    desktop.changed(&["team", "credential", "variable"]);
    Ok(done.into())
}

#[tauri::command]
pub(crate) async fn device_renew(
    desktop: State<'_, Desktop>,
    code: String,
) -> Result<Option<OwnDevicesView>, UiError> {
    let Some(path) = pick(&desktop) else { return Ok(None) };
    let workspace = desktop.workspace()?;
    let pairing = Pairing::open(desktop.host.as_ref(), &path, &Secret::new(code))?;
    workspace.renew_from_pairing(&pairing).await?;
    desktop.changed(&["team", "credential", "variable"]);
    Ok(Some(workspace.own_devices()?.into()))
}

/// The name of the file that was picked. Where it is stays here.
#[tauri::command(async)]
pub(crate) fn pairing_pick(desktop: State<'_, Desktop>) -> Option<String> {
    let path = pick(&desktop)?;
    let name = path.file_name()?.to_string_lossy().into_owned();
    desktop.session().pairing = Some(path);
    Some(name)
}

#[tauri::command(async)]
pub(crate) fn workspace_prepare_paired(
    desktop: State<'_, Desktop>,
    request: PairedCreateView,
) -> Result<RecoveryCodeView, UiError> {
    let begun = desktop.begin();
    let file = desktop.session().pairing.clone().ok_or_else(UiError::not_found)?;
    let folder = folder_for(&desktop.home, &request.name)?;
    let pairing = Pairing::open(desktop.host.as_ref(), &file, &Secret::new(request.code))?;
    let password = Secret::new(request.password);
    let prepared = PreparedWorkspace::paired(desktop.host.clone(), folder, password, pairing)?;
    let view = RecoveryCodeView::of(&prepared.1);
    desktop.session().prepare(prepared.0, prepared.1, begun)?;
    Ok(view)
}

fn pick(desktop: &Desktop) -> Option<PathBuf> {
    desktop.app.dialog().file().blocking_pick_file().and_then(|path| path.into_path().ok())
}
