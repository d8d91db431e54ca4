//! Which blobs of a team are held here, so that what the location loses can be put back.

use credenza_model::team::{Access, BlobId, EntryId};

use super::session::Session;
use crate::AppError;

impl Session<'_> {
    /// Holds what somebody who comes, or who was away, needs of what this person has: the newest
    /// revisions, the boxes of keys that hold, and invitations that are open.
    pub(super) async fn hold_what_is_needed(&mut self) -> Result<(), AppError> {
        let needed = self.needed()?;
        self.log.hold_only(&needed)?;
        if !self.offline {
            self.log.hold_again(&needed).await?;
        }
        Ok(())
    }

    /// Names of blobs, the newest first.
    fn needed(&mut self) -> Result<Vec<[u8; 32]>, AppError> {
        let me = self.me();
        if !self.state.members.contains_key(&me) {
            return Ok(Vec::new());
        }
        let open = self.state.invitations.iter().filter(|invitation| invitation.open);
        let open: Vec<BlobId> = open.map(|invitation| invitation.boxes).collect();
        let first = self.prepared_blobs()?.into_iter().chain(open);
        let mut all: Vec<(u64, BlobId)> = first.map(|blob| (u64::MAX, blob)).collect();
        let time = |entry: EntryId| {
            self.graph.find(entry).map_or(0, |index| self.graph.entry(index).lamport)
        };
        all.extend(self.state.epochs.iter().map(|epoch| (time(epoch.name), epoch.boxes)));
        let records = self.state.records.values();
        for record in records.filter(|record| !record.deleted && record.role_of(me).is_some()) {
            let current = record.epochs.iter().filter(|epoch| epoch.current);
            all.extend(current.map(|epoch| (time(epoch.name), epoch.boxes)));
            let given = |access: &Access| Some((time(access.entry), access.boxes?));
            all.extend(record.access.iter().filter_map(given));
            all.extend(record.heads.iter().map(|head| (head.lamport, head.blob)));
        }
        all.retain(|(_, blob)| *blob != BlobId::default());
        let lists = self.lists_in(|list| all.iter().any(|(_, blob)| blob == list))?;
        let of_list = |(time, list): &(u64, BlobId)| {
            let parts = lists.get(list).cloned().unwrap_or_default();
            parts.into_iter().map(|part| (*time, part)).collect::<Vec<_>>()
        };
        let parts: Vec<_> = all.iter().flat_map(of_list).collect();
        all.extend(parts);
        all.sort_by_key(|(time, _)| std::cmp::Reverse(*time));
        Ok(all.into_iter().map(|(_, blob)| blob.0).collect())
    }
}
