//! What an operation needs from the outside.

use std::{sync::OnceLock, time::Instant};

use credenza_crypto::{
    kdf::{Argon2idKdf, Kdf, KdfParams},
    random::{OsRandom, Random},
};
use credenza_secret::Secret;
use credenza_vaults::layers::Limits;
use jiff::Timestamp;

use crate::device_secrets::{DeviceSecrets, NoDeviceSecrets, SystemDeviceSecrets};

/// The outside: time, randomness and the cost of a password guess.
pub trait Host: Send + Sync {
    /// The time.
    fn now(&self) -> Timestamp;
    /// Random bytes.
    fn random(&self) -> &dyn Random;
    /// Key derivation.
    fn kdf(&self) -> &dyn Kdf;
    /// What a guess has to cost at least; a workspace in which it costs less is raised to this.
    fn kdf_params(&self) -> KdfParams;
    /// What a guess costs when a person chooses a password.
    fn kdf_params_for_new(&self) -> KdfParams {
        self.kdf_params()
    }
    /// Where this device keeps device secrets.
    fn device_secrets(&self) -> &dyn DeviceSecrets {
        &NoDeviceSecrets
    }
    /// A variable of the process's environment; it may be a secret.
    fn environment(&self, _name: &str) -> Option<Secret> {
        None
    }
    /// How long a vault may take.
    fn vault_limits(&self) -> Limits {
        Limits::default()
    }
}

/// The computer that this runs on.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemHost;

impl Host for SystemHost {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    fn random(&self) -> &dyn Random {
        &OsRandom
    }

    fn kdf(&self) -> &dyn Kdf {
        &Argon2idKdf
    }

    fn kdf_params(&self) -> KdfParams {
        KdfParams::DEFAULT
    }

    /// Measured once, by a guess that costs the default.
    fn kdf_params_for_new(&self) -> KdfParams {
        static MEASURED: OnceLock<KdfParams> = OnceLock::new();
        *MEASURED.get_or_init(|| {
            let start = Instant::now();
            let guess = Secret::new("a guess".to_owned());
            match Argon2idKdf.derive(&guess, &[0; 16], KdfParams::DEFAULT) {
                Ok(_) => KdfParams::calibrated(start.elapsed()),
                Err(_) => KdfParams::DEFAULT,
            }
        })
    }

    fn device_secrets(&self) -> &dyn DeviceSecrets {
        &SystemDeviceSecrets
    }

    fn environment(&self, name: &str) -> Option<Secret> {
        std::env::var(name).ok().filter(|value| !value.is_empty()).map(Secret::new)
    }
}
