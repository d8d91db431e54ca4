//! How a location is signed in to.

use std::sync::Arc;

use async_trait::async_trait;
use credenza_secret::Secret;

/// A key pair of S3 or of a server that speaks its language.
pub struct Account {
    /// Shown to the server.
    pub key_id: String,
    /// Signs requests.
    pub secret: Secret,
    /// With sign-ins that end by themselves.
    pub session: Option<Secret>,
}

/// No token could be had.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no token could be had")]
pub struct TokenError;

/// Gives tokens of a chosen sign-in for `https://storage.azure.com/.default`.
#[async_trait]
pub trait TokenSource: Send + Sync {
    /// A token that is valid now.
    ///
    /// # Errors
    /// [`TokenError`].
    async fn token(&self) -> Result<Secret, TokenError>;
}

/// How Azure Blob Storage is signed in to.
pub enum AzureSignIn {
    /// By an identity of Entra.
    Identity(Arc<dyn TokenSource>),
    /// By the storage account's key, base64.
    AccountKey(Secret),
}
