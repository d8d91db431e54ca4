//! From a password to a key: Argon2id version 1.3 (RFC 9106).

use std::time::Duration;

use argon2::{Algorithm, Argon2, Block, Params, Version};
use credenza_secret::Secret;
use unicode_normalization::UnicodeNormalization as _;
use zeroize::{Zeroize as _, Zeroizing};

/// Longest password in bytes of UTF-8, after normalisation.
pub const LONGEST_PASSWORD: usize = 1_024;

/// What one guess costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KdfParams {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// Passes over it.
    pub passes: u32,
    /// Lanes that may be filled at a time.
    pub lanes: u32,
}

/// Why no key was derived.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KdfError {
    /// Cheaper than the floor or dearer than the ceiling; nothing was computed.
    #[error("the cost parameters are out of range")]
    OutOfRange,
    /// No password, or one longer than [`LONGEST_PASSWORD`].
    #[error("the password is empty or too long")]
    PasswordLength,
    /// The memory could not be had.
    #[error("not enough memory")]
    Memory,
}

impl KdfParams {
    /// What new workspaces have at least.
    pub const DEFAULT: Self = Self { memory_kib: 128 * 1024, passes: 3, lanes: 4 };
    /// The cheapest that is accepted.
    pub const FLOOR: Self = Self { memory_kib: 64 * 1024, passes: 3, lanes: 1 };
    /// The dearest that is accepted, so that a header can't exhaust the computer.
    pub const CEILING: Self = Self { memory_kib: 1024 * 1024, passes: 16, lanes: 8 };

    /// What new envelopes cost on a computer on which [`KdfParams::DEFAULT`] took so long: a guess
    /// shall take 0.6 s, for which memory is raised up to 512 MiB, and is never cheaper than the
    /// default.
    #[must_use]
    pub fn calibrated(default_took: Duration) -> Self {
        const AIM: u128 = 600;
        const STEP_KIB: u128 = 16 * 1024;
        const MOST_KIB: u128 = 512 * 1024;
        let least = u128::from(Self::DEFAULT.memory_kib);
        let aimed = least * AIM / default_took.as_millis().max(1);
        let memory = (aimed / STEP_KIB * STEP_KIB).clamp(least, MOST_KIB);
        Self {
            memory_kib: u32::try_from(memory).unwrap_or(Self::DEFAULT.memory_kib),
            ..Self::DEFAULT
        }
    }

    /// Refuses what is below the floor or above the ceiling.
    ///
    /// # Errors
    /// [`KdfError::OutOfRange`].
    pub fn check(self) -> Result<(), KdfError> {
        let (low, high) = (Self::FLOOR, Self::CEILING);
        let good = (low.memory_kib..=high.memory_kib).contains(&self.memory_kib)
            && (low.passes..=high.passes).contains(&self.passes)
            && (low.lanes..=high.lanes).contains(&self.lanes);
        if good { Ok(()) } else { Err(KdfError::OutOfRange) }
    }

    /// Whether a guess costs less than with `today`.
    #[must_use]
    pub fn is_weaker_than(self, today: Self) -> bool {
        self.memory_kib < today.memory_kib || self.passes < today.passes
    }

    pub(crate) fn to_bytes(self) -> [u8; 12] {
        let mut out = [0; 12];
        out[..4].copy_from_slice(&self.memory_kib.to_be_bytes());
        out[4..8].copy_from_slice(&self.passes.to_be_bytes());
        out[8..].copy_from_slice(&self.lanes.to_be_bytes());
        out
    }
}

/// Derives keys from passwords. A trait so that a test can count the calls.
pub trait Kdf: Send + Sync {
    /// The key for `password` and `salt`.
    ///
    /// # Errors
    /// A [`KdfError`].
    fn derive(
        &self,
        password: &Secret,
        salt: &[u8; 16],
        params: KdfParams,
    ) -> Result<Zeroizing<[u8; 32]>, KdfError>;
}

/// Argon2id over the NFC form of the password, in memory that is wiped afterwards.
#[derive(Debug, Clone, Copy, Default)]
pub struct Argon2idKdf;

impl Kdf for Argon2idKdf {
    fn derive(
        &self,
        password: &Secret,
        salt: &[u8; 16],
        params: KdfParams,
    ) -> Result<Zeroizing<[u8; 32]>, KdfError> {
        params.check()?;
        // EXPOSE: the password goes into the key derivation, its one use.
        let given = password.expose();
        let length = given.nfc().map(char::len_utf8).sum();
        let mut password = Zeroizing::new(String::with_capacity(length));
        password.extend(given.nfc());
        if !(1..=LONGEST_PASSWORD).contains(&password.len()) {
            return Err(KdfError::PasswordLength);
        }
        argon2id(password.as_bytes(), salt, params)
    }
}

fn argon2id(
    password: &[u8],
    salt: &[u8],
    params: KdfParams,
) -> Result<Zeroizing<[u8; 32]>, KdfError> {
    let params = Params::new(params.memory_kib, params.passes, params.lanes, Some(32))
        .map_err(|_| KdfError::OutOfRange)?;
    let mut blocks = Vec::new();
    blocks.try_reserve_exact(params.block_count()).map_err(|_| KdfError::Memory)?;
    blocks.resize(params.block_count(), Block::new());
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let mut key = Zeroizing::new([0; 32]);
    let result = argon2.hash_password_into_with_memory(password, salt, &mut *key, &mut blocks);
    // The library only frees its memory; what the password left there is wiped here.
    blocks.iter_mut().for_each(|block| block.zeroize());
    result.map(|()| key).map_err(|_| KdfError::OutOfRange)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_guess_costs_more_on_a_fast_computer_and_never_less_than_the_default() {
        let memory = |millis| {
            let params = KdfParams::calibrated(Duration::from_millis(millis));
            assert_eq!(params.check(), Ok(()));
            assert!(!params.is_weaker_than(KdfParams::DEFAULT));
            params.memory_kib / 1024
        };
        assert_eq!(
            [0, 100, 150, 300, 599, 600, 5_000].map(memory),
            [512, 512, 512, 256, 128, 128, 128]
        );
        assert_eq!(memory(220), 336, "a multiple of 16");
    }
}
