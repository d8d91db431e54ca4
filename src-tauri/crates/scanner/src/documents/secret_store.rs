//! Manifests that fetch secrets of a vault into the cluster, or push them there.

use super::Sink;
use crate::{
    address,
    data::{Entry, Node, read_yaml},
    found::{Field, Found},
    reference::{Kind, Operation, Via},
};

/// `SecretProviderClass`: each object of its parameters, which are YAML in YAML.
pub(super) fn provider_class(document: &Node, sink: &mut Sink<'_, '_>) {
    let Some(parameters) = document.at_path(&["spec", "parameters"]) else { return };
    let provider = document.at_path(&["spec", "provider"]).and_then(Node::text);
    let provider = Provider::of(provider.unwrap_or_default());
    let vault = parameters.text_of("keyvaultName");
    let key = if provider.has_objects() { "objects" } else { "secrets" };
    // A key that is there twice counts where it says something.
    let mut lists = parameters.entries().iter().filter(|entry| entry.key == key);
    let said = |node: &Node| node.text() != Some("");
    let Some(objects) = lists.rfind(|entry| said(&entry.value)).map(|entry| &entry.value) else {
        return;
    };
    match objects.scalar() {
        None => objects.items().iter().for_each(|one| provider.object(one, vault, sink)),
        Some(scalar) => {
            let text = scalar.text.within(sink.text);
            let mut inner = Sink { text: &text, findings: sink.findings };
            for list in read_yaml(&text.text) {
                objects_of(provider, list.get("array").unwrap_or(&list), vault, &mut inner);
            }
        }
    }
}

/// Elements that are texts of YAML themselves, or plain maps.
fn objects_of(provider: Provider, list: &Node, vault: Option<&str>, sink: &mut Sink<'_, '_>) {
    for element in list.items() {
        match element.scalar() {
            None => provider.object(element, vault, sink),
            Some(scalar) => {
                let text = scalar.text.within(sink.text);
                let mut inner = Sink { text: &text, findings: sink.findings };
                let objects = read_yaml(&text.text);
                objects.iter().for_each(|one| provider.object(one, vault, &mut inner));
            }
        }
    }
}

/// Whose secrets a class is about: each names them under a key of its own.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Provider {
    HashiCorp,
    Google,
    Conjur,
    Amazon,
    /// Azure and those like it.
    Other,
}

impl Provider {
    fn of(word: &str) -> Self {
        match word.to_ascii_lowercase().as_str() {
            "vault" | "openbao" => Self::HashiCorp,
            "gcp" | "gke" => Self::Google,
            "conjur" => Self::Conjur,
            "aws" => Self::Amazon,
            _ => Self::Other,
        }
    }

    fn has_objects(self) -> bool {
        matches!(self, Self::HashiCorp | Self::Amazon | Self::Other)
    }

    fn object(self, object: &Node, vault: Option<&str>, sink: &mut Sink<'_, '_>) {
        let of = |form, kind, at| Found::of(form, kind, Operation::Get, at);
        let (form, key) = match self {
            Self::Other => ("k8s.SecretProviderClass.objectName", "objectName"),
            Self::Amazon => ("k8s.SecretProviderClass.aws.objectName", "objectName"),
            Self::HashiCorp => ("k8s.SecretProviderClass.secretPath", "secretPath"),
            Self::Google => ("k8s.SecretProviderClass.resourceName", "resourceName"),
            Self::Conjur => {
                // File and variable are key and value.
                let form = "k8s.SecretProviderClass.conjur";
                for entry in object.entries() {
                    let name = entry.value.text().unwrap_or_default();
                    sink.push(of(form, Kind::Secret, entry.at).named(name, entry.at));
                }
                return;
            }
        };
        let Some(name) = object.entry(key) else { return };
        let kind = match object.text_of("objectType").map(str::to_ascii_lowercase).as_deref() {
            Some("key") => Kind::Key,
            Some("cert" | "certificate") => Kind::Certificate,
            _ => Kind::Secret,
        };
        let text = name.value.text().unwrap_or_default();
        let text = address::of_project(text).unwrap_or(text);
        sink.push(of(form, kind, name.at).in_vault(vault).named(text, name.at));
    }
}

/// `ExternalSecret`, `ClusterExternalSecret` and `PushSecret`.
pub(super) fn external(document: &Node, sink: &mut Sink<'_, '_>) {
    let Some(outer) = document.get("spec") else { return };
    let spec = outer.get("externalSecretSpec").or_else(|| outer.get("pushSecretSpec"));
    let spec = spec.unwrap_or(outer);
    let store = spec.at_path(&["secretStoreRef", "name"]).and_then(Node::text);
    for one in spec.get("data").into_iter().flat_map(Node::items) {
        let store = one.at_path(&["sourceRef", "storeRef", "name"]).and_then(Node::text).or(store);
        if let Some(key) = one.get("remoteRef").and_then(|remote| remote.entry("key")) {
            sink.push(remote("k8s.ExternalSecret.remoteRef.key", key, store));
        }
        let pushed = one.at_path(&["match", "remoteRef"]);
        if let Some(key) = pushed.and_then(|remote| remote.entry("remoteKey")) {
            let stores = spec.get("secretStoreRefs").and_then(|stores| stores.items().first());
            let store = stores.and_then(|store| store.text_of("name"));
            let found = remote("k8s.PushSecret.remoteRef.remoteKey", key, store);
            sink.push(Found { op: Operation::Set, ..found });
        }
    }
    for one in spec.get("dataFrom").into_iter().flat_map(Node::items) {
        let own = one.at_path(&["sourceRef", "storeRef", "name"]).and_then(Node::text);
        if let Some(key) = one.get("extract").and_then(|extract| extract.entry("key")) {
            sink.push(remote("k8s.ExternalSecret.extract.key", key, own.or(store)));
        }
        if let Some(find) = one.entry("find") {
            sink.push(pattern(find, own.or(store)));
        }
    }
}

/// A key of the store. Stores of Azure take the kind before a slash.
fn remote(form: &str, key: &Entry, store: Option<&str>) -> Found {
    let name = key.value.text().unwrap_or_default().trim();
    let azure = store.is_some_and(|store| {
        let store = store.to_ascii_lowercase();
        ["az", "keyvault", "key-vault", "akv"].iter().any(|word| store.contains(word))
    });
    let (kind, name) = match name.split_once('/') {
        Some(("cert", rest)) if azure => (Kind::Certificate, rest),
        Some(("key", rest)) if azure => (Kind::Key, rest),
        Some(("secret", rest)) if azure => (Kind::Secret, rest),
        _ => (Kind::Secret, name),
    };
    Found::of(form, kind, Operation::Get, key.at).in_vault(store).named(name, key.at)
}

/// All secrets whose name fits, or that have tags.
fn pattern(find: &Entry, store: Option<&str>) -> Found {
    let found = Found::of("k8s.ExternalSecret.find", Kind::Secret, Operation::List, find.at);
    let found = found.in_vault(store);
    match find.value.get("name").and_then(|name| name.entry("regexp")) {
        Some(regexp) => {
            let text = regexp.value.text().unwrap_or_default().to_owned();
            let name = Field::Known(text.clone(), Via::Literal);
            Found { name, name_at: regexp.at, expression: text, ..found }
        }
        None => found.everything(),
    }
}
