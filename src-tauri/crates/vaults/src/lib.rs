//! Vaults: one trait, declared capabilities, and the connectors that pass one contract suite.
//!
//! A connector is wrapped in [`layers`] before use, so that no call can hang the window:
//! [`layers::standard`] adds a trace, an overall time-out, a bounded retry and a time-out per call.
//!
//! # Cancelling
//! Every future of [`Vault`] may be dropped at any await point. Reads leave nothing behind. A
//! dropped `set`, `update_attributes`, `delete` or `recover` may or may not have reached the vault;
//! ask again before repeating it.

pub mod azure;
pub mod certificate;
mod entry;
mod error;
pub mod layers;
mod vault;

pub use entry::{
    DeletedEntry, Page, PageToken, ReadCheck, SecretAttributes, SecretAttributesUpdate,
    SecretEntry, SecretVersion, SignedInAs, VaultSecret, VersionId,
};
pub use error::{Context, Operation, RetryAdvice, Spent, Unreachable, VaultError, VaultErrorKind};
pub use vault::{Capabilities, Vault};
