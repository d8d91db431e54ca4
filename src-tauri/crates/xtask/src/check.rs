//! `cargo xtask check`: everything that is wrong without running a test.

use crate::{
    bindings,
    process::{Problem, run},
    setup, tidy,
};

/// Runs all checks; `fix` mends what can be mended by itself.
fn run_all(fix: bool) -> Result<(), Problem> {
    let format: &[&str] = if fix { &["fmt", "--all"] } else { &["fmt", "--all", "--check"] };
    run("cargo", format, ".")?;
    tidy::run()?;
    bindings::run()?;
    run("npm", &["run", "--silent", "typecheck"], "ui")?;
    run("npm", &["run", "--silent", "lint"], "ui")?;
    // The window's crate reads the built UI when it is compiled.
    setup::build_ui()?;
    run(
        "cargo",
        &[
            "clippy",
            "--workspace",
            "--all-targets",
            "--features",
            "credenza-desktop/custom-protocol",
            "--",
            "-D",
            "warnings",
        ],
        ".",
    )
}

pub(crate) fn check(fix: bool) -> Result<(), Problem> {
    setup::run_setup(true)?;
    run_all(fix)
}
