//! The sealed record against its published vector, and against attacks.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::sync::atomic::{AtomicU64, Ordering};

use aes_gcm::{
    Aes256Gcm, KeyInit as _, Nonce,
    aead::{Aead as _, Payload},
};
use credenza_crypto::{
    keys::ScopeKey,
    random::{OsRandom, Random, RandomError},
    record::{self, Class, OpenError, RecordHeader, SealError, Sealer},
    value::SecretValue,
};
use credenza_secret::{Secret, SecretBytes};
use hkdf::Hkdf;
use sha2::{Digest as _, Sha256};

/// A source that gives known bytes.
struct Fixed(Vec<u8>);

impl Random for Fixed {
    fn fill(&self, out: &mut [u8]) -> Result<(), RandomError> {
        out.iter_mut().zip(self.0.iter().cycle()).for_each(|(to, from)| *to = *from);
        Ok(())
    }
}

/// A source that is never the same twice and cheap.
#[derive(Default)]
struct Counting(AtomicU64);

impl Random for Counting {
    fn fill(&self, out: &mut [u8]) -> Result<(), RandomError> {
        let number = self.0.fetch_add(1, Ordering::Relaxed);
        let bytes = Sha256::digest(number.to_be_bytes());
        out.iter_mut().zip(bytes.iter().cycle()).for_each(|(to, from)| *to = *from);
        Ok(())
    }
}

fn key() -> ScopeKey {
    ScopeKey::from_bytes(std::array::from_fn(|i| u8::try_from(i).unwrap()))
}

