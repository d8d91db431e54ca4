//! What is around a thing, as a picture.

use credenza_app::dependencies::{self, DependencyGraph, words_of};
use serde::Serialize;

use super::dependencies::{PlaceView, ThingRef, edge, look};

/// What is around a thing.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct GraphView {
    nodes: Vec<GraphNodeView>,
    edges: Vec<GraphEdgeView>,
    total: u64,
    deeper: bool,
}

#[derive(Debug, Clone, Serialize)]
struct GraphNodeView {
    id: String,
    look: &'static str,
    name: String,
    sub: String,
    thing: Option<ThingRef>,
    place: Option<PlaceView>,
    level: i32,
}

#[derive(Debug, Clone, Serialize)]
struct GraphEdgeView {
    from: String,
    to: String,
    kind: &'static str,
}

impl From<DependencyGraph> for GraphView {
    fn from(graph: DependencyGraph) -> Self {
        let node = |node: dependencies::GraphNode| GraphNodeView {
            id: words_of(&node.key).1,
            look: look(node.look),
            name: node.name,
            sub: node.sub,
            thing: ThingRef::of(&node.key),
            place: node.place.map(Into::into),
            level: node.level,
        };
        let line = |line: &dependencies::GraphEdge| GraphEdgeView {
            from: words_of(&line.from).1,
            to: words_of(&line.to).1,
            kind: line.kind.map_or("mayUse", edge),
        };
        Self {
            edges: graph.edges.iter().map(line).collect(),
            nodes: graph.nodes.into_iter().map(node).collect(),
            total: graph.total,
            deeper: graph.deeper,
        }
    }
}
