//! The program that started this one, to be named beside what it was given.

use credenza_app::credentials::Reader;

/// What a caller is called of which no name can be had.
const UNKNOWN: &str = "the command line";

/// Who is given what this program prints.
pub(crate) fn caller() -> Reader {
    Reader::Program(name().unwrap_or_else(|| UNKNOWN.to_owned()))
}

/// The file name of the parent's program.
#[cfg(target_os = "linux")]
fn name() -> Option<String> {
    let parent = std::os::unix::process::parent_id();
    let program = std::fs::read_link(format!("/proc/{parent}/exe")).ok()?;
    let name = program.file_name()?.to_string_lossy().into_owned();
    // The system writes this behind a program whose file was replaced while it runs.
    Some(name.trim_end_matches(" (deleted)").to_owned())
}

#[cfg(not(target_os = "linux"))]
fn name() -> Option<String> {
    None
}
