//! The labels: what stands in public files, one JSON object a line.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use serde_json::Value;

use crate::Problem;

/// One label.
pub(super) struct Label {
    pub(super) form: String,
    pub(super) kind: String,
    pub(super) line: usize,
    pub(super) name_line: usize,
    pub(super) name: Option<String>,
    /// Other names that count.
    pub(super) accepted: Vec<String>,
    pub(super) dynamic: bool,
    /// The name is one that a person fills in: literal or unresolved, both count.
    pub(super) placeholder: bool,
    pub(super) optional: bool,
    pub(super) vault: Option<String>,
}

impl Label {
    fn read(line: &Value) -> Option<Self> {
        let text = |key: &str| line[key].as_str().map(str::to_owned);
        let number = |key: &str| line[key].as_u64().and_then(|n| usize::try_from(n).ok());
        let is = |key: &str| line[key].as_bool().unwrap_or_default();
        let accepted = line["accept_names"].as_array().into_iter().flatten();
        let at = number("line")?;
        Some(Self {
            form: text("form")?,
            kind: text("kind")?,
            line: at,
            name_line: number("name_line").unwrap_or(at),
            name: text("name"),
            accepted: accepted.filter_map(|name| name.as_str().map(str::to_owned)).collect(),
            dynamic: is("dynamic"),
            placeholder: is("placeholder"),
            optional: is("optional"),
            vault: text("vault"),
        })
    }

    /// What the form begins with: the language or system.
    pub(super) fn family(&self) -> &str {
        family(&self.form)
    }
}

/// What a form begins with.
pub(super) fn family(form: &str) -> &str {
    form.split('.').next().unwrap_or(form)
}

/// A labelled file: repository and path, and every label in it.
pub(super) struct LabelledFile {
    pub(super) repository: String,
    pub(super) path: String,
    pub(super) labels: Vec<Label>,
}

/// Every labelled file, in order.
pub(super) fn read(file: &Path) -> Result<Vec<LabelledFile>, Problem> {
    let text =
        std::fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
    let mut files: BTreeMap<(String, String), Vec<Label>> = BTreeMap::new();
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let line: Value = serde_json::from_str(line).map_err(|error| error.to_string())?;
        let part = |key: &str| line[key].as_str().unwrap_or_default().to_owned();
        let labels = files.entry((part("repo"), part("path"))).or_default();
        // A trap adds no label: whatever is reported there matches none.
        if !line["negative"].as_bool().unwrap_or_default() {
            labels.push(Label::read(&line).ok_or_else(|| format!("a label lacks a part: {line}"))?);
        }
    }
    let files = files.into_iter();
    Ok(files
        .map(|((repository, path), labels)| LabelledFile { repository, path, labels })
        .collect())
}

/// Where a repository is checked out: `OWNER+NAME`, `OWNER/NAME`, `OWNER__NAME` or `NAME`.
pub(super) fn checkout(repositories: &Path, name: &str) -> Option<PathBuf> {
    let (_, short) = name.split_once('/')?;
    let names =
        [name.replace('/', "+"), name.to_owned(), name.replace('/', "__"), short.to_owned()];
    names.iter().map(|name| repositories.join(name)).find(|folder| folder.is_dir())
}
