//! A graph of things and of all that is around them.

use std::{
    collections::{BTreeSet, HashMap, HashSet},
    iter,
};

use credenza_model::{
    dependencies::{EdgeKind, Graph, GraphBuilder, NodeId, NodeKey, SecretIdentity},
    references::Names,
    source::Source,
};
use credenza_store::{
    CodePlace, ConnectionName, CredentialName, ObservedRead, Store, StoreError, VariableName,
};

use super::{
    parts::{LastRead, Parts},
    thing::Item,
};

/// The graph with what is shown of its nodes.
pub(crate) struct Everything {
    pub(crate) graph: Graph,
    /// What each node stands for, by its number.
    items: Vec<Item>,
    /// Places whose name is computed, a pattern, or everything that there is.
    pub(crate) unresolved: Vec<NodeId>,
    pub(crate) sources: Vec<Source>,
    /// Identifiers of what stands in a team.
    shared: HashSet<[u8; 16]>,
    /// When a value was last read through each node of which that is known.
    last_reads: HashMap<NodeId, LastRead>,
}

impl Everything {
    pub(super) fn of(store: &Store, parts: Parts) -> Result<Self, StoreError> {
        let mut builder = Builder::default();
        for secret in &parts.secrets {
            builder.secret(secret.vault(), secret.name());
        }
        for variable in parts.variables {
            builder.variable(variable);
        }
        for credential in parts.credentials {
            builder.credential(credential);
        }
        for connection in parts.connections {
            builder.connection(connection);
        }
        let mut unresolved = Vec::new();
        for place in parts.places {
            unresolved.extend(builder.place(place));
        }
        let mut reads = Vec::new();
        for read in parts.reads {
            reads.extend(builder.read(read));
        }
        let known = |(key, read)| Some((builder.graph.find(&key)?, read));
        reads.extend(parts.last_reads.into_iter().filter_map(known));
        let sources = store.sources()?;
        let graph = builder.graph.build();
        let last_reads = last_reads(&graph, reads);
        let shared = parts.shared;
        Ok(Self { graph, items: builder.items, unresolved, sources, shared, last_reads })
    }

    pub(crate) fn item(&self, node: NodeId) -> &Item {
        &self.items[node.index()]
    }

    pub(crate) fn key(&self, node: NodeId) -> &NodeKey {
        &self.graph.node(node).key
    }

    pub(crate) fn place(&self, node: NodeId) -> Option<&CodePlace> {
        match self.item(node) {
            Item::Place(place) => Some(place),
            _ => None,
        }
    }

    /// Things and what uses them, as far as it stands in a team, so that others may use it too.
    pub(crate) fn shared(&self, things: &[NodeId]) -> Vec<(NodeId, [u8; 16])> {
        if self.shared.is_empty() {
            return Vec::new();
        }
        let users = things.iter().flat_map(|thing| self.graph.affected(*thing).hits);
        let nodes = things.iter().copied().chain(users.map(|hit| hit.node));
        let nodes: BTreeSet<NodeId> = nodes.collect();
        let id = |node: NodeId| Some((node, self.shared_id(self.key(node))?));
        nodes.into_iter().filter_map(id).collect()
    }

    /// The identifier of a thing that stands in a team.
    pub(crate) fn shared_id(&self, key: &NodeKey) -> Option<[u8; 16]> {
        let id = match key {
            NodeKey::Variable(id) => *id.as_bytes(),
            NodeKey::Credential(id) => *id.as_bytes(),
            _ => return None,
        };
        self.shared.contains(&id).then_some(id)
    }

    /// When a value was last read through a node, as far as that was observed here.
    pub(crate) fn last_read(&self, node: NodeId) -> Option<&LastRead> {
        self.last_reads.get(&node)
    }
}

