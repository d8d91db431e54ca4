//! R11: one ciphertext that is good under two keys, as AES-GCM alone allows.
#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use aes_gcm::aes::{
    Aes256,
    cipher::{BlockCipherEncrypt as _, KeyInit as _},
};
use credenza_crypto::{
    keys::ScopeKey,
    random::Random,
    record::{self, OpenError},
};
use support::{Counting, Format, Keys, bound, header};

/// Multiplication in the field of GHASH (NIST SP 800-38D, 6.3).
fn times(x: u128, y: u128) -> u128 {
    let (mut product, mut v) = (0, y);
    for bit in (0..128).rev() {
        product ^= if (x >> bit) & 1 == 1 { v } else { 0 };
        v = (v >> 1) ^ if v & 1 == 1 { 0xe1 << 120 } else { 0 };
    }
    product
}

/// x to the power 2^128 - 2, which is 1 / x.
fn inverse(x: u128) -> u128 {
    let (mut result, mut power) = (1 << 127, x);
    for _ in 1..128 {
        power = times(power, power);
        result = times(result, power);
    }
    result
}

fn cipher(keys: &Keys, counter: u32) -> u128 {
    let mut input = [0; 16];
    input[..12].copy_from_slice(&keys.nonce);
    input[12..].copy_from_slice(&counter.to_be_bytes());
    encrypt(&keys.key, input)
}

fn encrypt(key: &[u8; 32], input: [u8; 16]) -> u128 {
    let mut block = input.into();
    Aes256::new(&(*key).into()).encrypt_block(&mut block);
    u128::from_be_bytes(block.into())
}

fn blocks(bytes: &[u8]) -> Vec<u128> {
    let (whole, rest) = bytes.as_chunks::<16>();
    let mut all: Vec<_> = whole.iter().map(|block| u128::from_be_bytes(*block)).collect();
    if !rest.is_empty() {
        let mut last = [0; 16];
        last[..rest.len()].copy_from_slice(rest);
        all.push(u128::from_be_bytes(last));
    }
    all
}

fn tag(keys: &Keys, aad: &[u8], ciphertext: &[u128]) -> u128 {
    let h = encrypt(&keys.key, [0; 16]);
    let lengths = ((aad.len() as u128 * 8) << 64) | (ciphertext.len() as u128 * 128);
    let all = blocks(aad).into_iter().chain(ciphertext.iter().copied()).chain([lengths]);
    all.fold(0, |sum, block| times(sum ^ block, h)) ^ cipher(keys, 1)
}

/// A record of one block under `a` that is a whole record there, with `a`'s commitment, and whose
/// last block makes its tag good under `b` too.
fn forge(a: &Keys, b: &Keys, salt: &[u8; 32]) -> Vec<u8> {
    let head = [&bound(&header())[..], salt, &a.commitment, &272u32.to_be_bytes()].concat();
    let mut plaintext = [0x41; 256];
    plaintext[..4].copy_from_slice(&252u32.to_be_bytes());
    let mut ciphertext: Vec<_> = blocks(&plaintext)
        .iter()
        .zip(2..)
        .map(|(block, counter)| block ^ cipher(a, counter))
        .collect();
    ciphertext[15] = 0;
    // The last block counts times H squared in each tag; what it must add is the tags' difference.
    let square = |keys: &Keys| {
        let h = encrypt(&keys.key, [0; 16]);
        times(h, h)
    };
    let difference = tag(a, &head, &ciphertext) ^ tag(b, &head, &ciphertext);
    ciphertext[15] = times(difference, inverse(square(a) ^ square(b)));
    let tag = tag(a, &head, &ciphertext);
    let body: Vec<u8> = ciphertext.into_iter().chain([tag]).flat_map(u128::to_be_bytes).collect();
    [head, body].concat()
}

#[test]
fn r11_a_record_that_is_good_under_two_keys_opens_under_one() {
    let random: &dyn Random = &Counting::default();
    let careless = Format { commits: false, ..Format::RIGHT };
    let expected = bound(&header());
    let (mut both, mut control) = (0, 0);
    for _ in 0..1_000 {
        let (a, b, salt) =
            (random.bytes::<32>().unwrap(), random.bytes::<32>().unwrap(), random.bytes().unwrap());
        let keys = |scope| Format::RIGHT.keys(scope, &expected, &salt);
        let forged = forge(&keys(&a), &keys(&b), &salt);
        control +=
            u32::from([a, b].iter().all(|key| careless.open(key, &forged, &expected).is_some()));
        assert!(
            record::open(&ScopeKey::from_bytes(a), &forged, &header()).is_ok(),
            "it is whole under its own key"
        );
        let other = record::open(&ScopeKey::from_bytes(b), &forged, &header());
        both += u32::from(other.err() != Some(OpenError::Sealed));
    }
    println!(
        "R11 {both} of 1000 forgeries accepted under a second key, target 0 {}",
        verdict(both == 0)
    );
    println!(
        "R11 control: {control} of 1000 accepted under both keys by a reader that skips the commitment"
    );
    assert_eq!((both, control), (0, 1_000));
}

fn verdict(good: bool) -> &'static str {
    if good { "pass" } else { "FAIL" }
}
