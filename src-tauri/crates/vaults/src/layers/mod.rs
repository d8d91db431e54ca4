//! Layers around any vault: time-out, bounded retry, trace.

mod retry;
mod timeout;
mod trace;

use std::{future::Future, sync::Arc, time::Duration};

use async_trait::async_trait;
use credenza_model::azure::SecretName;
use credenza_secret::Secret;

pub use retry::{Bounded, Retry};
pub use timeout::Timeout;
pub use trace::Trace;

use crate::{
    Capabilities, DeletedEntry, Operation, Page, PageToken, ReadCheck, SecretAttributesUpdate,
    SecretEntry, SecretVersion, SignedInAs, Vault, VaultError, VaultSecret, VersionId,
};

/// What a layer learns of a call. It never sees a value.
#[derive(Debug, Clone, Copy)]
pub struct Call<'a> {
    /// What is asked.
    pub operation: Operation,
    /// Of which secret.
    pub name: Option<&'a SecretName>,
}

/// Something done around each call.
pub trait Layer: Send + Sync {
    /// Runs `ask`, once or several times.
    fn around<T, F, Fut>(
        &self,
        call: Call<'_>,
        ask: F,
    ) -> impl Future<Output = Result<T, VaultError>> + Send
    where
        T: Send,
        F: Fn() -> Fut + Send + Sync,
        Fut: Future<Output = Result<T, VaultError>> + Send;
}

/// A vault with a layer around it.
pub struct Layered<L> {
    layer: L,
    inner: Arc<dyn Vault>,
}

impl<L: Layer> Layered<L> {
    /// Puts `layer` around `inner`.
    pub fn new(layer: L, inner: Arc<dyn Vault>) -> Self {
        Self { layer, inner }
    }

    fn call(operation: Operation, name: Option<&SecretName>) -> Call<'_> {
        Call { operation, name }
    }
}

/// Bounds of the standard layers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The longest a single try may take.
    pub per_call: Duration,
    /// The longest a call may take with all its tries and pauses.
    pub overall: Duration,
    /// How the retry behaves.
    pub retry: Retry,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            per_call: Duration::from_secs(15),
            overall: Duration::from_secs(60),
            retry: Retry::default(),
        }
    }
}

/// The layers that every connector gets, outermost first: trace, retry within an overall time-out,
/// time-out per try.
#[must_use]
pub fn standard(vault: Arc<dyn Vault>, limits: Limits) -> Arc<dyn Vault> {
    let vault = Arc::new(Layered::new(Timeout::new(limits.per_call), vault));
    let vault = Arc::new(Layered::new(Bounded::new(limits.retry, limits.overall), vault));
    Arc::new(Layered::new(Trace, vault))
}

#[async_trait]
impl<L: Layer> Vault for Layered<L> {
    fn capabilities(&self) -> Capabilities {
        self.inner.capabilities()
    }

    async fn who_am_i(&self) -> Result<SignedInAs, VaultError> {
        let call = Self::call(Operation::WhoAmI, None);
        self.layer.around(call, || self.inner.who_am_i()).await
    }

    async fn list(&self, page: Option<PageToken>) -> Result<Page<SecretEntry>, VaultError> {
        let call = Self::call(Operation::List, None);
        self.layer.around(call, || self.inner.list(page.clone())).await
    }

    async fn versions(&self, name: &SecretName) -> Result<Vec<SecretVersion>, VaultError> {
        let call = Self::call(Operation::Versions, Some(name));
        self.layer.around(call, || self.inner.versions(name)).await
    }

    async fn get(
        &self,
        name: &SecretName,
        version: Option<&VersionId>,
    ) -> Result<VaultSecret, VaultError> {
        let call = Self::call(Operation::Get, Some(name));
        self.layer.around(call, || self.inner.get(name, version)).await
    }

    async fn set(
        &self,
        name: &SecretName,
        value: &Secret,
        attributes: &SecretAttributesUpdate,
    ) -> Result<SecretVersion, VaultError> {
        let call = Self::call(Operation::Set, Some(name));
        self.layer.around(call, || self.inner.set(name, value, attributes)).await
    }

    async fn update_attributes(
        &self,
        name: &SecretName,
        version: &VersionId,
        attributes: &SecretAttributesUpdate,
    ) -> Result<SecretVersion, VaultError> {
        let call = Self::call(Operation::UpdateAttributes, Some(name));
        self.layer.around(call, || self.inner.update_attributes(name, version, attributes)).await
    }

    async fn delete(&self, name: &SecretName) -> Result<DeletedEntry, VaultError> {
        let call = Self::call(Operation::Delete, Some(name));
        self.layer.around(call, || self.inner.delete(name)).await
    }

    async fn recover(&self, name: &SecretName) -> Result<(), VaultError> {
        let call = Self::call(Operation::Recover, Some(name));
        self.layer.around(call, || self.inner.recover(name)).await
    }

    async fn deleted(&self, page: Option<PageToken>) -> Result<Page<DeletedEntry>, VaultError> {
        let call = Self::call(Operation::Deleted, None);
        self.layer.around(call, || self.inner.deleted(page.clone())).await
    }

    async fn check_read(
        &self,
        name: &SecretName,
        version: Option<&VersionId>,
    ) -> Result<ReadCheck, VaultError> {
        let call = Self::call(Operation::CheckRead, Some(name));
        self.layer.around(call, || self.inner.check_read(name, version)).await
    }
}
