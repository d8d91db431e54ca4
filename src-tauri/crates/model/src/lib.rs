//! The words of the product as types, and its rules.
//!
//! Pure and synchronous: nothing here reads a clock, a file or the network, and nothing is
//! serialisable, so that every border writes its own form.

pub mod access;
pub mod azure;
pub mod certificate;
pub mod connection;
pub mod credential;
pub mod dependencies;
pub mod ids;
pub mod location;
pub mod name;
pub mod page;
pub mod references;
pub mod settings;
pub mod source;
pub mod status;
pub mod team;
pub mod variable;
pub mod vault;
