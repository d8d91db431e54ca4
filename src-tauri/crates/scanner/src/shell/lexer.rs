//! Commands and words of a shell.

use crate::expr::{Expr, Shape};

/// How deep substitutions are followed.
const DEPTH: usize = 24;

/// A kind of shell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dialect {
    /// Bourne shells, make and container files.
    Posix,
    /// Windows command files.
    Batch,
}

/// The words of one command.
#[derive(Debug)]
pub(super) struct Command {
    pub(super) words: Vec<Expr>,
}

/// What a text is made of.
pub(super) struct Script {
    /// Those in substitutions too.
    pub(super) commands: Vec<Command>,
    /// Where the texts stand that commands are given: start and end.
    pub(super) heredocs: Vec<(usize, usize)>,
}

/// The commands of a text, and the texts that they are given.
pub(super) fn read(text: &str, dialect: Dialect) -> Script {
    let mut lexer = Lexer {
        text,
        at: 0,
        dialect,
        found: Script { commands: Vec::new(), heredocs: Vec::new() },
        heredocs: Vec::new(),
    };
    while lexer.at < text.len() {
        let before = lexer.at;
        lexer.list(None, DEPTH);
        if lexer.at == before {
            lexer.bump();
        }
    }
    lexer.found
}

struct Lexer<'t> {
    text: &'t str,
    at: usize,
    dialect: Dialect,
    found: Script,
    /// Ends of texts that start on the next line.
    heredocs: Vec<String>,
}

