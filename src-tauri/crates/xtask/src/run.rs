//! `cargo xtask run`: from a fresh machine to the open window.

use crate::{
    process::{self, Problem},
    setup,
};

pub(crate) fn run() -> Result<(), Problem> {
    let display =
        ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(|name| std::env::var_os(name).is_some());
    if !display {
        println!("There is no display here: the tour runs on a virtual one instead.");
        return crate::tour::run("target/tour");
    }
    setup::run_setup(false)?;
    setup::build_ui()?;
    process::run(
        "cargo",
        &["build", "--package", "credenza-desktop", "--features", "custom-protocol"],
        ".",
    )?;
    process::run("target/debug/credenza-desktop", &[], ".")
}
