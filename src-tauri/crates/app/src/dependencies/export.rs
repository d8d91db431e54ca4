//! Writing an answer down: CSV, JSON, Mermaid.

use credenza_model::dependencies::{NodeKey, UseCounts};
use serde_json::{Value, json};

use super::{
    affected::{AffectedAction, AffectedRequest},
    answer::{DependencyQuery, Tab},
    rows::{DependencyRow, Group, How},
    thing::words_of,
};
use crate::{AppError, Workspace};

/// The forms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ExportFormat {
    /// One row a line, with a header.
    Csv,
    /// One document.
    Json,
    /// A flow chart in Mermaid's language.
    Mermaid,
}

/// A text to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exported {
    /// The text.
    pub text: String,
    /// How many rows it has.
    pub rows: u64,
}

/// What stands at the head of an export.
struct Head {
    name: String,
    question: &'static str,
    filtered: bool,
}

impl Workspace {
    /// The rows that the filters of `query` leave, as a text that says so.
    ///
    /// # Errors
    /// [`crate::ErrorCode::NotFound`].
    pub fn export_dependencies(
        &self,
        query: &DependencyQuery,
        format: ExportFormat,
    ) -> Result<Exported, AppError> {
        let mut rows = self.dependency_rows(query)?;
        rows.retain(|row| query.wants(row));
        let question = match query.tab {
            Tab::UsedBy => "used by",
            Tab::Uses => "uses",
            Tab::DeleteBlockedBy => "delete blocked by",
        };
        let name = self.name_of(&query.thing)?;
        Ok(write(&Head { name, question, filtered: query.is_filtered() }, &rows, format))
    }

    /// Everything that an action would affect, as a text.
    ///
    /// # Errors
    /// [`crate::ErrorCode::NotFound`].
    pub fn export_affected(
        &self,
        request: &AffectedRequest,
        format: ExportFormat,
    ) -> Result<Exported, AppError> {
        let rows = self.affected_rows(request)?;
        let question = match request.action {
            AffectedAction::Edit => "affected by an edit",
            AffectedAction::Rename => "affected by a new name",
            AffectedAction::Rotate => "affected by a new value",
            AffectedAction::Unshare => "affected when it is no longer shared",
            AffectedAction::Delete => "affected by a delete",
            AffectedAction::Look => "used by",
        };
        let names: Result<Vec<_>, _> =
            request.things.iter().map(|thing| self.name_of(thing)).collect();
        Ok(write(&Head { name: names?.join(", "), question, filtered: false }, &rows, format))
    }

    fn name_of(&self, thing: &NodeKey) -> Result<String, AppError> {
        let everything = self.around(std::slice::from_ref(thing))?;
        let node = super::answer::find(&everything, thing)?;
        Ok(everything.item(node).name())
    }
}

fn write(head: &Head, rows: &[DependencyRow], format: ExportFormat) -> Exported {
    let text = match format {
        ExportFormat::Csv => csv(head, rows),
        ExportFormat::Json => json_text(head, rows),
        ExportFormat::Mermaid => mermaid(head, rows),
    };
    Exported { text, rows: rows.len() as u64 }
}

const COLUMNS: [&str; 11] = [
    "thing",
    "question",
    "group",
    "name",
    "file",
    "line",
    "how",
    "form",
    "new value",
    "last read",
    "certain",
];

fn csv(head: &Head, rows: &[DependencyRow]) -> String {
    let mut lines = Vec::new();
    if head.filtered {
        lines.push(cell("Filtered: what the filters left out is not in this file."));
    }
    lines.push(COLUMNS.map(cell).join(","));
    for row in rows {
        let place = row.place.as_ref();
        let line = place.map(|place| place.line.to_string()).unwrap_or_default();
        let cells = [
            head.name.as_str(),
            head.question,
            group_word(row.group),
            &row.name,
            place.map(|place| place.path.as_str()).unwrap_or_default(),
            &line,
            &how_words(row),
            place.map(|place| place.reference.form.as_str()).unwrap_or_default(),
            pickup_word(row),
            &row.last_read.as_ref().map(|read| read.at.to_string()).unwrap_or_default(),
            if is_certain(row) { "yes" } else { "no" },
        ];
        lines.push(cells.map(cell).join(","));
    }
    lines.join("\r\n") + "\r\n"
}

/// A cell that no program takes for a formula, and no comma or quote breaks.
fn cell(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let text = text.replace('"', "\"\"");
    if formula { format!("\"'{text}\"") } else { format!("\"{text}\"") }
}

fn json_text(head: &Head, rows: &[DependencyRow]) -> String {
    let document = json!({
        "schema": 1,
        "thing": head.name,
        "question": head.question,
        "filtered": head.filtered,
        "rows": rows.iter().map(row_document).collect::<Vec<_>>(),
    });
    format!("{document:#}\n")
}

