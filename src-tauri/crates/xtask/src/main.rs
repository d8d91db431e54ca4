//! The project's own commands: `cargo xtask run|test|tour|bench|check|tidy`.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a tool for the terminal prints")]

mod bench;
mod bindings;
mod check;
mod process;
mod run;
mod setup;
mod soak;
mod test;
mod tidy;
mod tour;
mod trials;

use std::process::ExitCode;

const HELP: &str = "cargo xtask COMMAND

  run            set up, build, and open the window
  test           set up, then every test and a summary
  tour [--out DIR]  the main job in a real window, with pictures (target/tour)
  bench store|window|team [--json] [--sizes 1000,100000]  release build; minutes
  bench scan [--json] [--path DIR]  the scanner beside ripgrep, on 100,000 files
  soak [SUITE]   tests of crashes and power cuts at their full size; an hour
  check [--fix]  format, clippy, house rules, UI types and lint
  bindings       whether the page still agrees with the commands
  tidy           the house rules alone
  score-scan --repos DIR [--labels FILE] [--show]
                 what the scanner finds in labelled public code, checked out under DIR";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let named = arguments.get(1).map_or("", String::as_str);
    if arguments.first().is_some_and(|first| first == "bench") && !bench::NAMES.contains(&named) {
        let choices = bench::NAMES.join("|");
        eprintln!("error: cargo xtask bench {choices}, not {named:?}");
        return ExitCode::from(2);
    }
    let result = match arguments.first().map(String::as_str) {
        Some("run") => run::run(),
        Some("test") => test::run(),
        Some("tour") => tour::run(after(&arguments, "--out").unwrap_or("target/tour")),
        Some("bench") => bench::run(
            named,
            arguments.iter().any(|argument| argument == "--json"),
            after(&arguments, "--sizes"),
            after(&arguments, "--path"),
        ),
        Some("soak") => soak::run(arguments.get(1).map(String::as_str)),
        Some("check") => check::check(arguments.iter().any(|argument| argument == "--fix")),
        Some("bindings") => bindings::run(),
        Some("tidy") => tidy::run(),
        Some("score-scan") => trials::run("score", &arguments),
        _ => {
            println!("{HELP}");
            return ExitCode::from(if arguments.is_empty() { 0 } else { 2 });
        }
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("error: {problem}");
            ExitCode::FAILURE
        }
    }
}

/// The argument that follows `name`.
fn after<'a>(arguments: &'a [String], name: &str) -> Option<&'a str> {
    let at = arguments.iter().position(|argument| argument == name)?;
    arguments.get(at + 1).map(String::as_str)
}
