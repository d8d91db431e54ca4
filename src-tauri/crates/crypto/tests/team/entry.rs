//! R7, R20, R21 for entries: only what a device signed, in the one form that it can have.

use credenza_crypto::team::{
    entry::{EntryError, record_id, sign, team_id, verify},
    introduction,
};
use credenza_model::{
    ids::{ChainId, DeviceId, RecordId},
    team::{
        BlobId, Entry, EntryId, Head, Introduction, MOST_HEADS, Op, Previous, RecordKind,
        RecordRole, SEALED_USE, Subject,
    },
};
use sha2::{Digest as _, Sha256};

use crate::people::{epoch, genesis, person};

fn hex(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

/// An entry with every op and every optional part.
fn full() -> Entry {
    let (ada, bob) = (person(1), person(2));
    let (id, _) = sign(&ada, &genesis(&ada)).unwrap();
    let team = team_id(id);
    let who = introduction::introduce(&bob, team, "Bob", "");
    let record = record_id(&ada.device_key(), &[5; 16]);
    let blob = BlobId([9; 32]);
    let mut renewed = epoch();
    renewed.previous.push(Previous { epoch: id, sealed: vec![1; 48] });
    let ops = vec![
        Op::Invite { invitation: [4; 16], mail: "bob@example.org".to_owned(), boxes: blob },
        Op::Admit { who: who.clone(), invitation: [4; 16] },
        Op::Remove { person: who.person },
        Op::NameOwner { person: who.person },
        Op::Device { who: who.clone() },
        Op::LoseDevice { device: DeviceId::from_bytes([6; 16]) },
        Op::RenewTeamKey { epoch: renewed.clone() },
        Op::Create { record, nonce: [5; 16], kind: RecordKind::Variable, epoch: epoch() },
        Op::Grant {
            record,
            to: Subject::Person(who.person),
            role: RecordRole::ViewAndShare,
            may_see: true,
            boxes: blob,
        },
        Op::Grant {
            record,
            to: Subject::Everyone,
            role: RecordRole::View,
            may_see: false,
            boxes: blob,
        },
        Op::Revoke { record, from: Subject::Everyone },
        Op::RenewKey { record, epoch: renewed },
        Op::Put { record, epoch: id, blob, needs: vec![RecordId::from_bytes([2; 16])] },
        Op::Delete { record },
        Op::Read { record, report: blob },
    ];
    let head = |chain: u8| Head {
        chain: ChainId::from_bytes([chain; 16]),
        sequence: 70_000,
        entry: EntryId([chain; 32]),
    };
    Entry {
        team,
        sequence: 1,
        previous: id,
        heads: vec![head(1), head(9)],
        lamport: 1 << 40,
        written: -5,
        blocked: Some((ChainId::from_bytes([8; 16]), 3)),
        ops,
        ..genesis(&ada)
    }
}

#[test]
fn an_entry_is_read_as_it_was_written() {
    for entry in [genesis(&person(1)), full()] {
        let (id, bytes) = sign(&person(1), &entry).unwrap();
        assert_eq!(verify(&bytes), Ok((id, entry)));
        let before = &bytes[..bytes.len() - 64];
        assert_eq!(id.0[..], Sha256::digest(before)[..]);
    }
}

#[test]
fn r4_the_form_stays_what_it_is() {
    let (_, bytes) = sign(&person(1), &full()).unwrap();
    assert_eq!(hex(&bytes), "ddeb3375d88f7f6328c1fddfc6200dc6be7062393dfb3838ea0c8a0c4702c009");
}

#[test]
fn taking_an_invitation_back_has_a_code_of_its_own() {
    let entry = Entry { ops: vec![Op::Withdraw { invitation: [4; 16] }], ..full() };
    let (id, bytes) = sign(&person(1), &entry).unwrap();
    assert_eq!(verify(&bytes), Ok((id, entry)));
    // An array of two: code 15, and a text of 17 bytes that holds one of 16.
    let op = [&[0x82, 0x0f, 0x51, 0x50], [4; 16].as_slice()].concat();
    assert!(bytes.windows(op.len()).any(|window| window == op));
}

#[test]
fn reports_of_use_have_codes_of_their_own_and_one_length() {
    let report = Op::Uses {
        record: RecordId::from_bytes([4; 16]),
        epoch: EntryId([5; 32]),
        sealed: [6; SEALED_USE],
    };
    let entry = Entry { ops: vec![report, Op::UsesStand], ..full() };
    let (id, bytes) = sign(&person(1), &entry).unwrap();
    assert_eq!(verify(&bytes), Ok((id, entry)));
    // Two arrays of two: code 16 with texts of 16, 32 and 49 bytes in one, and code 17 with none.
    let parts: [&[u8]; 7] = [
        &[0x82, 0x10, 0x58, 102, 0x50],
        &[4; 16],
        &[0x58, 32],
        &[5; 32],
        &[0x58, 49],
        &[6; 49],
        &[0x82, 0x11, 0x40],
    ];
    let ops = parts.concat();
    let at = bytes.windows(ops.len()).position(|window| window == ops);
    assert_eq!(at.map(|at| at + ops.len() + 64), Some(bytes.len()), "they stand at the end");
}

#[test]
fn r7_no_flipped_bit_and_no_cut_is_an_entry() {
    let (id, bytes) = sign(&person(1), &full()).unwrap();
    assert_eq!(verify(&bytes).map(|(id, _)| id), Ok(id), "control: unchanged it is one");
    let mut accepted = 0;
    for bit in 0..bytes.len() * 8 {
        let mut changed = bytes.clone();
        changed[bit / 8] ^= 1 << (bit % 8);
        accepted += u32::from(verify(&changed).is_ok());
    }
    for length in 0..bytes.len() {
        accepted += u32::from(verify(&bytes[..length]).is_ok());
    }
    accepted += u32::from(verify(&[&bytes[..], &[0]].concat()).is_ok());
    println!("R7 entries {accepted} of {} accepted, target 0 pass", bytes.len() * 9);
    assert_eq!(accepted, 0);
}

#[test]
fn r21_another_devices_key_can_not_be_named() {
    let (ada, eve) = (person(1), person(3));
    let entry = genesis(&ada);
    assert!(sign(&ada, &entry).is_ok(), "control");
    assert_eq!(sign(&eve, &entry), Err(EntryError::Form));
}

fn forged(change: impl Fn(&mut Introduction)) -> Result<(), EntryError> {
    let ada = person(1);
    let mut entry = genesis(&ada);
    let Op::Genesis { owner, .. } = &mut entry.ops[0] else { unreachable!() };
    change(owner);
    sign(&ada, &entry).map(drop)
}

#[test]
fn r20_an_introduction_with_a_swapped_key_is_none() {
    let eve = person(3).public();
    assert_eq!(forged(|_| {}), Ok(()), "control");
    let refused = Err(EntryError::Form);
    assert_eq!(forged(|who| who.sealing = eve.sealing.clone()), refused);
    assert_eq!(forged(|who| who.device_key = eve.device), refused);
    assert_eq!(forged(|who| who.root = eve.root), refused);
    assert_eq!(forged(|who| who.certificate = eve.certificate), refused);
    assert_eq!(forged(|who| who.name = "Eve".to_owned()), refused);
    assert_eq!(forged(|who| who.mail.clear()), refused);
    assert_eq!(forged(|who| who.consent[9] ^= 1), refused);
    assert_eq!(
        forged(|who| {
            who.root = eve.root;
            who.certificate = eve.certificate;
            who.sealing = eve.sealing.clone();
        }),
        refused
    );
}

#[test]
fn r20_an_introduction_for_one_team_is_none_for_another() {
    let (ada, bob) = (person(1), person(2));
    let (id, _) = sign(&ada, &genesis(&ada)).unwrap();
    let admit = |team| {
        let who = introduction::introduce(&bob, team, "Bob", "");
        let op = Op::Admit { who, invitation: [0; 16] };
        sign(&ada, &Entry { team: team_id(id), ops: vec![op], ..genesis(&ada) }).map(drop)
    };
    assert_eq!(admit(team_id(id)), Ok(()), "control");
    assert_eq!(admit(team_id(EntryId([1; 32]))), Err(EntryError::Form));
}

#[test]
fn a_record_is_named_by_the_device_that_begins_it() {
    let (ada, eve) = (person(1), person(3));
    let begin = |record| {
        let kind = RecordKind::Credential;
        let op = Op::Create { record, nonce: [5; 16], kind, epoch: epoch() };
        sign(&ada, &Entry { ops: vec![op], ..genesis(&ada) }).map(drop)
    };
    assert_eq!(begin(record_id(&ada.device_key(), &[5; 16])), Ok(()), "control");
    assert_eq!(begin(record_id(&eve.device_key(), &[5; 16])), Err(EntryError::Form));
}

#[test]
fn heads_stand_in_one_order_and_none_is_of_the_own_chain() {
    let ada = person(1);
    let head = |chain: u8| Head {
        chain: ChainId::from_bytes([chain; 16]),
        sequence: 0,
        entry: EntryId::default(),
    };
    let with = |heads| sign(&ada, &Entry { heads, ..genesis(&ada) }).map(drop);
    assert_eq!(with(vec![head(1), head(2)]), Ok(()), "control");
    assert_eq!(with(vec![head(2), head(1)]), Err(EntryError::Form));
    assert_eq!(with(vec![head(2), head(2)]), Err(EntryError::Form));
    assert_eq!(with(vec![head(3)]), Err(EntryError::Form));
}

#[test]
fn an_entry_names_only_so_many_heads() {
    let ada = person(1);
    let head = |number: usize| Head {
        chain: ChainId::from_bytes((number as u128).to_be_bytes()),
        sequence: 0,
        entry: EntryId::default(),
    };
    let with = |count| {
        sign(&ada, &Entry { heads: (0..count).map(head).collect(), ..genesis(&ada) }).map(drop)
    };
    assert_eq!(with(MOST_HEADS), Ok(()), "control");
    assert_eq!(with(MOST_HEADS + 1), Err(EntryError::Form));
}

#[test]
fn what_is_of_a_later_version_says_so() {
    let (_, mut bytes) = sign(&person(1), &genesis(&person(1))).unwrap();
    bytes[3] = b'2';
    let name = EntryId(Sha256::digest(&bytes[..bytes.len() - 64]).into());
    assert_eq!(verify(&bytes), Err(EntryError::Later(name)));
    bytes[3] = b'0';
    assert_eq!(verify(&bytes), Err(EntryError::Form));
    let unknown = Entry { ops: vec![Op::Unknown { code: 40 }], ..genesis(&person(1)) };
    assert_eq!(sign(&person(1), &unknown), Err(EntryError::Form));
}
