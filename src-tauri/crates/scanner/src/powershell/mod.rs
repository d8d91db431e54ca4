//! PowerShell.

mod rules;
mod script;
mod string;
#[cfg(test)]
mod tests;
mod token;
mod value;

pub(crate) use rules::cmdlet;

use crate::{
    cli,
    expr::Expr,
    found::{Findings, Found},
    literals,
    spans::Spans,
    text::Text,
};
use script::{Argument, Command, Script};

/// What a command is given by the program that puts it together: under a parameter, or by position.
pub(crate) struct Given {
    pub(crate) parameter: Option<String>,
    pub(crate) value: Option<Expr>,
}

/// The references of one command that is no text. Its values are known, or they are computed.
pub(crate) fn called(
    name: &str,
    (start, end): (usize, usize),
    given: &[Given],
    text: &str,
) -> Vec<Found> {
    let arguments = given.iter().flat_map(|given| {
        let colon = given.value.is_some();
        let parameter = given.parameter.as_ref();
        let parameter = parameter.map(|name| Argument::Parameter(name.to_ascii_lowercase(), colon));
        parameter.into_iter().chain(given.value.clone().map(Argument::Value))
    });
    let arguments = arguments.collect();
    let command = Command { name: name.to_owned(), start, end, scope: 0, piped: false, arguments };
    rules::references(&Script::read(""), &command, text)
}

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
    let spans = Spans::new(spans);
    for (expr, scope) in &script.texts {
        if spans.hold(expr.start, expr.end) {
            continue;
        }
        for found in literals::of_expr(expr, |part| script.names.resolve(*scope, part)) {
            findings.push(text, found);
        }
    }
}
