//! Reports of use: how much one device uses a record, sealed for everyone who has the record.
//!
//! `nonce 12 ‖ AES-256-GCM of the counts (21 bytes) ‖ tag 16`, under
//! `HKDF(key, "credenza/1/uses-key" ‖ team ‖ record ‖ epoch)`, bound to the device that reports.

use credenza_model::{
    ids::{DeviceId, RecordId, TeamId},
    team::{EntryId, SealedUse},
};

use crate::{
    aead,
    random::{Random, RandomError},
    team::epoch::EpochKey,
};

/// Bytes of the counts.
pub const COUNTS: usize = 21;

/// What a report is bound to.
#[derive(Debug, Clone, Copy)]
pub struct About {
    /// The team.
    pub team: TeamId,
    /// The record.
    pub record: RecordId,
    /// The entry that made the key's epoch.
    pub epoch: EntryId,
    /// The device that reports.
    pub device: DeviceId,
}

/// Seals counts under the record's key.
///
/// # Errors
/// [`RandomError`].
pub fn seal(
    random: &dyn Random,
    key: &EpochKey,
    about: &About,
    counts: &[u8; COUNTS],
) -> Result<SealedUse, RandomError> {
    let nonce = random.bytes::<12>()?;
    let key = key.reports(about.team, about.record, about.epoch);
    let sealed = aead::seal(&key, &nonce, about.device.as_bytes(), counts);
    // 21 bytes are never too long, and the tag makes them 37.
    let sealed = [nonce.as_slice(), &sealed.unwrap_or_default()].concat();
    sealed.try_into().map_err(|_| RandomError)
}

/// Opens what [`seal`] made; none when anything differs.
#[must_use]
pub fn open(key: &EpochKey, about: &About, sealed: &SealedUse) -> Option<[u8; COUNTS]> {
    let (nonce, sealed) = sealed.split_first_chunk::<12>()?;
    let key = key.reports(about.team, about.record, about.epoch);
    let counts = aead::open(&key, nonce, about.device.as_bytes(), sealed)?;
    counts.as_slice().try_into().ok()
}
