//! ARM templates: secrets that are made or read, and settings in expressions.

use super::Sink;
use crate::{
    address,
    blocks::{Dialect, expression, split_at_slash},
    data::{Entry, Node, Scalar},
    expr::{Expr, Shape},
    found::{Field, Found},
    literals,
    names::{Given, Names},
    reference::{Kind, Operation},
};

/// Whether a document is a template, or a part of one.
pub(super) fn is_template(document: &Node) -> bool {
    let schema = document.text_of("$schema").unwrap_or_default().to_ascii_lowercase();
    schema.contains("deploymenttemplate")
        || (document.get("resources").is_some() && document.get("contentVersion").is_some())
}

/// The value of a text that is no expression, or of one that needs no names.
pub(super) fn literal(text: &str) -> Option<String> {
    match inner(text) {
        None => Some(text.to_owned()),
        Some(source) => {
            let known = Names::new(true).resolve(0, &expression(source, Dialect::Template))?;
            known.single().map(str::to_owned)
        }
    }
}

/// What stands between the brackets of an expression.
fn inner(text: &str) -> Option<&str> {
    let text = text.trim();
    if text.starts_with("[[") {
        return None;
    }
    text.strip_prefix('[')?.strip_suffix(']')
}

/// Parameter references, which stand in parameter files as well.
pub(super) fn references(document: &Node, sink: &mut Sink<'_, '_>) {
    let scan = Scan { names: Names::new(true) };
    for node in document.walk() {
        scan.parameter(node, sink);
    }
}

/// Scans a template.
pub(super) fn scan(document: &Node, sink: &mut Sink<'_, '_>) {
    let mut scan = Scan { names: Names::new(true) };
    scan.declare(document);
    scan.walk(document, None, 0, sink);
}

/// How deep a template is followed.
const DEPTH: usize = 120;

struct Scan {
    names: Names,
}

impl Scan {
    fn declare(&mut self, template: &Node) {
        for parameter in template.get("parameters").into_iter().flat_map(Node::entries) {
            let default = parameter.value.get("defaultValue").and_then(Node::scalar);
            let name = format!("parameters.{}", parameter.key.to_ascii_lowercase());
            self.names.parameter(0, &name, default.map(Self::expr));
        }
        for variable in template.get("variables").into_iter().flat_map(Node::entries) {
            if let Some(value) = variable.value.scalar() {
                let name = format!("variables.{}", variable.key.to_ascii_lowercase());
                self.names.give(0, &name, Given::Value(Self::expr(value)));
            }
        }
    }

    fn expr(scalar: &Scalar) -> Expr {
        let text = &scalar.text.text;
        match inner(text) {
            Some(source) => {
                let found = expression(source, Dialect::Template);
                Expr::new(found.shape, scalar.at(), scalar.at())
            }
            None => Expr::text(text.as_str(), scalar.at(), scalar.at()),
        }
    }

    /// `vault` is the name of the vault whose child resources these are.
    fn walk(&mut self, node: &Node, vault: Option<&Scalar>, depth: usize, sink: &mut Sink<'_, '_>) {
        if depth > DEPTH {
            return;
        }
        let of = node.text_of("type").map(str::to_ascii_lowercase).unwrap_or_default();
        let inside = match of.as_str() {
            "microsoft.keyvault/vaults" => node.get("name").and_then(Node::scalar),
            _ => vault,
        };
        self.resource(node, &of, vault, sink);
        self.parameter(node, sink);
        if let Some(scalar) = node.scalar() {
            self.value(scalar, sink);
        }
        node.items().iter().for_each(|item| self.walk(item, inside, depth + 1, sink));
        for entry in node.entries() {
            if entry.key == "template" && is_template(&entry.value) {
                let mut own = Scan { names: Names::new(true) };
                own.declare(&entry.value);
                own.walk(&entry.value, None, depth + 1, sink);
            } else if entry.key != "metadata" && entry.key != "$schema" {
                self.walk(&entry.value, inside, depth + 1, sink);
            }
        }
    }

