//! The device secret: what the password needs beside itself, and what does not get around it.
#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use std::sync::atomic::Ordering;

use credenza_crypto::{
    device_secret::{DeviceSecret, DeviceSecretError},
    header::{Header, HeaderError, UnlockError},
    kdf::KdfParams,
    keys::RootKey,
    random::OsRandom,
    recovery::RecoveryCode,
};
use credenza_secret::SecretBytes;
use support::{CountingKdf, secret};

const PASSWORD: &str = "correct horse";
const PARAMS: KdfParams = KdfParams::DEFAULT;
/// Where the device secret's part begins, and the first envelope after it.
const PART: usize = 33;
const ENVELOPES: usize = 85;

struct Scene {
    kdf: CountingKdf,
    header: Header,
    root: RootKey,
    code: RecoveryCode,
    key_store: SecretBytes,
    device: DeviceSecret,
}

impl Scene {
    /// A header with every way in, whose password needs a device secret.
    fn new() -> Self {
        let kdf = CountingKdf::default();
        let (mut header, root, code) =
            Header::create(&OsRandom, &kdf, PARAMS, &secret(PASSWORD)).unwrap_or_else(|_| panic!());
        let key_store = header.set_key_store(&OsRandom, &root).ok().unwrap();
        let device = DeviceSecret::generate(&OsRandom).unwrap();
        let mut scene = Self { kdf, header, root, code, key_store, device };
        let device = DeviceSecret::parse(&scene.device.to_text()).unwrap();
        scene.set(Some(&device));
        scene
    }

    fn set(&mut self, device: Option<&DeviceSecret>) {
        let password = secret(PASSWORD);
        let set = self
            .header
            .set_device_secret(&OsRandom, &self.kdf, PARAMS, &self.root, &password, device);
        set.unwrap();
    }

    fn bytes(&self) -> Vec<u8> {
        self.header.to_bytes(&self.root)
    }

    fn with_both(&self, header: &Header) -> Result<bool, UnlockError> {
        let opened = header.unlock_with_device_secret(&self.kdf, &secret(PASSWORD), &self.device);
        opened.map(|root| self.is_root(&root))
    }

    fn is_root(&self, root: &RootKey) -> bool {
        root.state().tag(b"x") == self.root.state().tag(b"x")
    }

    /// With a right tag, as only someone with the root key could make it.
    fn signed(&self, mut body: Vec<u8>) -> Vec<u8> {
        body.extend(self.root.state().tag(&body));
        body
    }
}

fn read(bytes: &[u8]) -> Header {
    Header::parse(bytes).ok().unwrap()
}

#[test]
fn the_password_opens_with_the_device_secret_alone_and_the_other_ways_without() {
    let scene = Scene::new();
    let header = read(&scene.bytes());
    let made = scene.kdf.0.load(Ordering::Relaxed);
    let alone = header.unlock_with_password(&scene.kdf, &secret(PASSWORD)).err();
    assert_eq!(alone, Some(UnlockError::NeedsDeviceSecret));
    let other = DeviceSecret::generate(&OsRandom).unwrap();
    let by_other = header.unlock_with_device_secret(&scene.kdf, &secret(PASSWORD), &other).err();
    assert_eq!(by_other, Some(UnlockError::OtherDeviceSecret));
    assert_eq!(scene.kdf.0.load(Ordering::Relaxed), made, "told before anything is derived");
    assert_eq!(scene.with_both(&header), Ok(true));
    let wrong = header.unlock_with_device_secret(&scene.kdf, &secret("wrong"), &scene.device).err();
    assert_eq!(wrong, Some(UnlockError::Wrong));
    let root = header.unlock_with_recovery(&scene.code).ok().unwrap();
    assert!(scene.is_root(&root));
    assert!(header.unlock_with_key_store(&scene.key_store).is_ok());
    // EXPOSE: the test compares the secret that the code gives back with its own.
    let (found, own) = (header.device_secret(&root).unwrap().to_text(), scene.device.to_text());
    // EXPOSE: as above.
    assert_eq!(found.expose(), own.expose());
}

#[test]
fn another_password_still_needs_it_and_taking_it_away_asks_for_no_more() {
    let mut scene = Scene::new();
    let (kdf, root) = (&scene.kdf, &scene.root);
    scene.header.replace_password(&OsRandom, kdf, PARAMS, root, &secret("next")).unwrap();
    let header = read(&scene.bytes());
    let alone = header.unlock_with_password(&scene.kdf, &secret("next")).err();
    assert_eq!(alone, Some(UnlockError::NeedsDeviceSecret));
    let both = header.unlock_with_device_secret(&scene.kdf, &secret("next"), &scene.device);
    assert!(both.is_ok());
    let former = scene.bytes();
    let renewed = DeviceSecret::generate(&OsRandom).unwrap();
    scene.set(Some(&renewed));
    assert_eq!(scene.with_both(&read(&scene.bytes())), Err(UnlockError::OtherDeviceSecret));
    scene.set(None);
    let header = read(&scene.bytes());
    assert_eq!(
        (header.device_secret_name(), scene.bytes()[4..8].to_vec()),
        (None, vec![0, 1, 1, 0])
    );
    assert!(header.unlock_with_password(&scene.kdf, &secret(PASSWORD)).is_ok());
    assert_eq!(scene.with_both(&header), Ok(true), "one that is not needed does no harm");
    assert!(read(&former).counter() < header.counter());
}

