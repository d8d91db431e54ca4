//! Vaults: connect, look inside, check access, read, disconnect.

mod check;
mod client;
mod command;
mod connect;
mod failure;
mod held;
mod list;
mod read;
mod refusal;
mod remove;

pub use check::{AccessCheck, AccessStep, NoAnswer, Progress, StepState};
pub(crate) use check::{Answer, Readable, keep};
pub use connect::{SignInSecret, SignedIn, VaultConnectRequest};
pub(crate) use held::VaultClients;
pub use held::VaultHealth;
pub use list::{VaultSecretPage, VaultSecretRow, VaultView};
pub use refusal::{CauseKind, Refusal};
