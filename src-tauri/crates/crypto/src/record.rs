//! The sealed record, `CZR1`.
//!
//! | offset | size | field |
//! |---|---|---|
//! | 0 | 4 | magic `CZR1` |
//! | 4 | 1 | suite, 1: HKDF-SHA256, AES-256-GCM, 32-byte commitment |
//! | 5 | 1 | class |
//! | 6 | 2 | schema of the plaintext |
//! | 8 | 16 | scope: workspace or team record |
//! | 24 | 16 | record |
//! | 40 | 4 | epoch of the scope key |
//! | 44 | 8 | revision |
//! | 52 | 16 | author device, zero for what stays local |
//! | 68 | 32 | SHA-256 of the revision before, zero for the first |
//! | 100 | 32 | salt |
//! | 132 | 32 | commitment to the key |
//! | 164 | 4 | length of the ciphertext with its tag |
//! | 168 | n | ciphertext and tag |
//!
//! `key 32 ‖ nonce 12 ‖ commitment 32 = HKDF(salt, scope key, "credenza/1/rec" ‖ bytes 0..100)`;
//! the authenticated data are bytes 0..168. Each key seals one message. The plaintext is a u32
//! length, the content, and zeros up to the next of 256, 512, 1 K, 2 K, 4 K, 8 K, and multiples of
//! 8 K, so that a size tells little.

use std::sync::Mutex;

use credenza_secret::SecretBytes;
use subtle::ConstantTimeEq as _;
use zeroize::Zeroizing;

use crate::{
    aead,
    keys::ScopeKey,
    random::{Random, RandomError},
};

const MAGIC: &[u8; 4] = b"CZR1";
const SUITE: u8 = 1;
const BOUND: usize = 100;
const HEADER: usize = 168;
/// Longest content of a record in bytes.
pub const LONGEST_CONTENT: usize = 16 * 1024 * 1024;

/// What a record holds. A new meaning is a new number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// What lists show.
    Overview = 1,
    /// A secret value.
    Secret = 2,
    /// The sign-in of a vault connection.
    Connection = 3,
    /// Edges of the dependency graph.
    Edges = 4,
    /// What describes a scope. Its forms under the workspace's local key: 1 the person's keys, 2 a
    /// kept key, 3 an invitation, 4 a sign-in for a location, 6 keys of a paired device, 7 versions
    /// that wait for a choice. Requests, answers and packs for a device have keys of their own.
    Scope = 5,
    /// A part of an attachment.
    Attachment = 6,
    /// An entry of the activity log.
    Audit = 7,
    /// An object of a team's location; the record is then named by where the object lies.
    Object = 8,
}

/// Everything that a record is bound to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RecordHeader {
    /// What it holds.
    pub class: Class,
    /// Version of the content's form.
    pub schema: u16,
    /// Workspace or team record.
    pub scope: [u8; 16],
    /// The record.
    pub record: [u8; 16],
    /// Epoch of the scope key.
    pub epoch: u32,
    /// 1 for the first, one more for each change.
    pub revision: u64,
    /// The device that wrote it; zero for what stays local.
    pub author: [u8; 16],
    /// SHA-256 of the revision before; zero for the first.
    pub previous: [u8; 32],
}

impl RecordHeader {
    /// The first revision, in the first epoch, of what stays local.
    #[must_use]
    pub fn local(class: Class, schema: u16, scope: [u8; 16], record: [u8; 16]) -> Self {
        let (author, previous) = ([0; 16], [0; 32]);
        Self { class, schema, scope, record, epoch: 1, revision: 1, author, previous }
    }
}

/// A record with what the store keeps beside it.
pub struct Sealed {
    /// The record.
    pub bytes: Vec<u8>,
    /// Its salt.
    pub salt: [u8; 32],
    /// SHA-256 of `bytes`.
    pub digest: [u8; 32],
}

/// Why nothing was sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// No random bytes.
    #[error(transparent)]
    Random(#[from] RandomError),
    /// The generator gave the same bytes twice: it is broken, and sealing on would lose secrecy.
    #[error("the random generator repeats itself")]
    RepeatedSalt,
    /// More than [`LONGEST_CONTENT`].
    #[error("the content is too long")]
    TooLong,
}

/// Why a record was not opened. Nothing of it may be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// Not a record of a known form.
    #[error("the record has an unknown form")]
    Form,
    /// A whole record, but of another thing, revision or author than was asked for.
    #[error("the record is not the expected one")]
    Unexpected,
    /// Another key, or changed bytes.
    #[error("the record does not open")]
    Sealed,
}

impl RecordHeader {
    fn to_bytes(self) -> [u8; BOUND] {
        let mut out = [0; BOUND];
        out[..4].copy_from_slice(MAGIC);
        out[4] = SUITE;
        out[5] = self.class as u8;
        out[6..8].copy_from_slice(&self.schema.to_be_bytes());
        out[8..24].copy_from_slice(&self.scope);
        out[24..40].copy_from_slice(&self.record);
        out[40..44].copy_from_slice(&self.epoch.to_be_bytes());
        out[44..52].copy_from_slice(&self.revision.to_be_bytes());
        out[52..68].copy_from_slice(&self.author);
        out[68..].copy_from_slice(&self.previous);
        out
    }
}

