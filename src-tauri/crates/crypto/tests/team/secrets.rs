//! Whatever holds a secret is written in one piece: what grows leaves copies behind.

use credenza_crypto::{
    cbor::{self, Reader, Writer},
    identity::Identity,
    team::{
        boxes,
        epoch::EpochKey,
        invitation::{Invitation, InvitationSecret},
    },
    value::SecretValue,
};
use credenza_model::{ids::PersonId, team::EntryId};
use credenza_secret::{Secret, SecretBytes};
use proptest::{collection::vec, prelude::*};

use crate::people::Repeatable;

/// An item of a form.
#[derive(Debug, Clone)]
enum Item {
    Number(i64),
    Bytes(Vec<u8>),
    Text(String),
    Truth(bool),
    Nothing,
    Array(Vec<Self>),
}

fn item() -> impl Strategy<Value = Item> {
    let leaf = prop_oneof![
        any::<i64>().prop_map(Item::Number),
        vec(any::<u8>(), 0..600).prop_map(Item::Bytes),
        ".{0,300}".prop_map(Item::Text),
        any::<bool>().prop_map(Item::Truth),
        Just(Item::Nothing),
    ];
    leaf.prop_recursive(3, 40, 30, |inner| vec(inner, 0..30).prop_map(Item::Array))
}

fn write(out: &mut Writer, item: &Item) {
    match item {
        Item::Number(number) => out.int(*number),
        Item::Bytes(bytes) => out.bytes(bytes),
        Item::Text(text) => out.text(text),
        Item::Truth(truth) => out.bool(*truth),
        Item::Nothing => out.null(),
        Item::Array(items) => {
            out.array(items.len());
            items.iter().for_each(|item| write(out, item));
            out
        }
    };
}

fn in_one_piece(secret: &SecretBytes) -> bool {
    secret.capacity() == secret.len()
}

proptest! {
    #[test]
    fn a_form_of_any_shape_is_written_in_one_piece(item in item()) {
        let secret = cbor::secret(|out| write(out, &item));
        let mut plain = Writer::new();
        write(&mut plain, &item);
        prop_assert!(in_one_piece(&secret));
        prop_assert_eq!(secret.expose(), plain.into_bytes());
    }

    #[test]
    fn a_value_is_written_and_read_in_one_piece(value in ".{0,5000}", pfx in vec(any::<u8>(), 0..9000)) {
        let text = SecretValue::Text(Secret::new(value.clone())).encode();
        let password = Secret::new(value);
        let file = SecretValue::Certificate { pfx: SecretBytes::new(pfx), password }.encode();
        prop_assert!(in_one_piece(&text) && in_one_piece(&file));
        for written in [text, file] {
            let parts = match SecretValue::decode(&written).unwrap() {
                SecretValue::Text(value) => vec![value.into_bytes()],
                SecretValue::Certificate { pfx, password } => vec![pfx, password.into_bytes()],
            };
            prop_assert!(parts.iter().all(in_one_piece));
        }
    }

    #[test]
    fn an_invitation_is_written_in_one_piece(location in "[a-zäß/]{0,900}") {
        let random = Repeatable::new(5);
        let secret = InvitationSecret::generate(&random).unwrap();
        let (genesis, inviter) = (EntryId([1; 32]), PersonId::from_bytes([2; 16]));
        let text = Invitation { genesis, inviter, location, secret }.to_text();
        prop_assert!(Invitation::from_text(&text).is_ok());
        prop_assert!(in_one_piece(&text.into_bytes()));
    }
}

#[test]
fn keys_are_written_in_one_piece() {
    let random = Repeatable::new(6);
    let mut identity = Identity::create(&random).unwrap();
    let key = EpochKey::generate(&random).unwrap();
    for count in 1..40 {
        let pairs = vec![(EntryId([1; 32]), &key); count];
        assert!(in_one_piece(&boxes::keys(&pairs)));
        assert!(in_one_piece(&identity.to_secret_bytes()));
        assert!(in_one_piece(&identity.to_person_bytes()));
        identity = identity.with_new_sealing_key(&random).unwrap();
    }
}

#[test]
fn control_what_grows_has_other_room() {
    let mut out = Writer::new();
    for _ in 0..100 {
        out.bytes(&[7; 40]);
    }
    let grown = SecretBytes::new(out.into_bytes());
    assert!(!in_one_piece(&grown));
    let measured = cbor::secret(|out| {
        for _ in 0..100 {
            out.bytes(&[7; 40]);
        }
    });
    assert!(in_one_piece(&measured) && Reader::new(measured.expose()).bytes() == Ok(&[7; 40]));
}
