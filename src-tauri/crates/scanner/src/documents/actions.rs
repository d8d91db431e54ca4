//! Actions of workflows that fetch secrets of a vault, whoever publishes them.

use super::{Sink, list::names_of};
use crate::{
    address,
    data::{Node, Scalar},
    found::Found,
    reference::{Kind, Operation},
};

/// The references of one step that uses an action.
pub(super) fn fetched(step: &Node, at: usize, sink: &mut Sink<'_, '_>) {
    let action = step.text_of("uses").unwrap_or_default();
    let action = action.split('@').next().unwrap_or_default().to_ascii_lowercase();
    let input = |key: &str| step.at_path(&["with", key]).and_then(Node::scalar);
    let one = |form: &str| Found::of(form, Kind::Secret, Operation::Get, at);
    match action.rsplit('/').next().unwrap_or_default() {
        "get-keyvault-secrets" => of_azure(step, at, sink),
        "get-secretmanager-secrets" => {
            for (entry, at) in parts(input("secrets"), &[',']) {
                let path = entry.split_once(':').map_or(entry.as_str(), |(_, path)| path);
                sink.push(one("gha.get-secretmanager-secrets").named(of_google(path), at));
            }
        }
        "aws-secretsmanager-get-secrets" | "aws-secrets-manager-action" => {
            let names = input("secret-ids").or_else(|| input("secrets"));
            for (entry, at) in parts(names, &[]) {
                // Another name for it may stand before a comma.
                let name = entry.rsplit(',').next().unwrap_or_default().trim();
                let found = one("gha.aws-secretsmanager-get-secrets");
                sink.push(if name == "*" { found.everything() } else { found.named(name, at) });
            }
        }
        "vault-action" => {
            for (entry, at) in parts(input("secrets"), &[';']) {
                let path = entry.split_whitespace().next().unwrap_or_default();
                sink.push(one("gha.vault-action").named(path, at));
            }
        }
        "conjur-action" => {
            for (entry, at) in parts(input("secrets"), &[';']) {
                let name = entry.split('|').next().unwrap_or_default();
                sink.push(one("gha.conjur-action").named(name, at));
            }
        }
        _ => {}
    }
}

fn of_azure(step: &Node, at: usize, sink: &mut Sink<'_, '_>) {
    let vault = step.at_path(&["with", "keyvault"]).and_then(Node::text);
    let one = || {
        let found = Found::of("gha.get-keyvault-secrets", Kind::Secret, Operation::Get, at);
        found.in_vault(vault)
    };
    match step.at_path(&["with", "secrets"]).and_then(Node::scalar) {
        Some(names) => names_of(names).into_iter().for_each(|(name, at)| {
            sink.push(if name == "*" { one().everything() } else { one().named(&name, at) });
        }),
        None => sink.push(one().everything()),
    }
}

/// `PROJECT/NAME[/VERSION]` or the longer path of a secret.
fn of_google(path: &str) -> &str {
    let path = path.trim();
    let short = path.split('/').nth(1).filter(|_| !path.starts_with("projects/"));
    address::of_project(path).or(short).unwrap_or(path)
}

/// The entries of a list of lines and signs, each with its place. A line may be a comment.
fn parts(list: Option<&Scalar>, signs: &[char]) -> Vec<(String, usize)> {
    let Some(list) = list else { return Vec::new() };
    let mut at = 0;
    let mut parts = Vec::new();
    for line in list.text.text.split_inclusive('\n') {
        let comment = line.trim_start().starts_with('#');
        for part in line.split_inclusive(signs) {
            let entry = part.trim_end_matches(signs);
            let start = at + entry.len() - entry.trim_start().len();
            if !comment && !entry.trim().is_empty() {
                parts.push((entry.trim().to_owned(), list.text.place(start)));
            }
            at += part.len();
        }
    }
    parts
}
