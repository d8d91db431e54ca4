//! Opening a place in the person's editor, or its folder.

use std::{
    ffi::OsString,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// Editors by their program, and how they are told a line.
const EDITORS: [(&str, &[&str]); 7] = [
    ("code", &["--goto"]),
    ("codium", &["--goto"]),
    ("code-insiders", &["--goto"]),
    ("cursor", &["--goto"]),
    ("zed", &[]),
    ("zeditor", &[]),
    ("subl", &[]),
];

/// What shows a folder.
#[cfg(target_os = "macos")]
const FOLDER: &str = "open";
#[cfg(windows)]
const FOLDER: &str = "explorer";
#[cfg(not(any(target_os = "macos", windows)))]
const FOLDER: &str = "xdg-open";

/// What was opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Opened {
    Editor,
    Folder,
}

/// Opens `file` at `line` and `column` in the first editor that is installed, else its folder. The
/// file itself is never started: it may be a script. None when neither works.
pub(crate) fn open(file: &Path, line: u32, column: u32) -> Option<Opened> {
    let mut place = OsString::from(file);
    place.push(format!(":{line}:{column}"));
    for (name, options) in EDITORS {
        let Some(program) = find(name) else { continue };
        if file.is_file() && start(Command::new(program).args(options).arg(&place)) {
            return Some(Opened::Editor);
        }
    }
    let folder = file.ancestors().skip(1).find(|folder| folder.is_dir())?;
    start(Command::new(FOLDER).arg(folder)).then_some(Opened::Folder)
}

/// A program in the folders of `PATH`; a relative folder there could be anyone's.
fn find(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let endings: &[&str] = if cfg!(windows) { &[".cmd", ".exe"] } else { &[""] };
    let folders = std::env::split_paths(&path).filter(|folder| folder.is_absolute());
    folders
        .flat_map(|folder| endings.iter().map(move |end| folder.join(format!("{name}{end}"))))
        .find(|program| program.is_file())
}

/// Starts a program that outlives the call, and collects it when it ends.
fn start(command: &mut Command) -> bool {
    #[cfg(target_os = "linux")]
    let command = crate::start::without_page_settings(command);
    let quiet = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let Ok(mut child) = quiet.spawn() else { return false };
    std::thread::spawn(move || {
        let _ = child.wait();
    });
    true
}
