//! Text cut out of a file, and where each byte of it stands in that file.

use std::borrow::Cow;

/// Text to scan. Offsets are bytes of `text`; [`Text::place`] turns one into a byte of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Text {
    pub(crate) text: String,
    /// Ascending pairs: from this byte of the text on, bytes follow this byte of the file.
    spots: Vec<(usize, usize)>,
}

impl Text {
    /// A text that is the whole file.
    pub(crate) fn whole(text: impl Into<String>) -> Self {
        Self { text: text.into(), spots: vec![(0, 0)] }
    }

    /// A text without escapes that starts at a byte of the file.
    pub(crate) fn at(text: impl Into<String>, place: usize) -> Self {
        Self { text: text.into(), spots: vec![(0, place)] }
    }

    /// An empty text to append to.
    pub(crate) fn empty() -> Self {
        Self { text: String::new(), spots: Vec::new() }
    }

    /// Appends text that starts at a byte of the file.
    pub(crate) fn push(&mut self, text: &str, place: usize) {
        self.spots.push((self.text.len(), place));
        self.text.push_str(text);
    }

    /// Appends another text of the same file.
    pub(crate) fn append(&mut self, other: &Text) {
        let start = self.text.len();
        self.spots.extend(other.spots.iter().map(|(from, to)| (start + from, *to)));
        self.text.push_str(&other.text);
    }

    /// The part from `start` to `end`, with its places in the file.
    pub(crate) fn part(&self, start: usize, end: usize) -> Text {
        let end = end.min(self.text.len());
        let start = start.min(end);
        let Some(text) = self.text.get(start..end) else { return Text::empty() };
        let mut spots = vec![(0, self.place(start))];
        let inside = self.between(start, end).iter();
        spots.extend(inside.map(|(from, to)| (from - start, *to)));
        Text { text: text.to_owned(), spots }
    }

    /// The same text with every byte at the place of the first.
    pub(crate) fn at_one_place(&self) -> Text {
        let place = self.place(0);
        let starts = self.text.char_indices().map(|(at, _)| (at, place));
        Text { text: self.text.clone(), spots: starts.collect() }
    }

    /// The line of this text, from 1, that a byte of the file belongs to; its places ascend.
    pub(crate) fn line_at(&self, lines: &Lines, place: usize) -> usize {
        let after = self.spots.partition_point(|(_, to)| *to <= place);
        let spot = after.checked_sub(1).and_then(|at| self.spots.get(at)).copied();
        let (from, to) = spot.unwrap_or((0, 0));
        lines.line((from + (place - to)).min(self.text.len()))
    }

    /// Moves every place.
    pub(crate) fn shift(&mut self, by: usize) {
        self.spots.iter_mut().for_each(|spot| spot.1 += by);
    }

    /// The same text with places that are bytes of `outer`, which it was cut out of.
    pub(crate) fn within(&self, outer: &Text) -> Text {
        let mut spots = Vec::new();
        for (at, (from, to)) in self.spots.iter().enumerate() {
            let end = self.spots.get(at + 1).map_or(self.text.len(), |next| next.0);
            spots.push((*from, outer.place(*to)));
            let last = to + (end - from);
            let inside = outer.between(*to, last).iter();
            spots.extend(inside.map(|(start, place)| (from + (start - to), *place)));
        }
        Text { text: self.text.clone(), spots }
    }

    /// The spots between two bytes of the text.
    fn between(&self, start: usize, end: usize) -> &[(usize, usize)] {
        let first = self.spots.partition_point(|(from, _)| *from <= start);
        let last = self.spots.partition_point(|(from, _)| *from < end).max(first);
        self.spots.get(first..last).unwrap_or_default()
    }

    /// The byte of the file that `offset` of the text stands for.
    pub(crate) fn place(&self, offset: usize) -> usize {
        let after = self.spots.partition_point(|(from, _)| *from <= offset);
        let Some((from, to)) = after.checked_sub(1).and_then(|at| self.spots.get(at)) else {
            return self.spots.first().map_or(0, |spot| spot.1);
        };
        to + (offset - from)
    }
}

/// Bytes of a text between two of which the characters before are kept.
const STEP: usize = 1024;

/// Where the lines of a file start.
pub(crate) struct Lines {
    starts: Vec<usize>,
    /// How many characters start before each step.
    characters: Vec<usize>,
}

impl Lines {
    /// Lines end with a line feed.
    pub(crate) fn new(text: &str) -> Self {
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let starts = std::iter::once(0).chain(breaks.map(|(at, _)| at + 1)).collect();
        let mut before = 0;
        let characters = text.as_bytes().chunks(STEP).map(|step| {
            let start = before;
            before += count(step);
            start
        });
        Self { starts, characters: characters.collect() }
    }

    /// How many characters start before a byte.
    fn before(&self, text: &str, offset: usize) -> usize {
        let step = offset / STEP;
        let rest = text.as_bytes().get(step * STEP..offset).unwrap_or_default();
        self.characters.get(step).map_or(0, |before| before + count(rest))
    }

    /// The line of a byte, from 1.
    pub(crate) fn line(&self, offset: usize) -> usize {
        self.starts.partition_point(|start| *start <= offset)
    }

    /// The column of a byte in characters, from 1.
    pub(crate) fn column(&self, text: &str, offset: usize) -> usize {
        let start = self.starts.get(self.line(offset).saturating_sub(1)).copied().unwrap_or(0);
        if !text.is_char_boundary(offset) {
            return 1;
        }
        1 + self.before(text, offset).saturating_sub(self.before(text, start))
    }
}

/// How many characters start among some bytes.
fn count(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0xc0 != 0x80).count()
}

/// The characters of a file: UTF-8 or UTF-16 with a byte order mark, else UTF-8, else one byte a
/// character. `None` for a binary file.
pub(crate) fn decode(bytes: &[u8]) -> Option<Cow<'_, str>> {
    if let Some(rest) = bytes.strip_prefix(&[0xff, 0xfe]) {
        return Some(Cow::Owned(utf16(rest, u16::from_le_bytes)));
    }
    if let Some(rest) = bytes.strip_prefix(&[0xfe, 0xff]) {
        return Some(Cow::Owned(utf16(rest, u16::from_be_bytes)));
    }
    let bytes = bytes.strip_prefix(&[0xef, 0xbb, 0xbf]).unwrap_or(bytes);
    if is_binary(bytes) {
        return None;
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Some(Cow::Borrowed(text)),
        Err(_) => Some(Cow::Owned(bytes.iter().map(|byte| char::from(*byte)).collect())),
    }
}

/// Whether a file's start looks binary: it holds a zero byte and is not UTF-16.
pub(crate) fn is_binary(bytes: &[u8]) -> bool {
    let marked = is_wide(bytes);
    !marked && bytes.get(..8192).unwrap_or(bytes).contains(&0)
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let units = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
    char::decode_utf16(units).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

/// Whether a byte order mark says that characters are two bytes wide.
pub(crate) fn is_wide(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff])
}
