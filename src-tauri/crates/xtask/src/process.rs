//! Running other programs from the project's root.

use std::{
    io::{BufRead as _, BufReader, Read},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
};

/// What went wrong, in a sentence.
pub(crate) type Problem = String;

/// The project's root.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .nth(3)
        .map_or_else(PathBuf::new, Path::to_owned)
}

/// A program to be run in `folder`, relative to the root.
pub(crate) fn command(program: &str, arguments: &[&str], folder: &str) -> Command {
    let mut command = Command::new(program);
    command.args(arguments).current_dir(root().join(folder));
    command
}

/// Runs a program and fails unless it succeeds.
pub(crate) fn run(program: &str, arguments: &[&str], folder: &str) -> Result<(), Problem> {
    println!("> {program} {}", arguments.join(" "));
    succeed(command(program, arguments, folder), program)
}

/// Runs a prepared program and fails unless it succeeds.
pub(crate) fn succeed(mut command: Command, name: &str) -> Result<(), Problem> {
    let status =
        command.status().map_err(|error| format!("{name} could not be started: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("{name} failed")) }
}

/// Whether a program can be started at all.
pub(crate) fn exists(program: &str) -> bool {
    let status =
        Command::new(program).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    status.is_ok_and(|status| status.success())
}

/// Runs a program, shows what it prints and returns its lines with whether it succeeded.
pub(crate) fn watched(mut command: Command, name: &str) -> Result<(Vec<String>, bool), Problem> {
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child =
        command.spawn().map_err(|error| format!("{name} could not be started: {error}"))?;
    let (out, err) = (child.stdout.take(), child.stderr.take());
    let errors = thread::spawn(move || err.map(show).unwrap_or_default());
    let mut lines = out.map(show).unwrap_or_default();
    lines.extend(errors.join().unwrap_or_default());
    let status = child.wait().map_err(|error| format!("{name}: {error}"))?;
    Ok((lines, status.success()))
}

fn show(stream: impl Read) -> Vec<String> {
    let lines = BufReader::new(stream).lines().map_while(Result::ok);
    lines.inspect(|line| println!("{line}")).collect()
}
