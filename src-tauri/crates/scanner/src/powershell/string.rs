//! Strings of PowerShell.

use super::token::{Bracket, Lexer, Token, What};
use crate::{
    expr::{Expr, Shape},
    found::is_placeholder,
};

/// Reads a string that starts with a quote: its value, and the code inside it.
pub(super) fn quoted(lexer: &mut Lexer<'_>, quote: char, depth: usize) -> (Expr, Vec<Token>) {
    let start = lexer.at;
    let single = matches!(quote, '\'' | '\u{2018}' | '\u{2019}');
    if !is_closed(lexer.rest(), single) {
        // Nothing closes it: it ends with its line.
        let rest = lexer.rest();
        lexer.at += rest.find('\n').unwrap_or(rest.len());
        return (Expr::other(start, lexer.at), Vec::new());
    }
    lexer.bump();
    if single { (literal(lexer, start), Vec::new()) } else { expandable(lexer, start, depth) }
}

fn closes(c: char, single: bool) -> bool {
    match single {
        true => matches!(c, '\'' | '\u{2018}' | '\u{2019}'),
        false => matches!(c, '"' | '\u{201c}' | '\u{201d}'),
    }
}

/// Whether a quote is closed before the text ends; a search with an end of its own.
fn is_closed(text: &str, single: bool) -> bool {
    text.chars().skip(1).take(100_000).any(|c| closes(c, single))
}

fn literal(lexer: &mut Lexer<'_>, start: usize) -> Expr {
    let mut text = String::new();
    while let Some(next) = lexer.bump() {
        if closes(next, true) {
            if !lexer.peek().is_some_and(|next| closes(next, true)) {
                break;
            }
            lexer.bump();
        }
        text.push(next);
    }
    Expr::text(text, start, lexer.at)
}

fn expandable(lexer: &mut Lexer<'_>, start: usize, depth: usize) -> (Expr, Vec<Token>) {
    let mut parts = Vec::new();
    let mut code = Vec::new();
    let mut text = String::new();
    let mut from = lexer.at;
    while let Some(next) = lexer.peek() {
        let at = lexer.at;
        if closes(next, false) {
            lexer.bump();
            if !lexer.peek().is_some_and(|next| closes(next, false)) {
                break;
            }
            lexer.bump();
            text.push(next);
        } else if next == '`' {
            lexer.bump();
            text.extend(lexer.bump());
        } else if next == '$' && starts_variable(lexer.rest()) {
            flush(&mut parts, &mut text, from, at);
            parts.push(variable(lexer, &mut code, depth));
            from = lexer.at;
        } else {
            lexer.bump();
            text.push(next);
        }
    }
    flush(&mut parts, &mut text, from, lexer.at);
    let shape = match parts.as_slice() {
        [] => Shape::Text(String::new()),
        [Expr { shape: Shape::Text(text), .. }] => Shape::Text(text.clone()),
        _ => Shape::Join(parts),
    };
    (Expr::new(shape, start, lexer.at), code)
}

fn starts_variable(rest: &str) -> bool {
    rest.chars().nth(1).is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | '{' | '('))
}

fn flush(parts: &mut Vec<Expr>, text: &mut String, from: usize, to: usize) {
    if !text.is_empty() {
        parts.push(Expr::text(std::mem::take(text), from, to));
    }
}

fn variable(lexer: &mut Lexer<'_>, code: &mut Vec<Token>, depth: usize) -> Expr {
    let start = lexer.at;
    if lexer.rest().starts_with("$(") {
        let what = lexer.group(Bracket::Code, 2, ')', depth);
        let shape = match &what {
            What::Group(_, inner) => only_variable(inner),
            _ => None,
        };
        code.push(Token { what, start, end: lexer.at });
        return Expr::new(shape.unwrap_or(Shape::Other), start, lexer.at);
    }
    lexer.bump();
    let name = lexer.variable();
    Expr::new(Shape::Name(name), start, lexer.at)
}

fn only_variable(tokens: &[Token]) -> Option<Shape> {
    match tokens {
        [Token { what: What::Variable(name), .. }] => Some(Shape::Name(name.clone())),
        _ => None,
    }
}

/// Reads a here-string: the text of another script or of a message. `None` when it has no end.
pub(super) fn here(lexer: &mut Lexer<'_>) -> Option<Expr> {
    let rest = lexer.rest();
    let quote = rest.chars().nth(1).filter(|c| matches!(c, '\'' | '"'))?;
    if lexer.open.contains(&quote) {
        return None;
    }
    let line = rest.find('\n')?;
    if !rest.get(2..line)?.trim().is_empty() {
        return None;
    }
    let start = lexer.at;
    let body = rest.get(line + 1..)?;
    let end = format!("{quote}@");
    let stop = body
        .split_inclusive('\n')
        .try_fold(0, |at, text| if text.starts_with(&end) { Err(at) } else { Ok(at + text.len()) });
    let Err(stop) = stop else {
        lexer.open.push(quote);
        return None;
    };
    let text = body.get(..stop)?.trim_end_matches(['\r', '\n']).to_owned();
    lexer.at = start + line + 1 + stop + end.len();
    let plain = quote == '\'' || !text.contains('$');
    let shape = if plain && !is_placeholder(&text) { Shape::Text(text) } else { Shape::Other };
    Some(Expr::new(shape, start, lexer.at))
}
