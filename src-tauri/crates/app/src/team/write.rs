//! Writing to a team's log, and when that is refused.

use credenza_crypto::team::entry;
use credenza_model::{
    ids::ChainId,
    team::{BlobId, Entry, EntryId, Op},
};
use credenza_secret::SecretBytes;
use credenza_team::{SignError, Slot};

use super::session::Session;
use crate::{AppError, ErrorCode};

/// What is said on a lost device.
pub(super) const LOST: &str = "This device was reported as lost, and that can't be taken back. To \
                               go on here, make a new workspace from a pairing file of another \
                               device of yours.";

impl Session<'_> {
    /// As [`Session::may_write`]; an owner makes the team's key first when it waits for one.
    pub(super) async fn ready_to_write(&mut self) -> Result<(), AppError> {
        if self.may_write().is_err() {
            self.make_pending_keys().await?;
        }
        self.may_write()
    }

    /// Refuses to write where writing could do harm, as under a key that somebody has who was
    /// removed.
    pub(super) fn may_write(&self) -> Result<(), AppError> {
        self.may_renew_keys()?;
        let mut epochs = self.state.epochs.iter().filter(|epoch| epoch.current);
        if self.state.key_pending || !epochs.any(|epoch| self.sealing == Some(epoch.name)) {
            return Err(AppError::not_allowed(
                "Someone left this team or lost a device, and its new key is not here yet. Your \
                 changes are kept and sent once it is.",
            ));
        }
        Ok(())
    }

    /// Refuses to write even what makes a new key of the team, or leaves it.
    pub(super) fn may_renew_keys(&self) -> Result<(), AppError> {
        if self.offline {
            return Err(AppError::new(ErrorCode::LocationUnavailable));
        }
        if self.log.is_stopped() {
            return Err(AppError::new(ErrorCode::LocationAlarm));
        }
        if self.state.update_needed {
            return Err(AppError::new(ErrorCode::NewerFormat));
        }
        if !self.state.members.contains_key(&self.me()) {
            return Err(AppError::not_allowed("You are not a member of this team."));
        }
        if self.is_lost() {
            return Err(AppError::not_allowed(LOST));
        }
        Ok(())
    }

    /// Signs and writes one entry, and takes it into account.
    pub(super) async fn write(&mut self, ops: Vec<Op>) -> Result<EntryId, AppError> {
        let now = self.workspace.host.now();
        let (graph, identity, team) = (&self.graph, &self.identity, self.team());
        let is_member = |device| self.state.member_on(device).is_some();
        let sign = |slot: &Slot| {
            let chain = ChainId::from_bytes(slot.place.chain.0);
            let device_key = identity.device_key();
            let entry = Entry {
                team,
                chain,
                sequence: slot.place.sequence,
                device_key,
                device: entry::device_id(&device_key),
                previous: EntryId(slot.previous),
                heads: graph.frontier(chain, is_member),
                lamport: graph.next_lamport().ok_or(SignError)?,
                written: now.as_second(),
                blocked: slot.blocked.map(|at| (ChainId::from_bytes(at.chain.0), at.sequence)),
                ops: ops.clone(),
            };
            entry::sign(identity, &entry).map(|(_, bytes)| bytes).map_err(|_| SignError)
        };
        self.whole = false;
        let appended = self.log.append(now, sign).await?;
        self.whole = true;
        let id = EntryId(appended.links.id);
        self.take_in_entries(vec![(appended.links, appended.entry)]);
        Ok(id)
    }

    /// Uploads a blob.
    pub(super) async fn put_blob(&mut self, content: &SecretBytes) -> Result<BlobId, AppError> {
        let blob = self.log.seal_blob(content)?;
        self.log.put_blob(&blob).await?;
        Ok(BlobId(blob.id))
    }
}
