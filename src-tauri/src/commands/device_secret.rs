//! The device secret: what the password needs beside itself.

use credenza_app::workspace::device_secret_state;
use credenza_secret::Secret;
use tauri::State;

use crate::{
    desktop::{Desktop, ShownCode},
    error::UiError,
    views::{DeviceSecretView, RecoveryCodeView, SessionView},
};

/// Of a workspace that is made up and not yet on the disk.
#[tauri::command(async)]
pub(crate) fn workspace_require_device_secret(
    desktop: State<'_, Desktop>,
    password: String,
) -> Result<RecoveryCodeView, UiError> {
    let (mut prepared, begun) = desktop.take_prepared()?;
    let made = prepared.require_device_secret(&Secret::new(password));
    desktop.put_back(prepared, begun);
    let groups = made?;
    let view = RecoveryCodeView::of(&groups);
    let mut session = desktop.session();
    let shown = Some(ShownCode::device_secret(groups));
    session.code = shown.filter(|_| session.prepared.is_some());
    Ok(view)
}

#[tauri::command(async)]
pub(crate) fn device_secret_get(desktop: State<'_, Desktop>) -> Result<DeviceSecretView, UiError> {
    let folder = desktop.workspace()?.folder();
    Ok(device_secret_state(desktop.host.as_ref(), &folder)?.into())
}

#[tauri::command(async)]
pub(crate) fn device_secret_on(
    desktop: State<'_, Desktop>,
    password: String,
) -> Result<RecoveryCodeView, UiError> {
    let groups = desktop.workspace()?.turn_on_device_secret(&Secret::new(password))?;
    let view = RecoveryCodeView::of(&groups);
    {
        let mut session = desktop.session();
        // A lock in the meantime has forgotten it.
        let shown = Some(ShownCode::device_secret(groups));
        session.code = shown.filter(|_| session.workspace.is_some());
    }
    desktop.announce_session();
    Ok(view)
}

#[tauri::command(async)]
pub(crate) fn device_secret_off(
    desktop: State<'_, Desktop>,
    password: String,
) -> Result<SessionView, UiError> {
    desktop.workspace()?.turn_off_device_secret(&Secret::new(password))?;
    Ok(desktop.announce_session())
}
