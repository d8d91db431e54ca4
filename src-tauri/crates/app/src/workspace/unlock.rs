//! Opening a workspace that exists.

use std::sync::{Arc, Mutex};

use credenza_crypto::{header::Header, keys::RootKey, record::Sealer};
use credenza_secret::Secret;
use credenza_store::{Store, StoreError, WorkspaceFolder};

use super::device_secret::open_with_password;
use crate::{
    AppError, ErrorCode, Host, Workspace, dependencies::KeptGraph, sources::FreshSources,
    vaults::VaultClients,
};

impl Workspace {
    /// Opens with the master password, and the device secret that this device keeps if one is needed.
    ///
    /// # Errors
    /// As [`Workspace::unlock_with`].
    pub fn unlock(
        host: Arc<dyn Host>,
        folder: &WorkspaceFolder,
        password: &Secret,
    ) -> Result<Self, AppError> {
        Self::unlock_with(host, folder, password, None)
    }

    /// Opens with the master password, and the device secret that was typed if one is needed; it is
    /// kept here afterwards. Parameters below today's are raised on the way.
    ///
    /// # Errors
    /// An [`AppError`]; the files are then as they were. [`ErrorCode::DeviceSecretMissing`] is told
    /// before the password is looked at; [`ErrorCode::WrongPassword`] only with the right secret.
    pub fn unlock_with(
        host: Arc<dyn Host>,
        folder: &WorkspaceFolder,
        password: &Secret,
        device: Option<&Secret>,
    ) -> Result<Self, AppError> {
        let mut header = read_header(folder)?;
        let (root, not_kept) = open_with_password(host.as_ref(), &header, password, device)?;
        let weak =
            header.kdf_params().is_some_and(|params| params.is_weaker_than(host.kdf_params()));
        let mut workspace = Self::open(host, folder, root, &header)?;
        workspace.not_kept = not_kept;
        if weak {
            workspace.raise_cost(&mut header, password);
        }
        Ok(workspace)
    }

    /// Opens with what the key store of the system keeps.
    ///
    /// # Errors
    /// [`ErrorCode::KeyStoreUnavailable`] when it does not help; the password still does.
    pub fn unlock_with_key_store(
        host: Arc<dyn Host>,
        folder: &WorkspaceFolder,
    ) -> Result<Self, AppError> {
        let header = read_header(folder)?;
        let key = credenza_keychain::find(header.workspace())
            .map_err(|_| AppError::new(ErrorCode::KeyStoreUnavailable))?;
        let root = header
            .unlock_with_key_store(&key)
            .map_err(|_| AppError::new(ErrorCode::KeyStoreUnavailable))?;
        let mut workspace = Self::open(host, folder, root, &header)?;
        workspace.keep_own_device_secret(&header);
        Ok(workspace)
    }

    pub(crate) fn open(
        host: Arc<dyn Host>,
        folder: &WorkspaceFolder,
        root: RootKey,
        header: &Header,
    ) -> Result<Self, AppError> {
        let store = Store::open(folder, &root.database())?;
        let identity = store.identity()?;
        if identity.workspace != header.workspace() || identity.header_counter > header.counter() {
            // The header is of another workspace, or older than one that opened this database.
            return Err(AppError::new(ErrorCode::HeaderDamaged));
        }
        store.pin_header(header.counter())?;
        let now = host.now();
        store.refresh_status(now)?;
        store.purge_old(now)?;
        let workspace = Self {
            id: header.workspace(),
            host,
            store: Arc::new(Mutex::new(store)),
            root,
            sealer: Sealer::default(),
            person: identity.person,
            vaults: VaultClients::default(),
            turns: crate::team::Turns::default(),
            graph: KeptGraph::default(),
            fresh: FreshSources::default(),
            not_kept: None,
        };
        workspace.mend_copies(header);
        Ok(workspace)
    }

    /// Raises the cost of a guess to today's. When another process holds the workspace this waits
    /// for the next unlock: the person gets in all the same.
    fn raise_cost(&self, header: &mut Header, password: &Secret) {
        let read = header.counter();
        let host = &self.host;
        let raised = header.replace_password(
            host.random(),
            host.kdf(),
            host.kdf_params(),
            self.root(),
            password,
        );
        if raised.is_ok() && self.write_header(read, header).is_err() {
            tracing::info!("the cost of a guess is raised at the next unlock");
        }
    }

    /// Replaces the header while no other process has the workspace open. `read` is the counter of
    /// the header that was changed: when another one stands there by now, that one stays.
    pub(crate) fn write_header(&self, read: u64, header: &Header) -> Result<(), AppError> {
        self.write_headers(read, header, Copies::Stay)
    }

    /// The same with the headers of the automatic backups, which lie in the same folder: what the
    /// password needs is needed for them as well. A header that needs the device secret never stands
    /// beside a copy that does not, so the copies go first when it is turned on, and last when off.
    pub(super) fn write_header_and_copies(
        &self,
        read: u64,
        header: &Header,
    ) -> Result<(), AppError> {
        let on = header.device_secret_name().is_some();
        self.write_headers(read, header, if on { Copies::First } else { Copies::Last })
    }

    /// An error means that the header is the one of before. Once it is replaced the rest is no reason
    /// to fail, for the caller holds what the new one needs: opening it pins it, and mends the copies.
    fn write_headers(&self, read: u64, header: &Header, copies: Copies) -> Result<(), AppError> {
        let store = self.store();
        let mut replaced = false;
        let outcome = store.exclusively(|| {
            let present = Header::parse(&store.folder().read_header()?);
            // Whatever is not the header that was read, a damaged one too, is not written over.
            if present.map(|present| present.counter()) != Ok(read) {
                return Err(StoreError::Busy);
            }
            let (bytes, folder) = (header.to_bytes(self.root()), store.folder());
            if copies == Copies::First {
                folder.write_backup_headers(&bytes)?;
            }
            folder.place_header(&bytes)?;
            replaced = true;
            folder.settle_header()?;
            let pinned = store.pin_header(header.counter());
            if copies == Copies::Last {
                folder.write_backup_headers(&bytes)?;
            }
            pinned
        });
        match outcome {
            Err(error) if replaced => {
                tracing::warn!(%error, "the header is replaced; the rest follows when it is opened");
                Ok(())
            }
            other => Ok(other?),
        }
    }

    /// Gives the present header to copies that a change, cut off, has left needing another device
    /// secret. When another process holds the workspace this waits for the next opening.
    fn mend_copies(&self, header: &Header) {
        let store = self.store();
        let other = |copy: &Vec<u8>| {
            Header::parse(copy)
                .is_ok_and(|copy| copy.device_secret_name() != header.device_secret_name())
        };
        let copies = store.folder().read_backup_headers().unwrap_or_default();
        if !copies.iter().any(other) {
            return;
        }
        let mended = store.exclusively(|| {
            let bytes = store.folder().read_header()?;
            if Header::parse(&bytes).map(|present| present.counter()) != Ok(header.counter()) {
                return Err(StoreError::Busy);
            }
            store.folder().write_backup_headers(&bytes)
        });
        if let Err(error) = mended {
            tracing::info!(%error, "the headers of automatic backups are mended at the next opening");
        }
    }
}

/// When the headers of the automatic backups are replaced.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Copies {
    Stay,
    First,
    Last,
}

pub(crate) fn read_header(folder: &WorkspaceFolder) -> Result<Header, AppError> {
    if !folder.is_workspace() {
        return Err(AppError::about(
            ErrorCode::NotAWorkspace,
            &folder.path().display().to_string(),
        ));
    }
    Ok(Header::parse(&folder.read_header()?)?)
}
