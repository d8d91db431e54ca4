//! Values from tokens.

use super::token::{Bracket, Token, What};
use crate::expr::{Expr, Shape};

/// How deep values are followed.
const DEPTH: usize = 40;

/// Where a value stands: a bare word is a text as an argument, and a command elsewhere.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Where {
    Argument,
    Expression,
}

/// The value of some tokens.
pub(super) fn value(tokens: &[Token], place: Where) -> Expr {
    of(tokens, place, DEPTH)
}

/// The span of some tokens.
pub(super) fn span(tokens: &[Token]) -> (usize, usize) {
    match (tokens.first(), tokens.last()) {
        (Some(first), Some(last)) => (first.start, last.end),
        _ => (0, 0),
    }
}

fn is_sign(token: &Token, sign: &str) -> bool {
    matches!(token.what, What::Sign(s) if s == sign)
}

fn of(tokens: &[Token], place: Where, depth: usize) -> Expr {
    let tokens = trim(tokens);
    let (start, end) = span(tokens);
    let Some(depth) = depth.checked_sub(1) else { return Expr::other(start, end) };
    if tokens.iter().any(|token| is_sign(token, "|")) {
        return Expr::other(start, end);
    }
    let shape = formatted(tokens, depth)
        .or_else(|| split(tokens, ",", place, depth).map(Shape::List))
        .or_else(|| split(tokens, "+", place, depth).map(Shape::Join))
        .unwrap_or_else(|| single(tokens, place, depth));
    Expr::new(shape, start, end)
}

fn trim(tokens: &[Token]) -> &[Token] {
    let mut tokens = tokens;
    while let [Token { what: What::Line, .. }, rest @ ..] = tokens {
        tokens = rest;
    }
    while let [rest @ .., Token { what: What::Line, .. }] = tokens {
        tokens = rest;
    }
    tokens
}

/// `'{0}-x' -f $a` and `[string]::Format('{0}-x', $a)`.
fn formatted(tokens: &[Token], depth: usize) -> Option<Shape> {
    let is_f = |token: &Token| matches!(&token.what, What::Word(w) if w.eq_ignore_ascii_case("-f"));
    if let Some(at) = tokens.iter().position(is_f) {
        let format = of(tokens.get(..at)?, Where::Expression, depth);
        let values = of(tokens.get(at + 1..)?, Where::Expression, depth);
        let values = match values.shape {
            Shape::List(values) => values,
            _ => vec![values],
        };
        return Some(fill(&format, &values));
    }
    let [ty, colons, method, args] = tokens else { return None };
    let named = matches!(&method.what, What::Word(w) if w.eq_ignore_ascii_case("format"));
    if !named || !is_sign(colons, "::") || !matches!(ty.what, What::Group(Bracket::Square, _)) {
        return None;
    }
    let What::Group(Bracket::Round, inner) = &args.what else { return None };
    let Shape::List(mut values) = of(inner, Where::Expression, depth).shape else { return None };
    let format = values.remove(0);
    Some(fill(&format, &values))
}

/// Puts values into `{0}` of a format.
fn fill(format: &Expr, values: &[Expr]) -> Shape {
    let Shape::Text(text) = &format.shape else { return Shape::Other };
    let mut parts = Vec::new();
    let mut rest = text.as_str();
    while let Some((before, after)) = rest.split_once('{') {
        let Some((number, behind)) = after.split_once('}') else { return Shape::Other };
        parts.push(Expr::text(before, format.start, format.end));
        match number.parse::<usize>().ok().and_then(|at| values.get(at)) {
            Some(value) => parts.push(value.clone()),
            None => return Shape::Other,
        }
        rest = behind;
    }
    parts.push(Expr::text(rest, format.start, format.end));
    Shape::Join(parts)
}

fn split(tokens: &[Token], sign: &str, place: Where, depth: usize) -> Option<Vec<Expr>> {
    if !tokens.iter().any(|token| is_sign(token, sign)) {
        return None;
    }
    let parts = tokens.split(|token| is_sign(token, sign)).map(trim);
    Some(parts.filter(|part| !part.is_empty()).map(|part| of(part, place, depth)).collect())
}

