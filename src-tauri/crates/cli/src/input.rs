//! Passwords and values, from a prompt without echo or from standard input.

use std::{
    fs::File,
    io::{BufRead as _, ErrorKind, IsTerminal as _, Read, StdinLock, Write as _},
    path::Path,
};

use credenza_secret::{Secret, SecretBytes};

use crate::failure::Failure;

/// What is read from a file or standard input at most, in bytes.
const LONGEST: usize = 16 * 1024 * 1024;
const INPUT: &str = "standard input";

/// The first line of a file.
pub(crate) fn first_line_of(path: &Path) -> Result<Secret, Failure> {
    let text = text(file(path)?, &path.display().to_string())?;
    // EXPOSE: the line is cut out of the file.
    Ok(Secret::new(text.expose().lines().next().unwrap_or_default().to_owned()))
}

/// The next line of standard input, without its end.
pub(crate) fn line() -> Result<Secret, Failure> {
    let mut line = Line { input: std::io::stdin().lock(), ended: false };
    let line = read(&mut line, INPUT).and_then(|line| text(line, INPUT))?;
    // EXPOSE: the end is cut off.
    Ok(Secret::new(line.expose().trim_end_matches(['\r', '\n']).to_owned()))
}

/// Input up to the end of a line; what follows stays for the next reader.
struct Line<'i> {
    input: StdinLock<'i>,
    ended: bool,
}

impl Read for Line<'_> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        if self.ended {
            return Ok(0);
        }
        let held = self.input.fill_buf()?;
        let end = held.iter().position(|byte| *byte == b'\n').map_or(held.len(), |at| at + 1);
        let length = end.min(into.len());
        into[..length].copy_from_slice(&held[..length]);
        self.ended = into[..length].ends_with(b"\n");
        self.input.consume(length);
        Ok(length)
    }
}

fn read(from: &mut impl Read, what: &str) -> Result<SecretBytes, Failure> {
    SecretBytes::read(from, LONGEST).map_err(|e| Failure::io(what, &e))
}

fn text(bytes: SecretBytes, what: &str) -> Result<Secret, Failure> {
    bytes.into_text().map_err(|_| Failure::io(what, &ErrorKind::InvalidData.into()))
}

/// A value: all of standard input if `raw`, else a line, else a prompt.
pub(crate) fn value(prompt: &str, raw: bool, no_input: bool) -> Result<Secret, Failure> {
    if raw {
        return text(bytes()?, INPUT);
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
    read(&mut std::io::stdin().lock(), INPUT)
}

/// A file that holds a secret.
pub(crate) fn file(path: &Path) -> Result<SecretBytes, Failure> {
    let what = path.display().to_string();
    read(&mut File::open(path).map_err(|e| Failure::io(&what, &e))?, &what)
}

/// What a person answers to a question, yes where they say nothing; none where nobody can be asked.
pub(crate) fn agreed(question: &str, no_input: bool) -> Result<Option<bool>, Failure> {
    if no_input || !std::io::stdin().is_terminal() {
        return Ok(None);
    }
    let failed = |error: &std::io::Error| Failure::io("the terminal", error);
    let mut terminal = std::io::stderr();
    write!(terminal, "{question} [Y/n] ")
        .and_then(|()| terminal.flush())
        .map_err(|e| failed(&e))?;
    let mut answer = String::new();
    std::io::stdin().read_line(&mut answer).map_err(|e| failed(&e))?;
    Ok(Some(!answer.trim().to_lowercase().starts_with('n')))
}
