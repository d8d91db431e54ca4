//! The `header` file of a workspace: the ways to its root key.
//!
//! | offset | size | field |
//! |---|---|---|
//! | 0 | 4 | magic `CZH1` |
//! | 4 | 2 | format version: 1, or 2 where the password needs the device secret |
//! | 6 | 1 | lowest suite that may be read, 1 |
//! | 7 | 1 | flags: 0 in format 1; 1 in format 2, the password needs the device secret |
//! | 8 | 16 | workspace id |
//! | 24 | 8 | counter, one more for each change |
//! | 32 | 1 | number of envelopes, 1 to 3, each kind at most once, ascending |
//! | 33 | 52 | format 2 alone: the device secret's name (8), a nonce (12), and the secret under AES-256-GCM (32) |
//! | 33 or 85 | 121 each | envelopes |
//! | end | 32 | HMAC-SHA256 of all before, under the workspace's state key |
//!
//! Envelopes are bound to the first 24 bytes as format 1 writes them; whether the password needs the
//! device secret goes into the derivation of its envelope, so that a header whose flag was taken away
//! does not open. The device secret is sealed under `HKDF(root key, "credenza/1/device-secret")`, with
//! those 24 bytes and its name as authenticated data. The tag binds everything, the counter included,
//! and can be checked only by someone who has opened an envelope.

mod error;
mod kept_secret;

use credenza_secret::{Secret, SecretBytes};
pub use error::{ChangeError, HeaderError, UnlockError};
use kept_secret::KeptSecret;

use crate::{
    device_secret::{DeviceSecret, DeviceSecretName},
    envelope::{self, Bound, Envelope, Fresh, Kind, Opener},
    kdf::{Kdf, KdfParams},
    keys::RootKey,
    random::Random,
    recovery::RecoveryCode,
};

const MAGIC: &[u8; 4] = b"CZH1";
/// The newest format that is known.
const VERSION: u16 = 2;
/// Length of what envelopes are bound to.
const HEADER_FIXED: usize = 24;
const PREFIX: usize = 33;
/// Format, suite and flags of each format.
const PLAIN: [u8; 4] = [0, 1, 1, 0];
const WITH_DEVICE_SECRET: [u8; 4] = [0, 2, 1, 1];

/// The ways to one workspace's root key.
pub struct Header {
    /// The first bytes as format 1 writes them.
    fixed: [u8; HEADER_FIXED],
    counter: u64,
    device: Option<KeptSecret>,
    envelopes: Vec<Envelope>,
    /// The bytes that were read with their tag; none for a header that was made or changed here.
    read: Option<(Vec<u8>, [u8; 32])>,
}

impl Header {
    /// A new workspace: its root key, a password and a recovery code.
    ///
    /// # Errors
    /// A [`ChangeError`].
    pub fn create(
        random: &dyn Random,
        kdf: &dyn Kdf,
        params: KdfParams,
        password: &Secret,
    ) -> Result<(Self, RootKey, RecoveryCode), ChangeError> {
        let mut fixed = [0; HEADER_FIXED];
        fixed[..4].copy_from_slice(MAGIC);
        fixed[4..8].copy_from_slice(&PLAIN);
        fixed[8..].copy_from_slice(&random.bytes::<16>()?);
        let root = RootKey::generate(random)?;
        let mut header =
            Self { fixed, counter: 0, device: None, envelopes: Vec::new(), read: None };
        header.replace_password(random, kdf, params, &root, password)?;
        let code = header.replace_recovery(random, &root)?;
        header.counter = 1;
        Ok((header, root, code))
    }

    /// Reads a header strictly; nothing is derived.
    ///
    /// # Errors
    /// A [`HeaderError`].
    pub fn parse(bytes: &[u8]) -> Result<Self, HeaderError> {
        if bytes.len() < PREFIX || !bytes.starts_with(MAGIC) {
            return Err(HeaderError::Damaged);
        }
        let version = u16::from_be_bytes([bytes[4], bytes[5]]);
        if version > VERSION {
            return Err(HeaderError::NewerFormat { found: version });
        }
        Self::parse_known(bytes).ok_or(HeaderError::Damaged)
    }

