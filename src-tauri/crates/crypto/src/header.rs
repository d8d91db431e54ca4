//! The `header` file of a workspace: the ways to its root key.
//!
//! | offset | size | field |
//! |---|---|---|
//! | 0 | 4 | magic `CZH1` |
//! | 4 | 2 | format version, 1 |
//! | 6 | 1 | lowest suite that may be read, 1 |
//! | 7 | 1 | flags, 0 |
//! | 8 | 16 | workspace id |
//! | 24 | 8 | counter, one more for each change |
//! | 32 | 1 | number of envelopes, 1 to 3, each kind at most once, ascending |
//! | 33 | 121 each | envelopes |
//! | end | 32 | HMAC-SHA256 of all before, under the workspace's state key |
//!
//! Envelopes are bound to the first 24 bytes. The tag binds everything, the counter included, and
//! can be checked only by someone who has opened an envelope.

use credenza_secret::{Secret, SecretBytes};

use crate::{
    envelope::{self, Bound, Envelope, Fresh, Kind},
    kdf::{Kdf, KdfError, KdfParams},
    keys::RootKey,
    random::{Random, RandomError},
    recovery::RecoveryCode,
};

const MAGIC: &[u8; 4] = b"CZH1";
const VERSION: u16 = 1;
const FIXED: usize = 24;
const PREFIX: usize = 33;

/// Why bytes are no header.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum HeaderError {
    /// Cut, changed, or not a header at all.
    #[error("the header is damaged")]
    Damaged,
    /// A newer version of Credenza wrote it.
    #[error("the header has format {found}, this version knows {VERSION}")]
    NewerFormat {
        /// Its format.
        found: u16,
    },
}

/// Why a header did not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum UnlockError {
    /// The password, code or key is not the right one.
    #[error("the password, code or key does not open this workspace")]
    Wrong,
    /// There is no such way in.
    #[error("this way to open the workspace is not set up")]
    NotSetUp,
    /// It opened, but the header was changed by someone who could not open it.
    #[error("the header was changed by someone else")]
    Tampered,
    /// No key could be derived.
    #[error(transparent)]
    Kdf(#[from] KdfError),
}

/// Why a header could not be made or changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ChangeError {
    /// No random bytes.
    #[error(transparent)]
    Random(#[from] RandomError),
    /// No key could be derived.
    #[error(transparent)]
    Kdf(#[from] KdfError),
}

/// The ways to one workspace's root key.
pub struct Header {
    fixed: [u8; FIXED],
    counter: u64,
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
        let mut fixed = [0; FIXED];
        fixed[..4].copy_from_slice(MAGIC);
        fixed[4..6].copy_from_slice(&VERSION.to_be_bytes());
        fixed[6] = 1;
        fixed[8..].copy_from_slice(&random.bytes::<16>()?);
        let root = RootKey::generate(random)?;
        let mut header = Self { fixed, counter: 0, envelopes: Vec::new(), read: None };
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
        let (fixed, rest) = bytes.split_first_chunk::<FIXED>()?;
        let (counter, rest) = rest.split_first_chunk::<8>()?;
        let (count, rest) = rest.split_first()?;
        let (body, tag) = rest.split_last_chunk::<32>()?;
        let (chunks, left) = body.as_chunks::<{ envelope::LENGTH }>();
        let whole =
            left.is_empty() && chunks.len() == usize::from(*count) && fixed[4..8] == [0, 1, 1, 0];
        let envelopes: Vec<_> = chunks.iter().map(Envelope::read).collect::<Option<_>>()?;
        let ascending = envelopes.is_sorted_by(|a, b| (a.kind as u8) < (b.kind as u8));
        if !whole || envelopes.is_empty() || !ascending {
            return None;
        }
        let signed = bytes[..bytes.len() - tag.len()].to_vec();
        let counter = u64::from_be_bytes(*counter);
        Some(Self { fixed: *fixed, counter, envelopes, read: Some((signed, *tag)) })
    }

    /// The bytes to be stored.
    #[must_use]
    pub fn to_bytes(&self, root: &RootKey) -> Vec<u8> {
        let mut bytes = self.fixed.to_vec();
        bytes.extend(self.counter.to_be_bytes());
        bytes.push(u8::try_from(self.envelopes.len()).unwrap_or(u8::MAX));
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

    /// Opens with the password.
    ///
    /// # Errors
    /// An [`UnlockError`].
    pub fn unlock_with_password(
        &self,
        kdf: &dyn Kdf,
        password: &Secret,
    ) -> Result<RootKey, UnlockError> {
        let envelope = self.envelope(Kind::Password)?;
        let params = envelope.params.ok_or(UnlockError::NotSetUp)?;
        let key = kdf.derive(password, &envelope.salt, params)?;
        self.open(envelope, &*key)
    }

    /// Opens with the recovery code.
    ///
    /// # Errors
    /// An [`UnlockError`].
    pub fn unlock_with_recovery(&self, code: &RecoveryCode) -> Result<RootKey, UnlockError> {
        self.open(self.envelope(Kind::Recovery)?, code.bytes())
    }

    /// Opens with what [`Header::set_key_store`] gave to the key store of the system.
    ///
    /// # Errors
    /// An [`UnlockError`].
    pub fn unlock_with_key_store(&self, key: &SecretBytes) -> Result<RootKey, UnlockError> {
        // EXPOSE: the stored key goes into the key derivation.
        self.open(self.envelope(Kind::KeyStore)?, key.expose())
    }

    /// Gives the workspace another password.
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
        let fresh = Fresh::new(random)?;
        let key = kdf.derive(password, &fresh.salt, params)?;
        self.put(Kind::Password, Some(params), fresh, &*key, root);
        Ok(())
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
        self.put(Kind::Recovery, None, fresh, code.bytes(), root);
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
        self.put(Kind::KeyStore, None, fresh, &key, root);
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
        secret: &[u8],
        root: &RootKey,
    ) {
        let workspace = self.workspace();
        let bound = Bound { fixed: &self.fixed, workspace: &workspace };
        let envelope = Envelope::seal(kind, params, fresh, secret, &bound, root);
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

    fn open(&self, envelope: &Envelope, secret: &[u8]) -> Result<RootKey, UnlockError> {
        let workspace = self.workspace();
        let bound = Bound { fixed: &self.fixed, workspace: &workspace };
        let root = envelope.open(secret, &bound).ok_or(UnlockError::Wrong)?;
        match &self.read {
            Some((bytes, tag)) if !root.state().verify(bytes, tag) => Err(UnlockError::Tampered),
            _ => Ok(root),
        }
    }
}
