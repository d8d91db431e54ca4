//! Notebooks: cells of one language are read together, so that a constant of one cell holds in the
//! next; places stay those of the file.

use std::collections::BTreeMap;

use crate::{data::Node, found::Findings, language::Language, text::Text};

/// Reads a notebook.
pub(crate) fn read(document: &Node, text: &Text, findings: &mut Findings<'_>) -> Cells {
    // Synapse and others put the notebook under `properties`.
    let notebook =
        document.get("properties").filter(|p| p.get("cells").is_some()).unwrap_or(document);
    let default = default_language(notebook);
    let mut cells = Cells::default();
    for cell in notebook.get("cells").into_iter().flat_map(Node::items) {
        let source = source(cell);
        findings.next_cell(source.within(text));
        if cell.text_of("cell_type") == Some("code") {
            cells.add(&source, default);
        }
    }
    cells
}

/// Whether a JSON document is a notebook under another name.
pub(crate) fn is_notebook(document: &Node) -> bool {
    let here = |node: &Node| node.get("cells").is_some_and(|cells| !cells.items().is_empty());
    here(document) || document.get("properties").is_some_and(here)
}

fn default_language(notebook: &Node) -> Language {
    let paths: [&[&str]; 3] = [
        &["metadata", "language_info", "name"],
        &["metadata", "kernelspec", "language"],
        &["metadata", "application/vnd.databricks.v1+notebook", "language"],
    ];
    let words = paths.iter().filter_map(|path| notebook.at_path(path)?.text());
    words.filter_map(of_word).next().unwrap_or(Language::Python)
}

fn of_word(word: &str) -> Option<Language> {
    match word.trim().to_ascii_lowercase().as_str() {
        "python" | "pyspark" | "python3" | "ipython" | "py" => Some(Language::Python),
        "scala" | "spark" | "r" | "sparkr" | "rs" | "sql" => Some(Language::Scala),
        "c#" | "csharp" | "spark.net" => Some(Language::CSharp),
        "powershell" | "pwsh" => Some(Language::PowerShell),
        "javascript" | "js" => Some(Language::JavaScript),
        "sh" | "bash" | "script" | "system" | "sx" => Some(Language::Shell),
        "md" | "markdown" | "html" | "latex" | "md-sandbox" => Some(Language::Documentation),
        _ => None,
    }
}

/// The source of a cell: one text, or its lines.
fn source(cell: &Node) -> Text {
    let Some(source) = cell.get("source") else { return Text::empty() };
    let mut text = Text::empty();
    let lines = source.items().iter().chain(std::iter::once(source)).filter_map(Node::scalar);
    lines.for_each(|line| text.append(&line.text));
    text
}

/// The cells of a notebook, by language.
#[derive(Default)]
pub(crate) struct Cells {
    texts: BTreeMap<Language, Text>,
}

impl Cells {
    /// Adds one cell; its first line may say what it is.
    pub(crate) fn add(&mut self, cell: &Text, default: Language) {
        let first = cell.text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
        let magic = first.trim_start().strip_prefix('%').map(|magic| magic.trim_start_matches('%'));
        let word = magic.and_then(|magic| magic.split_whitespace().next()).unwrap_or_default();
        let start = cell.text.find('\n').map_or(cell.text.len(), |end| end + 1);
        let body = || cell.part(start, cell.text.len());
        match (word.to_ascii_lowercase().as_str(), magic) {
            ("writefile" | "file", Some(magic)) => {
                let name = magic.split_whitespace().next_back().unwrap_or_default();
                self.put(Language::of_path(name), &body());
            }
            (word, Some(_)) if of_word(word).is_some() => {
                self.put(of_word(word).unwrap_or(default), &body());
            }
            _ => self.lines(cell, default),
        }
    }

    fn put(&mut self, language: Language, text: &Text) {
        let all = self.texts.entry(language).or_insert_with(Text::empty);
        all.append(text);
        all.push("\n", text.place(text.text.len()));
    }

    /// A cell line by line: a line with `!` is one of the shell, one with `%` is none of the code.
    fn lines(&mut self, cell: &Text, language: Language) {
        let mut code = Text::empty();
        let mut at = 0;
        for line in cell.text.split_inclusive('\n') {
            let inner = line.trim_start();
            let end = at + line.len();
            let shell = inner.strip_prefix('!').or_else(|| inner.strip_prefix("%sx "));
            let assigned = line.split_once("= !").map(|(_, command)| command);
            if let Some(command) = shell.or(assigned) {
                self.put(Language::Shell, &cell.part(end - command.len(), end));
                code.push("\n", cell.place(at));
            } else if inner.starts_with('%') {
                code.push("\n", cell.place(at));
            } else {
                code.append(&cell.part(at, end));
            }
            at = end;
        }
        self.put(language, &code);
    }

    /// Each language with its text, with places in `whole`.
    pub(crate) fn texts(&self, whole: &Text) -> impl Iterator<Item = (Language, Text)> {
        let texts = self.texts.iter().filter(|(language, _)| **language != Language::Notebook);
        texts.map(|(language, text)| (*language, text.within(whole)))
    }
}