fn header() -> RecordHeader {
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

fn hunter2() -> SecretBytes {
    SecretValue::Text(Secret::new("hunter2".to_owned())).encode()
}

fn hex(bytes: &[u8]) -> String {
    hex::encode(bytes)
}

#[test]
fn r4_the_published_vector_is_met_byte_for_byte() {
    let salt = Fixed((0x20..0x40).collect());
    // EXPOSE: the test compares the encoded value that it made.
    assert_eq!(hex(hunter2().expose()), "a16576616c75656768756e74657232");
    let sealed = Sealer::default().seal(&salt, &key(), &header(), &hunter2()).unwrap();
    assert_eq!(sealed.bytes.len(), 168 + 256 + 16);
    assert_eq!(hex(&sealed.bytes[132..164]), "a7b1a291a59c2998e9844c8c10c04e54882ddd592015cfb29bc18c17e9f0e720");
    assert_eq!(hex(&sealed.digest), "a3439b88f014359b1bb231434936c94730cc2ff895d33e7f90fe2360b7bd35a7");
    // EXPOSE: as above.
    assert_eq!(record::open(&key(), &sealed.bytes, &header()).ok().unwrap().expose(), hunter2().expose());
}

#[test]
fn r7_no_flipped_bit_and_no_cut_is_accepted() {
    let classes = [
        Class::Overview, Class::Secret, Class::Connection, Class::Edges, Class::Scope, Class::Attachment, Class::Audit,
    ];
    let (random, sealer) = (Counting::default(), Sealer::default());
    let (mut opened, mut tried) = (0, 0);
    for class in classes {
        for number in 0..50u8 {
            let expected = RecordHeader { class, record: [number; 16], ..header() };
            let sealed = sealer.seal(&random, &key(), &expected, &hunter2()).unwrap();
            assert!(record::open(&key(), &sealed.bytes, &expected).is_ok(), "the control opens");
            for bit in 0..sealed.bytes.len() * 8 {
                let mut flipped = sealed.bytes.clone();
                flipped[bit / 8] ^= 1 << (bit % 8);
                tried += 1;
                opened += u32::from(record::open(&key(), &flipped, &expected).is_ok());
            }
            let cuts = (0..sealed.bytes.len()).filter(|at| record::open(&key(), &sealed.bytes[..*at], &expected).is_ok());
            assert_eq!(cuts.count(), 0);
        }
    }
    println!("R7 {opened} of {tried} flipped bits accepted, target 0 {}", if opened == 0 { "pass" } else { "FAIL" });
    assert_eq!(opened, 0);
}

/// 300 records, each different from the others in one field of the header.
fn family() -> Vec<RecordHeader> {
    let mut all = Vec::new();
    for n in 1..=43u8 {
        let base = header();
        all.push(RecordHeader { schema: u16::from(n) + 1, ..base });
        all.push(RecordHeader { scope: [n; 16], ..base });
        all.push(RecordHeader { record: [n; 16], ..base });
        all.push(RecordHeader { epoch: u32::from(n) + 3, ..base });
        all.push(RecordHeader { revision: u64::from(n) + 7, ..base });
        all.push(RecordHeader { author: [n; 16], ..base });
        all.push(RecordHeader { previous: [n; 32], ..base });
    }
    all.truncate(299);
    all.push(RecordHeader { class: Class::Overview, ..header() });
    all
}

#[test]
fn r9_no_record_stands_in_for_another() {
    let (random, sealer) = (Counting::default(), Sealer::default());
    let family = family();
    assert_eq!(family.len(), 300);
    let sealed: Vec<_> =
        family.iter().map(|h| sealer.seal(&random, &key(), h, &hunter2()).unwrap().bytes).collect();
    let (mut accepted, mut pairs) = (0, 0);
    for (at, expected) in family.iter().enumerate() {
        for (from, bytes) in sealed.iter().enumerate().filter(|(from, _)| *from != at) {
            pairs += 1;
            // The attacker also writes the expected header over the foreign record.
            let mut rewritten = bytes.clone();
            rewritten[..100].copy_from_slice(&sealed[at][..100]);
            let result = record::open(&key(), bytes, expected);
            assert_eq!(result.err(), Some(OpenError::Unexpected), "{from} for {at}");
            accepted += u32::from(record::open(&key(), &rewritten, expected).is_ok());
        }
    }
    println!("R9 {accepted} of {pairs} transplants accepted, target 0 of 89700 pass");
    assert_eq!((accepted, pairs), (0, 89_700));
}

/// A second, faulty writer and reader: binds nothing but key and salt.
fn unbound(salt: &[u8; 32], commit: bool) -> ([u8; 32], [u8; 12], Option<[u8; 32]>) {
    let mut okm = [0; 76];
    let scope: Vec<u8> = (0..32).collect();
    Hkdf::<Sha256>::new(Some(salt), &scope).expand(b"credenza/1/rec", &mut okm).unwrap();
    (okm[..32].try_into().unwrap(), okm[32..44].try_into().unwrap(), commit.then(|| okm[44..].try_into().unwrap()))
}

#[test]
fn r9_control_an_unbound_record_can_be_transplanted() {
    let (key, nonce, _) = unbound(&[1; 32], false);
    let sealed = Aes256Gcm::new(&key.into()).encrypt(&Nonce::from(nonce), b"secret of a".as_ref()).unwrap();
    // Nothing says whose record it is, so the record of a opens as the record of b.
    let opened = Aes256Gcm::new(&key.into()).decrypt(&Nonce::from(nonce), sealed.as_ref());
    assert_eq!(opened.unwrap(), b"secret of a");
}

/// Multiplication in the field of GHASH, bit by bit.
fn times(x: u128, y: u128) -> u128 {
    let (mut z, mut v) = (0, y);
    for bit in 0..128 {
        if x >> (127 - bit) & 1 == 1 {
            z ^= v;
        }
        let carry = v & 1;
        v >>= 1;
        if carry == 1 {
            v ^= 0xe1 << 120;
        }
    }
    z
}

/// The inverse: x to the power 2^128 - 2.
fn inverse(x: u128) -> u128 {
    let (mut result, mut power) = (1 << 127, times(x, x));
    for _ in 1..128 {
        result = times(result, power);
        power = times(power, power);
    }
    result
}

fn block(key: &[u8; 32], input: [u8; 16]) -> u128 {
    use aes_gcm::aes::{Aes256, cipher::{BlockCipherEncrypt as _, KeyInit as _}};
    let mut block = input.into();
    Aes256::new(&(*key).into()).encrypt_block(&mut block);
    u128::from_be_bytes(block.into())
}

/// One ciphertext of two blocks with a tag that is good under both keys: the first block is chosen,
/// the second solves tag = tag.
fn forge(a: &[u8; 32], b: &[u8; 32], nonce: &[u8; 12], first: u128) -> Vec<u8> {
    let mut counter = [0; 16];
    counter[..12].copy_from_slice(nonce);
    counter[15] = 1;
    let side = |key: &[u8; 32]| (block(key, [0; 16]), block(key, counter));
    let ((ha, ma), (hb, mb)) = (side(a), side(b));
    let length = 256u128;
    let part = |h: u128, mask: u128| times(times(times(first, h), h), h) ^ times(length, h) ^ mask;
    let square = times(ha, ha) ^ times(hb, hb);
    let second = times(part(ha, ma) ^ part(hb, mb), inverse(square));
    let tag = part(ha, ma) ^ times(second, times(ha, ha));
    [first.to_be_bytes(), second.to_be_bytes(), tag.to_be_bytes()].concat()
}

#[test]
fn r11_a_ciphertext_for_two_keys_opens_under_neither() {
    let random = Counting::default();
    let mut accepted = 0;
    for n in 0..1_000u32 {
        let mut bytes = [0; 64];
        random.fill(&mut bytes[..32]).unwrap();
        random.fill(&mut bytes[32..]).unwrap();
        let (a, b): ([u8; 32], [u8; 32]) = (bytes[..32].try_into().unwrap(), bytes[32..].try_into().unwrap());
        let nonce = [7; 12];
        let forged = forge(&a, &b, &nonce, u128::from(n));
        // The control: without a commitment, AES-GCM takes it under both keys.
        for key in [&a, &b] {
            let payload = Payload { msg: &forged, aad: b"" };
            assert!(Aes256Gcm::new(&(*key).into()).decrypt(&Nonce::from(nonce), payload).is_ok(), "the control opens");
        }
        let sealed = Sealer::default().seal(&random, &ScopeKey::from_bytes(a), &header(), &hunter2()).unwrap();
        let mut record = sealed.bytes[..164].to_vec();
        record.extend(u32::try_from(forged.len()).unwrap().to_be_bytes());
        record.extend(&forged);
        for key in [a, b] {
            accepted += u32::from(record::open(&ScopeKey::from_bytes(key), &record, &header()).is_ok());
        }
    }
    println!("R11 {accepted} of 1000 forgeries accepted, target 0 pass");
    assert_eq!(accepted, 0);
}

#[test]
fn r12_salts_differ_and_a_broken_generator_is_noticed() {
    let sealer = Sealer::default();
    let broken = Fixed(vec![9]);
    assert!(sealer.seal(&broken, &key(), &header(), &hunter2()).is_ok());
    assert_eq!(sealer.seal(&broken, &key(), &header(), &hunter2()).err(), Some(SealError::RepeatedSalt));
    let count = if std::env::var_os("CREDENZA_SOAK").is_some() { 10_000_000 } else { 100_000 };
    let mut salts = std::collections::HashSet::with_capacity(count);
    for _ in 0..count {
        salts.insert(sealer.seal(&OsRandom, &key(), &header(), &hunter2()).unwrap().salt);
    }
    println!("R12 {} salts of {count} seals differ, target all pass", salts.len());
    assert_eq!(salts.len(), count);
}

#[test]
fn sizes_fall_into_buckets() {
    let sealer = Sealer::default();
    let mut sizes = std::collections::BTreeSet::new();
    for length in 1..4_000 {
        let value = SecretValue::Text(Secret::new("x".repeat(length))).encode();
        sizes.insert(sealer.seal(&OsRandom, &key(), &header(), &value).unwrap().bytes.len());
    }
    assert_eq!(sizes.len(), 5, "{sizes:?}");
}
