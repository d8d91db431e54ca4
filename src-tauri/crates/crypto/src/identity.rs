//! A person's keys: a root key that certifies devices, this device's signing key, and a key to
//! which others seal (X-Wing: ML-KEM-768 with X25519).
//!
//! Private form, sealed as a record of class 5 under the identity key: magic `CZI1`, root seed 32,
//! device seed 32, sealing seeds of 32, the newest first. What one device hands to another has no
//! device seed and the magic `CZP1`. A person is named by `SHA-256("credenza/1/uid" ‖ root public
//! key)`, a device by `SHA-256(device public key)`, both cut to 16 bytes.

use std::slice;

use credenza_secret::SecretBytes;
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use hpke::{Kem as _, Serializable as _, kem::XWing};
use zeroize::Zeroizing;

use crate::{
    aead,
    random::{Random, RandomError},
};

const MAGIC: &[u8; 4] = b"CZI1";
const PERSON: &[u8; 4] = b"CZP1";
/// Most sealing keys that are read: one for each lost device, and one more.
const MOST_KEYS: usize = 1_024;
const CERTIFICATE: &[u8] = b"credenza/1/device-certificate";

/// A person's private keys on this device.
pub struct Identity {
    root: SigningKey,
    device: SigningKey,
    /// The newest first; older ones open what was sealed to them.
    sealing: Zeroizing<Vec<[u8; 32]>>,
}

/// What others know of a person's device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicIdentity {
    /// Ed25519 key that names the person.
    pub root: [u8; 32],
    /// Ed25519 key of the device.
    pub device: [u8; 32],
    /// X-Wing key to which others seal, 1,216 bytes.
    pub sealing: Vec<u8>,
    /// The root key's signature over the device and sealing keys.
    pub certificate: [u8; 64],
}

/// The stored identity has another form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the stored identity is damaged")]
pub struct IdentityError;

/// Why there are no more sealing keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SealingKeyError {
    /// [`RandomError`].
    #[error(transparent)]
    Random(#[from] RandomError),
    /// There would be more than can be read again.
    #[error("there are too many sealing keys")]
    TooMany,
    /// They are another person's.
    #[error("the sealing keys are another person's")]
    AnotherPerson,
}

impl Identity {
    /// New keys for a new person on a new device.
    ///
    /// # Errors
    /// [`RandomError`].
    pub fn create(random: &dyn Random) -> Result<Self, RandomError> {
        let seed = || -> Result<_, RandomError> { Ok(Zeroizing::new(random.bytes::<32>()?)) };
        Ok(Self {
            root: SigningKey::from_bytes(&*seed()?),
            device: SigningKey::from_bytes(&*seed()?),
            sealing: Zeroizing::new(vec![*seed()?]),
        })
    }

    /// The same device with a new key to which others seal. The older ones are kept.
    ///
    /// # Errors
    /// [`SealingKeyError`].
    pub fn with_new_sealing_key(&self, random: &dyn Random) -> Result<Self, SealingKeyError> {
        let mut sealing = Zeroizing::new(Vec::with_capacity(self.sealing.len() + 1));
        sealing.push(*Zeroizing::new(random.bytes::<32>()?));
        sealing.extend(&*self.sealing);
        self.with_sealing_keys(sealing)
    }

    /// The same device with the sealing keys that another device of the person has. Keys that were
    /// here alone are kept as older ones.
    ///
    /// # Errors
    /// [`SealingKeyError`].
    pub fn with_sealing_keys_of(&self, other: &Self) -> Result<Self, SealingKeyError> {
        if self.person() != other.person() {
            return Err(SealingKeyError::AnotherPerson);
        }
        let mut sealing =
            Zeroizing::new(Vec::with_capacity(self.sealing.len() + other.sealing.len()));
        sealing.extend(&*other.sealing);
        sealing.extend(self.sealing.iter().filter(|key| !other.sealing.contains(key)));
        self.with_sealing_keys(sealing)
    }

    fn with_sealing_keys(
        &self,
        sealing: Zeroizing<Vec<[u8; 32]>>,
    ) -> Result<Self, SealingKeyError> {
        if sealing.len() > MOST_KEYS {
            return Err(SealingKeyError::TooMany);
        }
        Ok(Self { root: self.root.clone(), device: self.device.clone(), sealing })
    }

    /// The same person on another device.
    ///
    /// # Errors
    /// [`RandomError`].
    pub fn on_new_device(&self, random: &dyn Random) -> Result<Self, RandomError> {
        Ok(Self {
            root: self.root.clone(),
            device: SigningKey::from_bytes(&Zeroizing::new(random.bytes::<32>()?)),
            sealing: self.sealing.clone(),
        })
    }

    /// The form to be sealed.
    #[must_use]
    pub fn to_secret_bytes(&self) -> SecretBytes {
        let (root, device) = (self.root.as_bytes(), self.device.as_bytes());
        written(MAGIC, &[slice::from_ref(root), slice::from_ref(device), &self.sealing])
    }

