//! First run and unlock.

use std::path::Path;

use credenza_app::{
    ErrorCode, Workspace, password_strength as estimate,
    workspace::{CreateRequest, PreparedWorkspace},
};
use credenza_secret::Secret;
use tauri::State;

use crate::{
    desktop::{Desktop, ShownCode},
    error::UiError,
    views::{RecoveryCodeView, SessionView, StrengthView, WorkspaceCreateView},
};

#[tauri::command(async)]
pub(crate) fn password_strength(password: String, hints: Vec<String>) -> StrengthView {
    let hints: Vec<&str> = hints.iter().map(String::as_str).collect();
    estimate(&Secret::new(password), &hints).into()
}

#[tauri::command(async)]
pub(crate) fn workspace_prepare(
    desktop: State<'_, Desktop>,
    request: WorkspaceCreateView,
) -> Result<RecoveryCodeView, UiError> {
    let begun = desktop.begin();
    let request = CreateRequest {
        folder: folder_for(&desktop.home, &request.name)?,
        person: request.person_name,
        mail: request.mail,
        password: Secret::new(request.password),
    };
    let (prepared, code) = PreparedWorkspace::new(desktop.host.clone(), request)?;
    let view = RecoveryCodeView::of(&code);
    desktop.session().prepare(prepared, code, begun)?;
    Ok(view)
}

/// The folder of a workspace with this name. A name that would lead elsewhere is refused.
pub(super) fn folder_for(home: &Path, name: &str) -> Result<std::path::PathBuf, UiError> {
    let name = name.trim();
    let forbidden = |c: char| c.is_control() || r#"/\:*?"<>|"#.contains(c);
    if name.is_empty() {
        return Err(credenza_app::AppError::field("name", "Enter a name for the workspace.").into());
    }
    if name.starts_with('.') || name.len() > 200 || name.chars().any(forbidden) {
        let message = "A workspace's name can't begin with a full stop or hold / \\ : * ? \" < > |";
        return Err(credenza_app::AppError::field("name", message).into());
    }
    Ok(home.join(format!("{name}.credenza")))
}

#[tauri::command(async)]
pub(crate) fn workspace_create(desktop: State<'_, Desktop>) -> Result<SessionView, UiError> {
    let (prepared, begun) = desktop.take_prepared()?;
    match prepared.create_or_keep() {
        Ok(workspace) => {
            desktop.session().code = None;
            desktop.opened(workspace, begun)
        }
        Err(kept) => {
            let (prepared, error) = *kept;
            desktop.put_back(prepared, begun);
            Err(error.into())
        }
    }
}

#[tauri::command(async)]
pub(crate) fn workspace_discard(desktop: State<'_, Desktop>) {
    let mut session = desktop.session();
    (session.prepared, session.code) = (None, None);
}

#[tauri::command(async)]
pub(crate) fn unlock(
    desktop: State<'_, Desktop>,
    password: String,
    device_secret: Option<String>,
) -> Result<SessionView, UiError> {
    desktop.may_try()?;
    let folder = desktop.session().folder.clone().ok_or_else(UiError::not_found)?;
    let (begun, password) = (desktop.begin(), Secret::new(password));
    let device = device_secret.map(Secret::new);
    match Workspace::unlock_with(desktop.host.clone(), &folder, &password, device.as_ref()) {
        Ok(workspace) => desktop.opened(workspace, begun),
        Err(error) => {
            if error.code == ErrorCode::WrongPassword {
                desktop.failed_try();
            }
            let wait = desktop.seconds_until_next_try();
            Err(UiError { retry_after_seconds: wait, ..error.into() })
        }
    }
}

#[tauri::command(async)]
pub(crate) fn unlock_with_recovery_code(
    desktop: State<'_, Desktop>,
    code: String,
    new_password: String,
) -> Result<RecoveryCodeView, UiError> {
    let begun = desktop.begin();
    let folder = desktop.session().folder.clone().ok_or_else(UiError::not_found)?;
    let (code, password) = (Secret::new(code), Secret::new(new_password));
    let (workspace, renewed) = Workspace::recover(desktop.host.clone(), &folder, &code, &password)?;
    let view = RecoveryCodeView::of(&renewed);
    let opened = desktop.opened(workspace, begun);
    desktop.session().show(ShownCode::recovery(renewed), begun);
    // The new code stands in the header already, so it is given back whatever else went wrong.
    if let Err(error) = opened {
        tracing::warn!(code = error.code, "the recovered workspace is locked again");
    }
    Ok(view)
}

#[tauri::command(async)]
pub(crate) fn unlock_with_key_store(desktop: State<'_, Desktop>) -> Result<SessionView, UiError> {
    let begun = desktop.begin();
    let folder = desktop.session().folder.clone().ok_or_else(UiError::not_found)?;
    desktop.opened(Workspace::unlock_with_key_store(desktop.host.clone(), &folder)?, begun)
}
