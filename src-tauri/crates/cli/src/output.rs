//! Results on standard output, messages on standard error.

use std::{
    fmt::Display,
    io::{BufWriter, ErrorKind, IsTerminal as _, StdoutLock, Write as _},
    process::ExitCode,
};

use base64::{Engine as _, prelude::BASE64_STANDARD};
use credenza_model::page::Page;
use credenza_secret::{Secret, SecretBytes};
use serde_json::{Value, json};

use crate::{
    failure::Failure,
    plain::{escaped, json_line},
};

/// How results are printed.
pub(crate) struct Output {
    pub(crate) json: bool,
    pub(crate) quiet: bool,
}

impl Output {
    /// One result: a JSON document, or lines for people.
    pub(crate) fn result(&self, document: Value, lines: &[String]) -> Result<(), Failure> {
        if self.json { self.document(document) } else { self.lines(lines.iter()) }
    }

    /// One JSON document, whatever was asked for.
    pub(crate) fn document(&self, mut document: Value) -> Result<(), Failure> {
        document["schema"] = json!(1);
        self.documents([document].into_iter())
    }

    /// JSON documents, one a line.
    pub(crate) fn documents(&self, documents: impl Iterator<Item = Value>) -> Result<(), Failure> {
        exact(documents.map(|document| json_line(&document)))
    }

    /// Many results for people, one a line. A reader that has seen enough ends it.
    pub(crate) fn lines(
        &self,
        mut lines: impl Iterator<Item = impl AsRef<str>>,
    ) -> Result<(), Failure> {
        written(|out| {
            lines.try_for_each(|line| writeln!(out, "{}", escaped(line.as_ref().trim_end())))
        })
    }

    /// A list of any length, a page at a time: a JSON document with the rows under `name`, or a line
    /// for each. `next` has the page after the cursor that it is given. A page that can't be read
    /// ends what was begun, and the exit code tells.
    pub(crate) fn pages<T>(
        &self,
        name: &str,
        mut next: impl FnMut(Option<String>) -> Result<Page<T>, Failure>,
        document: impl Fn(&T) -> Value,
        line: impl Fn(&T) -> String,
    ) -> Result<(), Failure> {
        let (mut page, mut failed, mut before) = (next(None)?, None, "");
        if page.rows.is_empty() {
            self.message(&format!("There are no {name}."));
        }
        written(|out| {
            if self.json {
                write!(out, "{{{}:[", json!(name))?;
            }
            loop {
                for row in &page.rows {
                    if self.json {
                        write!(out, "{before}{}", json_line(&document(row)))?;
                        before = ",";
                    } else {
                        writeln!(out, "{}", escaped(line(row).trim_end()))?;
                    }
                }
                let Some(cursor) = page.next.take() else { break };
                match next(Some(cursor)) {
                    Ok(following) => page = following,
                    Err(failure) => {
                        failed = Some(failure);
                        return writeln!(out);
                    }
                }
            }
            if self.json { writeln!(out, "],\"schema\":1}}") } else { Ok(()) }
        })?;
        failed.map_or(Ok(()), Err)
    }

    /// A text in a form of its own; as it is for a file or program.
    pub(crate) fn text(&self, text: &str) -> Result<(), Failure> {
        if std::io::stdout().is_terminal() {
            return self.lines(text.lines());
        }
        written(|out| out.write_all(text.as_bytes()))
    }

    /// What happened, for people.
    pub(crate) fn message(&self, text: &str) {
        if !self.quiet && !self.json {
            said(text);
        }
    }

    /// One value and nothing else.
    pub(crate) fn value(&self, name: &str, value: &Secret) -> Result<(), Failure> {
        if self.json {
            // EXPOSE: the caller asked for this value on standard output.
            self.document(json!({ name: value.expose() }))
        } else {
            // EXPOSE: as above.
            exact([value.expose()].iter())
        }
    }

    /// Several values and nothing else, one a line.
    pub(crate) fn values<const N: usize>(
        &self,
        values: [(&str, &Secret); N],
    ) -> Result<(), Failure> {
        if !self.json {
            // EXPOSE: the caller asked for these values on standard output.
            return exact(values.iter().map(|(_, value)| value.expose()));
        }
        let mut document = json!({});
        for (name, value) in values {
            // EXPOSE: as above.
            document[name] = json!(value.expose());
        }
        self.document(document)
    }

    /// A file: as it is, or in base64 within JSON.
    pub(crate) fn file(&self, name: &str, bytes: &SecretBytes) -> Result<(), Failure> {
        if self.json {
            // EXPOSE: the caller asked for this file on standard output.
            return self.document(json!({ name: BASE64_STANDARD.encode(bytes.expose()) }));
        }
        if std::io::stdout().is_terminal() {
            let hint = "Send it to a file by `> FILE.pfx`, or take it in base64 by --json.";
            return Err(Failure::usage("A certificate is a file that no terminal can show.", hint));
        }
        // EXPOSE: as above.
        written(|out| out.write_all(bytes.expose()))
    }

    /// A failure.
    pub(crate) fn failed(&self, failure: &Failure) -> ExitCode {
        if self.json {
            let mut error =
                json!({ "code": failure.code, "message": failure.message, "hint": failure.hint });
            if let Some(command) = &failure.command {
                error["command"] = json!(command);
            }
            // The exit code tells of the failure also when nothing can be written.
            let _ = self.document(json!({ "error": error }));
        } else {
            let lines = failure.message.lines().enumerate();
            lines.for_each(|(at, line)| {
                said(&if at == 0 { format!("error: {line}") } else { line.to_owned() });
            });
            said(&failure.hint);
            if let Some(command) = &failure.command {
                said(&format!("This mends it: {command}"));
            }
        }
        ExitCode::from(failure.exit)
    }
}

/// A line on standard error, as far as anyone reads it.
pub(crate) fn said(line: &str) {
    let _ = writeln!(std::io::stderr(), "{}", escaped(line));
}

/// Lines as they are, which only values and JSON may be.
fn exact(mut lines: impl Iterator<Item = impl Display>) -> Result<(), Failure> {
    written(|out| lines.try_for_each(|line| writeln!(out, "{line}")))
}

/// Writes to standard output. A reader that has seen enough and closed the pipe is no failure.
fn written(
    write: impl FnOnce(&mut BufWriter<StdoutLock<'static>>) -> std::io::Result<()>,
) -> Result<(), Failure> {
    let mut out = BufWriter::new(std::io::stdout().lock());
    match write(&mut out).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(Failure::io("standard output", &error))
        }
        _ => Ok(()),
    }
}
