//! What a graph is made of: things that are asked about, what uses them, what they need, and nothing
//! else of the workspace.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use credenza_model::{
    dependencies::{NodeKey, ReferenceId, SecretIdentity},
    ids::{ConnectionId, CredentialId, VariableId},
    name::fold,
    references::Named,
};
use credenza_store::{
    CodePlace, ConnectionName, CredentialName, ObservedRead, Store, StoreError, VariableName,
};

use jiff::Timestamp;

/// When a value was read last, and by what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastRead {
    /// The time.
    pub at: Timestamp,
    /// The program's name; none for the window.
    pub program: Option<String>,
}

/// Things, places and reads, each kind in the order of lists.
#[derive(Default)]
pub(super) struct Parts {
    /// Asked about, and named by nothing here.
    pub(super) secrets: Vec<SecretIdentity>,
    pub(super) variables: Vec<VariableName>,
    pub(super) credentials: Vec<CredentialName>,
    pub(super) connections: Vec<ConnectionName>,
    pub(super) places: Vec<CodePlace>,
    pub(super) reads: Vec<ObservedRead>,
    /// Reads by what is not among these things.
    pub(super) last_reads: Vec<(NodeKey, LastRead)>,
    /// Identifiers of those that stand in a team.
    pub(super) shared: HashSet<[u8; 16]>,
}

impl Parts {
    /// Some things, everything that uses them or their secret, and everything that they need.
    pub(super) fn around(store: &Store, things: &[NodeKey]) -> Result<Self, StoreError> {
        let mut found = Found::new(store);
        for thing in things {
            found.thing(thing)?;
        }
        found.into_parts()
    }
}

/// What was found so far. A thing whose users are not all here stands in `needed`.
struct Found<'s> {
    store: &'s Store,
    secrets: BTreeSet<SecretIdentity>,
    unnamed: Vec<SecretIdentity>,
    variables: BTreeMap<VariableId, VariableName>,
    credentials: BTreeMap<CredentialId, CredentialName>,
    connections: BTreeMap<ConnectionId, ConnectionName>,
    needed_variables: BTreeMap<VariableId, VariableName>,
    needed_credentials: BTreeMap<CredentialId, CredentialName>,
    places: BTreeMap<ReferenceId, CodePlace>,
    reads: BTreeMap<u64, ObservedRead>,
    last_reads: Vec<(NodeKey, LastRead)>,
}

impl<'s> Found<'s> {
    fn new(store: &'s Store) -> Self {
        Self {
            store,
            secrets: BTreeSet::new(),
            unnamed: Vec::new(),
            variables: BTreeMap::new(),
            credentials: BTreeMap::new(),
            connections: BTreeMap::new(),
            needed_variables: BTreeMap::new(),
            needed_credentials: BTreeMap::new(),
            places: BTreeMap::new(),
            reads: BTreeMap::new(),
            last_reads: Vec::new(),
        }
    }

    fn thing(&mut self, thing: &NodeKey) -> Result<(), StoreError> {
        match thing {
            NodeKey::Secret(secret) => self.asked_secret(secret),
            NodeKey::Variable(id) => {
                let Some(variable) = self.store.variable_name(*id)? else { return Ok(()) };
                if let Some((vault, name)) = &variable.secret {
                    self.users_of_secret(&SecretIdentity::new(vault, name))?;
                }
                self.users_of_variable(variable)
            }
            NodeKey::Credential(id) => {
                let Some(credential) = self.store.credential_name(*id)? else { return Ok(()) };
                self.needs_of_credential(&credential)?;
                self.users_of_credential(credential)
            }
            NodeKey::Connection(id) => {
                let Some(connection) = self.store.connection_name(*id)? else { return Ok(()) };
                let credential = connection.credential.map(|id| self.store.credential_name(id));
                if let Some(credential) = credential.transpose()?.flatten() {
                    self.needs_of_credential(&credential)?;
                    self.needed_credential(credential)?;
                }
                self.users_of_connection(connection)
            }
            NodeKey::Person(_) | NodeKey::Reference(_) | NodeKey::Observed(_) => Ok(()),
        }
    }

    /// A secret that nothing names is known to its vault only, and has an answer as well.
    fn asked_secret(&mut self, secret: &SecretIdentity) -> Result<(), StoreError> {
        let (vault, name) = (Some(secret.vault().to_owned()), secret.name().to_owned());
        let (_, places) = self.store.places_naming(&Named::Secret { vault, name }, 0)?;
        if places == 0 && self.store.variables_of_secret(secret)?.is_empty() {
            self.unnamed.push(secret.clone());
        }
        self.users_of_secret(secret)
    }

