//! Passwords and values, from a prompt without echo or from standard input.

use std::{
    fs::File,
    io::{ErrorKind, IsTerminal as _, Read, Write as _},
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
    let mut line = Line { input: unbuffered()?, ended: false };
    let line = read(&mut line, INPUT).and_then(|line| text(line, INPUT))?;
    // EXPOSE: the end is cut off.
    Ok(Secret::new(line.expose().trim_end_matches(['\r', '\n']).to_owned()))
}

/// Standard input without the buffer of the process, which would keep what was read until the end.
fn unbuffered() -> Result<File, Failure> {
    #[cfg(unix)]
    let input = std::os::fd::AsFd::as_fd(&std::io::stdin()).try_clone_to_owned();
    #[cfg(windows)]
    let input = std::os::windows::io::AsHandle::as_handle(&std::io::stdin()).try_clone_to_owned();
    input.map(File::from).map_err(|e| Failure::io(INPUT, &e))
}

/// Input up to the end of a line. It is read byte by byte, so that what follows is never held here
/// and stays for the next reader.
struct Line {
    input: File,
    ended: bool,
}

impl Read for Line {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        if self.ended || into.is_empty() {
            return Ok(0);
        }
        let length = self.input.read(&mut into[..1])?;
        self.ended = into[..length].ends_with(b"\n");
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
    read(&mut unbuffered()?, INPUT)
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
    let answer = line()?;
    // EXPOSE: it is a yes or a no.
    Ok(Some(!answer.expose().trim().to_lowercase().starts_with('n')))
}
