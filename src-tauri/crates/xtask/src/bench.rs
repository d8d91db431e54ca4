//! `cargo xtask bench`: figures beside a peer or a physical limit, one JSON object a line.

use std::process::Command;

use crate::{
    process::{self, Problem, root},
    setup,
};

/// What can be measured.
pub(crate) const NAMES: [&str; 4] = ["store", "window", "team", "scan"];

/// Credentials in the workspaces that are measured.
const SIZES: &[&str] = &["1", "1000", "100000", "1000000"];

/// Measures `what`, one of [`NAMES`]; with `json` nothing else is written to standard output.
pub(crate) fn run(
    what: &str,
    json: bool,
    sizes: Option<&str>,
    path: Option<&str>,
) -> Result<(), Problem> {
    if what == "team" {
        return team();
    }
    if what == "scan" {
        return scan(json, path);
    }
    setup::run_setup(true)?;
    setup::build_ui()?;
    let packages = ["-p", "credenza-benches", "-p", "credenza-cli", "-p", "credenza-desktop"];
    let mut build = vec!["build", "--release", "--features", "credenza-desktop/custom-protocol"];
    build.extend(packages);
    process::run("cargo", &build, ".")?;
    let sizes: Vec<&str> = sizes.map_or_else(|| SIZES.to_vec(), |text| text.split(',').collect());
    match what {
        "store" => sizes.iter().try_for_each(|rows| store(rows, json)),
        "window" => window("1000", json),
        other => Err(format!("bench {}, not {other:?}", NAMES.join(", "))),
    }
}

fn bench(arguments: &[&str], json: bool) -> Result<(), Problem> {
    let mut command = Command::new(root().join("target/release/credenza-bench"));
    command.args(arguments).current_dir(root());
    if json {
        return process::succeed(command, "the measurement");
    }
    let (_, good) = process::watched(command, "the measurement")?;
    if good { Ok(()) } else { Err("the measurement failed".to_owned()) }
}

fn store(rows: &str, json: bool) -> Result<(), Problem> {
    bench(&["store", "--rows", rows, "--cli", "target/release/credenza"], json)
}

/// The log alone needs neither a workspace nor a window.
fn team() -> Result<(), Problem> {
    let bench = ["bench", "-p", "credenza-team", "--bench", "team"];
    process::succeed(process::command("cargo", &bench, "."), "the measurement")
}

/// The scanner alone, beside ripgrep, on a folder or on a tree made for it.
fn scan(json: bool, path: Option<&str>) -> Result<(), Problem> {
    let mut command = process::command("cargo", &["run", "--quiet", "--release"], ".");
    command.args(["-p", "credenza-trials", "--", "bench"]);
    command.args(path.map(|path| ["--path", path]).into_iter().flatten());
    command.args(json.then_some("--json"));
    process::succeed(command, "the measurement")
}

fn window(rows: &str, json: bool) -> Result<(), Problem> {
    let driver = setup::driver();
    let driver = driver.to_string_lossy();
    let programs = ["--window", "target/release/credenza-desktop", "--page", "ui/dist"];
    bench(&[&["window", "--rows", rows, "--driver", &driver], &programs[..]].concat(), json)
}
