//! Patches of manifests: operations on a path, also as text in another document.

use super::{Sink, kubernetes};
use crate::data::{Entry, Node, Scalar, read_yaml};

/// Scans a list of operations; says whether the document is one.
pub(super) fn scan(document: &Node, sink: &mut Sink<'_, '_>) -> bool {
    let operations = document.items().iter().filter(|item| is_operation(item));
    let mut any = false;
    for operation in operations {
        any = true;
        let path = operation.text_of("path").unwrap_or_default();
        // The number of an element and `-` for a new one are no keys.
        let keys = path.split('/').filter(|key| !key.is_empty() && *key != "-");
        let mut keys: Vec<&str> =
            keys.filter(|key| !key.bytes().all(|b| b.is_ascii_digit())).collect();
        let (Some(last), Some(value)) = (keys.pop(), operation.entry("value")) else { continue };
        let entry = Entry { key: last.to_owned(), at: value.at, value: value.value.clone() };
        kubernetes::patched(&keys, entry, sink);
    }
    any
}

fn is_operation(item: &Node) -> bool {
    item.text_of("op").is_some() && item.text_of("path").is_some_and(|path| path.starts_with('/'))
}

/// Scans the patches that a manifest holds as text.
pub(super) fn embedded(document: &Node, sink: &mut Sink<'_, '_>) {
    for node in document.walk() {
        for entry in node.entries() {
            match entry.key.as_str() {
                "patch" => entry.value.scalar().into_iter().for_each(|text| inner(text, sink)),
                "patchesStrategicMerge" => {
                    let texts = entry.value.items().iter().filter_map(Node::scalar);
                    texts.for_each(|text| inner(text, sink));
                }
                _ => {}
            }
        }
    }
}

fn inner(scalar: &Scalar, sink: &mut Sink<'_, '_>) {
    if !scalar.block {
        return;
    }
    let text = scalar.text.within(sink.text);
    let mut inner = Sink { text: &text, findings: sink.findings };
    read_yaml(&text.text).iter().for_each(|patch| kubernetes::scan(patch, &mut inner));
}
