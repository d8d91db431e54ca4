//! The answer to "where is it used": three tabs, in groups, with filters, and what can be said about
//! deleting the thing.

use std::collections::{BTreeMap, BTreeSet};

use credenza_model::{
    dependencies::{NodeId, NodeKey, ReferenceId, Verdict},
    ids::SourceId,
};

use jiff::Timestamp;

use super::{
    coverage::{Asked, CoverageReport},
    elsewhere,
    everything::Everything,
    rows::{self, DependencyRow, Group},
    thing::{Thing, words_of},
};
use crate::{AppError, ErrorCode, Workspace, team::Across};

/// The questions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Tab {
    /// What uses it, directly or through others.
    UsedBy,
    /// What it needs.
    Uses,
    /// What stops working without it.
    DeleteBlockedBy,
}

/// Which rows are wanted by their last read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum ReadFilter {
    /// All.
    #[default]
    Any,
    /// Read since then.
    Since(Timestamp),
    /// No read was observed.
    NotKnown,
}

/// What is asked, and which rows are wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DependencyQuery {
    /// The thing.
    pub thing: NodeKey,
    /// The question.
    pub tab: Tab,
    /// Searched in names, paths and expressions.
    pub search: String,
    /// Only these groups; empty means all.
    pub groups: Vec<Group>,
    /// Only places in these sources; empty means all rows.
    pub sources: Vec<SourceId>,
    /// Only what was read then.
    pub read: ReadFilter,
    /// Rows of each group.
    pub limit: usize,
}

impl DependencyQuery {
    /// Every row of a tab.
    #[must_use]
    pub fn all(thing: NodeKey, tab: Tab) -> Self {
        Self {
            thing,
            tab,
            search: String::new(),
            groups: Vec::new(),
            sources: Vec::new(),
            read: ReadFilter::Any,
            limit: usize::MAX,
        }
    }

    /// Whether something may be left out.
    #[must_use]
    pub fn is_filtered(&self) -> bool {
        !(self.search.trim().is_empty()
            && self.groups.is_empty()
            && self.sources.is_empty()
            && self.read == ReadFilter::Any)
    }

    pub(super) fn wants(&self, row: &DependencyRow) -> bool {
        let search = self.search.trim().to_lowercase();
        let holds = |text: &str| text.to_lowercase().contains(&search);
        let place = row.place.as_ref();
        let read = row.last_read.as_ref();
        let read = match self.read {
            ReadFilter::Any => true,
            ReadFilter::Since(time) => read.is_some_and(|read| read.at >= time),
            ReadFilter::NotKnown => read.is_none(),
        };
        read && (self.groups.is_empty() || self.groups.contains(&row.group))
            && (self.sources.is_empty()
                || place.is_some_and(|place| self.sources.contains(&place.source)))
            && (search.is_empty()
                || holds(&row.name)
                || place.is_some_and(|place| holds(&place.expression) || holds(&place.path)))
    }
}

/// How many rows each tab has without filters; places that only may use the thing don't count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DependencyCounts {
    /// See [`Tab::UsedBy`].
    pub used_by: u64,
    /// See [`Tab::Uses`].
    pub uses: u64,
    /// See [`Tab::DeleteBlockedBy`].
    pub delete_blocked_by: u64,
}

/// Rows of one group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DependencyGroupRows {
    /// The group.
    pub group: Group,
    /// How many rows fit the filters.
    pub total: u64,
    /// The first of them.
    pub rows: Vec<DependencyRow>,
    /// What to ask for the next ones with; none at the end.
    pub next: Option<String>,
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dependencies {
    /// The thing.
    pub thing: Thing,
    /// The numbers of the tabs.
    pub counts: DependencyCounts,
    /// The rows of the tab that was asked for.
    pub groups: Vec<DependencyGroupRows>,
    /// The sources with a place in this tab.
    pub sources: Vec<(SourceId, String)>,
    /// What can be said about deleting it.
    pub verdict: Verdict,
    /// What was seen of the code.
    pub coverage: CoverageReport,
}

