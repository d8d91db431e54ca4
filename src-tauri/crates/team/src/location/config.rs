//! Which place, and how to sign in to it.

use std::{fs, path::PathBuf, sync::Arc};

use credenza_secret::Secret;
use object_store::{ObjectStore, local::LocalFileSystem, memory::InMemory, path::Path};

use super::{
    Location, LocationError, clouds,
    folder::FolderGuard,
    objects::Objects,
    sign_in::{Account, AzureSignIn},
    store_error::of_io,
};

/// Where a team meets. `folder` is the team's own in a bucket or container, and may be empty.
pub enum LocationConfig {
    /// A folder of this computer or of the network. It has to exist.
    Folder(PathBuf),
    /// Amazon S3, or a server that speaks its language.
    S3 {
        /// The bucket.
        bucket: String,
        /// For example `eu-central-1`.
        region: String,
        /// For servers other than Amazon's: an `https` address, or `http` on loopback.
        endpoint: Option<String>,
        /// The team's own folder.
        folder: String,
        /// The sign-in.
        account: Account,
    },
    /// Azure Blob Storage.
    Azure {
        /// The storage account.
        account: String,
        /// The container.
        container: String,
        /// For clouds other than the public one: an `https` address, or `http` on loopback.
        endpoint: Option<String>,
        /// The team's own folder.
        folder: String,
        /// The sign-in.
        sign_in: AzureSignIn,
    },
    /// Google Cloud Storage.
    Gcs {
        /// The bucket.
        bucket: String,
        /// The team's own folder.
        folder: String,
        /// A service account's key, as JSON.
        key_file: Secret,
    },
    /// The memory of this process, for trying things out.
    Memory,
}

impl LocationConfig {
    /// Makes the location ready. Nothing is sent yet.
    ///
    /// # Errors
    /// [`LocationError::Settings`], or for a folder that it is not there or is no folder.
    pub fn open(&self) -> Result<Arc<dyn Location>, LocationError> {
        let (store, folder): (Arc<dyn ObjectStore>, &str) = match self {
            Self::Folder(path) => return open_folder(path),
            Self::S3 { bucket, region, endpoint, folder, account } => {
                (clouds::s3(bucket, region, endpoint.as_deref(), account)?, folder)
            }
            Self::Azure { account, container, endpoint, folder, sign_in } => {
                (clouds::azure(account, container, endpoint.as_deref(), sign_in)?, folder)
            }
            Self::Gcs { bucket, folder, key_file } => (clouds::gcs(bucket, key_file)?, folder),
            Self::Memory => (Arc::new(InMemory::new()), ""),
        };
        let root = Path::parse(folder).map_err(|_| LocationError::Settings)?;
        // Azure takes the start of a listing from 2026 on, and ignores it before.
        let seeks = !matches!(self, Self::Azure { .. });
        Ok(Arc::new(Objects { store, root, guard: None, seeks }))
    }
}

fn open_folder(path: &std::path::Path) -> Result<Arc<dyn Location>, LocationError> {
    let path = fs::canonicalize(path).map_err(|error| match of_io(&error) {
        LocationError::Missing => LocationError::NoSuchPlace,
        other => other,
    })?;
    let store = LocalFileSystem::new_with_prefix(&path).map_err(|_| LocationError::NoSuchPlace)?;
    let guard = Some(FolderGuard::new(&path));
    let store = Arc::new(store.with_fsync(true));
    Ok(Arc::new(Objects { store, root: Path::default(), guard, seeks: false }))
}
