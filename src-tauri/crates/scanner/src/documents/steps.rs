//! Steps of pipelines: tasks that fetch secrets, and the scripts of every system.

use super::{
    Sink,
    list::names_of,
    script::{self, Host},
};
use crate::{
    data::Node,
    found::{Found, is_computed},
    reference::{Kind, Operation},
};

/// Scans every step.
pub(super) fn scan(document: &Node, sink: &mut Sink<'_, '_>) {
    let host = default_host(document);
    for node in document.walk() {
        let task = node.entry("task");
        let name = task.and_then(|task| task.value.text()).unwrap_or_default().to_ascii_lowercase();
        if let Some(task) = task.filter(|_| name.starts_with("azurekeyvault@")) {
            fetched(node, task.at, sink);
        }
        if name.starts_with("kubernetesmanifest@") {
            of_cluster(node, sink);
        }
        scripts(node, host, sink);
    }
}

/// `AzureKeyVault@2`: each name of its filter, or everything.
fn fetched(step: &Node, at: usize, sink: &mut Sink<'_, '_>) {
    let Some(inputs) = step.get("inputs") else { return };
    let vault = inputs.text_of("keyVaultName");
    let one = || {
        let found = Found::of("pipelines.AzureKeyVault", Kind::Secret, Operation::Get, at);
        found.in_vault(vault)
    };
    let Some(filter) = inputs.get("secretsFilter").and_then(Node::scalar) else {
        return sink.push(one().everything());
    };
    let names = names_of(filter);
    if names.is_empty() {
        sink.push(one().everything());
    }
    for (name, at) in names {
        let found = if name == "*" {
            Found { name_at: at, ..one().everything() }
        } else if is_computed(&name) {
            Found { name_at: at, expression: name, ..one() }
        } else {
            one().named(&name, at)
        };
        sink.push(found);
    }
}

/// `KubernetesManifest@1`: the secret that it makes, and those that images are pulled with.
fn of_cluster(step: &Node, sink: &mut Sink<'_, '_>) {
    let Some(inputs) = step.get("inputs") else { return };
    for (key, op) in [("secretName", Operation::Create), ("imagePullSecrets", Operation::Get)] {
        let names = inputs.get(key).and_then(Node::scalar);
        let Some(names) = names.filter(|names| !names.text.text.trim().is_empty()) else {
            continue;
        };
        let lines = names.text.text.split('\n').map(str::trim).filter(|line| !line.is_empty());
        for name in lines {
            let found = Found::of("pipelines.KubernetesManifest", Kind::Secret, op, names.at());
            sink.push(found.named(name, names.at()));
        }
    }
}

/// What runs a step that names no shell.
fn default_host(document: &Node) -> Host {
    let shell = document.at_path(&["defaults", "run", "shell"]).and_then(Node::text);
    shell.map_or(Host::Posix, Host::of_shell)
}

fn scripts(step: &Node, host: Host, sink: &mut Sink<'_, '_>) {
    for entry in step.entries() {
        let host = match entry.key.to_ascii_lowercase().as_str() {
            "run" => step.text_of("shell").map_or(host, Host::of_shell),
            "bash"
            | "script"
            | "before_script"
            | "after_script"
            | "command"
            | "args"
            | "shell"
            | "ansible.builtin.shell"
            | "ansible.builtin.command" => {
                let task = step.text_of("targetType").is_some() || step.text_of("pwsh").is_some();
                if task { Host::PowerShell } else { Host::Posix }
            }
            "pwsh" | "powershell" | "inline" => Host::PowerShell,
            "inlinescript" => inline_host(step),
            _ => continue,
        };
        let values = match &entry.value {
            Node::List(items) => items.iter().collect(),
            Node::Map(_) => continue,
            Node::Scalar(_) => vec![&entry.value],
        };
        for scalar in values.into_iter().filter_map(Node::scalar) {
            script::scan(host, scalar, sink);
        }
    }
}

/// The language of `inlineScript`, which several tasks have.
fn inline_host(inputs: &Node) -> Host {
    let word = inputs.text_of("scriptType").or_else(|| inputs.text_of("azPSVersion"));
    match word.map(str::to_ascii_lowercase).as_deref() {
        Some("bash") => Host::Posix,
        Some("batch") => Host::Batch,
        Some(_) => Host::PowerShell,
        None if inputs.get("azurePowerShellVersion").is_some() => Host::PowerShell,
        None => Host::Posix,
    }
}
