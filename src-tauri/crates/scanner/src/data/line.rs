//! Parts of one line of YAML.

use super::{Node, Scalar, json};
use crate::text::Text;

pub(super) fn is_item(text: &str) -> bool {
    text == "-" || text.starts_with("- ") || text.starts_with("-\t")
}

/// Splits `key: value`. The value keeps its place at the end of the text.
pub(super) fn split_key(text: &str) -> Option<(&str, &str)> {
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\''));
    let from = match quote {
        Some(quote) => 1 + text.get(1..)?.find(quote)? + 1,
        None if text.starts_with(['[', '{', '|', '>', '&', '*', '!', '@']) => {
            if !text.starts_with("{{") {
                return None;
            }
            text.find("}}")? + 2
        }
        None => 0,
    };
    let rest = text.get(from..)?;
    let mut search = 0;
    loop {
        let colon = search + rest.get(search..)?.find(':')?;
        let after = rest.get(colon + 1..)?;
        if after.is_empty() || after.starts_with([' ', '\t']) {
            if quote.is_some() && colon > 1 {
                return None;
            }
            let key = without_condition(text.get(..from + colon)?).trim_end();
            return (!key.is_empty() && !key.contains(" #")).then(|| (key, after.trim_start()));
        }
        search = colon + 1;
    }
}

/// A key without the statement of a template that stands before it on its line.
fn without_condition(key: &str) -> &str {
    let inner = key.strip_prefix("{{").map(|inner| inner.trim_start_matches(['-', ' ']));
    let words = ["if ", "else", "with ", "range ", "end"];
    let states = inner.is_some_and(|inner| words.iter().any(|word| inner.starts_with(word)));
    let rest = key.rsplit_once("}}").map(|(_, rest)| rest.trim_start()).filter(|_| states);
    rest.filter(|rest| !rest.is_empty()).unwrap_or(key)
}

pub(super) fn without_comment(text: &str) -> &str {
    if text.starts_with('#') {
        return text.get(text.len()..).unwrap_or_default();
    }
    let mut quote = None;
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (None, '"' | '\'') if before.is_whitespace() || "[{,:(=".contains(before) => {
                quote = Some(c);
            }
            (Some(open), c) if c == open && before != '\\' => quote = None,
            (None, '#') if before.is_whitespace() => {
                return text.get(..at).unwrap_or(text).trim_end();
            }
            _ => {}
        }
        before = c;
    }
    text
}

pub(super) fn without_tag(text: &str, at: usize) -> (&str, usize) {
    if text.starts_with(['&', '!']) {
        let end = text.find(' ').unwrap_or(text.len());
        let rest = text.get(end..).unwrap_or_default().trim_start();
        return (rest, at + text.len() - rest.len());
    }
    (text, at)
}

pub(super) fn unquote(key: &str) -> &str {
    key.trim_matches(['"', '\''])
}

pub(super) fn closes(text: &str, quote: &str) -> bool {
    text.ends_with(quote) && !text.ends_with("\\\"")
}

pub(super) fn quoted_scalar(text: &str, at: usize) -> Scalar {
    if text.starts_with('"')
        && let Node::Scalar(ref scalar) = json::read(text)
    {
        let mut scalar = scalar.clone();
        scalar.text.shift(at);
        return scalar;
    }
    let inner = text.get(1..).unwrap_or_default();
    let inner = inner.strip_suffix('\'').unwrap_or(inner);
    Scalar { text: Text::at(inner.replace("''", "'"), at + 1), block: false }
}

/// Where the bracket that a text starts with is closed.
pub(super) fn flow_end(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let mut quote = None;
    for (at, c) in text.char_indices().take(100_000) {
        match (quote, c) {
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if c == open => quote = None,
            (None, '[' | '{') => depth += 1,
            (None, ']' | '}') => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            _ => {}
        }
    }
    None
}
