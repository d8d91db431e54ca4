//! The arguments of `source` and `uses`.

use std::path::PathBuf;

use clap::{Args as ClapArgs, Subcommand, ValueEnum};

#[derive(Subcommand)]
pub(crate) enum SourceCommand {
    /// Add a folder and scan it.
    Add {
        /// The folder.
        path: PathBuf,
    },
    /// List sources, with what their last scan found.
    List,
    /// Scan one source again, or all of them.
    Scan {
        /// Its name.
        name: Option<String>,
    },
    /// Forget a source. The folder is not touched.
    Remove {
        /// Its name.
        name: String,
    },
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ThingKindArg {
    /// A credential by its name.
    Credential,
    /// A variable by its unique name.
    Variable,
    /// A secret of a vault: VAULT/SECRET.
    Secret,
    /// A connection by its name.
    Connection,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum UsesFormat {
    /// For people.
    Table,
    /// One document.
    Json,
    /// One row a line.
    Csv,
    /// A flow chart in Mermaid's language.
    Mermaid,
}

#[derive(ClapArgs)]
pub(crate) struct UsesArgs {
    /// What it is.
    pub(crate) kind: ThingKindArg,
    /// Its name.
    pub(crate) name: String,
    /// How to print it.
    #[arg(long, value_enum, default_value_t = UsesFormat::Table)]
    pub(crate) format: UsesFormat,
}
