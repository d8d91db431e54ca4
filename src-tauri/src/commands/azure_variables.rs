//! Secret variables in a vault.

use credenza_app::{AppError, vaults::AccessCheck};
use credenza_model::variable::Variable;
use tauri::State;

use crate::{
    checks,
    desktop::Desktop,
    error::UiError,
    views::{AzureEditView, AzureVariableView, SaveOutcomeView, VariableView},
};

#[tauri::command]
pub(crate) async fn variable_create_azure(
    desktop: State<'_, Desktop>,
    request: AzureVariableView,
    check_id: String,
    unchecked: bool,
) -> Result<SaveOutcomeView, UiError> {
    let (workspace, request) = (desktop.workspace()?, request.try_into()?);
    let report = checks::reporter(desktop.app.clone(), check_id.clone());
    let save = workspace.create_azure_variable(request, unchecked, &report);
    let ended = desktop.stoppable(&check_id, save).await;
    outcome(&desktop, ended)
}

#[tauri::command]
pub(crate) async fn variable_set_azure(
    desktop: State<'_, Desktop>,
    id: &str,
    request: AzureEditView,
    check_id: String,
    unchecked: bool,
) -> Result<SaveOutcomeView, UiError> {
    let (workspace, request, id) = (desktop.workspace()?, request.try_into()?, super::id(id)?);
    let report = checks::reporter(desktop.app.clone(), check_id.clone());
    let save = workspace.set_azure_variable(id, request, unchecked, &report);
    let ended = desktop.stoppable(&check_id, save).await;
    outcome(&desktop, ended)
}

#[tauri::command]
pub(crate) async fn variable_check(
    desktop: State<'_, Desktop>,
    id: &str,
    check_id: String,
) -> Result<VariableView, UiError> {
    let (workspace, id) = (desktop.workspace()?, super::id(id)?);
    let report = checks::reporter(desktop.app.clone(), check_id.clone());
    let ended = desktop.stoppable(&check_id, workspace.check_variable(id, &report)).await;
    let view = ended.ok_or_else(UiError::cancelled)??;
    desktop.changed(&["variable", "credential", "vault"]);
    Ok(view.into())
}

fn outcome(
    desktop: &Desktop,
    ended: Option<Result<AccessCheck<Variable>, AppError>>,
) -> Result<SaveOutcomeView, UiError> {
    Ok(match ended.transpose()? {
        None => SaveOutcomeView::Stopped,
        Some(AccessCheck::Refused(refusal)) => {
            SaveOutcomeView::Refused { refusal: (*refusal).into() }
        }
        Some(AccessCheck::NoAnswer(silence)) => (*silence).into(),
        Some(AccessCheck::Saved(variable)) => {
            desktop.changed(&["variable", "credential", "vault"]);
            let view = desktop.workspace()?.variable(variable.id)?;
            SaveOutcomeView::Saved { variable: Box::new(view.into()) }
        }
    })
}
