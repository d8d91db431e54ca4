//! Boxes: keys sealed to members, all of one rotation in one blob.
//!
//! `[[person, encapsulated key, ciphertext], …]`, ascending by person. Each is HPKE (RFC 9180) in
//! base mode with X-Wing, HKDF-SHA256 and AES-256-GCM. More than one blob should be are several, and
//! one that lists them: `[[last person, blob], …]`, ascending by person.

use std::{collections::BTreeSet, convert::Infallible};

use credenza_model::{
    ids::{PersonId, RecordId, TeamId},
    team::{BlobId, EntryId},
};
use credenza_secret::SecretBytes;
use hpke::{
    Deserializable as _, Kem, OpModeR, OpModeS, Serializable as _,
    aead::AesGcm256,
    kdf::HkdfSha256,
    kem::XWing,
    rand_core::{TryCryptoRng, TryRng},
    single_shot_open, single_shot_seal_with_rng,
};
use zeroize::Zeroizing;

use crate::{
    cbor::{CborError, Reader, Writer},
    identity::Identity,
    random::{Random, RandomError},
    team::epoch::EpochKey,
};

const LABEL: &[u8] = b"credenza/1/box";

/// What a box holds. A new meaning is a new number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Keys of a team or record.
    Keys = 1,
    /// The secret of an invitation.
    Invitation = 2,
    /// A report of reads.
    Report = 3,
}

/// What boxes are bound to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Context {
    /// What they hold.
    pub purpose: Purpose,
    /// The team; all zero in its first entry.
    pub team: TeamId,
    /// The record; none for what concerns the team.
    pub record: Option<RecordId>,
}

impl Context {
    fn info(&self, person: PersonId) -> Vec<u8> {
        let record = self.record.map_or([0; 16], |record| *record.as_bytes());
        let purpose = [self.purpose as u8];
        [LABEL, &purpose, self.team.as_bytes(), &record, person.as_bytes()].concat()
    }
}

/// Why nothing was sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BoxError {
    /// No random bytes.
    #[error(transparent)]
    Random(#[from] RandomError),
    /// A member's sealing key is none.
    #[error("a sealing key has an unknown form")]
    SealingKey,
}

/// Why a box was not opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum UnboxError {
    /// The blob has another form.
    #[error("the boxes have an unknown form")]
    Form,
    /// There is none for this person.
    #[error("there is no box for this person")]
    NotForYou,
    /// Another key or meaning, or changed bytes.
    #[error("the box does not open")]
    Sealed,
}

impl From<CborError> for UnboxError {
    fn from(_: CborError) -> Self {
        Self::Form
    }
}

/// Whether something can be sealed to this key: it has the form that FIPS 203, 7.2, asks for.
#[must_use]
pub fn is_sealing_key(sealing: &[u8]) -> bool {
    <XWing as Kem>::PublicKey::from_bytes(sealing).is_ok()
}

/// Seals `content` to each of `people`, given with their sealing keys.
///
/// # Errors
/// A [`BoxError`].
pub fn seal<'a>(
    random: &dyn Random,
    context: &Context,
    people: impl IntoIterator<Item = (PersonId, &'a [u8])>,
    content: &SecretBytes,
) -> Result<Vec<u8>, BoxError> {
    let mut people: Vec<_> = people.into_iter().collect();
    people.sort_by_key(|(person, _)| *person);
    people.dedup_by_key(|(person, _)| *person);
    let mut out = Writer::new();
    out.array(people.len());
    for (person, sealing) in people {
        let to =
            <XWing as Kem>::PublicKey::from_bytes(sealing).map_err(|_| BoxError::SealingKey)?;
        let mut source = Source { random, failed: false };
        // EXPOSE: the content is encrypted to a member.
        let content = content.expose();
        let (encapsulated, sealed) = single_shot_seal_with_rng::<AesGcm256, HkdfSha256, XWing>(
            &OpModeS::Base,
            &to,
            &context.info(person),
            content,
            &[],
            &mut source,
        )
        .map_err(|_| BoxError::SealingKey)?;
        if source.failed {
            return Err(RandomError.into());
        }
        let encapsulated = encapsulated.to_bytes();
        out.array(3).bytes(person.as_bytes()).bytes(&encapsulated).bytes(&sealed);
    }
    Ok(out.into_bytes())
}

/// Opens the box of `identity` in `blob`.
///
/// # Errors
/// An [`UnboxError`].
pub fn open(
    identity: &Identity,
    context: &Context,
    blob: &[u8],
) -> Result<SecretBytes, UnboxError> {
    let from = &mut Reader::new(blob);
    let person = PersonId::from_bytes(identity.person());
    let mut own = None;
    let boxes = from.list(|from| {
        from.array_of(3)?;
        let whose = PersonId::from_bytes(from.fixed()?);
        let parts = (from.bytes()?, from.bytes()?);
        own = (whose == person).then_some(parts).or(own);
        Ok(whose)
    })?;
    from.end()?;
    if !boxes.is_sorted_by(|a, b| a < b) {
        return Err(UnboxError::Form);
    }
    let (encapsulated, sealed) = own.ok_or(UnboxError::NotForYou)?;
    let encapsulated =
        <XWing as Kem>::EncappedKey::from_bytes(encapsulated).map_err(|_| UnboxError::Form)?;
    let info = context.info(person);
    let mut opened = identity.sealing_keys().filter_map(|key| {
        let mode = &OpModeR::Base;
        single_shot_open::<AesGcm256, HkdfSha256, XWing>(
            mode,
            &key,
            &encapsulated,
            &info,
            sealed,
            &[],
        )
        .ok()
    });
    opened.next().map(SecretBytes::new).ok_or(UnboxError::Sealed)
}

