//! Command lines of other programs that name secrets.

mod azure;
mod others;

use crate::{
    expr::{Expr, Shape},
    found::{Field, Found},
    names::Known,
    reference::{Kind, Operation},
};

/// Whether a program is one that this is about.
pub(crate) fn is_program(name: &str) -> bool {
    let azure = matches!(name, "az" | "az.cmd" | "az.exe" | "databricks");
    azure || matches!(name, "aws" | "awslocal" | "gcloud" | "vault" | "conjur")
}

/// Words of which a text holds one when a command line of these programs stands in it.
pub(crate) const WORDS: &[&str] = &[
    "keyvault",
    "databricks",
    "secretsmanager",
    "gcloud",
    "vault kv",
    "vault read",
    "vault write",
    "conjur",
];

/// Whether two words begin a command line that is passed to another program: `docker run x az
/// keyvault ..`.
fn begins(first: &str, second: &str) -> bool {
    matches!(
        (first, second),
        ("az", "keyvault")
            | ("aws" | "awslocal", "secretsmanager")
            | ("gcloud", "secrets")
            | ("vault", "kv")
            | ("conjur", "variable")
    )
}

/// Whether words begin such a command line, with options before the second word or without.
pub(crate) fn is_line(words: &[Expr]) -> bool {
    let word = |at: usize| words.get(at).and_then(Expr::as_text).unwrap_or_default();
    let (program, next) = (word(0), word(1));
    let options = is_program(program) && next.starts_with('-');
    begins(program, next) || options && (2..words.len().min(12)).any(|at| begins(program, word(at)))
}

/// The references of one command line; its first word is the program.
pub(crate) fn references(
    words: &[Expr],
    text: &str,
    resolve: &dyn Fn(&Expr) -> Option<Known>,
) -> Vec<Found> {
    let line = Line { words, text, resolve };
    match words.first().and_then(Expr::as_text) {
        Some("databricks") => line.databricks(),
        Some("aws" | "awslocal") => line.amazon(),
        Some("gcloud") => line.google(),
        Some("vault") => line.hashicorp(),
        Some("conjur") => line.conjur(),
        Some(_) => line.azure(),
        None => Vec::new(),
    }
}

struct Line<'a> {
    words: &'a [Expr],
    text: &'a str,
    resolve: &'a dyn Fn(&Expr) -> Option<Known>,
}

impl Line<'_> {
    fn word(&self, at: usize) -> &str {
        self.words.get(at).and_then(Expr::as_text).unwrap_or_default()
    }

    /// The value of an option, behind it or behind an equals sign.
    fn option(&self, names: &[&str]) -> Option<Expr> {
        for (at, word) in self.words.iter().enumerate() {
            if let Shape::Text(text) = &word.shape
                && names.contains(&text.as_str())
            {
                return self.words.get(at + 1).cloned();
            }
            if let Some(value) = names.iter().find_map(|name| after_equals(word, name)) {
                return Some(value);
            }
        }
        None
    }

    fn names(
        &self,
        form: &str,
        kind: Kind,
        op: Operation,
        vault: &Field,
        name: Option<&Expr>,
    ) -> Vec<Found> {
        let found = |field| self.found(form.to_owned(), kind, op, vault.clone(), field, name);
        match name.and_then(|name| (self.resolve)(name)) {
            Some(known) => {
                let via = known.via;
                known.texts.into_iter().map(|(text, _)| found(Field::Known(text, via))).collect()
            }
            None => vec![found(Field::Computed)],
        }
    }

    fn field(&self, expr: &Expr) -> Field {
        match (self.resolve)(expr) {
            Some(known) => match known.single() {
                Some(text) if !crate::found::is_placeholder(text) || text.contains('<') => {
                    Field::Known(text.to_owned(), known.via)
                }
                _ => Field::Computed,
            },
            None => Field::Computed,
        }
    }

    fn found(
        &self,
        form: String,
        kind: Kind,
        op: Operation,
        vault: Field,
        name: Field,
        expr: Option<&Expr>,
    ) -> Found {
        let at = self.words.first().map_or(0, |word| word.start);
        let name_at = expr.map_or(at, |expr| expr.start);
        let expression = expr.and_then(|expr| self.text.get(expr.start..expr.end));
        let expression = expression.unwrap_or_default().to_owned();
        Found { form, kind, op, at, name_at, vault, name, expression }
    }
}

/// What stands behind `--name=`.
fn after_equals(word: &Expr, option: &str) -> Option<Expr> {
    let cut = |text: &str| {
        let rest = text.strip_prefix(option)?.strip_prefix('=')?;
        Some(rest.to_owned())
    };
    match &word.shape {
        Shape::Text(text) => Some(Expr::text(cut(text)?, word.start, word.end)),
        Shape::Join(parts) => {
            let (first, rest) = parts.split_first()?;
            let head = first.as_text()?;
            if head == option && rest.first()?.as_text()?.starts_with('=') {
                let value = rest.get(1..)?.to_vec();
                return Some(Expr::new(Shape::Join(value), word.start, word.end));
            }
            let mut parts = vec![Expr::text(cut(head)?, first.start, first.end)];
            parts.extend(rest.iter().cloned());
            Some(Expr::new(Shape::Join(parts), word.start, word.end))
        }
        _ => None,
    }
}