fn single(tokens: &[Token], place: Where, depth: usize) -> Shape {
    match tokens {
        [] => Shape::Other,
        [one] => alone(one, place, depth),
        [Token { what: What::Group(Bracket::Square, _), .. }, next, rest @ ..]
            if !is_sign(next, "::") =>
        {
            if rest.is_empty() {
                alone(next, place, depth)
            } else {
                single(&tokens[1..], place, depth)
            }
        }
        _ => member(tokens, place, depth),
    }
}

fn alone(token: &Token, place: Where, depth: usize) -> Shape {
    match &token.what {
        What::Text(expr, _) => expr.shape.clone(),
        What::Variable(name) => Shape::Name(name.clone()),
        What::Word(word) if place == Where::Argument => Shape::Text(word.clone()),
        What::Group(Bracket::Round | Bracket::Code, inner) => {
            of(inner, Where::Expression, depth).shape
        }
        What::Group(Bracket::Array, inner) => Shape::List(items(inner, depth)),
        What::Group(Bracket::Table, inner) => Shape::Dict(entries(inner, depth)),
        _ => Shape::Other,
    }
}

fn items(tokens: &[Token], depth: usize) -> Vec<Expr> {
    let ends = |t: &Token| matches!(t.what, What::Line | What::Sign("," | ";"));
    let parts = tokens.split(ends).filter(|part| !part.is_empty());
    parts.map(|part| of(part, Where::Expression, depth)).collect()
}

/// The entries of a table.
fn entries(tokens: &[Token], depth: usize) -> Vec<(Expr, Expr)> {
    let mut found = Vec::new();
    let mut rest = tokens;
    while let Some(equals) = rest.iter().position(|token| is_sign(token, "=")) {
        let key = rest.get(..equals).and_then(<[Token]>::last);
        let after = rest.get(equals + 1..).unwrap_or_default();
        let ends = |t: &Token| matches!(t.what, What::Line | What::Sign(";"));
        let end = after.iter().position(ends).unwrap_or(after.len());
        if let Some(key) = key {
            let name = alone(key, Where::Argument, depth);
            let value = of(after.get(..end).unwrap_or_default(), Where::Expression, depth);
            found.push((Expr::new(name, key.start, key.end), value));
        }
        rest = after.get(end..).unwrap_or_default();
    }
    found
}

/// `$a.Name`, `$a['Name']`, or parts without space between them.
fn member(tokens: &[Token], place: Where, depth: usize) -> Shape {
    let (start, _) = span(tokens);
    if let [variable, dot, Token { what: What::Word(name), .. }] = tokens
        && let (What::Variable(of), true) = (&variable.what, is_sign(dot, "."))
    {
        let of = Expr::new(Shape::Name(of.clone()), start, variable.end);
        return Shape::Member(Box::new(of), name.clone());
    }
    if let [variable, Token { what: What::Group(Bracket::Square, key), .. }] = tokens
        && let What::Variable(name) = &variable.what
    {
        let owner = Expr::new(Shape::Name(name.clone()), start, variable.end);
        let key = of(key, Where::Expression, depth);
        return Shape::Index(Box::new(owner), Box::new(key));
    }
    let simple = |t: &Token| {
        matches!(
            t.what,
            What::Word(_)
                | What::Variable(_)
                | What::Text(..)
                | What::Sign("." | "=" | ":" | "/" | "-" | "*" | "%" | "~" | "?" | "@")
        )
    };
    let first_is_value = matches!(tokens.first().map(|t| &t.what), Some(What::Variable(_)));
    let reads_member = first_is_value && tokens.get(1).is_some_and(|t| is_sign(t, "."));
    if place == Where::Expression || reads_member || !tokens.iter().all(simple) {
        return Shape::Other;
    }
    Shape::Join(tokens.iter().map(|token| glued(token, depth)).collect())
}

fn glued(token: &Token, depth: usize) -> Expr {
    let shape = match &token.what {
        What::Sign(sign) => Shape::Text((*sign).to_owned()),
        _ => alone(token, Where::Argument, depth),
    };
    Expr::new(shape, token.start, token.end)
}