/// For whom there are boxes in `blob`.
///
/// # Errors
/// [`UnboxError::Form`].
pub fn recipients(blob: &[u8]) -> Result<Vec<PersonId>, UnboxError> {
    let from = &mut Reader::new(blob);
    let people = from.list(|from| {
        from.array_of(3)?;
        let person = PersonId::from_bytes(from.fixed()?);
        from.bytes()?;
        from.bytes()?;
        Ok(person)
    })?;
    from.end()?;
    Ok(people)
}

/// Bytes of boxes in one part, about. Who opens one fetches the part that it is in.
const PART: usize = 1024 * 1024;
/// A box without its content.
const AROUND: usize = 1_200;
/// Most parts that are read: boxes for millions of people.
const MOST_PARTS: usize = 4_096;

/// Most bytes of a part: twice what an honest one has.
pub const LARGEST_PART: usize = 2 * PART;

/// Bytes of a key in a box, with its epoch.
pub const KEY_LENGTH: usize = 64;

/// For how many people there are boxes in one part, when each holds so many bytes.
#[must_use]
pub fn people_in_a_part(content: usize) -> usize {
    (PART / (AROUND + content)).max(1)
}

/// A blob that lists parts, each another one, by the last person that has a box in it, ascending.
#[must_use]
pub fn list_parts(parts: &[(PersonId, BlobId)]) -> Vec<u8> {
    let mut out = Writer::new();
    out.array(parts.len());
    for (last, blob) in parts {
        out.array(2).bytes(last.as_bytes()).bytes(&blob.0);
    }
    out.into_bytes()
}

/// The parts that a blob lists; none of one with boxes.
///
/// # Errors
/// [`UnboxError::Form`] for a list that [`list_parts`] does not make.
pub fn parts(blob: &[u8]) -> Result<Option<Vec<(PersonId, BlobId)>>, UnboxError> {
    let from = &mut Reader::new(blob);
    let mut first = from.clone();
    if first.array()? == 0 || first.array_of(2).is_err() {
        return Ok(None);
    }
    let parts = from.list(|from| {
        from.array_of(2)?;
        Ok((PersonId::from_bytes(from.fixed()?), BlobId(from.fixed()?)))
    })?;
    from.end()?;
    let ascending = parts.is_sorted_by(|(a, _), (b, _)| a < b);
    let blobs: BTreeSet<[u8; 32]> = parts.iter().map(|(_, blob)| blob.0).collect();
    if parts.len() <= MOST_PARTS && ascending && blobs.len() == parts.len() {
        Ok(Some(parts))
    } else {
        Err(UnboxError::Form)
    }
}

/// The content of a box with keys: pairs of epoch and key. An all-zero epoch is the one that the
/// entry makes which names the blob.
#[must_use]
pub fn keys(pairs: &[(EntryId, &EpochKey)]) -> SecretBytes {
    let mut out = Vec::with_capacity(pairs.len() * KEY_LENGTH);
    for (epoch, key) in pairs {
        out.extend(epoch.0);
        out.extend(key.bytes());
    }
    SecretBytes::new(out)
}

/// Reads what [`keys`] made. Each key still has to be held against the commitment in the log.
///
/// # Errors
/// [`UnboxError::Form`].
pub fn read_keys(content: &SecretBytes) -> Result<Vec<(EntryId, EpochKey)>, UnboxError> {
    // EXPOSE: the keys are read into their types.
    let (pairs, rest) = content.expose().as_chunks::<KEY_LENGTH>();
    if !rest.is_empty() || pairs.is_empty() {
        return Err(UnboxError::Form);
    }
    let read = |pair: &[u8; KEY_LENGTH]| {
        let (mut epoch, mut key) = ([0; 32], Zeroizing::new([0; 32]));
        epoch.copy_from_slice(&pair[..32]);
        key.copy_from_slice(&pair[32..]);
        (EntryId(epoch), EpochKey::from_bytes(*key))
    };
    Ok(pairs.iter().map(read).collect())
}

/// Gives HPKE what [`Random`] gives, and remembers when it gave nothing.
struct Source<'a> {
    random: &'a dyn Random,
    failed: bool,
}

impl TryRng for Source<'_> {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        let mut out = [0; 4];
        self.try_fill_bytes(&mut out)?;
        Ok(u32::from_be_bytes(out))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let mut out = [0; 8];
        self.try_fill_bytes(&mut out)?;
        Ok(u64::from_be_bytes(out))
    }

    fn try_fill_bytes(&mut self, out: &mut [u8]) -> Result<(), Infallible> {
        self.failed |= self.random.fill(out).is_err();
        Ok(())
    }
}

impl TryCryptoRng for Source<'_> {}
