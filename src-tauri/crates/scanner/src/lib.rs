//! Finds the places in code that name a credential, variable, connection or secret.

mod address;
mod cli;
mod code;
mod data;
mod expr;
mod found;
mod literals;
mod names;
mod powershell;
mod reference;
mod shell;
mod text;

pub use reference::{Kind, Operation, Reference, Via};
