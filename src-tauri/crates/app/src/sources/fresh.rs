//! Which sources are watched, and were scanned since their files last changed.

use std::{
    collections::HashSet,
    sync::{Mutex, MutexGuard, PoisonError},
};

use credenza_model::ids::SourceId;

use crate::Workspace;

/// What whoever watches the files has said; nothing at first, and forgotten with the workspace.
#[derive(Default)]
pub(crate) struct FreshSources(Mutex<HashSet<SourceId>>);

impl FreshSources {
    fn all(&self) -> MutexGuard<'_, HashSet<SourceId>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Workspace {
    /// Says whether a source is watched and no file of it has changed since its last complete scan
    /// began. A scan of such a source does not grow old (W5).
    pub fn set_fresh(&self, source: SourceId, fresh: bool) {
        if fresh {
            self.fresh.all().insert(source);
        } else {
            self.fresh.all().remove(&source);
        }
    }

    pub(crate) fn is_fresh(&self, source: SourceId) -> bool {
        self.fresh.all().contains(&source)
    }
}