/// Seals records, and notices a generator that repeats itself.
#[derive(Default)]
pub struct Sealer {
    last: Mutex<Option<[u8; 32]>>,
}

impl Sealer {
    /// Seals `content`.
    ///
    /// # Errors
    /// A [`SealError`].
    pub fn seal(
        &self,
        random: &dyn Random,
        key: &ScopeKey,
        header: &RecordHeader,
        content: &SecretBytes,
    ) -> Result<Sealed, SealError> {
        let salt = random.bytes::<32>()?;
        let before =
            self.last.lock().unwrap_or_else(std::sync::PoisonError::into_inner).replace(salt);
        if before == Some(salt) {
            return Err(SealError::RepeatedSalt);
        }
        let bytes = seal_with_salt(key, header, content, &salt)?;
        let digest = aead::sha256(&[&bytes]);
        Ok(Sealed { bytes, salt, digest })
    }
}

fn seal_with_salt(
    key: &ScopeKey,
    header: &RecordHeader,
    content: &SecretBytes,
    salt: &[u8; 32],
) -> Result<Vec<u8>, SealError> {
    let plaintext = padded(content)?;
    let bound = header.to_bytes();
    let okm = derive(key, salt, &bound);
    let length = u32::try_from(plaintext.len() + aead::TAG).map_err(|_| SealError::TooLong)?;
    let mut bytes = Vec::with_capacity(HEADER + plaintext.len() + aead::TAG);
    bytes.extend(bound);
    bytes.extend(salt);
    bytes.extend(&okm.commitment);
    bytes.extend(length.to_be_bytes());
    let sealed = aead::seal(&okm.key, &okm.nonce, &bytes, &plaintext).ok_or(SealError::TooLong)?;
    bytes.extend(sealed);
    Ok(bytes)
}

/// Opens a record that must be exactly the `expected` one.
///
/// # Errors
/// An [`OpenError`].
pub fn open(
    key: &ScopeKey,
    bytes: &[u8],
    expected: &RecordHeader,
) -> Result<SecretBytes, OpenError> {
    let (header, sealed) = bytes.split_first_chunk::<HEADER>().ok_or(OpenError::Form)?;
    let length = u32::from_be_bytes([header[164], header[165], header[166], header[167]]);
    let whole = header.starts_with(MAGIC)
        && header[4] == SUITE
        && usize::try_from(length) == Ok(sealed.len());
    if !whole {
        return Err(OpenError::Form);
    }
    if header[..BOUND] != expected.to_bytes() {
        return Err(OpenError::Unexpected);
    }
    let mut salt = [0; 32];
    salt.copy_from_slice(&header[100..132]);
    let okm = derive(key, &salt, &header[..BOUND]);
    if !bool::from(okm.commitment.ct_eq(&header[132..164])) {
        return Err(OpenError::Sealed);
    }
    let plaintext = aead::open(&okm.key, &okm.nonce, header, sealed).ok_or(OpenError::Sealed)?;
    unpadded(&plaintext).ok_or(OpenError::Form)
}

/// SHA-256 of a record, as the next revision names it.
#[must_use]
pub fn digest(bytes: &[u8]) -> [u8; 32] {
    aead::sha256(&[bytes])
}

struct Okm {
    key: Zeroizing<[u8; 32]>,
    nonce: [u8; 12],
    commitment: [u8; 32],
}

fn derive(key: &ScopeKey, salt: &[u8; 32], bound: &[u8]) -> Okm {
    let okm = aead::derive::<76>(salt, key.bytes(), &[b"credenza/1/rec", bound]);
    let mut out = Okm { key: Zeroizing::new([0; 32]), nonce: [0; 12], commitment: [0; 32] };
    out.key.copy_from_slice(&okm[..32]);
    out.nonce.copy_from_slice(&okm[32..44]);
    out.commitment.copy_from_slice(&okm[44..]);
    out
}

fn bucket(length: usize) -> usize {
    let small = [256, 512, 1_024, 2_048, 4_096, 8_192];
    small.into_iter().find(|size| length <= *size).unwrap_or_else(|| length.next_multiple_of(8_192))
}

fn padded(content: &SecretBytes) -> Result<Zeroizing<Vec<u8>>, SealError> {
    if content.len() > LONGEST_CONTENT {
        return Err(SealError::TooLong);
    }
    let length = u32::try_from(content.len()).map_err(|_| SealError::TooLong)?;
    let mut out = Zeroizing::new(vec![0; bucket(content.len() + 4)]);
    out[..4].copy_from_slice(&length.to_be_bytes());
    // EXPOSE: the content is encrypted.
    out[4..4 + content.len()].copy_from_slice(content.expose());
    Ok(out)
}

fn unpadded(plaintext: &[u8]) -> Option<SecretBytes> {
    let (length, rest) = plaintext.split_first_chunk::<4>()?;
    let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
    let (content, padding) = rest.split_at_checked(length)?;
    let right = plaintext.len() == bucket(length + 4) && padding.iter().all(|byte| *byte == 0);
    right.then(|| SecretBytes::new(content.to_vec()))
}
