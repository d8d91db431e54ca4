//! `cargo xtask soak`: the tests whose full size takes hours or minutes, at that size.

use crate::{
    process::{self, Problem},
    setup, test,
};

/// Suites that read `CREDENZA_SOAK`.
const SUITES: &[(&str, &str)] = &[
    ("credenza-app", "crash"),
    ("credenza-app", "power_cuts"),
    ("credenza-app", "ways_in"),
    ("credenza-store", "migrations"),
    ("credenza-team", "log"),
    ("credenza-scanner", "mutations"),
];

pub(crate) fn run(only: Option<&str>) -> Result<(), Problem> {
    setup::run_setup(true)?;
    let wanted = |suite: &&(&str, &str)| only.is_none_or(|only| only == suite.1);
    let suites: Vec<_> = SUITES.iter().filter(wanted).collect();
    if suites.is_empty() {
        let names: Vec<_> = SUITES.iter().map(|suite| suite.1).collect();
        return Err(format!("there is no such suite; there are {}", names.join(", ")));
    }
    for (package, suite) in suites {
        let arguments = ["test", "--package", package, "--test", suite, "--", "--nocapture"];
        let mut command = test::equipped(process::command("cargo", &arguments, "."));
        command.env("CREDENZA_SOAK", "1");
        process::succeed(command, suite)?;
    }
    Ok(())
}
