//! One file: from its bytes to its references.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::{
    archive, blocks,
    code::{self, Grammar},
    coverage::SkipReason,
    data::read_json,
    documents, exported,
    found::Findings,
    graphical,
    language::{self, Language},
    notebook::{self, Cells},
    plain, powershell, prefilter,
    reference::Reference,
    scala,
    shell::{self, Dialect},
    solution, templates,
    text::{self, Text},
};

/// What one file holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileScan {
    /// Its language; none of a binary file.
    pub language: Option<Language>,
    /// The references, in order of line.
    pub references: Vec<Reference>,
    /// Why it, or a part of it, was not scanned.
    pub gap: Option<SkipReason>,
}

/// Scans the bytes of one file. `path` is what its references show, with `/`.
pub fn scan_bytes(path: &str, bytes: &[u8]) -> FileScan {
    scan_inner(path, bytes, archive::DEPTH)
}

/// Scans a file that may stand in an archive; `depth` archives may still be opened.
fn scan_inner(path: &str, bytes: &[u8], depth: usize) -> FileScan {
    let language = Language::of_path(path);
    // A rule that fails must not end a scan of a hundred thousand files.
    let scanned = catch_unwind(AssertUnwindSafe(|| match language {
        Language::Archive if archive::is_archive(bytes) => scan_archive(path, bytes, depth),
        _ => scan_as(language, path, bytes),
    }));
    scanned.unwrap_or(FileScan {
        language: Some(language),
        references: Vec::new(),
        gap: Some(SkipReason::Failed),
    })
}

/// Scans every entry. The path of an entry follows that of its archive.
fn scan_archive(path: &str, bytes: &[u8], depth: usize) -> FileScan {
    let mut references = Vec::new();
    let Some(depth) = depth.checked_sub(1) else {
        let (language, gap) = (Some(Language::Archive), Some(SkipReason::Damaged));
        return FileScan { language, references, gap };
    };
    let gap = archive::read(bytes, |name, bytes| {
        let scan = scan_inner(&format!("{path}/{name}"), bytes, depth);
        references.extend(scan.references);
        scan.gap.filter(|reason| reason.is_gap())
    });
    FileScan { language: Some(Language::Archive), references, gap }
}

fn scan_as(language: Language, path: &str, bytes: &[u8]) -> FileScan {
    let plain = |language| FileScan { language, references: Vec::new(), gap: None };
    if text::is_binary(bytes) {
        return FileScan { gap: Some(SkipReason::Binary), ..plain(None) };
    }
    if !text::is_wide(bytes) && !prefilter::may_hold_a_form_of(language, bytes) {
        return plain(Some(language));
    }
    let Some(decoded) = text::decode(bytes) else {
        return FileScan { gap: Some(SkipReason::Binary), ..plain(None) };
    };
    if text::is_wide(bytes) && !prefilter::may_hold_a_form_of(language, decoded.as_bytes()) {
        return plain(Some(language));
    }
    let language = match language {
        Language::Text => Language::of_text(path, &decoded),
        known => known,
    };
    let mut findings = Findings::new(path, &decoded);
    let text = Text::whole(decoded.as_ref());
    let is_cells = matches!(language, Language::Python | Language::Scala);
    if is_cells && exported::is_exported(&text.text) {
        let cells = exported::read(language, &text, &mut findings);
        scan_cells(&cells, path, &text, &mut findings);
    } else {
        scan_text(language, path, &text, &mut findings);
    }
    let (references, gap) = findings.finish();
    FileScan { language: Some(language), references, gap }
}

/// Scans a text in a language.
fn scan_text(language: Language, path: &str, text: &Text, findings: &mut Findings<'_>) {
    if matches!(
        language,
        Language::Yaml | Language::Shell | Language::Terraform | Language::Json | Language::Text
    ) {
        templates::scan(text, findings);
    }
    match language {
        Language::GraphicalRunbook => graphical::scan(text, findings),
        Language::Notebook => {
            let cells = notebook::read(&read_json(&text.text), text, findings);
            scan_cells(&cells, path, text, findings);
        }
        Language::Scala => {
            scala::scan(text, findings);
            if path.ends_with(".groovy") {
                shell::scan_jenkins(&shell::without_comments(text), findings);
            }
        }
        Language::PowerShell => powershell::scan(text, findings),
        Language::Python => code::scan(Grammar::Python, "python", text, findings),
        Language::CSharp => code::scan(Grammar::CSharp, "csharp", text, findings),
        Language::JavaScript => code::scan(Grammar::JavaScript, "js", text, findings),
        Language::TypeScript if path.ends_with(".tsx") => {
            code::scan(Grammar::Tsx, "js", text, findings);
        }
        Language::TypeScript => code::scan(Grammar::TypeScript, "js", text, findings),
        Language::Java => code::scan(Grammar::Java, "java", text, findings),
        Language::Go => code::scan(Grammar::Go, "go", text, findings),
        Language::Shell if language::is_pipeline(path) => {
            let plain = shell::without_comments(text);
            shell::scan(Dialect::Posix, &plain, findings);
            shell::scan_jenkins(&plain, findings);
        }
        Language::Shell => shell::scan(Dialect::Posix, text, findings),
        Language::Batch => shell::scan(Dialect::Batch, text, findings),
        Language::Terraform => blocks::scan_terraform(text, findings),
        Language::Yaml => documents::scan_yaml(path, text, findings),
        Language::Json => scan_json(path, text, findings),
        Language::Xml => solution::scan_xml(text, findings),
        Language::DesktopFlow => solution::scan_desktop_flow(text, findings),
        Language::Bicep => blocks::scan_bicep(text, findings),
        Language::Text => {
            if path.ends_with(".properties") {
                documents::scan_properties(text, findings);
            }
            plain::scan(text, findings);
        }
        Language::Archive | Language::Documentation => {}
    }
}

/// Scans JSON, which may be a notebook under another name.
fn scan_json(path: &str, text: &Text, findings: &mut Findings<'_>) {
    let document = read_json(&text.text);
    if notebook::is_notebook(&document) {
        let cells = notebook::read(&document, text, findings);
        scan_cells(&cells, path, text, findings);
    } else {
        documents::scan_json(&document, text, findings);
    }
}

fn scan_cells(cells: &Cells, path: &str, whole: &Text, findings: &mut Findings<'_>) {
    for (language, text) in cells.texts(whole) {
        scan_text(language, path, &text, findings);
    }
}
