//! What only several files together tell: whether an environment variable holds a secret.

use std::collections::HashSet;

use crate::{
    documents::VARIABLE,
    index::FileRecord,
    reference::{Kind, Reference},
    solution::DEFINITION,
};

/// Gives each use of an environment variable the kind of its definition.
pub(crate) fn settle(files: &mut [FileRecord]) {
    let of_form = |reference: &&Reference, form: &str| reference.form == form;
    let all = files.iter().flat_map(|file| &file.references);
    let definitions = all.filter(|reference| of_form(reference, DEFINITION));
    let secrets: HashSet<String> =
        definitions.filter_map(|reference| reference.name.clone()).collect();
    for file in files {
        for reference in file.references.iter_mut().filter(|reference| reference.form == VARIABLE) {
            let secret = reference.name.as_ref().is_some_and(|name| secrets.contains(name));
            reference.kind = if secret { Kind::Secret } else { Kind::Variable };
        }
    }
}
