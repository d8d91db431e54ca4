//! The arguments of `connection`.

use clap::{Subcommand, ValueEnum};

use super::DeleteArgs;

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum ConnectionKindArg {
    /// A machine or machine group.
    Machine,
    /// A host reached by SSH.
    Ssh,
    /// A PostgreSQL database.
    Postgres,
    /// A web service.
    Http,
}

#[derive(Subcommand)]
pub(crate) enum ConnectionCommand {
    /// Make a connection.
    New {
        /// Its name.
        name: String,
        /// What it leads to.
        #[arg(long)]
        kind: ConnectionKindArg,
        /// Where that is.
        #[arg(long)]
        target: String,
        /// The credential; without one it asks each time.
        #[arg(long)]
        credential: Option<String>,
    },
    /// List connections.
    List,
    /// Show one connection.
    Show {
        /// Its name.
        name: String,
    },
    /// Put a connection into Recently deleted.
    Delete(DeleteArgs),
}
