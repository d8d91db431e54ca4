//! Connectors in use, and how they answered. Each holds a sign-in, so that a second call needs no new
//! token.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use credenza_model::ids::VaultId;
use credenza_vaults::{Vault, azure::AzureKeyVault};
use jiff::Timestamp;

/// What is open to vaults while the workspace is unlocked. Locking drops it with all sign-ins.
#[derive(Default)]
pub(crate) struct VaultClients {
    open: Mutex<HashMap<(VaultId, String), VaultClient>>,
    health: Mutex<HashMap<VaultId, VaultHealth>>,
}

impl VaultClients {
    pub(super) fn open(&self) -> MutexGuard<'_, HashMap<(VaultId, String), VaultClient>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn health(&self) -> MutexGuard<'_, HashMap<VaultId, VaultHealth>> {
        self.health.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Forgets a connection whose settings changed.
    pub(super) fn forget(&self, id: VaultId) {
        self.open().retain(|(of, _), _| *of != id);
        self.health().remove(&id);
    }
}

/// One key vault, reached through one connection.
#[derive(Clone)]
pub(crate) struct VaultClient {
    /// With its layers.
    pub(super) vault: Arc<dyn Vault>,
    /// The connector itself, for what is not a vault's business.
    pub(super) azure: Arc<AzureKeyVault>,
    /// `host` or `host:port`, for messages.
    pub(super) address: String,
}

/// How a vault answered last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VaultHealth {
    /// Whether it answered at all.
    pub reachable: bool,
    /// The identity in use.
    pub signed_in_as: Option<String>,
    /// Milliseconds until it had answered.
    pub answer_ms: Option<u64>,
    /// What is wrong, in a sentence.
    pub problem: Option<String>,
    /// When that was.
    pub checked: Timestamp,
}