    fn parse_known(bytes: &[u8]) -> Option<Self> {
        let (fixed, rest) = bytes.split_first_chunk::<HEADER_FIXED>()?;
        let (counter, rest) = rest.split_first_chunk::<8>()?;
        let (count, rest) = rest.split_first()?;
        let (device, rest) = match *fixed[4..8].first_chunk::<4>()? {
            PLAIN => (None, rest),
            WITH_DEVICE_SECRET => {
                let (kept, rest) = rest.split_first_chunk::<{ kept_secret::LENGTH }>()?;
                (Some(KeptSecret::read(kept)?), rest)
            }
            _ => return None,
        };
        let (body, tag) = rest.split_last_chunk::<32>()?;
        let (chunks, left) = body.as_chunks::<{ envelope::LENGTH }>();
        let whole = left.is_empty() && chunks.len() == usize::from(*count);
        let envelopes: Vec<_> = chunks.iter().map(Envelope::read).collect::<Option<_>>()?;
        let ascending = envelopes.is_sorted_by(|a, b| (a.kind as u8) < (b.kind as u8));
        if !whole || envelopes.is_empty() || !ascending {
            return None;
        }
        let signed = bytes[..bytes.len() - tag.len()].to_vec();
        let counter = u64::from_be_bytes(*counter);
        let mut fixed = *fixed;
        fixed[4..8].copy_from_slice(&PLAIN);
        Some(Self { fixed, counter, device, envelopes, read: Some((signed, *tag)) })
    }

    /// The bytes to be stored.
    #[must_use]
    pub fn to_bytes(&self, root: &RootKey) -> Vec<u8> {
        let mut bytes = self.fixed.to_vec();
        if self.device.is_some() {
            bytes[4..8].copy_from_slice(&WITH_DEVICE_SECRET);
        }
        bytes.extend(self.counter.to_be_bytes());
        bytes.push(u8::try_from(self.envelopes.len()).unwrap_or(u8::MAX));
        self.device.iter().for_each(|kept| kept.write(&mut bytes));
        self.envelopes.iter().for_each(|envelope| envelope.write(&mut bytes));
        let tag = root.state().tag(&bytes);
        bytes.extend(tag);
        bytes
    }

    /// The workspace's identifier.
    #[must_use]
    pub fn workspace(&self) -> [u8; 16] {
        let mut id = [0; 16];
        id.copy_from_slice(&self.fixed[8..]);
        id
    }

    /// One more for each change; an older copy of the file has a lower one.
    #[must_use]
    pub fn counter(&self) -> u64 {
        self.counter
    }

    /// What a guess of the password costs.
    #[must_use]
    pub fn kdf_params(&self) -> Option<KdfParams> {
        self.envelope(Kind::Password).ok()?.params
    }

    /// Whether the key store of the system opens it.
    #[must_use]
    pub fn has_key_store(&self) -> bool {
        self.envelope(Kind::KeyStore).is_ok()
    }

    /// Which device secret the password needs; none where it opens alone.
    #[must_use]
    pub fn device_secret_name(&self) -> Option<DeviceSecretName> {
        self.device.as_ref().map(|kept| kept.name)
    }

    /// The device secret that the password needs; none where it opens alone, or of another root key.
    #[must_use]
    pub fn device_secret(&self, root: &RootKey) -> Option<DeviceSecret> {
        self.device.as_ref()?.open(&self.fixed, root)
    }

    /// Opens with the password alone.
    ///
    /// # Errors
    /// An [`UnlockError`]; [`UnlockError::NeedsDeviceSecret`] before anything is derived.
    pub fn unlock_with_password(
        &self,
        kdf: &dyn Kdf,
        password: &Secret,
    ) -> Result<RootKey, UnlockError> {
        if self.device.is_some() {
            return Err(UnlockError::NeedsDeviceSecret);
        }
        self.open_password(kdf, password, None)
    }

    /// Opens with the password and the device secret; the latter is ignored where none is needed.
    ///
    /// # Errors
    /// An [`UnlockError`]; [`UnlockError::OtherDeviceSecret`] before anything is derived. With the
    /// right secret [`UnlockError::Wrong`] means the password, or a damaged envelope.
    pub fn unlock_with_device_secret(
        &self,
        kdf: &dyn Kdf,
        password: &Secret,
        device: &DeviceSecret,
    ) -> Result<RootKey, UnlockError> {
        let Some(kept) = &self.device else {
            return self.open_password(kdf, password, None);
        };
        if !kept.is(device, &self.fixed) {
            return Err(UnlockError::OtherDeviceSecret);
        }
        self.open_password(kdf, password, Some(device))
    }

    fn open_password(
        &self,
        kdf: &dyn Kdf,
        password: &Secret,
        device: Option<&DeviceSecret>,
    ) -> Result<RootKey, UnlockError> {
        let envelope = self.envelope(Kind::Password)?;
        let params = envelope.params.ok_or(UnlockError::NotSetUp)?;
        let key = kdf.derive(password, &envelope.salt, params)?;
        self.open(envelope, Opener { secret: &*key, device })
    }

    /// Opens with the recovery code.
    ///
    /// # Errors
    /// An [`UnlockError`].
    pub fn unlock_with_recovery(&self, code: &RecoveryCode) -> Result<RootKey, UnlockError> {
        self.open(self.envelope(Kind::Recovery)?, Opener::alone(code.bytes()))
    }

