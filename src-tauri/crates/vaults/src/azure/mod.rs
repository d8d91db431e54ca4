//! Azure Key Vault, through the official crates.

mod arm;
mod cause;
mod client;
mod clouds;
mod config;
mod convert;
mod map;
mod sign_in;
mod storage;
mod transport;

pub use arm::VaultLocation;
pub use cause::RESOURCE_PROVIDER;
pub use client::{AzureKeyVault, LONGEST_VALUE};
pub use clouds::{is_cloud_vault, must_check_challenge};
pub use config::{API_VERSION, AzureKeyVaultConfig, AzureSignIn, PUBLIC_ARM, PUBLIC_AUTHORITY};
pub use storage::StorageTokens;
