//! A location over an object store.

use std::{sync::Arc, time::Duration};

use async_trait::async_trait;
use futures::{StreamExt as _, TryFutureExt as _, TryStreamExt as _, future};
use object_store::{
    Error, GetOptions, ObjectMeta, ObjectStore, PutMode, PutOptions, PutPayload, path::Path,
};

use super::{
    Created, Listed, Listing, Location, LocationError, Names, ObjectName, folder::FolderGuard,
    store_error::of_store,
};

pub(super) struct Objects {
    pub(super) store: Arc<dyn ObjectStore>,
    /// Stands in front of every name.
    pub(super) root: Path,
    /// For a folder alone.
    pub(super) guard: Option<FolderGuard>,
    pub(super) seeks: bool,
}

impl Objects {
    fn path(&self, name: &str) -> Path {
        Path::from_iter(self.root.parts().chain(Path::from(name).parts()))
    }

    fn listed(&self, meta: &ObjectMeta) -> Option<Listed> {
        let rest: Vec<_> = meta.location.prefix_match(&self.root)?.collect();
        let parts: Vec<&str> = rest.iter().map(AsRef::as_ref).collect();
        let name = ObjectName::parse(&parts.join("/"))?;
        Some(Listed { name, size: meta.size })
    }

    async fn check(&self, name: &ObjectName) -> Result<(), LocationError> {
        match &self.guard {
            Some(guard) => guard.check(name).await,
            None => Ok(()),
        }
    }
}

#[async_trait]
impl Location for Objects {
    async fn create(&self, name: &ObjectName, bytes: Vec<u8>) -> Result<Created, LocationError> {
        self.check(name).await?;
        let path = self.path(&name.to_string());
        let options = PutOptions::from(PutMode::Create);
        match self.store.put_opts(&path, PutPayload::from(bytes), options).await {
            Ok(_) => Ok(Created::New),
            Err(Error::AlreadyExists { .. } | Error::Precondition { .. }) => Ok(Created::Existed),
            Err(error) => Err(of_store(&error)),
        }
    }

    async fn get(&self, name: &ObjectName, limit: usize) -> Result<Vec<u8>, LocationError> {
        self.check(name).await?;
        let path = self.path(&name.to_string());
        let found = self.store.get_opts(&path, GetOptions::default()).await;
        let found = found.map_err(|error| of_store(&error))?;
        if found.meta.size > limit as u64 {
            return Err(LocationError::TooLarge);
        }
        // The size that was announced need not be true.
        let mut bytes = Vec::new();
        let mut parts = found.into_stream();
        while let Some(part) = parts.try_next().await.map_err(|error| of_store(&error))? {
            if bytes.len() + part.len() > limit {
                return Err(LocationError::TooLarge);
            }
            bytes.extend_from_slice(&part);
        }
        Ok(bytes)
    }

    fn list(&self, names: Names, after: Option<ObjectName>) -> Listing<'_> {
        let folder = self.path(&names.folder());
        let found = match after {
            Some(after) => {
                self.store.list_with_offset(Some(&folder), &self.path(&after.to_string()))
            }
            None => self.store.list(Some(&folder)),
        };
        let ours = found.filter_map(move |meta| {
            future::ready(match meta {
                // Some stores give more than was asked.
                Ok(meta) => self
                    .listed(&meta)
                    .filter(|one| {
                        names.contain(&one.name) && after.is_none_or(|after| one.name > after)
                    })
                    .map(Ok),
                // A folder that nobody has written into is not there yet.
                Err(error) => {
                    Some(Err(of_store(&error))).filter(|e| *e != Err(LocationError::Missing))
                }
            })
        });
        match &self.guard {
            Some(guard) => guard
                .check_folder(names.folder())
                .map_ok(move |()| ours)
                .try_flatten_stream()
                .boxed(),
            None => ours.boxed(),
        }
    }

    fn seeks(&self) -> bool {
        self.seeks
    }

    fn pause(&self) -> Duration {
        Duration::from_secs(if self.guard.is_some() { 1 } else { 30 })
    }
}
