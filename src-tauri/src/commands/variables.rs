//! Variables, generated values, and the store of this device.

use credenza_app::{
    AppError, GenerateRequest, generate as make, password_strength,
    variables::{NewValue, VariableCreateRequest, VariableEdit},
};
use credenza_secret::Secret;
use tauri::State;

use super::id;
use crate::{
    desktop::Desktop,
    error::UiError,
    handles::Kept,
    views::{
        DeviceVariableView, GenerateView, GeneratedView, NewValueView, RevealedView,
        TextVariableView, VariableMarksView, VariablePage, VariableQueryView, VariableView,
    },
};

#[tauri::command(async)]
pub(crate) fn variable_list(
    desktop: State<'_, Desktop>,
    query: VariableQueryView,
) -> Result<VariablePage, UiError> {
    let workspace = desktop.workspace()?;
    let page = workspace.list_variables(&query.into())?;
    let shared = workspace.shared_things(page.rows.iter().map(|row| row.id.as_bytes()))?;
    Ok(VariablePage::from(page).with_shared(shared))
}

#[tauri::command(async)]
pub(crate) fn variable_get(desktop: State<'_, Desktop>, id: &str) -> Result<VariableView, UiError> {
    Ok(desktop.workspace()?.variable(super::id(id)?)?.into())
}

#[tauri::command(async)]
pub(crate) fn variable_suggest_name(
    desktop: State<'_, Desktop>,
    display_name: &str,
) -> Result<String, UiError> {
    Ok(desktop.workspace()?.suggest_variable_name(display_name)?)
}

#[tauri::command(async)]
pub(crate) fn variable_create_text(
    desktop: State<'_, Desktop>,
    request: TextVariableView,
) -> Result<VariableView, UiError> {
    let value = NewValue::Text(request.value);
    create(
        &desktop,
        VariableCreateRequest { display_name: request.display_name, name: request.name, value },
    )
}

#[tauri::command(async)]
pub(crate) fn variable_create_device(
    desktop: State<'_, Desktop>,
    request: DeviceVariableView,
) -> Result<VariableView, UiError> {
    let value = NewValue::Secret(new_value(&desktop, request.value)?);
    create(
        &desktop,
        VariableCreateRequest { display_name: request.display_name, name: request.name, value },
    )
}

fn create(desktop: &Desktop, request: VariableCreateRequest) -> Result<VariableView, UiError> {
    let workspace = desktop.workspace()?;
    let variable = workspace.create_variable(request)?;
    desktop.changed(&["variable"]);
    Ok(workspace.variable(variable.id)?.into())
}

/// The value of a form: typed twice alike, or generated before. A generated one stays until the
/// workspace locks, so that a refused form can be sent again.
fn new_value(desktop: &Desktop, value: NewValueView) -> Result<Secret, UiError> {
    match value {
        NewValueView::Handle { handle } => desktop.handles.password(&handle).ok_or_else(|| {
            AppError::field("value", "The generated password is gone. Generate another.").into()
        }),
        NewValueView::Typed { value, repeat } => {
            let (value, repeat) = (Secret::new(value), Secret::new(repeat));
            // EXPOSE: both entries are compared.
            if value.expose() == repeat.expose() {
                return Ok(value);
            }
            Err(AppError::field("repeat", "The two entries differ.").into())
        }
    }
}

#[tauri::command(async)]
pub(crate) fn variable_set_text(
    desktop: State<'_, Desktop>,
    id: &str,
    display_name: Option<String>,
    value: Option<String>,
    seen: VariableMarksView,
) -> Result<VariableView, UiError> {
    let (workspace, id) = (desktop.workspace()?, super::id(id)?);
    let (value, seen) = (value.map(NewValue::Text), Some(seen.into()));
    workspace.edit_variable(id, VariableEdit { display_name, value, seen })?;
    desktop.changed(&["variable", "credential"]);
    Ok(workspace.variable(id)?.into())
}

#[tauri::command(async)]
pub(crate) fn variable_set_device(
    desktop: State<'_, Desktop>,
    id: &str,
    display_name: Option<String>,
    value: Option<NewValueView>,
    seen: VariableMarksView,
) -> Result<VariableView, UiError> {
    let (workspace, id) = (desktop.workspace()?, super::id(id)?);
    let value = value.map(|value| new_value(&desktop, value)).transpose()?;
    let (value, seen) = (value.map(NewValue::Secret), Some(seen.into()));
    workspace.edit_variable(id, VariableEdit { display_name, value, seen })?;
    desktop.changed(&["variable", "credential"]);
    Ok(workspace.variable(id)?.into())
}

#[tauri::command(async)]
pub(crate) fn variable_delete(
    desktop: State<'_, Desktop>,
    ids: Vec<String>,
) -> Result<(), UiError> {
    let workspace = desktop.workspace()?;
    for one in &ids {
        workspace.delete_variable(id(one)?)?;
    }
    desktop.changed(&["variable"]);
    Ok(())
}

#[tauri::command(async)]
pub(crate) fn generate(
    desktop: State<'_, Desktop>,
    request: GenerateView,
) -> Result<GeneratedView, UiError> {
    desktop.workspace()?;
    let request = GenerateRequest::from(request);
    let value = make(desktop.host.random(), request).map_err(|_| UiError::not_found())?;
    let (strength, length) = (password_strength(&value, &[]).into(), value.char_count());
    Ok(GeneratedView { handle: desktop.keep(Kept::Password(value))?, strength, length })
}

#[tauri::command(async)]
pub(crate) fn reveal_generated(
    desktop: State<'_, Desktop>,
    handle: &str,
) -> Result<RevealedView, UiError> {
    let seconds = desktop.workspace()?.settings()?.reveal_seconds;
    let value = desktop.handles.password(handle).ok_or_else(UiError::not_found)?;
    // EXPOSE: the person clicked Reveal beside a generated password.
    Ok(RevealedView { value: value.expose().to_owned(), seconds })
}
