//! `cargo xtask run`: from a fresh machine to the open window.

use crate::{
    process::{self, Problem},
    setup,
};

pub(crate) fn run() -> Result<(), Problem> {
    setup::run_setup(false)?;
    setup::build_ui()?;
    process::run(
        "cargo",
        &["build", "--package", "credenza-desktop", "--features", "custom-protocol"],
        ".",
    )?;
    let display =
        ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(|name| std::env::var_os(name).is_some());
    if !display {
        println!(
            "There is no display here, so the window can't be opened. It was built: target/debug/credenza-desktop"
        );
        return Ok(());
    }
    process::run("target/debug/credenza-desktop", &[], ".")
}
