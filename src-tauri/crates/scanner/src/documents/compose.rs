//! Compose files: secrets of services, and those that the file declares.

use super::Sink;
use crate::{
    data::Node,
    found::Found,
    reference::{Kind, Operation},
};

/// Whether a document is a compose file with secrets.
pub(super) fn is_compose(document: &Node) -> bool {
    let services = document.get("services").is_some_and(|services| !services.entries().is_empty());
    services && document.get("jobs").is_none() && document.get("apiVersion").is_none()
}

/// Scans a compose file.
pub(super) fn scan(document: &Node, sink: &mut Sink<'_, '_>) {
    for service in document.get("services").into_iter().flat_map(Node::entries) {
        let build = service.value.at_path(&["build", "secrets"]);
        let own = service.value.get("secrets");
        own.into_iter().chain(build).flat_map(Node::items).for_each(|used| uses(used, sink));
    }
    for secret in document.get("secrets").into_iter().flat_map(Node::entries) {
        let op = Operation::Declare;
        let found = Found::of("compose.secrets.declare", Kind::Secret, op, secret.at);
        sink.push(found.named(&secret.key, secret.at));
    }
}

/// `- name`, or a map with `source`.
fn uses(used: &Node, sink: &mut Sink<'_, '_>) {
    let name = used.get("source").unwrap_or(used);
    if let Some(name) = name.scalar() {
        let found = Found::of("compose.secrets.use", Kind::Secret, Operation::Get, name.at());
        sink.push(found.named(&name.text.text, name.at()));
    }
}
