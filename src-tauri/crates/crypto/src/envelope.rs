//! One way to the root key. Envelopes are independent: each has its own salt, nonce and cost.
//!
//! | offset | size | field |
//! |---|---|---|
//! | 0 | 1 | kind: 1 password, 2 recovery code, 3 key store of the system |
//! | 1 | 12 | Argon2id memory in KiB, passes, lanes; zero for kinds 2 and 3 |
//! | 13 | 16 | salt |
//! | 29 | 12 | nonce |
//! | 41 | 32 | commitment to the key |
//! | 73 | 48 | the root key under AES-256-GCM |
//!
//! `KEK ‖ commitment = HKDF(salt = SHA-256("credenza/1/2skd" ‖ workspace id), secret = the secret
//! of the kind ‖ 32 bytes, info = "credenza/1/kek" ‖ kind ‖ flags ‖ 00 1c ‖ parameters ‖ salt)`.
//! The 32 bytes are zero and the flags 0, except for a password that needs the device secret: then
//! they are the device secret and 16 zero bytes, and the flags 1.
//! The authenticated data are the header's first 24 bytes as format 1 writes them, and the kind, so
//! that the other ways in stay as they are when the password begins to need the device secret.

use subtle::ConstantTimeEq as _;
use zeroize::Zeroizing;

use crate::{
    aead,
    device_secret::DeviceSecret,
    kdf::KdfParams,
    keys::RootKey,
    random::{Random, RandomError},
};

pub(crate) const LENGTH: usize = 121;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Password = 1,
    Recovery = 2,
    KeyStore = 3,
}

#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Envelope {
    pub(crate) kind: Kind,
    pub(crate) params: Option<KdfParams>,
    pub(crate) salt: [u8; 16],
    nonce: [u8; 12],
    commitment: [u8; 32],
    sealed: [u8; 48],
}

/// What an envelope is bound to: the fixed part of the header.
pub(crate) struct Bound<'a> {
    pub(crate) fixed: &'a [u8],
    pub(crate) workspace: &'a [u8; 16],
}

/// What opens an envelope.
#[derive(Clone, Copy)]
pub(crate) struct Opener<'a> {
    /// The secret of its kind.
    pub(crate) secret: &'a [u8],
    /// The device secret, where the password needs it.
    pub(crate) device: Option<&'a DeviceSecret>,
}

impl<'a> Opener<'a> {
    pub(crate) fn alone(secret: &'a [u8]) -> Self {
        Self { secret, device: None }
    }
}

/// Salt and nonce of an envelope that is about to be made.
pub(crate) struct Fresh {
    pub(crate) salt: [u8; 16],
    nonce: [u8; 12],
}

impl Fresh {
    pub(crate) fn new(random: &dyn Random) -> Result<Self, RandomError> {
        Ok(Self { salt: random.bytes()?, nonce: random.bytes()? })
    }
}

impl Envelope {
    /// Seals `root` under the secret of `kind`.
    pub(crate) fn seal(
        kind: Kind,
        params: Option<KdfParams>,
        fresh: Fresh,
        by: Opener<'_>,
        bound: &Bound<'_>,
        root: &RootKey,
    ) -> Self {
        let mut envelope = Self {
            kind,
            params,
            salt: fresh.salt,
            nonce: fresh.nonce,
            commitment: [0; 32],
            sealed: [0; 48],
        };
        let okm = envelope.keys(by, bound);
        let (key, commitment) = halves(&okm);
        envelope.commitment = commitment;
        if let Some(sealed) = aead::seal(&key, &envelope.nonce, &envelope.aad(bound), root.bytes())
        {
            envelope.sealed.copy_from_slice(&sealed);
        }
        envelope
    }

    /// The root key, if `by` is the right one and no bit was changed.
    pub(crate) fn open(&self, by: Opener<'_>, bound: &Bound<'_>) -> Option<RootKey> {
        let okm = self.keys(by, bound);
        let (key, commitment) = halves(&okm);
        if !bool::from(commitment.ct_eq(&self.commitment)) {
            return None;
        }
        let opened = aead::open(&key, &self.nonce, &self.aad(bound), &self.sealed)?;
        let bytes = <[u8; 32]>::try_from(opened.as_slice()).ok()?;
        Some(RootKey::from_bytes(bytes))
    }

    fn keys(&self, by: Opener<'_>, bound: &Bound<'_>) -> Zeroizing<[u8; 64]> {
        let salt = aead::sha256(&[b"credenza/1/2skd", bound.workspace]);
        let device = by.device.map_or(&[0; 16], DeviceSecret::bytes);
        let secret = Zeroizing::new([by.secret, device, &[0; 16]].concat());
        let kind = [self.kind as u8, u8::from(by.device.is_some())];
        let params = self.params_bytes();
        aead::derive(&salt, &secret, &[b"credenza/1/kek", &kind, &[0, 28], &params, &self.salt])
    }

    fn params_bytes(&self) -> [u8; 12] {
        self.params.map_or([0; 12], KdfParams::to_bytes)
    }

    fn aad(&self, bound: &Bound<'_>) -> Vec<u8> {
        [bound.fixed, &[self.kind as u8]].concat()
    }

    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        out.push(self.kind as u8);
        out.extend(self.params_bytes());
        out.extend(self.salt);
        out.extend(self.nonce);
        out.extend(self.commitment);
        out.extend(self.sealed);
    }

    /// Reads one envelope; none when its kind is unknown or its cost is out of range.
    pub(crate) fn read(bytes: &[u8; LENGTH]) -> Option<Self> {
        let kind = match bytes[0] {
            1 => Kind::Password,
            2 => Kind::Recovery,
            3 => Kind::KeyStore,
            _ => return None,
        };
        let number = |at: usize| {
            u32::from_be_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
        };
        let params = KdfParams { memory_kib: number(1), passes: number(5), lanes: number(9) };
        let params = match kind {
            Kind::Password => Some(params.check().is_ok().then_some(params)?),
            _ => bytes[1..13].iter().all(|b| *b == 0).then_some(None)?,
        };
        Some(Self {
            kind,
            params,
            salt: bytes[13..29].try_into().ok()?,
            nonce: bytes[29..41].try_into().ok()?,
            commitment: bytes[41..73].try_into().ok()?,
            sealed: bytes[73..].try_into().ok()?,
        })
    }
}

fn halves(okm: &[u8; 64]) -> (Zeroizing<[u8; 32]>, [u8; 32]) {
    let (mut key, mut commitment) = (Zeroizing::new([0; 32]), [0; 32]);
    key.copy_from_slice(&okm[..32]);
    commitment.copy_from_slice(&okm[32..]);
    (key, commitment)
}
