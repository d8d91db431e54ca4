//! Opening a workspace that exists.

use std::sync::Arc;

use credenza_crypto::{header::Header, keys::RootKey};
use credenza_secret::Secret;
use credenza_store::{Store, WorkspaceFolder};

use super::{device_secret::open_with_password, header::read_header};
use crate::{AppError, ErrorCode, Host, Workspace};

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
        let workspace = Self::new(host, store, root, header.workspace(), identity.person);
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
}
