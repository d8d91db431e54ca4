//! Which blobs of a team are held here, so that what the location loses can be put back.

use std::collections::BTreeSet;

use credenza_model::team::BlobId;

use super::session::Session;
use crate::AppError;

impl Session<'_> {
    /// Holds what somebody who comes, or who was away, needs of what this person has: the newest
    /// revisions, the boxes of keys that hold, and invitations that are open.
    pub(super) fn hold_what_is_needed(&mut self) -> Result<(), AppError> {
        let me = self.me();
        let mut needed = BTreeSet::new();
        if self.state.members.contains_key(&me) {
            let open = self.state.invitations.iter().filter(|invitation| invitation.open);
            needed.extend(open.map(|invitation| invitation.boxes.0));
            needed.extend(self.state.epochs.iter().map(|epoch| epoch.boxes.0));
            let records = self.state.records.values();
            for record in records.filter(|record| !record.deleted && record.role_of(me).is_some()) {
                let current = record.epochs.iter().filter(|epoch| epoch.current);
                needed.extend(current.map(|epoch| epoch.boxes.0));
                needed.extend(record.access.iter().filter_map(|access| access.boxes).map(|b| b.0));
                needed.extend(record.heads.iter().map(|head| head.blob.0));
            }
            needed.remove(&BlobId::default().0);
            needed.extend(self.parts_of(&needed)?.into_iter().map(|part| part.0));
        }
        Ok(self.log.hold_only(&needed)?)
    }
}
