//! `cargo xtask test`: every test, and what came of it.

use std::time::Instant;

use crate::{
    process::{Problem, command, watched},
    setup,
};

/// Passed, failed and skipped tests of one suite.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
struct Count {
    passed: u32,
    failed: u32,
    skipped: u32,
}

struct Suite {
    name: &'static str,
    count: Count,
    /// Lines that say what was measured or why something was skipped.
    notes: Vec<String>,
    seconds: u64,
}

pub(crate) fn run() -> Result<(), Problem> {
    setup::run_setup(true)?;
    setup::build_ui()?;
    let ui = suite("UI", "npm", &["test", "--silent"], "ui", count_vitest)?;
    build_programs()?;
    let rust = suite(
        "Rust",
        "cargo",
        &[
            "test",
            "--workspace",
            "--features",
            "credenza-desktop/custom-protocol",
            "--no-fail-fast",
            "--",
            "--show-output",
        ],
        ".",
        count_cargo,
    )?;
    summary(&[ui, rust])
}

/// Builds what the suites start.
pub(crate) fn build_programs() -> Result<(), Problem> {
    let build = ["build", "--workspace", "--features", "credenza-desktop/custom-protocol"];
    crate::process::run("cargo", &build, ".")
}

/// One suite of any package. Built with the whole workspace, so that what is shared is built once.
pub(crate) fn one_suite(name: &str, rest: &[&str]) -> std::process::Command {
    let features = "credenza-desktop/custom-protocol";
    let build = ["test", "--workspace", "--features", features, "--test", name];
    equipped(command("cargo", &[&build, rest].concat(), "."))
}

/// What the suites find in their environment.
pub(crate) fn equipped(mut command: std::process::Command) -> std::process::Command {
    command
        .env("CREDENZA_TAURI_DRIVER", setup::driver())
        .env("CREDENZA_DESKTOP_BIN", crate::process::root().join("target/debug/credenza-desktop"))
        .env("CREDENZA_CLI_BIN", crate::process::root().join("target/debug/credenza"));
    if let Some(python) = setup::python() {
        command.env("CREDENZA_PYTHON", python);
    }
    command
}

fn suite(
    name: &'static str,
    program: &str,
    arguments: &[&str],
    folder: &str,
    count: fn(&[String]) -> Count,
) -> Result<Suite, Problem> {
    println!("> {program} {}", arguments.join(" "));
    let start = Instant::now();
    let (lines, good) = watched(equipped(command(program, arguments, folder)), program)?;
    let mut counted = count(&lines);
    if counted.passed + counted.failed == 0 || !good && counted.failed == 0 {
        // It did not build, or ended before a test ran.
        counted.failed += 1;
    }
    let skips = skips(&lines);
    counted.skipped += skips;
    // For their runner they passed.
    counted.passed = counted.passed.saturating_sub(skips);
    let notes = gathered(lines.into_iter().filter(|line| is_note(line)).collect());
    Ok(Suite { name, count: counted, notes, seconds: start.elapsed().as_secs() })
}

fn skips(lines: &[String]) -> u32 {
    u32::try_from(lines.iter().filter(|line| line.starts_with("SKIPPED ")).count())
        .unwrap_or(u32::MAX)
}

/// `R7 …` and `SKIPPED …`.
fn is_note(line: &str) -> bool {
    let measured =
        line.strip_prefix('R').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    measured || line.starts_with("SKIPPED ")
}

/// The notes; tests that were skipped for the same reason share a line.
fn gathered(notes: Vec<String>) -> Vec<String> {
    let mut reasons: Vec<(String, Vec<String>)> = Vec::new();
    let mut gathered = Vec::new();
    for note in notes {
        let skip = note.strip_prefix("SKIPPED ").and_then(|rest| rest.split_once(": "));
        let Some((test, why)) = skip else {
            gathered.push(note);
            continue;
        };
        match reasons.iter_mut().find(|(reason, _)| reason == why) {
            Some((_, tests)) => tests.push(test.to_owned()),
            None => reasons.push((why.to_owned(), vec![test.to_owned()])),
        }
    }
    gathered.extend(reasons.into_iter().map(|(why, tests)| match tests.as_slice() {
        [test] => format!("SKIPPED {test}: {why}"),
        tests => format!("SKIPPED {} tests: {why} ({})", tests.len(), tests.join(", ")),
    }));
    gathered
}

