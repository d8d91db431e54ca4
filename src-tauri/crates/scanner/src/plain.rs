//! Settings in any text: addresses of secrets and references of app settings, a line at a time.

use crate::{found::Findings, literals, text::Text};

/// Bytes of the longest setting that is read.
const LONGEST: usize = 4_000;

/// Scans one text. Lines that begin as comments are passed over.
pub(crate) fn scan(text: &Text, findings: &mut Findings<'_>) {
    let mut at = 0;
    for line in text.text.split_inclusive('\n') {
        let start = line.trim_start();
        if !start.starts_with(['#', ';', '!', '/']) && literals::is_candidate(line) {
            values(line, at, text, findings);
        }
        at += line.len();
    }
}

fn values(line: &str, at: usize, text: &Text, findings: &mut Findings<'_>) {
    let ends = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | ',' | '=' | '>' | '<');
    let lower = line.to_ascii_lowercase();
    for (mark, behind) in [("@microsoft.keyvault(", ')'), ("https://", ' '), ("${sm://", '}')] {
        for (start, _) in lower.match_indices(mark) {
            let rest = line.get(start..).unwrap_or_default();
            // A line of many beginnings and no end is not read to its end for each.
            let rest = rest.get(..rest.floor_char_boundary(LONGEST)).unwrap_or_default();
            let end = match behind {
                ' ' => rest.find(ends),
                close => rest.find(close).map(|end| end + 1),
            };
            let value = rest.get(..end.unwrap_or(rest.len())).unwrap_or_default();
            // An address inside of a setting is that setting's.
            let before = lower.get(..start).unwrap_or_default();
            let inside = behind == ' ' && before.ends_with("secreturi=");
            if let Some(found) = literals::of_text(value, at + start).filter(|_| !inside) {
                findings.push(text, found);
            }
        }
    }
}
