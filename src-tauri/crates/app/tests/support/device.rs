//! A device that keeps device secrets in a folder of its own.

use std::{path::Path, sync::Arc};

use credenza_app::{DeviceSecretFiles, DeviceSecrets, Host};
use credenza_crypto::{
    kdf::{Kdf, KdfParams},
    random::Random,
};
use jiff::Timestamp;

use super::TestHost;

pub(crate) struct Device(TestHost, DeviceSecretFiles);

/// The device whose secrets lie in `keeper`.
pub(crate) fn device(keeper: &Path) -> Arc<Device> {
    Arc::new(Device(TestHost::default(), DeviceSecretFiles::new(keeper.to_owned())))
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
        &self.1
    }
}
