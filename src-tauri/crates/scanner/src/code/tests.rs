//! Every rule's own examples.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

use super::{Grammar, rules::rules, scan};
use crate::{found::Findings, reference::Reference, text::Text};

const GRAMMARS: &[Grammar] =
    &[Grammar::Python, Grammar::CSharp, Grammar::TypeScript, Grammar::Java, Grammar::Go];

fn references(grammar: Grammar, text: &str) -> Vec<Reference> {
    let mut findings = Findings::new("x", text);
    scan(grammar, grammar.rules(), &Text::whole(text), &mut findings);
    findings.finish().0
}

#[test]
fn good_examples_are_found_and_bad_ones_are_not() {
    let mut wrong = Vec::new();
    for grammar in GRAMMARS {
        for rule in &rules(grammar.rules()).expect("a table").calls {
            for good in &rule.good {
                let found = references(*grammar, good);
                let wanted = if rule.all { "*" } else { "erp" };
                let is_it =
                    |r: &Reference| r.name.as_deref() == Some(wanted) && r.kind == rule.kind;
                if found.len() != 1 || !found.iter().all(is_it) {
                    wrong.push(format!("{}: should be found:\n{good}\n{found:#?}", rule.form));
                }
            }
            for bad in &rule.bad {
                let found = references(*grammar, bad);
                if !found.is_empty() {
                    wrong.push(format!("{}: should not be found:\n{bad}\n{found:#?}", rule.form));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}
