//! Texts that are references by themselves: addresses of secrets, app settings, secret resources.

use crate::{
    address,
    expr::{Expr, Shape},
    found::{Field, Found},
    names::Known,
    reference::{Kind, Operation, Via},
};

/// Whether a literal may be such a text.
pub(crate) fn is_candidate(text: &str) -> bool {
    let text = text.get(..text.len().min(4000)).unwrap_or(text).to_ascii_lowercase();
    text.contains("@microsoft.keyvault(")
        || (text.contains("://") && text.contains(".vault"))
        || text.contains("sm://")
}

/// The references that a literal or interpolated text holds.
pub(crate) fn of_expr(expr: &Expr, resolve: impl Fn(&Expr) -> Option<Known>) -> Vec<Found> {
    if let Some(known) = resolve(expr) {
        let texts = known.texts.iter().filter_map(|(text, _)| of_text(text, expr.start));
        return texts.collect();
    }
    let Shape::Join(parts) = &expr.shape else { return Vec::new() };
    if let Some(found) = after_address(parts, expr, &resolve) {
        return vec![found];
    }
    // What is not known stays in the text as a mark that no name has.
    let part = |part: &Expr| resolve(part).and_then(|known| known.single().map(str::to_owned));
    let text: String = parts.iter().map(|p| part(p).unwrap_or_else(|| "${}".to_owned())).collect();
    of_text(&text, expr.start).into_iter().collect()
}

/// `${vault.properties.vaultUri}secrets/NAME`: an address that is an attribute of a vault.
fn after_address(
    parts: &[Expr],
    expr: &Expr,
    resolve: &impl Fn(&Expr) -> Option<Known>,
) -> Option<Found> {
    let (first, rest) = parts.split_first()?;
    let path = first.path().join(".").to_ascii_lowercase().replace('_', "");
    if !["vaulturi", "vaulturl"].iter().any(|end| path.ends_with(end)) {
        return None;
    }
    let start = rest.first()?.as_text()?.trim_start_matches('/');
    let name = start.strip_prefix("secrets/")?;
    let name = match (name, rest.get(1)) {
        ("", Some(part)) => resolve(part).and_then(|known| known.single().map(str::to_owned)),
        ("", None) => None,
        (name, None) => name.split('/').next().map(str::to_owned),
        // A version may follow.
        (name, Some(_)) => name.split_once('/').map(|(name, _)| name.to_owned()),
    };
    let name = name.map_or(Field::Computed, |name| known_or_computed(&name));
    let form = "url.vault-secret";
    Some(found(form, Kind::Secret, expr.start, Field::Computed, name, start))
}

/// The reference that a whole text is.
pub(crate) fn of_text(text: &str, at: usize) -> Option<Found> {
    let text = text.trim().trim_matches(['\'', '"']);
    // A secret of a container app, as its command line has it.
    let text = text.strip_prefix("keyvaultref:").unwrap_or(text);
    if let Some(found) = of_google(text, at) {
        return Some(found);
    }
    let start = text.to_ascii_lowercase().find("@microsoft.keyvault(");
    if let Some(found) = start.and_then(|start| app_setting(text.get(start..)?, at)) {
        return Some(found);
    }
    let (kind, name, vault) = match address::read(text) {
        Some(found) => {
            let (kind, name) = found.item?;
            // More words after the address make it a message.
            if text.contains(char::is_whitespace) {
                return None;
            }
            (kind, name, found.vault)
        }
        None => return None,
    };
    let form = match kind {
        Kind::Key => "url.vault-key",
        Kind::Certificate => "url.vault-certificate",
        _ => "url.vault-secret",
    };
    Some(found(form, kind, at, known_or_computed(&vault), known_or_computed(&name), text))
}

/// `sm://NAME`, by which Spring reads a secret of Google Cloud; a project and a version may be told.
fn of_google(text: &str, at: usize) -> Option<Found> {
    let text = text.trim_start_matches('\\');
    let inside = text.strip_prefix("${").and_then(|text| text.strip_suffix('}')).unwrap_or(text);
    let path = inside.strip_prefix("sm://").filter(|path| !path.is_empty())?;
    if path.contains(char::is_whitespace) {
        return None;
    }
    let parts: Vec<&str> = path.split('/').collect();
    let name = match parts.as_slice() {
        ["projects", ..] => address::of_project(path)?,
        [_, name, _] => name,
        // A default may follow, and a version.
        [name, ..] => name.split(':').next().unwrap_or_default(),
        [] => return None,
    };
    let form = "spring.google-secret";
    Some(found(form, Kind::Secret, at, Field::Absent, known_or_computed(name), text))
}

fn app_setting(text: &str, at: usize) -> Option<Found> {
    let fields = address::app_setting(text)?;
    let field = |name: &str| fields.iter().find(|(key, _)| key == name).map(|(_, value)| value);
    if let Some(address) = field("secreturi") {
        if address.chars().all(|c| c == '.' || c == '…') {
            // The mark alone, as code and texts about it have it.
            return None;
        }
        let form = "appservice.KeyVaultRef.SecretUri";
        let (vault, name) = match address::read(address) {
            Some(read) => {
                let name = read.item.map_or(Field::Computed, |(_, name)| known_or_computed(&name));
                (known_or_computed(&read.vault), name)
            }
            None => (Field::Computed, after_secrets(address)),
        };
        return Some(found(form, Kind::Secret, at, vault, name, text));
    }
    let vault = field("vaultname").map_or(Field::Absent, |vault| known_or_computed(vault));
    let name = field("secretname").map_or(Field::Computed, |name| known_or_computed(name));
    let form = "appservice.KeyVaultRef.VaultName";
    field("secretname").or(field("vaultname"))?;
    Some(found(form, Kind::Secret, at, vault, name, text))
}

/// The name after `secrets/` of an address whose start is computed.
fn after_secrets(address: &str) -> Field {
    let rest = address.split_once("secrets/").map(|(_, rest)| rest);
    let name = rest.and_then(|rest| rest.split('/').next()).filter(|name| !name.is_empty());
    name.map_or(Field::Computed, known_or_computed)
}

fn known_or_computed(text: &str) -> Field {
    let computed = ["${", "$(", "%s", "{0}", "{1}"];
    if text.is_empty() || computed.iter().any(|sign| text.contains(sign)) {
        Field::Computed
    } else {
        Field::Known(text.to_owned(), Via::Literal)
    }
}

fn found(form: &str, kind: Kind, at: usize, vault: Field, name: Field, text: &str) -> Found {
    let form = form.to_owned();
    let op = Operation::Get;
    Found { form, kind, op, at, name_at: at, vault, name, expression: text.to_owned() }
}
