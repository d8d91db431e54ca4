//! The header: independent ways in, hostile bytes, cost limits.
#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use std::sync::atomic::Ordering;

use credenza_crypto::{
    header::{Header, HeaderError, UnlockError},
    identity::Identity,
    kdf::{Argon2idKdf, Kdf, KdfError, KdfParams},
    random::OsRandom,
    recovery::{RecoveryCode, RecoveryCodeError},
    value::SecretValue,
};
use credenza_secret::SecretBytes;
use support::{CountingKdf, secret};

fn new_header(kdf: &dyn Kdf) -> (Header, credenza_crypto::keys::RootKey, RecoveryCode) {
    Header::create(&OsRandom, kdf, KdfParams::DEFAULT, &secret("correct horse")).ok().unwrap()
}

fn same(a: &credenza_crypto::keys::RootKey, b: &credenza_crypto::keys::RootKey) -> bool {
    a.state().tag(b"x") == b.state().tag(b"x")
}

#[test]
fn each_way_in_stands_alone() {
    let kdf = CountingKdf::default();
    let (mut header, root, code) = new_header(&kdf);
    let kept = header.set_key_store(&OsRandom, &root).ok().unwrap();
    header
        .replace_password(&OsRandom, &kdf, KdfParams::DEFAULT, &root, &secret("another"))
        .unwrap();
    let header = Header::parse(&header.to_bytes(&root)).ok().unwrap();
    assert_eq!(header.counter(), 3);
    assert_eq!(
        header.unlock_with_password(&kdf, &secret("correct horse")).err(),
        Some(UnlockError::Wrong)
    );
    for opened in [
        header.unlock_with_password(&kdf, &secret("another")),
        header.unlock_with_recovery(&code),
        header.unlock_with_key_store(&kept),
    ] {
        assert!(same(&opened.ok().unwrap(), &root));
    }
}

#[test]
fn r13_hostile_costs_are_refused_before_any_work() {
    let kdf = CountingKdf::default();
    let (header, root, _) = new_header(&kdf);
    let good = header.to_bytes(&root);
    let made = kdf.0.load(Ordering::Relaxed);
    let mut refused = 0;
    for n in 0..500u32 {
        let mut bytes = good.clone();
        let (field, value) = match n % 4 {
            0 => (34, n * 100),
            1 => (34, 1024 * 1024 + 1 + n * 1_000_000),
            2 => (38, if n % 8 < 4 { n % 3 } else { 17 + n }),
            _ => (42, if n % 8 < 4 { 0 } else { 9 + n }),
        };
        bytes[field..field + 4].copy_from_slice(&value.to_be_bytes());
        refused += u32::from(Header::parse(&bytes).err() == Some(HeaderError::Damaged));
    }
    assert_eq!((refused, kdf.0.load(Ordering::Relaxed)), (500, made));
    println!(
        "R13 {refused} of 500 hostile headers refused, {} derivations, target 500 and 0 pass",
        kdf.0.load(Ordering::Relaxed) - made
    );
    assert!(Header::parse(&good).is_ok(), "the control is read");
    let weak = KdfParams { memory_kib: 19 * 1024, passes: 2, lanes: 1 };
    assert_eq!(Argon2idKdf.derive(&secret("x"), &[0; 16], weak).err(), Some(KdfError::OutOfRange));
}

#[test]
fn r13_a_changed_cost_within_the_limits_opens_nothing() {
    let kdf = CountingKdf::default();
    let (header, root, _) = new_header(&kdf);
    let mut bytes = header.to_bytes(&root);
    bytes[34..38].copy_from_slice(&KdfParams::FLOOR.memory_kib.to_be_bytes());
    let cheaper = Header::parse(&bytes).ok().unwrap();
    assert_eq!(
        cheaper.unlock_with_password(&kdf, &secret("correct horse")).err(),
        Some(UnlockError::Wrong)
    );
}

