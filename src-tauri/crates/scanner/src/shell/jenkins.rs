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

/// Scans one text.
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
