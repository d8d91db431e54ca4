//! The device secret: 128 random bits that stay on the person's devices, and that a password
//! envelope can need beside the password.
//!
//! It is written like a recovery code, with its own label. A header says by a name which secret it
//! needs: the first 8 bytes of SHA-256 over `credenza/1/device-secret-name`, the workspace's
//! identifier and the secret. Of 128 random bits the name tells nothing that could be guessed.

use credenza_secret::Secret;
use subtle::ConstantTimeEq as _;
use zeroize::Zeroizing;

use crate::{
    aead,
    header::HEADER_FIXED,
    keys::RootKey,
    random::{Random, RandomError},
    recovery::{self, RecoveryCodeError},
};

const CHECK: &[u8] = b"credenza/1/device-secret-check";
const NAME: &[u8] = b"credenza/1/device-secret-name";

/// Length in the header: name, nonce, and the sealed secret.
pub(crate) const LENGTH: usize = 8 + 12 + 16 + aead::TAG;

/// What the password envelope can need beside the password.
pub struct DeviceSecret(Zeroizing<[u8; 16]>);

/// Which device secret a header needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DeviceSecretName(pub [u8; 8]);

/// Why a text is no device secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DeviceSecretError {
    /// Not 32 letters and digits.
    #[error("a device secret has 32 letters and digits, this has {found}")]
    Length {
        /// How many there are.
        found: usize,
    },
    /// A character that no device secret has.
    #[error("a device secret has no '{0}'")]
    Character(char),
    /// Mistyped somewhere, or another kind of code.
    #[error("the device secret is mistyped")]
    Checksum,
}

impl From<RecoveryCodeError> for DeviceSecretError {
    fn from(error: RecoveryCodeError) -> Self {
        match error {
            RecoveryCodeError::Length { found } => Self::Length { found },
            RecoveryCodeError::Character(c) => Self::Character(c),
            RecoveryCodeError::Checksum => Self::Checksum,
        }
    }
}

impl DeviceSecret {
    /// A new one.
    ///
    /// # Errors
    /// [`RandomError`].
    pub fn generate(random: &dyn Random) -> Result<Self, RandomError> {
        Ok(Self(Zeroizing::new(random.bytes()?)))
    }

    /// The secret as it is shown and kept: groups separated by `-`.
    #[must_use]
    pub fn to_text(&self) -> Secret {
        recovery::groups(&self.0, CHECK)
    }

    /// Reads a secret as people type it: any case, with or without spaces and dashes, `O` for `0`,
    /// `I` and `L` for `1`.
    ///
    /// # Errors
    /// A [`DeviceSecretError`].
    pub fn parse(text: &Secret) -> Result<Self, DeviceSecretError> {
        Ok(Self(recovery::read_groups(text, CHECK)?))
    }

    /// Its name in the header of `workspace`.
    #[must_use]
    pub fn name(&self, workspace: &[u8; 16]) -> DeviceSecretName {
        let hash = aead::sha256(&[NAME, workspace, &*self.0]);
        let mut name = [0; 8];
        name.copy_from_slice(&hash[..8]);
        DeviceSecretName(name)
    }

    pub(crate) fn bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

/// The device secret in a header: its name, and itself for whoever has the root key, so that the
/// password can be changed, or the code used, where the secret is not at hand.
#[derive(Clone)]
pub(crate) struct Kept {
    pub(crate) name: DeviceSecretName,
    nonce: [u8; 12],
    sealed: [u8; 32],
}

impl Kept {
    pub(crate) fn seal(
        random: &dyn Random,
        secret: &DeviceSecret,
        fixed: &[u8; HEADER_FIXED],
        root: &RootKey,
    ) -> Result<Self, RandomError> {
        let name = secret.name(&workspace(fixed));
        let mut kept = Self { name, nonce: random.bytes()?, sealed: [0; 32] };
        let aad = kept.aad(fixed);
        if let Some(sealed) = aead::seal(&root.device_secret(), &kept.nonce, &aad, secret.bytes()) {
            kept.sealed.copy_from_slice(&sealed);
        }
        Ok(kept)
    }

    /// The secret; none when a bit of it was changed.
    pub(crate) fn open(&self, fixed: &[u8; HEADER_FIXED], root: &RootKey) -> Option<DeviceSecret> {
        let key = root.device_secret();
        let opened = aead::open(&key, &self.nonce, &self.aad(fixed), &self.sealed)?;
        let mut bytes = Zeroizing::new([0; 16]);
        bytes.copy_from_slice(opened.get(..16)?);
        let secret = DeviceSecret(bytes);
        self.is(&secret, fixed).then_some(secret)
    }

    /// Whether `secret` is the one that is named.
    pub(crate) fn is(&self, secret: &DeviceSecret, fixed: &[u8; HEADER_FIXED]) -> bool {
        secret.name(&workspace(fixed)).0.ct_eq(&self.name.0).into()
    }

    fn aad(&self, fixed: &[u8; HEADER_FIXED]) -> Vec<u8> {
        [&fixed[..], &self.name.0].concat()
    }

    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        out.extend(self.name.0);
        out.extend(self.nonce);
        out.extend(self.sealed);
    }

    pub(crate) fn read(bytes: &[u8; LENGTH]) -> Option<Self> {
        let name = DeviceSecretName(bytes[..8].try_into().ok()?);
        let (nonce, sealed) = (bytes[8..20].try_into().ok()?, bytes[20..].try_into().ok()?);
        Some(Self { name, nonce, sealed })
    }
}

fn workspace(fixed: &[u8; HEADER_FIXED]) -> [u8; 16] {
    let mut id = [0; 16];
    id.copy_from_slice(&fixed[8..]);
    id
}
