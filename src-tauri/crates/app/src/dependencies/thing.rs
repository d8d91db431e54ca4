//! Things that can be looked up, as a page names and draws them.

use credenza_model::{
    connection::ConnectionKind,
    dependencies::{NodeKey, ReferenceId, SecretIdentity},
    ids::{ConnectionId, CredentialId, VariableId},
};
use credenza_store::{CodePlace, ConnectionName, CredentialName, VariableKind, VariableName};

/// Which picture and which word a thing or place gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Look {
    /// A secret in a vault.
    VaultSecret,
    /// A text variable.
    Text,
    /// A secret variable.
    Secret,
    /// A secret variable with a certificate.
    Certificate,
    /// A credential.
    Credential,
    /// A connection of this kind.
    Connection(ConnectionKind),
    /// A place in code.
    Code,
    /// A place in code whose name is computed.
    Unresolved,
    /// A program.
    Program,
    /// A person.
    Person,
}

/// A thing that can be looked up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thing {
    /// What it is.
    pub key: NodeKey,
    /// How it looks.
    pub look: Look,
    /// Its name.
    pub name: String,
    /// One short line: the target of a connection, the vault of a secret, the unique name of a
    /// variable.
    pub sub: String,
    /// How many uses are known.
    pub uses: Option<u64>,
}

/// What a node of the graph stands for, with what is shown of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Item {
    Secret {
        vault: String,
        name: String,
    },
    Variable(VariableName),
    Credential(CredentialName),
    Connection(ConnectionName),
    Place(Box<CodePlace>),
    /// A program that was given a value.
    Program {
        name: String,
        times: u64,
    },
}

impl Item {
    pub(crate) fn look(&self) -> Look {
        match self {
            Self::Secret { .. } => Look::VaultSecret,
            Self::Variable(variable) => match variable.kind {
                VariableKind::Text => Look::Text,
                VariableKind::Secret => Look::Secret,
                VariableKind::Certificate => Look::Certificate,
            },
            Self::Credential(_) => Look::Credential,
            Self::Connection(connection) => Look::Connection(connection.kind),
            Self::Place(place) if place.reference.is_resolved() => Look::Code,
            Self::Place(_) => Look::Unresolved,
            Self::Program { .. } => Look::Program,
        }
    }

    pub(crate) fn name(&self) -> String {
        match self {
            Self::Secret { name, .. } => name.clone(),
            Self::Variable(variable) => variable.display_name.clone(),
            Self::Credential(credential) => credential.name.clone(),
            Self::Connection(connection) => connection.name.clone(),
            Self::Place(place) => format!("{}:{}", place.path, place.line),
            Self::Program { name, .. } => name.clone(),
        }
    }

    pub(crate) fn sub(&self) -> String {
        match self {
            Self::Secret { vault, .. } => vault.clone(),
            Self::Variable(variable) => variable.name.clone(),
            Self::Credential(_) | Self::Program { .. } => String::new(),
            Self::Connection(connection) => connection.target.clone(),
            Self::Place(place) => as_found(place),
        }
    }
}

/// The form with what names the thing, as a person would look for it in the file.
#[must_use]
pub fn as_found(place: &CodePlace) -> String {
    let form = place.reference.form.as_str();
    let form = form.split_once('.').map_or(form, |(_, rest)| rest);
    if place.expression.contains(form) {
        return place.expression.clone();
    }
    format!("{form} {}", place.expression).trim_end().to_owned()
}

/// The words for kinds in texts: identifiers, exports and the command line.
const KINDS: [&str; 4] = ["secret", "variable", "credential", "connection"];

/// The word of a thing's kind and its identifier as text; a secret's is `vault/name`.
#[must_use]
pub fn words_of(key: &NodeKey) -> (&'static str, String) {
    match key {
        NodeKey::Secret(secret) => (KINDS[0], format!("{}/{}", secret.vault(), secret.name())),
        NodeKey::Variable(id) => (KINDS[1], id.to_string()),
        NodeKey::Credential(id) => (KINDS[2], id.to_string()),
        NodeKey::Connection(id) => (KINDS[3], id.to_string()),
        NodeKey::Person(id) => ("person", CredentialId::from_bytes(*id).to_string()),
        NodeKey::Reference(ReferenceId(id)) => ("place", id.to_string()),
        // Places are numbered as well.
        NodeKey::Observed(id) => ("read", format!("read-{id}")),
    }
}

/// The thing that these words name; none for a kind that can't be looked up.
#[must_use]
pub fn thing_of(kind: &str, id: &str) -> Option<NodeKey> {
    match kind {
        "secret" => {
            let (vault, name) = id.split_once('/')?;
            Some(NodeKey::Secret(SecretIdentity::new(vault, name)))
        }
        "variable" => id.parse::<VariableId>().ok().map(NodeKey::Variable),
        "credential" => id.parse::<CredentialId>().ok().map(NodeKey::Credential),
        "connection" => id.parse::<ConnectionId>().ok().map(NodeKey::Connection),
        _ => None,
    }
}
