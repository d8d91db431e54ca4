//! Sources: folders of code.

use credenza_model::ids::SourceId;
use tauri::State;
use tauri_plugin_dialog::DialogExt as _;

use super::id;
use crate::{
    desktop::Desktop,
    error::UiError,
    scans,
    views::{SourceEditView, SourceView},
    watch,
};

#[tauri::command(async)]
pub(crate) fn source_list(desktop: State<'_, Desktop>) -> Result<Vec<SourceView>, UiError> {
    let sources = desktop.workspace()?.list_sources()?.into_iter();
    Ok(sources
        .map(|source| {
            let scan = desktop.scans.progress(source.id);
            SourceView::of(source, scan)
        })
        .collect())
}

#[tauri::command(async)]
pub(crate) fn source_add(desktop: State<'_, Desktop>) -> Result<Option<SourceView>, UiError> {
    desktop.workspace()?;
    let picked = desktop.app.dialog().file().blocking_pick_folder();
    let Some(folder) = picked.and_then(|path| path.into_path().ok()) else { return Ok(None) };
    let source = desktop.workspace()?.add_source(&folder)?;
    watch::follow(&desktop.app);
    scans::start(&desktop, source.id)?;
    desktop.changed(&["source"]);
    shown(&desktop, source.id).map(Some)
}

#[tauri::command(async)]
pub(crate) fn source_scan(desktop: State<'_, Desktop>, id: Option<&str>) -> Result<(), UiError> {
    let sources = match id {
        Some(one) => vec![self::id(one)?],
        None => desktop.workspace()?.list_sources()?.into_iter().map(|one| one.id).collect(),
    };
    sources.into_iter().try_for_each(|source| scans::start(&desktop, source))
}

#[tauri::command(async)]
pub(crate) fn source_stop(desktop: State<'_, Desktop>, id: &str) -> Result<(), UiError> {
    desktop.scans.stop(self::id(id)?);
    Ok(())
}

#[tauri::command(async)]
pub(crate) fn source_edit(
    desktop: State<'_, Desktop>,
    id: &str,
    request: SourceEditView,
) -> Result<SourceView, UiError> {
    let workspace = desktop.workspace()?;
    let id = self::id(id)?;
    let ignored =
        workspace.list_sources()?.into_iter().find(|one| one.id == id).map(|one| one.ignore);
    let source = workspace.edit_source(id, &request.into())?;
    if ignored.as_ref() != Some(&source.ignore) {
        // What is ignored no more was never read.
        workspace.set_fresh(id, false);
        scans::start(&desktop, id)?;
    }
    watch::follow(&desktop.app);
    desktop.changed(&["source"]);
    shown(&desktop, source.id)
}

#[tauri::command(async)]
pub(crate) fn source_remove(desktop: State<'_, Desktop>, id: &str) -> Result<(), UiError> {
    let source = self::id(id)?;
    desktop.scans.stop(source);
    desktop.workspace()?.remove_source(source)?;
    watch::follow(&desktop.app);
    desktop.changed(&["source", "credential", "variable"]);
    Ok(())
}

fn shown(desktop: &Desktop, id: SourceId) -> Result<SourceView, UiError> {
    let source = desktop.workspace()?.source(id)?;
    Ok(SourceView::of(source, desktop.scans.progress(id)))
}
