//! Where used as the page shows it.

use credenza_app::dependencies::{
    CodePlace, Dependencies, DependencyGroupRows, DependencyQuery, DependencyRow, EdgeKind, How,
    LastRead, Look, NodeKey, ReadFilter, Tab, Thing, as_found, thing_of, words_of,
};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::{
    coverage::{CoverageView, ReportedView},
    words,
};

/// A thing by its kind and identifier.
#[derive(Debug, Clone, Deserialize, Serialize)]
pub(crate) struct ThingRef {
    kind: String,
    id: String,
}

impl ThingRef {
    /// None for what can't be looked up.
    pub(crate) fn key(&self) -> Option<NodeKey> {
        thing_of(&self.kind, &self.id)
    }

    pub(super) fn of(key: &NodeKey) -> Option<Self> {
        let (kind, id) = words_of(key);
        let known = !matches!(key, NodeKey::Reference(_) | NodeKey::Observed(_));
        known.then(|| Self { kind: kind.to_owned(), id })
    }
}

/// A thing with its name and short line.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct ThingView {
    kind: &'static str,
    id: String,
    look: &'static str,
    name: String,
    sub: String,
    uses: Option<u64>,
}

impl From<Thing> for ThingView {
    fn from(thing: Thing) -> Self {
        let (kind, id) = words_of(&thing.key);
        let look = look(thing.look);
        Self { kind, id, look, name: thing.name, sub: thing.sub, uses: thing.uses }
    }
}

/// What is asked.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct DependencyQueryView {
    thing: ThingRef,
    tab: String,
    search: String,
    groups: Vec<String>,
    sources: Vec<String>,
    read: String,
    limit: usize,
}

impl DependencyQueryView {
    /// What it asks at the time `now`. None when a word of it has no meaning.
    pub(crate) fn query(self, now: Timestamp) -> Option<DependencyQuery> {
        let groups: Option<_> = self.groups.iter().map(|word| words::group_of(word)).collect();
        let sources: Option<_> = self.sources.iter().map(|id| id.parse().ok()).collect();
        Some(DependencyQuery {
            thing: self.thing.key()?,
            tab: tab(&self.tab)?,
            search: self.search,
            groups: groups?,
            sources: sources?,
            read: read(&self.read, now)?,
            limit: self.limit,
        })
    }
}

fn tab(word: &str) -> Option<Tab> {
    match word {
        "usedBy" => Some(Tab::UsedBy),
        "uses" => Some(Tab::Uses),
        "deleteBlockedBy" => Some(Tab::DeleteBlockedBy),
        _ => None,
    }
}

fn read(word: &str, now: Timestamp) -> Option<ReadFilter> {
    let days_ago = |days: i64| now - SignedDuration::from_hours(24 * days);
    match word {
        "any" => Some(ReadFilter::Any),
        "week" => Some(ReadFilter::Since(days_ago(7))),
        "month" => Some(ReadFilter::Since(days_ago(30))),
        "notKnown" => Some(ReadFilter::NotKnown),
        _ => None,
    }
}

/// An answer.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct DependencyView {
    thing: ThingView,
    counts: DependencyCountsView,
    groups: Vec<DependencyGroupView>,
    sources: Vec<SourceNameView>,
    verdict: &'static str,
    coverage: CoverageView,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
struct DependencyCountsView {
    used_by: u64,
    uses: u64,
    delete_blocked_by: u64,
}

#[derive(Debug, Clone, Serialize)]
struct SourceNameView {
    id: String,
    name: String,
}

impl From<Dependencies> for DependencyView {
    fn from(answer: Dependencies) -> Self {
        let counts = answer.counts;
        let sources = answer.sources.into_iter();
        Self {
            thing: answer.thing.into(),
            counts: DependencyCountsView {
                used_by: counts.used_by,
                uses: counts.uses,
                delete_blocked_by: counts.delete_blocked_by,
            },
            groups: answer.groups.into_iter().map(Into::into).collect(),
            sources: sources
                .map(|(id, name)| SourceNameView { id: id.to_string(), name })
                .collect(),
            verdict: words::verdict(answer.verdict),
            coverage: answer.coverage.into(),
        }
    }
}

/// Rows of one group.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct DependencyGroupView {
    group: &'static str,
    total: u64,
    rows: Vec<DependencyRowView>,
    next: Option<String>,
}

