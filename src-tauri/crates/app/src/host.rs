//! What an operation needs from the outside.

use credenza_crypto::{
    kdf::{Argon2idKdf, Kdf, KdfParams},
    random::{OsRandom, Random},
};
use credenza_vaults::layers::Limits;
use jiff::Timestamp;

/// The outside: time, randomness and the cost of a password guess.
pub trait Host: Send + Sync {
    /// The time.
    fn now(&self) -> Timestamp;
    /// Random bytes.
    fn random(&self) -> &dyn Random;
    /// Key derivation.
    fn kdf(&self) -> &dyn Kdf;
    /// What a guess costs in new envelopes.
    fn kdf_params(&self) -> KdfParams;
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
}
