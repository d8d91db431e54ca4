//! What lists show of a team.

use std::{collections::HashMap, sync::Arc};

use credenza_model::{
    dependencies::UseCounts,
    ids::{DeviceId, PersonId, RecordId},
    team::TeamState,
};
use credenza_team::Alarm;
use jiff::Timestamp;

use super::JoinRequest;

/// When a device wrote to a team's log, by its own clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Written {
    /// Its first entry, if that introduces the device itself; none when another's entry did.
    pub(crate) introduced: Option<Timestamp>,
    /// Its newest entry.
    pub(crate) last: Timestamp,
}

/// Devices that wrote something.
pub(crate) type Heard = HashMap<DeviceId, Written>;

/// What one device said of one record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Said {
    pub(crate) counts: UseCounts,
    pub(crate) complete: bool,
    pub(crate) at: Timestamp,
}

/// What devices of people with access said, by record, person and device.
pub(crate) type Reported = HashMap<(RecordId, PersonId, DeviceId), Said>;

/// What a log says, as lists show it.
#[derive(Clone)]
pub(crate) struct Shown {
    pub(crate) state: Arc<TeamState>,
    pub(crate) heard: Arc<Heard>,
    pub(crate) uses: Arc<Reported>,
}

/// What lists show of a team, also while somebody works on it.
#[derive(Clone)]
pub(crate) struct Seen {
    pub(crate) state: Arc<TeamState>,
    pub(crate) heard: Arc<Heard>,
    /// What others use of what is shared.
    pub(crate) uses: Arc<Reported>,
    pub(crate) alarms: Vec<Alarm>,
    pub(crate) offline: bool,
    pub(crate) synced: Option<Timestamp>,
    /// When all that is in the location was last here.
    pub(crate) looked: Option<Timestamp>,
    pub(crate) requests: Vec<JoinRequest>,
}
