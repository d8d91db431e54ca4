//! Sharing credentials, and who has access to them.

use tauri::{Emitter as _, State};

use super::id;
use crate::{
    desktop::Desktop,
    error::UiError,
    views::{
        AccessChangeView, AccessView, EVERYONE, RecipientView, RemovalPlanView, RotationView,
        SharePlanView, ShareProgressView, ShareRequestView, ShareResultView,
    },
};

#[tauri::command]
pub(crate) async fn access_get(
    desktop: State<'_, Desktop>,
    credential_id: &str,
) -> Result<AccessView, UiError> {
    let (workspace, id) = (desktop.workspace()?, id(credential_id)?);
    let asked = async move { workspace.access(id).await };
    let view = desktop.stoppable(&desktop.checks.unnamed(), asked).await;
    Ok(AccessView::of(id, view.ok_or_else(UiError::locked)??))
}

#[tauri::command(async)]
pub(crate) fn share_find(
    desktop: State<'_, Desktop>,
    credential_ids: Vec<String>,
    search: &str,
    limit: usize,
) -> Result<Vec<RecipientView>, UiError> {
    let ids = credential_ids.iter().map(|one| id(one)).collect::<Result<Vec<_>, _>>()?;
    let found = desktop.workspace()?.find_recipients(&ids, search, limit)?;
    Ok(found.into_iter().map(Into::into).collect())
}

#[tauri::command(async)]
pub(crate) fn share_plan(
    desktop: State<'_, Desktop>,
    request: ShareRequestView,
) -> Result<SharePlanView, UiError> {
    let sharing = request.sharing().ok_or_else(UiError::not_found)?;
    Ok(desktop.workspace()?.plan_sharing(&sharing)?.into())
}

#[tauri::command]
pub(crate) async fn share_save(
    desktop: State<'_, Desktop>,
    request: ShareRequestView,
) -> Result<Vec<ShareResultView>, UiError> {
    let wanted = request.sharing().ok_or_else(UiError::not_found)?;
    let app = desktop.app.clone();
    let tell =
        move |done, total| drop(app.emit("share-progress", ShareProgressView { done, total }));
    // A lock does not cut it off: what is half written would have to be found again.
    let saved = desktop.workspace()?.save_sharing(&wanted, &tell).await?;
    desktop.changed(&["credential", "variable", "team"]);
    Ok(ShareResultView::all(saved))
}

#[tauri::command]
pub(crate) async fn removal_plan(
    desktop: State<'_, Desktop>,
    credential_id: &str,
    grant_id: &str,
) -> Result<RemovalPlanView, UiError> {
    let (workspace, id) = (desktop.workspace()?, id(credential_id)?);
    let person = if grant_id == EVERYONE { None } else { Some(self::id(grant_id)?) };
    let asked = async move {
        match person {
            Some(person) => workspace.plan_removal(id, person).await,
            None => workspace.plan_removal_from_everyone(id).await,
        }
    };
    let plan = desktop.stoppable(&desktop.checks.unnamed(), asked).await;
    Ok(RemovalPlanView::of(grant_id.to_owned(), plan.ok_or_else(UiError::locked)??))
}

#[tauri::command(async)]
pub(crate) fn rotation_list(desktop: State<'_, Desktop>) -> Result<Vec<RotationView>, UiError> {
    let rows = desktop.workspace()?.rotations()?;
    Ok(rows.into_iter().map(Into::into).collect())
}

#[tauri::command]
pub(crate) async fn access_save(
    desktop: State<'_, Desktop>,
    credential_id: &str,
    changes: Vec<AccessChangeView>,
) -> Result<Vec<ShareResultView>, UiError> {
    let (workspace, id) = (desktop.workspace()?, id(credential_id)?);
    let name = workspace.credential(id)?.credential.name.as_str().to_owned();
    let changes: Option<Vec<_>> = changes.iter().map(AccessChangeView::change).collect();
    let changes = changes.ok_or_else(UiError::not_found)?;
    let results = workspace.change_access(id, &changes).await?;
    desktop.changed(&["credential", "variable", "team"]);
    Ok(results.into_iter().map(|one| ShareResultView::changed(&name, one)).collect())
}
