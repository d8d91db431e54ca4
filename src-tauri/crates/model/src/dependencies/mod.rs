//! What depends on what (W1–W10): one graph of everything that names or reads a secret, and the
//! questions that people ask it.
//!
//! An edge leads from what uses to what is used: connection → credential → variable → secret, and
//! from a reference in code, a person or an observed read to the thing that it names.

mod coverage;
mod gap;
mod graph;
mod node;
mod questions;
mod reports;

pub use coverage::{Coverage, LONGEST_AGE, SourceCoverage, Verdict};
pub use gap::Gap;
pub use graph::{Graph, GraphBuilder, NodeId};
pub use node::{EdgeKind, Node, NodeKey, NodeKind, ReferenceId, SecretIdentity};
pub use questions::{Answer, Blocked, Hit};
pub use reports::{CLOCKS_APART, DeviceCoverage, LONGEST_REPORT_AGE, UseCounts};
