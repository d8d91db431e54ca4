//! Where used.

use credenza_app::dependencies::{ExportFormat, ReferenceId};
use tauri::State;
use tauri_plugin_dialog::DialogExt as _;

use crate::{
    desktop::Desktop,
    editor::{self, Opened},
    error::UiError,
    picture::is_picture,
    views::{
        AffectedRequestView, AffectedView, DependencyGroupView, DependencyQueryView,
        DependencyView, ExportedView, GraphView, OpenedView, ThingRef, ThingView, group_of,
    },
};

#[tauri::command(async)]
pub(crate) fn thing_find(
    desktop: State<'_, Desktop>,
    search: &str,
    limit: usize,
) -> Result<Vec<ThingView>, UiError> {
    let found = desktop.workspace()?.find_things(search, limit)?;
    Ok(found.into_iter().map(Into::into).collect())
}

#[tauri::command(async)]
pub(crate) fn dependency_list(
    desktop: State<'_, Desktop>,
    query: DependencyQueryView,
) -> Result<DependencyView, UiError> {
    let query = query.query(desktop.host.now()).ok_or_else(UiError::not_found)?;
    Ok(desktop.workspace()?.dependencies(&query)?.into())
}

#[tauri::command(async)]
pub(crate) fn dependency_more(
    desktop: State<'_, Desktop>,
    query: DependencyQueryView,
    group: &str,
    cursor: &str,
) -> Result<DependencyGroupView, UiError> {
    let query = query.query(desktop.host.now()).ok_or_else(UiError::not_found)?;
    let group = group_of(group).ok_or_else(UiError::not_found)?;
    Ok(desktop.workspace()?.more_dependencies(&query, group, cursor)?.into())
}

#[tauri::command(async)]
pub(crate) fn dependency_graph(
    desktop: State<'_, Desktop>,
    query: DependencyQueryView,
    levels: u32,
) -> Result<GraphView, UiError> {
    let query = query.query(desktop.host.now()).ok_or_else(UiError::not_found)?;
    Ok(desktop.workspace()?.dependency_graph(&query, levels)?.into())
}

#[tauri::command(async)]
pub(crate) fn dependency_export(
    desktop: State<'_, Desktop>,
    query: DependencyQueryView,
    format: &str,
    picture: Option<String>,
) -> Result<Option<ExportedView>, UiError> {
    let query = query.query(desktop.host.now()).ok_or_else(UiError::not_found)?;
    let workspace = desktop.workspace()?;
    let is_drawn = format == "svg";
    let wanted = if is_drawn { Some(ExportFormat::Csv) } else { export_format(format) };
    let wanted = wanted.ok_or_else(UiError::not_found)?;
    let mut export = workspace.export_dependencies(&query, wanted)?;
    drop(workspace);
    if is_drawn {
        export.text = picture.filter(|text| is_picture(text)).ok_or_else(UiError::not_found)?;
    }
    save(&desktop, "where-used", format, &export.text, export.rows)
}

#[tauri::command(async)]
pub(crate) fn affected_preview(
    desktop: State<'_, Desktop>,
    request: AffectedRequestView,
) -> Result<AffectedView, UiError> {
    let request = request.request().ok_or_else(UiError::not_found)?;
    Ok(desktop.workspace()?.affected(&request)?.into())
}

#[tauri::command(async)]
pub(crate) fn affected_export(
    desktop: State<'_, Desktop>,
    request: AffectedRequestView,
    format: &str,
) -> Result<Option<ExportedView>, UiError> {
    let request = request.request().ok_or_else(UiError::not_found)?;
    let format_of = export_format(format).ok_or_else(UiError::not_found)?;
    let export = desktop.workspace()?.export_affected(&request, format_of)?;
    save(&desktop, "affected", format, &export.text, export.rows)
}

#[tauri::command(async)]
pub(crate) fn place_open(desktop: State<'_, Desktop>, id: &str) -> Result<OpenedView, UiError> {
    let (place, file) = desktop.workspace()?.place(place_id(id)?)?;
    let opened = match editor::open(&file, place.line, place.column) {
        Some(Opened::Editor) => "editor",
        Some(Opened::Folder) => "folder",
        None => return Err(UiError::file(&file, &std::io::ErrorKind::NotFound.into())),
    };
    Ok(OpenedView { opened })
}

#[tauri::command(async)]
pub(crate) fn place_copy_path(desktop: State<'_, Desktop>, id: &str) -> Result<(), UiError> {
    let (_, file) = desktop.workspace()?.place(place_id(id)?)?;
    Ok(desktop.clipboard.copy_text(file.display().to_string())?)
}

#[tauri::command(async)]
pub(crate) fn place_not_this(
    desktop: State<'_, Desktop>,
    id: &str,
    thing: ThingRef,
    not_this: bool,
) -> Result<(), UiError> {
    let thing = thing.key().ok_or_else(UiError::not_found)?;
    desktop.workspace()?.set_not_this(place_id(id)?, &thing, not_this)?;
    desktop.changed(&["source"]);
    Ok(())
}

fn place_id(text: &str) -> Result<ReferenceId, UiError> {
    text.parse().map(ReferenceId).map_err(|_| UiError::not_found())
}

fn export_format(word: &str) -> Option<ExportFormat> {
    match word {
        "csv" => Some(ExportFormat::Csv),
        "json" => Some(ExportFormat::Json),
        "mermaid" => Some(ExportFormat::Mermaid),
        _ => None,
    }
}

/// Asks where to save, and writes the text there.
fn save(
    desktop: &Desktop,
    name: &str,
    format: &str,
    text: &str,
    rows: u64,
) -> Result<Option<ExportedView>, UiError> {
    let ending = if format == "mermaid" { "mmd" } else { format };
    let dialog = desktop.app.dialog().file().set_file_name(format!("{name}.{ending}"));
    let picked = dialog.blocking_save_file().and_then(|path| path.into_path().ok());
    let Some(path) = picked else { return Ok(None) };
    // A lock while the dialog was open: what was drawn from the workspace is not written.
    desktop.workspace()?;
    std::fs::write(&path, text).map_err(|error| UiError::file(&path, &error))?;
    Ok(Some(ExportedView { path: path.display().to_string(), rows }))
}
