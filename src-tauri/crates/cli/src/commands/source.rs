//! `credenza source`.

use std::ops::ControlFlow;

use credenza_app::Workspace;
use credenza_model::source::{ScanSummary, SkipReason, Source};
use serde_json::{Value, json};

use super::count;
use crate::{
    args::{Global, SourceCommand},
    failure::Failure,
    names::Found as _,
    output::Output,
    session,
};

pub(super) fn run(command: SourceCommand, global: &Global, output: &Output) -> Result<(), Failure> {
    let workspace = session::unlock(global)?;
    match command {
        SourceCommand::Add { path } => {
            let source = workspace.add_source(&path)?;
            output.message(&format!("{} is added.", source.name.as_str()));
            scan(&workspace, &[source], output)
        }
        SourceCommand::List => list(&workspace.list_sources()?, output),
        SourceCommand::Scan { name: Some(name) } => {
            scan(&workspace, &[workspace.source_by_name(&name).named("source", &name)?], output)
        }
        SourceCommand::Scan { name: None } => scan(&workspace, &workspace.list_sources()?, output),
        SourceCommand::Remove { name } => {
            let source = workspace.source_by_name(&name).named("source", &name)?;
            workspace.remove_source(source.id)?;
            let line = format!("{} is forgotten. Its folder stays.", source.name.as_str());
            output.result(json!({ "removed": source.name.as_str() }), &[line])?;
            Ok(())
        }
    }
}

fn list(sources: &[Source], output: &Output) -> Result<(), Failure> {
    let documents: Vec<_> = sources.iter().map(document).collect();
    let lines: Vec<_> = sources.iter().map(line).collect();
    if lines.is_empty() {
        output.message("There are no sources. Add a folder: credenza source add PATH.");
    }
    output.result(json!({ "sources": documents }), &lines)
}

fn scan(workspace: &Workspace, sources: &[Source], output: &Output) -> Result<(), Failure> {
    let mut scanned = Vec::new();
    for source in sources {
        output.message(&format!("Scanning {} …", source.path));
        workspace.scan_source(source.id, &|_| ControlFlow::Continue(()))?;
        scanned.push(workspace.source(source.id)?);
    }
    list(&scanned, output)
}

fn document(source: &Source) -> Value {
    json!({
        "name": source.name.as_str(), "path": source.path, "git": source.git, "ignore": source.ignore,
        "scanned": source.last.as_ref().map(summary),
    })
}

fn summary(last: &ScanSummary) -> Value {
    let pairs = |pairs: &mut dyn Iterator<Item = (String, u64)>| {
        Value::Object(pairs.map(|(name, count)| (name, json!(count))).collect())
    };
    json!({
        "finished": last.finished.to_string(), "milliseconds": last.milliseconds, "files": last.files,
        "references": last.references, "unresolved": last.unresolved,
        "languages": pairs(&mut last.languages.iter().cloned()),
        "skipped": pairs(&mut last.skipped.iter().map(|(why, n)| (skip_word(*why).to_owned(), *n))),
    })
}

fn line(source: &Source) -> String {
    let name = source.name.as_str();
    let Some(last) = &source.last else { return format!("{name}  {}  never scanned", source.path) };
    let gaps: u64 = last.skipped.iter().filter(|(why, _)| why.is_gap()).map(|(_, n)| n).sum();
    let skipped = if gaps == 0 { String::new() } else { format!(", {gaps} could not be read") };
    format!(
        "{name}  {}  {}, {}, {} unresolved{skipped}",
        source.path,
        count(last.files, "file"),
        count(last.references, "reference"),
        last.unresolved
    )
}

pub(super) fn skip_word(reason: SkipReason) -> &'static str {
    match reason {
        SkipReason::GitIgnored => "git-ignored",
        SkipReason::IgnoreRule => "source-ignored",
        SkipReason::Binary => "binary",
        SkipReason::Link => "link",
        SkipReason::TooLarge => "too-large",
        SkipReason::NoPermission => "no-permission",
        SkipReason::Unreadable => "unreadable",
        SkipReason::ParseFailed => "parse-failed",
    }
}
