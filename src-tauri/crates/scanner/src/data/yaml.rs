//! YAML read by lines and indentation, so that templates and broken files still give most of it.

use std::collections::HashMap;

use super::{
    Entry, Node, Scalar, json,
    line::{
        closes, flow_end, is_item, quoted_scalar, split_key, unquote, without_comment, without_tag,
    },
};
use crate::text::Text;

/// How many brackets are searched to their end in vain.
const OPEN: usize = 32;

/// How deep indentation is followed.
const DEPTH: usize = 120;

/// Reads the documents of a text.
pub(crate) fn read(text: &str) -> Vec<Node> {
    let lines = lines(text);
    let mut documents = Vec::new();
    let mut start = 0;
    for at in 0..=lines.len() {
        let ends = lines.get(at).is_none_or(|line| line.indent == 0 && is_marker(line.text));
        if ends {
            let part = lines.get(start..at).unwrap_or_default();
            let mut reader =
                Reader { whole: text, lines: part, at: 0, anchors: HashMap::new(), open: 0 };
            reader.skip_blank();
            if reader.at < part.len() {
                documents.push(reader.node(0, DEPTH));
                // What stands left of where the document began is read as more of it.
                while reader.at < part.len() {
                    let before = reader.at;
                    documents.push(reader.node(0, DEPTH));
                    reader.at = reader.at.max(before + 1);
                }
            }
            start = at + 1;
        }
    }
    documents
}

struct Line<'t> {
    /// Spaces before the text.
    indent: usize,
    /// The text behind them, without the line's end.
    text: &'t str,
    /// Where the text starts.
    at: usize,
}

fn is_marker(text: &str) -> bool {
    text == "---" || text.starts_with("--- ") || text == "..."
}

fn lines(text: &str) -> Vec<Line<'_>> {
    let mut at = 0;
    let mut lines = Vec::new();
    for raw in text.split_inclusive('\n') {
        let body = raw.trim_end_matches(['\n', '\r']);
        let inner = body.trim_start_matches([' ', '\t']);
        let indent = body.len() - inner.len();
        lines.push(Line { indent, text: inner.trim_end(), at: at + indent });
        at += raw.len();
    }
    lines
}

struct Reader<'t, 'l> {
    whole: &'t str,
    lines: &'l [Line<'t>],
    at: usize,
    /// Single values that have a name: `&name value`.
    anchors: HashMap<String, String>,
    /// How many brackets nothing closes.
    open: usize,
}

impl<'t, 'l> Reader<'t, 'l> {
    fn line(&self) -> Option<&'l Line<'t>> {
        self.lines.get(self.at)
    }

    /// Passes over empty lines, comments and lines that only hold a template's statement.
    fn skip_blank(&mut self) {
        while let Some(line) = self.line() {
            let text = line.text;
            let blank = text.is_empty() || text.starts_with('#') || text.starts_with("{%");
            let template = text.starts_with("{{") && text.ends_with("}}") && !text.contains("}}:");
            if text.starts_with("{{") && !text.contains("}}") {
                self.skip_statement();
            } else if !(blank || template) {
                break;
            }
            self.at += 1;
        }
    }

    /// Goes to the line that ends a template's statement of several lines, if one does.
    fn skip_statement(&mut self) {
        let rest = self.lines.iter().skip(self.at).take(200);
        let end = rest.into_iter().position(|line| line.text.ends_with("}}"));
        self.at += end.unwrap_or(0);
    }

    fn node(&mut self, least: usize, depth: usize) -> Node {
        self.skip_blank();
        let Some(line) = self.line().filter(|line| line.indent >= least) else {
            return Node::null(self.line().map_or(self.whole.len(), |line| line.at));
        };
        let Some(depth) = depth.checked_sub(1) else {
            self.at = self.lines.len();
            return Node::null(line.at);
        };
        let indent = line.indent;
        if is_item(line.text) {
            self.list(indent, depth)
        } else if split_key(line.text).is_some() {
            self.map(indent, depth)
        } else {
            self.at += 1;
            let value = line.text;
            self.inline(value, line.at, indent, depth)
        }
    }

