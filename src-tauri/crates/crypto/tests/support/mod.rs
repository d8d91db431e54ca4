//! What several tests share: sources of random bytes, and a second writer and reader of `CZR1`
//! that can be given a fault. It shares no code with the crate, so it also checks the format.
#![allow(dead_code, unreachable_pub, reason = "each test takes what it needs")]
#![allow(clippy::unwrap_used, reason = "tests")]

use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};

use aes_gcm::{
    Aes256Gcm, KeyInit as _, Nonce,
    aead::{Aead as _, Payload},
};
use credenza_crypto::{
    kdf::{Kdf, KdfError, KdfParams},
    random::{Random, RandomError},
    record::{Class, RecordHeader},
};
use credenza_secret::Secret;
use hkdf::Hkdf;
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

/// A source that is never the same twice, cheap, and the same in each run.
#[derive(Default)]
pub struct Counting(AtomicU64);

impl Random for Counting {
    fn fill(&self, out: &mut [u8]) -> Result<(), RandomError> {
        for part in out.chunks_mut(32) {
            let number = self.0.fetch_add(1, Ordering::Relaxed);
            part.copy_from_slice(&Sha256::digest(number.to_be_bytes())[..part.len()]);
        }
        Ok(())
    }
}

pub fn header() -> RecordHeader {
    RecordHeader {
        class: Class::Secret,
        schema: 1,
        scope: [0xa1; 16],
        record: [0xb2; 16],
        epoch: 3,
        revision: 7,
        author: [0xc3; 16],
        previous: [0xd4; 32],
    }
}

/// A header as bytes 0 to 100 of a record.
pub fn bound(header: &RecordHeader) -> [u8; 100] {
    let fields: [&[u8]; 9] = [
        b"CZR1\x01",
        &[header.class as u8],
        &header.schema.to_be_bytes(),
        &header.scope,
        &header.record,
        &header.epoch.to_be_bytes(),
        &header.revision.to_be_bytes(),
        &header.author,
        &header.previous,
    ];
    fields.concat().try_into().unwrap()
}

/// The second writer and reader. [`Format::RIGHT`] follows the format.
#[derive(Clone, Copy)]
pub struct Format {
    pub label: &'static [u8],
    /// Whether the record's identifier is bound.
    pub binds_record: bool,
    /// Whether the commitment is compared.
    pub commits: bool,
}

pub struct Keys {
    pub key: [u8; 32],
    pub nonce: [u8; 12],
    pub commitment: [u8; 32],
}

impl Format {
    pub const RIGHT: Self = Self { label: b"credenza/1/rec", binds_record: true, commits: true };

    fn bind(self, bytes: &[u8]) -> Vec<u8> {
        if self.binds_record { bytes.to_vec() } else { [&bytes[..24], &bytes[40..]].concat() }
    }

    pub fn keys(self, scope: &[u8; 32], bound: &[u8], salt: &[u8]) -> Keys {
        let mut okm = [0; 76];
        let info = [self.label, &self.bind(bound)].concat();
        Hkdf::<Sha256>::new(Some(salt), scope).expand(&info, &mut okm).unwrap();
        let (key, nonce) = (okm[..32].try_into().unwrap(), okm[32..44].try_into().unwrap());
        Keys { key, nonce, commitment: okm[44..].try_into().unwrap() }
    }

    /// Seals content that fits into the smallest bucket.
    pub fn seal(
        self,
        scope: &[u8; 32],
        bound: &[u8; 100],
        salt: &[u8; 32],
        content: &[u8],
    ) -> Vec<u8> {
        let keys = self.keys(scope, bound, salt);
        let mut plaintext = vec![0; 256];
        plaintext[..4].copy_from_slice(&u32::try_from(content.len()).unwrap().to_be_bytes());
        plaintext[4..4 + content.len()].copy_from_slice(content);
        let mut bytes = [&bound[..], salt, &keys.commitment, &272u32.to_be_bytes()].concat();
        let aad = self.bind(&bytes);
        let payload = Payload { msg: &plaintext, aad: &aad };
        let sealed =
            Aes256Gcm::new(&keys.key.into()).encrypt(&Nonce::from(keys.nonce), payload).unwrap();
        bytes.extend(sealed);
        bytes
    }

    /// The padded plaintext, if header, commitment and tag are right.
    pub fn open(self, scope: &[u8; 32], bytes: &[u8], expected: &[u8; 100]) -> Option<Vec<u8>> {
        let (header, sealed) = bytes.split_at_checked(168)?;
        let keys = self.keys(scope, &header[..100], &header[100..132]);
        if header[..100] != expected[..] || (self.commits && keys.commitment != header[132..164]) {
            return None;
        }
        let payload = Payload { msg: sealed, aad: &self.bind(header) };
        Aes256Gcm::new(&keys.key.into()).decrypt(&Nonce::from(keys.nonce), payload).ok()
    }
}

/// Counts its calls and is cheap: the header's logic is under test, not Argon2id.
#[derive(Default)]
pub(crate) struct CountingKdf(pub(crate) AtomicU32);

impl Kdf for CountingKdf {
    fn derive(
        &self,
        password: &Secret,
        salt: &[u8; 16],
        params: KdfParams,
    ) -> Result<Zeroizing<[u8; 32]>, KdfError> {
        params.check()?;
        self.0.fetch_add(1, Ordering::Relaxed);
        let mut out = Zeroizing::new([0u8; 32]);
        // EXPOSE: a stand-in for key derivation in a test.
        for (at, byte) in password.expose().bytes().chain(*salt).enumerate() {
            out[at % 32] = out[at % 32].rotate_left(3) ^ byte;
        }
        Ok(out)
    }
}

pub(crate) fn secret(text: &str) -> Secret {
    Secret::new(text.to_owned())
}
