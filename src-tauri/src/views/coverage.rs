//! What was seen of the code, here and by others.

use credenza_app::dependencies::{CoverageReport, GapKind, NamedGap, PersonUses, UseCounts};
use serde::Serialize;

use super::sources::skip_word;

/// What was seen of the code.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct CoverageView {
    complete: bool,
    sources: u64,
    files: u64,
    scanned: Option<String>,
    skipped: u64,
    ignored: u64,
    unresolved: u64,
    hidden: u64,
    gaps: Vec<CoverageGapView>,
    people: Vec<CoveragePersonView>,
}

impl From<CoverageReport> for CoverageView {
    fn from(report: CoverageReport) -> Self {
        Self {
            complete: report.complete,
            sources: report.sources,
            files: report.files,
            scanned: report.scanned.map(|at| at.to_string()),
            skipped: report.skipped,
            ignored: report.ignored,
            unresolved: report.unresolved,
            hidden: report.hidden,
            gaps: report.gaps.into_iter().map(Into::into).collect(),
            people: report.people.into_iter().map(Into::into).collect(),
        }
    }
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
struct CoverageGapView {
    kind: &'static str,
    source_id: Option<String>,
    source: Option<String>,
    path: Option<String>,
    person: Option<String>,
    own: bool,
    count: u64,
}

impl From<NamedGap> for CoverageGapView {
    fn from(gap: NamedGap) -> Self {
        let (source_id, source) = gap.source.map(|(id, name)| (id.to_string(), name)).unzip();
        let kind = match gap.kind {
            GapKind::NoSource => "noSource",
            GapKind::NeverScanned => "neverScanned",
            GapKind::Stale => "stale",
            GapKind::FolderMissing => "folderMissing",
            GapKind::File(reason) => skip_word(reason),
            GapKind::Unresolved => "unresolved",
            GapKind::Hidden => "hidden",
            GapKind::NoReport => "noReport",
            GapKind::ReportOld => "reportOld",
            GapKind::ReportAhead => "reportAhead",
            GapKind::ReportIncomplete => "reportIncomplete",
            GapKind::ReportUnresolved => "reportUnresolved",
            GapKind::Shared => "shared",
            GapKind::TeamNotSeen => "teamNotSeen",
        };
        let own = gap.person.as_ref().is_some_and(|person| person.own);
        let person = gap.person.map(|person| person.name);
        Self { kind, source_id, source, path: gap.path, person, own, count: gap.count }
    }
}

/// What a colleague, or another device of this person, reported: numbers alone.
#[derive(Debug, Clone, Serialize)]
pub(super) struct ReportedView {
    own: bool,
    credentials: u32,
    connections: u32,
    places: u32,
    programs: u32,
}

impl ReportedView {
    pub(super) fn of(counts: &UseCounts, own: bool) -> Self {
        let UseCounts { credentials, connections, places, programs, .. } = *counts;
        Self { own, credentials, connections, places, programs }
    }
}

/// Somebody who has the thing as well. `reported` is the oldest of what their devices said.
#[derive(Debug, Clone, Serialize)]
struct CoveragePersonView {
    name: String,
    reported: Option<String>,
    counts: ReportedView,
}

impl From<PersonUses> for CoveragePersonView {
    fn from(person: PersonUses) -> Self {
        Self {
            reported: person.reported().map(|at| at.to_string()),
            counts: ReportedView::of(&person.counts, person.own),
            name: person.name,
        }
    }
}
