//! PowerShell.

mod rules;
mod script;
mod string;
#[cfg(test)]
mod tests;
mod token;
mod value;

pub(crate) use rules::cmdlet;

use crate::{cli, found::Findings, literals, text::Text};
use script::Script;

/// Scans one text.
pub(crate) fn scan(text: &Text, findings: &mut Findings<'_>) {
    let script = Script::read(&text.text);
    let mut spans = Vec::new();
    for command in &script.commands {
        let found = rules::references(&script, command, &text.text);
        if !found.is_empty() {
            spans.push((command.start, command.end));
        }
        found.into_iter().for_each(|found| findings.push(text, found));
    }
    for (scope, words) in &script.programs {
        let resolve = |expr: &_| script.names.resolve(*scope, expr);
        let found = cli::references(words, &text.text, &resolve);
        if let (Some(first), Some(last)) = (words.first(), words.last())
            && !found.is_empty()
        {
            spans.push((first.start, last.end));
        }
        found.into_iter().for_each(|found| findings.push(text, found));
    }
    for (expr, scope) in &script.texts {
        if spans.iter().any(|(start, end)| *start <= expr.start && expr.end <= *end) {
            continue;
        }
        for found in literals::of_expr(expr, |part| script.names.resolve(*scope, part)) {
            findings.push(text, found);
        }
    }
}
