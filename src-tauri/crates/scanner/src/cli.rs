//! Command lines of other programs that name secrets.

use crate::{
    address,
    expr::{Expr, Shape},
    found::{Field, Found},
    names::Known,
    reference::{Kind, Operation, Via},
};

/// Whether a program is one that this is about.
pub(crate) fn is_program(name: &str) -> bool {
    matches!(name, "az" | "az.cmd" | "az.exe" | "databricks")
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

    fn azure(&self) -> Vec<Found> {
        if self.word(1) != "keyvault" {
            return Vec::new();
        }
        let kind = match self.word(2) {
            "secret" => Kind::Secret,
            "key" => Kind::Key,
            "certificate" => Kind::Certificate,
            _ => return Vec::new(),
        };
        let action = self.word(3);
        let op = match action {
            "show" | "download" | "backup" | "recover" | "show-deleted" | "list-versions" => {
                Operation::Get
            }
            "set" | "set-attributes" | "rotate" => Operation::Set,
            "encrypt" | "decrypt" | "sign" | "verify" => Operation::Use,
            "create" | "import" | "restore" => Operation::Create,
            "delete" | "purge" => Operation::Remove,
            "list" | "list-deleted" => Operation::List,
            _ => return Vec::new(),
        };
        // A few words in a text about the command, with nothing behind them.
        if self.words.len() < 5 {
            return Vec::new();
        }
        let form = format!("cli.az-keyvault-{}-{action}", self.word(2));
        let vault = self.option(&["--vault-name", "--vault"]);
        let vault = vault.map_or(Field::Absent, |vault| self.field(&vault));
        if let Some(id) = self.option(&["--id"]) {
            return vec![self.by_address(form, kind, op, &id)];
        }
        let name = self.option(&["--name", "-n"]);
        if op == Operation::List || (name.is_none() && action == "list-versions") {
            let all = Field::Known("*".to_owned(), Via::ListAll);
            return vec![self.found(form, kind, op, vault, all, None)];
        }
        self.names(&form, kind, op, &vault, name.as_ref())
    }

    fn by_address(&self, form: String, kind: Kind, op: Operation, id: &Expr) -> Found {
        let known = (self.resolve)(id).and_then(|known| address::read(known.single()?));
        let (vault, name) = match known {
            Some(read) => (
                Field::literal(read.vault),
                read.item.map_or(Field::Computed, |(_, n)| Field::literal(n)),
            ),
            None => (Field::Computed, Field::Computed),
        };
        self.found(form, kind, op, vault, name, Some(id))
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

    fn databricks(&self) -> Vec<Found> {
        if self.word(1) != "secrets" {
            return Vec::new();
        }
        let action = self.word(2);
        let (op, position) = match action {
            "put" | "put-secret" | "write" | "write-acl" => {
                (Operation::Set, action == "put-secret")
            }
            "get" | "get-secret" => (Operation::Get, action == "get-secret"),
            "delete" | "delete-secret" => (Operation::Remove, action == "delete-secret"),
            "list" | "list-secrets" => (Operation::List, action == "list-secrets"),
            _ => return Vec::new(),
        };
        let form = format!("cli.databricks-secrets-{action}");
        let at = |at: usize| {
            let word = self.words.get(at).filter(|_| position).cloned();
            word.filter(|word| !word.as_text().is_some_and(|text| text.starts_with('-')))
        };
        let scope = self.option(&["--scope"]).or_else(|| at(3));
        let scope = scope.map_or(Field::Absent, |scope| self.field(&scope));
        if op == Operation::List {
            let all = Field::Known("*".to_owned(), Via::ListAll);
            return vec![self.found(form, Kind::Secret, op, scope, all, None)];
        }
        let key = self.option(&["--key"]).or_else(|| at(4));
        self.names(&form, Kind::Secret, op, &scope, key.as_ref())
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
