//! The questions: used by, uses, delete blocked by, everything affected, unused.

use std::collections::VecDeque;

use super::{
    graph::{Graph, Neighbours, NodeId},
    node::{EdgeKind, NodeKind},
};

/// One thing in an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit {
    /// The thing.
    pub node: NodeId,
    /// How many steps it is away; 1 is a direct use.
    pub distance: u32,
    /// The thing on the shortest way that it comes through.
    pub through: NodeId,
    /// How its last step is known.
    pub edge: EdgeKind,
}

/// What was found; what the asking person may not see is counted only.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Answer {
    /// What may be named, the nearest first.
    pub hits: Vec<Hit>,
    /// How many more there are that may not be named (W9).
    pub hidden: u64,
}

/// What stands in the way of deleting a thing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Blocked {
    /// What refuses the delete: it would be left with a reference to nothing.
    pub by: Answer,
    /// What would stop working: code, people and programs that name or read it.
    pub breaks: Answer,
}

impl Graph {
    /// What uses `node` directly.
    #[must_use]
    pub fn used_by(&self, node: NodeId) -> Answer {
        self.direct(&self.used_by, node, |_| true)
    }

    /// What `node` uses directly.
    #[must_use]
    pub fn uses(&self, node: NodeId) -> Answer {
        self.direct(&self.uses, node, |_| true)
    }

    /// Everything that a change of `node` reaches, directly or through others.
    #[must_use]
    pub fn affected(&self, node: NodeId) -> Answer {
        self.walk(&self.used_by, node)
    }

    /// Everything that `node` needs, directly or through others.
    #[must_use]
    pub fn needs(&self, node: NodeId) -> Answer {
        self.walk(&self.uses, node)
    }

    /// What stands in the way of deleting `node`. A credential blocks its variable; a connection
    /// does not block its credential, since it asks each time from then on, but it stops working.
    #[must_use]
    pub fn delete_blocked_by(&self, node: NodeId) -> Blocked {
        let blocks = |user: NodeId, edge: EdgeKind| {
            edge == EdgeKind::Declared
                && matches!(
                    (self.kind(user), self.kind(node)),
                    (NodeKind::Credential, NodeKind::Variable)
                        | (NodeKind::Variable, NodeKind::Secret)
                )
        };
        Blocked {
            by: self.direct(&self.used_by, node, |hit| blocks(hit.node, hit.edge)),
            breaks: self.direct(&self.used_by, node, |hit| !blocks(hit.node, hit.edge)),
        }
    }

    /// The visible things of one kind that nothing uses, hidden things included in "nothing".
    pub fn unused(&self, kind: NodeKind) -> impl Iterator<Item = NodeId> {
        (0..self.len()).map(NodeId::at).filter(move |id| {
            self.node(*id).visible && self.kind(*id) == kind && self.used_by.of(*id).is_empty()
        })
    }

    /// The kind of a node.
    #[must_use]
    pub fn kind(&self, node: NodeId) -> NodeKind {
        self.node(node).key.kind()
    }

    fn direct(&self, neighbours: &Neighbours, node: NodeId, keep: impl Fn(&Hit) -> bool) -> Answer {
        let mut answer = Answer::default();
        for (other, edge) in neighbours.of(node) {
            let hit = Hit { node: *other, distance: 1, through: node, edge: *edge };
            if keep(&hit) {
                self.put(&mut answer, hit);
            }
        }
        answer
    }

    /// Breadth first, so that each thing comes with a shortest way. Hidden things are walked
    /// through: what is behind one may be seen.
    fn walk(&self, neighbours: &Neighbours, start: NodeId) -> Answer {
        let mut answer = Answer::default();
        let mut seen = vec![false; self.len()];
        let mut queue = VecDeque::from([(start, 0)]);
        seen[start.index()] = true;
        while let Some((node, distance)) = queue.pop_front() {
            for (other, edge) in neighbours.of(node) {
                if std::mem::replace(&mut seen[other.index()], true) {
                    continue;
                }
                let distance = distance + 1;
                self.put(&mut answer, Hit { node: *other, distance, through: node, edge: *edge });
                queue.push_back((*other, distance));
            }
        }
        answer
    }

    fn put(&self, answer: &mut Answer, hit: Hit) {
        if self.node(hit.node).visible { answer.hits.push(hit) } else { answer.hidden += 1 }
    }
}
