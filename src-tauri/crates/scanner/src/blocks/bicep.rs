//! Bicep: secrets that are read, made or named in settings.

use super::statement::{self, Statement};
use crate::{
    expr::{Call, Expr, Shape},
    found::{Field, Findings, Found},
    literals,
    names::{Given, Known, Names},
    reference::{Kind, Operation},
    text::Text,
};

/// Scans one text.
pub(crate) fn scan(text: &Text, findings: &mut Findings<'_>) {
    let statements = statement::read(&text.text);
    let mut file = File { names: names(&statements), text, findings };
    for statement in &statements {
        match statement {
            Statement::Parameter(_, value) => {
                value.iter().for_each(|value| file.visit(value, 0, None))
            }
            Statement::Variable(_, value)
            | Statement::Resource(_, value)
            | Statement::Other(value) => file.visit(value, 0, None),
        }
    }
}

fn names(statements: &[Statement]) -> Names {
    let mut names = Names::of_blocks();
    for statement in statements {
        match statement {
            Statement::Parameter(name, default) => names.parameter(0, name, default.clone()),
            Statement::Variable(name, value) => names.give(0, name, Given::Value(value.clone())),
            Statement::Resource(name, resource) => declare(&mut names, name, resource),
            Statement::Other(_) => {}
        }
    }
    names
}

/// A symbol has the properties of its resource; those of resources inside it are known as well.
fn declare(names: &mut Names, name: &str, resource: &Expr) {
    let Some((_, body)) = parts(resource) else { return };
    names.give(0, name, Given::Value(body.clone()));
    if let Shape::Dict(entries) = &body.shape {
        for (key, value) in entries {
            if let (Shape::Name(name), Some(_)) = (&key.shape, parts(value)) {
                declare(names, name, value);
            }
        }
    }
}

/// The type and the body of a resource.
fn parts(resource: &Expr) -> Option<(&str, &Expr)> {
    let Shape::Call(call) = &resource.shape else { return None };
    match (call.constructs, call.args.as_slice()) {
        (true, [of, body]) => Some((of.value.as_text()?, &body.value)),
        _ => None,
    }
}

struct File<'a, 'f> {
    names: Names,
    text: &'a Text,
    findings: &'a mut Findings<'f>,
}

impl File<'_, '_> {
    /// `vault` is the name of the vault that the expression stands in.
    fn visit(&mut self, expr: &Expr, scope: usize, vault: Option<&Expr>) {
        match &expr.shape {
            Shape::Call(call) => self.call(expr, call, scope, vault),
            Shape::Each(each) => {
                self.visit(&each.of, scope, vault);
                let inner = self.names.scope(scope);
                if let Some(name) = each.names.first() {
                    self.names.give(inner, name, Given::Each(each.of.clone()));
                }
                each.body.iter().for_each(|body| self.visit(body, inner, vault));
            }
            Shape::Text(_) | Shape::Join(_) => self.setting(expr, scope),
            Shape::List(all) | Shape::Parts(all) => {
                all.iter().for_each(|one| self.visit(one, scope, vault));
            }
            Shape::Dict(entries) => {
                entries.iter().for_each(|(_, value)| self.visit(value, scope, vault));
            }
            Shape::Member(of, _) => self.visit(of, scope, vault),
            Shape::Index(of, key) => {
                self.visit(of, scope, vault);
                self.visit(key, scope, vault);
            }
            Shape::Name(_) | Shape::Other => {}
        }
    }

    fn call(&mut self, expr: &Expr, call: &Call, scope: usize, vault: Option<&Expr>) {
        let mut inner = vault;
        if let Some((of, body)) = parts(expr) {
            let of = of.split('@').next().unwrap_or_default().to_ascii_lowercase();
            self.resource(&of, call, body, scope, vault);
            if of == "microsoft.keyvault/vaults" {
                inner = property(body, "name").or(vault);
            }
        } else if call.method == "getSecret" {
            self.get_secret(call, scope);
        }
        call.receiver.iter().for_each(|receiver| self.visit(receiver, scope, inner));
        call.args.iter().for_each(|arg| self.visit(&arg.value, scope, inner));
    }

    fn resource(&mut self, of: &str, call: &Call, body: &Expr, scope: usize, vault: Option<&Expr>) {
        let kind = match (of, vault) {
            ("microsoft.keyvault/vaults/secrets", _) | ("secrets", Some(_)) => Kind::Secret,
            ("microsoft.keyvault/vaults/keys", _) | ("keys", Some(_)) => Kind::Key,
            _ => return,
        };
        if let Shape::Each(each) = &body.shape {
            let inner = self.names.scope(scope);
            if let Some(name) = each.names.first() {
                self.names.give(inner, name, Given::Each(each.of.clone()));
            }
            each.body.iter().for_each(|body| self.named(kind, call, body, inner, vault));
        } else {
            self.named(kind, call, body, scope, vault);
        }
    }

    fn named(&mut self, kind: Kind, call: &Call, body: &Expr, scope: usize, vault: Option<&Expr>) {
        let Some(name) = property(body, "name") else { return };
        let (before, last) = split(name);
        let vault = before.as_ref().or(vault);
        let vault = match (vault, property(body, "parent")) {
            (Some(vault), _) => self.field(vault, scope),
            (None, Some(parent)) => self.vault_of(parent, scope),
            (None, None) => Field::Computed,
        };
        let word = if kind == Kind::Key { "keys" } else { "secrets" };
        let op = if call.method == "existing" { Operation::Get } else { Operation::Create };
        let form = format!("bicep.Microsoft.KeyVault/vaults/{word}");
        let found = Found { vault, ..Found::of(&form, kind, op, call.at) };
        self.push(&found, name, &last, scope);
    }

