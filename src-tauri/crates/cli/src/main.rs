//! The `credenza` command: arguments in, use cases, text or JSON out.

mod args;
mod caller;
mod commands;
mod failure;
mod input;
mod names;
mod output;
mod plain;
mod session;
mod terminal;

use clap::Parser as _;

/// Help and usage are for people; a program that asked for JSON gets its error as such.
fn misused(error: &clap::Error) -> std::process::ExitCode {
    if !error.use_stderr() || !std::env::args_os().any(|argument| argument == "--json") {
        error.exit();
    }
    let text = error.to_string();
    let problem = text.split("\n\n").next().unwrap_or_default().trim_start_matches("error: ");
    let problem: Vec<_> = problem.split_whitespace().collect();
    let failure = failure::Failure::usage(&problem.join(" "), "Look into: credenza help.");
    output::Output { json: true, quiet: true }.failed(&failure)
}

fn main() -> std::process::ExitCode {
    let args = match args::Args::try_parse() {
        Ok(args) => args,
        Err(error) => return misused(&error),
    };
    let output = output::Output { json: args.global.json, quiet: args.global.quiet };
    match commands::run(args, &output) {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(failure) => output.failed(&failure),
    }
}
