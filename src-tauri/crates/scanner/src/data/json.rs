//! JSON with comments, trailing commas and broken ends.

use super::{Entry, Node, Scalar};
use crate::text::Text;

/// How deep values are followed; what is deeper is passed over.
const DEPTH: usize = 200;

/// Reads a text. What cannot be read is left out.
pub(crate) fn read(text: &str) -> Node {
    let mut reader = Reader { text, bytes: text.as_bytes(), at: 0 };
    reader.value(DEPTH)
}

struct Reader<'t> {
    text: &'t str,
    bytes: &'t [u8],
    at: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn starts(&self, with: &str) -> bool {
        self.bytes.get(self.at..).is_some_and(|rest| rest.starts_with(with.as_bytes()))
    }

    fn skip(&mut self) {
        while let Some(byte) = self.peek() {
            if byte.is_ascii_whitespace() || byte == b',' {
                self.at += 1;
            } else if self.starts("//") || (byte == b'#') {
                self.to("\n");
            } else if self.starts("/*") {
                self.to("*/");
            } else {
                break;
            }
        }
    }

    /// Goes behind the next `end`, or to the end of the text.
    fn to(&mut self, end: &str) {
        let rest = self.text.get(self.at..).unwrap_or_default();
        self.at = rest.find(end).map_or(self.bytes.len(), |found| self.at + found + end.len());
    }

    fn value(&mut self, depth: usize) -> Node {
        self.skip();
        let start = self.at;
        let Some(deeper) = depth.checked_sub(1) else {
            self.at = self.bytes.len();
            return Node::null(start);
        };
        match self.peek() {
            Some(b'{') => self.map(deeper),
            Some(b'[') => self.list(deeper),
            Some(b'"' | b'\'') => Node::Scalar(self.string()),
            _ => self.word(),
        }
    }

    fn map(&mut self, depth: usize) -> Node {
        self.at += 1;
        let mut entries = Vec::new();
        loop {
            self.skip();
            match self.peek() {
                None => break,
                Some(b'}') => {
                    self.at += 1;
                    break;
                }
                Some(b']' | b':') => self.at += 1,
                Some(_) => {
                    let key = match self.value(depth) {
                        Node::Scalar(ref key) => key.clone(),
                        _ => continue,
                    };
                    self.skip();
                    if self.peek() != Some(b':') {
                        continue;
                    }
                    self.at += 1;
                    self.skip_space();
                    let value = match self.peek() {
                        Some(b'}' | b',') | None => Node::null(self.at),
                        _ => self.value(depth),
                    };
                    entries.push(Entry { at: key.at(), key: key.text.text, value });
                }
            }
        }
        Node::Map(entries)
    }

    fn skip_space(&mut self) {
        while self.peek().is_some_and(|byte| byte.is_ascii_whitespace()) {
            self.at += 1;
        }
    }

    fn list(&mut self, depth: usize) -> Node {
        self.at += 1;
        let mut items = Vec::new();
        loop {
            self.skip();
            match self.peek() {
                None => break,
                Some(b']') => {
                    self.at += 1;
                    break;
                }
                Some(b'}') => break,
                Some(b':') => self.at += 1,
                Some(_) => items.push(self.value(depth)),
            }
        }
        Node::List(items)
    }

    fn word(&mut self) -> Node {
        let start = self.at;
        while let Some(byte) = self.peek() {
            if byte.is_ascii_whitespace() || b",:{}[]\"".contains(&byte) {
                break;
            }
            self.at += 1;
        }
        if self.at == start {
            // Nothing that starts a value: go on behind it.
            self.at += 1;
            while !self.text.is_char_boundary(self.at.min(self.text.len())) {
                self.at += 1;
            }
            return Node::null(start);
        }
        Node::Scalar(Scalar::plain(self.text.get(start..self.at).unwrap_or_default(), start))
    }

    fn string(&mut self) -> Scalar {
        let quote = self.peek().unwrap_or(b'"');
        self.at += 1;
        let mut text = Text::empty();
        let mut from = self.at;
        loop {
            match self.peek() {
                None => break self.copy(&mut text, from),
                Some(byte) if byte == quote => {
                    self.copy(&mut text, from);
                    self.at += 1;
                    break;
                }
                Some(b'\\') => {
                    self.copy(&mut text, from);
                    self.escape(&mut text);
                    from = self.at;
                }
                Some(_) => self.at += 1,
            }
        }
        if text.text.is_empty() {
            text.push("", from);
        }
        Scalar { text, block: false }
    }

    fn copy(&self, text: &mut Text, from: usize) {
        if let Some(part) = self.text.get(from..self.at).filter(|part| !part.is_empty()) {
            text.push(part, from);
        }
    }

    fn escape(&mut self, text: &mut Text) {
        let start = self.at;
        self.at += 1;
        let letter = self.peek().unwrap_or(b' ');
        self.at += 1;
        let plain = match letter {
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'b' | b'f' => ' ',
            b'u' => self.unicode(),
            byte if byte.is_ascii() => char::from(byte),
            _ => {
                // A character of several bytes after the backslash stays as it is.
                self.at = start + 1;
                return;
            }
        };
        text.push(plain.encode_utf8(&mut [0; 4]), start);
    }

    fn unicode(&mut self) -> char {
        let digits = self.text.get(self.at..self.at + 4);
        let code = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok());
        if code.is_some() {
            self.at += 4;
        }
        code.and_then(char::from_u32).unwrap_or(char::REPLACEMENT_CHARACTER)
    }
}
