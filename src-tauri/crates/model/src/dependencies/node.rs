//! The things of the graph, and how one uses another.

use crate::ids::{ConnectionId, CredentialId, VariableId};

/// Names one reference that was found in code. A rescan that finds it again keeps it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ReferenceId(pub u64);

/// A secret of an external vault, compared without regard to case as Azure Key Vault does.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SecretIdentity {
    vault: String,
    name: String,
}

impl SecretIdentity {
    /// The secret `name` of the key vault `vault`.
    #[must_use]
    pub fn new(vault: &str, name: &str) -> Self {
        Self { vault: vault.to_ascii_lowercase(), name: name.to_ascii_lowercase() }
    }

    /// The vault's name in small letters.
    #[must_use]
    pub fn vault(&self) -> &str {
        &self.vault
    }

    /// The secret's name in small letters.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }
}

/// What a node stands for.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NodeKey {
    /// A secret in an external vault.
    Secret(SecretIdentity),
    /// A variable.
    Variable(VariableId),
    /// A credential.
    Credential(CredentialId),
    /// A connection.
    Connection(ConnectionId),
    /// A person who may use what was shared.
    Person([u8; 16]),
    /// A place in code.
    Reference(ReferenceId),
    /// A program or person that was seen to read the value.
    Observed(u64),
}

/// The kinds of node, in the order in which a list shows them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NodeKind {
    /// See [`NodeKey::Secret`].
    Secret,
    /// See [`NodeKey::Variable`].
    Variable,
    /// See [`NodeKey::Credential`].
    Credential,
    /// See [`NodeKey::Connection`].
    Connection,
    /// See [`NodeKey::Reference`].
    Reference,
    /// See [`NodeKey::Person`].
    Person,
    /// See [`NodeKey::Observed`].
    Observed,
}

impl NodeKey {
    /// Its kind.
    #[must_use]
    pub fn kind(&self) -> NodeKind {
        match self {
            Self::Secret(_) => NodeKind::Secret,
            Self::Variable(_) => NodeKind::Variable,
            Self::Credential(_) => NodeKind::Credential,
            Self::Connection(_) => NodeKind::Connection,
            Self::Person(_) => NodeKind::Person,
            Self::Reference(_) => NodeKind::Reference,
            Self::Observed(_) => NodeKind::Observed,
        }
    }
}

/// A node of the graph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// What it stands for.
    pub key: NodeKey,
    /// Whether the asking person may see it; the others are counted and never named (W9).
    pub visible: bool,
}

/// How it is known that one thing uses another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum EdgeKind {
    /// The workspace says so.
    Declared,
    /// The name stands in code.
    Found,
    /// The name stands in code, and it is not known whether this vault is meant.
    Candidate,
    /// It was read.
    Observed,
}
