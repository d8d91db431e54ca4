//! Measures what `cargo xtask bench` prints, one JSON object a line.
//!
//! `credenza-bench make|store|window --rows N --folder DIR …`: the folder keeps the workspace of
//! `N` credentials between runs, since a large one takes minutes to make.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a measurement that can't be taken ends with what stood in its way"
)]

mod edit;
mod lists;
mod maker;
mod memory;
mod opening;
mod reads;
mod report;
mod search;
mod window;
mod words;

use std::path::PathBuf;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let rows: u64 = option(&arguments, "--rows").map_or(1_000, |text| text.parse().unwrap());
    let folder = PathBuf::from(option(&arguments, "--folder").unwrap_or("target/bench"));
    let home = folder.join(format!("{rows}-credentials"));
    maker::make(&home, rows);
    match arguments.first().map(String::as_str) {
        Some("make") => {}
        Some("reads") => reads::measure(&maker::unlock(&home), rows),
        Some("store") => store(&home, rows, option(&arguments, "--cli")),
        Some("window") => window::measure(&home, rows, &window::Programs::of(&arguments)),
        other => panic!("make, store or window, not {other:?}"),
    }
}

/// Everything that is measured without a window.
fn store(home: &std::path::Path, rows: u64, cli: Option<&str>) {
    opening::measure(home, rows);
    let workspace = maker::unlock(home);
    lists::measure(&workspace, rows);
    search::measure(&workspace, home, rows);
    reads::measure(&workspace, rows);
    edit::measure(&workspace, home, rows);
    drop(workspace);
    if let Some(cli) = cli {
        memory::measure(home, rows, cli);
    }
}

fn option<'a>(arguments: &'a [String], name: &str) -> Option<&'a str> {
    let at = arguments.iter().position(|argument| argument == name)?;
    arguments.get(at + 1).map(String::as_str)
}