#[test]
fn r14_another_format_is_named_and_no_flipped_bit_opens() {
    let kdf = CountingKdf::default();
    let (header, root, code) = new_header(&kdf);
    let good = header.to_bytes(&root);
    let mut newer = good.clone();
    newer[5] = 3;
    assert_eq!(Header::parse(&newer).err(), Some(HeaderError::NewerFormat { found: 3 }));
    let mut opened = 0;
    for bit in 0..good.len() * 8 {
        let mut flipped = good.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        let Ok(header) = Header::parse(&flipped) else { continue };
        // Through the password and through the code: either envelope may be the whole one.
        opened += u32::from(header.unlock_with_password(&kdf, &secret("correct horse")).is_ok());
        opened += u32::from(header.unlock_with_recovery(&code).is_ok());
    }
    assert_eq!(opened, 0);
    for cut in 0..good.len() {
        assert!(Header::parse(&good[..cut]).is_err());
    }
    println!("R14 0 of {} changed headers opened, target 0 pass", good.len() * 9);
}

#[test]
fn r3_argon2id_is_that_of_other_implementations() {
    // Made with argon2-cffi 25.1.0: hash_secret_raw(b"password", b"0123456789abcdef", 3, 65536, 4, 32, ID).
    let params = KdfParams { memory_kib: 65_536, passes: 3, lanes: 4 };
    let key = Argon2idKdf.derive(&secret("password"), b"0123456789abcdef", params).ok().unwrap();
    assert_eq!(hex::encode(*key), include_str!("argon2id.hex").trim());
    let composed = Argon2idKdf.derive(&secret("\u{e4}"), &[1; 16], KdfParams::FLOOR).ok().unwrap();
    let decomposed =
        Argon2idKdf.derive(&secret("a\u{308}"), &[1; 16], KdfParams::FLOOR).ok().unwrap();
    assert_eq!(*composed, *decomposed, "one password, typed in two ways");
    assert_eq!(
        Argon2idKdf.derive(&secret(""), &[1; 16], KdfParams::FLOOR).err(),
        Some(KdfError::PasswordLength)
    );
}

#[test]
fn a_recovery_code_survives_a_persons_hand() {
    let code = RecoveryCode::generate(&OsRandom).unwrap();
    // EXPOSE: the test types its own code.
    let text = code.to_text().expose().to_owned();
    assert_eq!(text.split('-').map(str::len).collect::<Vec<_>>(), [4; 8]);
    let typed = text.to_lowercase().replace('-', " ").replace('0', "o").replace('1', "l");
    // EXPOSE: as above.
    assert_eq!(RecoveryCode::parse(&secret(&typed)).ok().unwrap().to_text().expose(), text);
    let wrong: String = text.chars().map(|c| if c == 'A' { 'B' } else { 'A' }).collect();
    assert!(RecoveryCode::parse(&secret(&wrong.replace('-', ""))).is_err());
    assert_eq!(
        RecoveryCode::parse(&secret("ABCD")).err(),
        Some(RecoveryCodeError::Length { found: 4 })
    );
    assert_eq!(RecoveryCode::parse(&secret("u")).err(), Some(RecoveryCodeError::Character('u')));
}

#[test]
fn values_are_read_strictly() {
    let pfx = SecretBytes::new(vec![7; 300]);
    let content = SecretValue::Certificate { pfx, password: secret("p") }.encode();
    // EXPOSE: the test damages its own value.
    let good = content.expose().to_vec();
    let Ok(SecretValue::Certificate { pfx, .. }) = SecretValue::decode(&content) else {
        unreachable!()
    };
    assert_eq!(pfx.len(), 300);
    let refused = [
        [good.clone(), vec![0]].concat(),
        good[..good.len() - 1].to_vec(),
        b"\xa1\x65value\x78\x01x".to_vec(),
        b"\xa1\x65value\x61\xff".to_vec(),
        b"\xa1\x65velue\x61x".to_vec(),
        b"\xbf\x65value\x61x\xff".to_vec(),
    ];
    for bytes in refused {
        assert!(SecretValue::decode(&SecretBytes::new(bytes)).is_err());
    }
}

#[test]
fn an_identity_survives_storage_and_certifies_its_device() {
    let identity = Identity::create(&OsRandom).unwrap();
    let public = identity.public();
    let read = Identity::from_secret_bytes(&identity.to_secret_bytes()).ok().unwrap();
    assert_eq!(read.public(), public);
    assert_eq!(public.sealing.len(), 1_216);
    assert!(public.is_certified());
    let other = Identity::create(&OsRandom).unwrap().public();
    assert_ne!(public.person(), other.person());
    let foreign = credenza_crypto::identity::PublicIdentity { sealing: other.sealing, ..public };
    assert!(!foreign.is_certified());
}
