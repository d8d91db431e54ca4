//! A server that stands in for Azure: sign-in, Resource Manager and one key vault, over TLS on
//! loopback.
//!
//! It is ours, so it proves nothing about Azure by itself. Its forms follow the public interface
//! specification, and Microsoft's own Python client works against it, which is tested. Its errors
//! carry Azure's inner codes, which lets the causes of a refusal be tested.
//!
//! # Where it differs from Azure
//! - Tokens are looked up in the server's memory; their signatures are random bytes.
//! - A client assertion is compared with what was registered; its signature is not checked.
//! - One tenant, one subscription, one vault; a role takes effect at once.
//! - Delete and recover are finished when they answer.

mod arm;
mod directory;
mod entra;
mod http;
mod key_vault;
mod server;
mod state;
mod tls;

pub use directory::{CLIENT_ID, CLIENT_SECRET, GROUP, SUBSCRIPTION, TENANT, VAULT};
pub use server::AzureServer;
pub use state::Fault;
pub use tls::Authority;
