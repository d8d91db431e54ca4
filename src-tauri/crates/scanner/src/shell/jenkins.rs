//! Pipelines of Jenkins: maps in square brackets that name a secret of a vault, and the scripts of
//! steps, which are texts.

use super::Dialect;
use crate::{
    cli,
    found::{Findings, Found},
    reference::{Kind, Operation},
    text::Text,
};

/// How far a bracket may stand from the word that tells what it is, in bytes.
const NEAR: usize = 600;

/// Scans one text without comments.
pub(crate) fn scan(text: &Text, findings: &mut Findings<'_>) {
    for (word, key, form) in [
        ("secretType", "name", "jenkins.azureKeyVault"),
        ("secretValues", "path", "jenkins.withVault"),
    ] {
        for (at, _) in text.text.match_indices(word) {
            if let Some(found) = secret(&text.text, (at, word), key, form) {
                findings.push(text, found);
            }
        }
    }
    for (at, _) in text.text.match_indices("sh") {
        if let Some((start, end)) = script(&text.text, at) {
            super::scan(Dialect::Posix, &text.part(start, end), findings);
        }
    }
}

/// What a place of a pipeline belongs to.
enum Inside {
    Code,
    /// A text, up to its quotes.
    Quotes(&'static str),
}

/// The same text, of the same length, with comments blanked: those of Groovy outside of texts, and
/// lines that begin as comments of a shell anywhere.
pub(crate) fn without_comments(text: &Text) -> Text {
    let source = text.text.as_str();
    let mut out = String::with_capacity(source.len());
    let (mut inside, mut starts, mut at) = (Inside::Code, true, 0);
    while let Some(rest) = source.get(at..).filter(|rest| !rest.is_empty()) {
        let line = || rest.find('\n').unwrap_or(rest.len());
        let in_code = matches!(inside, Inside::Code);
        let comment = match () {
            () if starts && rest.starts_with('#') => line(),
            () if in_code && rest.starts_with("//") => line(),
            () if in_code && rest.starts_with("/*") => {
                rest.find("*/").map_or(rest.len(), |end| end + 2)
            }
            () => 0,
        };
        let next = rest.chars().next().unwrap_or_default();
        let taken = match comment {
            0 => step(&mut inside, rest, next),
            comment => comment,
        };
        let part = rest.get(..taken).unwrap_or(rest);
        match comment {
            0 => out.push_str(part),
            _ => out.extend(part.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' })),
        }
        starts = next == '\n' || starts && (next == ' ' || next == '\t');
        at += part.len().max(1);
    }
    Text::at(out, 0).within(text)
}

/// How far one sign goes, and what comes behind it.
fn step(inside: &mut Inside, rest: &str, next: char) -> usize {
    match *inside {
        Inside::Code => {
            let quotes = ["\'\'\'", "\"\"\"", "'", "\""].into_iter();
            let Some(open) = quotes.into_iter().find(|open| rest.starts_with(open)) else {
                return next.len_utf8();
            };
            *inside = Inside::Quotes(open);
            open.len()
        }
        Inside::Quotes(_) if next == '\\' => 1 + rest.chars().nth(1).map_or(0, char::len_utf8),
        Inside::Quotes(close) => {
            let ends = rest.starts_with(close);
            // A text in single quotes ends with its line.
            if ends || close.len() == 1 && next == '\n' {
                *inside = Inside::Code;
            }
            if ends { close.len() } else { next.len_utf8() }
        }
    }
}

/// Where the script of a step stands: `sh '..'`, `sh(script: "..")`, and such with three quotes.
fn script(text: &str, at: usize) -> Option<(usize, usize)> {
    let before = text.get(..at)?.chars().next_back();
    let rest = text.get(at + 2..)?;
    let given = rest.trim_start_matches([' ', '(']);
    if before.is_some_and(|c| !c.is_whitespace() && c != '{') || given.len() == rest.len() {
        return None;
    }
    let given = given.strip_prefix("script:").unwrap_or(given).trim_start();
    let quote = ["\'\'\'", "\"\"\"", "'", "\""].into_iter().find(|q| given.starts_with(q))?;
    let inside = given.get(quote.len()..)?;
    let length = inside.find(quote)?;
    let commands = inside.get(..length)?;
    let start = text.len() - inside.len();
    let ours = commands.contains(' ') && cli::WORDS.iter().any(|word| commands.contains(word));
    ours.then_some((start, start + length))
}

/// The secret of the map that a place stands in.
fn secret(text: &str, (at, word): (usize, &str), key: &str, form: &str) -> Option<Found> {
    let before = text.get(..at)?;
    let from = text.floor_char_boundary(at.saturating_sub(NEAR));
    let open = from + before.get(from..)?.rfind('[')?;
    if before.get(open..)?.contains(']') {
        return None;
    }
    let end = text.floor_char_boundary((at + NEAR).min(text.len()));
    let rest = text.get(at..end)?;
    // The values of a path stand in brackets of their own.
    let close = at + rest.find(']').unwrap_or(rest.len());
    let map = text.get(open + 1..close)?;
    value(map, word)?;
    let kind = match value(map, "secretType").map(|(kind, _)| kind) {
        Some("'Certificate'" | "\"Certificate\"") => Kind::Certificate,
        Some("'Key'" | "\"Key\"") => Kind::Key,
        _ => Kind::Secret,
    };
    let (name, place) = value(map, key)?;
    let place = open + 1 + place;
    let found = Found::of(form, kind, Operation::Get, place);
    let quoted = ['\'', '"']
        .iter()
        .find_map(|quote| name.strip_prefix(*quote).and_then(|name| name.strip_suffix(*quote)));
    Some(match quoted {
        Some(literal) => found.named(literal, place),
        None => Found { expression: name.to_owned(), ..found },
    })
}

/// The value of a key, as written, and where it stands in the map.
fn value<'m>(map: &'m str, key: &str) -> Option<(&'m str, usize)> {
    let mut from = 0;
    loop {
        let at = from + map.get(from..)?.find(key)?;
        from = at + key.len();
        let before = map.get(..at)?.trim_end();
        let after = map.get(from..)?.trim_start();
        if (before.is_empty() || before.ends_with(',')) && after.starts_with(':') {
            let value = after.get(1..)?.trim_start();
            let end = value.find([',', '\n', ']']).unwrap_or(value.len());
            return Some((value.get(..end)?.trim_end(), map.len() - value.len()));
        }
    }
}
