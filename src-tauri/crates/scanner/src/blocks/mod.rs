//! Languages of blocks and expressions: Terraform, Bicep, and the expressions of templates.

mod bicep;
mod expression;
mod functions;
mod hcl;
mod manifests;
mod statement;
mod string;
mod terraform;
#[cfg(test)]
mod tests;
mod token;

pub(crate) use bicep::{scan as scan_bicep, split as split_at_slash};
pub(crate) use terraform::scan as scan_terraform;

use crate::expr::Expr;

/// Which of the languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dialect {
    Terraform,
    Bicep,
    /// What stands between `[` and `]` in a text of an ARM template.
    Template,
}

/// Reads one expression that starts at a byte of the text.
pub(crate) fn expression(text: &str, dialect: Dialect) -> Expr {
    let tokens = token::tokens(text, 0, dialect, string::DEPTH);
    functions::simplified(expression::Parser::new(&tokens).expression())
}
