//! The devices of this person as the page shows them.

use credenza_app::team::{LossDone, LossPlan, OwnDevice, OwnDevices};
use serde::{Deserialize, Serialize};

/// The devices, this one first.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct OwnDevicesView {
    devices: Vec<OwnDeviceView>,
    needs_keys: bool,
}

/// A device; its `id` is the code by which people know it.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct OwnDeviceView {
    id: String,
    this: bool,
    added: Option<String>,
    last: Option<String>,
    teams: Vec<String>,
    lost: Option<String>,
    untold: Vec<String>,
}

impl From<OwnDevices> for OwnDevicesView {
    fn from(own: OwnDevices) -> Self {
        let devices = own.devices.into_iter().map(Into::into).collect();
        Self { devices, needs_keys: own.needs_keys }
    }
}

impl From<OwnDevice> for OwnDeviceView {
    fn from(device: OwnDevice) -> Self {
        Self {
            id: device.code,
            this: device.this,
            added: device.added.map(|at| at.to_string()),
            last: device.last.map(|at| at.to_string()),
            teams: device.teams,
            lost: device.lost.map(|at| at.to_string()),
            untold: device.untold,
        }
    }
}

/// A pairing file that was written, and the code that opens it.
#[derive(Serialize)]
pub(crate) struct PairingView {
    pub(crate) id: String,
    pub(crate) groups: Vec<String>,
    pub(crate) qr: Vec<String>,
    pub(crate) path: String,
    pub(crate) expires: String,
}

/// What the loss of a device means.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct LossPlanView {
    teams: Vec<String>,
    rekeyed: usize,
    waiting: usize,
    owners: Vec<String>,
    could: Vec<String>,
}

impl From<LossPlan> for LossPlanView {
    fn from(plan: LossPlan) -> Self {
        Self {
            teams: plan.teams,
            rekeyed: plan.rekeyed,
            waiting: plan.waiting,
            owners: plan.owners,
            could: plan.could_read,
        }
    }
}

/// What came of it: teams that were not reached.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct LossDoneView {
    queued: Vec<String>,
}

impl From<LossDone> for LossDoneView {
    fn from(done: LossDone) -> Self {
        Self { queued: done.queued }
    }
}

/// A new workspace of a person who has another device.
#[derive(Deserialize)]
pub(crate) struct PairedCreateView {
    pub(crate) name: String,
    pub(crate) password: String,
    pub(crate) code: String,
}
