//! The trait.

use async_trait::async_trait;
use credenza_model::azure::SecretName;
use credenza_secret::Secret;

use crate::{
    DeletedEntry, Page, PageToken, ReadCheck, SecretAttributesUpdate, SecretEntry, SecretVersion,
    SignedInAs, VaultError, VaultSecret, VersionId,
};

/// What a vault can do. A call that is not declared fails with
/// [`Unsupported`](crate::VaultErrorKind::Unsupported) and asks nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Capabilities {
    /// Lists names.
    pub list: bool,
    /// Keeps earlier versions.
    pub versions: bool,
    /// Takes new values.
    pub set: bool,
    /// Keeps enabled, not-before and expiry.
    pub attributes: bool,
    /// Deletes.
    pub delete: bool,
    /// Lists what was deleted and brings it back.
    pub recover: bool,
    /// Keeps certificates with their private keys.
    pub certificates: bool,
    /// The longest value in bytes, where there is a limit.
    pub longest_value: Option<usize>,
}

/// A store of secrets.
///
/// Futures may be dropped at any point; see the crate's words on cancelling.
#[async_trait]
pub trait Vault: Send + Sync {
    /// What this vault can do.
    fn capabilities(&self) -> Capabilities;

    /// The identity in use, read from the sign-in's own claims.
    ///
    /// # Errors
    /// `SignInFailed` and the kinds of an unreachable sign-in address.
    async fn who_am_i(&self) -> Result<SignedInAs, VaultError>;

    /// One page of names, without values.
    ///
    /// # Errors
    /// Refused, unreachable, or a page token of another vault.
    async fn list(&self, page: Option<PageToken>) -> Result<Page<SecretEntry>, VaultError>;

    /// Every version of a secret, newest first where the vault says when they were made.
    ///
    /// # Errors
    /// `NotFound`, refused, unreachable.
    async fn versions(&self, name: &SecretName) -> Result<Vec<SecretVersion>, VaultError>;

    /// A value: the latest, or that of a version.
    ///
    /// # Errors
    /// `NotFound`, refused (with the cause where the vault tells it), unreachable.
    async fn get(
        &self,
        name: &SecretName,
        version: Option<&VersionId>,
    ) -> Result<VaultSecret, VaultError>;

    /// Writes a value as a new version.
    ///
    /// # Errors
    /// `Conflict` while a deleted secret holds the name, `TooLarge`, refused, unreachable.
    async fn set(
        &self,
        name: &SecretName,
        value: &Secret,
        attributes: &SecretAttributesUpdate,
    ) -> Result<SecretVersion, VaultError>;

    /// Changes what belongs to a version; its value stays.
    ///
    /// # Errors
    /// `NotFound`, refused, unreachable.
    async fn update_attributes(
        &self,
        name: &SecretName,
        version: &VersionId,
        attributes: &SecretAttributesUpdate,
    ) -> Result<SecretVersion, VaultError>;

    /// Deletes a secret with all its versions; it can be recovered where the vault declares that.
    ///
    /// # Errors
    /// `NotFound`, refused, unreachable.
    async fn delete(&self, name: &SecretName) -> Result<DeletedEntry, VaultError>;

    /// Brings a deleted secret back. The vault may need some seconds until it can be read.
    ///
    /// # Errors
    /// `NotFound`, refused, unreachable.
    async fn recover(&self, name: &SecretName) -> Result<(), VaultError>;

    /// One page of what was deleted and can be recovered.
    ///
    /// # Errors
    /// Refused, unreachable, or a page token of another vault.
    async fn deleted(&self, page: Option<PageToken>) -> Result<Page<DeletedEntry>, VaultError>;

    /// Reads the value, drops it at once, and tells what the read proved.
    ///
    /// # Errors
    /// Those of [`Vault::get`].
    async fn check_read(
        &self,
        name: &SecretName,
        version: Option<&VersionId>,
    ) -> Result<ReadCheck, VaultError> {
        self.get(name, version).await.map(ReadCheck::from)
    }
}
