//! The workspace itself: create, open, change its ways in, back up.

mod backup;
mod create;
mod device_secret;
mod lock;
mod recover;
mod search_parts;
mod unlock;
mod ways_in;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use credenza_crypto::{keys::RootKey, record::Sealer};
use credenza_store::{Store, WorkspaceFolder};

pub use backup::{restore, restore_with_recovery_code};
pub(crate) use create::identity_record;
pub use create::{CreateRequest, PreparedWorkspace};
pub use device_secret::{
    DeviceSecretState, device_secret_state, keep_device_secret, needs_device_secret,
};
pub use lock::lock_elsewhere;
pub use ways_in::key_store_is_allowed;

use crate::{AppError, Host, dependencies::KeptGraph, sources::FreshSources, vaults::VaultClients};

/// An unlocked workspace. Dropping it locks: keys and database are gone from memory.
pub struct Workspace {
    pub(crate) host: Arc<dyn Host>,
    store: Arc<Mutex<Store>>,
    root: RootKey,
    pub(crate) sealer: Sealer,
    /// The workspace's identifier, to which its sealed records are bound.
    pub(crate) id: [u8; 16],
    person: String,
    pub(crate) vaults: VaultClients,
    pub(crate) turns: crate::team::Turns,
    pub(crate) graph: KeptGraph,
    pub(crate) fresh: FreshSources,
    /// Why nothing keeps the device secret with which it was opened.
    not_kept: Option<AppError>,
}

impl Workspace {
    pub(crate) fn store(&self) -> MutexGuard<'_, Store> {
        // A panic in another thread left a store whose transaction was rolled back: it is whole.
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The store, for a log that outlives a call.
    pub(crate) fn shared_store(&self) -> Arc<Mutex<Store>> {
        Arc::clone(&self.store)
    }

    pub(crate) fn root(&self) -> &RootKey {
        &self.root
    }

    /// The shown name of its person.
    #[must_use]
    pub fn person(&self) -> &str {
        &self.person
    }

    /// Where it is.
    #[must_use]
    pub fn folder(&self) -> WorkspaceFolder {
        self.store().folder().clone()
    }

    /// A number that changes when another process has changed the workspace.
    ///
    /// # Errors
    /// An [`crate::AppError`].
    pub fn data_version(&self) -> Result<u32, crate::AppError> {
        Ok(self.store().data_version()?)
    }
}
