//! A device with a cheap key derivation that keeps device secrets.

use std::{path::Path, sync::Arc};

use credenza_app::{DeviceSecretFiles, DeviceSecrets, Host, SystemHost};
use credenza_crypto::{
    kdf::{Kdf, KdfParams},
    random::Random,
};
use jiff::Timestamp;

use super::TestHost;

pub(crate) struct Device(TestHost, Keeper);

enum Keeper {
    Folder(DeviceSecretFiles),
    System,
}

/// The device whose secrets lie in the folder `keeper`.
pub(crate) fn device(keeper: &Path) -> Arc<Device> {
    let keeper = Keeper::Folder(DeviceSecretFiles::new(keeper.to_owned()));
    Arc::new(Device(TestHost::default(), keeper))
}

/// The device whose secrets lie where those of this process's user do.
pub(crate) fn system_device() -> Arc<Device> {
    Arc::new(Device(TestHost::default(), Keeper::System))
}

impl Host for Device {
    fn now(&self) -> Timestamp {
        self.0.now()
    }
    fn random(&self) -> &dyn Random {
        self.0.random()
    }
    fn kdf(&self) -> &dyn Kdf {
        &self.0
    }
    fn kdf_params(&self) -> KdfParams {
        self.0.kdf_params()
    }
    fn device_secrets(&self) -> &dyn DeviceSecrets {
        match &self.1 {
            Keeper::Folder(files) => files,
            Keeper::System => SystemHost.device_secrets(),
        }
    }
}
