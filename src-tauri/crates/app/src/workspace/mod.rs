//! The workspace itself: create, open, change its ways in, back up.

mod backup;
mod create;
mod device_secret;
mod header;
mod lock;
mod recover;
mod search_parts;
mod unlock;
mod ways_in;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use credenza_crypto::{
    keys::RootKey,
    record::{Class, RecordHeader, Sealer},
};
use credenza_store::{Store, WorkspaceFolder};

pub use backup::{restore, restore_with_recovery_code};
pub use create::{CreateRequest, PreparedWorkspace};
pub use device_secret::{
    DeviceSecretState, device_secret_state, keep_device_secret, needs_device_secret,
};
pub use lock::lock_elsewhere;
pub use ways_in::key_store_is_allowed;

use crate::{AppError, Host, sources::FreshSources, team::Turns, vaults::VaultClients};

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
    pub(crate) turns: Turns,
    pub(crate) fresh: FreshSources,
    /// Why nothing keeps the device secret with which it was opened.
    not_kept: Option<AppError>,
}

impl Workspace {
    /// An open workspace that holds nothing yet beside its store and keys.
    fn new(host: Arc<dyn Host>, store: Store, root: RootKey, id: [u8; 16], person: String) -> Self {
        Self {
            host,
            store: Arc::new(Mutex::new(store)),
            root,
            sealer: Sealer::default(),
            id,
            person,
            vaults: VaultClients::default(),
            turns: Turns::default(),
            fresh: FreshSources::default(),
            not_kept: None,
        }
    }

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
    /// An [`AppError`].
    pub fn data_version(&self) -> Result<u32, AppError> {
        Ok(self.store().data_version()?)
    }
}

/// What the sealed identity of a workspace is bound to.
pub(crate) fn identity_record(workspace: [u8; 16]) -> RecordHeader {
    RecordHeader::local(Class::Scope, 1, workspace, workspace)
}
