//! This workspace as one of the person's devices. What was copied, or came out of a backup, goes on as
//! a device of its own: two that write by one key would look like somebody who tells two stories.

use credenza_crypto::{
    identity::Identity,
    team::{entry, introduction},
};
use credenza_model::team::Op;

use super::session::Session;
use crate::{AppError, ErrorCode, Workspace, workspace::identity_record};

impl Workspace {
    /// From now on is another device of the same person, in every team.
    fn become_new_device(&self) -> Result<Identity, AppError> {
        let random = self.host.random();
        let identity = self.identity()?.on_new_device(random);
        let identity = identity.map_err(|_| AppError::new(ErrorCode::Internal))?;
        self.keep_identity(&identity)?;
        tracing::warn!("another copy of this workspace has written; this one is a new device now");
        Ok(identity)
    }

    /// Keeps this person's keys in place of those that are here.
    pub(super) fn keep_identity(&self, identity: &Identity) -> Result<(), AppError> {
        let (header, content) = (identity_record(self.id), identity.to_secret_bytes());
        let (random, key) = (self.host.random(), self.root().identity());
        let sealed = self.sealer.seal(random, &key, &header, &content)?;
        Ok(self.store().replace_keys(&sealed.bytes)?)
    }
}

impl Session<'_> {
    /// Goes on as a new device when another copy of this workspace has written.
    pub(super) fn leave_the_copy(&mut self) -> Result<(), AppError> {
        if !self.log.is_copied() {
            return Ok(());
        }
        // The new key is kept first: what is cut off here is found by the next session.
        self.identity = self.workspace.become_new_device()?;
        Ok(self.log.become_device(self.identity.device_key())?)
    }

    /// Tells the team of this device, if it does not know it.
    pub(super) async fn introduce_device(&mut self) -> Result<(), AppError> {
        let device = entry::device_id(&self.identity.device_key());
        let Some(me) = self.state.members.get(&self.me()) else { return Ok(()) };
        if me.devices.contains(&device) || self.may_renew_keys().is_err() {
            return Ok(());
        }
        let who = introduction::introduce(&self.identity, self.team(), &me.name, &me.mail);
        // A device that the team does not take is not introduced once more.
        let told = |op: &Op| matches!(op, Op::Device { who: before } if before.device == device);
        if (0..self.graph.len()).any(|index| self.graph.entry(index).ops.iter().any(told)) {
            return Ok(());
        }
        self.write(vec![Op::Device { who }]).await.map(drop)
    }
}
