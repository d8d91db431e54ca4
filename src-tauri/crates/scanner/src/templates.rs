//! Templates of Vault's agent and of Consul's: `{{ with secret "PATH" }}`, in any text.

use crate::{
    found::{Findings, Found},
    reference::{Kind, Operation},
    text::Text,
};

/// The form of a read.
const FORM: &str = "vault.template.secret";

/// How far from its opening braces the word may stand, in bytes.
const NEAR: usize = 200;

/// The longest path that is read, in bytes.
const LONGEST: usize = 2_000;

/// Scans one text. Lines that begin as comments are passed over.
pub(crate) fn scan(text: &Text, findings: &mut Findings<'_>) {
    let mut at = 0;
    for line in text.text.split_inclusive('\n') {
        let start = line.trim_start();
        if line.contains("{{") && !start.starts_with('#') && !start.starts_with("//") {
            reads(line, at, text, findings);
        }
        at += line.len();
    }
}

fn reads(line: &str, at: usize, text: &Text, findings: &mut Findings<'_>) {
    for (start, word) in line.match_indices("secret") {
        let after = line.get(start + word.len()..).unwrap_or_default();
        let (list, rest) = match after.strip_prefix('s') {
            Some(rest) => (true, rest),
            None => (false, after),
        };
        // A line may be a whole file: nothing is searched farther than it may reach.
        let before = line.get(line.floor_char_boundary(start.saturating_sub(NEAR))..start);
        if !rest.starts_with(' ') || !before.is_some_and(calls) {
            continue;
        }
        let argument = rest.trim_start();
        let quote = argument.trim_start_matches('\\');
        let name_at = at + line.len() - quote.len();
        let op = if list { Operation::List } else { Operation::Get };
        let found = Found::of(FORM, Kind::Secret, op, at + start);
        let Some(quote) = quote.chars().next().filter(|quote| matches!(quote, '"' | '`')) else {
            // A path that is put together.
            if argument.starts_with(['(', '$', '.']) {
                findings.push(text, found);
            }
            continue;
        };
        let inside = argument.split_once(quote).map(|(_, inside)| inside).unwrap_or_default();
        let inside = inside.get(..inside.floor_char_boundary(LONGEST)).unwrap_or_default();
        let Some(end) = inside.find(quote) else { continue };
        let name = inside.get(..end).unwrap_or_default().trim_end_matches('\\');
        let found = match list {
            true => found.in_vault(Some(name)).everything(),
            false => found.named(name, name_at),
        };
        findings.push(text, found);
    }
}

/// Whether what stands before the word opens a call of it: `{{ with secret`, `{{ (secret`.
fn calls(before: &str) -> bool {
    let Some(open) = before.rfind("{{") else { return false };
    let inside = before.get(open + 2..).unwrap_or_default();
    if inside.contains("}}") || inside.trim_start_matches(['-', ' ']).starts_with("/*") {
        return false;
    }
    let inside = inside.trim_start_matches('-').trim();
    let word = inside.rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or_default();
    let assigned = word == ":=" || word == "=";
    word.is_empty() || assigned || matches!(word, "with" | "range" | "if" | "else")
}