impl Workspace {
    /// Who uses a thing, what it needs, or what stops working without it.
    ///
    /// # Errors
    /// [`ErrorCode::NotFound`].
    pub fn dependencies(&self, query: &DependencyQuery) -> Result<Dependencies, AppError> {
        let everything = self.around(std::slice::from_ref(&query.thing))?;
        let node = find(&everything, &query.thing)?;
        let UsedBy { rows: used_by, hidden, across } = self.used_by(&everything, node)?;
        let uses = rows::uses(&everything, node).0;
        let blocked_by = rows::blocked_by(&everything, node).0;
        let known = |rows: &[DependencyRow]| rows.iter().filter(|row| row.is_use()).count() as u64;
        let counts = DependencyCounts {
            used_by: known(&used_by) + hidden,
            uses: known(&uses),
            delete_blocked_by: known(&blocked_by),
        };
        let unresolved = rows::open_places(&used_by);
        let (coverage, report) = self.report(&everything, Asked { unresolved, hidden, across })?;
        let verdict = coverage.verdict(known(&used_by), self.host.now());
        let (rows, hidden) = match query.tab {
            Tab::UsedBy => (used_by, hidden),
            Tab::Uses => (uses, 0),
            Tab::DeleteBlockedBy => (blocked_by, 0),
        };
        Ok(Dependencies {
            thing: everything.thing(node),
            counts,
            sources: sources(&everything, &rows),
            groups: grouped(rows, hidden, query),
            verdict,
            coverage: report,
        })
    }

    /// Further rows of a group.
    ///
    /// # Errors
    /// [`ErrorCode::NotFound`].
    pub fn more_dependencies(
        &self,
        query: &DependencyQuery,
        group: Group,
        cursor: &str,
    ) -> Result<DependencyGroupRows, AppError> {
        let rows = self.dependency_rows(query)?;
        let from = cursor.parse().unwrap_or_default();
        let wanted = rows.into_iter().filter(|row| row.group == group && query.wants(row));
        Ok(cut(group, wanted.collect(), from, query.limit))
    }

    /// Every row of a tab, without filters.
    pub(super) fn dependency_rows(
        &self,
        query: &DependencyQuery,
    ) -> Result<Vec<DependencyRow>, AppError> {
        let everything = self.around(std::slice::from_ref(&query.thing))?;
        let node = find(&everything, &query.thing)?;
        Ok(match query.tab {
            Tab::UsedBy => self.used_by(&everything, node)?.rows,
            Tab::Uses => rows::uses(&everything, node).0,
            Tab::DeleteBlockedBy => rows::blocked_by(&everything, node).0,
        })
    }

    fn used_by(&self, everything: &Everything, node: NodeId) -> Result<UsedBy, AppError> {
        let not_this = self.not_this(everything.key(node))?;
        let (mut rows, hidden) = rows::used_by(everything, node, &not_this);
        let across = self.ask_others(everything, &[node])?;
        rows.extend(elsewhere::rows(&across.people));
        rows.sort_by_key(|row| row.group);
        Ok(UsedBy { rows, hidden: hidden + across.hidden, across })
    }

    pub(super) fn not_this(&self, thing: &NodeKey) -> Result<BTreeSet<ReferenceId>, AppError> {
        let (kind, id) = words_of(thing);
        Ok(self.store().not_this(&format!("{kind} {id}"))?)
    }
}

/// What uses a thing, here and elsewhere.
struct UsedBy {
    rows: Vec<DependencyRow>,
    hidden: u64,
    across: Across,
}

pub(super) fn find(everything: &Everything, thing: &NodeKey) -> Result<NodeId, AppError> {
    everything.graph.find(thing).ok_or_else(|| AppError::new(ErrorCode::NotFound))
}

pub(super) fn grouped(
    rows: Vec<DependencyRow>,
    hidden: u64,
    query: &DependencyQuery,
) -> Vec<DependencyGroupRows> {
    let mut groups: BTreeMap<Group, Vec<DependencyRow>> = BTreeMap::new();
    for row in rows.into_iter().filter(|row| query.wants(row)) {
        groups.entry(row.group).or_default().push(row);
    }
    let mut groups: Vec<_> =
        groups.into_iter().map(|(group, rows)| cut(group, rows, 0, query.limit)).collect();
    if hidden > 0 {
        let rows = Vec::new();
        groups.push(DependencyGroupRows { group: Group::Hidden, total: hidden, rows, next: None });
    }
    groups
}

fn cut(group: Group, rows: Vec<DependencyRow>, from: usize, limit: usize) -> DependencyGroupRows {
    let total = rows.len();
    let end = from.saturating_add(limit);
    let next = (end < total).then(|| end.to_string());
    let rows = rows.into_iter().skip(from).take(limit).collect();
    DependencyGroupRows { group, total: total as u64, rows, next }
}

fn sources(everything: &Everything, rows: &[DependencyRow]) -> Vec<(SourceId, String)> {
    let used: BTreeSet<SourceId> =
        rows.iter().filter_map(|row| row.place.as_ref()).map(|place| place.source).collect();
    let named = everything.sources.iter().filter(|source| used.contains(&source.id));
    named.map(|source| (source.id, source.name.as_str().to_owned())).collect()
}
