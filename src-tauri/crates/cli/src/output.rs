//! Results on standard output, messages on standard error.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "printing is what a command line does"
)]

use std::{
    io::{ErrorKind, Write as _},
    process::ExitCode,
};

use credenza_secret::{Secret, SecretBytes};
use serde_json::{Value, json};

use crate::failure::Failure;

/// How results are printed.
pub(crate) struct Output {
    pub(crate) json: bool,
    pub(crate) quiet: bool,
}

impl Output {
    /// One result: a JSON document, or lines for people.
    pub(crate) fn result(&self, document: Value, lines: &[String]) {
        if self.json {
            self.document(document);
        } else {
            lines.iter().for_each(|line| println!("{line}"));
        }
    }

    /// One JSON document, whatever was asked for.
    pub(crate) fn document(&self, mut document: Value) {
        document["schema"] = json!(1);
        println!("{document}");
    }

    /// Many results, one a line. A reader that has seen enough ends it.
    pub(crate) fn lines(&self, lines: impl Iterator<Item = String>) -> Result<(), Failure> {
        let mut out = std::io::BufWriter::new(std::io::stdout().lock());
        for line in lines {
            match writeln!(out, "{line}") {
                Err(error) if error.kind() == ErrorKind::BrokenPipe => return Ok(()),
                written => written.map_err(|e| Failure::io("standard output", &e))?,
            }
        }
        match out.flush() {
            Err(error) if error.kind() != ErrorKind::BrokenPipe => {
                Err(Failure::io("standard output", &error))
            }
            _ => Ok(()),
        }
    }

    /// A text in a form of its own.
    pub(crate) fn text(&self, text: &str) {
        print!("{text}");
    }

    /// What happened, for people.
    pub(crate) fn message(&self, text: &str) {
        if !self.quiet && !self.json {
            eprintln!("{text}");
        }
    }

    /// One value and nothing else.
    pub(crate) fn value(&self, name: &str, value: &Secret) {
        if self.json {
            // EXPOSE: the caller asked for this value on standard output.
            println!("{}", json!({ "schema": 1, name: value.expose() }));
        } else {
            // EXPOSE: as above.
            println!("{}", value.expose());
        }
    }

    /// Bytes of a file.
    pub(crate) fn bytes(&self, bytes: &SecretBytes) -> Result<(), Failure> {
        let mut out = std::io::stdout().lock();
        // EXPOSE: the caller asked for this file on standard output.
        out.write_all(bytes.expose())
            .and_then(|()| out.flush())
            .map_err(|e| Failure::io("standard output", &e))
    }

    /// A failure.
    pub(crate) fn failed(&self, failure: &Failure) -> ExitCode {
        if self.json {
            let mut error =
                json!({ "code": failure.code, "message": failure.message, "hint": failure.hint });
            if let Some(command) = &failure.command {
                error["command"] = json!(command);
            }
            println!("{}", json!({ "schema": 1, "error": error }));
        } else {
            eprintln!("error: {}", failure.message);
            eprintln!("{}", failure.hint);
            if let Some(command) = &failure.command {
                eprintln!("This mends it: {command}");
            }
        }
        ExitCode::from(failure.exit)
    }
}
