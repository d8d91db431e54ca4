//! `credenza completions`.

use clap::CommandFactory as _;
use clap_complete::{Shell, generate};

use crate::{
    args::{Args, CompletionsArgs, ShellArg},
    failure::Failure,
    output::Output,
};

/// Prints the script; a shell reads it as it is.
pub(super) fn run(arguments: &CompletionsArgs, output: &Output) -> Result<(), Failure> {
    let shell = match arguments.shell {
        ShellArg::Bash => Shell::Bash,
        ShellArg::Zsh => Shell::Zsh,
        ShellArg::Fish => Shell::Fish,
        ShellArg::PowerShell => Shell::PowerShell,
    };
    let mut script = Vec::new();
    generate(shell, &mut Args::command(), "credenza", &mut script);
    output.text(&String::from_utf8_lossy(&script))
}
