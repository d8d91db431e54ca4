//! XML of solutions, read by tags, so that broken files still give most of it.

use crate::{
    address,
    data::read_json,
    documents::{CONNECTION, VARIABLE},
    found::{Field, Findings, Found},
    literals,
    reference::{Kind, Operation, Via},
    text::Text,
};

/// The form of an environment variable that holds a secret.
pub(crate) const DEFINITION: &str = "powerplatform.environmentvariable.secret";
/// The type of such a variable, as solutions write it.
const SECRET: &str = "100000005";

/// One tag and the text behind it.
struct Element<'t> {
    name: &'t str,
    /// What stands between the name and the end of the tag.
    attributes: &'t str,
    /// Where the tag starts.
    at: usize,
    text: &'t str,
    text_at: usize,
    closes: bool,
}

/// Scans one text.
pub(crate) fn scan(text: &Text, findings: &mut Findings<'_>) {
    let mut definition = None;
    for element in elements(&text.text) {
        let push = |found: Found, findings: &mut Findings<'_>| findings.push(text, found);
        match element.name.to_ascii_lowercase().as_str() {
            "environmentvariabledefinition" if element.closes => definition = None,
            "environmentvariabledefinition" => {
                definition =
                    attribute(element.attributes, "schemaname").map(|name| (name, element.at));
            }
            "type" if !element.closes && element.text.trim() == SECRET => {
                if let Some((name, at)) = definition {
                    let found = Found::of(DEFINITION, Kind::Secret, Operation::Declare, at);
                    push(Found { name_at: element.at, ..found.named(name, at) }, findings);
                }
            }
            "connectionreference" if !element.closes => {
                if let Some(name) = attribute(element.attributes, "connectionreferencelogicalname")
                {
                    let form = "powerplatform.connectionreference.declare";
                    let found = Found::of(form, Kind::Connection, Operation::Declare, element.at);
                    push(found.named(name, element.at), findings);
                }
            }
            "connectionreferences" => connections(&element, text, findings),
            _ => {}
        }
        uses(&element, text, findings);
        values(&element, text, findings);
    }
}

/// Names of other parts of the solution in attributes.
fn uses(element: &Element<'_>, text: &Text, findings: &mut Findings<'_>) {
    let names = [
        ("environmentvariabledefinitionid.schemaname", VARIABLE, Kind::Variable),
        ("connectionreferenceid.connectionreferencelogicalname", CONNECTION, Kind::Connection),
    ];
    for (key, form, kind) in names {
        if let Some(name) = attribute(element.attributes, key) {
            let found = Found::of(form, kind, Operation::Get, element.at);
            findings.push(text, found.named(name, element.at));
        }
    }
}

/// JSON in the text of an element.
fn connections(element: &Element<'_>, text: &Text, findings: &mut Findings<'_>) {
    let plain = element.text.replace("&quot;", "\"");
    for node in read_json(&plain).walk() {
        let name = node.text_of("connectionReferenceLogicalName");
        if let Some(name) = name.filter(|name| !name.is_empty()) {
            let found = Found::of(CONNECTION, Kind::Connection, Operation::Get, element.text_at);
            findings.push(text, found.named(name, element.text_at));
        }
    }
}

/// Addresses and settings in texts and attributes.
fn values(element: &Element<'_>, text: &Text, findings: &mut Findings<'_>) {
    if let Some(found) = secret_id(element.text, element.text_at) {
        findings.push(text, found);
    }
    let texts = std::iter::once(element.text).chain(element.attributes.split('"'));
    for value in texts.filter(|value| literals::is_candidate(value)) {
        if let Some(found) = literals::of_text(value, element.at) {
            findings.push(text, found);
        }
    }
}

/// The value of an environment variable: the resource id of a secret.
fn secret_id(value: &str, at: usize) -> Option<Found> {
    let value = value.trim();
    if !value.starts_with("/subscriptions/") || value.contains(char::is_whitespace) {
        return None;
    }
    let found = address::resource(value)?;
    let (kind, name) = found.item?;
    let vault = Field::Known(found.vault, Via::Literal);
    let one = Found::of("powerplatform.environmentvariable.value", kind, Operation::Get, at);
    Some(Found { vault, ..one.named(&name, at) })
}

fn attribute<'t>(attributes: &'t str, name: &str) -> Option<&'t str> {
    let mut rest = attributes;
    loop {
        let (key, after) = rest.split_once('=')?;
        let after = after.trim_start();
        let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let (value, next) = after.get(1..)?.split_once(quote)?;
        if key.trim().eq_ignore_ascii_case(name) {
            return Some(value);
        }
        rest = next;
    }
}

fn elements(text: &str) -> impl Iterator<Item = Element<'_>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let start = at + text.get(at..)?.find('<')?;
            let rest = text.get(start..)?;
            if let Some(comment) = rest.strip_prefix("<!--") {
                at = comment.find("-->").map_or(text.len(), |end| start + 4 + end + 3);
                continue;
            }
            let end = start + rest.find('>').unwrap_or(rest.len());
            at = (end + 1).min(text.len());
            let tag = text.get(start + 1..end)?;
            let closes = tag.starts_with('/');
            let tag = tag.trim_start_matches('/').trim_end_matches('/');
            let (name, attributes) =
                tag.split_at(tag.find(char::is_whitespace).unwrap_or(tag.len()));
            let behind = text.get(at..).unwrap_or_default();
            let inner = behind.get(..behind.find('<').unwrap_or(behind.len())).unwrap_or_default();
            return Some(Element { name, attributes, at: start, text: inner, text_at: at, closes });
        }
    })
}
