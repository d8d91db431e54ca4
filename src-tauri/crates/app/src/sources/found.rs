//! From the scanner's words to those of the model.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
};

use credenza_model::{
    references::{self, ReferenceKind},
    source,
};
use credenza_scanner::{FileRecord, Kind, Language, Operation, Outcome, Reference, SkipReason};
use credenza_store::{FoundReference, ScannedFile};
use sha2::{Digest as _, Sha256};

/// The files in which something was found. What a later scan compares is only made for those that
/// are not as `before`.
pub(super) fn files(
    root: &Path,
    records: &[FileRecord],
    before: &HashMap<String, [u8; 32]>,
) -> Vec<ScannedFile> {
    let mut found: HashMap<&str, (&FileRecord, Vec<&Reference>)> = HashMap::new();
    for record in records {
        for reference in &record.references {
            let entry = found.entry(reference.path.as_str());
            entry.or_insert_with(|| (record, Vec::new())).1.push(reference);
        }
    }
    let mut files: Vec<ScannedFile> = found
        .into_iter()
        .map(|(path, (record, references))| {
            let digest = digest(record, &references);
            let changed = before.get(path) != Some(&digest);
            let mut lines = Lines::new(root.join(path), changed);
            let references =
                references.into_iter().map(|one| reference(one, &mut lines, &digest)).collect();
            let language = language(record).to_owned();
            ScannedFile { path: path.to_owned(), language, digest, references }
        })
        .collect();
    files.sort_unstable_by(|a, b| a.path.cmp(&b.path));
    files
}

/// Changes when the file does, and when other rules find something else in it.
fn digest(record: &FileRecord, references: &[&Reference]) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(record.fingerprint.hash.to_le_bytes());
    for reference in references {
        hash.update(format!("{reference:?}\n"));
    }
    hash.finalize().into()
}

fn reference(found: &Reference, lines: &mut Lines, file: &[u8; 32]) -> FoundReference {
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let reference = references::Reference {
        form: found.form.clone(),
        kind: kind(found.kind),
        operation: operation(found.op),
        vault: found.vault.clone(),
        name: found.name.clone(),
    };
    let unresolved = !reference.is_resolved();
    FoundReference {
        reference,
        line: number(found.line),
        column: number(found.column),
        name_line: number(found.name_line),
        expression: found.expression.clone(),
        line_digest: unresolved.then(|| lines.digest(found, file)),
        cell: found.cell.map(|cell| (number(cell.number), number(cell.line))),
    }
}

/// The lines of a file, read when the first one is asked for.
struct Lines {
    path: PathBuf,
    wanted: bool,
    text: Option<Option<String>>,
}

impl Lines {
    fn new(path: PathBuf, wanted: bool) -> Self {
        Self { path, wanted, text: None }
    }

    /// A digest of the line of a reference. What is no file of its own, such as an entry of an
    /// archive, changes with the whole.
    fn digest(&mut self, found: &Reference, file: &[u8; 32]) -> [u8; 32] {
        let mut hash = Sha256::new();
        hash.update(&found.form);
        hash.update([0]);
        hash.update(&found.expression);
        hash.update([0]);
        match self.line(found.line) {
            Some(line) => hash.update(line.trim()),
            None => hash.update(file),
        }
        hash.finalize().into()
    }

    fn line(&mut self, line: usize) -> Option<&str> {
        let (path, wanted) = (&self.path, self.wanted);
        let read = || {
            let bytes = wanted.then(|| std::fs::read(path).ok()).flatten()?;
            Some(String::from_utf8_lossy(&bytes).into_owned())
        };
        let text = self.text.get_or_insert_with(read).as_deref()?;
        text.split('\n').nth(line.checked_sub(1)?)
    }
}

fn kind(kind: Kind) -> ReferenceKind {
    match kind {
        Kind::Credential => ReferenceKind::Credential,
        Kind::Variable => ReferenceKind::Variable,
        Kind::Connection => ReferenceKind::Connection,
        Kind::Certificate => ReferenceKind::Certificate,
        Kind::Key => ReferenceKind::Key,
        Kind::Secret => ReferenceKind::Secret,
    }
}

fn operation(operation: Operation) -> references::Operation {
    match operation {
        Operation::Get => references::Operation::Get,
        Operation::Set => references::Operation::Set,
        Operation::Create => references::Operation::Create,
        Operation::Remove => references::Operation::Remove,
        Operation::List => references::Operation::List,
        Operation::Declare => references::Operation::Declare,
        Operation::Use => references::Operation::Use,
    }
}

pub(super) fn skip_reason(reason: SkipReason) -> source::SkipReason {
    match reason {
        SkipReason::GitIgnored => source::SkipReason::GitIgnored,
        SkipReason::SourceIgnored => source::SkipReason::IgnoreRule,
        SkipReason::Binary => source::SkipReason::Binary,
        SkipReason::Link => source::SkipReason::Link,
        SkipReason::TooLarge => source::SkipReason::TooLarge,
        SkipReason::Unreadable => source::SkipReason::Unreadable,
        SkipReason::TooSlow | SkipReason::Damaged | SkipReason::Failed => {
            source::SkipReason::ParseFailed
        }
    }
}

fn language(record: &FileRecord) -> &'static str {
    match record.outcome {
        Outcome::Scanned { language, .. } => language_name(language),
        Outcome::Skipped(_) => language_name(Language::Text),
    }
}

/// The name of a language as people write it.
pub(super) fn language_name(language: Language) -> &'static str {
    match language {
        Language::PowerShell => "PowerShell",
        Language::GraphicalRunbook => "Graphical runbook",
        Language::Python => "Python",
        Language::Notebook => "Notebook",
        Language::CSharp => "C#",
        Language::JavaScript => "JavaScript",
        Language::TypeScript => "TypeScript",
        Language::Java => "Java",
        Language::Scala => "Scala",
        Language::Go => "Go",
        Language::Shell => "Shell",
        Language::Batch => "Batch",
        Language::Yaml => "YAML",
        Language::Json => "JSON",
        Language::Terraform => "Terraform",
        Language::Bicep => "Bicep",
        Language::Xml => "XML",
        Language::DesktopFlow => "Desktop flow",
        Language::Archive => "Archive",
        Language::Documentation => "Documentation",
        Language::Text => "Text",
    }
}
