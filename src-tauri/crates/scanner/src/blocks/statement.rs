//! The statements of Bicep.

use super::{
    Dialect,
    expression::Parser,
    functions::simplified,
    string,
    token::{What, tokens},
};
use crate::expr::Expr;

/// What a statement says.
#[derive(Debug)]
pub(super) enum Statement {
    /// `param name type = default`; a default may be missing.
    Parameter(String, Option<Expr>),
    /// `var name = value`.
    Variable(String, Expr),
    /// `resource name 'type' = body`: the name and the whole.
    Resource(String, Expr),
    /// A module, an output or anything else with a value.
    Other(Expr),
}

/// The statements of a text.
pub(super) fn read(text: &str) -> Vec<Statement> {
    let tokens = tokens(text, 0, Dialect::Bicep, string::DEPTH);
    let mut parser = Parser::new(&tokens);
    let mut all = Vec::new();
    while parser.token().is_some() {
        parser.skip_lines();
        let before = parser.at;
        all.extend(one(&mut parser));
        if parser.at == before {
            parser.at += 1;
        }
    }
    all
}

fn one(parser: &mut Parser<'_>) -> Option<Statement> {
    if parser.take("@") {
        // What a decorator says is about people.
        parser.expression();
        return None;
    }
    let (What::Word(word), Some(What::Word(name))) = (parser.after(0)?, parser.after(1)) else {
        // A value that stands alone, as when the start of a file was cut off.
        return Some(Statement::Other(simplified(parser.expression())));
    };
    if word == "resource"
        && let Some((_, resource)) = parser.resource()
    {
        return Some(Statement::Resource(name.clone(), simplified(resource)));
    }
    if word.starts_with("extension") || word == "provider" {
        // `extension name with { … }`
        parser.at += 2;
        parser.at += usize::from(parser.is_word("with"));
        return Some(Statement::Other(simplified(parser.expression())));
    }
    parser.at += 2;
    let value = to_value(parser).then(|| simplified(parser.expression()));
    match (word.as_str(), value) {
        ("param", value) => Some(Statement::Parameter(name.clone(), value)),
        ("var", Some(value)) => Some(Statement::Variable(name.clone(), value)),
        (_, value) => value.map(Statement::Other),
    }
}

/// Goes behind the equals sign of a statement, over the type before it; whether there is one.
fn to_value(parser: &mut Parser<'_>) -> bool {
    let mut depth = 0_usize;
    while let Some(token) = parser.token() {
        match &token.what {
            What::Sign("=") if depth == 0 => {
                parser.at += 1;
                return true;
            }
            What::Sign("{" | "[" | "(") => depth += 1,
            What::Sign("}" | "]" | ")") => depth = depth.saturating_sub(1),
            What::Line if depth == 0 => return false,
            _ => {}
        }
        parser.at += 1;
    }
    false
}
