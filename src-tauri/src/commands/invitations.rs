//! Invitations: made, handed over, taken back, read.

use credenza_app::team::OpenInvitation;
use credenza_model::ids::TeamId;
use credenza_secret::Secret;
use fast_qr::{ECL, QRBuilder};
use tauri::State;
use tauri_plugin_dialog::DialogExt as _;

use super::id;
use crate::{
    desktop::Desktop,
    error::UiError,
    handles::Kept,
    private_file,
    views::{ClipboardView, InvitationPreviewView, InvitationView, hyphenated},
};

#[tauri::command]
pub(crate) async fn invitation_create(
    desktop: State<'_, Desktop>,
    team_id: &str,
) -> Result<InvitationView, UiError> {
    let workspace = desktop.workspace()?;
    let made = workspace.invite(id(team_id)?, "").await?;
    let id = hyphenated(&made.id);
    let (_, invitation) = open(&desktop, &id)?;
    desktop.keep_as(id.clone(), Kept::Invitation(made.text.duplicate()))?;
    desktop.changed(&["team"]);
    // EXPOSE: the person invites somebody; the text is shown to be handed over.
    let text = made.text.expose().to_owned();
    Ok(InvitationView { id, qr: qr(&text), text, expires: invitation.expires.to_string() })
}

#[tauri::command(async)]
pub(crate) fn invitation_copy(
    desktop: State<'_, Desktop>,
    id: &str,
) -> Result<ClipboardView, UiError> {
    let text = desktop.handles.invitation(id).ok_or_else(UiError::not_found)?;
    let clears_in_seconds = desktop.workspace()?.settings()?.clear_clipboard_seconds;
    desktop.copy(text, "Invitation", clears_in_seconds)?;
    Ok(ClipboardView { clears_in_seconds })
}

#[tauri::command(async)]
pub(crate) fn invitation_save(desktop: State<'_, Desktop>, id: &str) -> Result<bool, UiError> {
    desktop.handles.invitation(id).ok_or_else(UiError::not_found)?;
    let name = "credenza-invitation.txt";
    let picked = desktop.app.dialog().file().set_file_name(name).blocking_save_file();
    let Some(path) = picked.and_then(|path| path.into_path().ok()) else { return Ok(false) };
    // A lock while the dialog was open has forgotten it.
    let text = desktop.handles.invitation(id).ok_or_else(UiError::locked)?;
    private_file::write(&path, &text)?;
    Ok(true)
}

#[tauri::command]
pub(crate) async fn invitation_cancel(
    desktop: State<'_, Desktop>,
    id: &str,
) -> Result<(), UiError> {
    let (team, invitation) = open(&desktop, id)?;
    desktop.workspace()?.withdraw_invitation(team, invitation.id).await?;
    desktop.handles.forget(id);
    desktop.changed(&["team"]);
    Ok(())
}

#[tauri::command(async)]
pub(crate) fn invitation_read(
    desktop: State<'_, Desktop>,
    text: String,
) -> Result<InvitationPreviewView, UiError> {
    Ok(desktop.workspace()?.read_invitation(&Secret::new(text))?.into())
}

/// An invitation that stands open, with its team.
fn open(desktop: &Desktop, id: &str) -> Result<(TeamId, OpenInvitation), UiError> {
    for team in desktop.workspace()?.team_details()? {
        let found = team.invitations.into_iter().find(|one| hyphenated(&one.id) == id);
        if let Some(invitation) = found {
            return Ok((team.view.id, invitation));
        }
    }
    Err(UiError::not_found())
}

/// Rows of "0" and "1"; none for a text that is too long.
pub(super) fn qr(text: &str) -> Vec<String> {
    let Ok(code) = QRBuilder::new(text).ecl(ECL::M).build() else { return Vec::new() };
    let word = |dark: bool| if dark { '1' } else { '0' };
    (0..code.size).map(|y| code[y].iter().map(|module| word(module.value())).collect()).collect()
}
