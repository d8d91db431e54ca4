//! `cargo xtask tour --out DIR`: the main job in the real window, with a picture of each step.

use crate::{
    process::{self, Problem, root},
    setup, test,
};

pub(crate) fn run(out: &str) -> Result<(), Problem> {
    setup::run_setup(true)?;
    setup::build_ui()?;
    test::build_programs()?;
    let mut command = test::one_suite("window", &[]);
    command.env("CREDENZA_TOUR_OUT", root().join(out));
    process::succeed(command, "the tour")?;
    println!("The pictures are in {out}");
    Ok(())
}
