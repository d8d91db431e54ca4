//! The same answer as a picture: what is around a thing, level by level.

use std::collections::{HashMap, hash_map::Entry};

use credenza_model::{
    dependencies::{EdgeKind, NodeId, NodeKey},
    references::Match,
};
use credenza_store::CodePlace;

use super::{
    answer::{DependencyQuery, find},
    elsewhere,
    everything::Everything,
    rows::{self, DependencyRow, Group},
    thing::Look,
};
use crate::{AppError, Workspace};

/// Most nodes in one picture.
const MOST_NODES: usize = 2_000;

/// A node of the picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GraphNode {
    /// What it is.
    pub key: NodeKey,
    /// How it looks.
    pub look: Look,
    /// Its name.
    pub name: String,
    /// One short line.
    pub sub: String,
    /// Where in code, for a place.
    pub place: Option<CodePlace>,
    /// 0 is the thing; positive is what uses it, negative what it needs.
    pub level: i32,
}

/// A line of the picture, from what is used to what uses it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GraphEdge {
    /// What is used.
    pub from: NodeKey,
    /// What uses it.
    pub to: NodeKey,
    /// How that is known; none: it only may.
    pub kind: Option<EdgeKind>,
}

/// What is around a thing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DependencyGraph {
    /// The nodes, the nearest first.
    pub nodes: Vec<GraphNode>,
    /// The lines between them.
    pub edges: Vec<GraphEdge>,
    /// How many nodes there are at these levels.
    pub total: u64,
    /// Whether a further level has more.
    pub deeper: bool,
}

impl Workspace {
    /// What is around a thing, up to `levels` steps both ways. Filters hold as in the table; the
    /// things on the way to what is shown are shown as well.
    ///
    /// # Errors
    /// [`crate::ErrorCode::NotFound`].
    pub fn dependency_graph(
        &self,
        query: &DependencyQuery,
        levels: u32,
    ) -> Result<DependencyGraph, AppError> {
        let everything = self.around(std::slice::from_ref(&query.thing))?;
        let start = find(&everything, &query.thing)?;
        let around = Around::of(&everything, start, levels, query);
        let (used_by, _) = rows::used_by(&everything, start, &self.not_this(&query.thing)?);
        let may: Vec<NodeId> = used_by
            .iter()
            .filter(|row| row.group == Group::Unresolved && !row.not_this && query.wants(row))
            .filter_map(|row| everything.graph.find(&row.key))
            .collect();
        let mut picture = around.picture(&everything, start, &may);
        let across = self.ask_others(&everything, &[start])?;
        let people = elsewhere::rows(&across.people).filter(|row| query.wants(row));
        people.for_each(|row| picture.add_person(everything.key(start), row));
        Ok(picture)
    }
}

impl DependencyGraph {
    /// Adds somebody who reported to use the thing, in whatever way.
    fn add_person(&mut self, thing: &NodeKey, row: DependencyRow) {
        self.total += 1;
        if self.nodes.len() >= MOST_NODES {
            return;
        }
        let (from, to) = (thing.clone(), row.key.clone());
        self.edges.push(GraphEdge { from, to, kind: Some(row.edge) });
        let (sub, place) = (String::new(), None);
        let DependencyRow { key, look, name, .. } = row;
        self.nodes.push(GraphNode { key, look, name, sub, place, level: 1 });
    }
}

/// The level of each node around a thing, in the order in which they are shown.
struct Around {
    order: Vec<NodeId>,
    level: HashMap<NodeId, i32>,
    deeper: bool,
}

impl Around {
    fn of(everything: &Everything, start: NodeId, levels: u32, query: &DependencyQuery) -> Self {
        let mut around =
            Self { order: vec![start], level: HashMap::from([(start, 0)]), deeper: false };
        let users = everything.graph.affected(start).hits;
        let needs = everything.graph.needs(start).hits;
        for (hits, sign) in [(users, 1), (needs, -1)] {
            around.deeper |= hits.iter().any(|hit| hit.distance > levels);
            for hit in hits.iter().filter(|hit| hit.distance <= levels) {
                let level = sign * i32::try_from(hit.distance).unwrap_or(i32::MAX);
                around.add(hit.node, level);
            }
        }
        around.filter(everything, query);
        around.order.sort_by_key(|node| around.level.get(node).map(|level| level.abs()));
        around
    }

    fn add(&mut self, node: NodeId, level: i32) {
        // A thing that both uses and is used keeps its nearer level.
        if let Entry::Vacant(free) = self.level.entry(node) {
            free.insert(level);
            self.order.push(node);
        }
    }

    /// Leaves out places that the filters do not want; things stay, since ways lead through them.
    fn filter(&mut self, everything: &Everything, query: &DependencyQuery) {
        if !query.is_filtered() {
            return;
        }
        let level = &mut self.level;
        self.order.retain(|node| {
            let wanted = everything
                .place(*node)
                .is_none_or(|_| query.wants(&rows::of_place(everything, *node)));
            if !wanted {
                level.remove(node);
            }
            wanted
        });
    }

    fn picture(self, everything: &Everything, start: NodeId, may: &[NodeId]) -> DependencyGraph {
        let mut graph = DependencyGraph { deeper: self.deeper, ..DependencyGraph::default() };
        graph.total = (self.order.len() + may.len()) as u64;
        let shown: HashMap<NodeId, i32> = self
            .order
            .iter()
            .take(MOST_NODES)
            .filter_map(|node| Some((*node, *self.level.get(node)?)))
            .collect();
        for node in self.order.iter().take(MOST_NODES) {
            graph.nodes.push(self.node(everything, *node));
            for hit in everything.graph.uses(*node).hits {
                if shown.contains_key(&hit.node) {
                    graph.edges.push(GraphEdge {
                        from: everything.key(hit.node).clone(),
                        to: everything.key(*node).clone(),
                        kind: (hit.edge != EdgeKind::Candidate).then_some(hit.edge),
                    });
                }
            }
        }
        for node in may.iter().take(MOST_NODES.saturating_sub(graph.nodes.len())) {
            graph.nodes.push(GraphNode { level: 1, ..self.node(everything, *node) });
            let from = self.may_name(everything, *node).unwrap_or(start);
            graph.edges.push(GraphEdge {
                from: everything.key(from).clone(),
                to: everything.key(*node).clone(),
                kind: None,
            });
        }
        graph
    }

    /// The nearest shown thing that an unresolved place could name.
    fn may_name(&self, everything: &Everything, node: NodeId) -> Option<NodeId> {
        let place = everything.place(node)?;
        let names =
            |thing: &&NodeId| place.reference.could_name(everything.key(**thing)) != Match::No;
        self.order.iter().find(names).copied()
    }

    fn node(&self, everything: &Everything, node: NodeId) -> GraphNode {
        let item = everything.item(node);
        GraphNode {
            key: everything.key(node).clone(),
            look: item.look(),
            name: item.name(),
            sub: item.sub(),
            place: everything.place(node).cloned(),
            level: self.level.get(&node).copied().unwrap_or(1),
        }
    }
}
