//! Passwords and values, from a prompt without echo or from standard input.

use std::{
    io::{BufRead as _, IsTerminal as _, Read as _},
    path::Path,
};

use credenza_secret::{Secret, SecretBytes};
use zeroize::Zeroizing;

use crate::failure::Failure;

/// What is read from a file or standard input at most.
const LONGEST: u64 = 16 * 1024 * 1024;

/// The first line of a file.
pub(crate) fn first_line_of(path: &Path) -> Result<Secret, Failure> {
    let fail = |error| Failure::io(&path.display().to_string(), &error);
    let text = Zeroizing::new(std::fs::read_to_string(path).map_err(fail)?);
    Ok(Secret::new(text.lines().next().unwrap_or_default().to_owned()))
}

/// The next line of standard input, without its end.
pub(crate) fn line() -> Result<Secret, Failure> {
    let mut text = String::new();
    let mut input = std::io::stdin().lock().take(LONGEST);
    input.read_line(&mut text).map_err(|e| Failure::io("standard input", &e))?;
    let end = text.trim_end_matches(['\r', '\n']).len();
    text.truncate(end);
    Ok(Secret::new(text))
}

/// A value: all of standard input if `raw`, else a line, else a prompt.
pub(crate) fn value(prompt: &str, raw: bool, no_input: bool) -> Result<Secret, Failure> {
    if raw {
        let mut text = String::new();
        let mut input = std::io::stdin().lock().take(LONGEST);
        input.read_to_string(&mut text).map_err(|e| Failure::io("standard input", &e))?;
        return Ok(Secret::new(text));
    }
    if std::io::stdin().is_terminal() { ask(prompt, no_input) } else { line() }
}

/// Asks without echo.
pub(crate) fn ask(prompt: &str, no_input: bool) -> Result<Secret, Failure> {
    if no_input || !std::io::stdin().is_terminal() {
        let hint = "Give it by --password-file, --password-stdin or standard input.";
        return Err(Failure::usage(
            &format!("{prompt} is needed, and asking is not possible here."),
            hint,
        ));
    }
    let typed = rpassword::prompt_password(format!("{prompt}: "));
    typed.map(Secret::new).map_err(|e| Failure::io("the terminal", &e))
}

/// All of standard input.
pub(crate) fn bytes() -> Result<SecretBytes, Failure> {
    let mut bytes = Vec::new();
    let mut input = std::io::stdin().lock().take(LONGEST);
    input.read_to_end(&mut bytes).map_err(|e| Failure::io("standard input", &e))?;
    Ok(SecretBytes::new(bytes))
}

/// A file that holds a secret.
pub(crate) fn file(path: &Path) -> Result<SecretBytes, Failure> {
    let read = std::fs::read(path).map(SecretBytes::new);
    read.map_err(|e| Failure::io(&path.display().to_string(), &e))
}
