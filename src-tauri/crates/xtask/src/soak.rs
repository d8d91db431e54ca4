//! `cargo xtask soak`: the tests whose full size takes hours or minutes, at that size.

use crate::{
    process::{self, Problem},
    setup, test,
};

/// Suites that read `CREDENZA_SOAK`.
const SUITES: &[&str] = &[
    "crash",
    "power_cuts",
    "ways_in",
    "device_secret_kill",
    "migrations",
    "record",
    "log",
    "location",
    "mutations",
    "sizes",
];

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

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use std::{collections::BTreeSet, fs, path::Path};

    use super::{INSIDE, SUITES};

    /// The suites under `folder` that ask for their full size.
    fn asking(crates: &Path, folder: &Path, found: &mut BTreeSet<String>) {
        for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                asking(crates, &path, found);
            } else if path.extension().is_some_and(|end| end == "rs")
                && fs::read_to_string(&path).unwrap().contains("CREDENZA_SOAK")
            {
                // Of the folder that the project lies in nothing is known.
                let path = path.strip_prefix(crates).unwrap();
                let names: Vec<_> = path.iter().map(|part| part.to_str().unwrap()).collect();
                let at = names.iter().position(|name| *name == "tests").unwrap();
                let suite =
                    if names[..at].contains(&"src") { names.last() } else { names.get(at + 1) };
                found.insert(suite.unwrap().trim_end_matches(".rs").to_owned());
            }
        }
    }

    #[test]
    fn every_suite_that_has_a_full_size_can_be_run_at_it() {
        let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        let mut found = BTreeSet::new();
        for one in fs::read_dir(crates).unwrap().map(|entry| entry.unwrap().path()) {
            if one.ends_with("xtask") {
                continue;
            }
            for folder in [one.join("tests"), one.join("src")].iter().filter(|path| path.is_dir()) {
                asking(crates, folder, &mut found);
            }
        }
        let known = SUITES.iter().chain([&INSIDE]).map(|name| (*name).to_owned());
        assert_eq!(found, known.collect());
    }
}
