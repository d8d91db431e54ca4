//! Vaults: connect, look inside, check access, read, disconnect.

mod check;
mod client;
mod connect;
mod list;
mod read;
mod refusal;
mod remove;

pub use check::{AccessCheck, AccessStep, NoAnswer, Progress, StepState};
pub(crate) use check::{Answer, Readable, keep};
pub(crate) use client::VaultClients;
pub use connect::{SignInSecret, SignedIn, VaultConnectRequest};
pub use list::{VaultHealth, VaultSecretPage, VaultSecretRow, VaultView};
pub use refusal::{CauseKind, Refusal};
