//! The `credenza` command: arguments in, use cases, text or JSON out.

mod args;
mod caller;
mod commands;
mod failure;
mod input;
mod output;
mod session;

use clap::Parser as _;

fn main() -> std::process::ExitCode {
    let args = args::Args::parse();
    let output = output::Output { json: args.global.json, quiet: args.global.quiet };
    match commands::run(args, &output) {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(failure) => output.failed(&failure),
    }
}
