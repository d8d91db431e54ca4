//! Command lines of Azure and of Databricks.

use super::Line;
use crate::{
    address,
    expr::Expr,
    found::{Field, Found},
    reference::{Kind, Operation, Via},
};

impl Line<'_> {
    pub(super) fn azure(&self) -> Vec<Found> {
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

    pub(super) fn databricks(&self) -> Vec<Found> {
        let mut at = self.positions(self.words.get(1..).unwrap_or_default());
        let mut next = || at.next().unwrap_or(usize::MAX);
        if self.word(next()) != "secrets" {
            return Vec::new();
        }
        let action = self.word(next());
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
        let mut next = || self.words.get(next()).filter(|_| position).cloned();
        let scope = self.option(&["--scope"]).or_else(&mut next);
        let scope = scope.map_or(Field::Absent, |scope| self.field(&scope));
        if op == Operation::List {
            let all = Field::Known("*".to_owned(), Via::ListAll);
            return vec![self.found(form, Kind::Secret, op, scope, all, None)];
        }
        let key = self.option(&["--key"]).or_else(&mut next);
        self.names(&form, Kind::Secret, op, &scope, key.as_ref())
    }
}
