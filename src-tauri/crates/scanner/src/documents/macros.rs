//! `$(NAME)` in pipelines: what a task has fetched, or a group of variables holds.

use std::collections::HashSet;

use super::{Sink, list::names_of};
use crate::{
    data::{Node, Scalar},
    found::Found,
    reference::{Kind, Operation},
};

/// The form of a use.
const FORM: &str = "pipelines.macro-use";

/// Programs without arguments, which shells run in the same brackets.
const PROGRAMS: &[&str] = &[
    "arch", "date", "hostname", "id", "jobs", "ls", "mktemp", "nproc", "pwd", "tty", "uname",
    "whoami",
];

/// Where the names of a pipeline come from.
#[derive(Default)]
struct Origins {
    /// Fetched names in small letters, with their vault.
    fetched: Vec<(String, Option<String>)>,
    /// Whether a task fetches all that a vault holds.
    everything: bool,
    groups: Vec<String>,
    /// Names that the file itself gives a value, in small letters.
    own: HashSet<String>,
}

/// Scans a pipeline that fetches secrets or uses groups.
pub(super) fn scan(document: &Node, sink: &mut Sink<'_, '_>) {
    let mut origins = Origins::default();
    document.walk().into_iter().for_each(|node| origins.learn(node));
    if origins.fetched.is_empty() && origins.groups.is_empty() {
        return;
    }
    // The number of a run is made of names of its own.
    let parts = document.entries().iter().filter(|entry| entry.key != "name");
    for scalar in parts.flat_map(|entry| entry.value.walk()).filter_map(Node::scalar) {
        uses(scalar, &origins, sink);
    }
}

impl Origins {
    fn learn(&mut self, node: &Node) {
        if let Some(inputs) = node.get("inputs").filter(|_| fetches(node)) {
            let vault = inputs.text_of("keyVaultName").map(str::to_owned);
            match inputs.get("secretsFilter").and_then(Node::scalar) {
                Some(filter) if filter.text.text.trim() != "*" => {
                    let names = names_of(filter).into_iter();
                    let names = names.map(|(name, _)| (name.to_lowercase(), vault.clone()));
                    self.fetched.extend(names);
                }
                _ => self.everything = true,
            }
        }
        if let Some(variables) = node.get("variables") {
            self.own.extend(variables.entries().iter().map(|entry| entry.key.to_lowercase()));
            for item in variables.items() {
                self.groups.extend(item.text_of("group").map(str::to_owned));
                self.own.extend(item.text_of("name").map(str::to_lowercase));
            }
        }
        // A step that hands on what it made says under which name.
        let made = |key: &str| {
            let key = key.to_ascii_lowercase();
            key.starts_with("output")
                && (key.ends_with("variable") || key.ends_with("variablename"))
        };
        let made = node.entries().iter().filter(|entry| made(&entry.key));
        self.own.extend(made.filter_map(|entry| entry.value.text()).map(str::to_lowercase));
        let text = node.scalar().map(|scalar| scalar.text.text.as_str()).unwrap_or_default();
        for (at, mark) in text.match_indices("task.setvariable variable=") {
            let name = text.get(at + mark.len()..).unwrap_or_default();
            self.own.extend(name.split([';', ']']).next().map(str::to_lowercase));
        }
    }

    /// The reference of a name, when it comes from outside the file.
    fn reference(&self, name: &str, at: usize) -> Option<Found> {
        let lower = name.to_lowercase();
        let of = |kind| Found::of(FORM, kind, Operation::Use, at).named(name, at);
        if let Some((_, vault)) = self.fetched.iter().find(|(fetched, _)| *fetched == lower) {
            return Some(of(Kind::Secret).in_vault(vault.as_deref()));
        }
        let shell = PROGRAMS.contains(&name) || is_cmdlet(name);
        if shell || name.contains('.') || self.own.contains(&lower) || !is_secret(&lower) {
            return None;
        }
        match self.groups.as_slice() {
            // A group or the vault: which of them cannot be seen here.
            _ if self.everything => None,
            [] => None,
            [group] => Some(of(Kind::Variable).in_vault(Some(group))),
            _ => Some(of(Kind::Variable).in_vault(Some(""))),
        }
    }
}

/// Whether a name tells of a secret: a group holds far more settings than secrets.
fn is_secret(name: &str) -> bool {
    let words = ["password", "passwd", "pwd", "secret", "token", "credential", "connectionstring"];
    let parts = ["key", "pat", "sas", "cert", "pass"];
    let plain = name.replace(['_', '-'], "");
    words.iter().any(|word| plain.contains(word))
        || name.split(['_', '-']).any(|part| parts.contains(&part))
        || ["apikey", "accesskey", "privatekey"].iter().any(|word| plain.contains(word))
}

fn fetches(step: &Node) -> bool {
    let task = step.text_of("task").unwrap_or_default();
    task.to_ascii_lowercase().starts_with("azurekeyvault@")
}

/// `Get-Date`, which PowerShell runs in the same brackets.
fn is_cmdlet(name: &str) -> bool {
    let (verb, noun) = name.split_once('-').unwrap_or_default();
    let verbs = ["Get", "New", "Join", "Split", "Resolve", "Convert", "ConvertTo", "Select"];
    verbs.contains(&verb) && noun.starts_with(char::is_uppercase)
}

fn uses(scalar: &Scalar, origins: &Origins, sink: &mut Sink<'_, '_>) {
    let text = &scalar.text.text;
    for (start, _) in text.match_indices("$(") {
        let rest = text.get(start + 2..).unwrap_or_default();
        let end = rest.find(|c: char| !(c.is_alphanumeric() || "_.-".contains(c)));
        let Some((name, after)) = end.and_then(|end| rest.split_at_checked(end)) else { continue };
        let named = name.starts_with(|c: char| c.is_alphabetic() || c == '_');
        if named && after.starts_with(')') {
            let found = origins.reference(name, scalar.text.place(start));
            found.into_iter().for_each(|found| sink.push(found));
        }
    }
}