/// A row as a document, as exports and the command line print it.
#[must_use]
pub fn row_document(row: &DependencyRow) -> Value {
    let (kind, id) = words_of(&row.key);
    let mut document = json!({
        "kind": kind, "group": group_word(row.group), "name": row.name, "how": how_words(row),
        "new_value": pickup_word(row), "certain": is_certain(row),
        "last_read": row.last_read.as_ref().map(|read| read.at.to_string()),
    });
    if let How::Reported { counts, .. } = &row.how {
        document["counts"] = counts_document(counts);
    }
    match &row.place {
        Some(place) => {
            document["path"] = json!(place.path);
            document["line"] = json!(place.line);
            document["column"] = json!(place.column);
            document["cell"] = json!(place.cell.map(|(number, _)| number));
            document["cell_line"] = json!(place.cell.map(|(_, line)| line));
            document["form"] = json!(place.reference.form);
            document["expression"] = json!(place.expression);
            document["not_this"] = json!(row.not_this);
        }
        None => document["id"] = json!(id),
    }
    document
}

/// Reported numbers as a document.
#[must_use]
pub fn counts_document(counts: &UseCounts) -> Value {
    json!({
        "credentials": counts.credentials, "connections": counts.connections,
        "places": counts.places, "programs": counts.programs, "unresolved": counts.unresolved,
    })
}

fn mermaid(head: &Head, rows: &[DependencyRow]) -> String {
    let mut lines = vec!["flowchart LR".to_owned()];
    if head.filtered {
        lines.push("    %% Filtered: what the filters left out is not in this file.".to_owned());
    }
    lines.push(format!("    thing[\"{}\"]", label(&head.name)));
    for (at, row) in rows.iter().enumerate() {
        lines.push(format!("    n{at}[\"{}\"]", label(&row.name)));
        let (from, to) = match head.question {
            "uses" => (format!("n{at}"), "thing".to_owned()),
            _ => ("thing".to_owned(), format!("n{at}")),
        };
        let line = if is_certain(row) { "-->" } else { "-.->" };
        lines.push(format!("    {from} {line} {to}"));
    }
    lines.join("\n") + "\n"
}

/// A text that ends neither its quotes nor its line.
fn label(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '"' => out.push_str("#quot;"),
            '#' => out.push_str("#35;"),
            '<' => out.push_str("#lt;"),
            '>' => out.push_str("#gt;"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

fn is_certain(row: &DependencyRow) -> bool {
    row.is_use() && row.edge != credenza_model::dependencies::EdgeKind::Candidate
}

/// The word of a group.
#[must_use]
pub fn group_word(group: Group) -> &'static str {
    match group {
        Group::Secrets => "secret",
        Group::Variables => "variable",
        Group::Credentials => "credential",
        Group::Connections => "connection",
        Group::Code => "code",
        Group::Programs => "program",
        Group::People => "person",
        Group::Unresolved => "unresolved",
        Group::Hidden => "hidden",
    }
}

/// How a row uses the thing, for people.
#[must_use]
pub fn how_words(row: &DependencyRow) -> String {
    match &row.how {
        How::UserName => "as user name".to_owned(),
        How::Password => "as password".to_owned(),
        How::Certificate => "as certificate".to_owned(),
        How::Through(name) => format!("through {name}"),
        How::RefersTo => "refers to it".to_owned(),
        How::Member => "has access".to_owned(),
        How::Reported { counts, .. } => count_words(counts),
        How::Read(1) => "read it once".to_owned(),
        How::Read(times) => format!("read it {times} times"),
        How::Code | How::MayUse => row.place.as_ref().map(super::as_found).unwrap_or_default(),
    }
}

/// What somebody's Credenza reported, for people: numbers alone.
#[must_use]
pub fn count_words(counts: &UseCounts) -> String {
    let words = [
        (counts.credentials, "credential", "credentials"),
        (counts.connections, "connection", "connections"),
        (counts.places, "place in code", "places in code"),
        (counts.programs, "program", "programs"),
    ];
    let some = words.into_iter().filter(|(count, ..)| *count > 0);
    let words = some.map(|(n, one, many)| format!("{n} {}", if n == 1 { one } else { many }));
    words.collect::<Vec<_>>().join(", ")
}

fn pickup_word(row: &DependencyRow) -> &'static str {
    use credenza_model::references::Pickup;
    match row.pickup {
        Pickup::AtOnce => "at once",
        Pickup::AtNextRun => "at next run",
        Pickup::CachedUpTo24Hours => "cached up to 24 h",
        Pickup::AfterRestart => "after restart",
        Pickup::AfterDeployment => "after deployment",
        Pickup::NotKnown => "not known",
    }
}
