//! The devices of this person, over all teams.

use std::collections::BTreeMap;

use credenza_crypto::team::entry;
use credenza_model::ids::{DeviceId, PersonId, TeamId};
use credenza_store::Standing;
use jiff::Timestamp;

use super::{people::device_rows, write::LOST};
use crate::{AppError, Workspace};

/// A device of this person. It has no name: people know it by when it came, and by its code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnDevice {
    /// Names it.
    pub id: DeviceId,
    /// The first eight digits of its name.
    pub code: String,
    /// Whether it is this one.
    pub this: bool,
    /// Since when a team knows it, by the clock of who introduced it; none before that.
    pub added: Option<Timestamp>,
    /// When it last wrote to a team's log, by its own clock.
    pub last: Option<Timestamp>,
    /// The teams that know it, by name.
    pub teams: Vec<String>,
    /// Since when it is lost, by the clock of who said so.
    pub lost: Option<Timestamp>,
    /// The teams that are still to be told that it is lost, by name.
    pub untold: Vec<String>,
}

/// The devices of this person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnDevices {
    /// This one first, lost ones last.
    pub devices: Vec<OwnDevice>,
    /// Whether another device has made new keys that this one needs: it has to be paired again.
    pub needs_keys: bool,
}

impl Workspace {
    /// The devices of this person, as the last looks at their teams left them.
    ///
    /// # Errors
    /// An [`AppError`].
    pub fn own_devices(&self) -> Result<OwnDevices, AppError> {
        let identity = self.identity()?;
        let me = PersonId::from_bytes(identity.person());
        let this = entry::device_id(&identity.device_key());
        let mut all = BTreeMap::from([(this, OwnDevice::new(this, true))]);
        let mut needs_keys = false;
        let teams = self.store().teams()?;
        for stored in teams {
            let seen = self.seen(TeamId::from_bytes(stored.team))?;
            let state = &seen.state;
            let member = state.members.get(&me).filter(|_| stored.standing == Standing::Member);
            needs_keys |= member.is_some_and(|member| !identity.can_open(&member.sealing));
            for row in member.into_iter().flat_map(|member| device_rows(&seen, member)) {
                let device = all.entry(row.id).or_insert_with(|| OwnDevice::new(row.id, false));
                device.added = device.added.into_iter().chain([row.added]).min();
                device.last = device.last.max(row.last);
                device.teams.push(state.name.clone());
            }
            for device in self.untold_losses(&stored, state, me)? {
                let device = all.entry(device).or_insert_with(|| OwnDevice::new(device, false));
                device.untold.push(stored.name.clone());
            }
            // A lost device is no longer in the team.
            for lost in state.lost.iter().filter(|lost| lost.person == me) {
                let new = || OwnDevice::new(lost.device, lost.device == this);
                let device = all.entry(lost.device).or_insert_with(new);
                let at = Timestamp::from_second(lost.written).unwrap_or(Timestamp::UNIX_EPOCH);
                device.lost = device.lost.into_iter().chain([at]).min();
            }
        }
        // A lost device can't be helped by keys.
        needs_keys &= all.get(&this).is_none_or(|one| one.lost.is_none());
        let mut devices: Vec<OwnDevice> = all.into_values().collect();
        devices.sort_by_key(|one| (!one.this, one.is_lost(), one.added, one.id));
        Ok(OwnDevices { devices, needs_keys })
    }

    /// Refuses what would not help a device that was reported as lost.
    pub(super) fn refuse_if_lost(&self) -> Result<(), AppError> {
        let devices = self.own_devices()?.devices;
        if devices.iter().any(|one| one.this && one.lost.is_some()) {
            return Err(AppError::not_allowed(LOST));
        }
        Ok(())
    }

    /// A device of this person by its name or its code.
    pub(super) fn own_device(&self, wanted: &str) -> Result<OwnDevice, AppError> {
        let wanted = wanted.trim().to_lowercase();
        let devices = self.own_devices()?.devices;
        let fits = |one: &OwnDevice| one.code == wanted || one.id.to_string() == wanted;
        let mut found = devices.into_iter().filter(fits);
        match (found.next(), found.next()) {
            (Some(one), None) => Ok(one),
            _ => Err(AppError::about(crate::ErrorCode::NotFound, "Device")),
        }
    }
}

impl OwnDevice {
    fn new(id: DeviceId, this: bool) -> Self {
        let code = id.to_string().chars().take(8).collect();
        let (teams, untold) = Default::default();
        Self { id, code, this, added: None, last: None, teams, lost: None, untold }
    }

    /// Whether it was said to be lost, to whichever team.
    fn is_lost(&self) -> bool {
        self.lost.is_some() || !self.untold.is_empty()
    }
}
