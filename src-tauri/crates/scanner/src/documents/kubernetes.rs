//! Manifests: secrets of the cluster by a table of fields; secret stores have a file of their own.

use std::sync::LazyLock;

use serde::Deserialize;

use super::{Sink, patches, secret_store};
use crate::{
    data::{Entry, Node, read_yaml},
    found::{Findings, Found},
    reference::{Kind, Operation},
    table,
    text::Text,
};

/// One rule about fields.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FieldRule {
    form: String,
    /// The keys that lead to it, innermost last; lists between them do not count.
    path: Vec<String>,
    /// The key of the name in it.
    name: String,
    /// Whether the document must say what it is.
    #[serde(default)]
    manifest: bool,
    /// What it must be; anything when empty.
    #[serde(default)]
    kinds: Vec<String>,
    #[cfg_attr(not(test), expect(dead_code, reason = "examples are for the test"))]
    pub(super) good: Vec<String>,
    #[cfg_attr(not(test), expect(dead_code, reason = "examples are for the test"))]
    pub(super) bad: Vec<String>,
}

#[derive(Deserialize)]
struct Table {
    field: Vec<FieldRule>,
}

static RULES: LazyLock<Vec<FieldRule>> =
    LazyLock::new(|| read_rules(include_str!("../../rules/kubernetes.toml")));

/// The rules of a table.
pub(super) fn read_rules(source: &str) -> Vec<FieldRule> {
    table::read::<Table>("kubernetes", source).field
}

/// The rules, for the test that walks them.
#[cfg(test)]
pub(super) fn all() -> &'static [FieldRule] {
    &RULES
}

/// Scans a manifest, also one that is a template.
pub(super) fn scan(document: &Node, sink: &mut Sink<'_, '_>) {
    if patches::scan(document, sink) {
        return;
    }
    let kind = document.text_of("kind");
    match kind {
        Some("List") => {
            let items = document.get("items").into_iter().flat_map(Node::items);
            return items.for_each(|item| scan(item, sink));
        }
        Some("SecretProviderClass") => return secret_store::provider_class(document, sink),
        Some("ExternalSecret" | "ClusterExternalSecret" | "PushSecret" | "ClusterPushSecret") => {
            return secret_store::external(document, sink);
        }
        _ => {}
    }
    let mut path = Vec::new();
    walk(document, kind, &mut path, sink);
    if kind.is_some() {
        patches::embedded(document, sink);
    }
}

/// Scans manifests that another text holds; anything else in it says nothing.
pub(crate) fn scan_manifests(text: &Text, findings: &mut Findings<'_>) {
    if text.text.contains("apiVersion:") && text.text.contains("kind:") {
        read_yaml(&text.text).iter().for_each(|document| scan_manifest(document, text, findings));
    }
}

/// Scans one manifest.
pub(crate) fn scan_manifest(document: &Node, text: &Text, findings: &mut Findings<'_>) {
    if document.get("apiVersion").is_some() && document.get("kind").is_some() {
        scan(document, &mut Sink { text, findings });
    }
}

/// Scans what a patch puts at the end of a path.
pub(super) fn patched(path: &[&str], entry: Entry, sink: &mut Sink<'_, '_>) {
    let added = Node::Map(vec![entry]);
    walk(&added, Some("Patch"), &mut path.to_vec(), sink);
}

/// How deep a document is followed.
const DEPTH: usize = 60;

fn walk<'n>(node: &'n Node, kind: Option<&str>, path: &mut Vec<&'n str>, sink: &mut Sink<'_, '_>) {
    if path.len() > DEPTH {
        return;
    }
    node.items().iter().for_each(|item| {
        path.push("");
        walk(item, kind, path, sink);
        path.pop();
    });
    for entry in node.entries() {
        path.push(&entry.key);
        field(entry, kind, path, sink);
        injected(entry, sink);
        walk(&entry.value, kind, path, sink);
        path.pop();
    }
}

/// The annotation by which Vault's agent is told what to write into a file of a pod.
fn injected(entry: &Entry, sink: &mut Sink<'_, '_>) {
    let annotation = entry.key.starts_with("vault.hashicorp.com/agent-inject-secret-");
    if let Some(path) = entry.value.scalar().filter(|_| annotation) {
        let form = "k8s.vault-agent.inject-secret";
        let found = Found::of(form, Kind::Secret, Operation::Get, entry.at);
        sink.push(found.named(&path.text.text, path.at()));
    }
}

fn field(entry: &Entry, kind: Option<&str>, path: &[&str], sink: &mut Sink<'_, '_>) {
    let keys: Vec<&str> = path.iter().filter(|key| !key.is_empty()).copied().collect();
    for rule in RULES.iter() {
        let fits = rule.path.len() <= keys.len()
            && keys.iter().rev().zip(rule.path.iter().rev()).all(|(key, wanted)| key == wanted)
            && (!rule.manifest || kind.is_some())
            && (rule.kinds.is_empty() || rule.kinds.iter().any(|wanted| kind == Some(wanted)));
        if !fits {
            continue;
        }
        let single = std::slice::from_ref(&entry.value);
        let values = if entry.value.items().is_empty() { single } else { entry.value.items() };
        for value in values {
            // A template may hold the key once for each of its conditions.
            for name in value.entries().iter().filter(|name| name.key == rule.name) {
                let Some(scalar) = name.value.scalar() else { continue };
                let at = if entry.value.items().is_empty() { entry.at } else { name.at };
                let found = Found::of(&rule.form, Kind::Secret, Operation::Get, at);
                sink.push(found.named(&scalar.text.text, name.at));
            }
        }
    }
}
