//! Calls in languages that a grammar reads.

mod collect;
mod commands;
mod grammar;
mod hosted;
mod kinds;
mod likeness;
mod lower;
mod matching;
mod mocks;
mod rules;
mod scripts;
mod seen;
mod tamed;
#[cfg(test)]
mod tests;
mod unit;
mod vault;

pub(crate) use grammar::Grammar;

use collect::{Wanted, collect};
use lower::Lower;
use matching::Matching;
use rules::CallRule;
use seen::Seen;
use tamed::tamed;
use unit::{Candidate, Unit};

use crate::{
    cli, coverage::SkipReason, found::Findings, language::Language, literals, spans::Spans,
    text::Text,
};

/// Words of which a text of a language holds one of each list when a rule is about it: what is
/// called, and what tells that it is called on a vault.
pub(crate) fn words(language: Language) -> [Vec<&'static str>; 2] {
    let table = match language {
        Language::CSharp => "csharp",
        Language::JavaScript | Language::TypeScript => "javascript",
        Language::Java => "java",
        Language::Go => "go",
        _ => "python",
    };
    let rules = rules::rules(table).map(|rules| rules.calls.as_slice()).unwrap_or_default();
    let mut called: Vec<&str> = rules.iter().flat_map(CallRule::words).collect();
    let mut telling: Vec<&str> = match table {
        // A receiver's name is enough.
        "python" => called.clone(),
        _ => rules.iter().flat_map(CallRule::evidence).collect(),
    };
    for words in [&mut called, &mut telling] {
        match language {
            // Cells of other languages, and their command lines.
            Language::Python | Language::Scala => words.extend(cli::WORDS),
            // The name of a library alone is no reason to read a file.
            _ => {
                words.extend(["\"keyvault\"", "'keyvault'", "az keyvault", "databricks secrets"]);
                words.extend(["aws secretsmanager", "gcloud secrets", "vault kv "]);
            }
        }
        if language == Language::Scala {
            words.extend(["secretType", "secretValues"]);
        }
        if language == Language::CSharp {
            // Scripts that a program runs.
            words.extend([
                "-automation",
                "-azkeyvault",
                "-azurekeyvault",
                "get-secret",
                "set-secret",
            ]);
        }
    }
    [called, telling]
}

/// How many good and bad examples each rule of a table has.
#[cfg(test)]
pub(crate) fn examples(table: &str) -> Vec<(usize, usize)> {
    let rules = rules::rules(table).map(|rules| rules.calls.as_slice()).unwrap_or_default();
    rules.iter().map(|rule| (rule.good.len(), rule.bad.len())).collect()
}

/// Scans one text.
pub(crate) fn scan(grammar: Grammar, language: &str, text: &Text, findings: &mut Findings<'_>) {
    let Some(rules) = rules::rules(grammar.rules()) else { return };
    let Some(tree) = grammar.parse(&tamed(grammar, &text.text)) else {
        findings.trouble = Some(SkipReason::TooSlow);
        return;
    };
    let wanted = Wanted { methods: &rules.methods, text: literals::is_candidate };
    let unit = collect(&tree, Lower { text: &text.text }, &wanted);
    let matching =
        Matching { unit: &unit, text: &text.text, seen: Seen::new(&text.text), language };
    let mut consumed = Vec::new();
    for candidate in &unit.calls {
        if let Some(rule) = matching.rule(&rules.calls, candidate) {
            consumed.push((candidate.start, candidate.end));
            for found in matching.references(rule, candidate) {
                findings.push(text, found);
            }
        }
    }
    let lines = commands::references(&unit.lines, &text.text, &unit.names);
    lines.into_iter().for_each(|found| findings.push(text, found));
    let commands = hosted::references(&unit, &text.text);
    commands.into_iter().for_each(|found| findings.push(text, found));
    scripts::scan(&unit.scripts, &unit.names, text, findings);
    literals_of(&unit, &Spans::new(consumed), text, findings);
}

/// Addresses and settings that stand in texts, outside of calls that are references themselves.
fn literals_of(unit: &Unit, calls: &Spans, text: &Text, findings: &mut Findings<'_>) {
    if findings.is_test() {
        // A test compares with addresses; it does not read them.
        return;
    }
    for (expr, scope) in &unit.texts {
        if !calls.hold(expr.start, expr.end) {
            for found in literals::of_expr(expr, |part| unit.names.resolve(*scope, part)) {
                findings.push(text, found);
            }
        }
    }
}
