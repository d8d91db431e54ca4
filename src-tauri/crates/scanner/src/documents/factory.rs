//! Data Factory and Synapse: secrets behind a linked service.

use super::{Sink, template};
use crate::{
    data::Node,
    found::{Field, Found},
    reference::{Kind, Operation, Via},
};

/// Scans every value that is a secret of a linked service.
pub(super) fn scan(document: &Node, sink: &mut Sink<'_, '_>) {
    for node in document.walk() {
        let is_it = node.text_of("type").is_some_and(|of| of == "AzureKeyVaultSecret");
        if let Some(name) = node.entry("secretName").filter(|_| is_it) {
            let form = "adf.AzureKeyVaultSecret.secretName";
            let found = Found::of(form, Kind::Secret, Operation::Get, name.at);
            let found =
                found.in_vault(node.at_path(&["store", "referenceName"]).and_then(Node::text));
            sink.push(named(&name.value, found));
        }
    }
}

/// A text that begins with `@`, or an object with an expression, is computed.
fn named(name: &Node, found: Found) -> Found {
    let text = name.text().or_else(|| name.text_of("value")).unwrap_or_default();
    let at = name.scalar().map_or(found.at, crate::data::Scalar::at);
    let expression = text.to_owned();
    if text.starts_with('@') && !text.starts_with("@@") {
        return Found { name_at: at, expression, ..found };
    }
    match template::literal(text) {
        Some(name) => {
            Found { name: Field::Known(name, Via::Literal), name_at: at, expression, ..found }
        }
        None => Found { name_at: at, expression, ..found },
    }
}