/// Adds up lines such as `test result: ok. 8 passed; 0 failed; 1 ignored; …`.
fn count_cargo(lines: &[String]) -> Count {
    let results = lines.iter().filter(|line| line.starts_with("test result:"));
    results.fold(Count::default(), |sum, line| Count {
        passed: sum.passed + before(line, "passed"),
        failed: sum.failed + before(line, "failed"),
        skipped: sum.skipped + before(line, "ignored"),
    })
}

/// Reads the line `Tests  11 passed (11)` or `Tests  1 failed | 10 passed (11)`.
fn count_vitest(lines: &[String]) -> Count {
    let plain: Vec<String> = lines.iter().map(|line| without_colours(line)).collect();
    let Some(line) = plain.iter().rfind(|line| line.trim_start().starts_with("Tests ")) else {
        return Count::default();
    };
    Count {
        passed: before(line, "passed"),
        failed: before(line, "failed"),
        skipped: before(line, "skipped"),
    }
}

fn without_colours(line: &str) -> String {
    let mut parts = line.split('\u{1b}');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + part.split_once('m').map_or("", |(_, rest)| rest))
}

/// The number that stands before `word`.
fn before(line: &str, word: &str) -> u32 {
    let words: Vec<&str> =
        line.split([' ', ';', '|', '(', ')']).filter(|part| !part.is_empty()).collect();
    let at = words.iter().position(|part| *part == word);
    at.and_then(|at| words.get(at.checked_sub(1)?))
        .and_then(|number| number.parse().ok())
        .unwrap_or(0)
}

fn summary(suites: &[Suite]) -> Result<(), Problem> {
    println!();
    for note in suites.iter().flat_map(|suite| &suite.notes) {
        println!("{note}");
    }
    println!("\nsuite   passed  failed  skipped  seconds");
    let mut all = Count::default();
    for Suite { name, count, seconds, .. } in suites {
        println!(
            "{name:<6} {:>7} {:>7} {:>8} {seconds:>8}",
            count.passed, count.failed, count.skipped
        );
        all.passed += count.passed;
        all.failed += count.failed;
        all.skipped += count.skipped;
    }
    println!("\n{} passed, {} failed, {} skipped", all.passed, all.failed, all.skipped);
    if all.failed == 0 { Ok(()) } else { Err("some tests failed".to_owned()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_of_both_runners_are_counted() {
        let cargo =
            ["test result: FAILED. 8 passed; 2 failed; 1 ignored; 0 measured; 0 filtered out"
                .to_owned()];
        assert_eq!(count_cargo(&cargo), Count { passed: 8, failed: 2, skipped: 1 });
        let vitest =
            ["\u{1b}[2m      Tests \u{1b}[22m \u{1b}[31m1 failed\u{1b}[39m | 10 passed (11)"
                .to_owned()];
        assert_eq!(count_vitest(&vitest), Count { passed: 10, failed: 1, skipped: 0 });
        assert_eq!(count_vitest(&[]), Count::default());
    }

    #[test]
    fn skips_for_the_same_reason_share_a_line() {
        let notes = ["SKIPPED a: no Go: 403", "R7 pass", "SKIPPED b: no Go: 403", "SKIPPED c: x"];
        let gathered = gathered(notes.map(str::to_owned).to_vec());
        let lines = ["R7 pass", "SKIPPED 2 tests: no Go: 403 (a, b)", "SKIPPED c: x"];
        assert_eq!(gathered, lines);
    }

    #[test]
    fn notes_are_measurements_and_skips() {
        assert!(is_note("R7 0 of 10 pass"));
        assert!(is_note("SKIPPED vault: no Go"));
        assert!(!is_note("Running unittests"));
    }
}
