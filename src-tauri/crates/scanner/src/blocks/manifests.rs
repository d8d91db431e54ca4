//! Manifests of Kubernetes in Terraform: as a value, as a text, and as blocks of their own; and the
//! code of notebooks.

use super::hcl::{Attribute, Block};
use crate::{
    code::{self, Grammar},
    data::{Entry, Node, Scalar},
    documents,
    expr::{Expr, Shape},
    found::{Findings, Found},
    reference::{Kind, Operation},
    text::Text,
};

/// Blocks within resources that name a secret of the cluster, and the argument that does.
const BLOCKS: &[(&str, &str)] = &[
    ("secret_key_ref", "name"),
    ("secret_ref", "name"),
    ("image_pull_secrets", "name"),
    ("secret", "secret_name"),
    ("tls", "secret_name"),
];

/// How deep a value is followed.
const DEPTH: usize = 40;

/// Scans one block of the file.
pub(super) fn scan(block: &Block, text: &Text, findings: &mut Findings<'_>) {
    for attribute in &block.attributes {
        value(attribute, text, findings);
    }
    if block.labels.first().is_some_and(|of| of.starts_with("kubernetes_")) {
        block.blocks.iter().for_each(|inner| named(inner, text, findings));
    }
}

fn value(attribute: &Attribute, text: &Text, findings: &mut Findings<'_>) {
    attribute.value.walk(&mut |expr| match &expr.shape {
        Shape::Dict(entries) if is_manifest(entries) => {
            documents::scan_manifest(&node(expr, DEPTH), text, findings);
        }
        Shape::Text(_) | Shape::Join(_) => {
            let source = text.text.get(expr.start..expr.end).unwrap_or_default();
            // What stands between the first and the last line of a text of lines.
            if let Some((first, rest)) = source.split_once('\n').filter(|(_, r)| r.contains('\n')) {
                let start = expr.start + first.len() + 1;
                let length = rest.trim_end().rfind('\n').map_or(rest.len(), |last| last + 1);
                let body = text.part(start, start + length);
                documents::scan_manifests(&body, findings);
                // What a notebook will hold.
                if body.text.contains("dbutils.secrets") {
                    code::scan(Grammar::Python, "python", &body, findings);
                }
            }
        }
        _ => {}
    });
}

/// Whether a value says of itself that it is one; others are not turned into a tree.
fn is_manifest(entries: &[(Expr, Expr)]) -> bool {
    let has = |wanted: &str| entries.iter().any(|(key, _)| key_of(key) == wanted);
    has("apiVersion") && has("kind")
}

fn key_of(key: &Expr) -> &str {
    match &key.shape {
        Shape::Name(name) => name,
        _ => key.as_text().unwrap_or_default(),
    }
}

/// A value as the tree that a manifest would be; what is computed looks like a variable.
fn node(expr: &Expr, depth: usize) -> Node {
    let Some(depth) = depth.checked_sub(1) else { return Node::null(expr.start) };
    match &expr.shape {
        Shape::Dict(entries) => Node::Map(entries.iter().map(|one| entry(one, depth)).collect()),
        Shape::List(items) => Node::List(items.iter().map(|item| node(item, depth)).collect()),
        Shape::Text(text) => Node::Scalar(Scalar::plain(text, expr.start)),
        _ => Node::Scalar(Scalar::plain("${}", expr.start)),
    }
}

fn entry((key, value): &(Expr, Expr), depth: usize) -> Entry {
    Entry { key: key_of(key).to_owned(), at: key.start, value: node(value, depth) }
}

/// The provider's own blocks.
fn named(block: &Block, text: &Text, findings: &mut Findings<'_>) {
    let argument = BLOCKS.iter().find(|(kind, _)| *kind == block.kind).map(|(_, key)| *key);
    if let Some(name) = argument.and_then(|key| block.attribute(key)) {
        let form = format!("terraform.kubernetes.{}", block.kind);
        let found = Found::of(&form, Kind::Secret, Operation::Get, block.start);
        let value = &name.value;
        let source = text.text.get(value.start..value.end).unwrap_or_default();
        findings.push(
            text,
            match value.as_text() {
                Some(literal) => found.named(literal, name.start),
                None => Found { name_at: name.start, expression: source.to_owned(), ..found },
            },
        );
    }
    block.blocks.iter().for_each(|inner| named(inner, text, findings));
}
