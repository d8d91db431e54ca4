//! Everything affected, before it happens (W7).

use std::collections::{BTreeMap, BTreeSet, HashSet};

use credenza_model::dependencies::{NodeId, NodeKey, Verdict};

use super::{
    answer::{DependencyGroupRows, DependencyQuery, Tab, find, grouped},
    coverage::{Asked, CoverageReport},
    everything::Everything,
    rows::{self, DependencyRow, Group},
};
use crate::{AppError, Workspace, team::Across};

/// Rows that a sheet shows of a group.
const SHOWN: usize = 1_000;

/// What is about to happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AffectedAction {
    /// A name, a text or what a variable refers to changes.
    Edit,
    /// A name changes, by which code finds the thing.
    Rename,
    /// A value changes.
    Rotate,
    /// A person loses access.
    Unshare,
    /// A thing goes into Recently deleted.
    Delete,
    /// Nothing: a person looks at what uses several things together.
    Look,
}

/// What is about to happen, and to what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AffectedRequest {
    /// The action.
    pub action: AffectedAction,
    /// The things.
    pub things: Vec<NodeKey>,
}

/// How many of each kind are affected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct AffectedCounts {
    /// Credentials.
    pub credentials: u64,
    /// Connections.
    pub connections: u64,
    /// Places in code.
    pub places: u64,
    /// Programs that were given the value.
    pub programs: u64,
    /// People.
    pub people: u64,
    /// Places that may be affected.
    pub unresolved: u64,
    /// What may not be named.
    pub hidden: u64,
}

/// Everything affected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Affected {
    /// The numbers.
    pub counts: AffectedCounts,
    /// What will not follow by itself, or may be affected; it stands in no other group.
    pub needs_you: DependencyGroupRows,
    /// The rest.
    pub groups: Vec<DependencyGroupRows>,
    /// What refuses a delete.
    pub blocked_by: Vec<(NodeKey, String)>,
    /// What can be said about a delete.
    pub verdict: Verdict,
    /// What was seen of the code.
    pub coverage: CoverageReport,
}

impl Workspace {
    /// Everything that an action would affect. Changes nothing.
    ///
    /// # Errors
    /// [`crate::ErrorCode::NotFound`].
    pub fn affected(&self, request: &AffectedRequest) -> Result<Affected, AppError> {
        let everything = self.around(&request.things)?;
        let found = self.collect(&everything, request)?;
        let (across, hidden) = (found.across, found.hidden);
        let known = found.rows.iter().filter(|row| row.is_use()).count() as u64;
        let elsewhere = across.people.iter().filter(|one| one.counts.is_used()).count() as u64;
        let unresolved = rows::open_places(&found.rows);
        let mut rows = found.rows;
        rows.extend(self.people_affected(&everything, request, &rows, &across)?);
        let (coverage, report) = self.report(&everything, Asked { unresolved, hidden, across })?;
        let counts = counts(&rows, unresolved, hidden);
        let (needs_you, rest) = split(rows, request.action);
        let query = DependencyQuery { limit: SHOWN, ..self.whole(request) };
        Ok(Affected {
            counts,
            needs_you,
            groups: grouped(rest, hidden, &query),
            blocked_by: found.blocked_by,
            verdict: coverage.verdict(known + elsewhere, self.host.now()),
            coverage: report,
        })
    }

    /// Every affected row, for an export.
    pub(super) fn affected_rows(
        &self,
        request: &AffectedRequest,
    ) -> Result<Vec<DependencyRow>, AppError> {
        let everything = self.around(&request.things)?;
        let found = self.collect(&everything, request)?;
        let mut rows = found.rows;
        rows.extend(self.people_affected(&everything, request, &rows, &found.across)?);
        Ok(rows)
    }

    fn whole(&self, request: &AffectedRequest) -> DependencyQuery {
        let thing = request.things.first().cloned();
        let none = NodeKey::Secret(credenza_model::dependencies::SecretIdentity::new("", ""));
        DependencyQuery::all(thing.unwrap_or(none), Tab::UsedBy)
    }

    fn collect(
        &self,
        everything: &Everything,
        request: &AffectedRequest,
    ) -> Result<Collected, AppError> {
        let mut collected = Collected::default();
        let mut seen = HashSet::new();
        let chosen: BTreeSet<&NodeKey> = request.things.iter().collect();
        for thing in &request.things {
            let node = find(everything, thing)?;
            let start = start(everything, node, request.action);
            let (rows, hidden) = rows::used_by(everything, start, &self.not_this(thing)?);
            let new = rows.into_iter().filter(|row| !chosen.contains(&row.key));
            collected.rows.extend(new.filter(|row| seen.insert(row.key.clone())));
            collected.hidden += hidden;
            if request.action == AffectedAction::Delete {
                let by = everything.graph.delete_blocked_by(node).by;
                let named = by.hits.iter().map(|hit| hit.node);
                collected.blocked_by.extend(
                    named.map(|node| (everything.key(node).clone(), everything.item(node).name())),
                );
            }
        }
        let nodes = request.things.iter().filter_map(|thing| everything.graph.find(thing));
        collected.across = self.ask_others(everything, &nodes.collect::<Vec<_>>())?;
        collected.hidden += collected.across.hidden;
        Ok(collected)
    }
}

#[derive(Default)]
struct Collected {
    rows: Vec<DependencyRow>,
    hidden: u64,
    blocked_by: Vec<(NodeKey, String)>,
    across: Across,
}

/// A new value reaches everything that reads the same secret, also through other variables.
fn start(everything: &Everything, node: NodeId, action: AffectedAction) -> NodeId {
    match action {
        AffectedAction::Rotate => rows::secret_of(everything, node).unwrap_or(node),
        AffectedAction::Edit
        | AffectedAction::Rename
        | AffectedAction::Unshare
        | AffectedAction::Delete
        | AffectedAction::Look => node,
    }
}

fn counts(rows: &[DependencyRow], unresolved: u64, hidden: u64) -> AffectedCounts {
    let mut by_group: BTreeMap<Group, u64> = BTreeMap::new();
    for row in rows {
        *by_group.entry(row.group).or_default() += 1;
    }
    let of = |group| by_group.get(&group).copied().unwrap_or_default();
    AffectedCounts {
        credentials: of(Group::Credentials),
        connections: of(Group::Connections),
        places: of(Group::Code),
        programs: of(Group::Programs),
        people: of(Group::People),
        unresolved,
        hidden,
    }
}

/// What a person has to look after, and the rest. After a delete nothing follows by itself, so that
/// only what is not known stands apart.
fn split(
    rows: Vec<DependencyRow>,
    action: AffectedAction,
) -> (DependencyGroupRows, Vec<DependencyRow>) {
    let deletes = action == AffectedAction::Delete;
    let needs = |row: &DependencyRow| match row.group {
        _ if action == AffectedAction::Look => false,
        Group::Unresolved => !row.not_this,
        Group::Code if action == AffectedAction::Rename => true,
        Group::Code => !deletes && row.pickup.needs_a_person(),
        _ => false,
    };
    let (needs_you, rest): (Vec<_>, Vec<_>) = rows.into_iter().partition(needs);
    let total = needs_you.len() as u64;
    let rows = needs_you.into_iter().take(SHOWN).collect();
    (DependencyGroupRows { group: Group::Unresolved, total, rows, next: None }, rest)
}
