//! Shell scripts of every kind: Bourne shells, Windows command files, make and container files.

mod jenkins;
mod lexer;
mod parts;
#[cfg(test)]
mod tests;

pub(crate) use jenkins::{scan as scan_jenkins, without_comments};
pub(crate) use lexer::Dialect;

use crate::{
    cli, documents,
    expr::{Expr, Shape},
    found::Findings,
    literals,
    names::{Given, Names},
    text::Text,
};
use lexer::{Command, Substitutions};

/// How many shells may be given to run what another is given.
const SHELLS: usize = 3;

/// Scans one text.
pub(crate) fn scan(dialect: Dialect, text: &Text, findings: &mut Findings<'_>) {
    scan_part(dialect, text, Substitutions::Kept, SHELLS, findings);
}

fn scan_part(
    dialect: Dialect,
    text: &Text,
    substitutions: Substitutions,
    shells: usize,
    findings: &mut Findings<'_>,
) {
    let script = lexer::read(&text.text, dialect, substitutions);
    let commands = script.commands;
    let mut names = Names::new(dialect == Dialect::Batch);
    commands.iter().for_each(|command| assign(command, &mut names, dialect));
    for command in &commands {
        let words = program(&command.words);
        let is_ours = words.first().and_then(Expr::as_text).is_some_and(cli::is_program);
        let mut found = if is_ours {
            cli::references(words, &text.text, &|expr| names.resolve(0, expr))
        } else {
            Vec::new()
        };
        if found.is_empty() {
            if let Some((start, end, inner)) = handed_on(words, &command.words, text)
                && let Some(shells) = shells.checked_sub(1)
            {
                // Substitutions in double quotes are read as commands of this text.
                let known = if inner { Substitutions::Known } else { substitutions };
                scan_part(Dialect::Posix, &text.part(start, end), known, shells, findings);
            }
            found = settings(words, &names);
        }
        found.into_iter().for_each(|found| findings.push(text, found));
    }
    for (start, end) in script.heredocs {
        documents::scan_manifests(&text.part(start, end), findings);
    }
}

/// Where that stands what another shell is given to run, `bash -c "az keyvault .."`, and whether
/// substitutions in it are already done.
fn handed_on(program: &[Expr], words: &[Expr], text: &Text) -> Option<(usize, usize, bool)> {
    let word = |at: usize| words.get(at).and_then(Expr::as_text).unwrap_or_default();
    let shell = |name: &str| matches!(name, "bash" | "sh" | "/bin/bash" | "/bin/sh");
    if program.first().and_then(Expr::as_text).is_some_and(is_said) {
        return None;
    }
    let given = (1..words.len()).find(|at| word(*at).starts_with('-') && word(*at).ends_with('c'));
    let at = given.filter(|at| (0..*at).any(|at| shell(word(at))))?;
    let inner = words.get(at + 1)?;
    let source = text.text.get(inner.start..inner.end)?;
    let quoted = source.len() > 2 && source.starts_with(['"', '\'']);
    let ours = quoted && cli::WORDS.iter().any(|word| source.contains(word));
    ours.then(|| (inner.start + 1, inner.end - 1, source.starts_with('"')))
}

/// Addresses and app settings among the words of another command.
fn settings(words: &[Expr], names: &Names) -> Vec<crate::found::Found> {
    let said = words.first().and_then(Expr::as_text).is_some_and(is_said);
    let words = words.iter().filter(|word| !said && holds_address(word));
    words
        .flat_map(|word| literals::of_expr(&value_part(word), |part| names.resolve(0, part)))
        .collect()
}

fn holds_address(word: &Expr) -> bool {
    match &word.shape {
        Shape::Text(text) => literals::is_candidate(text),
        Shape::Join(parts) => {
            let texts: String = parts.iter().filter_map(Expr::as_text).collect();
            literals::is_candidate(&texts)
        }
        _ => false,
    }
}

/// What stands behind `NAME=` of a word.
fn value_part(word: &Expr) -> Expr {
    let cut = |text: &str| {
        let at =
            text.find('=').filter(|at| !text.get(..*at).unwrap_or_default().contains([':', '(']));
        at.and_then(|at| text.get(at + 1..)).unwrap_or(text).to_owned()
    };
    match &word.shape {
        Shape::Text(text) => Expr::text(cut(text), word.start, word.end),
        Shape::Join(parts) => {
            let mut parts = parts.clone();
            if let Some(Expr { shape: Shape::Text(text), .. }) = parts.first_mut() {
                *text = cut(text);
            }
            Expr::new(Shape::Join(parts), word.start, word.end)
        }
        _ => word.clone(),
    }
}

