//! What is tried on the scanner besides its tests: `credenza-trials score --repos DIR` and
//! `credenza-trials bench [--path DIR] [--json]`.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a tool for the terminal prints")]

mod bench;
mod score;
mod tree;

use std::process::ExitCode;

/// What went wrong, in a sentence.
type Problem = String;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let result = match arguments.first().map(String::as_str) {
        Some("score") => score(&arguments),
        Some("bench") => {
            let as_json = arguments.iter().any(|argument| argument == "--json");
            bench::run(option(&arguments, "--path"), as_json)
        }
        other => Err(format!("score or bench, not {other:?}")),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("error: {problem}");
            ExitCode::FAILURE
        }
    }
}

fn score(arguments: &[String]) -> Result<(), Problem> {
    let repositories = option(arguments, "--repos").ok_or("score needs --repos DIR")?;
    let labels = option(arguments, "--labels").unwrap_or("tests/vectors/scan-labels.jsonl");
    score::run(repositories, labels, arguments.iter().any(|argument| argument == "--show"))
}

/// The argument that follows `name`.
fn option<'a>(arguments: &'a [String], name: &str) -> Option<&'a str> {
    let at = arguments.iter().position(|argument| argument == name)?;
    arguments.get(at + 1).map(String::as_str)
}
