//! Records whose revisions can't stand here yet, or can't ever.

use std::collections::BTreeMap;

use credenza_model::ids::RecordId;

use super::Fingerprint;

/// Names what a record was tried with; none when only chance was against it.
type Tried = Option<Fingerprint>;

/// Records that have revisions which are not in what stands here.
#[derive(Default)]
pub(crate) struct Behind(BTreeMap<RecordId, Tried>);

impl Behind {
    pub(crate) fn has(&self, id: RecordId) -> bool {
        self.0.contains_key(&id)
    }

    /// What it was tried with.
    pub(crate) fn tried(&self, id: RecordId) -> Tried {
        self.0.get(&id).copied().flatten()
    }

    pub(crate) fn note(&mut self, id: RecordId, tried: Tried) {
        self.0.insert(id, tried);
    }

    pub(crate) fn remove(&mut self, id: RecordId) {
        self.0.remove(&id);
    }

    /// Something came of which it is not known for whom.
    pub(crate) fn try_all_again(&mut self) {
        self.0.values_mut().for_each(|tried| *tried = None);
    }
}