    fn list(&mut self, indent: usize, depth: usize) -> Node {
        let mut items = Vec::new();
        loop {
            self.skip_blank();
            let Some(line) = self.line().filter(|l| l.indent == indent && is_item(l.text)) else {
                break;
            };
            let rest = line.text.get(1..).unwrap_or_default();
            let inner = rest.trim_start();
            let offset = line.text.len() - inner.len();
            items.push(self.item(inner, line.at + offset, indent, indent + offset, depth));
        }
        Node::List(items)
    }

    /// The value behind a dash: on the same line, with more lines under it.
    fn item(&mut self, text: &str, at: usize, indent: usize, column: usize, depth: usize) -> Node {
        let text = without_comment(text);
        if text.is_empty() {
            self.at += 1;
            return self.node(indent + 1, depth);
        }
        if is_item(text) {
            self.at += 1;
            return Node::List(vec![self.inline_item(text, at, column, depth)]);
        }
        if split_key(text).is_some() {
            return self.map_from(Some((text, at)), column, depth);
        }
        self.at += 1;
        self.inline(text, at, indent, depth)
    }

    fn inline_item(&mut self, text: &str, at: usize, column: usize, depth: usize) -> Node {
        let inner = text.get(1..).unwrap_or_default().trim_start();
        self.inline(inner, at + text.len() - inner.len(), column, depth)
    }

    fn map(&mut self, indent: usize, depth: usize) -> Node {
        self.map_from(None, indent, depth)
    }

    /// A map whose keys stand in a column; its first may follow a dash.
    fn map_from(&mut self, first: Option<(&str, usize)>, column: usize, depth: usize) -> Node {
        let mut entries = Vec::new();
        let mut first = first;
        loop {
            if first.is_none() {
                self.skip_blank();
            }
            let Some(line) = self.line() else { break };
            let (text, at) = match first.take() {
                Some(found) => found,
                None if line.indent == column && !is_item(line.text) => (line.text, line.at),
                // A line that is deeper than it should be: broken, or the rest of a text. It
                // belongs to no key.
                None if line.indent > column => {
                    let (before, at) = (self.at, line.at);
                    let value = self.node(column + 1, depth);
                    self.at = self.at.max(before + 1);
                    entries.push(Entry { key: String::new(), at, value });
                    continue;
                }
                None => break,
            };
            let Some((key, value)) = split_key(text) else {
                self.at += 1;
                continue;
            };
            let value_at = at + text.len() - value.len();
            self.at += 1;
            let value = self.value(without_comment(value), value_at, column, depth);
            entries.push(Entry { key: unquote(key).to_owned(), at, value });
        }
        Node::Map(entries)
    }

    fn value(&mut self, text: &str, at: usize, indent: usize, depth: usize) -> Node {
        let anchor = text.strip_prefix('&').and_then(|rest| rest.split_whitespace().next());
        let (text, at) = without_tag(text, at);
        if let Some(anchor) = anchor.filter(|_| !text.is_empty()) {
            let value = self.inline(text, at, indent, depth);
            if let Some(known) = value.text() {
                self.anchors.insert(anchor.to_owned(), known.to_owned());
            }
            return value;
        }
        if text.is_empty() {
            self.skip_blank();
            let next = self.line();
            // A list may stand in the same column as its key.
            return match next {
                Some(line) if line.indent > indent => self.node(indent + 1, depth),
                Some(line) if line.indent == indent && is_item(line.text) => {
                    self.node(indent, depth)
                }
                _ => Node::null(at),
            };
        }
        self.inline(text, at, indent, depth)
    }

