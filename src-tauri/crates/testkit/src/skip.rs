//! Tests that can not run on this machine. The closing summary of all tests counts the lines that
//! are written here, and repeats them.
#![allow(clippy::expect_used, reason = "tests")]

use std::{env, io::Write as _};

/// Whether this run decides about a change.
#[must_use]
pub fn in_ci() -> bool {
    env::var("CI").is_ok_and(|value| !matches!(value.as_str(), "" | "0" | "false"))
}

/// Says that `test` was skipped and why, past the test runner's capture. For what no set-up of the
/// project can bring: where a registry refuses a package, CI goes on without it.
pub fn skipped(test: &str, why: &str) {
    let mut out = std::io::stderr();
    writeln!(out, "SKIPPED {test}: {why}").expect("a line can be written");
}

/// The same for what the project's set-up installs.
///
/// # Panics
/// In CI, where it has to be there.
pub fn missing(test: &str, why: &str) {
    assert!(!in_ci(), "{test} has to run in CI: {why}");
    skipped(test, why);
}
