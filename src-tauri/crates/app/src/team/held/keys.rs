//! The keys that this person has.

use std::collections::HashMap;

use credenza_crypto::team::epoch::EpochKey;
use credenza_model::{
    ids::RecordId,
    team::{EntryId, EpochState},
};

/// A key's name: its record, none for the team, and its epoch.
pub(crate) type KeyName = (Option<RecordId>, EntryId);

/// The keys that this person has.
#[derive(Default)]
pub(crate) struct Keys(HashMap<KeyName, EpochKey>);

impl Keys {
    pub(crate) fn get(&self, record: Option<RecordId>, epoch: EntryId) -> Option<&EpochKey> {
        self.0.get(&(record, epoch))
    }

    pub(crate) fn insert(&mut self, name: KeyName, key: EpochKey) {
        self.0.insert(name, key);
    }

    /// How many.
    pub(crate) fn count(&self) -> u64 {
        self.0.len() as u64
    }

    /// The newest key of those epochs, with its epoch.
    pub(crate) fn current<'a>(
        &'a self,
        record: Option<RecordId>,
        epochs: &[EpochState],
    ) -> Option<(EntryId, &'a EpochKey)> {
        let known = |epoch: &&EpochState| self.get(record, epoch.name).is_some();
        let epoch = epochs.iter().rev().filter(|epoch| epoch.current).find(known)?;
        self.get(record, epoch.name).map(|key| (epoch.name, key))
    }
}
