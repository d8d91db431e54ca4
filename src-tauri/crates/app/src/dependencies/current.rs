//! The graph around things, as the store is now.

use credenza_model::dependencies::NodeKey;

use super::{everything::Everything, parts::Parts};
use crate::{AppError, Workspace};

impl Workspace {
    /// These things with all that is around them.
    pub(crate) fn around(&self, things: &[NodeKey]) -> Result<Everything, AppError> {
        let store = self.store();
        Ok(Everything::of(&store, Parts::around(&store, things)?)?)
    }
}
