//! Commands and words of a shell.

use std::collections::HashMap;

use super::parts::Parts;
use crate::expr::Expr;

/// How deep substitutions are followed.
const DEPTH: usize = 24;

/// How far a name in braces and a calculation reach, in bytes: what opens without closing is not
/// searched to the end of the text each time.
const NEAR: usize = 300;

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

/// Which commands of substitutions are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Substitutions {
    Kept,
    /// The text is a part of another that was read with its substitutions.
    Known,
}

/// The commands of a text, and the texts that they are given.
pub(super) fn read(text: &str, dialect: Dialect, substitutions: Substitutions) -> Script {
    let mut lexer = Lexer {
        text,
        at: 0,
        dialect,
        substitutions,
        found: Script { commands: Vec::new(), heredocs: Vec::new() },
        heredocs: Vec::new(),
        ends: None,
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
    substitutions: Substitutions,
    found: Script,
    /// Ends of texts that start on the next line.
    heredocs: Vec<String>,
    /// Where lines end, by what they say, once a text is searched for its end.
    ends: Option<HashMap<&'t str, Vec<usize>>>,
}

impl<'t> Lexer<'t> {
    fn rest(&self) -> &'t str {
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
            if let Some(end) = self.line_end(&end) {
                self.found.heredocs.push((self.at, end));
                self.at = end;
            }
        }
    }

    /// Where the next line ends that says nothing else.
    fn line_end(&mut self, says: &str) -> Option<usize> {
        let text = self.text;
        let ends = self.ends.get_or_insert_with(|| {
            let mut ends: HashMap<&str, Vec<usize>> = HashMap::new();
            let mut at = 0;
            for line in text.split_inclusive('\n') {
                at += line.len();
                ends.entry(line.trim()).or_default().push(at);
            }
            ends
        });
        let ends = ends.get(says)?;
        ends.get(ends.partition_point(|end| *end <= self.at)).copied()
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
                    self.substitution('`', depth);
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
            self.at += near(rest).find(close).map_or(2, |end| end + close.len());
            return parts.computed(start, self.at);
        }
        if rest.starts_with("$(") {
            self.at += 2;
            if depth > 0 {
                self.substitution(')', depth);
                self.bump();
            }
            return parts.computed(start, self.at);
        }
        if let Some(inner) = rest.strip_prefix("${") {
            let end = near(inner).find('}').unwrap_or(0);
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

    /// The commands of a substitution, up to its closing sign.
    fn substitution(&mut self, close: char, depth: usize) {
        let (from, commands) = (self.at, self.found.commands.len());
        let heredocs = self.found.heredocs.len();
        self.list(Some(close), depth - 1);
        if close == ')' {
            self.nested(from, depth);
        }
        if self.substitutions == Substitutions::Known {
            self.found.commands.truncate(commands);
            self.found.heredocs.truncate(heredocs);
        }
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
        let end = near(inner).find('%').filter(|end| *end > 0 && *end < 80);
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

/// The start of a text.
fn near(text: &str) -> &str {
    text.get(..text.floor_char_boundary(NEAR)).unwrap_or(text)
}