    fn get_secret(&mut self, call: &Call, scope: usize) {
        let Some(receiver) = &call.receiver else { return };
        let arg = |at: usize| call.args.get(at).map(|arg| &arg.value);
        let az = receiver.shape == Shape::Name("az".to_owned());
        let (form, name) = if az { ("bicepparam.az.getSecret", 3) } else { ("bicep.getSecret", 0) };
        let Some(name) = arg(name) else { return };
        let vault = match arg(2).filter(|_| az) {
            Some(vault) => self.field(vault, scope),
            None => self.vault_of(receiver, scope),
        };
        let at = if az { receiver.start } else { call.at };
        let found = Found { vault, ..Found::of(form, Kind::Secret, Operation::Get, at) };
        self.push(&found, name, name, scope);
    }

    /// Adds what was found under each name that `name`, a part of what is `written`, can have.
    fn push(&mut self, found: &Found, written: &Expr, name: &Expr, scope: usize) {
        let known = self.names.resolve(scope, name);
        let names: Vec<Field> = match known {
            Some(Known { texts, via }) => {
                texts.into_iter().map(|(text, _)| Field::Known(text, via)).collect()
            }
            None => vec![Field::Computed],
        };
        let expression = self.text.text.get(written.start..written.end).unwrap_or_default();
        for name in names {
            let (name_at, expression) = (written.start, expression.to_owned());
            self.findings.push(self.text, Found { name, name_at, expression, ..found.clone() });
        }
    }

    fn field(&self, expr: &Expr, scope: usize) -> Field {
        match self.names.resolve(scope, expr) {
            Some(known) => match known.single() {
                Some(text) => Field::Known(text.to_owned(), known.via),
                None => Field::Computed,
            },
            None => Field::Computed,
        }
    }

    /// The name of the vault that a symbol stands for.
    fn vault_of(&self, symbol: &Expr, scope: usize) -> Field {
        let name = Shape::Member(Box::new(symbol.clone()), "name".to_owned());
        self.field(&Expr::new(name, symbol.start, symbol.end), scope)
    }

    fn setting(&mut self, expr: &Expr, scope: usize) {
        let found = literals::of_expr(expr, |part| self.in_text(part, scope));
        found.into_iter().for_each(|found| self.findings.push(self.text, found));
        if let Shape::Join(parts) = &expr.shape {
            let parts = parts.iter().filter(|part| part.as_text().is_none());
            parts.for_each(|part| self.visit(part, scope, None));
        }
    }

    /// The address of a resource that is a secret counts as an address with its name.
    fn in_text(&self, part: &Expr, scope: usize) -> Option<Known> {
        if let Shape::Member(properties, address) = &part.shape
            && matches!(address.as_str(), "secretUri" | "secretUriWithVersion")
            && let Shape::Member(symbol, _) = &properties.shape
            && let Field::Known(name, via) = self.vault_of(symbol, scope)
        {
            let name = name.rsplit('/').next().unwrap_or_default();
            let text = format!("https://${{}}.vault.azure.net/secrets/{name}");
            return Some(Known { texts: vec![(text, part.start)], via });
        }
        if let Shape::Member(_, suffix) = &part.shape
            && suffix.eq_ignore_ascii_case("keyvaultDns")
        {
            let texts = vec![(".vault.azure.net".to_owned(), part.start)];
            return Some(Known { texts, via: crate::reference::Via::Literal });
        }
        self.names.resolve(scope, part)
    }
}

fn property<'e>(body: &'e Expr, name: &str) -> Option<&'e Expr> {
    let Shape::Dict(entries) = &body.shape else { return None };
    entries.iter().find(|(key, _)| key.as_text() == Some(name)).map(|(_, value)| value)
}

/// `vault/name`: what stands before the last slash and what behind it.
pub(crate) fn split(name: &Expr) -> (Option<Expr>, Expr) {
    let whole = |shape| Expr::new(shape, name.start, name.end);
    let parts = match &name.shape {
        Shape::Text(_) => vec![name.clone()],
        Shape::Join(parts) => parts.clone(),
        _ => return (None, name.clone()),
    };
    let slash =
        parts.iter().rposition(|part| part.as_text().is_some_and(|text| text.contains('/')));
    let Some((at, text)) = slash.and_then(|at| Some((at, parts.get(at)?.as_text()?))) else {
        return (None, name.clone());
    };
    let (before, after) = text.rsplit_once('/').unwrap_or_default();
    let text = |text: &str| Expr::text(text, name.start, name.end);
    let first = parts.iter().take(at).cloned().chain([text(before)]);
    let last = [text(after)].into_iter().chain(parts.iter().skip(at + 1).cloned());
    let first: Vec<Expr> = first.filter(|part| part.as_text() != Some("")).collect();
    let last: Vec<Expr> = last.filter(|part| part.as_text() != Some("")).collect();
    (Some(whole(Shape::Join(first))), whole(Shape::Join(last)))
}
