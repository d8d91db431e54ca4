//! Starting while another window of the program ends.

/// How often a start that met an ending window has been tried again.
const TRIES: &str = "CREDENZA_TRIES";
/// An ending window is gone within a fraction of a second; one that is stuck stays.
const MOST: u8 = 3;

/// Starts the program again in the place of this one, when `error` says that the window to which
/// this start was handed ended before it answered. Returns when that is not so, or was tried often.
#[cfg(unix)]
pub(crate) fn again(error: &tauri::Error) {
    use std::os::unix::process::CommandExt as _;

    let tries = std::env::var(TRIES).ok().and_then(|text| text.parse().ok()).unwrap_or(0_u8);
    let is_handed_over =
        matches!(error, tauri::Error::PluginInitialization(name, _) if name == "single-instance");
    let Ok(program) = std::env::current_exe() else { return };
    if !is_handed_over || tries >= MOST {
        return;
    }
    let mut command = std::process::Command::new(program);
    command.args(std::env::args_os().skip(1)).env(TRIES, (tries + 1).to_string());
    let error = command.exec();
    tracing::error!(%error, "the program could not be started again");
}
