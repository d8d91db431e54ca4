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
    pub fn of(&self, reference: &Reference) -> Vec<(NodeKey, EdgeKind)> {
        let Some(name) = reference.exact_name() else { return Vec::new() };
        if reference.may_name_secret() {
            return self.secrets_of(reference);
        }
        let named = match (reference.system(), reference.kind) {
            (System::KeyVault | System::Alias | System::Foreign, _) => None,
            (System::PowerPlatform, ReferenceKind::Variable | ReferenceKind::Secret)
            | (System::Automation | System::Credenza, ReferenceKind::Variable) => {
                self.variables.get(&fold(name)).map(|id| NodeKey::Variable(*id))
            }
            (_, ReferenceKind::Credential)
            | (System::Automation | System::Credenza, ReferenceKind::Certificate) => {
                self.credentials.get(&fold(name)).map(|id| NodeKey::Credential(*id))
            }
            (System::Automation, ReferenceKind::Connection) => {
                self.connections.get(&fold(name)).map(|id| NodeKey::Connection(*id))
            }
            _ => None,
        };
        named.map(|key| (key, EdgeKind::Found)).into_iter().collect()
    }

    fn secrets_of(&self, reference: &Reference) -> Vec<(NodeKey, EdgeKind)> {
        let Some(name) = reference.secret_name() else { return Vec::new() };
        if let NamedVault::Known(vault) = reference.named_vault() {
            let secret = SecretIdentity::new(&vault, name);
            return vec![(NodeKey::Secret(secret), EdgeKind::Found)];
        }
        let same_name = self.secrets.get(&name.to_ascii_lowercase()).into_iter().flatten();
        same_name.map(|secret| (NodeKey::Secret(secret.clone()), EdgeKind::Candidate)).collect()
    }
}

impl Reference {
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