    fn resource(&self, node: &Node, of: &str, vault: Option<&Scalar>, sink: &mut Sink<'_, '_>) {
        let (kind, word) = match (of, vault) {
            ("microsoft.keyvault/vaults/secrets", _) | ("secrets", Some(_)) => {
                (Kind::Secret, "secrets")
            }
            ("microsoft.keyvault/vaults/keys", _) | ("keys", Some(_)) => (Kind::Key, "keys"),
            _ => return,
        };
        let (Some(of), Some(name)) = (node.entry("type"), node.entry("name")) else { return };
        let Some(scalar) = name.value.scalar() else { return };
        let (before, last) = split_at_slash(&Self::expr(scalar));
        let vault = match (before, vault) {
            (Some(vault), _) => self.field(&vault),
            (None, Some(vault)) => self.field(&Self::expr(vault)),
            (None, None) => Field::Computed,
        };
        let op = if node.get("existing").is_some() { Operation::Get } else { Operation::Create };
        let form = format!("arm.Microsoft.KeyVault/vaults/{word}");
        let expression = scalar.text.text.clone();
        let found = Found::of(&form, kind, op, of.at);
        sink.push(Found { vault, name: self.field(&last), name_at: name.at, expression, ..found });
    }

    /// `"reference": { "keyVault": { "id": … }, "secretName": … }`.
    fn parameter(&self, node: &Node, sink: &mut Sink<'_, '_>) {
        let reference = node.get("reference").or_else(|| node.get("keyVaultReference"));
        let Some(reference) = reference else { return };
        let (Some(vault), Some(Entry { at, value, .. })) =
            (reference.at_path(&["keyVault", "id"]), reference.entry("secretName"))
        else {
            return;
        };
        let id = vault.scalar().map(Self::expr);
        let vault = id.map_or(Field::Computed, |id| self.vault_of(&id));
        let Some(name) = value.scalar() else { return };
        let found = Found::of("arm.keyVault-reference", Kind::Secret, Operation::Get, *at);
        let (field, expression) = (self.field(&Self::expr(name)), name.text.text.clone());
        sink.push(Found { vault, name: field, name_at: *at, expression, ..found });
    }

    /// The vault of a resource id: its last part, or the last argument of `resourceId`.
    fn vault_of(&self, id: &Expr) -> Field {
        if let Shape::Call(call) = &id.shape
            && call.method.eq_ignore_ascii_case("resourceId")
            && let Some(last) = call.args.last()
        {
            return self.field(&last.value);
        }
        match self.field(id) {
            Field::Known(id, via) => {
                let vault = address::resource(&id).map(|address| address.vault);
                vault.map_or(Field::Computed, |vault| Field::Known(vault, via))
            }
            other => other,
        }
    }

    fn field(&self, expr: &Expr) -> Field {
        match self.names.resolve(0, expr) {
            Some(known) => known
                .single()
                .map_or(Field::Computed, |text| Field::Known(text.to_owned(), known.via)),
            None => Field::Computed,
        }
    }

    /// Addresses and settings, also in expressions, and ids of secrets.
    fn value(&self, scalar: &Scalar, sink: &mut Sink<'_, '_>) {
        let text = &scalar.text.text;
        let ids = text.to_ascii_lowercase().contains("vaults/secrets");
        if !ids && !literals::is_candidate(text) {
            return;
        }
        let Some(source) = inner(text) else {
            literals::of_text(text, scalar.at()).into_iter().for_each(|found| sink.push(found));
            return;
        };
        let whole = expression(source, Dialect::Template);
        if ids {
            whole.walk(&mut |expr| self.id(expr, scalar, sink));
            return;
        }
        whole.walk(&mut |expr| {
            if matches!(expr.shape, Shape::Text(_) | Shape::Join(_)) {
                for found in literals::of_expr(expr, |part| self.names.resolve(0, part)) {
                    sink.push(Found { at: scalar.at(), name_at: scalar.at(), ..found });
                }
            }
        });
    }

    /// `resourceId('Microsoft.KeyVault/vaults/secrets', vault, name)`.
    fn id(&self, expr: &Expr, scalar: &Scalar, sink: &mut Sink<'_, '_>) {
        let Shape::Call(call) = &expr.shape else { return };
        let of = |text: &str| text.eq_ignore_ascii_case("microsoft.keyvault/vaults/secrets");
        let at = call.args.iter().position(|arg| arg.value.as_text().is_some_and(of));
        let Some(at) = at.filter(|_| call.method.to_ascii_lowercase().ends_with("resourceid"))
        else {
            return;
        };
        let arg = |at: usize| call.args.get(at).map(|arg| &arg.value);
        let Some(name) = arg(at + 2) else { return };
        let form = "arm.resourceId.vaults/secrets";
        let found = Found::of(form, Kind::Secret, Operation::Use, scalar.at());
        let vault = arg(at + 1).map_or(Field::Computed, |vault| self.field(vault));
        let expression = scalar.text.text.clone();
        sink.push(Found { vault, name: self.field(name), expression, ..found });
    }
}
