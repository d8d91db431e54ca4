//! R20, R23 for boxes: for whom they are, what they mean, and nobody else.

use credenza_crypto::team::{
    boxes::{
        BoxError, Context, Purpose, UnboxError, keys, list_parts, open, parts, people_in_a_part,
        read_keys, recipients, seal,
    },
    epoch::EpochKey,
};
use credenza_model::{
    ids::{PersonId, RecordId, TeamId},
    team::{BlobId, EntryId},
};

use crate::people::{Broken, Repeatable, person};

fn context() -> Context {
    let team = TeamId::from_bytes([1; 16]);
    Context { purpose: Purpose::Keys, team, record: Some(RecordId::from_bytes([2; 16])) }
}

fn sealed(people: &[u64]) -> Vec<u8> {
    let known: Vec<_> = people.iter().map(|seed| person(*seed).public()).collect();
    let known =
        known.iter().map(|who| (PersonId::from_bytes(who.person()), who.sealing.as_slice()));
    let key = EpochKey::from_bytes([5; 32]);
    let content = keys(&[(EntryId::default(), &key)]);
    seal(&Repeatable::new(77), &context(), known, &content).unwrap()
}

#[test]
fn each_member_opens_their_own_and_nobody_else_any() {
    let blob = sealed(&[1, 2, 3]);
    for seed in 1..=3 {
        let opened = open(&person(seed), &context(), &blob).unwrap();
        let read = read_keys(&opened).unwrap();
        assert!(read[0].1.is_committed(&EpochKey::from_bytes([5; 32]).commitment()));
    }
    assert_eq!(open(&person(4), &context(), &blob).err(), Some(UnboxError::NotForYou));
    let mut named = recipients(&blob).unwrap();
    named.sort();
    let mut all: Vec<_> = (1..=3).map(|seed| PersonId::from_bytes(person(seed).person())).collect();
    all.sort();
    assert_eq!(named, all);
}

#[test]
fn r20_a_box_has_one_meaning_in_one_team_and_record() {
    let blob = sealed(&[1]);
    assert!(open(&person(1), &context(), &blob).is_ok(), "control");
    let others = [
        Context { purpose: Purpose::Report, ..context() },
        Context { team: TeamId::from_bytes([9; 16]), ..context() },
        Context { record: Some(RecordId::from_bytes([9; 16])), ..context() },
        Context { record: None, ..context() },
    ];
    for other in others {
        assert_eq!(open(&person(1), &other, &blob).err(), Some(UnboxError::Sealed));
    }
}

#[test]
fn r20_a_box_relabelled_to_another_person_does_not_open() {
    let (from, to) = (person(1).person(), person(2).person());
    let blob = sealed(&[1]);
    let at = blob.windows(16).position(|window| window == from).unwrap();
    let mut relabelled = blob;
    relabelled[at..at + 16].copy_from_slice(&to);
    assert_eq!(open(&person(2), &context(), &relabelled).err(), Some(UnboxError::Sealed));
}

#[test]
fn r7_no_flipped_bit_opens() {
    let blob = sealed(&[1]);
    assert!(open(&person(1), &context(), &blob).is_ok(), "control");
    let mut accepted = 0;
    // Every byte of the frame and ciphertext, and every eighth of the long encapsulated key.
    for at in (0..blob.len()).filter(|at| *at < 24 || *at > 1_130 || at % 8 == 0) {
        let mut changed = blob.clone();
        changed[at] ^= 1 << (at % 8);
        accepted += u32::from(open(&person(1), &context(), &changed).is_ok());
    }
    assert_eq!(accepted, 0);
    assert!((0..blob.len()).all(|cut| open(&person(1), &context(), &blob[..cut]).is_err()));
}

#[test]
fn a_broken_source_and_a_wrong_key_seal_nothing() {
    let who = person(1).public();
    let to = PersonId::from_bytes(who.person());
    let content = keys(&[(EntryId::default(), &EpochKey::from_bytes([5; 32]))]);
    let broken = seal(&Broken, &context(), [(to, who.sealing.as_slice())], &content);
    assert!(matches!(broken, Err(BoxError::Random(_))));
    let wrong = seal(&Repeatable::new(1), &context(), [(to, &who.sealing[1..])], &content);
    assert_eq!(wrong, Err(BoxError::SealingKey));
}

#[test]
fn a_list_of_parts_is_read_as_it_was_written_and_is_no_boxes() {
    let part = |n: u8| (PersonId::from_bytes([n; 16]), BlobId([n; 32]));
    let listed: Vec<_> = (1..=200).map(part).collect();
    let bytes = list_parts(&listed);
    assert_eq!(parts(&bytes), Ok(Some(listed.clone())));
    assert_eq!(recipients(&bytes), Err(UnboxError::Form));
    assert_eq!(open(&person(1), &context(), &bytes).err(), Some(UnboxError::Form));
    for boxes in [sealed(&[1, 2]), sealed(&[])] {
        assert_eq!(parts(&boxes), Ok(None), "control: boxes");
    }
    // Each cut, each order and each number of parts but the right one is refused.
    assert!((0..bytes.len()).all(|cut| parts(&bytes[..cut]).is_err()));
    assert_eq!(parts(&list_parts(&[part(2), part(1)])), Err(UnboxError::Form));
    assert_eq!(parts(&list_parts(&[part(2), part(2)])), Err(UnboxError::Form));
    let many = |count: u32| -> Vec<_> {
        let person = |n: u32| PersonId::from_bytes(u128::from(n).to_be_bytes());
        let blob = |n: u32| BlobId(std::array::from_fn(|at| n.to_be_bytes()[at % 4]));
        (0..count).map(|n| (person(n), blob(n))).collect()
    };
    assert!(parts(&list_parts(&many(4_096))).is_ok());
    assert_eq!(parts(&list_parts(&many(4_097))), Err(UnboxError::Form));
    // One part is named once.
    let twice = [part(1), (part(2).0, part(1).1)];
    assert_eq!(parts(&list_parts(&twice)), Err(UnboxError::Form));
    assert!(parts(&list_parts(&[part(1), part(2)])).is_ok(), "control");
    assert!((1..4_000).all(|content| people_in_a_part(content) * (content + 1_164) < 1 << 20));
}
