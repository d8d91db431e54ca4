//! Questions to the person at the terminal.

use std::io::{ErrorKind, IsTerminal as _, Write};

use credenza_secret::Secret;

use crate::{args::Global, failure::Failure, input, plain::escaped};

/// Whether somebody is there who may be asked.
pub(crate) fn has_person(global: &Global) -> bool {
    !global.no_input && std::io::stdin().is_terminal()
}

/// Asks for what nobody may look at.
pub(crate) fn hidden(prompt: &str) -> Result<Secret, Failure> {
    let typed = {
        let _held = interrupt::hold()?;
        rpassword::prompt_password(format!("{prompt}: "))
    };
    typed.map(Secret::new).map_err(|error| match error.kind() {
        ErrorKind::Interrupted => Failure::cancelled(),
        ErrorKind::UnexpectedEof => end_of_input(),
        _ => broken(&error),
    })
}

/// Asks for what may be looked at.
pub(crate) fn shown(prompt: &str) -> Result<Secret, Failure> {
    say(&format!("{prompt}: "))?;
    answer()
}

/// Asks a question; an empty answer counts as `unless_said`.
pub(crate) fn agrees(question: &str, unless_said: bool) -> Result<bool, Failure> {
    let choice = if unless_said { "[Y/n]" } else { "[y/N]" };
    loop {
        say(&format!("{} {choice} ", escaped(question)))?;
        let answer = answer()?;
        // EXPOSE: it is a yes or a no.
        match answer.expose().trim().to_lowercase().as_str() {
            "" => return Ok(unless_said),
            "y" | "yes" => return Ok(true),
            "n" | "no" => return Ok(false),
            _ => say("Answer y or n.\n")?,
        }
    }
}

/// Shows what something means, and goes no further unless the person agrees.
pub(crate) fn confirm(meaning: &[String], question: &str) -> Result<(), Failure> {
    for line in meaning {
        say(&format!("{}\n", escaped(line)))?;
    }
    if agrees(question, false)? { Ok(()) } else { Err(Failure::cancelled()) }
}

/// A line as typed. What ends the input is no answer.
fn answer() -> Result<Secret, Failure> {
    input::typed_line()?.ok_or_else(end_of_input)
}

/// What is said next begins on a line of its own.
fn end_of_input() -> Failure {
    let _ = say("\n");
    Failure::cancelled()
}

fn broken(error: &std::io::Error) -> Failure {
    let hint = "Run it in a terminal, or give what it asks by a file or standard input.";
    Failure { hint: hint.to_owned(), ..Failure::io("the terminal", error) }
}

/// Questions are on the terminal itself, wherever the output goes.
fn say(text: &str) -> Result<(), Failure> {
    let mut terminal = terminal();
    terminal.write_all(text.as_bytes()).and_then(|()| terminal.flush()).map_err(|e| broken(&e))
}

fn terminal() -> Box<dyn Write> {
    #[cfg(unix)]
    if let Ok(terminal) = std::fs::File::options().write(true).open("/dev/tty") {
        return Box::new(terminal);
    }
    Box::new(std::io::stderr())
}

/// Ctrl+C at a hidden question: a process that it ends at once leaves the terminal without echo.
#[cfg(unix)]
mod interrupt {
    use std::sync::{
        OnceLock,
        atomic::{AtomicBool, Ordering},
    };

    use signal_hook::{consts::SIGINT, flag};

    use super::{Failure, broken};

    static ENDS: AtomicBool = AtomicBool::new(true);
    static REGISTERED: OnceLock<bool> = OnceLock::new();

    pub(super) struct Held;

    /// As long as it is held an interrupt is an error of who reads, who puts the terminal back.
    pub(super) fn hold() -> Result<Held, Failure> {
        let registered = || flag::register_conditional_default(SIGINT, &ENDS).is_ok();
        if !REGISTERED.get_or_init(registered) {
            return Err(broken(&std::io::ErrorKind::Unsupported.into()));
        }
        ENDS.store(false, Ordering::SeqCst);
        Ok(Held)
    }

    impl Drop for Held {
        fn drop(&mut self) {
            ENDS.store(true, Ordering::SeqCst);
        }
    }
}

#[cfg(not(unix))]
mod interrupt {
    pub(super) fn hold() -> Result<(), super::Failure> {
        Ok(())
    }
}
