//! R2: messages and exported secrets of RFC 9180 and of X-Wing, from the receiver's side.

use hpke::{
    Deserializable as _, HpkeError, Kem, OpModeR, PskBundle, Serializable as _,
    aead::{Aead, AeadCtxR, AesGcm128, AesGcm256, ChaCha20Poly1305, ExportOnlyAead},
    kdf::{HkdfSha256, HkdfSha512, Kdf, KdfShake256},
    kem::{X25519HkdfSha256, XWing},
    setup_receiver,
};
use serde::Deserialize;

use crate::verdict;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct HpkeSet {
    mode: u8,
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
    #[serde(default)]
    psk: String,
    #[serde(default, rename = "psk_id")]
    psk_id: String,
    #[serde(default)]
    pk_sm: String,
    encryptions: Vec<Encryption>,
    exports: Vec<Export>,
}

#[derive(Deserialize)]
struct Encryption {
    aad: String,
    ct: String,
    pt: String,
}

#[derive(Deserialize)]
struct Export {
    exporter_context: String,
    exported_value: String,
}

fn bytes(text: &str) -> Vec<u8> {
    hex::decode(text).unwrap()
}

fn receiver<A: Aead, D: Kdf, K: Kem>(set: &HpkeSet) -> Result<AeadCtxR<A, D, K>, HpkeError> {
    let key = K::PrivateKey::from_bytes(&bytes(&set.sk_rm))?;
    assert_eq!(hex::encode(K::sk_to_pk(&key).to_bytes()), set.pk_rm);
    let enc = K::EncappedKey::from_bytes(&bytes(&set.enc))?;
    let (psk, id) = (bytes(&set.psk), bytes(&set.psk_id));
    let sender = || K::PublicKey::from_bytes(&bytes(&set.pk_sm));
    let mode = match set.mode {
        0 => OpModeR::Base,
        1 => OpModeR::Psk(PskBundle::new(&psk, &id)?),
        2 => OpModeR::Auth(sender()?),
        _ => OpModeR::AuthPsk(sender()?, PskBundle::new(&psk, &id)?),
    };
    setup_receiver::<A, D, K>(&mode, &key, &enc, &bytes(&set.info))
}

/// How many of the set's messages open to the right plaintext, and how many secrets are right.
fn right<A: Aead, D: Kdf, K: Kem>(set: &HpkeSet) -> (usize, usize) {
    let Ok(mut receiver) = receiver::<A, D, K>(set) else { return (0, 0) };
    let exported = |export: &&Export| {
        let mut out = bytes(&export.exported_value);
        out.fill(0);
        receiver.export(&bytes(&export.exporter_context), &mut out).unwrap();
        out == bytes(&export.exported_value)
    };
    let exports = set.exports.iter().filter(exported).count();
    let good = |e: &&Encryption| {
        receiver.open(&bytes(&e.ct), &bytes(&e.aad)).is_ok_and(|pt| pt == bytes(&e.pt))
    };
    (set.encryptions.iter().filter(good).count(), exports)
}

fn sets() -> Vec<HpkeSet> {
    serde_json::from_str(include_str!("../../../../../tests/vectors/crypto/hpke.json")).unwrap()
}

fn right_in(set: &HpkeSet) -> (usize, usize) {
    match (set.kem, set.kdf, set.aead) {
        (0x647a, 1, 3) => right::<ChaCha20Poly1305, HkdfSha256, XWing>(set),
        (0x647a, 17, 3) => right::<ChaCha20Poly1305, KdfShake256, XWing>(set),
        (32, 1, 1) => right::<AesGcm128, HkdfSha256, X25519HkdfSha256>(set),
        (32, 1, 2) => right::<AesGcm256, HkdfSha256, X25519HkdfSha256>(set),
        (32, 1, 3) => right::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(set),
        (32, 1, 0xffff) => right::<ExportOnlyAead, HkdfSha256, X25519HkdfSha256>(set),
        (32, 3, 1) => right::<AesGcm128, HkdfSha512, X25519HkdfSha256>(set),
        (32, 3, 2) => right::<AesGcm256, HkdfSha512, X25519HkdfSha256>(set),
        (32, 3, 3) => right::<ChaCha20Poly1305, HkdfSha512, X25519HkdfSha256>(set),
        (32, 3, 0xffff) => right::<ExportOnlyAead, HkdfSha512, X25519HkdfSha256>(set),
        _ => (0, 0),
    }
}

/// Sets, messages that open, and exported secrets.
fn count<'a>(sets: impl Iterator<Item = &'a HpkeSet>) -> (usize, usize, usize) {
    sets.map(right_in).fold((0, 0, 0), |sum, one| (sum.0 + 1, sum.1 + one.0, sum.2 + one.1))
}

#[test]
fn r2_messages_of_others_open() {
    let sets = sets();
    let xwing = count(sets.iter().filter(|set| set.kem == 0x647a));
    let rfc = count(sets.iter().filter(|set| set.kem != 0x647a));
    for (name, found, target) in [
        ("X-Wing", xwing, (2, 20, XWING_SECRETS)),
        ("RFC 9180 for X25519", rfc, (32, 240, RFC_SECRETS)),
    ] {
        println!(
            "R2 {name}: {} of {} messages and {} of {} exported secrets in {} sets {}",
            found.1,
            target.1,
            found.2,
            target.2,
            found.0,
            verdict(found == target)
        );
        assert_eq!(found, target);
    }
}

const XWING_SECRETS: usize = 10;
const RFC_SECRETS: usize = 96;

#[test]
fn r2_control_under_another_info_none_opens() {
    let altered: Vec<_> =
        sets().into_iter().map(|set| HpkeSet { info: "00".to_owned(), ..set }).collect();
    assert_eq!(count(altered.iter()), (34, 0, 0));
}

#[test]
fn r2_control_from_another_sender_or_under_another_shared_key_none_opens() {
    let other = |set: HpkeSet| HpkeSet {
        psk: if set.psk.is_empty() { set.psk } else { "07".repeat(32) },
        pk_sm: if set.pk_sm.is_empty() { set.pk_sm } else { set.pk_rm.clone() },
        ..set
    };
    let altered: Vec<_> = sets().into_iter().filter(|set| set.mode > 0).map(other).collect();
    assert_eq!(count(altered.iter()), (24, 0, 0));
}
