//! Source files that a notebook was exported to. A comment parts cells: `# COMMAND ----------` of
//! Databricks, `# CELL ****` and `# MARKDOWN ****` of Fabric, whose `# METADATA ****` belongs to none.
//! A line that begins with `# MAGIC` belongs to a cell of another language.

use crate::{found::Findings, language::Language, notebook::Cells, text::Text};

/// Starts of comments, by language.
const COMMENTS: &[&str] = &["# ", "// ", "-- "];

/// What the first line says, after the sign of a comment.
const SOURCES: [&str; 2] = ["Databricks notebook source", FABRIC];
const FABRIC: &str = "Fabric notebook source";

/// Whether a text is such an export.
pub(crate) fn is_exported(text: &str) -> bool {
    SOURCES.iter().any(|source| begins(text, source))
}

fn begins(text: &str, source: &str) -> bool {
    let first = text.lines().next().unwrap_or_default();
    let said = COMMENTS.iter().find_map(|comment| first.strip_prefix(comment));
    said.is_some_and(|said| said.starts_with(source))
}

/// What a line is for the cells around it.
enum Mark {
    /// A cell begins.
    Begins,
    /// What follows belongs to no cell.
    Between,
}

fn mark(comment: Option<&str>, fabric: bool) -> Option<Mark> {
    let comment = comment?;
    let begins = match fabric {
        true => comment.starts_with("CELL ****") || comment.starts_with("MARKDOWN ****"),
        false => comment.starts_with("COMMAND ----"),
    };
    match () {
        () if begins => Some(Mark::Begins),
        () if fabric && comment.starts_with("METADATA ****") => Some(Mark::Between),
        () => None,
    }
}

/// Reads cell by cell.
pub(crate) fn read(language: Language, text: &Text, findings: &mut Findings<'_>) -> Cells {
    let fabric = begins(&text.text, FABRIC);
    let mut cells = Cells::default();
    // Of Fabric, what stands before the first cell is none.
    let mut cell = (!fabric).then(Text::empty);
    let mut between = fabric;
    let mut end_of = |cell: Text, findings: &mut Findings<'_>| {
        cells.add(&cell, language);
        findings.next_cell(cell);
    };
    let mut at = 0;
    for line in text.text.split_inclusive('\n') {
        let comment = COMMENTS.iter().find_map(|comment| line.strip_prefix(comment.trim_end()));
        let comment = comment.map(|rest| rest.strip_prefix(' ').unwrap_or(rest));
        let end = at + line.len();
        match mark(comment, fabric) {
            Some(Mark::Begins) => {
                cell.replace(Text::empty()).into_iter().for_each(|cell| end_of(cell, findings));
                between = false;
            }
            Some(Mark::Between) => between = true,
            None if between => {}
            None => {
                let cell = cell.get_or_insert_with(Text::empty);
                // The mark of the file, and the empty lines that stand around a cell's, are left out.
                if let Some(magic) = comment.and_then(|rest| rest.strip_prefix("MAGIC")) {
                    let magic = magic.strip_prefix(' ').unwrap_or(magic);
                    cell.push(magic, end - magic.len());
                } else if !(cell.text.is_empty() && (line.trim().is_empty() || at == 0)) {
                    cell.push(line, at);
                }
            }
        }
        at = end;
    }
    cell.into_iter().for_each(|cell| end_of(cell, findings));
    cells
}
