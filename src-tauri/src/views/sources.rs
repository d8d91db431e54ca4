//! Sources as the page shows them.

use credenza_app::sources::SourceEditRequest;
use credenza_model::{
    ids::SourceId,
    source::{ScanSummary, SkipReason, Source},
};
use serde::{Deserialize, Serialize};

/// A source with its running scan and what the last one found.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct SourceView {
    id: String,
    name: String,
    path: String,
    git: bool,
    watched: bool,
    missing: bool,
    ignore: Vec<String>,
    scan: Option<ScanProgressView>,
    last: Option<ScanSummaryView>,
}

impl SourceView {
    pub(crate) fn of(source: Source, scan: Option<ScanProgressView>) -> Self {
        Self {
            id: source.id.to_string(),
            name: source.name.as_str().to_owned(),
            git: source.git,
            watched: source.watched,
            missing: !std::path::Path::new(&source.path).is_dir(),
            path: source.path,
            ignore: source.ignore,
            scan,
            last: source.last.map(ScanSummaryView::from),
        }
    }
}

/// What is to be changed.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct SourceEditView {
    name: String,
    ignore: Vec<String>,
    watched: bool,
}

impl From<SourceEditView> for SourceEditRequest {
    fn from(view: SourceEditView) -> Self {
        Self { name: Some(view.name), ignore: Some(view.ignore), watched: Some(view.watched) }
    }
}

/// What the last complete scan found.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct ScanSummaryView {
    finished: String,
    seconds: f64,
    files: u64,
    references: u64,
    unresolved: u64,
    languages: Vec<LanguageCountView>,
    skipped: Vec<SkipCountView>,
}

#[derive(Debug, Clone, Serialize)]
struct LanguageCountView {
    language: String,
    files: u64,
}

#[derive(Debug, Clone, Serialize)]
struct SkipCountView {
    reason: &'static str,
    files: u64,
    gap: bool,
}

impl From<ScanSummary> for ScanSummaryView {
    fn from(summary: ScanSummary) -> Self {
        let languages = summary.languages.into_iter();
        // What a link leads to is scanned where it stands, so that nothing is left out.
        let skipped = summary.skipped.iter().filter(|(reason, _)| *reason != SkipReason::Link);
        Self {
            finished: summary.finished.to_string(),
            seconds: std::time::Duration::from_millis(summary.milliseconds).as_secs_f64(),
            files: summary.files,
            references: summary.references,
            unresolved: summary.unresolved,
            languages: languages
                .map(|(language, files)| LanguageCountView { language, files })
                .collect(),
            skipped: skipped
                .map(|(reason, files)| SkipCountView {
                    reason: skip_word(*reason),
                    files: *files,
                    gap: reason.is_gap(),
                })
                .collect(),
        }
    }
}

pub(super) fn skip_word(reason: SkipReason) -> &'static str {
    match reason {
        SkipReason::GitIgnored => "gitIgnored",
        SkipReason::IgnoreRule => "ignoreRule",
        SkipReason::Binary | SkipReason::Link => "binary",
        SkipReason::TooLarge => "tooLarge",
        SkipReason::NoPermission => "noPermission",
        SkipReason::Unreadable => "unreadable",
        SkipReason::ParseFailed => "parseFailed",
    }
}

/// How far a scan is.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ScanProgressView {
    source_id: String,
    state: &'static str,
    files: u64,
    total: Option<u64>,
    problem: Option<String>,
}

impl ScanProgressView {
    fn new(source: SourceId, state: &'static str, files: u64) -> Self {
        Self { source_id: source.to_string(), state, files, total: None, problem: None }
    }

    /// `total` is how many files the last scan saw; more of them make it meaningless.
    pub(crate) fn running(source: SourceId, files: u64, total: Option<u64>) -> Self {
        let total = total.filter(|total| files <= *total);
        Self { total, ..Self::new(source, "running", files) }
    }

    pub(crate) fn finished(source: SourceId, files: u64) -> Self {
        Self { total: Some(files), ..Self::new(source, "finished", files) }
    }

    pub(crate) fn stopped(source: SourceId, files: u64) -> Self {
        Self::new(source, "stopped", files)
    }

    pub(crate) fn failed(source: SourceId, files: u64, problem: &str) -> Self {
        Self { problem: Some(problem.to_owned()), ..Self::new(source, "failed", files) }
    }
}
