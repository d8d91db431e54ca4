//! Values that are references by themselves, in any document.

use super::Sink;
use crate::{data::Node, literals};

/// Scans every value.
pub(super) fn scan(document: &Node, sink: &mut Sink<'_, '_>) {
    for node in document.walk() {
        let Some(scalar) = node.scalar().filter(|scalar| !scalar.block) else { continue };
        if literals::is_candidate(&scalar.text.text)
            && let Some(found) = literals::of_text(&scalar.text.text, scalar.at())
        {
            sink.push(found);
        }
    }
}