/// A read of a credential reads what the credential needs as well.
fn last_reads(graph: &Graph, reads: Vec<(NodeId, LastRead)>) -> HashMap<NodeId, LastRead> {
    let mut last: HashMap<NodeId, LastRead> = HashMap::new();
    for (node, read) in reads {
        let needed = graph.needs(node).hits.into_iter().map(|hit| hit.node);
        for node in iter::once(node).chain(needed) {
            let known = last.entry(node).or_insert_with(|| read.clone());
            if known.at < read.at {
                *known = read.clone();
            }
        }
    }
    last
}

#[derive(Default)]
struct Builder {
    graph: GraphBuilder,
    items: Vec<Item>,
    names: Names,
}

impl Builder {
    fn node(&mut self, key: NodeKey, item: impl FnOnce() -> Item) -> NodeId {
        let node = self.graph.node(key);
        if node.index() == self.items.len() {
            self.items.push(item());
        }
        node
    }

    fn variable(&mut self, variable: VariableName) {
        self.names.variable(&variable.name, variable.id);
        let node = self.node(NodeKey::Variable(variable.id), || Item::Variable(variable.clone()));
        if let Some((vault, name)) = &variable.secret {
            let used = self.secret(vault, name);
            self.graph.edge(node, used, EdgeKind::Declared);
        }
    }

    fn credential(&mut self, credential: CredentialName) {
        self.names.credential(&credential.name, credential.id);
        let key = NodeKey::Credential(credential.id);
        let node = self.node(key, || Item::Credential(credential.clone()));
        for variable in credential.user_name.iter().chain([&credential.secret]) {
            self.declared(node, &NodeKey::Variable(*variable));
        }
    }

    fn connection(&mut self, connection: ConnectionName) {
        self.names.connection(&connection.name, connection.id);
        let key = NodeKey::Connection(connection.id);
        let node = self.node(key, || Item::Connection(connection.clone()));
        if let Some(credential) = connection.credential {
            self.declared(node, &NodeKey::Credential(credential));
        }
    }

    fn secret(&mut self, vault: &str, name: &str) -> NodeId {
        let secret = SecretIdentity::new(vault, name);
        self.names.secret(secret.clone());
        let item = || Item::Secret { vault: vault.to_owned(), name: name.to_owned() };
        self.node(NodeKey::Secret(secret), item)
    }

    /// An edge to a thing that is in the graph; what is in Recently deleted is not.
    fn declared(&mut self, user: NodeId, used: &NodeKey) {
        if let Some(used) = self.graph.find(used) {
            self.graph.edge(user, used, EdgeKind::Declared);
        }
    }

    /// Adds a program that was given a value of a credential, and gives back where that is known: at
    /// the program, or at the credential when it was the window.
    fn read(&mut self, read: ObservedRead) -> Option<(NodeId, LastRead)> {
        let credential = self.graph.find(&NodeKey::Credential(read.credential))?;
        let last = LastRead { at: read.last, program: read.program.clone() };
        let Some(name) = read.program else { return Some((credential, last)) };
        let program =
            self.node(NodeKey::Observed(read.row), || Item::Program { name, times: read.times });
        self.graph.edge(program, credential, EdgeKind::Observed);
        Some((program, last))
    }

    /// Adds a place in code; gives it back when its name is not known.
    fn place(&mut self, place: CodePlace) -> Option<NodeId> {
        let named = place.reference.named();
        let resolved = place.reference.is_resolved();
        let targets = named.map(|named| self.names.of(&named)).unwrap_or_default();
        if resolved && targets.is_empty() {
            return None;
        }
        let key = NodeKey::Reference(place.id);
        let written = place.reference.name.clone().unwrap_or_default();
        let node = self.node(key, || Item::Place(Box::new(place)));
        for (target, kind) in targets {
            let used = match &target {
                NodeKey::Secret(secret) => {
                    let vault = secret.vault().to_owned();
                    let name = written.clone();
                    self.node(target.clone(), || Item::Secret { vault, name })
                }
                other => match self.graph.find(other) {
                    Some(used) => used,
                    None => continue,
                },
            };
            self.graph.edge(node, used, kind);
        }
        (!resolved).then_some(node)
    }
}
