//! The blocks of Terraform.

use super::{
    Dialect,
    expression::Parser,
    functions::simplified,
    string,
    token::{What, tokens},
};
use crate::expr::Expr;

/// How deep blocks stand in blocks.
const DEPTH: usize = 30;

/// `kind "label" "label" { … }`.
#[derive(Debug, Default)]
pub(super) struct Block {
    pub(super) kind: String,
    pub(super) labels: Vec<String>,
    pub(super) start: usize,
    pub(super) attributes: Vec<Attribute>,
    pub(super) blocks: Vec<Block>,
}

/// `key = value`.
#[derive(Debug)]
pub(super) struct Attribute {
    pub(super) key: String,
    pub(super) start: usize,
    pub(super) value: Expr,
}

impl Block {
    pub(super) fn attribute(&self, key: &str) -> Option<&Attribute> {
        self.attributes.iter().find(|attribute| attribute.key == key)
    }
}

/// The file as a block without a kind.
pub(super) fn read(text: &str) -> Block {
    let tokens = tokens(text, 0, Dialect::Terraform, string::DEPTH);
    let mut parser = Parser::new(&tokens);
    let mut file = Block::default();
    while parser.token().is_some() {
        let before = parser.at;
        body(&mut parser, &mut file, DEPTH);
        // A brace that was never opened.
        if parser.at == before {
            parser.at += 1;
        }
    }
    file
}

fn body(parser: &mut Parser<'_>, into: &mut Block, depth: usize) {
    loop {
        parser.skip_lines();
        let Some(token) = parser.token() else { return };
        if parser.take("}") {
            return;
        }
        let (What::Word(word), start) = (&token.what, token.start) else {
            parser.at += 1;
            continue;
        };
        if matches!(parser.after(1), Some(What::Sign("=" | ":"))) {
            parser.at += 2;
            let value = simplified(parser.expression());
            into.attributes.push(Attribute { key: word.clone(), start, value });
            continue;
        }
        match (labels(parser), depth.checked_sub(1)) {
            (Some((labels, length)), Some(depth)) => {
                parser.at += length;
                let mut block = Block { kind: word.clone(), labels, start, ..Block::default() };
                body(parser, &mut block, depth);
                into.blocks.push(block);
            }
            _ => parser.at += 1,
        }
    }
}

/// The labels of a block that starts here, and how many tokens go up to its brace and with it.
fn labels(parser: &Parser<'_>) -> Option<(Vec<String>, usize)> {
    let mut labels = Vec::new();
    for length in 1..6 {
        match parser.after(length)? {
            What::Sign("{") => return Some((labels, length + 1)),
            What::Text(text) => labels.push(text.as_text()?.to_owned()),
            What::Word(word) => labels.push(word.clone()),
            What::Sign(_) | What::Line => return None,
        }
    }
    None
}
