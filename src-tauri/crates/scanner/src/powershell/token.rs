//! Words, strings, variables and groups of PowerShell, also of broken scripts.

use super::string;
use crate::expr::Expr;

/// How deep groups are followed.
const DEPTH: usize = 80;

/// One token and where it stands.
#[derive(Debug, Clone)]
pub(super) struct Token {
    pub(super) what: What,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// The kinds of tokens.
#[derive(Debug, Clone)]
pub(super) enum What {
    /// A bare word, a parameter or an operator with letters.
    Word(String),
    /// A string, and the code inside it.
    Text(Expr, Vec<Token>),
    /// A variable, without its dollar sign.
    Variable(String),
    /// A variable whose entries become parameters.
    Splat(String),
    /// What stands in brackets.
    Group(Bracket, Vec<Token>),
    /// Any other sign.
    Sign(&'static str),
    /// The end of a line.
    Line,
}

/// Kinds of brackets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bracket {
    Round,
    Curly,
    Square,
    /// `$(`
    Code,
    /// `@(`
    Array,
    /// `@{`
    Table,
}

/// Two-sign operators first.
const SIGNS: &[&str] = &[
    "+=", "-=", "*=", "/=", "??=", "::", "||", "&&", "=", "+", ",", "|", ";", ".", "&", "!", "*",
    "/", "%", "<", ">", "?", ":", "-", "@", "^", "~",
];

/// Reads a text from a byte on.
pub(super) struct Lexer<'t> {
    pub(super) text: &'t str,
    pub(super) at: usize,
    /// Quotes of texts over lines of which none is closed from here on.
    pub(super) open: Vec<char>,
}

/// The tokens of a text.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut lexer = Lexer { text, at: 0, open: Vec::new() };
    let mut all = Vec::new();
    while lexer.at < text.len() {
        // A bracket that was never opened ends a run; what follows counts all the same.
        all.extend(lexer.run(None, DEPTH));
        lexer.bump();
    }
    all
}

