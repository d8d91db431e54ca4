//! Trials of the scanner, which has a program of its own so that this one stays small.

use crate::process::{self, Problem, command};

/// Runs one trial with the arguments that follow the command's word.
pub(crate) fn run(trial: &str, arguments: &[String]) -> Result<(), Problem> {
    let mut program = command("cargo", &["run", "--quiet", "-p", "credenza-trials", "--"], ".");
    program.arg(trial).args(arguments.get(1..).unwrap_or_default());
    process::succeed(program, trial)
}
