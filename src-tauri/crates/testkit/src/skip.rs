//! Tests that can not run on this machine.

use std::io::Write;

/// Says that `test` was skipped and why, past the test runner's capture: the closing summary of all
/// tests repeats such lines.
pub(crate) fn skipped(test: &str, why: &str) {
    let mut out = std::io::stderr();
    writeln!(out, "SKIPPED {test}: {why}").expect("a line can be written");
}
