//! `NAME: !var path/of/a/variable`: what Summon asks a provider for, Conjur among others.

use crate::{
    found::{Findings, Found},
    reference::{Kind, Operation},
    text::Text,
};

/// Scans the lines of one text of YAML; the tags are no part of its tree.
pub(super) fn scan(text: &Text, findings: &mut Findings<'_>) {
    let mut at = 0;
    for line in text.text.split_inclusive('\n') {
        if let Some((tag, name)) = tagged(line) {
            let found = Found::of("summon.var", Kind::Secret, Operation::Get, at + tag);
            let name_at = at + line.find(name).unwrap_or(tag);
            findings.push(
                text,
                match name.contains('$') {
                    true => Found { name_at, expression: name.to_owned(), ..found },
                    false => found.named(name, name_at),
                },
            );
        }
        at += line.len();
    }
}

/// Where the tag of a line stands, and the name behind it.
fn tagged(line: &str) -> Option<(usize, &str)> {
    let start = line.find(": !")? + 2;
    let before = line.get(..start)?;
    let rest = line.get(start + 1..)?;
    let (tag, name) = rest.split_once(char::is_whitespace)?;
    let asked = tag.split(':').any(|part| part == "var");
    let known = tag.split(':').all(|part| part == "var" || part == "file" || is_default(part));
    // What stands in a comment or inside of quotes is no tag; a key may have quotes of its own.
    let quotes = before.matches(['"', '\'']).count();
    let own = quotes == 0
        || quotes == 2 && before.trim_start().trim_start_matches("- ").starts_with(['"', '\'']);
    if !asked || !known || before.contains('#') || !own {
        return None;
    }
    let name = name.split(" #").next().unwrap_or(name).trim().trim_matches(['"', '\'']);
    (!name.is_empty()).then_some((start, name))
}

/// `default='...'`.
fn is_default(part: &str) -> bool {
    part.starts_with("default=")
}
