//! Documents of keys and values: pipelines, manifests, templates, factories, flows, settings.

mod actions;
mod compose;
mod factory;
mod kubernetes;
mod list;
mod macros;
mod patches;
mod platform;
mod script;
mod secret_store;
mod settings;
mod spring;
mod steps;
mod summon;
mod template;
#[cfg(test)]
mod tests;
mod workflow;

pub(crate) use kubernetes::{scan_manifest, scan_manifests};
pub(crate) use platform::{CONNECTION, VARIABLE};

use crate::{
    data::{Node, read_yaml},
    found::{Findings, Found},
    text::Text,
};

/// How many rules of a manifest a table holds.
#[cfg(test)]
pub(crate) fn read_rules(source: &str) -> usize {
    kubernetes::read_rules(source).len()
}

/// Where references of one document go.
pub(crate) struct Sink<'a, 'f> {
    /// The text that places count in.
    pub(crate) text: &'a Text,
    pub(crate) findings: &'a mut Findings<'f>,
}

impl Sink<'_, '_> {
    pub(crate) fn push(&mut self, found: Found) {
        self.findings.push(self.text, found);
    }
}

/// Scans YAML.
pub(crate) fn scan_yaml(path: &str, text: &Text, findings: &mut Findings<'_>) {
    let mut sink = Sink { text, findings };
    let documents = read_yaml(&text.text);
    let mut in_workflow = false;
    for document in &documents {
        // What a wrong indentation cuts off is still part of the workflow; a manifest is not.
        let manifest = document.get("apiVersion").is_some() && document.get("kind").is_some();
        in_workflow = workflow::is_workflow(path, document) || in_workflow && !manifest;
        of_yaml(in_workflow, document, &mut sink);
    }
    platform::formulas(text, findings);
    if [": !var ", ": !var:", ":var "].iter().any(|tag| text.text.contains(tag)) {
        summon::scan(text, findings);
    }
}

fn of_yaml(in_workflow: bool, document: &Node, sink: &mut Sink<'_, '_>) {
    if in_workflow {
        workflow::scan(document, sink);
    } else if compose::is_compose(document) {
        compose::scan(document, sink);
    } else {
        kubernetes::scan(document, sink);
        factory::scan(document, sink);
        macros::scan(document, sink);
        spring::scan(document, sink);
    }
    steps::scan(document, sink);
    settings::scan(document, sink);
}

/// Scans settings of one line each.
pub(crate) fn scan_properties(text: &Text, findings: &mut Findings<'_>) {
    spring::scan_lines(&mut Sink { text, findings });
}

/// Scans JSON.
pub(crate) fn scan_json(document: &Node, text: &Text, findings: &mut Findings<'_>) {
    let mut sink = Sink { text, findings };
    if document.text_of("kind").is_some() && document.get("apiVersion").is_some() {
        kubernetes::scan(document, &mut sink);
    }
    factory::scan(document, &mut sink);
    platform::scan(document, &mut sink);
    if template::is_template(document) {
        template::scan(document, &mut sink);
    } else {
        template::references(document, &mut sink);
        settings::scan(document, &mut sink);
    }
}