    /// Opens with what [`Header::set_key_store`] gave to the key store of the system.
    ///
    /// # Errors
    /// An [`UnlockError`].
    pub fn unlock_with_key_store(&self, key: &SecretBytes) -> Result<RootKey, UnlockError> {
        // EXPOSE: the stored key goes into the key derivation.
        self.open(self.envelope(Kind::KeyStore)?, Opener::alone(key.expose()))
    }

    /// Gives the workspace another password, which needs the device secret if the former did.
    ///
    /// # Errors
    /// A [`ChangeError`]; the header is then as it was.
    pub fn replace_password(
        &mut self,
        random: &dyn Random,
        kdf: &dyn Kdf,
        params: KdfParams,
        root: &RootKey,
        password: &Secret,
    ) -> Result<(), ChangeError> {
        let device = match &self.device {
            Some(kept) => Some(kept.open(&self.fixed, root).ok_or(ChangeError::Device)?),
            None => None,
        };
        let fresh = Fresh::new(random)?;
        let key = kdf.derive(password, &fresh.salt, params)?;
        let by = Opener { secret: &*key, device: device.as_ref() };
        self.put(Kind::Password, Some(params), fresh, by, root);
        Ok(())
    }

    /// Lets the password open together with `device` alone, in place of a former device secret, or
    /// alone again.
    ///
    /// # Errors
    /// A [`ChangeError`]; the header is then as it was.
    pub fn set_device_secret(
        &mut self,
        random: &dyn Random,
        kdf: &dyn Kdf,
        params: KdfParams,
        root: &RootKey,
        password: &Secret,
        device: Option<&DeviceSecret>,
    ) -> Result<(), ChangeError> {
        let kept = match device {
            Some(secret) => Some(KeptSecret::seal(random, secret, &self.fixed, root)?),
            None => None,
        };
        let former = std::mem::replace(&mut self.device, kept);
        self.replace_password(random, kdf, params, root, password)
            .inspect_err(|_| self.device = former)
    }

    /// Gives the workspace another recovery code.
    ///
    /// # Errors
    /// A [`ChangeError`]; the header is then as it was.
    pub fn replace_recovery(
        &mut self,
        random: &dyn Random,
        root: &RootKey,
    ) -> Result<RecoveryCode, ChangeError> {
        let (code, fresh) = (RecoveryCode::generate(random)?, Fresh::new(random)?);
        self.put(Kind::Recovery, None, fresh, Opener::alone(code.bytes()), root);
        Ok(code)
    }

    /// Lets the key store of the system open the workspace; the result is what it has to keep.
    ///
    /// # Errors
    /// A [`ChangeError`]; the header is then as it was.
    pub fn set_key_store(
        &mut self,
        random: &dyn Random,
        root: &RootKey,
    ) -> Result<SecretBytes, ChangeError> {
        let (key, fresh) = (random.bytes::<32>()?, Fresh::new(random)?);
        self.put(Kind::KeyStore, None, fresh, Opener::alone(&key), root);
        Ok(SecretBytes::new(key.to_vec()))
    }

    /// Forgets the key store.
    pub fn remove_key_store(&mut self) {
        self.envelopes.retain(|envelope| envelope.kind != Kind::KeyStore);
        self.changed();
    }

    fn put(
        &mut self,
        kind: Kind,
        params: Option<KdfParams>,
        fresh: Fresh,
        by: Opener<'_>,
        root: &RootKey,
    ) {
        let workspace = self.workspace();
        let bound = Bound { fixed: &self.fixed, workspace: &workspace };
        let envelope = Envelope::seal(kind, params, fresh, by, &bound, root);
        self.envelopes.retain(|old| old.kind != kind);
        self.envelopes.push(envelope);
        self.envelopes.sort_by_key(|envelope| envelope.kind as u8);
        self.changed();
    }

    fn changed(&mut self) {
        self.counter += 1;
        self.read = None;
    }

    fn envelope(&self, kind: Kind) -> Result<&Envelope, UnlockError> {
        self.envelopes.iter().find(|envelope| envelope.kind == kind).ok_or(UnlockError::NotSetUp)
    }

    fn open(&self, envelope: &Envelope, by: Opener<'_>) -> Result<RootKey, UnlockError> {
        let workspace = self.workspace();
        let bound = Bound { fixed: &self.fixed, workspace: &workspace };
        let root = envelope.open(by, &bound).ok_or(UnlockError::Wrong)?;
        match &self.read {
            Some((bytes, tag)) if !root.state().verify(bytes, tag) => Err(UnlockError::Tampered),
            _ => Ok(root),
        }
    }
}
