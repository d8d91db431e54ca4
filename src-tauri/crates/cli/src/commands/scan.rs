//! `credenza scan`.

use std::path::Path;

use credenza_app::{
    SystemHost,
    scan::{Coverage, Reference, Skipped, scan_path},
};
use serde_json::{Value, json};

use super::count;
use crate::{failure::Failure, output::Output};

pub(super) fn run(path: &Path, output: &Output) -> Result<(), Failure> {
    let scan = scan_path(&SystemHost, path)?;
    let references = scan.references();
    if output.json {
        let last = summary(&scan.coverage, &scan.skipped);
        return output.documents(references.map(object).chain([last]));
    }
    output.lines(references.map(line))?;
    output.message(&sentence(&scan.coverage));
    for gap in scan.skipped.iter().filter(|skipped| skipped.reason.is_gap()) {
        output.message(&format!("Not scanned: {} ({})", gap.path, gap.reason.word()));
    }
    Ok(())
}

/// The object of a line: its keys are a promise.
fn object(found: &Reference) -> Value {
    json!({
        "path": found.path, "line": found.line, "column": found.column,
        "name_line": found.name_line, "form": found.form, "kind": found.kind, "op": found.op,
        "vault": found.vault, "vault_dynamic": found.vault_dynamic, "name": found.name,
        "dynamic": found.dynamic, "via": found.via, "expression": found.expression,
    })
}

fn summary(coverage: &Coverage, skipped: &[Skipped]) -> Value {
    let gaps: Vec<_> = skipped.iter().filter(|skipped| skipped.reason.is_gap()).collect();
    json!({ "summary": {
        "files": coverage.files,
        "by_language": coverage.by_language,
        "skipped": coverage.skipped,
        "references": coverage.references,
        "unresolved": coverage.unresolved,
        "complete": coverage.is_complete(),
        "gaps": gaps,
    } })
}

fn line(reference: &Reference) -> String {
    let Reference { path, line, column, form, .. } = reference;
    let cell = reference.cell.map(|cell| format!(" (cell {}, line {})", cell.number, cell.line));
    let form = format!("{form}]{}", cell.unwrap_or_default());
    let name = match &reference.name {
        Some(name) => name.clone(),
        None if reference.expression.is_empty() => "(computed)".to_owned(),
        None => format!("(computed: {})", reference.expression.replace('\n', " ")),
    };
    match &reference.vault {
        Some(vault) => format!("{path}:{line}:{column}: {name} in {vault} [{form}"),
        None => format!("{path}:{line}:{column}: {name} [{form}"),
    }
}

fn sentence(coverage: &Coverage) -> String {
    let skipped: u64 = coverage.skipped.values().sum();
    format!(
        "{}, {} of them with a computed name, in {}; {skipped} skipped.",
        count(coverage.references, "reference"),
        coverage.unresolved,
        count(coverage.files, "file")
    )
}
