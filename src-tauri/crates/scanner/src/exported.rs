//! Source files that a notebook was exported to: `# COMMAND ----------` parts cells, and a line that
//! begins with `# MAGIC` belongs to a cell of another language.

use crate::{found::Findings, language::Language, notebook::Cells, text::Text};

/// Starts of comments, by language.
const COMMENTS: &[&str] = &["# ", "// ", "-- "];

/// Whether a text is such an export.
pub(crate) fn is_exported(text: &str) -> bool {
    let first = text.lines().next().unwrap_or_default();
    COMMENTS
        .iter()
        .any(|comment| first.starts_with(&format!("{comment}Databricks notebook source")))
}

/// Scans cell by cell.
pub(crate) fn scan(language: Language, path: &str, text: &Text, findings: &mut Findings<'_>) {
    let mut cells = Cells::default();
    let mut cell = Text::empty();
    let mut end_of = |cell: &mut Text, findings: &mut Findings<'_>| {
        let cell = std::mem::replace(cell, Text::empty());
        findings.next_cell(cell.clone());
        cells.add(&cell, language);
    };
    let mut at = 0;
    for line in text.text.split_inclusive('\n') {
        let comment = COMMENTS.iter().find_map(|comment| line.strip_prefix(comment.trim_end()));
        let comment = comment.map(|rest| rest.strip_prefix(' ').unwrap_or(rest));
        let end = at + line.len();
        if comment.is_some_and(|rest| rest.starts_with("COMMAND ----")) {
            end_of(&mut cell, findings);
        } else if cell.text.is_empty() && (line.trim().is_empty() || at == 0) {
            // The mark of the file, and the empty lines that stand around a cell's.
        } else if let Some(magic) = comment.and_then(|rest| rest.strip_prefix("MAGIC")) {
            let magic = magic.strip_prefix(' ').unwrap_or(magic);
            cell.push(magic, end - magic.len());
        } else {
            cell.push(line, at);
        }
        at = end;
    }
    end_of(&mut cell, findings);
    cells.scan(path, text, findings);
}
