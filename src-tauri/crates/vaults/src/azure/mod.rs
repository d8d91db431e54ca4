//! Azure Key Vault, through the official crates.

mod arm;
mod cause;
mod client;
mod config;
mod convert;
mod map;
mod sign_in;
mod storage;
mod transport;

pub use arm::VaultLocation;
pub use client::{AzureKeyVault, LONGEST_VALUE};
pub use config::{
    API_VERSION, AzureKeyVaultConfig, AzureSignIn, PUBLIC_ARM, PUBLIC_AUTHORITY,
    must_check_challenge,
};
pub use storage::StorageTokens;