impl Lexer<'_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn bump(&mut self) -> Option<char> {
        let next = self.peek()?;
        self.at += next.len_utf8();
        Some(next)
    }

    /// Commands up to a closing sign, which is left standing.
    fn list(&mut self, close: Option<char>, depth: usize) {
        let mut words = Vec::new();
        while let Some(next) = self.peek() {
            if Some(next) == close {
                break;
            }
            match next {
                '\n' | ';' | '|' | '&' | '(' | ')' => {
                    self.bump();
                    self.end(&mut words);
                    if next == '\n' {
                        self.heredoc_bodies();
                        self.line_start();
                    }
                }
                _ if next.is_whitespace() => {
                    self.bump();
                }
                _ if self.continues() => {
                    self.bump();
                    self.at += self.rest().find('\n').map_or(0, |end| end + 1);
                }
                '#' if self.dialect == Dialect::Posix => self.skip_line(),
                '<' if self.rest().starts_with("<<") && !self.rest().starts_with("<<<") => {
                    self.heredoc();
                }
                '<' | '>' => {
                    self.bump();
                }
                '{' | '}' if words.is_empty() => {
                    self.bump();
                }
                _ => words.extend(self.word(close, depth)),
            }
        }
        self.end(&mut words);
    }

    /// Signs of make and command files before a command.
    fn line_start(&mut self) {
        while matches!(self.peek(), Some(' ' | '\t')) {
            self.bump();
        }
        while matches!(self.peek(), Some('@')) {
            self.bump();
        }
        let lower: String = self.rest().chars().take(4).collect::<String>().to_ascii_lowercase();
        if self.dialect == Dialect::Batch && (lower == "rem " || lower.starts_with("::")) {
            self.skip_line();
        }
    }

    fn continues(&self) -> bool {
        let sign = match self.dialect {
            Dialect::Posix => '\\',
            Dialect::Batch => '^',
        };
        // A backtick continues a line where the text is of PowerShell.
        let next = self.peek();
        let after = self.rest().get(1..).unwrap_or_default().trim_start_matches([' ', '\t', '\r']);
        (next == Some(sign) || next == Some('`')) && after.starts_with('\n')
    }

    fn skip_line(&mut self) {
        self.at += self.rest().find('\n').unwrap_or(self.rest().len());
    }

    fn end(&mut self, words: &mut Vec<Expr>) {
        if !words.is_empty() {
            self.found.commands.push(Command { words: std::mem::take(words) });
        }
    }

    fn heredoc(&mut self) {
        self.at += 2;
        let rest = self.rest().trim_start_matches(['-', '~', ' ']);
        let end = rest.find(|c: char| c.is_whitespace() || ";|&<>)".contains(c));
        let word = rest.get(..end.unwrap_or(rest.len())).unwrap_or_default();
        let word = word.trim_matches(['"', '\'', '\\']).to_owned();
        let is_name = word.chars().all(|c| c.is_alphanumeric() || "_-.!".contains(c));
        if !word.is_empty() && is_name && !word.starts_with(|c: char| c.is_ascii_digit()) {
            self.heredocs.push(word);
        }
    }

    /// Passes over the texts that start on this line.
    fn heredoc_bodies(&mut self) {
        for end in std::mem::take(&mut self.heredocs) {
            let mut length = 0;
            let mut closed = false;
            for line in self.rest().split_inclusive('\n') {
                length += line.len();
                if line.trim() == end {
                    closed = true;
                    break;
                }
            }
            if closed {
                self.found.heredocs.push((self.at, self.at + length));
                self.at += length;
            }
        }
    }

    fn word(&mut self, close: Option<char>, depth: usize) -> Option<Expr> {
        let start = self.at;
        let mut parts = Parts::default();
        while let Some(next) = self.peek() {
            let ends = next.is_whitespace() || ";|&()<>".contains(next);
            if ends || Some(next) == close || self.continues() {
                break;
            }
            self.part(next, false, &mut parts, depth);
        }
        if self.at == start {
            self.bump();
        }
        parts.finish(start, self.at)
    }

    /// One part of a word, or of a text in double quotes.
    fn part(&mut self, next: char, quoted: bool, parts: &mut Parts, depth: usize) {
        let start = self.at;
        match next {
            '\\' if self.dialect == Dialect::Posix => {
                self.bump();
                match self.bump() {
                    Some('\n') | None => {}
                    Some(escaped) => parts.push(escaped, start),
                }
            }
            '\'' if !quoted && self.dialect == Dialect::Posix => self.single(parts),
            '"' if !quoted => self.double(parts, depth),
            '`' if self.dialect == Dialect::Posix => {
                self.bump();
                if depth > 0 && self.rest().contains('`') {
                    self.list(Some('`'), depth - 1);
                    self.bump();
                }
                parts.computed(start, self.at);
            }
            '$' => self.dollar(parts, depth),
            '%' if self.dialect == Dialect::Batch => self.percent(parts),
            _ => {
                self.bump();
                parts.push(next, start);
            }
        }
    }

    fn single(&mut self, parts: &mut Parts) {
        let start = self.at;
        let Some(end) = self.rest().get(1..).and_then(|rest| rest.find('\'')) else {
            self.bump();
            return;
        };
        let text = self.rest().get(1..=end).unwrap_or_default().to_owned();
        parts.text(&text, start);
        self.at += end + 2;
    }

    fn double(&mut self, parts: &mut Parts, depth: usize) {
        let start = self.at;
        self.bump();
        parts.text("", start);
        while let Some(next) = self.peek() {
            if next == '"' {
                self.bump();
                return;
            }
            if next == '\n' && self.dialect == Dialect::Batch {
                return;
            }
            self.part(next, true, parts, depth);
        }
    }

    fn dollar(&mut self, parts: &mut Parts, depth: usize) {
        let start = self.at;
        let rest = self.rest();
        if rest.starts_with("${{") {
            let end = rest.find("}}").map_or(rest.len(), |end| end + 2);
            self.at += end;
            return parts.computed(start, self.at);
        }
        if rest.starts_with("$((") || rest.starts_with("$[") {
            let close = if rest.starts_with("$[") { "]" } else { "))" };
            self.at += rest.find(close).map_or(2, |end| end + close.len());
            return parts.computed(start, self.at);
        }
        if rest.starts_with("$(") {
            self.at += 2;
            if depth > 0 {
                let from = self.at;
                self.list(Some(')'), depth - 1);
                self.nested(from, depth);
                self.bump();
            }
            return parts.computed(start, self.at);
        }
        if let Some(inner) = rest.strip_prefix("${") {
            let end = inner.find('}').filter(|end| *end < 300).unwrap_or(0);
            let name = inner.get(..end).unwrap_or_default().to_owned();
            self.at += end + 3;
            self.at = self.at.min(self.text.len());
            while !self.text.is_char_boundary(self.at) {
                self.at += 1;
            }
            return parts.name(&name, start, self.at);
        }
        self.bump();
        let name = self.rest().split(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).next();
        let name = name.unwrap_or_default().to_owned();
        self.at += name.len();
        if name.is_empty() {
            if matches!(self.peek(), Some('@' | '*' | '#' | '?' | '$' | '!')) {
                self.bump();
                return parts.computed(start, self.at);
            }
            return parts.push('$', start);
        }
        parts.name(&name, start, self.at);
    }

    /// Brackets inside a substitution end its list too early; the rest of it is read as well.
    fn nested(&mut self, from: usize, depth: usize) {
        let inside = |text: &str| text.matches('(').count() > text.matches(')').count();
        for _ in 0..8 {
            let so_far = self.text.get(from..self.at).unwrap_or_default();
            if self.peek() != Some(')') || so_far.len() > 4000 || !inside(so_far) {
                return;
            }
            self.bump();
            self.list(Some(')'), depth - 1);
        }
    }

    fn percent(&mut self, parts: &mut Parts) {
        let start = self.at;
        let inner = self.rest().get(1..).unwrap_or_default();
        let end = inner.find('%').filter(|end| *end > 0 && *end < 80);
        let name = end.and_then(|end| inner.get(..end)).filter(|n| !n.contains([' ', '\n']));
        match name.map(str::to_owned) {
            Some(name) => {
                self.at += name.len() + 2;
                parts.name(&name, start, self.at);
            }
            None => {
                self.bump();
                parts.push('%', start);
            }
        }
    }
}

/// The parts of a word so far.
#[derive(Default)]
struct Parts {
    all: Vec<Expr>,
}

impl Parts {
    fn push(&mut self, c: char, at: usize) {
        self.text(c.encode_utf8(&mut [0; 4]), at);
    }

    fn text(&mut self, text: &str, at: usize) {
        match self.all.last_mut() {
            Some(Expr { shape: Shape::Text(last), end, .. }) => {
                last.push_str(text);
                *end = at + text.len();
            }
            _ => self.all.push(Expr::text(text, at, at + text.len())),
        }
    }

    fn name(&mut self, name: &str, start: usize, end: usize) {
        let plain = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_');
        let digits = name.chars().all(|c| c.is_ascii_digit());
        let shape = if plain && !digits { Shape::Name(name.to_owned()) } else { Shape::Other };
        self.all.push(Expr::new(shape, start, end));
    }

    fn computed(&mut self, start: usize, end: usize) {
        self.all.push(Expr::other(start, end));
    }

    fn finish(mut self, start: usize, end: usize) -> Option<Expr> {
        self.all.retain(|part| part.as_text() != Some("") || part.start == start);
        if self.all.len() > 1 {
            self.all.retain(|part| part.as_text() != Some(""));
        }
        match self.all.len() {
            0 => None,
            1 => self.all.pop().map(|part| Expr::new(part.shape, start, end)),
            _ => Some(Expr::new(Shape::Join(self.all), start, end)),
        }
    }
}
