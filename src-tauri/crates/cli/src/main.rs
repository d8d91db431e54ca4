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

use clap::{
    Parser as _,
    error::{ContextKind, ContextValue, ErrorKind},
};

/// What was typed where nothing is expected may be a value: it is not said again.
fn is_one_too_many(error: &clap::Error) -> bool {
    let argument = error.get(ContextKind::InvalidArg);
    let is_option = matches!(argument, Some(ContextValue::String(text)) if text.starts_with('-'));
    error.kind() == ErrorKind::UnknownArgument && !is_option
}

/// Help and usage are for people; a program that asked for JSON gets its error as such.
fn misused(error: &clap::Error, output: &output::Output) -> std::process::ExitCode {
    if is_one_too_many(error) {
        let failure = failure::Failure::usage(
            "There is one argument too many.",
            "A name with spaces stands in quotation marks; a value is never an argument.",
        );
        return output.failed(&failure);
    }
    if !error.use_stderr() || !output.json {
        error.exit();
    }
    let text = error.to_string();
    let problem = text.split("\n\n").next().unwrap_or_default().trim_start_matches("error: ");
    let problem: Vec<_> = problem.split_whitespace().collect();
    let failure = failure::Failure::usage(&problem.join(" "), "Look into: credenza help.");
    output.failed(&failure)
}

fn main() -> std::process::ExitCode {
    let args = match args::Args::try_parse() {
        Ok(args) => args,
        Err(error) => {
            let json = std::env::args_os().any(|argument| argument == "--json");
            return misused(&error, &output::Output { json, quiet: true });
        }
    };
    let output = output::Output { json: args.global.json, quiet: args.global.quiet };
    match commands::run(args, &output) {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(failure) => output.failed(&failure),
    }
}