    fn users_of_secret(&mut self, secret: &SecretIdentity) -> Result<(), StoreError> {
        if !self.secrets.insert(secret.clone()) {
            return Ok(());
        }
        for variable in self.store.variables_of_secret(secret)? {
            self.users_of_variable(variable)?;
        }
        for vault in [Some(secret.vault().to_owned()), None] {
            self.places(&Named::Secret { vault, name: secret.name().to_owned() })?;
        }
        Ok(())
    }

    fn users_of_variable(&mut self, variable: VariableName) -> Result<(), StoreError> {
        let (id, name) = (variable.id, fold(&variable.name));
        if self.variables.insert(id, variable).is_some() {
            return Ok(());
        }
        for credential in self.store.credentials_of(id)? {
            self.users_of_credential(credential)?;
        }
        self.places(&Named::Variable(name))
    }

    fn users_of_credential(&mut self, credential: CredentialName) -> Result<(), StoreError> {
        let (id, name) = (credential.id, fold(&credential.name));
        if self.credentials.insert(id, credential).is_some() {
            return Ok(());
        }
        for connection in self.store.connections_of(id)? {
            self.users_of_connection(connection)?;
        }
        self.reads.extend(self.store.reads_of(id)?.into_iter().map(|read| (read.row, read)));
        self.places(&Named::Credential(name))
    }

    fn users_of_connection(&mut self, connection: ConnectionName) -> Result<(), StoreError> {
        let name = fold(&connection.name);
        if self.connections.insert(connection.id, connection).is_some() {
            return Ok(());
        }
        self.places(&Named::Connection(name))
    }

    fn places(&mut self, named: &Named) -> Result<(), StoreError> {
        let places = self.store.all_places_naming(named)?.into_iter();
        self.places.extend(places.map(|place| (place.id, place)));
        Ok(())
    }

    fn needs_of_credential(&mut self, credential: &CredentialName) -> Result<(), StoreError> {
        for id in credential.user_name.iter().chain([&credential.secret]) {
            let Some(variable) = self.store.variable_name(*id)? else { continue };
            self.last_read(NodeKey::Variable(*id), *id)?;
            if let Some((vault, name)) = &variable.secret {
                let secret = SecretIdentity::new(vault, name);
                for other in self.store.variables_of_secret(&secret)? {
                    self.last_read(NodeKey::Secret(secret.clone()), other.id)?;
                }
            }
            self.needed_variables.insert(*id, variable);
        }
        Ok(())
    }

    fn needed_credential(&mut self, credential: CredentialName) -> Result<(), StoreError> {
        let key = NodeKey::Credential(credential.id);
        for read in self.store.reads_of(credential.id)? {
            let read = LastRead { at: read.last, program: read.program };
            self.last_reads.push((key.clone(), read));
        }
        self.needed_credentials.insert(credential.id, credential);
        Ok(())
    }

    /// The last read of whatever uses a variable is one of `key`.
    fn last_read(&mut self, key: NodeKey, variable: VariableId) -> Result<(), StoreError> {
        if let Some((at, program)) = self.store.last_read_of(variable)? {
            self.last_reads.push((key, LastRead { at, program }));
        }
        Ok(())
    }

    fn into_parts(mut self) -> Result<Parts, StoreError> {
        self.needed_variables.append(&mut self.variables);
        self.needed_credentials.append(&mut self.credentials);
        let unresolved = self.store.unresolved_places()?.into_iter();
        self.places.extend(unresolved.map(|place| (place.id, place)));
        let mut parts = Parts {
            secrets: self.unnamed,
            variables: self.needed_variables.into_values().collect(),
            credentials: self.needed_credentials.into_values().collect(),
            connections: self.connections.into_values().collect(),
            places: self.places.into_values().collect(),
            reads: self.reads.into_values().collect(),
            last_reads: self.last_reads,
            shared: HashSet::new(),
        };
        parts.variables.sort_by_cached_key(|one| fold(&one.display_name));
        parts.credentials.sort_by_cached_key(|one| fold(&one.name));
        parts.connections.sort_by_cached_key(|one| fold(&one.name));
        parts.places.sort_by_cached_key(|one| (fold(&one.source_name), one.path.clone(), one.line));
        let variables = parts.variables.iter().map(|one| *one.id.as_bytes());
        let things = variables.chain(parts.credentials.iter().map(|one| *one.id.as_bytes()));
        for thing in things {
            if self.store.is_shared(&thing)? {
                parts.shared.insert(thing);
            }
        }
        Ok(parts)
    }
}

#[cfg(test)]
mod tests;
