//! Strings with expressions in them.

use super::{
    Dialect,
    expression::Parser,
    token::{Lexer, tokens},
};
use crate::expr::{Expr, Shape};

/// How deep strings may stand in strings.
pub(super) const DEPTH: usize = 12;

/// Parts of a string so far.
struct Parts {
    all: Vec<Expr>,
    text: String,
    from: usize,
}

impl Parts {
    fn at(from: usize) -> Self {
        Self { all: Vec::new(), text: String::new(), from }
    }

    fn flush(&mut self, to: usize) {
        if !self.text.is_empty() {
            self.all.push(Expr::text(std::mem::take(&mut self.text), self.from, to));
        }
    }

    fn finish(mut self, start: usize, end: usize) -> Expr {
        self.flush(end);
        let shape = match self.all.as_slice() {
            [] => Shape::Text(String::new()),
            [Expr { shape: Shape::Text(text), .. }] => Shape::Text(text.clone()),
            _ => Shape::Join(self.all),
        };
        Expr::new(shape, start, end)
    }
}

/// `"..."` with `${...}` and `%{...}`.
pub(super) fn double(lexer: &mut Lexer<'_>) -> Expr {
    let start = lexer.at;
    lexer.bump();
    let mut parts = Parts::at(lexer.at);
    while let Some(next) = lexer.peek() {
        match next {
            '"' | '\n' => {
                lexer.bump();
                break;
            }
            '\\' => escape(lexer, &mut parts),
            '$' | '%' if opens(lexer) => interpolation(lexer, &mut parts),
            _ => parts.text.extend(lexer.bump()),
        }
    }
    parts.finish(start, lexer.at)
}

/// `'...'` with `${...}`, or `'''...'''` without; doubled quotes in templates.
pub(super) fn single(lexer: &mut Lexer<'_>) -> Expr {
    let start = lexer.at;
    if lexer.dialect == Dialect::Bicep && lexer.rest().starts_with("'''") {
        let body = lexer.rest().get(3..).unwrap_or_default();
        let end = body.find("'''").unwrap_or(body.len());
        let text = body.get(..end).unwrap_or_default().to_owned();
        lexer.at = (lexer.at + end + 6).min(lexer.text.len());
        return Expr::text(text, start, lexer.at);
    }
    lexer.bump();
    let mut parts = Parts::at(lexer.at);
    let bicep = lexer.dialect == Dialect::Bicep;
    while let Some(next) = lexer.peek() {
        match next {
            '\'' if !bicep && lexer.rest().starts_with("''") => {
                lexer.bump();
                parts.text.extend(lexer.bump());
            }
            '\'' | '\n' => {
                lexer.bump();
                break;
            }
            '\\' if bicep => escape(lexer, &mut parts),
            '$' if bicep && opens(lexer) => interpolation(lexer, &mut parts),
            _ => parts.text.extend(lexer.bump()),
        }
    }
    parts.finish(start, lexer.at)
}

/// Bytes of the longest line that begins a text over lines.
const LONGEST: usize = 200;

/// How many words are searched to the end of the text in vain.
const MISSING: usize = 32;

/// `<<EOF` to the line that is `EOF`. `None` when it has no end.
pub(super) fn heredoc(lexer: &mut Lexer<'_>) -> Option<Expr> {
    let start = lexer.at;
    let near = lexer.rest().get(..lexer.rest().floor_char_boundary(LONGEST))?;
    let head = near.lines().next()?;
    let word = head.trim_start_matches("<<").trim_start_matches('-').trim().to_owned();
    if word.is_empty() || !word.chars().all(|c| c.is_alphanumeric() || c == '_') {
        return None;
    }
    if lexer.missing.len() > MISSING || lexer.missing.contains(&word) {
        return None;
    }
    let body = start + head.len() + 1;
    let mut end = body;
    for line in lexer.text.get(body..)?.split_inclusive('\n') {
        if line.trim() == word {
            lexer.at = body;
            let mut parts = Parts::at(body);
            while lexer.at < end {
                match lexer.peek()? {
                    '$' | '%' if opens(lexer) => interpolation(lexer, &mut parts),
                    _ => parts.text.extend(lexer.bump()),
                }
            }
            let text = parts.finish(start, end);
            lexer.at = end + line.trim_end().len();
            return Some(text);
        }
        end += line.len();
    }
    lexer.missing.push(word);
    None
}

fn opens(lexer: &Lexer<'_>) -> bool {
    let rest = lexer.rest();
    rest.get(1..).is_some_and(|rest| rest.starts_with('{'))
}

fn escape(lexer: &mut Lexer<'_>, parts: &mut Parts) {
    lexer.bump();
    match lexer.bump() {
        Some('n') => parts.text.push('\n'),
        Some('t') => parts.text.push('\t'),
        Some('r') => parts.text.push('\r'),
        other => parts.text.extend(other),
    }
}

/// `${expression}`, or `%{directive}` which is computed.
fn interpolation(lexer: &mut Lexer<'_>, parts: &mut Parts) {
    let start = lexer.at;
    parts.flush(start);
    let computed = lexer.rest().starts_with('%') || lexer.depth == 0;
    let from = start + 2;
    let end = closing(lexer.text, from);
    let whole = lexer.text.get(..end).unwrap_or_default();
    let inner = if computed {
        Expr::other(start, end)
    } else {
        let tokens = tokens(whole, from, lexer.dialect, lexer.depth - 1);
        Parser::new(&tokens).expression()
    };
    parts.all.push(inner);
    lexer.at = (end + 1).min(lexer.text.len());
    while !lexer.text.is_char_boundary(lexer.at) {
        lexer.at += 1;
    }
    parts.from = lexer.at;
}

/// Where the brace that was opened before `from` is closed.
fn closing(text: &str, from: usize) -> usize {
    let mut depth = 0_usize;
    let mut quote = None;
    for (at, c) in text.get(from..).unwrap_or_default().char_indices().take(4000) {
        match (quote, c) {
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), _) if c == open => quote = None,
            (None, '{') => depth += 1,
            (None, '}') if depth == 0 => return from + at,
            (None, '}') => depth -= 1,
            (None, '\n') => return from + at,
            _ => {}
        }
    }
    text.len()
}