impl Lexer<'_> {
    pub(super) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    pub(super) fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    pub(super) fn bump(&mut self) -> Option<char> {
        let next = self.peek()?;
        self.at += next.len_utf8();
        Some(next)
    }

    /// Tokens up to the closing bracket, which is left standing.
    pub(super) fn run(&mut self, close: Option<char>, depth: usize) -> Vec<Token> {
        let mut tokens = Vec::new();
        while let Some(next) = self.peek() {
            if Some(next) == close {
                break;
            }
            if close.is_none() && matches!(next, ')' | '}' | ']') {
                break;
            }
            let start = self.at;
            if let Some(what) = self.token(next, tokens.last(), depth) {
                tokens.push(Token { what, start, end: self.at });
            }
            if self.at == start {
                self.bump();
            }
        }
        tokens
    }

    fn token(&mut self, next: char, last: Option<&Token>, depth: usize) -> Option<What> {
        let adjacent = last.is_some_and(|last| last.end == self.at);
        match next {
            '\n' => {
                self.bump();
                Some(What::Line)
            }
            '`' => {
                self.bump();
                if self.rest().starts_with("\r\n") {
                    self.bump();
                }
                self.bump();
                None
            }
            _ if next.is_whitespace() => {
                self.bump();
                None
            }
            '#' if !adjacent || !matches!(last.map(|l| &l.what), Some(What::Word(_))) => {
                self.at += self.rest().find('\n').unwrap_or(self.rest().len());
                None
            }
            '<' if self.rest().starts_with("<#") => {
                let rest = self.rest();
                self.at += rest.find("#>").map_or(rest.len(), |end| end + 2);
                None
            }
            '\'' | '"' | '\u{2018}' | '\u{2019}' | '\u{201c}' | '\u{201d}' => {
                let (expr, code) = string::quoted(self, next, depth);
                Some(What::Text(expr, code))
            }
            '@' => self.at_sign(depth),
            '$' => Some(self.dollar(depth)),
            '(' => Some(self.group(Bracket::Round, 1, ')', depth)),
            '{' => Some(self.group(Bracket::Curly, 1, '}', depth)),
            '[' => Some(self.group(Bracket::Square, 1, ']', depth)),
            '.' if adjacent && follows_value(last) => Some(self.sign()),
            _ if is_word_start(next, self.rest()) => Some(What::Word(self.word(last, adjacent))),
            _ => Some(self.sign()),
        }
    }

    fn sign(&mut self) -> What {
        let sign = SIGNS.iter().find(|sign| self.rest().starts_with(**sign)).copied();
        match sign {
            Some(sign) => self.at += sign.len(),
            None => {
                self.bump();
            }
        }
        What::Sign(sign.unwrap_or("other"))
    }

    pub(super) fn group(&mut self, of: Bracket, open: usize, close: char, depth: usize) -> What {
        self.at += open;
        let Some(depth) = depth.checked_sub(1) else { return What::Sign("other") };
        let inner = self.run(Some(close), depth);
        if self.peek() == Some(close) {
            self.bump();
        }
        What::Group(of, inner)
    }

    fn at_sign(&mut self, depth: usize) -> Option<What> {
        let rest = self.rest();
        if rest.starts_with("@(") {
            return Some(self.group(Bracket::Array, 2, ')', depth));
        }
        if rest.starts_with("@{") {
            return Some(self.group(Bracket::Table, 2, '}', depth));
        }
        if let Some(expr) = string::here(self) {
            return Some(What::Text(expr, Vec::new()));
        }
        self.bump();
        if matches!(self.peek(), Some('\'' | '"')) {
            // The start of a here-string without an end: its text is read as a script.
            self.bump();
            return None;
        }
        let name = self.name();
        (!name.is_empty()).then_some(What::Splat(name))
    }

    fn dollar(&mut self, depth: usize) -> What {
        if self.rest().starts_with("$(") {
            return self.group(Bracket::Code, 2, ')', depth);
        }
        self.bump();
        What::Variable(self.variable())
    }

    /// The name of a variable behind its dollar sign.
    pub(super) fn variable(&mut self) -> String {
        if self.peek() == Some('{') {
            let rest = self.rest();
            let end = rest.find('}').filter(|end| *end < 200);
            let name = rest.get(1..end.unwrap_or(1)).unwrap_or_default().to_owned();
            self.at += end.map_or(1, |end| end + 1);
            return plain_name(&name);
        }
        let mut name = self.name();
        let scoped = self.rest().strip_prefix(':').and_then(|rest| rest.chars().next());
        if scoped.is_some_and(|c| c.is_alphanumeric() || c == '_') {
            self.bump();
            name = format!("{name}:{}", self.name());
        }
        if name.is_empty() && matches!(self.peek(), Some('?' | '$' | '^')) {
            self.bump();
        }
        plain_name(&name)
    }

    fn name(&mut self) -> String {
        let end = self.rest().find(|c: char| !(c.is_alphanumeric() || c == '_'));
        let name = self.rest().get(..end.unwrap_or(self.rest().len())).unwrap_or_default();
        let name = name.to_owned();
        self.at += name.len();
        name
    }

    fn word(&mut self, last: Option<&Token>, adjacent: bool) -> String {
        if adjacent && matches!(last.map(|last| &last.what), Some(What::Sign("." | "::"))) {
            return self.name_or_bump();
        }
        let parameter = self.peek() == Some('-');
        let mut word = String::new();
        while let Some(next) = self.peek() {
            if next.is_whitespace() || "()[]{};,|&'\"$=<>".contains(next) {
                break;
            }
            if parameter && next == '.' {
                break;
            }
            self.bump();
            if next == '`' {
                let escaped = self.bump();
                if matches!(escaped, Some('\n' | '\r')) {
                    break;
                }
                word.extend(escaped);
                continue;
            }
            word.push(next);
            if parameter && next == ':' {
                break;
            }
        }
        word
    }

    fn name_or_bump(&mut self) -> String {
        let name = self.name();
        if name.is_empty() {
            self.bump();
        }
        name
    }
}

/// A variable's name without its scope; `env:X` keeps it, since it is no variable of the script.
fn plain_name(name: &str) -> String {
    match name.split_once(':') {
        Some((scope, rest)) => match scope.to_ascii_lowercase().as_str() {
            "global" | "script" | "local" | "private" | "using" | "variable" => rest.to_owned(),
            _ => name.to_owned(),
        },
        None => name.to_owned(),
    }
}

fn follows_value(last: Option<&Token>) -> bool {
    last.is_some_and(|last| {
        matches!(last.what, What::Variable(_) | What::Group(..) | What::Text(..) | What::Word(_))
    })
}

fn is_word_start(next: char, rest: &str) -> bool {
    next.is_alphanumeric()
        || matches!(next, '_' | '\\' | '.' | '/' | '~' | '*' | '%' | '?')
        || (next == '-' && rest.chars().nth(1).is_some_and(|c| c.is_alphabetic() || c == '-'))
}
