//! The arguments of `completions`. Their doc comments are the help.

use clap::{Args as ClapArgs, ValueEnum};

#[derive(ClapArgs)]
pub(crate) struct CompletionsArgs {
    /// The shell that shall complete what is typed.
    pub(crate) shell: ShellArg,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ShellArg {
    /// Bash: source it in ~/.bashrc.
    Bash,
    /// Zsh: a file named _credenza in a folder of $fpath.
    Zsh,
    /// Fish: a file in ~/.config/fish/completions.
    Fish,
    /// PowerShell: at the end of the profile.
    #[value(name = "powershell")]
    PowerShell,
}