    /// A value that starts on its line and may go on below.
    fn inline(&mut self, text: &str, at: usize, indent: usize, depth: usize) -> Node {
        let text = without_comment(text);
        match text.as_bytes().first() {
            Some(b'|' | b'>') => self.block(indent),
            Some(b'[' | b'{') if !text.starts_with("{{") && depth > 0 => self.flow(at),
            Some(b'"' | b'\'') => self.quoted(text, at, indent),
            _ => self.plain(text, at, indent),
        }
    }

    fn block(&mut self, indent: usize) -> Node {
        let mut text = Text::empty();
        let mut inner = None;
        while let Some(line) = self.line() {
            if line.text.is_empty() {
                text.push("\n", line.at);
            } else {
                if line.indent <= indent && !(indent == 0 && line.indent > 0) {
                    break;
                }
                let inner = *inner.get_or_insert(line.indent);
                let more = line.indent.saturating_sub(inner);
                text.push(&" ".repeat(more), line.at - more.min(line.at));
                text.push(line.text, line.at);
                text.push("\n", line.at + line.text.len());
            }
            self.at += 1;
        }
        if text.text.is_empty() {
            let at = self.line().map_or(self.whole.len(), |line| line.at);
            text.push("", at);
        }
        Node::Scalar(Scalar { text, block: true })
    }

    /// `[a, b]` or `{a: b}`, perhaps over several lines.
    fn flow(&mut self, at: usize) -> Node {
        let rest = self.whole.get(at..).unwrap_or_default();
        // After many that nothing closes, the next is searched for on its line alone.
        let line = || rest.find('\n').unwrap_or(rest.len());
        let searched = if self.open < OPEN { rest } else { rest.get(..line()).unwrap_or(rest) };
        let found = flow_end(searched);
        self.open += usize::from(found.is_none());
        let end = found.unwrap_or_else(line);
        let part = rest.get(..end).unwrap_or_default();
        let mut node = json::read(part);
        shift(&mut node, at);
        while self.line().is_some_and(|line| line.at < at + end) {
            self.at += 1;
        }
        node
    }

    fn quoted(&mut self, text: &str, at: usize, indent: usize) -> Node {
        let quote = text.get(..1).unwrap_or("\"");
        let closed = text.len() > 1 && closes(text, quote);
        if closed {
            return Node::Scalar(quoted_scalar(text, at));
        }
        // The text goes on below: up to the line that closes it.
        let mut end = at + text.len();
        while let Some(line) = self.line() {
            if !line.text.is_empty() && line.indent < indent.min(1) {
                break;
            }
            self.at += 1;
            end = line.at + line.text.len();
            if line.text.ends_with(quote) || line.text.is_empty() && line.indent == 0 && indent > 8
            {
                break;
            }
        }
        let whole = self.whole.get(at..end).unwrap_or(text);
        Node::Scalar(quoted_scalar(whole, at))
    }

    fn plain(&mut self, text: &str, at: usize, indent: usize) -> Node {
        if let Some(name) = text.strip_prefix('*').filter(|name| is_word(name)) {
            let known = self.anchors.get(name).map_or("", String::as_str);
            return Node::Scalar(Scalar::plain(known, at));
        }
        let mut value = Text::at(text, at);
        while let Some(line) = self.line() {
            let more = line.indent > indent
                && !line.text.is_empty()
                && !line.text.starts_with('#')
                && !is_item(line.text)
                && split_key(line.text).is_none();
            if !more {
                break;
            }
            value.push("\n", line.at.saturating_sub(1));
            value.push(without_comment(line.text), line.at);
            self.at += 1;
        }
        Node::Scalar(Scalar { text: value, block: false })
    }
}

fn is_word(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_')
}

fn shift(node: &mut Node, by: usize) {
    match node {
        Node::Map(entries) => {
            for entry in entries {
                entry.at += by;
                shift(&mut entry.value, by);
            }
        }
        Node::List(items) => items.iter_mut().for_each(|item| shift(item, by)),
        Node::Scalar(scalar) => scalar.text.shift(by),
    }
}