    /// What another device of the person needs.
    #[must_use]
    pub fn to_person_bytes(&self) -> SecretBytes {
        written(PERSON, &[slice::from_ref(self.root.as_bytes()), &self.sealing])
    }

    /// The person of [`Identity::to_person_bytes`] on a new device.
    ///
    /// # Errors
    /// [`IdentityError`].
    pub fn from_person_bytes(
        random: &dyn Random,
        bytes: &SecretBytes,
    ) -> Result<Self, IdentityError> {
        // EXPOSE: the keys are read into their types.
        let seeds = bytes.expose().strip_prefix(PERSON).ok_or(IdentityError)?;
        let (parts, rest) = seeds.as_chunks::<32>();
        let ([root, sealing @ ..], []) = (parts, rest) else { return Err(IdentityError) };
        let device = Zeroizing::new(random.bytes::<32>().map_err(|_| IdentityError)?);
        Self::of(root, &device, sealing)
    }

    /// Reads what [`Identity::to_secret_bytes`] made.
    ///
    /// # Errors
    /// [`IdentityError`].
    pub fn from_secret_bytes(bytes: &SecretBytes) -> Result<Self, IdentityError> {
        // EXPOSE: the keys are read into their types.
        let seeds = bytes.expose().strip_prefix(MAGIC).ok_or(IdentityError)?;
        let (parts, rest) = seeds.as_chunks::<32>();
        let ([root, device, sealing @ ..], []) = (parts, rest) else { return Err(IdentityError) };
        Self::of(root, device, sealing)
    }

    fn of(root: &[u8; 32], device: &[u8; 32], sealing: &[[u8; 32]]) -> Result<Self, IdentityError> {
        if sealing.is_empty() || sealing.len() > MOST_KEYS {
            return Err(IdentityError);
        }
        Ok(Self {
            root: SigningKey::from_bytes(root),
            device: SigningKey::from_bytes(device),
            sealing: Zeroizing::new(sealing.to_vec()),
        })
    }

    /// The person's identifier.
    #[must_use]
    pub fn person(&self) -> [u8; 16] {
        person_of(&self.root.verifying_key().to_bytes())
    }

    /// The device's public key.
    #[must_use]
    pub fn device_key(&self) -> [u8; 32] {
        self.device.verifying_key().to_bytes()
    }

    pub(crate) fn sign_as_device(&self, message: &[u8]) -> [u8; 64] {
        self.device.sign(message).to_bytes()
    }

    /// The newest first.
    pub(crate) fn sealing_keys(
        &self,
    ) -> impl Iterator<Item = <XWing as hpke::Kem>::PrivateKey> + '_ {
        self.sealing.iter().map(|seed| XWing::derive_keypair(seed).0)
    }

    /// Whether this device can open what is sealed to `key`.
    #[must_use]
    pub fn can_open(&self, key: &[u8]) -> bool {
        self.sealing.iter().any(|seed| XWing::derive_keypair(seed).1.to_bytes().as_slice() == key)
    }

    /// What others may know.
    #[must_use]
    pub fn public(&self) -> PublicIdentity {
        let newest = self.sealing.first().map(|seed| seed.as_slice()).unwrap_or_default();
        let (_, sealing) = XWing::derive_keypair(newest);
        let sealing = sealing.to_bytes().to_vec();
        let device = self.device.verifying_key().to_bytes();
        let certificate = self.root.sign(&certified(&device, &sealing)).to_bytes();
        PublicIdentity { root: self.root.verifying_key().to_bytes(), device, sealing, certificate }
    }
}

impl PublicIdentity {
    /// The person's identifier.
    #[must_use]
    pub fn person(&self) -> [u8; 16] {
        person_of(&self.root)
    }

    /// The device's identifier.
    #[must_use]
    pub fn device_id(&self) -> [u8; 16] {
        first_half(aead::sha256(&[&self.device]))
    }

    /// Whether the root key certified exactly these device and sealing keys.
    #[must_use]
    pub fn is_certified(&self) -> bool {
        let Ok(root) = VerifyingKey::from_bytes(&self.root) else { return false };
        let signature = Signature::from_bytes(&self.certificate);
        root.verify_strict(&certified(&self.device, &self.sealing), &signature).is_ok()
    }
}

fn written(magic: &[u8; 4], keys: &[&[[u8; 32]]]) -> SecretBytes {
    let mut out = Vec::with_capacity(4 + 32 * keys.iter().map(|keys| keys.len()).sum::<usize>());
    out.extend(magic);
    keys.iter().for_each(|keys| out.extend(keys.as_flattened()));
    SecretBytes::new(out)
}

fn certified(device: &[u8; 32], sealing: &[u8]) -> Vec<u8> {
    [CERTIFICATE, device, sealing].concat()
}

fn person_of(root: &[u8; 32]) -> [u8; 16] {
    first_half(aead::sha256(&[b"credenza/1/uid", root]))
}

pub(crate) fn first_half(hash: [u8; 32]) -> [u8; 16] {
    let mut out = [0; 16];
    out.copy_from_slice(&hash[..16]);
    out
}
