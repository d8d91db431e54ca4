//! The graph itself: every node once, neighbours of a node side by side in memory.

use std::collections::HashMap;

use super::node::{EdgeKind, Node, NodeKey};

/// A node's place in one graph; without meaning in another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NodeId(u32);

impl NodeId {
    /// Its number: nodes are numbered from 0 in the order in which they were added.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }

    pub(super) fn at(index: usize) -> Self {
        Self(u32::try_from(index).unwrap_or(u32::MAX))
    }
}

/// Collects nodes and edges.
#[derive(Debug, Default)]
pub struct GraphBuilder {
    nodes: Vec<Node>,
    by_key: HashMap<NodeKey, NodeId>,
    edges: Vec<(NodeId, NodeId, EdgeKind)>,
}

impl GraphBuilder {
    /// Adds a node that the asking person may see, or finds the one with this key.
    pub fn node(&mut self, key: NodeKey) -> NodeId {
        self.add(key, true)
    }

    /// Adds a node that is counted and never named.
    pub fn hidden(&mut self, key: NodeKey) -> NodeId {
        self.add(key, false)
    }

    fn add(&mut self, key: NodeKey, visible: bool) -> NodeId {
        let nodes = &mut self.nodes;
        *self.by_key.entry(key.clone()).or_insert_with(|| {
            nodes.push(Node { key, visible });
            NodeId::at(nodes.len() - 1)
        })
    }

    /// Where a thing is among those added so far.
    #[must_use]
    pub fn find(&self, key: &NodeKey) -> Option<NodeId> {
        self.by_key.get(key).copied()
    }

    /// Says that `user` uses `used`. The same edge twice counts once, with the first kind in the order of
    /// [`EdgeKind`]; an edge
    /// from a node to itself says nothing.
    pub fn edge(&mut self, user: NodeId, used: NodeId, kind: EdgeKind) {
        if user != used {
            self.edges.push((user, used, kind));
        }
    }

    /// The graph.
    #[must_use]
    pub fn build(mut self) -> Graph {
        self.edges.sort_unstable();
        self.edges.dedup_by_key(|(user, used, _)| (*user, *used));
        let count = self.nodes.len();
        let uses = Neighbours::new(count, &self.edges);
        for (user, used, _) in &mut self.edges {
            std::mem::swap(user, used);
        }
        self.edges.sort_unstable();
        let used_by = Neighbours::new(count, &self.edges);
        Graph { nodes: self.nodes, by_key: self.by_key, uses, used_by }
    }
}

/// Everything that depends on something, ready to answer.
#[derive(Debug, Default)]
pub struct Graph {
    pub(super) nodes: Vec<Node>,
    by_key: HashMap<NodeKey, NodeId>,
    pub(super) uses: Neighbours,
    pub(super) used_by: Neighbours,
}

impl Graph {
    /// Where a thing is in the graph.
    #[must_use]
    pub fn find(&self, key: &NodeKey) -> Option<NodeId> {
        self.by_key.get(key).copied()
    }

    /// The node at `id`, which comes from this graph.
    #[must_use]
    pub fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id.index()]
    }

    /// Every node, in the order in which they were added.
    pub fn ids(&self) -> impl Iterator<Item = NodeId> + use<> {
        (0..self.nodes.len()).map(NodeId::at)
    }

    /// How many nodes it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether it has none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// How many edges it has.
    #[must_use]
    pub fn edges(&self) -> usize {
        self.uses.ends.len()
    }
}

/// The neighbours of every node in one direction, one node after the other.
#[derive(Debug, Default)]
pub(super) struct Neighbours {
    /// Where the neighbours of node `n` start; those of the last end at the end.
    starts: Vec<u32>,
    ends: Vec<(NodeId, EdgeKind)>,
}

impl Neighbours {
    /// `edges` are sorted by their first node.
    fn new(nodes: usize, edges: &[(NodeId, NodeId, EdgeKind)]) -> Self {
        let mut starts = vec![0u32; nodes + 1];
        for (from, ..) in edges {
            starts[from.index() + 1] += 1;
        }
        for n in 0..nodes {
            starts[n + 1] += starts[n];
        }
        Self { starts, ends: edges.iter().map(|(_, to, kind)| (*to, *kind)).collect() }
    }

    pub(super) fn of(&self, node: NodeId) -> &[(NodeId, EdgeKind)] {
        let from = self.starts[node.index()] as usize;
        let to = self.starts[node.index() + 1] as usize;
        &self.ends[from..to]
    }
}
