//! The house rules of `src-tauri/docs/architecture.md` that a compiler does not know.

mod circles;
mod dependencies;
mod rust_file;
mod ui_file;
mod window;

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::process::{Problem, root};

/// One broken rule at one place.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Finding {
    line: usize,
    what: String,
}

impl Finding {
    fn new(line: usize, what: impl Into<String>) -> Self {
        Self { line, what: what.into() }
    }
}

/// Checks every file and prints what is wrong.
pub(crate) fn run() -> Result<(), Problem> {
    let root = root();
    let mut count = 0;
    for finding in [circles::check()?, dependencies::check()?, window::check()?].concat() {
        println!("{finding}");
        count += 1;
    }
    for path in files(&root, &["src-tauri", "tests", "ui/src"]) {
        let name = path.strip_prefix(&root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
        let Ok(text) = fs::read_to_string(&path) else { continue };
        let findings = if name.ends_with(".rs") {
            rust_file::check(&name, &text)
        } else {
            ui_file::check(&name, &text)
        };
        for finding in findings {
            println!("{name}:{}: {}", finding.line, finding.what);
            count += 1;
        }
    }
    if count == 0 { Ok(()) } else { Err(format!("{count} house rules are broken")) }
}

fn files(root: &Path, folders: &[&str]) -> Vec<PathBuf> {
    let mut open: Vec<PathBuf> = folders.iter().map(|folder| root.join(folder)).collect();
    let mut found = Vec::new();
    while let Some(folder) = open.pop() {
        for path in fs::read_dir(folder)
            .into_iter()
            .flatten()
            .filter_map(Result::ok)
            .map(|entry| entry.path())
        {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if path.is_dir() {
                if !["target", "node_modules", "gen", "permissions"].contains(&name.as_str()) {
                    open.push(path);
                }
            } else if [".rs", ".ts", ".tsx"].iter().any(|end| name.ends_with(end))
                && !name.contains(".gen.")
            {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}
