//! The device secret as a header keeps it.

use subtle::ConstantTimeEq as _;
use zeroize::Zeroizing;

use super::HEADER_FIXED;
use crate::{
    aead,
    device_secret::{DeviceSecret, DeviceSecretName},
    keys::RootKey,
    random::{Random, RandomError},
};

/// Length in the header: name, nonce, and the sealed secret.
pub(super) const LENGTH: usize = 8 + 12 + 16 + aead::TAG;

/// The device secret in a header: its name, and itself for whoever has the root key, so that the
/// password can be changed, or the code used, where the secret is not at hand.
#[derive(Clone)]
pub(super) struct KeptSecret {
    pub(super) name: DeviceSecretName,
    nonce: [u8; 12],
    sealed: [u8; 32],
}

impl KeptSecret {
    pub(super) fn seal(
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
    pub(super) fn open(&self, fixed: &[u8; HEADER_FIXED], root: &RootKey) -> Option<DeviceSecret> {
        let key = root.device_secret();
        let opened = aead::open(&key, &self.nonce, &self.aad(fixed), &self.sealed)?;
        let mut bytes = Zeroizing::new([0; 16]);
        bytes.copy_from_slice(opened.get(..16)?);
        let secret = DeviceSecret::from_bytes(bytes);
        self.is(&secret, fixed).then_some(secret)
    }

    /// Whether `secret` is the one that is named.
    pub(super) fn is(&self, secret: &DeviceSecret, fixed: &[u8; HEADER_FIXED]) -> bool {
        secret.name(&workspace(fixed)).0.ct_eq(&self.name.0).into()
    }

    fn aad(&self, fixed: &[u8; HEADER_FIXED]) -> Vec<u8> {
        [&fixed[..], &self.name.0].concat()
    }

    pub(super) fn write(&self, out: &mut Vec<u8>) {
        out.extend(self.name.0);
        out.extend(self.nonce);
        out.extend(self.sealed);
    }

    pub(super) fn read(bytes: &[u8; LENGTH]) -> Option<Self> {
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