/// The words from the program on: without what only starts it.
fn program(words: &[Expr]) -> &[Expr] {
    let mut words = words;
    while let Some(first) = words.first().and_then(Expr::as_text) {
        let starter = matches!(
            first,
            "sudo"
                | "exec"
                | "time"
                | "env"
                | "then"
                | "do"
                | "else"
                | "if"
                | "while"
                | "until"
                | "elif"
                | "!"
                | "call"
                | "RUN"
                | "command"
                | "{"
                | "nohup"
                | "export"
                | "local"
                // Make: `$(eval NAME ?= $(shell ..))`.
                | "shell"
                | "eval"
        );
        let assigns = first.contains('=') && !first.starts_with('-');
        let option = first.starts_with('-') && first.len() < 3;
        if !(starter || assigns || option) {
            break;
        }
        words = words.get(1..).unwrap_or_default();
    }
    passed_on(words)
}

/// The command line that another program is given to run: `xargs`, `timeout`, `docker run`.
fn passed_on(words: &[Expr]) -> &[Expr] {
    let word = |at: usize| words.get(at).and_then(Expr::as_text).unwrap_or_default();
    if is_said(word(0)) {
        return words;
    }
    let start = (1..words.len()).find(|at| words.get(*at..).is_some_and(cli::is_line));
    start.and_then(|start| words.get(start..)).unwrap_or(words)
}

/// Whether a program only prints its words.
fn is_said(program: &str) -> bool {
    matches!(program, "echo" | "printf" | "logger" | "log" | "info" | "warn" | "error" | "print")
}

fn assign(command: &Command, names: &mut Names, dialect: Dialect) {
    let mut words = command.words.iter().peekable();
    if dialect == Dialect::Batch {
        if let [first, second, ..] = command.words.as_slice()
            && first.as_text().is_some_and(|word| word.eq_ignore_ascii_case("set"))
        {
            give(second, names);
        }
        return;
    }
    let first = command.words.first().and_then(Expr::as_text).unwrap_or_default();
    match first {
        "for" => return each(&command.words, names),
        "read" | "unset" | "getopts" | "readarray" | "mapfile" => {
            let given = command.words.iter().skip(1).filter_map(Expr::as_text);
            given.for_each(|name| names.give(0, name, Given::Unknown));
            return;
        }
        "export" | "local" | "declare" | "readonly" | "typeset" | "env" | "if" | "then" | "do"
        | "else" | "{" => {
            words.next();
            while words.peek().and_then(|w| w.as_text()).is_some_and(|w| w.starts_with('-')) {
                words.next();
            }
        }
        _ => {}
    }
    for word in words {
        if !give(word, names) {
            break;
        }
    }
}

/// `NAME=value`; whether the word is that.
fn give(word: &Expr, names: &mut Names) -> bool {
    let (head, rest): (&str, &[Expr]) = match &word.shape {
        Shape::Text(text) => (text, &[]),
        Shape::Join(parts) => match parts.split_first() {
            Some((Expr { shape: Shape::Text(text), .. }, rest)) => (text, rest),
            _ => return false,
        },
        _ => return false,
    };
    let Some((name, start)) = head.split_once('=') else { return false };
    let adds = name.ends_with(['+', ':', '?']);
    let name = name.trim_end_matches(['+', ':', '?']);
    if name.is_empty() || !name.chars().all(|c| c.is_alphanumeric() || c == '_') {
        return false;
    }
    let mut parts = Vec::new();
    if !start.is_empty() || rest.is_empty() {
        parts.push(Expr::text(start, word.start + name.len() + 1, word.end));
    }
    parts.extend(rest.iter().cloned());
    let value = match parts.len() {
        1 => parts.remove(0),
        _ => Expr::new(Shape::Join(parts), word.start, word.end),
    };
    let given = if adds && head.contains("+=") { Given::Unknown } else { Given::Value(value) };
    names.give(0, name, given);
    true
}

/// `for NAME in a b c`.
fn each(words: &[Expr], names: &mut Names) {
    let (Some(name), Some("in")) =
        (words.get(1).and_then(Expr::as_text), words.get(2).and_then(Expr::as_text))
    else {
        return;
    };
    let values = words.get(3..).unwrap_or_default().to_vec();
    let (start, end) = (words.first().map_or(0, |w| w.start), words.last().map_or(0, |w| w.end));
    names.give(0, name, Given::Each(Expr::new(Shape::List(values), start, end)));
}
