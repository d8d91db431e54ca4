//! Files that a person picks. Their content stays in Rust.

use std::{
    fs::File,
    io::ErrorKind,
    path::{Path, PathBuf},
};

use credenza_app::{
    AppError, ErrorCode,
    variables::{VariableCreateRequest, read_certificate},
};
use credenza_secret::{Secret, SecretBytes};
use tauri::State;
use tauri_plugin_dialog::DialogExt as _;

use crate::{
    desktop::Desktop,
    error::UiError,
    handles::Kept,
    views::{CertificateVariableView, PickedCertificateView, PickedFileView, VariableView},
};

/// What a certificate's file or an authority's file can be at most.
const LONGEST: usize = 1024 * 1024;

/// With a password it reads the file again that asked for one.
#[tauri::command(async)]
pub(crate) fn certificate_pick(
    desktop: State<'_, Desktop>,
    password: Option<String>,
) -> Result<Option<PickedCertificateView>, UiError> {
    desktop.workspace()?;
    let password = password.map(Secret::new);
    let waiting = desktop.handles.take_sealed().filter(|_| password.is_some());
    let (file_name, bytes) = match waiting {
        Some(waiting) => waiting,
        None => match picked(&desktop) {
            Some(path) => (name(&path), read(&path)?),
            None => return Ok(None),
        },
    };
    certificate(&desktop, file_name, bytes, password).map(Some)
}

fn certificate(
    desktop: &Desktop,
    file_name: String,
    bytes: SecretBytes,
    password: Option<Secret>,
) -> Result<PickedCertificateView, UiError> {
    let again = bytes.duplicate();
    let file = read_certificate(bytes, password).inspect_err(|error| {
        if error.code == ErrorCode::CertificateWrongPassword {
            desktop.keep_sealed(&file_name, again);
        }
    })?;
    let certificate = file.facts.clone().into();
    let handle = desktop.keep(Kept::Certificate(file))?;
    Ok(PickedCertificateView { handle, file_name, certificate })
}

#[tauri::command(async)]
pub(crate) fn variable_create_certificate(
    desktop: State<'_, Desktop>,
    request: CertificateVariableView,
) -> Result<VariableView, UiError> {
    let workspace = desktop.workspace()?;
    let file = desktop
        .handles
        .certificate(&request.handle)
        .ok_or_else(|| AppError::field("value", "The file is gone. Choose it again."))?;
    let (display_name, name) = (request.display_name, request.name);
    let request = VariableCreateRequest { display_name, name, value: file.into() };
    let variable = workspace.create_variable(request)?;
    desktop.changed(&["variable"]);
    Ok(workspace.variable(variable.id)?.into())
}

#[tauri::command(async)]
pub(crate) fn file_pick(
    desktop: State<'_, Desktop>,
    purpose: &str,
) -> Result<Option<PickedFileView>, UiError> {
    desktop.workspace()?;
    let Some(path) = picked(&desktop) else { return Ok(None) };
    let handle = match purpose {
        // It is read at each sign-in, since it changes.
        "tokenFile" => String::new(),
        _ => desktop.keep(Kept::File(read(&path)?))?,
    };
    Ok(Some(PickedFileView { handle, file_name: name(&path), path: path.display().to_string() }))
}

fn picked(desktop: &Desktop) -> Option<PathBuf> {
    desktop.app.dialog().file().blocking_pick_file().and_then(|path| path.into_path().ok())
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn read(path: &Path) -> Result<SecretBytes, UiError> {
    let read = File::open(path).and_then(|mut file| SecretBytes::read(&mut file, LONGEST));
    read.map_err(|error| match error.kind() {
        ErrorKind::FileTooLarge => AppError::new(ErrorCode::CertificateUnreadable).into(),
        _ => UiError::file(path, &error),
    })
}
