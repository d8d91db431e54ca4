//! Finding the thing to ask about.

use std::collections::BTreeMap;

use credenza_model::{
    dependencies::{NodeId, NodeKey, SecretIdentity},
    name::fold,
    references::Named,
};
use credenza_store::{
    ConnectionListRow, ConnectionQuery, CredentialQuery, CredentialSort, Store, VariableKind,
    VariableQuery,
};
use jiff::Timestamp;

use super::{
    everything::Everything,
    thing::{Look, Thing},
};
use crate::{AppError, ErrorCode, Workspace};

/// Things of one kind that are looked at for the best fit.
const MOST_SEEN: u32 = 200;

impl Workspace {
    /// Things that can be looked up and whose name or short line holds `search`, the best fit first, at
    /// most `limit`. Of many the names that begin with it are all seen, and of the rest the first;
    /// secrets that only code names are found by the beginning of their name.
    ///
    /// # Errors
    /// An [`AppError`].
    pub fn find_things(&self, search: &str, limit: usize) -> Result<Vec<Thing>, AppError> {
        let (store, now) = (self.store(), self.host.now());
        let search = fold(search);
        let most = u32::try_from(limit).unwrap_or(MOST_SEEN).min(MOST_SEEN);
        let mut found = Found { search: &search, things: BTreeMap::new() };
        found.variables(&store, most, now)?;
        found.credentials(&store, most, now)?;
        found.connections(&store, now)?;
        for (vault, name) in store.secrets_in_code(&search, most)? {
            found.secret(&vault, &name);
        }
        let mut found: Vec<Thing> = found.things.into_values().take(limit).collect();
        for thing in &mut found {
            thing.uses = Some(match (&thing.key, thing.uses) {
                (_, Some(uses)) => uses,
                (NodeKey::Secret(secret), None) => store.count_uses_of_secret(secret)?,
                (_, None) => store.places_naming(&Named::Connection(fold(&thing.name)), 0)?.1,
            });
        }
        Ok(found)
    }

    /// The one thing of a kind with exactly this name: `VAULT/SECRET` for a secret, the unique name
    /// for a variable.
    ///
    /// # Errors
    /// [`ErrorCode::NotFound`].
    pub fn thing_by_name(&self, kind: &str, name: &str) -> Result<NodeKey, AppError> {
        let key = match kind {
            "variable" => Some(NodeKey::Variable(self.variable_by_name(name)?.variable.id)),
            "credential" => Some(NodeKey::Credential(self.credential_by_name(name)?.credential.id)),
            "connection" => Some(NodeKey::Connection(self.connection_by_name(name)?.connection.id)),
            _ => super::thing::thing_of(kind, name),
        };
        let named = |key: &NodeKey| !matches!(key, NodeKey::Secret(s) if s.name().is_empty());
        key.filter(named).ok_or_else(|| AppError::about(ErrorCode::NotFound, name))
    }
}

/// How well a thing fits; smaller is better.
fn fit(search: &str, name: &str, sub: &str) -> Option<u8> {
    match () {
        () if name == search => Some(0),
        () if name.starts_with(search) => Some(1),
        () if name.contains(search) => Some(2),
        () if fold(sub).contains(search) => Some(3),
        () => None,
    }
}

/// What was found so far, the best fit first.
struct Found<'s> {
    search: &'s str,
    things: BTreeMap<(u8, String, NodeKey), Thing>,
}

impl Found<'_> {
    /// Keeps a thing that fits.
    fn keep(&mut self, thing: Thing) {
        let name = fold(&thing.name);
        if let Some(fit) = fit(self.search, &name, &thing.sub) {
            self.things.insert((fit, name, thing.key.clone()), thing);
        }
    }

    fn secret(&mut self, vault: &str, name: &str) {
        let key = NodeKey::Secret(SecretIdentity::new(vault, name));
        // One that a variable and code write in two ways is one secret.
        if self.things.keys().any(|(_, _, known)| *known == key) {
            return;
        }
        let (name, sub) = (name.to_owned(), vault.to_owned());
        self.keep(Thing { key, look: Look::VaultSecret, name, sub, uses: None });
    }

    fn variables(&mut self, store: &Store, most: u32, now: Timestamp) -> Result<(), AppError> {
        for (variable, uses) in store.variables_beginning(self.search, most)? {
            if let Some((vault, name)) = &variable.secret {
                self.secret(vault, name);
            }
            let (key, look) = (NodeKey::Variable(variable.id), look(variable.kind));
            let (name, sub, uses) = (variable.display_name, variable.name, Some(uses));
            self.keep(Thing { key, look, name, sub, uses });
        }
        if self.search.trim().is_empty() {
            return Ok(());
        }
        let search = self.search.to_owned();
        let query = VariableQuery { search, limit: MOST_SEEN, ..VariableQuery::default() };
        for row in store.list_variables(&query, now)?.rows {
            if let Some((vault, name)) = row.vault.and(row.place.split_once('/')) {
                self.secret(vault, name);
            }
            let (key, look) = (NodeKey::Variable(row.id), look(row.kind));
            let (name, sub, uses) = (row.display_name, row.name, Some(row.used_by));
            self.keep(Thing { key, look, name, sub, uses });
        }
        Ok(())
    }

    fn credentials(&mut self, store: &Store, most: u32, now: Timestamp) -> Result<(), AppError> {
        let mut rows = store.credentials_beginning(self.search, most)?;
        if !self.search.trim().is_empty() {
            let (search, sort) = (self.search.to_owned(), CredentialSort::Name);
            let query =
                CredentialQuery { search, sort, limit: MOST_SEEN, ..CredentialQuery::default() };
            let found = store.list_credentials(&query, now)?.rows.into_iter();
            rows.extend(found.map(|row| (row.id, row.name, row.used_by)));
        }
        for (id, name, uses) in rows {
            let (key, look, uses) = (NodeKey::Credential(id), Look::Credential, Some(uses));
            self.keep(Thing { key, look, name, sub: String::new(), uses });
        }
        Ok(())
    }

    fn connections(&mut self, store: &Store, now: Timestamp) -> Result<(), AppError> {
        let search = self.search.to_owned();
        let query = ConnectionQuery { search, limit: MOST_SEEN, ..ConnectionQuery::default() };
        for ConnectionListRow { connection, .. } in store.list_connections(&query, now)?.rows {
            let (key, look) =
                (NodeKey::Connection(connection.id), Look::Connection(connection.kind));
            let (name, sub) = (connection.name.as_str().to_owned(), connection.target);
            self.keep(Thing { key, look, name, sub, uses: None });
        }
        Ok(())
    }
}

fn look(kind: VariableKind) -> Look {
    match kind {
        VariableKind::Text => Look::Text,
        VariableKind::Secret => Look::Secret,
        VariableKind::Certificate => Look::Certificate,
    }
}

impl Everything {
    /// A node as a thing.
    pub(super) fn thing(&self, node: NodeId) -> Thing {
        let item = self.item(node);
        let answer = self.graph.used_by(node);
        Thing {
            key: self.key(node).clone(),
            look: item.look(),
            name: item.name(),
            sub: item.sub(),
            uses: Some(answer.hits.len() as u64 + answer.hidden),
        }
    }
}
