//! The device secret: 128 random bits that stay on the person's devices, and that a password
//! envelope can need beside the password.
//!
//! It is written like a recovery code, with its own label. A header says by a name which secret it
//! needs: the first 8 bytes of SHA-256 over `credenza/1/device-secret-name`, the workspace's
//! identifier and the secret. Of 128 random bits the name tells nothing that could be guessed.

use credenza_secret::Secret;
use zeroize::Zeroizing;

use crate::{
    aead,
    random::{Random, RandomError},
    recovery::{self, RecoveryCodeError},
};

const CHECK: &[u8] = b"credenza/1/device-secret-check";
const NAME: &[u8] = b"credenza/1/device-secret-name";

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

    pub(crate) fn from_bytes(bytes: Zeroizing<[u8; 16]>) -> Self {
        Self(bytes)
    }

    pub(crate) fn bytes(&self) -> &[u8; 16] {
        &self.0
    }
}
