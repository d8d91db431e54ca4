//! A person goes from one device to another.

use credenza_crypto::{
    identity::{Identity, SealingKeyError},
    team::{
        epoch::EpochKey,
        pairing::{Pack, PackTeam, PairingCode, PairingError},
    },
};
use credenza_model::team::EntryId;
use credenza_secret::{Secret, SecretBytes};

use crate::people::Repeatable;

fn pack(random: &Repeatable, identity: &Identity) -> Pack {
    let key = EpochKey::generate(random).unwrap();
    Pack {
        expires: -5,
        person: identity.to_person_bytes(),
        name: "Ada".to_owned(),
        mail: "ada@example.org".to_owned(),
        teams: vec![PackTeam {
            genesis: EntryId([7; 32]),
            name: "Finance".to_owned(),
            location: "/srv/team".to_owned(),
            sign_in: SecretBytes::new(b"key".to_vec()),
            keys: vec![(EntryId([8; 32]), key)],
        }],
    }
}

#[test]
fn a_pack_opens_by_its_code_alone() {
    let random = Repeatable::new(1);
    let identity = Identity::create(&random).unwrap().with_new_sealing_key(&random).unwrap();
    let code = PairingCode::generate(&random).unwrap();
    let sealed = code.seal(&random, &pack(&random, &identity)).unwrap();
    let typed = code.to_text().expose().to_lowercase().replace('-', " ");
    let opened = PairingCode::parse(&Secret::new(typed)).unwrap().open(&sealed).unwrap();
    assert_eq!((opened.expires, opened.name.as_str()), (-5, "Ada"));
    assert_eq!(opened.teams[0].keys[0].0, EntryId([8; 32]));
    let other = Identity::from_person_bytes(&random, &opened.person).unwrap();
    assert_eq!(other.person(), identity.person());
    assert_ne!(other.device_key(), identity.device_key());
    assert_eq!(other.public().sealing, identity.public().sealing);
    let stranger = PairingCode::generate(&random).unwrap();
    assert_eq!(stranger.open(&sealed).err(), Some(PairingError::Sealed));
}

#[test]
fn a_pack_that_was_changed_opens_nothing() {
    let random = Repeatable::new(2);
    let identity = Identity::create(&random).unwrap();
    let code = PairingCode::generate(&random).unwrap();
    let sealed = code.seal(&random, &pack(&random, &identity)).unwrap();
    assert!(code.open(&sealed).is_ok(), "control");
    for at in 0..sealed.len() {
        let mut changed = sealed.clone();
        changed[at] ^= 1;
        assert!(code.open(&changed).is_err(), "{at}");
    }
    for length in [0, 3, 4, 19, 20, sealed.len() - 1] {
        assert!(code.open(&sealed[..length]).is_err(), "{length}");
    }
}

#[test]
fn a_recovery_code_is_no_pairing_code() {
    let random = Repeatable::new(3);
    let code = credenza_crypto::recovery::RecoveryCode::generate(&random).unwrap();
    assert_eq!(PairingCode::parse(&code.to_text()).err(), Some(PairingError::Code));
}

#[test]
fn keys_of_another_person_are_not_taken() {
    let random = Repeatable::new(4);
    let (ada, bob) = (Identity::create(&random).unwrap(), Identity::create(&random).unwrap());
    assert_eq!(ada.with_sealing_keys_of(&bob).err(), Some(SealingKeyError::AnotherPerson));
    let elsewhere = ada.on_new_device(&random).unwrap().with_new_sealing_key(&random).unwrap();
    let renewed = ada.with_sealing_keys_of(&elsewhere).unwrap();
    assert_eq!(renewed.device_key(), ada.device_key());
    for key in [ada.public().sealing, elsewhere.public().sealing] {
        assert!(renewed.can_open(&key));
    }
    assert!(!ada.can_open(&elsewhere.public().sealing), "control");
}

#[test]
fn a_person_has_no_more_keys_than_can_be_read_again() {
    let random = Repeatable::new(5);
    let mut ada = Identity::create(&random).unwrap();
    let elsewhere = ada.with_new_sealing_key(&random).unwrap();
    for _ in 1..1_024 {
        ada = ada.with_new_sealing_key(&random).unwrap();
    }
    let read = Identity::from_secret_bytes(&ada.to_secret_bytes()).unwrap();
    assert_eq!(read.public(), ada.public(), "control");
    assert_eq!(ada.with_new_sealing_key(&random).err(), Some(SealingKeyError::TooMany));
    assert_eq!(ada.with_sealing_keys_of(&elsewhere).err(), Some(SealingKeyError::TooMany));
}
