//! The graph of a workspace as it is now.

use std::sync::Arc;

use credenza_model::dependencies::NodeKey;

use super::everything::Everything;
use crate::{AppError, Workspace};

impl Workspace {
    /// The graph as the store is now.
    pub(crate) fn everything(&self) -> Result<Arc<Everything>, AppError> {
        Ok(self.graph.of(&self.store())?)
    }

    /// The same with these things in it: a secret that nothing names is known to its vault only.
    pub(crate) fn everything_with(&self, things: &[NodeKey]) -> Result<Arc<Everything>, AppError> {
        let everything = self.everything()?;
        let unknown = |key: &&NodeKey| {
            matches!(key, NodeKey::Secret(_)) && everything.graph.find(key).is_none()
        };
        let secrets: Vec<NodeKey> = things.iter().filter(unknown).cloned().collect();
        if secrets.is_empty() {
            return Ok(everything);
        }
        Ok(Arc::new(Everything::of(&self.store(), &secrets)?))
    }
}
