//! Which things of the workspace a reference names.

use std::collections::HashMap;

use super::{NamedVault, Reference, ReferenceKind, System};
use crate::{
    dependencies::{EdgeKind, NodeKey, SecretIdentity},
    ids::{ConnectionId, CredentialId, VariableId},
    name::fold,
};

/// What a reference says about one thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Match {
    /// It names the thing.
    Named,
    /// It names a thing of this name, and whether this vault is meant is not known.
    Candidate,
    /// It reads everything where the thing is.
    Everything,
    /// Its name is computed, and may be this one.
    Unresolved,
    /// It can't name the thing.
    No,
}

/// The names of everything in a workspace, by the rules of each system.
#[derive(Debug, Default)]
pub struct Names {
    secrets: HashMap<String, Vec<SecretIdentity>>,
    variables: HashMap<String, VariableId>,
    credentials: HashMap<String, CredentialId>,
    connections: HashMap<String, ConnectionId>,
}

impl Names {
    /// Adds a secret of an external vault.
    pub fn secret(&mut self, secret: SecretIdentity) {
        let same_name = self.secrets.entry(secret.name().to_owned()).or_default();
        if !same_name.contains(&secret) {
            same_name.push(secret);
        }
    }

    /// Adds a variable by its unique name.
    pub fn variable(&mut self, name: &str, id: VariableId) {
        self.variables.insert(fold(name), id);
    }

    /// Adds a credential by its name.
    pub fn credential(&mut self, name: &str, id: CredentialId) {
        self.credentials.insert(fold(name), id);
    }

    /// Adds a connection by its name.
    pub fn connection(&mut self, name: &str, id: ConnectionId) {
        self.connections.insert(fold(name), id);
    }

    /// What a reference names, and how surely. A secret of a named vault is an answer even when the
    /// workspace does not know it.
    #[must_use]
    pub fn of(&self, named: &Named) -> Vec<(NodeKey, EdgeKind)> {
        let one = match named {
            Named::Secret { vault: None, name } => {
                let same_name = self.secrets.get(name).into_iter().flatten();
                let candidate = |secret: &SecretIdentity| {
                    (NodeKey::Secret(secret.clone()), EdgeKind::Candidate)
                };
                return same_name.map(candidate).collect();
            }
            Named::Secret { vault: Some(vault), name } => {
                Some(NodeKey::Secret(SecretIdentity::new(vault, name)))
            }
            Named::Variable(name) => self.variables.get(name).copied().map(NodeKey::Variable),
            Named::Credential(name) => self.credentials.get(name).copied().map(NodeKey::Credential),
            Named::Connection(name) => self.connections.get(name).copied().map(NodeKey::Connection),
        };
        one.map(|key| (key, EdgeKind::Found)).into_iter().collect()
    }
}

/// What a reference names, in the form in which two names are the same name.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Named {
    /// A secret; without a vault any secret of this name may be meant.
    Secret {
        /// The key vault.
        vault: Option<String>,
        /// The secret.
        name: String,
    },
    /// A variable by its unique name.
    Variable(String),
    /// A credential by its name.
    Credential(String),
    /// A connection by its name.
    Connection(String),
}

impl Reference {
    /// What it names; nothing when no single name is known, or its system holds no names of a
    /// workspace.
    #[must_use]
    pub fn named(&self) -> Option<Named> {
        let name = self.exact_name()?;
        if self.may_name_secret() {
            let vault = match self.named_vault() {
                NamedVault::Known(vault) => Some(vault),
                NamedVault::Unknown => None,
            };
            return Some(Named::Secret { vault, name: self.secret_name()?.to_ascii_lowercase() });
        }
        match (self.system(), self.kind) {
            (System::KeyVault | System::Alias | System::Foreign, _) => None,
            (System::PowerPlatform, ReferenceKind::Variable | ReferenceKind::Secret)
            | (System::Automation | System::Credenza, ReferenceKind::Variable) => {
                Some(Named::Variable(fold(name)))
            }
            (_, ReferenceKind::Credential)
            | (System::Automation | System::Credenza, ReferenceKind::Certificate) => {
                Some(Named::Credential(fold(name)))
            }
            (System::Automation, ReferenceKind::Connection) => Some(Named::Connection(fold(name))),
            _ => None,
        }
    }

    /// Whether it may name `key` although no single name is known: it is computed, a pattern, or
    /// reads everything.
    #[must_use]
    pub fn could_name(&self, key: &NodeKey) -> Match {
        if self.is_resolved() || !self.reaches(key) {
            return Match::No;
        }
        if self.is_everything() { Match::Everything } else { Match::Unresolved }
    }

    /// Whether its system, kind and vault are those of `key`.
    fn reaches(&self, key: &NodeKey) -> bool {
        let system = self.system();
        match (key, self.kind) {
            (NodeKey::Secret(secret), _) => {
                self.may_name_secret()
                    && match self.named_vault() {
                        NamedVault::Known(vault) => vault == secret.vault(),
                        NamedVault::Unknown => true,
                    }
            }
            (NodeKey::Variable(_), ReferenceKind::Variable) => {
                matches!(system, System::Automation | System::PowerPlatform | System::Credenza)
            }
            (NodeKey::Variable(_), ReferenceKind::Secret) => system == System::PowerPlatform,
            (NodeKey::Credential(_), ReferenceKind::Credential) => {
                matches!(system, System::Automation | System::PowerPlatform | System::Credenza)
            }
            (NodeKey::Credential(_), ReferenceKind::Certificate) => {
                matches!(system, System::Automation | System::Credenza)
            }
            (NodeKey::Connection(_), ReferenceKind::Connection) => system == System::Automation,
            _ => false,
        }
    }
}
