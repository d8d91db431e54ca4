//! Scripts of PowerShell that a program hands to its host as a text.

use crate::{
    expr::{Expr, Shape},
    found::Findings,
    names::Names,
    powershell,
    text::Text,
};

/// Whether a method runs a text as a script.
pub(super) fn is_host(method: &str) -> bool {
    matches!(method, "AddScript" | "InvokeScript" | "CreatePipeline")
}

/// Scans the texts; a name is followed to the one text that it is given.
pub(super) fn scan(
    scripts: &[(Expr, usize)],
    names: &Names,
    text: &Text,
    findings: &mut Findings<'_>,
) {
    for (script, scope) in scripts {
        let script = match &script.shape {
            Shape::Name(name) => names.value(*scope, name).unwrap_or(script),
            _ => script,
        };
        if let (Shape::Text(_) | Shape::Join(_), Some(source)) =
            (&script.shape, text.text.get(script.start..script.end))
        {
            powershell::scan(&content(source, script.start).within(text), findings);
        }
    }
}

/// What stands in a literal of C#: plain, verbatim with `@`, or between three quotes.
fn content(source: &str, start: usize) -> Text {
    let Some(quote) = source.find('"') else { return Text::empty() };
    let (before, rest) = source.split_at(quote);
    let width = rest.len() - rest.trim_start_matches('"').len();
    let width = if width == 2 { 1 } else { width };
    let inner = rest.get(width..rest.len().saturating_sub(width)).unwrap_or_default();
    let escape = if before.contains('@') { '"' } else { '\\' };
    let mut text = Text::empty();
    let mut from = 0;
    let mut chars = inner.char_indices();
    while let Some((at, c)) = chars.next().filter(|_| width == 1) {
        let Some((next, escaped)) = (c == escape).then(|| chars.next()).flatten() else { continue };
        text.push(inner.get(from..at).unwrap_or_default(), start + quote + width + from);
        let plain = match (escape, escaped) {
            ('\\', 'n') => '\n',
            ('\\', 'r' | 't') => ' ',
            (_, other) => other,
        };
        text.push(plain.encode_utf8(&mut [0; 4]), start + quote + width + next);
        from = next + escaped.len_utf8();
    }
    text.push(inner.get(from..).unwrap_or_default(), start + quote + width + from);
    text
}

#[cfg(test)]
mod tests {
    use super::content;

    #[test]
    fn a_literal_gives_its_text_and_places() {
        let plain = content(r#""a \"b\"\nc""#, 10);
        assert_eq!(plain.text, "a \"b\"\nc");
        assert_eq!(plain.place(plain.text.len() - 1), 10 + 10);
        assert_eq!(content(r#"@"a ""b"" \n""#, 0).text, r#"a "b" \n"#);
        assert_eq!(content("\"\"\"a \"b\" c\"\"\"", 0).text, "a \"b\" c");
        assert_eq!(content("\"\"", 0).text, "");
    }
}
