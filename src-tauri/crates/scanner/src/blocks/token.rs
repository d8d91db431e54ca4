//! Words, strings and signs.

use super::{Dialect, string};
use crate::expr::Expr;

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
    Word(String),
    Text(Expr),
    Sign(&'static str),
    /// The end of a line.
    Line,
}

const SIGNS: &[&str] = &[
    "...", "=>", "==", "!=", "<=", ">=", "&&", "||", "??", "=~", "!~", "::", ".?", "[?", "?", ":",
    "=", "<", ">", "!", "+", "-", "*", "/", "%", ",", ".", "(", ")", "[", "]", "{", "}", "@", "|",
];

/// The tokens of a text from a byte on. Places count from the text's start.
pub(super) fn tokens(text: &str, from: usize, dialect: Dialect, depth: usize) -> Vec<Token> {
    let mut lexer = Lexer { text, at: from, dialect, depth, missing: Vec::new() };
    let mut all = Vec::new();
    while let Some(token) = lexer.next() {
        all.push(token);
    }
    all
}

/// Reads a text from a byte on.
pub(super) struct Lexer<'t> {
    pub(super) text: &'t str,
    pub(super) at: usize,
    pub(super) dialect: Dialect,
    pub(super) depth: usize,
    /// Words that end a text over lines and do not stand from here on.
    pub(super) missing: Vec<String>,
}

impl Lexer<'_> {
    pub(super) fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    pub(super) fn bump(&mut self) -> Option<char> {
        let next = self.peek()?;
        self.at += next.len_utf8();
        Some(next)
    }

    fn next(&mut self) -> Option<Token> {
        self.skip();
        let start = self.at;
        let next = self.peek()?;
        let what = match next {
            '\n' => {
                self.bump();
                What::Line
            }
            '"' if self.dialect == Dialect::Terraform => What::Text(string::double(self)),
            '\'' if self.dialect != Dialect::Terraform => What::Text(string::single(self)),
            '<' if self.dialect == Dialect::Terraform && self.rest().starts_with("<<") => {
                match string::heredoc(self) {
                    Some(text) => What::Text(text),
                    None => self.sign(),
                }
            }
            _ if next.is_alphanumeric() || next == '_' || next == '$' => self.word(),
            _ => self.sign(),
        };
        Some(Token { what, start, end: self.at })
    }

    /// Passes over spaces and comments.
    fn skip(&mut self) {
        loop {
            let rest = self.rest();
            let blank = rest.find(|c: char| c == '\n' || !c.is_whitespace()).unwrap_or(rest.len());
            self.at += blank;
            let rest = self.rest();
            if rest.starts_with("/*") {
                self.at += rest.find("*/").map_or(rest.len(), |end| end + 2);
            } else if rest.starts_with("//")
                || (rest.starts_with('#') && self.dialect != Dialect::Template)
            {
                self.at += rest.find('\n').unwrap_or(rest.len());
            } else if blank == 0 {
                return;
            }
        }
    }

    fn word(&mut self) -> What {
        let dashes = self.dialect == Dialect::Terraform;
        let part = |c: char| c.is_alphanumeric() || c == '_' || c == '$' || (dashes && c == '-');
        let rest = self.rest();
        let end = rest.find(|c| !part(c)).unwrap_or(rest.len());
        let word = rest.get(..end).unwrap_or_default().to_owned();
        self.at += end;
        What::Word(word)
    }

    fn sign(&mut self) -> What {
        let rest = self.rest();
        match SIGNS.iter().find(|sign| rest.starts_with(**sign)) {
            Some(sign) => {
                self.at += sign.len();
                What::Sign(sign)
            }
            None => {
                self.bump();
                What::Sign("")
            }
        }
    }
}
