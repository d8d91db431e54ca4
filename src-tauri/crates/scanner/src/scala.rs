//! Scala, R, Kotlin and SQL: calls of the same interfaces as in Python. Comments and words that
//! Python has not are blanked, which keeps every place, and the rest is read as Python.

use crate::{
    code::{self, Grammar},
    found::Findings,
    text::Text,
};

/// Words before a name that Python does without.
const WORDS: &[&str] = &["val ", "var ", "lazy ", "final ", "private ", "implicit ", "const "];

/// Scans one text.
pub(crate) fn scan(text: &Text, findings: &mut Findings<'_>) {
    let plain = unindented(&blanked(&text.text)).within(text);
    code::scan(Grammar::Python, "scala", &plain, findings);
}

/// Of the same length as the text.
fn blanked(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut starts = true;
    // Quotes that nothing closes are searched for to the end of their line, each of them.
    let mut effort = 4 * text.len();
    while let Some(next) = rest.chars().next() {
        let length = if rest.starts_with("//") || rest.starts_with("--") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else {
            let word = WORDS.iter().find(|word| starts && rest.starts_with(**word));
            word.map_or(0, |word| word.len())
        };
        if length > 0 {
            let (gone, after) = rest.split_at(length);
            out.extend(gone.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }));
            rest = after;
            continue;
        }
        if matches!(next, '"' | '\'') {
            let string = string(rest, next, &mut effort);
            out.push_str(string);
            rest = rest.get(string.len()..).unwrap_or_default();
        } else {
            // R assigns with an arrow, and braces hold no dictionaries here.
            match (next, rest.starts_with("<-")) {
                (_, true) => out.push_str("= "),
                ('{' | '}' | ';', _) => out.push('\n'),
                _ => out.push(next),
            }
            let taken = if rest.starts_with("<-") { 2 } else { next.len_utf8() };
            rest = rest.get(taken..).unwrap_or_default();
        }
        starts = next.is_whitespace() || matches!(next, '{' | ';' | '(');
    }
    out
}

/// Lines begin anywhere in these languages, but not in Python.
fn unindented(text: &str) -> Text {
    let mut depth = 0_usize;
    let mut out = Text::empty();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let inner = line.trim_start_matches([' ', '\t']);
        let from = if depth == 0 { line.len() - inner.len() } else { 0 };
        out.push(line.get(from..).unwrap_or_default(), at + from);
        at += line.len();
        depth += inner.matches(['(', '[']).count();
        depth = depth.saturating_sub(inner.matches([')', ']']).count());
    }
    out
}

/// A string with its quotes; one that is not closed is its quote alone.
fn string<'t>(rest: &'t str, quote: char, effort: &mut usize) -> &'t str {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        let Some(left) = effort.checked_sub(1) else { break };
        *effort = left;
        match c {
            '\n' => break,
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if c == quote => return rest.get(..=at).unwrap_or(rest),
            _ => {}
        }
    }
    rest.get(..1).unwrap_or(rest)
}
