//! A location that does not take everything.

use async_trait::async_trait;
use credenza_team::location::{
    Created, Listing, Location, LocationConfig, LocationError, Names, ObjectName,
};

use super::*;

/// What stands before a location.
pub(super) trait Gate: Send + Sync {
    /// Whether an object may be created.
    fn check(&self, name: &ObjectName) -> Result<(), LocationError>;

    /// It was.
    fn created(&self, _: &ObjectName) {}
}

pub(super) struct Gated<G> {
    inner: Arc<dyn Location>,
    pub(super) gate: G,
}

impl<G> Gated<G> {
    /// The folder at `place`, behind a gate.
    pub(super) fn folder(place: &str, gate: G) -> Arc<Self> {
        let inner = LocationConfig::Folder(place.into()).open().unwrap();
        Arc::new(Self { inner, gate })
    }
}

#[async_trait]
impl<G: Gate> Location for Gated<G> {
    async fn create(&self, name: &ObjectName, bytes: Vec<u8>) -> Result<Created, LocationError> {
        self.gate.check(name)?;
        let created = self.inner.create(name, bytes).await?;
        self.gate.created(name);
        Ok(created)
    }

    async fn get(&self, name: &ObjectName, limit: usize) -> Result<Vec<u8>, LocationError> {
        self.inner.get(name, limit).await
    }

    fn list(&self, names: Names, after: Option<ObjectName>) -> Listing<'_> {
        self.inner.list(names, after)
    }

    fn seeks(&self) -> bool {
        self.inner.seeks()
    }
}
