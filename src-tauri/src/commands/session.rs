//! The session: lock, switch, ways in, backup.

use credenza_app::{ErrorCode, WorkspaceFolder, workspace};
use credenza_secret::Secret;
use tauri::State;
use tauri_plugin_dialog::DialogExt as _;

use crate::{
    desktop::{Desktop, LockReason, ShownCode},
    error::UiError,
    private_file,
    views::{ClipboardView, RecoveryCodeView, SessionView},
};

/// A backup that was written.
#[derive(serde::Serialize)]
pub(crate) struct BackupView {
    path: String,
    bytes: u64,
}

#[tauri::command(async)]
pub(crate) fn session_status(desktop: State<'_, Desktop>) -> SessionView {
    SessionView::of(&desktop)
}

#[tauri::command(async)]
pub(crate) fn lock(desktop: State<'_, Desktop>) {
    desktop.lock(LockReason::Asked);
}

#[tauri::command(async)]
pub(crate) fn activity(desktop: State<'_, Desktop>) {
    desktop.used();
}

/// The page has painted its first frame; the time of that is the end of a cold start.
#[tauri::command(async)]
pub(crate) fn painted() {
    tracing::info!("painted");
}

/// The bytes that are free where the workspace lies; none when the system does not say.
#[tauri::command(async)]
pub(crate) fn space_free(desktop: State<'_, Desktop>) -> Result<Option<u64>, UiError> {
    Ok(fs4::available_space(desktop.workspace()?.folder().path()).ok())
}

#[tauri::command(async)]
pub(crate) fn workspace_open(desktop: State<'_, Desktop>) -> Result<SessionView, UiError> {
    let Some(path) =
        desktop.app.dialog().file().blocking_pick_folder().and_then(|p| p.into_path().ok())
    else {
        return Ok(SessionView::of(&desktop));
    };
    switch(&desktop, WorkspaceFolder::new(path))
}

#[tauri::command(async)]
pub(crate) fn workspace_switch(
    desktop: State<'_, Desktop>,
    path: &str,
) -> Result<SessionView, UiError> {
    switch(&desktop, WorkspaceFolder::new(path))
}

fn switch(desktop: &Desktop, folder: WorkspaceFolder) -> Result<SessionView, UiError> {
    if !folder.is_workspace() {
        return Err(credenza_app::AppError::new(ErrorCode::NotAWorkspace).into());
    }
    desktop.lock(LockReason::Switched);
    crate::workspaces::note(&desktop.home, &folder, desktop.host.now());
    desktop.session().folder = Some(folder);
    Ok(desktop.announce_session())
}

#[tauri::command(async)]
pub(crate) fn password_change(
    desktop: State<'_, Desktop>,
    current: String,
    replacement: String,
) -> Result<(), UiError> {
    Ok(desktop.workspace()?.change_password(&Secret::new(current), &Secret::new(replacement))?)
}

#[tauri::command(async)]
pub(crate) fn recovery_code_renew(
    desktop: State<'_, Desktop>,
    password: String,
) -> Result<RecoveryCodeView, UiError> {
    let code = desktop.workspace()?.renew_recovery_code(&Secret::new(password))?;
    let view = RecoveryCodeView::of(&code);
    let mut session = desktop.session();
    // A lock in the meantime has forgotten it.
    session.code = Some(ShownCode::recovery(code)).filter(|_| session.workspace.is_some());
    Ok(view)
}

#[tauri::command(async)]
pub(crate) fn recovery_code_save(desktop: State<'_, Desktop>) -> Result<bool, UiError> {
    let code = || desktop.session().code.as_ref().map(|code| (code.text.duplicate(), code.file));
    let (_, name) = code().ok_or_else(UiError::locked)?;
    let picked = desktop.app.dialog().file().set_file_name(name).blocking_save_file();
    let Some(path) = picked.and_then(|path| path.into_path().ok()) else { return Ok(false) };
    // A lock while the dialog was open has forgotten it.
    let (code, _) = code().ok_or_else(UiError::locked)?;
    private_file::write(&path, &code)?;
    Ok(true)
}

#[tauri::command(async)]
pub(crate) fn recovery_code_copy(desktop: State<'_, Desktop>) -> Result<ClipboardView, UiError> {
    let shown = |code: &ShownCode| (code.text.duplicate(), code.what);
    // Held until the code is on its way: a lock then clears it again.
    let session = desktop.session();
    let (code, what) = session.code.as_ref().map(shown).ok_or_else(UiError::locked)?;
    let clears_in_seconds = credenza_model::settings::Settings::default().clear_clipboard_seconds;
    desktop.clipboard.copy_value(code, what, clears_in_seconds)?;
    Ok(ClipboardView { clears_in_seconds })
}

#[tauri::command(async)]
pub(crate) fn backup_create(desktop: State<'_, Desktop>) -> Result<Option<BackupView>, UiError> {
    let name = format!("{}.credenza-backup", desktop.workspace()?.folder().name());
    let picked = desktop.app.dialog().file().set_file_name(name).blocking_save_file();
    let Some(path) = picked.and_then(|path| path.into_path().ok()) else { return Ok(None) };
    // Taken only now: an open dialog must not keep a workspace from locking.
    let bytes = desktop.workspace()?.backup(&path)?;
    Ok(Some(BackupView { path: path.display().to_string(), bytes }))
}

#[tauri::command(async)]
pub(crate) fn backup_restore(
    desktop: State<'_, Desktop>,
    password: String,
    device_secret: Option<String>,
    recovery_code: Option<String>,
) -> Result<Option<SessionView>, UiError> {
    let picked =
        desktop.app.dialog().file().blocking_pick_file().and_then(|path| path.into_path().ok());
    let Some(file) = picked else { return Ok(None) };
    let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let target = WorkspaceFolder::new(desktop.home.join(format!("{name}.credenza")));
    let (host, password) = (desktop.host.as_ref(), Secret::new(password));
    let (device, code) = (device_secret.map(Secret::new), recovery_code.map(Secret::new));
    match code {
        Some(code) => workspace::restore_with_recovery_code(host, &file, &code, &target)?,
        None => workspace::restore(host, &file, &password, device.as_ref(), &target)?,
    }
    switch(&desktop, target).map(Some)
}

#[tauri::command(async)]
pub(crate) fn key_store_set(
    desktop: State<'_, Desktop>,
    enabled: bool,
) -> Result<SessionView, UiError> {
    let workspace = desktop.workspace()?;
    if enabled {
        workspace.allow_key_store()?;
    } else {
        workspace.forbid_key_store()?;
    }
    Ok(desktop.announce_session())
}