#[test]
fn a_header_whose_flag_was_taken_away_does_not_open() {
    let mut scene = Scene::new();
    let bytes = scene.bytes();
    let mut body = [&bytes[..PART], &bytes[ENVELOPES..bytes.len() - 32]].concat();
    body[4..8].copy_from_slice(&[0, 1, 1, 0]);
    // Even with a right tag: the password's envelope itself needs the secret.
    let header = read(&scene.signed(body.clone()));
    let alone = header.unlock_with_password(&scene.kdf, &secret(PASSWORD)).err();
    assert_eq!(alone, Some(UnlockError::Wrong));
    assert_eq!(scene.with_both(&header), Err(UnlockError::Wrong));
    // Without one, the other ways in notice the change.
    body.extend(&bytes[bytes.len() - 32..]);
    assert_eq!(read(&body).unlock_with_recovery(&scene.code).err(), Some(UnlockError::Tampered));

    // The control: the same bytes made of a header whose password needs no secret do open.
    scene.set(None);
    let plain = scene.bytes();
    let again = read(&scene.signed(plain[..plain.len() - 32].to_vec()));
    assert!(again.unlock_with_password(&scene.kdf, &secret(PASSWORD)).is_ok());
}

#[test]
fn an_empty_device_secret_or_another_header_s_does_not_stand_in() {
    let scene = Scene::new();
    let (bytes, other) = (scene.bytes(), Scene::new());
    let mut swapped = bytes[..bytes.len() - 32].to_vec();
    swapped[PART..ENVELOPES].copy_from_slice(&other.bytes()[PART..ENVELOPES]);
    let header = read(&scene.signed(swapped));
    let theirs = header.unlock_with_device_secret(&scene.kdf, &secret(PASSWORD), &other.device);
    assert_eq!(theirs.err(), Some(UnlockError::OtherDeviceSecret), "it is bound to its workspace");
    assert!(header.device_secret(&scene.root).is_none());
    let plain = [&bytes[..4], &[0, 1, 1, 0], &bytes[8..bytes.len() - 32]].concat();
    assert!(Header::parse(&scene.signed(plain)).is_err(), "its part without its flag");
    for (at, good) in [(4, 0), (5, 2), (6, 1), (7, 1)] {
        for byte in (0..=255u8).filter(|byte| *byte != good) {
            let mut changed = bytes[..bytes.len() - 32].to_vec();
            changed[at] = byte;
            assert!(Header::parse(&scene.signed(changed)).is_err(), "{byte} at {at}");
        }
    }
}

#[test]
fn r14_no_flipped_bit_and_no_cut_opens_it() {
    let scene = Scene::new();
    let good = scene.bytes();
    assert_eq!(scene.with_both(&read(&good)), Ok(true), "the control opens");
    let mut opened = 0;
    for bit in 0..good.len() * 8 {
        let mut flipped = good.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        let Ok(header) = Header::parse(&flipped) else { continue };
        opened += u32::from(scene.with_both(&header).is_ok());
        opened += u32::from(header.unlock_with_password(&scene.kdf, &secret(PASSWORD)).is_ok());
        opened += u32::from(header.unlock_with_recovery(&scene.code).is_ok());
    }
    assert_eq!(opened, 0);
    for cut in 0..good.len() {
        assert!(Header::parse(&good[..cut]).is_err());
    }
    println!(
        "R14 0 of {} changed headers with a device secret opened, target 0 pass",
        good.len() * 9
    );
}

#[test]
fn a_header_says_by_its_format_that_an_older_version_can_not_read_it() {
    let scene = Scene::new();
    let bytes = scene.bytes();
    assert_eq!(bytes[4..6], [0, 2], "a reader of format 1 names what it does not know");
    let mut newer = bytes[..bytes.len() - 32].to_vec();
    newer[5] = 3;
    let newer = Header::parse(&scene.signed(newer)).err();
    assert_eq!(newer, Some(HeaderError::NewerFormat { found: 3 }));
}

#[test]
fn a_device_secret_survives_a_persons_hand_and_is_no_other_code() {
    let device = DeviceSecret::generate(&OsRandom).unwrap();
    // EXPOSE: the test types its own secret.
    let text = device.to_text().expose().to_owned();
    let typed = secret(&text.to_lowercase().replace('-', " "));
    let name = |device: &DeviceSecret| device.name(&[7; 16]);
    assert_eq!(name(&DeviceSecret::parse(&typed).unwrap()), name(&device));
    assert_ne!(device.name(&[8; 16]), name(&device), "another workspace, another name");
    let code = RecoveryCode::generate(&OsRandom).unwrap().to_text();
    assert_eq!(DeviceSecret::parse(&code).err(), Some(DeviceSecretError::Checksum));
    let short = DeviceSecret::parse(&secret("ABCD")).err();
    assert_eq!(short, Some(DeviceSecretError::Length { found: 4 }));
}
