//! What was seen of the code, and what is missing (W5).

use std::path::Path;

use credenza_model::{
    dependencies::{Coverage, Gap, SourceCoverage},
    source::Source,
};
use jiff::Timestamp;

use super::{
    elsewhere,
    everything::Everything,
    gaps::{GapKind, NamedGap},
};
use crate::{
    AppError, Workspace,
    team::{Across, PersonUses},
};

/// Files that are named in a report; the others are counted with their source.
const NAMED_FILES: u32 = 500;

/// What was seen, for one question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoverageReport {
    /// Whether nothing is missing.
    pub complete: bool,
    /// How many sources there are.
    pub sources: u64,
    /// Files that were read.
    pub files: u64,
    /// The oldest last scan of a source.
    pub scanned: Option<Timestamp>,
    /// Files that were skipped although a use could stand in them.
    pub skipped: u64,
    /// What was left out on purpose.
    pub ignored: u64,
    /// Places that could name the thing.
    pub unresolved: u64,
    /// Uses that may not be named.
    pub hidden: u64,
    /// What is missing.
    pub gaps: Vec<NamedGap>,
    /// When the least lately seen of its teams was looked at; none where that is not known, or there
    /// is none.
    pub looked: Option<Timestamp>,
    /// Who else has it, with what they use it for.
    pub people: Vec<PersonUses>,
}

/// The numbers of a question that the report is about.
#[derive(Debug, Clone, Default)]
pub(super) struct Asked {
    pub(super) unresolved: u64,
    /// Uses that may not be named, those in logs included.
    pub(super) hidden: u64,
    pub(super) across: Across,
}

impl Workspace {
    /// What was seen of the code at all, and what is missing.
    ///
    /// # Errors
    /// An [`AppError`].
    pub fn coverage(&self) -> Result<CoverageReport, AppError> {
        let everything = self.around(&[])?;
        Ok(self.report(&everything, Asked::default())?.1)
    }

    pub(super) fn report(
        &self,
        everything: &Everything,
        asked: Asked,
    ) -> Result<(Coverage, CoverageReport), AppError> {
        let missing = missing(everything);
        let devices = asked.across.people.iter().flat_map(|one| one.devices.iter().cloned());
        let coverage = Coverage {
            sources: self.of_sources(everything, &missing),
            unresolved: asked.unresolved,
            hidden: asked.hidden,
            devices: devices.collect(),
            shared: asked.across.unknown,
            unseen: asked.across.unseen,
        };
        let now = self.host.now();
        let gaps = coverage.gaps(now);
        let mut named = self.named_gaps(everything, &gaps, &missing, now)?;
        named.extend(elsewhere::gaps(&asked.across.people, now));
        let last = || everything.sources.iter().filter_map(|source| source.last.as_ref());
        let skipped = |gap: bool| {
            let counts = last().flat_map(|last| &last.skipped);
            counts.filter(|(reason, _)| reason.is_gap() == gap).map(|(_, count)| count).sum()
        };
        let report = CoverageReport {
            complete: gaps.is_empty(),
            sources: everything.sources.len() as u64,
            files: last().map(|last| last.files).sum(),
            scanned: last().map(|last| last.finished).min(),
            skipped: skipped(true),
            ignored: skipped(false),
            unresolved: asked.unresolved,
            hidden: asked.hidden,
            gaps: named,
            looked: asked.across.looked,
            people: asked.across.people,
        };
        Ok((coverage, report))
    }

    /// Whether nothing is missing of the code, whatever is asked about.
    pub(crate) fn saw_all_code(&self, everything: &Everything) -> bool {
        let sources = self.of_sources(everything, &missing(everything));
        Coverage { sources, ..Coverage::default() }.gaps(self.host.now()).is_empty()
    }

    fn of_sources(&self, everything: &Everything, missing: &[bool]) -> Vec<SourceCoverage> {
        let sources = everything.sources.iter().zip(missing);
        sources.map(|(source, missing)| self.of_source(source, *missing)).collect()
    }

    fn of_source(&self, source: &Source, missing: bool) -> SourceCoverage {
        source.coverage(source.watched && self.fresh.has(source.id), missing)
    }

    fn named_gaps(
        &self,
        everything: &Everything,
        gaps: &[Gap],
        missing: &[bool],
        now: Timestamp,
    ) -> Result<Vec<NamedGap>, AppError> {
        let counted =
            |kind, count| NamedGap { kind, source: None, path: None, person: None, count };
        let mut named = Vec::new();
        for gap in gaps {
            named.extend(match gap {
                Gap::NoSource => Some(counted(GapKind::NoSource, 1)),
                Gap::Unresolved(n) => Some(counted(GapKind::Unresolved, *n)),
                Gap::Hidden(n) => Some(counted(GapKind::Hidden, *n)),
                Gap::Shared(n) => Some(counted(GapKind::Shared, *n)),
                Gap::TeamNotSeen(n) => Some(counted(GapKind::TeamNotSeen, *n)),
                _ => None,
            });
        }
        for (source, missing) in everything.sources.iter().zip(missing) {
            let one = self.of_source(source, *missing);
            let alone = Coverage { sources: vec![one], ..Coverage::default() };
            named.extend(alone.gaps(now).iter().filter_map(|gap| gap_of(source, *gap)));
        }
        for file in self.store().skipped_files(NAMED_FILES)? {
            let source = everything.sources.iter().find(|source| source.id == file.source);
            named.push(NamedGap {
                kind: GapKind::File(file.reason),
                source: source.map(|source| (source.id, source.name.as_str().to_owned())),
                path: Some(file.path),
                person: None,
                count: 1,
            });
        }
        Ok(named)
    }
}

/// What is missing of a source as a whole.
fn gap_of(source: &Source, gap: Gap) -> Option<NamedGap> {
    let kind = match gap {
        Gap::NeverScanned(_) => GapKind::NeverScanned,
        Gap::Old(_) => GapKind::Stale,
        Gap::FolderMissing(_) => GapKind::FolderMissing,
        _ => return None,
    };
    let source = Some((source.id, source.name.as_str().to_owned()));
    Some(NamedGap { kind, source, path: None, person: None, count: 1 })
}

/// Of which sources the folder is not there.
fn missing(everything: &Everything) -> Vec<bool> {
    everything.sources.iter().map(|source| !Path::new(&source.path).is_dir()).collect()
}
