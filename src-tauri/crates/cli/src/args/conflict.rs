//! The arguments of conflicts. Their doc comments are the help.

use clap::{Args as ClapArgs, Subcommand, ValueEnum};

#[derive(Subcommand)]
pub(crate) enum ConflictCommand {
    /// What two people changed at once, and who wrote which version; never a value.
    List,
    /// Make one version the only one, for everybody.
    Choose(ChooseArgs),
}

#[derive(ClapArgs)]
pub(crate) struct ChooseArgs {
    /// What is in conflict.
    pub(crate) kind: ConflictKindArg,
    /// Its exact name; of a variable the unique one.
    pub(crate) name: String,
    /// Which of its fields.
    #[arg(long)]
    pub(crate) field: ConflictFieldArg,
    /// The version, as the list names it.
    #[arg(long)]
    pub(crate) version: String,
    /// Among which versions, as the list names all of them. Others by now are refused, so that no
    /// version goes unseen.
    #[arg(long)]
    pub(crate) among: String,
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum ConflictKindArg {
    /// A credential.
    Credential,
    /// A variable.
    Variable,
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum ConflictFieldArg {
    /// The name of a credential, or the display name of a variable.
    Name,
    /// The description of a credential.
    Description,
    /// The locations of a credential.
    Locations,
    /// The value of a variable.
    Value,
}
