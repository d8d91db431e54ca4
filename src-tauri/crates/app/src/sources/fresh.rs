//! Which sources are watched, and were scanned since their files last changed.

use std::{
    collections::HashSet,
    sync::{Mutex, PoisonError},
};

use credenza_model::ids::SourceId;

/// What whoever watches the files has said; nothing at first, and forgotten with the workspace.
#[derive(Default)]
pub(crate) struct FreshSources(Mutex<HashSet<SourceId>>);

impl FreshSources {
    pub(super) fn set(&self, source: SourceId, fresh: bool) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if fresh {
            all.insert(source);
        } else {
            all.remove(&source);
        }
    }

    pub(crate) fn has(&self, source: SourceId) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).contains(&source)
    }
}
