//! What has to be settled before there is a window: how the page runs, and whether another window
//! of the program is just ending.

#[cfg(target_os = "linux")]
use std::path::Path;
#[cfg(unix)]
use std::process::Command;

/// What WebKit reads from the environment, and nothing else can tell it (`docs/adr/0013`).
#[cfg(target_os = "linux")]
const COMPILERS: (&str, &str) = ("JSC_useJIT", "false");
#[cfg(target_os = "linux")]
const SHARED_MEMORY_FOR_FRAMES: (&str, &str) = ("WEBKIT_DISABLE_DMABUF_RENDERER", "1");
/// Where the kernel lists graphics cards that draw.
#[cfg(target_os = "linux")]
const GRAPHICS: &str = "/dev/dri";
/// How often a start that met an ending window has been tried again.
const TRIES: &str = "CREDENZA_TRIES";
/// An ending window is gone within a fraction of a second; one that is stuck stays.
const MOST: u8 = 3;

/// Starts the program again in the place of this one, when `error` says that the window to which
/// this start was handed ended before it answered. Returns when that is not so, or was tried often.
#[cfg(unix)]
pub(crate) fn again(error: &tauri::Error) {
    let tries = std::env::var(TRIES).ok().and_then(|text| text.parse().ok()).unwrap_or(0_u8);
    let is_handed_over =
        matches!(error, tauri::Error::PluginInitialization(name, _) if name == "single-instance");
    if is_handed_over && tries < MOST {
        in_place(|command| command.env(TRIES, (tries + 1).to_string()));
    }
}

/// Starts the program again in the place of this one when its environment does not say yet how the
/// page runs. What the person's own environment says is left as it is.
#[cfg(target_os = "linux")]
pub(crate) fn with_page_settings() {
    let missing: Vec<_> = page_settings(Path::new(GRAPHICS))
        .into_iter()
        .filter(|(name, _)| std::env::var_os(name).is_none())
        .collect();
    if !missing.is_empty() {
        in_place(|command| command.envs(missing));
    }
}

/// Programs that are started from here draw with what they find themselves.
#[cfg(target_os = "linux")]
pub(crate) fn without_page_settings(command: &mut Command) -> &mut Command {
    let (compilers, frames) = (COMPILERS.0, SHARED_MEMORY_FOR_FRAMES.0);
    command.env_remove(compilers).env_remove(frames)
}

#[cfg(target_os = "linux")]
fn page_settings(graphics: &Path) -> Vec<(&'static str, &'static str)> {
    let mut settings = vec![COMPILERS];
    let mut cards = std::fs::read_dir(graphics).into_iter().flatten().flatten();
    if !cards.any(|card| card.file_name().to_string_lossy().starts_with("renderD")) {
        settings.push(SHARED_MEMORY_FOR_FRAMES);
    }
    settings
}

/// Returns only when the program could not be started.
#[cfg(unix)]
fn in_place(change: impl FnOnce(&mut Command) -> &mut Command) {
    use std::os::unix::process::CommandExt as _;

    let Ok(program) = std::env::current_exe() else { return };
    let mut command = Command::new(program);
    let error = change(command.args(std::env::args_os().skip(1))).exec();
    tracing::error!(%error, "the program could not be started again");
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn frames_go_through_shared_memory_where_no_card_draws() {
        let folder = tempfile::tempdir().unwrap();
        let settings = || page_settings(folder.path());
        std::fs::write(folder.path().join("card0"), "").unwrap();
        assert_eq!(settings(), [COMPILERS, SHARED_MEMORY_FOR_FRAMES]);
        std::fs::write(folder.path().join("renderD128"), "").unwrap();
        assert_eq!(settings(), [COMPILERS]);
        assert_eq!(page_settings(&folder.path().join("none")).len(), 2);
    }
}
