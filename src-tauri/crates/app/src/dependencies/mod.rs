//! Where used: what depends on a thing, what it needs, and what a change would reach.

mod affected;
mod answer;
mod coverage;
mod current;
mod elsewhere;
mod everything;
mod export;
mod find;
mod gaps;
mod graph;
mod parts;
mod people;
mod places;
mod rows;
mod thing;

pub use affected::{Affected, AffectedAction, AffectedCounts, AffectedRequest};
pub use answer::{
    Dependencies, DependencyCounts, DependencyGroupRows, DependencyQuery, ReadFilter, Tab,
};
pub use coverage::CoverageReport;
pub use export::{
    ExportFormat, Exported, count_words, counts_document, group_word, how_words, row_document,
};
pub use gaps::{GapKind, NamedGap, Reporter};
pub use graph::{DependencyGraph, GraphEdge, GraphNode};
pub use parts::LastRead;
pub use places::file_of;
pub use rows::{DependencyRow, Group, How};
pub use thing::{Look, Thing, as_found, thing_of, words_of};

pub use credenza_model::{
    dependencies::{
        DeviceCoverage, EdgeKind, NodeKey, ReferenceId, SecretIdentity, UseCounts, Verdict,
    },
    references::Pickup,
};
pub use credenza_store::CodePlace;

pub use crate::team::PersonUses;
