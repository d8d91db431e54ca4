//! The arguments of `get`. Their doc comments are the help.

use clap::{Args as ClapArgs, ValueEnum};

use super::LocationArg;

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum FieldArg {
    /// The user name.
    Username,
    /// The password.
    Password,
    /// The certificate, as a PFX file.
    Certificate,
}

#[derive(ClapArgs)]
pub(crate) struct GetArgs {
    /// The credential's exact name.
    pub(crate) name: String,
    /// Only this value.
    #[arg(long)]
    pub(crate) field: Option<FieldArg>,
    /// Refuse a credential that is not allowed there.
    #[arg(long = "for", value_name = "LOCATION")]
    pub(crate) location: Option<LocationArg>,
}
