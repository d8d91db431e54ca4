//! Texts that make a parser lose itself: brackets inside brackets without end, and long runs of signs.
//! They are blanked, which keeps every place; sound code has none.

use std::borrow::Cow;

use super::Grammar;

/// How deep brackets may be open.
const DEPTH: usize = 200;

/// Longest run of signs that is left as it is.
const RUN: usize = 160;

/// What of a longer run stays at each end, such as the signs of a comment.
const KEPT: usize = 16;

/// The same text, of the same length, without what no parser should see.
pub(super) fn tamed(grammar: Grammar, text: &str) -> Cow<'_, str> {
    let mut spaces = Vec::new();
    brackets(text, &mut spaces);
    runs(text, &mut spaces);
    arrows(grammar, text, &mut spaces);
    if spaces.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut bytes = text.as_bytes().to_vec();
    for (start, end) in spaces {
        bytes.get_mut(start..end).into_iter().flatten().for_each(|byte| *byte = b' ');
    }
    // Only bytes of signs were replaced, each of them a character.
    String::from_utf8(bytes).map_or(Cow::Borrowed(text), Cow::Owned)
}

fn brackets(text: &str, spaces: &mut Vec<(usize, usize)>) {
    let mut depth = 0_usize;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'(' | b'[' | b'{' if depth >= DEPTH => spaces.push((at, at + 1)),
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
}

/// No language has `= >`, and Java no `=>`. Parsers that meet many of them take time and memory
/// without end, and ask too seldom whether to stop.
fn arrows(grammar: Grammar, text: &str, spaces: &mut Vec<(usize, usize)>) {
    let mut last = None;
    for (at, byte) in text.bytes().enumerate().filter(|(_, byte)| !byte.is_ascii_whitespace()) {
        if let (b'>', Some((b'=', before))) = (byte, last)
            && (grammar == Grammar::Java || before + 1 < at)
        {
            spaces.extend([(before, before + 1), (at, at + 1)]);
        }
        last = Some((byte, at));
    }
}

fn runs(text: &str, spaces: &mut Vec<(usize, usize)>) {
    let mut start = 0;
    for (at, byte) in text.bytes().chain([b'\n']).enumerate() {
        if byte.is_ascii_punctuation() && !matches!(byte, b'_' | b'"' | b'\'') {
            continue;
        }
        if at - start > RUN {
            spaces.push((start + KEPT, at - KEPT));
        }
        start = at + 1;
    }
}
