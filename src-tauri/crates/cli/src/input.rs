//! Passwords and values, from a prompt without echo or from standard input.

use std::{
    fs::File,
    io::{ErrorKind, IsTerminal as _, Read},
    path::Path,
};

use credenza_secret::{Secret, SecretBytes};

use crate::{args::Global, failure::Failure, output::said, terminal};

/// What is read from a file or standard input at most, in bytes.
const LONGEST: usize = 16 * 1024 * 1024;
const INPUT: &str = "standard input";
/// How often somebody may mistype what is typed twice.
const TRIES: usize = 3;

/// The first line of a file.
pub(crate) fn first_line_of(path: &Path) -> Result<Secret, Failure> {
    let text = text(file(path)?, &path.display().to_string())?;
    // EXPOSE: the line is cut out of the file.
    Ok(Secret::new(text.expose().lines().next().unwrap_or_default().to_owned()))
}

/// The next line of standard input, without its end.
pub(crate) fn line() -> Result<Secret, Failure> {
    let mut line = Line { input: unbuffered()?, ended: false };
    read(&mut line, INPUT).and_then(|line| text(line, INPUT)).map(without_end)
}

fn without_end(line: Secret) -> Secret {
    // EXPOSE: the end is cut off.
    Secret::new(line.expose().trim_end_matches(['\r', '\n']).to_owned())
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

/// The next line of the terminal; none where the input ends.
pub(crate) fn typed_line() -> Result<Option<Secret>, Failure> {
    let line = read(&mut Line { input: unbuffered()?, ended: false }, INPUT)?;
    if line.is_empty() { Ok(None) } else { text(line, INPUT).map(without_end).map(Some) }
}

/// What is asked, and how it is given where nobody can be asked.
#[derive(Clone, Copy)]
pub(crate) struct Question {
    pub(crate) prompt: &'static str,
    pub(crate) otherwise: &'static str,
}

impl Question {
    /// What standard input has where nobody is asked.
    const fn from_input(prompt: &'static str) -> Self {
        Self { prompt, otherwise: "Give it on standard input." }
    }
}

/// The password that opens the workspace.
pub(crate) const MASTER_PASSWORD: Question = Question {
    prompt: "Master password",
    otherwise: "Give it by --password-file FILE or --password-stdin.",
};
/// The one that shall open it.
pub(crate) const NEW_MASTER_PASSWORD: Question =
    Question { prompt: "New master password", otherwise: "Give it by --new-password-file FILE." };
/// The groups of a device secret.
pub(crate) const DEVICE_SECRET: Question = Question {
    prompt: "Device secret, written down in groups",
    otherwise: "Give it by --device-secret-file FILE.",
};

/// A secret of somebody else's making, such as a code: a line of standard input, or typed unseen.
pub(crate) fn value(prompt: &'static str, global: &Global) -> Result<Secret, Failure> {
    if !std::io::stdin().is_terminal() {
        return line();
    }
    ask(Question::from_input(prompt), global)
}

/// The same over several lines, as it may come out of a mail.
pub(crate) fn pasted(prompt: &'static str, global: &Global) -> Result<Secret, Failure> {
    if !std::io::stdin().is_terminal() {
        return text(bytes()?, INPUT);
    }
    ask(Question::from_input(prompt), global)
}

/// A secret to be kept here: all of standard input if `raw`, a line of it, or typed unseen, twice.
pub(crate) fn new_secret(
    prompt: &'static str,
    raw: bool,
    global: &Global,
) -> Result<Secret, Failure> {
    given_or(raw, || ask_new(Question::from_input(prompt), global))
}

/// A text that is no secret: all of standard input if `raw`, a line of it, or typed.
pub(crate) fn new_text(
    prompt: &'static str,
    raw: bool,
    global: &Global,
) -> Result<Secret, Failure> {
    given_or(raw, || {
        refuse_silence(Question::from_input(prompt), global)?;
        terminal::shown(prompt)
    })
}

/// What standard input holds, or what is `typed` where a person sits at it.
fn given_or(raw: bool, typed: impl FnOnce() -> Result<Secret, Failure>) -> Result<Secret, Failure> {
    match (raw, std::io::stdin().is_terminal()) {
        (true, _) => text(bytes()?, INPUT),
        (false, false) => line(),
        (false, true) => typed(),
    }
}

/// Asks without echo.
pub(crate) fn ask(question: Question, global: &Global) -> Result<Secret, Failure> {
    refuse_silence(question, global)?;
    terminal::hidden(question.prompt)
}

/// Asks without echo for what nobody can look up afterwards, so it is typed twice.
pub(crate) fn ask_new(question: Question, global: &Global) -> Result<Secret, Failure> {
    let mut problem = "";
    for _ in 0..TRIES {
        if !problem.is_empty() {
            said(&format!("{problem} Try again."));
        }
        let first = ask(question, global)?;
        problem = if first.is_empty() {
            "Nothing was typed."
        } else {
            let second = terminal::hidden(&format!("{}, once more", question.prompt))?;
            // EXPOSE: the two are compared.
            if first.expose() == second.expose() {
                return Ok(first);
            }
            "The two are not the same."
        };
    }
    let hint = format!("Nothing was changed. Start again, or: {}", question.otherwise);
    Err(Failure::usage(problem, &hint))
}

fn refuse_silence(question: Question, global: &Global) -> Result<(), Failure> {
    if terminal::has_person(global) {
        return Ok(());
    }
    let message = format!("{} is needed, and nobody can be asked here.", question.prompt);
    Err(Failure::usage(&message, question.otherwise))
}

/// All of standard input, which is no terminal: there it would be shown, and never end.
pub(crate) fn bytes() -> Result<SecretBytes, Failure> {
    if std::io::stdin().is_terminal() {
        let hint = "Give it by a pipe or `< FILE`, or leave --raw out to be asked for one line.";
        return Err(Failure::usage("--raw takes a file, and standard input is a terminal.", hint));
    }
    read(&mut unbuffered()?, INPUT)
}

/// A file that holds a secret.
pub(crate) fn file(path: &Path) -> Result<SecretBytes, Failure> {
    let what = path.display().to_string();
    read(&mut File::open(path).map_err(|e| Failure::io(&what, &e))?, &what)
}
