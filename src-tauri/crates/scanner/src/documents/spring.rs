//! Settings of Spring: property sources that read a vault, and the names that they are told.

use super::Sink;
use crate::{
    address,
    data::{Node, Scalar},
    found::{Field, Found, is_computed},
    reference::{Kind, Operation},
    text::Text,
};

/// Keys that hold the address of a vault whose secrets become properties.
const SOURCES: &[&str] = &[
    "spring.cloud.azure.keyvault.secret.property-sources.endpoint",
    "spring.cloud.azure.keyvault.secret.endpoint",
    "azure.keyvault.uri",
];

/// Keys beside an address that list the only secrets which are read.
const NAMES: &[&str] = &["secret-keys", "secretkeys"];

/// Starts of a place that settings are imported from, and the form of each.
const IMPORTS: &[(&str, &str)] =
    &[("vault://", "spring.hashicorp.import"), ("aws-secretsmanager:", "spring.aws.import")];

/// Scans settings that are a tree.
pub(super) fn scan(document: &Node, sink: &mut Sink<'_, '_>) {
    let mut settings = Vec::new();
    flatten(document, &mut String::new(), 0, &mut settings);
    report(&settings, sink);
}

/// Scans `key = value` lines.
pub(super) fn scan_lines(sink: &mut Sink<'_, '_>) {
    let mut settings = Vec::new();
    let mut at = 0;
    for line in sink.text.text.split_inclusive('\n') {
        let comment = line.trim_start().starts_with(['#', '!']);
        if let Some(sign) = line.find(['=', ':']).filter(|_| !comment)
            && let (Some(key), Some(value)) = (line.get(..sign), line.get(sign + 1..))
        {
            let start = at + sign + 1 + value.len() - value.trim_start().len();
            let value = Scalar { text: Text::at(value.trim(), start), block: false };
            settings.push((without_places(key.trim()), at, value));
        }
        at += line.len();
    }
    report(&settings, sink);
}

/// `a.b[0].c` as `a.b.c`, in small letters.
fn without_places(key: &str) -> String {
    let parts = key.split('.').map(|part| part.split('[').next().unwrap_or(part));
    parts.collect::<Vec<_>>().join(".").to_ascii_lowercase()
}

type Setting = (String, usize, Scalar);

fn flatten(node: &Node, key: &mut String, at: usize, settings: &mut Vec<Setting>) {
    if settings.len() > 10_000 || key.len() > 500 {
        return;
    }
    node.items().iter().for_each(|item| flatten(item, key, at, settings));
    for entry in node.entries() {
        let before = key.len();
        if before > 0 {
            key.push('.');
        }
        key.push_str(&without_places(&entry.key));
        flatten(&entry.value, key, entry.at, settings);
        key.truncate(before);
    }
    if let Some(scalar) = node.scalar() {
        settings.push((key.clone(), at, scalar.clone()));
    }
}

fn report(settings: &[Setting], sink: &mut Sink<'_, '_>) {
    for (key, at, value) in settings {
        if let Some(source) = SOURCES.iter().find(|source| key == *source) {
            of_vault(source, *at, value, settings, sink);
        }
        if key == "spring.config.import" {
            imports(*at, value, sink);
        }
    }
}

fn of_vault(key: &str, at: usize, value: &Scalar, settings: &[Setting], sink: &mut Sink<'_, '_>) {
    let vault = match address::read(&value.text.text) {
        Some(read) if !is_computed(&read.vault) => Field::literal(read.vault),
        _ => Field::Computed,
    };
    let one = || Found {
        vault: vault.clone(),
        ..Found::of("spring.keyvault.property-source", Kind::Secret, Operation::Get, at)
    };
    let around = key.rsplit_once('.').map_or("", |(around, _)| around);
    let names = settings.iter().filter(|(key, _, _)| {
        let (of, last) = key.rsplit_once('.').unwrap_or_default();
        of == around && NAMES.contains(&last)
    });
    let names: Vec<_> = names.flat_map(|(_, _, list)| super::list::names_of(list)).collect();
    if names.is_empty() {
        return sink.push(one().everything());
    }
    names.into_iter().for_each(|(name, at)| sink.push(one().named(&name, at)));
}

/// `optional:vault://secret/app` and `aws-secretsmanager:a;b`.
fn imports(at: usize, value: &Scalar, sink: &mut Sink<'_, '_>) {
    for (place, start) in super::list::names_of(value) {
        let place = place.strip_prefix("optional:").unwrap_or(&place);
        let import =
            IMPORTS.iter().find_map(|(mark, form)| Some((place.strip_prefix(mark)?, form)));
        let Some((rest, form)) = import else { continue };
        let one = || Found::of(form, Kind::Secret, Operation::Get, at);
        let names = rest.split(';').map(|name| name.trim_matches('/'));
        for name in names.filter(|name| !name.is_empty()) {
            let computed = is_computed(name);
            let named = Found { expression: name.to_owned(), name_at: start, ..one() };
            sink.push(if computed { named } else { one().named(name, start) });
        }
    }
}
