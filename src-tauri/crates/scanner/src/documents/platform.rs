//! Power Platform: flows, settings of a deployment, and formulas.

use super::Sink;
use crate::{
    data::{Entry, Node},
    found::{Findings, Found, is_computed},
    reference::{Kind, Operation},
    text::Text,
};

/// A use of an environment variable. Whether it holds a secret, its definition tells.
pub(crate) const VARIABLE: &str = "powerplatform.environmentvariable.reference";
/// A use of a connection reference.
pub(crate) const CONNECTION: &str = "powerplatform.connectionreference.use";

/// Scans JSON of a flow, of a deployment's settings or of a connector.
pub(super) fn scan(document: &Node, sink: &mut Sink<'_, '_>) {
    for node in document.walk() {
        for entry in node.entries() {
            match entry.key.as_str() {
                "connectionReferenceLogicalName" => connection(entry, sink),
                "item/EnvironmentVariableName" => secret(entry, sink),
                _ => {}
            }
        }
    }
    deployment(document, sink);
    formulas(sink.text, sink.findings);
}

fn connection(entry: &Entry, sink: &mut Sink<'_, '_>) {
    if let Some(name) = entry.value.text().filter(|name| !name.is_empty()) {
        let found = Found::of(CONNECTION, Kind::Connection, Operation::Get, entry.at);
        sink.push(found.named(name, entry.at));
    }
}

/// The parameter of `RetrieveEnvironmentVariableSecretValue`.
fn secret(entry: &Entry, sink: &mut Sink<'_, '_>) {
    let form = "powerplatform.RetrieveEnvironmentVariableSecretValue";
    let found = Found::of(form, Kind::Secret, Operation::Get, entry.at);
    let Some(name) = entry.value.text() else { return };
    sink.push(if is_computed(name) {
        Found { expression: name.to_owned(), ..found }
    } else {
        found.named(name, entry.at)
    });
}

/// The file with what a deployment fills in.
fn deployment(document: &Node, sink: &mut Sink<'_, '_>) {
    let lists = [
        ("EnvironmentVariables", "SchemaName", VARIABLE, Kind::Variable),
        ("ConnectionReferences", "LogicalName", CONNECTION, Kind::Connection),
    ];
    for (list, key, form, kind) in lists {
        for item in document.get(list).into_iter().flat_map(Node::items) {
            if let Some(entry) = item.entry(key)
                && let Some(name) = entry.value.text()
            {
                let found = Found::of(form, kind, Operation::Use, entry.at);
                sink.push(found.named(name, entry.at));
            }
        }
    }
}

/// What stands before a name in formulas, and in texts that hold formulas with escapes.
const MARKS: &[&str] = &["environmentVariables(", "Schema Name'"];

/// Uses in formulas, in whatever file they stand.
pub(super) fn formulas(text: &Text, findings: &mut Findings<'_>) {
    for mark in MARKS {
        each(&text.text, mark, |at| {
            let rest = text.text.get(at + mark.len()..)?;
            let quoted = rest.trim_start_matches([' ', '=']);
            let name = quoted.trim_start_matches(['\\', '"', '\'']);
            let opened = name.len() < quoted.len();
            Some((at, name)).filter(|_| opened)
        })
        .into_iter()
        .for_each(|(at, name)| variable(text, at, name, findings));
    }
    if text.text.trim_start().starts_with("kind:") {
        let uses = each(&text.text, "Env.", |at| {
            let before = text.text.get(..at)?.chars().next_back();
            let whole = !before.is_some_and(|c| c.is_alphanumeric() || "_.$".contains(c));
            Some((at, text.text.get(at + "Env.".len()..)?)).filter(|_| whole)
        });
        uses.into_iter().for_each(|(at, name)| variable(text, at, name, findings));
    }
    parameters(text, findings);
}

/// `parameters('Display (schema)')` of a flow.
fn parameters(text: &Text, findings: &mut Findings<'_>) {
    if !text.text.contains("connectionReferences") && !text.text.contains("\"definition\"") {
        return;
    }
    let uses = each(&text.text, "parameters('", |at| {
        let inside = text.text.get(at + "parameters('".len()..)?.split('\'').next()?;
        let (_, schema) = inside.strip_suffix(')')?.rsplit_once('(')?;
        Some((at, schema)).filter(|(_, schema)| schema.contains('_') && !schema.contains(' '))
    });
    uses.into_iter().for_each(|(at, name)| variable(text, at, name, findings));
}

fn variable(text: &Text, at: usize, rest: &str, findings: &mut Findings<'_>) {
    let part = |c: char| c.is_alphanumeric() || c == '_';
    let end = rest.find(|c| !part(c)).unwrap_or(rest.len());
    if let Some(name) = rest.get(..end).filter(|name| !name.is_empty()) {
        let found = Found::of(VARIABLE, Kind::Variable, Operation::Get, at);
        findings.push(text, found.named(name, at));
    }
}

/// What `read` makes of each place where a mark stands.
fn each<'t, T>(text: &'t str, mark: &str, read: impl Fn(usize) -> Option<T>) -> Vec<T>
where
    T: 't,
{
    text.match_indices(mark).filter_map(|(at, _)| read(at)).collect()
}
