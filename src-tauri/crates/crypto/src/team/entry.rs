//! Signed entries.
//!
//! `CZE1 ‖ u32 length ‖ body ‖ signature 64`. The device signs `"credenza/1/sig/entry" ‖
//! SHA-256(everything before the signature)`, and that hash names the entry.

use credenza_model::{
    ids::{ChainId, DeviceId, RecordId, TeamId},
    team::{Entry, EntryId, Head, MOST_HEADS, Op},
};
use ed25519_dalek::{Signature, VerifyingKey};

use crate::{
    aead,
    cbor::{CborError, Reader, Writer},
    identity::{Identity, first_half},
    team::ops,
};

const MAGIC: &[u8; 4] = b"CZE1";
const LABEL: &[u8] = b"credenza/1/sig/entry";
const SIGNATURE: usize = 64;
/// Longest entry in bytes, signature included.
pub const LONGEST: usize = 1024 * 1024;

/// Why bytes are no entry. Nothing of them may be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EntryError {
    /// Another form.
    #[error("the entry has an unknown form")]
    Form,
    /// It says that it is of a later version of the form. That is not signed, so whoever can write
    /// bytes can say it: it counts only when a verified entry names this one.
    #[error("the entry was written by a later version")]
    Later(EntryId),
    /// Not signed by the device that it names.
    #[error("the entry is not signed by the device that it names")]
    Signature,
}

impl From<CborError> for EntryError {
    fn from(_: CborError) -> Self {
        Self::Form
    }
}

/// The name of a record that this device begins.
#[must_use]
pub fn record_id(device_key: &[u8; 32], nonce: &[u8; 16]) -> RecordId {
    ops::record_id(device_key, nonce)
}

/// The device that a key names.
#[must_use]
pub fn device_id(device_key: &[u8; 32]) -> DeviceId {
    DeviceId::from_bytes(first_half(aead::sha256(&[device_key])))
}

/// The team that begins with the entry `genesis`.
#[must_use]
pub fn team_id(genesis: EntryId) -> TeamId {
    TeamId::from_bytes(first_half(genesis.0))
}

/// Signs `entry`, and names it.
///
/// # Errors
/// [`EntryError::Form`] for what a reader would refuse: another device's key, an introduction that
/// is not genuine, an unknown op, or more than [`LONGEST`]. Such an entry is never written.
pub fn sign(identity: &Identity, entry: &Entry) -> Result<(EntryId, Vec<u8>), EntryError> {
    let body = write(entry);
    let length = u32::try_from(body.len()).map_err(|_| EntryError::Form)?;
    let mut bytes = [MAGIC.as_slice(), &length.to_be_bytes(), &body].concat();
    let digest = aead::sha256(&[&bytes]);
    bytes.extend(identity.sign_as_device(&signed(&digest)));
    let unknown = entry.ops.iter().any(|op| matches!(op, Op::Unknown { .. }));
    match verify(&bytes) {
        Ok((id, read)) if read == *entry && !unknown => Ok((id, bytes)),
        _ => Err(EntryError::Form),
    }
}

/// Reads an entry whose signature is right.
///
/// # Errors
/// An [`EntryError`].
pub fn verify(bytes: &[u8]) -> Result<(EntryId, Entry), EntryError> {
    if bytes.len() > LONGEST {
        return Err(EntryError::Form);
    }
    let (rest, signature) = bytes.split_last_chunk::<SIGNATURE>().ok_or(EntryError::Form)?;
    let (head, body) = rest.split_first_chunk::<8>().ok_or(EntryError::Form)?;
    if head.starts_with(b"CZE") && head[3] > MAGIC[3] && head[3].is_ascii_digit() {
        return Err(EntryError::Later(EntryId(aead::sha256(&[rest]))));
    }
    let length = u32::from_be_bytes([head[4], head[5], head[6], head[7]]);
    if !head.starts_with(MAGIC) || usize::try_from(length) != Ok(body.len()) {
        return Err(EntryError::Form);
    }
    let digest = aead::sha256(&[rest]);
    let key = device_key(body)?;
    let key = VerifyingKey::from_bytes(&key).map_err(|_| EntryError::Signature)?;
    key.verify_strict(&signed(&digest), &Signature::from_bytes(signature))
        .map_err(|_| EntryError::Signature)?;
    Ok((EntryId(digest), read(body)?))
}

fn signed(digest: &[u8; 32]) -> Vec<u8> {
    [LABEL, digest].concat()
}

fn write(entry: &Entry) -> Vec<u8> {
    let mut out = Writer::new();
    out.array(10).bytes(entry.team.as_bytes()).bytes(entry.chain.as_bytes()).uint(entry.sequence);
    out.bytes(&entry.device_key).bytes(&entry.previous.0).array(entry.heads.len());
    for head in &entry.heads {
        out.array(3).bytes(head.chain.as_bytes()).uint(head.sequence).bytes(&head.entry.0);
    }
    out.uint(entry.lamport).int(entry.written);
    match entry.blocked {
        Some((chain, sequence)) => out.array(2).bytes(chain.as_bytes()).uint(sequence),
        None => out.null(),
    };
    out.array(entry.ops.len());
    entry.ops.iter().for_each(|op| ops::write(&mut out, op));
    out.into_bytes()
}

/// The key alone, so that nothing else is read before the signature was checked.
fn device_key(body: &[u8]) -> Result<[u8; 32], CborError> {
    let from = &mut Reader::new(body);
    from.array_of(10)?;
    from.bytes()?;
    from.bytes()?;
    from.uint()?;
    from.fixed()
}

fn read(body: &[u8]) -> Result<Entry, CborError> {
    let from = &mut Reader::new(body);
    from.array_of(10)?;
    let team = TeamId::from_bytes(from.fixed()?);
    let chain = ChainId::from_bytes(from.fixed()?);
    let sequence = from.uint()?;
    let device_key = from.fixed()?;
    let previous = EntryId(from.fixed()?);
    let heads = from.list(read_head)?;
    let ascending = heads.is_sorted_by(|a, b| a.chain < b.chain);
    let many = heads.len() > MOST_HEADS;
    if many || !ascending || heads.iter().any(|head| head.chain == chain) {
        return Err(CborError);
    }
    let (lamport, written) = (from.uint()?, from.int()?);
    let blocked = if from.is_null() {
        None
    } else {
        from.array_of(2)?;
        Some((ChainId::from_bytes(from.fixed()?), from.uint()?))
    };
    let ops = from.list(|from| ops::read(from, team, &device_key))?;
    from.end()?;
    let device = device_id(&device_key);
    Ok(Entry {
        team,
        chain,
        sequence,
        device_key,
        device,
        previous,
        heads,
        lamport,
        written,
        blocked,
        ops,
    })
}

fn read_head(from: &mut Reader<'_>) -> Result<Head, CborError> {
    from.array_of(3)?;
    let chain = ChainId::from_bytes(from.fixed()?);
    Ok(Head { chain, sequence: from.uint()?, entry: EntryId(from.fixed()?) })
}
