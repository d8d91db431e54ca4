//! AES-256-GCM and HKDF-SHA256 in the shape in which the formats use them.

use aes_gcm::{
    Aes256Gcm, KeyInit as _, Nonce,
    aead::{Aead as _, Payload},
};
use hkdf::Hkdf;
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

/// Length of the tag that AES-256-GCM adds.
pub(crate) const TAG: usize = 16;

/// Encrypts `plaintext`; none only for a message longer than GCM allows, which no format has.
pub(crate) fn seal(
    key: &[u8; 32],
    nonce: &[u8; 12],
    aad: &[u8],
    plaintext: &[u8],
) -> Option<Vec<u8>> {
    let cipher = Aes256Gcm::new(key.into());
    cipher.encrypt(&Nonce::from(*nonce), Payload { msg: plaintext, aad }).ok()
}

/// Decrypts what [`seal`] made; none when a bit of anything differs.
pub(crate) fn open(
    key: &[u8; 32],
    nonce: &[u8; 12],
    aad: &[u8],
    sealed: &[u8],
) -> Option<Zeroizing<Vec<u8>>> {
    let cipher = Aes256Gcm::new(key.into());
    cipher.decrypt(&Nonce::from(*nonce), Payload { msg: sealed, aad }).ok().map(Zeroizing::new)
}

/// HKDF-SHA256: extract with `salt`, expand with the parts of `info` one after the other.
pub(crate) fn derive<const N: usize>(
    salt: &[u8],
    secret: &[u8],
    info: &[&[u8]],
) -> Zeroizing<[u8; N]> {
    const { assert!(N <= 255 * 32, "HKDF-SHA256 gives at most 8,160 bytes") };
    let mut out = Zeroizing::new([0; N]);
    let info = info.concat();
    // The length was checked when this was compiled, which is the only way for it to fail.
    let expanded = Hkdf::<Sha256>::new(Some(salt), secret).expand(&info, &mut *out);
    debug_assert!(expanded.is_ok());
    out
}

/// SHA-256 over the parts one after the other.
pub(crate) fn sha256(parts: &[&[u8]]) -> [u8; 32] {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part);
    }
    hash.finalize().into()
}
