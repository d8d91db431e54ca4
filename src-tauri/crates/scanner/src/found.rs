//! From what a reader finds in a text to the references of a file.

use crate::{
    coverage::SkipReason,
    reference::{Cell, Kind, Operation, Reference, Via},
    text::{Lines, Text},
};

/// Longest expression that is kept, in characters.
const EXPRESSION: usize = 200;

/// A value that may be known.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) enum Field {
    /// Not given.
    #[default]
    Absent,
    /// Known, and how.
    Known(String, Via),
    /// Given, but computed.
    Computed,
}

impl Field {
    /// A literal.
    pub(crate) fn literal(text: impl Into<String>) -> Self {
        Self::Known(text.into(), Via::Literal)
    }

    fn text(&self) -> Option<&str> {
        match self {
            Self::Known(text, _) => Some(text),
            Self::Absent | Self::Computed => None,
        }
    }
}

/// One reference, with offsets of the text it was found in.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    pub(crate) form: String,
    pub(crate) kind: Kind,
    pub(crate) op: Operation,
    /// Where the form's own word starts.
    pub(crate) at: usize,
    /// Where the name starts.
    pub(crate) name_at: usize,
    pub(crate) vault: Field,
    pub(crate) name: Field,
    pub(crate) expression: String,
}

impl Found {
    /// A reference whose name is computed until [`Found::named`] says otherwise.
    pub(crate) fn of(form: &str, kind: Kind, op: Operation, at: usize) -> Self {
        Self {
            form: form.to_owned(),
            kind,
            op,
            at,
            name_at: at,
            vault: Field::Absent,
            name: Field::Computed,
            expression: String::new(),
        }
    }

    /// The name as it stands somewhere.
    pub(crate) fn named(self, name: &str, at: usize) -> Self {
        let name = name.trim();
        let expression = name.to_owned();
        Self { name: Field::literal(name), name_at: at, expression, ..self }
    }

    /// Everything is read.
    pub(crate) fn everything(self) -> Self {
        Self { name: Field::Known("*".to_owned(), Via::ListAll), op: Operation::List, ..self }
    }

    /// The vault as it stands somewhere; one to be filled in is computed.
    pub(crate) fn in_vault(self, vault: Option<&str>) -> Self {
        let vault = match vault.map(str::trim) {
            None => Field::Absent,
            Some(vault) if vault.is_empty() || is_computed(vault) => Field::Computed,
            Some(vault) => Field::literal(vault),
        };
        Self { vault, ..self }
    }
}

/// Whether a text holds a variable of any host.
pub(crate) fn is_computed(text: &str) -> bool {
    text.starts_with(['$', '@', '['])
        || ["{{", "${", "$(", "$["].iter().any(|sign| text.contains(sign))
}

/// Collects the references of one file.
pub(crate) struct Findings<'a> {
    path: &'a str,
    file: &'a str,
    lines: Lines,
    references: Vec<Reference>,
    /// The cells of a notebook, in order.
    cells: Vec<(Text, Lines)>,
    /// What kept a part of the file from being read.
    pub(crate) trouble: Option<SkipReason>,
}

impl<'a> Findings<'a> {
    pub(crate) fn new(path: &'a str, file: &'a str) -> Self {
        let lines = Lines::new(file);
        Self { path, file, lines, references: Vec::new(), cells: Vec::new(), trouble: None }
    }

    /// Whether the file holds tests, by its name.
    pub(crate) fn is_test(&self) -> bool {
        let path = self.path.to_ascii_lowercase();
        let marks = [
            "_test.",
            ".test.",
            ".tests.",
            ".spec.",
            "/test/",
            "/tests/",
            ".tests/",
            "/__tests__/",
        ];
        marks.iter().any(|mark| path.contains(mark)) || path.starts_with("test")
    }

    /// Keeps a reference found in `text`. A name that is no name is kept as computed.
    pub(crate) fn push(&mut self, text: &Text, found: Found) {
        let name = found.name.text().map(str::trim).filter(|name| !name.is_empty());
        let name = name.filter(|name| !is_placeholder(name)).map(str::to_owned);
        let via = match (&found.name, &name) {
            (Field::Known(_, via), Some(_)) => *via,
            _ => Via::Dynamic,
        };
        // A parameter that is empty until somebody gives it says nothing of the vault, nor does one
        // that a template fills in.
        let vault = found.vault.text();
        let vault = vault.filter(|vault| !vault.trim().is_empty() && !vault.contains("${"));
        let place = text.place(found.at);
        let name_line = self.lines.line(text.place(found.name_at));
        self.references.push(Reference {
            path: self.path.to_owned(),
            line: self.lines.line(place),
            column: self.lines.column(self.file, place),
            name_line,
            form: found.form,
            kind: found.kind,
            op: found.op,
            vault: vault.map(str::to_owned),
            vault_dynamic: vault.is_none() && found.vault != Field::Absent,
            dynamic: name.is_none(),
            name,
            via,
            expression: found.expression.trim().chars().take(EXPRESSION).collect(),
            cell: self.cell(place),
        });
    }

    /// Says which cell comes next; places count in the file.
    pub(crate) fn next_cell(&mut self, cell: Text) {
        // An empty cell stands where the one before it ends.
        let end = self.cells.last().map_or(0, |(before, _)| before.place(before.text.len()));
        let lines = Lines::new(&cell.text);
        self.cells.push((if cell.text.is_empty() { Text::at("", end) } else { cell }, lines));
    }

    /// The cell that a byte of the file stands in.
    fn cell(&self, place: usize) -> Option<Cell> {
        let number = self.cells.partition_point(|(cell, _)| cell.place(0) <= place);
        let (cell, lines) = self.cells.get(number.checked_sub(1)?)?;
        Some(Cell { number, line: cell.line_at(lines, place) })
    }

    /// What was found, in order, each once.
    pub(crate) fn finish(mut self) -> (Vec<Reference>, Option<SkipReason>) {
        self.references.sort();
        self.references.dedup_by(|a, b| {
            (&a.form, a.kind, a.line, a.name_line, &a.name, &a.vault, a.op)
                == (&b.form, b.kind, b.line, b.name_line, &b.name, &b.vault, b.op)
                && (a.name.is_some() || a.column == b.column)
        });
        (self.references, self.trouble)
    }
}

/// Whether a text stands for a name that a person or a tool fills in later.
pub(crate) fn is_placeholder(name: &str) -> bool {
    let name = name.trim();
    let wrapped = |start: &str, end: &str| {
        name.len() > start.len() + end.len() && name.starts_with(start) && name.ends_with(end)
    };
    wrapped("__", "__")
        || (name.contains('<') && name.contains('>'))
        || name.contains("#{")
        || name.contains("{{")
        || name.contains("${")
        || name.contains("$(")
        || name.contains("$[")
        || name.starts_with('$')
        || wrapped("%", "%")
        || wrapped("#", "#")
        || wrapped("{", "}")
        || wrapped("[", "]")
        || (name.contains('{') && name.contains('}'))
}
