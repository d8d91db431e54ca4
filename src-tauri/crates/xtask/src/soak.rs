//! `cargo xtask soak`: the tests whose full size takes hours or minutes, at that size.

use crate::{
    process::{self, Problem},
    setup, test,
};

/// Suites that read `CREDENZA_SOAK`.
const SUITES: &[&str] = &["crash", "power_cuts", "ways_in", "migrations", "log", "mutations"];

/// Tests inside of the app that read it.
const INSIDE: &str = "parts";

pub(crate) fn run(only: Option<&str>) -> Result<(), Problem> {
    setup::run_setup(true)?;
    let wanted = |suite: &&&str| only.is_none_or(|only| only == **suite);
    let suites: Vec<_> = SUITES.iter().filter(wanted).collect();
    let inside = wanted(&&INSIDE);
    if suites.is_empty() && !inside {
        return Err(format!("there is no such suite; there are {}, {INSIDE}", SUITES.join(", ")));
    }
    if inside {
        let tests = ["test", "-p", "credenza-app", "--lib", INSIDE, "--", "--nocapture"];
        let mut command = test::equipped(process::command("cargo", &tests, "."));
        command.env("CREDENZA_SOAK", "1");
        process::succeed(command, INSIDE)?;
    }
    for suite in suites {
        let mut command = test::one_suite(suite, &["--", "--nocapture"]);
        command.env("CREDENZA_SOAK", "1");
        process::succeed(command, suite)?;
    }
    Ok(())
}
