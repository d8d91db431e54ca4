//! Text as a terminal may have it: names come from colleagues and code, and a control character in one
//! could move the cursor, hide a line or turn its letters round.

use std::borrow::Cow;

use serde_json::Value;

/// The text in one line, with what steers a terminal written out, such as `\u{1b}`.
pub(crate) fn escaped(text: &str) -> Cow<'_, str> {
    if !text.chars().any(steers) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if steers(c) {
            out.extend(c.escape_default());
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

/// The document in one line. JSON itself escapes a part of what steers a terminal, and may the rest.
pub(crate) fn json_line(document: &Value) -> String {
    let line = document.to_string();
    if !line.chars().any(steers) {
        return line;
    }
    let mut out = String::with_capacity(line.len() + 8);
    for c in line.chars() {
        if steers(c) {
            out.push_str(&format!("\\u{:04x}", u32::from(c)));
        } else {
            out.push(c);
        }
    }
    out
}

/// Control characters, line ends, and what turns the direction of writing (UAX #9).
fn steers(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}')
        || matches!(c, '\u{2066}'..='\u{2069}')
}
