//! The root key and the keys that are derived from it. None can be cloned or printed.

use std::marker::PhantomData;

use credenza_secret::Secret;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use subtle::ConstantTimeEq as _;
use zeroize::Zeroizing;

use crate::{
    aead,
    random::{Random, RandomError},
};

/// A key of 32 bytes; `Use` says for what, so that none is taken for another.
pub struct Key<Use> {
    bytes: Zeroizing<[u8; 32]>,
    used: PhantomData<Use>,
}

impl<Use> Key<Use> {
    /// A new one.
    ///
    /// # Errors
    /// [`RandomError`].
    pub fn generate(random: &dyn Random) -> Result<Self, RandomError> {
        Ok(Self::of(Zeroizing::new(random.bytes()?)))
    }

    /// The key that these bytes are.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self::of(Zeroizing::new(bytes))
    }

    pub(crate) fn bytes(&self) -> &[u8; 32] {
        &self.bytes
    }

    fn of(bytes: Zeroizing<[u8; 32]>) -> Self {
        Self { bytes, used: PhantomData }
    }
}

/// The use of a [`RootKey`].
pub enum Root {}

/// 32 random bytes from which every key of a workspace is derived.
pub type RootKey = Key<Root>;

/// The use of a [`ScopeKey`].
pub enum Scope {}

/// The key under which records of one scope are sealed.
pub type ScopeKey = Key<Scope>;

impl RootKey {
    fn derive(&self, label: &str) -> Zeroizing<[u8; 32]> {
        aead::derive(&[], self.bytes(), &[label.as_bytes()])
    }

    /// The key of the database.
    #[must_use]
    pub fn database(&self) -> DatabaseKey {
        DatabaseKey(self.derive("credenza/1/db"))
    }

    /// The key of records that stay on this device.
    #[must_use]
    pub fn local(&self) -> ScopeKey {
        ScopeKey::of(self.derive("credenza/1/local"))
    }

    /// The key of the person's private keys.
    #[must_use]
    pub fn identity(&self) -> ScopeKey {
        ScopeKey::of(self.derive("credenza/1/id"))
    }

    /// The key of the device secret in the header.
    pub(crate) fn device_secret(&self) -> Zeroizing<[u8; 32]> {
        self.derive("credenza/1/device-secret")
    }

    /// The key that authenticates the header and backups.
    #[must_use]
    pub fn state(&self) -> StateKey {
        StateKey(self.derive("credenza/1/state"))
    }
}

/// The raw key of the SQLCipher database.
pub struct DatabaseKey(Zeroizing<[u8; 32]>);

impl DatabaseKey {
    /// The statement that gives the key to SQLCipher.
    #[must_use]
    pub fn pragma(&self) -> Secret {
        let mut hex = Zeroizing::new(String::with_capacity(64));
        for byte in self.0.iter() {
            for nibble in [byte >> 4, byte & 15] {
                hex.push(char::from_digit(nibble.into(), 16).unwrap_or('0'));
            }
        }
        let mut statement = String::with_capacity(96);
        statement.push_str("PRAGMA key = \"x'");
        statement.push_str(&hex);
        statement.push_str("'\";");
        Secret::new(statement)
    }
}

/// The key of HMAC-SHA256 tags over header and backups.
pub struct StateKey(Zeroizing<[u8; 32]>);

impl StateKey {
    /// The tag of `bytes`.
    #[must_use]
    pub fn tag(&self, bytes: &[u8]) -> [u8; 32] {
        // HMAC takes keys of any length, so this can't fail.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&*self.0) else { return [0; 32] };
        mac.update(bytes);
        mac.finalize().into_bytes().into()
    }

    /// Whether `tag` is the tag of `bytes`, in constant time.
    #[must_use]
    pub fn verify(&self, bytes: &[u8], tag: &[u8; 32]) -> bool {
        self.tag(bytes).ct_eq(tag).into()
    }
}
