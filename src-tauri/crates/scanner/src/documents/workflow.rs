//! GitHub workflows and actions.

use super::{Sink, actions};
use crate::{
    data::{Node, Scalar},
    found::Found,
    reference::{Kind, Operation},
};

/// Whether a document is a workflow or an action.
pub(super) fn is_workflow(path: &str, document: &Node) -> bool {
    let file = path.rsplit('/').next().unwrap_or(path);
    let placed = path.contains(".github/workflows/") || path.starts_with("workflows/");
    let action = matches!(file, "action.yml" | "action.yaml") && document.get("runs").is_some();
    let events = document.get("on").is_some() || document.get("true").is_some();
    placed
        || action
        || (events && document.get("jobs").is_some_and(|jobs| !jobs.entries().is_empty()))
}

/// Scans a workflow.
pub(super) fn scan(document: &Node, sink: &mut Sink<'_, '_>) {
    for node in document.walk() {
        for entry in node.entries() {
            match entry.key.to_ascii_lowercase().as_str() {
                "uses" => actions::fetched(node, entry.at, sink),
                "secrets" if entry.value.text() == Some("inherit") => {
                    let all = Found::of("gha.secrets", Kind::Secret, Operation::List, entry.at);
                    sink.push(all.everything());
                }
                // A condition is an expression without marks.
                "if" => entry.value.scalar().into_iter().for_each(|value| {
                    if !value.text.text.contains("${{") {
                        expression(value, 0, value.text.text.len(), sink);
                    }
                }),
                _ => {}
            }
        }
        node.scalar().into_iter().for_each(|scalar| in_scalar(scalar, sink));
    }
}

fn in_scalar(scalar: &Scalar, sink: &mut Sink<'_, '_>) {
    let text = &scalar.text.text;
    let mut from = 0;
    while let Some(start) = text.get(from..).and_then(|rest| rest.find("${{")) {
        let start = from + start + 3;
        let end = text.get(start..).and_then(|rest| rest.find("}}"));
        let end = end.map_or(text.len(), |end| start + end);
        expression(scalar, start, end, sink);
        from = end;
    }
}

/// Every `secrets` of one expression.
fn expression(scalar: &Scalar, start: usize, end: usize, sink: &mut Sink<'_, '_>) {
    let text = scalar.text.text.get(start..end).unwrap_or_default();
    let lower = text.to_ascii_lowercase();
    let mut from = 0;
    while let Some(found) = lower.get(from..).and_then(|rest| rest.find("secrets")) {
        let at = from + found;
        from = at + "secrets".len();
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        let whole = !before.is_some_and(|c| c.is_alphanumeric() || "_-.'\"".contains(c));
        let Some(after) = text.get(from..).filter(|_| whole) else { continue };
        let place = scalar.text.place(start + at);
        let one = Found::of("gha.secrets", Kind::Secret, Operation::Get, place);
        if let Some(found) = secret(after, text, one) {
            sink.push(found);
        }
    }
}

/// `.NAME`, `['NAME']`, `[computed]`, or the whole of them as an argument.
fn secret(after: &str, expression: &str, found: Found) -> Option<Found> {
    let at = found.at;
    let is_part = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
    let after = after.trim_start();
    if let Some(rest) = after.strip_prefix('.') {
        let name = rest.trim_start();
        let end = name.find(|c| !is_part(c)).unwrap_or(name.len());
        let name = name.get(..end).filter(|name| !name.is_empty());
        return match name {
            Some(name) => Some(found.named(name, at)),
            None if rest.starts_with('*') => Some(found.everything()),
            None => None,
        };
    }
    if let Some(rest) = after.strip_prefix('[') {
        let key = rest.split(']').next().unwrap_or_default().trim();
        let name = key.strip_prefix(['\'', '"']).and_then(|key| key.strip_suffix(['\'', '"']));
        return Some(match name {
            Some(name) => found.named(name, at),
            None => Found { expression: key.to_owned(), ..found },
        });
    }
    let passed = after.starts_with(')') && expression.to_ascii_lowercase().contains("tojson(");
    passed.then(|| found.everything())
}
