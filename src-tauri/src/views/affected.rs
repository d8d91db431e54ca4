//! Everything affected, before it happens.

use credenza_app::dependencies::{Affected, AffectedRequest, NodeKey, words_of};
use serde::{Deserialize, Serialize};

use super::{
    ItemLink,
    coverage::CoverageView,
    dependencies::{DependencyGroupView, ThingRef},
    words,
};

/// What is about to happen, and to what.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct AffectedRequestView {
    action: String,
    things: Vec<ThingRef>,
}

impl AffectedRequestView {
    /// None when a word of it has no meaning.
    pub(crate) fn request(&self) -> Option<AffectedRequest> {
        let things: Option<_> = self.things.iter().map(ThingRef::key).collect();
        Some(AffectedRequest { action: words::affected_action(&self.action)?, things: things? })
    }
}

/// Everything affected.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AffectedView {
    counts: AffectedCountsView,
    needs_you: DependencyGroupView,
    groups: Vec<DependencyGroupView>,
    blocked_by: Vec<ItemLink>,
    verdict: &'static str,
    coverage: CoverageView,
}

#[derive(Debug, Clone, Serialize)]
struct AffectedCountsView {
    credentials: u64,
    connections: u64,
    places: u64,
    programs: u64,
    people: u64,
    unresolved: u64,
    hidden: u64,
}

impl From<Affected> for AffectedView {
    fn from(affected: Affected) -> Self {
        let link = |(key, name): (NodeKey, String)| {
            let (kind, id) = words_of(&key);
            ItemLink { kind, id, name }
        };
        let counts = affected.counts;
        Self {
            counts: AffectedCountsView {
                credentials: counts.credentials,
                connections: counts.connections,
                places: counts.places,
                programs: counts.programs,
                people: counts.people,
                unresolved: counts.unresolved,
                hidden: counts.hidden,
            },
            needs_you: affected.needs_you.into(),
            groups: affected.groups.into_iter().map(Into::into).collect(),
            blocked_by: affected.blocked_by.into_iter().map(link).collect(),
            verdict: words::verdict(affected.verdict),
            coverage: affected.coverage.into(),
        }
    }
}
