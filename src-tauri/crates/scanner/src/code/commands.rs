//! Command lines of other programs, as lists of words or as one text for a shell.

use super::{kinds::LISTS, unit::Line};
use crate::{
    cli,
    expr::{Expr, Shape},
    found::Found,
    names::Names,
};

/// Functions that run a program.
const RUNNERS: &[&str] = &[
    "run",
    "call",
    "check_call",
    "check_output",
    "Popen",
    "popen",
    "system",
    "getoutput",
    "getstatusoutput",
    "create_subprocess_exec",
    "create_subprocess_shell",
    "exec",
    "execSync",
    "execAsync",
    "execPromise",
    "execFile",
    "execFileSync",
    "execa",
    "execaSync",
    "execaCommand",
    "spawn",
    "spawnSync",
    "Command",
    "CommandContext",
    "ProcessBuilder",
    "ProcessStartInfo",
    "command",
    "run_command",
    "run_cmd",
    "runCommand",
    "execute",
    "shell",
    "bash",
    "sh",
];

/// First words of a list that is a command line.
const STARTS: &[&str] =
    &["az", "az.cmd", "databricks", "keyvault", "aws", "gcloud", "vault", "conjur"];

/// Whether a function runs what it is given.
pub(super) fn is_runner(method: &str) -> bool {
    RUNNERS.contains(&method)
}

/// Whether a node is a list whose source begins as a command line does.
pub(super) fn is_list(kind: &str, source: &str) -> bool {
    if !LISTS.contains(&kind) {
        return false;
    }
    let start = source.trim_start_matches(|c: char| "[({".contains(c) || c.is_whitespace());
    let word = start.strip_prefix(['"', '\'', '`']).unwrap_or_default();
    STARTS.contains(&word.split(['"', '\'', '`']).next().unwrap_or_default())
}

/// The references of all command lines; one inside another counts once.
pub(super) fn references(lines: &[Line], text: &str, names: &Names) -> Vec<Found> {
    let mut found = Vec::new();
    // The lines come in order of where they start.
    let mut done = 0;
    for line in lines {
        let inside = line.end <= done;
        let words = words_of(&line.words, line.scope, names);
        let resolve = |expr: &Expr| names.resolve(line.scope, expr);
        let one = if inside { Vec::new() } else { cli::references(&words, text, &resolve) };
        if !one.is_empty() {
            done = done.max(line.end);
            found.extend(one);
        }
    }
    found
}

/// The words from the program on: of lists within the list, and of a text that is the first.
fn words_of(given: &[Expr], scope: usize, names: &Names) -> Vec<Expr> {
    let mut words = Vec::new();
    for (at, expr) in given.iter().enumerate() {
        let known = match &expr.shape {
            Shape::Name(name) => names.value(scope, name).unwrap_or(expr),
            _ => expr,
        };
        match &known.shape {
            Shape::List(items) => words.extend(items.iter().cloned()),
            Shape::Text(_) | Shape::Join(_) if at == 0 => words.extend(split(known)),
            _ => words.push(expr.clone()),
        }
    }
    // The rest of a command line has options; a list of words has none.
    let options = words.iter().any(|word| word.as_text().is_some_and(|w| w.starts_with('-')));
    let rest = words.first().filter(|first| first.as_text() == Some("keyvault"));
    if let Some(first) = rest.filter(|_| options) {
        words.insert(0, Expr::text("az", first.start, first.start));
    }
    let ours = words.first().and_then(Expr::as_text).is_some_and(cli::is_program);
    if ours { words } else { Vec::new() }
}

/// The words of a text, up to the end of its first command.
fn split(whole: &Expr) -> Vec<Expr> {
    let single = std::slice::from_ref(whole);
    let parts = if let Shape::Join(parts) = &whole.shape { parts.as_slice() } else { single };
    let mut words: Vec<Vec<Expr>> = vec![Vec::new()];
    for part in parts {
        let Some(text) = part.as_text() else {
            words.last_mut().into_iter().for_each(|word| word.push(part.clone()));
            continue;
        };
        let mut at = part.start + usize::from(std::ptr::eq(part, whole));
        for piece in text.split_inclusive(char::is_whitespace) {
            let bare = piece.trim_end().trim_matches(['"', '\'', '\\']);
            if !bare.is_empty() {
                let word = Expr::text(bare, at, at + bare.len());
                words.last_mut().into_iter().for_each(|last| last.push(word.clone()));
            }
            if piece.ends_with(char::is_whitespace) {
                words.push(Vec::new());
            }
            at += piece.len();
        }
    }
    let words = words.into_iter().filter_map(|mut parts| match parts.len() {
        0 => None,
        1 => parts.pop(),
        _ => {
            let (start, end) = (parts.first()?.start, parts.last()?.end);
            Some(Expr::new(Shape::Join(parts), start, end))
        }
    });
    words
        .take_while(|word| !matches!(word.as_text(), Some("|" | "&&" | "||" | ";" | ">")))
        .collect()
}
