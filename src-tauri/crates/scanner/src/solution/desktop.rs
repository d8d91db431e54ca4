//! Text of desktop flows: one action a line.

use crate::{
    expr::{Expr, Shape},
    found::{Field, Findings, Found},
    names::{Given, Names},
    reference::{Kind, Operation},
    text::Text,
};

/// Scans one text.
pub(crate) fn scan(text: &Text, findings: &mut Findings<'_>) {
    let actions = actions(&text.text);
    let mut names = Names::new(true);
    for (line, at) in &actions {
        assign(line, *at, &mut names);
    }
    for (line, at) in &actions {
        if let Some(found) = credential(line, *at, &names) {
            findings.push(text, found);
        }
    }
}

/// The lines that are actions: no comments, none that are switched off.
fn actions(text: &str) -> Vec<(&str, usize)> {
    let mut actions = Vec::new();
    let mut at = 0;
    let mut comment = false;
    for line in text.split_inclusive('\n') {
        let body = line.trim();
        let start = at + (line.len() - line.trim_start().len());
        at += line.len();
        if comment || body.starts_with("/#") {
            comment = !body.ends_with("#/");
        } else if !body.starts_with(['#', '@']) && !body.starts_with("DISABLE ") {
            actions.push((body, start));
        }
    }
    actions
}

/// `SET name TO value`.
fn assign(line: &str, at: usize, names: &mut Names) {
    let Some(rest) = line.strip_prefix("SET ") else {
        // What an action gives is known only when it runs.
        let results = line.split("=> ").skip(1).filter_map(|rest| rest.split_whitespace().next());
        return results.for_each(|name| names.give(0, name, Given::Unknown));
    };
    if let Some((name, value)) = rest.split_once(" TO ") {
        let name = name.trim().trim_matches('%');
        let place = at + line.len() - value.len();
        names.give(0, name, Given::Value(self::value(value, place)));
    }
}

/// The actions that read a credential of the flow's environment, or a password of CyberArk.
fn credential(line: &str, at: usize, names: &Names) -> Option<Found> {
    let action = line.split_whitespace().next().filter(|action| action.contains('.'))?;
    let lower = action.to_ascii_lowercase();
    let last = lower.rsplit('.').next().unwrap_or_default();
    let cyberark = lower.contains("cyberark");
    let (form, kind, keys): (_, _, &[&str]) = match last {
        "getcredential" if !cyberark => (
            "powerplatform.desktopflow.GetCredential",
            Kind::Credential,
            &["Credential:", "CredentialName:", "Name:"],
        ),
        "getpassword" | "getpasswordfromcyberark" | "getcredential" if cyberark => (
            "powerplatform.desktopflow.Cyberark.GetPassword",
            Kind::Secret,
            &["Object:", "ObjectName:"],
        ),
        _ => return None,
    };
    let field = |value: &Expr| match names.resolve(0, value) {
        Some(known) => {
            known.single().map_or(Field::Computed, |text| Field::Known(text.to_owned(), known.via))
        }
        None => Field::Computed,
    };
    let found = Found::of(form, kind, Operation::Get, at);
    let vault = argument(line, at, &["Safe:"]).map_or(Field::Absent, |value| field(&value));
    let Some(name) = argument(line, at, keys) else { return Some(Found { vault, ..found }) };
    let expression = line.get(name.start - at..name.end - at).unwrap_or_default().to_owned();
    Some(Found { vault, name: field(&name), expression, ..found })
}

/// The value behind the first of some words.
fn argument(line: &str, at: usize, keys: &[&str]) -> Option<Expr> {
    let place = keys.iter().find_map(|key| Some(line.find(&format!(" {key}"))? + key.len() + 1))?;
    let rest = line.get(place..)?;
    let place = place + rest.len() - rest.trim_start().len();
    Some(value(rest.trim_start(), at + place))
}

/// `$'''text'''`, `'text'` or a variable; a text may hold `%variables%`.
fn value(text: &str, at: usize) -> Expr {
    let text = text.trim_end();
    let open =
        ["$'''", "$fx'''", "'''", "$fx'", "'"].into_iter().find(|open| text.starts_with(open));
    let Some(open) = open else {
        let end = text.find(|c: char| c.is_whitespace()).unwrap_or(text.len());
        let name = text.get(..end).unwrap_or_default().trim_matches('%');
        return Expr::new(Shape::Name(name.to_owned()), at, at + end);
    };
    let inside = text.get(open.len()..).unwrap_or_default();
    let close = open.trim_start_matches(['$', 'f', 'x']);
    let end = inside.find(close).unwrap_or(inside.len());
    let whole = inside.get(..end).unwrap_or_default();
    let mut parts = Vec::new();
    for (number, part) in whole.split('%').enumerate() {
        match number % 2 {
            0 if part.is_empty() => {}
            0 => parts.push(Expr::text(part, at, at)),
            _ => parts.push(Expr::new(Shape::Name(part.to_owned()), at, at)),
        }
    }
    let end = at + open.len() + end;
    match parts.as_slice() {
        [] => Expr::text("", at, end),
        [Expr { shape, .. }] => Expr::new(shape.clone(), at, end),
        _ => Expr::new(Shape::Join(parts), at, end),
    }
}