impl From<DependencyGroupRows> for DependencyGroupView {
    fn from(group: DependencyGroupRows) -> Self {
        Self {
            group: words::group(group.group),
            total: group.total,
            rows: group.rows.into_iter().map(Into::into).collect(),
            next: group.next,
        }
    }
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
struct DependencyRowView {
    id: String,
    look: &'static str,
    name: String,
    thing: Option<ThingRef>,
    place: Option<PlaceView>,
    how: HowView,
    last_read: LastReadView,
    pick_up: &'static str,
    edge: &'static str,
    candidate: bool,
    not_this: bool,
}

impl From<DependencyRow> for DependencyRowView {
    fn from(row: DependencyRow) -> Self {
        Self {
            id: words_of(&row.key).1,
            look: look(row.look),
            thing: ThingRef::of(&row.key),
            how: HowView::of(&row.how),
            last_read: row.last_read.into(),
            pick_up: words::pickup(row.pickup),
            edge: edge(row.edge),
            candidate: row.edge == EdgeKind::Candidate,
            not_this: row.not_this,
            name: row.name,
            place: row.place.map(Into::into),
        }
    }
}

/// A cell of a notebook, and a line in it.
#[derive(Debug, Clone, Serialize)]
struct CellView {
    n: u32,
    line: u32,
}

/// A place in code.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PlaceView {
    source_id: String,
    source: String,
    folder: String,
    file: String,
    line: u32,
    column: u32,
    cell: Option<CellView>,
    form: String,
    language: String,
    expression: String,
}

impl From<CodePlace> for PlaceView {
    fn from(place: CodePlace) -> Self {
        let (folder, file) = match place.path.rfind('/') {
            Some(at) => place.path.split_at(at + 1),
            None => ("", place.path.as_str()),
        };
        Self {
            expression: as_found(&place),
            source_id: place.source.to_string(),
            folder: folder.to_owned(),
            file: file.to_owned(),
            source: place.source_name,
            line: place.line,
            column: place.column,
            cell: place.cell.map(|(n, line)| CellView { n, line }),
            form: place.reference.form,
            language: place.language,
        }
    }
}

#[derive(Debug, Clone, Serialize)]
struct HowView {
    kind: &'static str,
    name: Option<String>,
    reported: Option<ReportedView>,
}

impl HowView {
    fn of(how: &How) -> Self {
        let (kind, name) = match how {
            How::UserName => ("userName", None),
            How::Password => ("password", None),
            How::Certificate => ("certificate", None),
            How::Through(name) => ("through", Some(name.clone())),
            How::RefersTo => ("refersTo", None),
            How::Code => ("code", None),
            How::MayUse => ("mayUse", None),
            How::Member => ("member", None),
            How::Reported { .. } => ("reported", None),
            How::Read(times) => ("read", Some(times.to_string())),
        };
        let reported = match how {
            How::Reported { counts, own } => Some(ReportedView::of(counts, *own)),
            _ => None,
        };
        Self { kind, name, reported }
    }
}

#[derive(Debug, Clone, Serialize)]
struct LastReadView {
    at: Option<String>,
    program: Option<String>,
}

impl From<Option<LastRead>> for LastReadView {
    fn from(read: Option<LastRead>) -> Self {
        match read {
            Some(LastRead { at, program }) => Self { at: Some(at.to_string()), program },
            None => Self { at: None, program: None },
        }
    }
}

/// A file that was written.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct ExportedView {
    pub(crate) path: String,
    pub(crate) rows: u64,
}

/// What was opened.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct OpenedView {
    pub(crate) opened: &'static str,
}

pub(super) fn look(look: Look) -> &'static str {
    match look {
        Look::VaultSecret => "vaultSecret",
        Look::Text => "text",
        Look::Secret => "secret",
        Look::Certificate => "certificate",
        Look::Credential => "credential",
        Look::Connection(kind) => words::connection_kind(kind),
        Look::Code => "code",
        Look::Unresolved => "unresolved",
        Look::Program => "program",
        Look::Person => "person",
    }
}

pub(super) fn edge(kind: EdgeKind) -> &'static str {
    match kind {
        EdgeKind::Declared => "declared",
        EdgeKind::Found | EdgeKind::Candidate => "found",
        EdgeKind::Observed => "observed",
    }
}
