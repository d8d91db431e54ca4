//! Who has an old key of the team and a signature of their own, and is no member, stops nobody.

use std::collections::BTreeSet;

use credenza_team::{
    AlarmKind::{self, Forged, Forked, Withheld},
    Head, LogError, Slot,
    location::{ChainId, ObjectName, Place},
};
use credenza_testkit::{
    evil::EvilLocation,
    member::{Member, at, sign},
};

fn kinds(member: &Member) -> BTreeSet<AlarmKind> {
    member.log.alarms().map(|alarm| alarm.kind).collect()
}

fn nowhere(number: u8) -> Head {
    Head { place: Place::first(ChainId([number; 16])), id: [number; 32] }
}

/// Signs an entry that speaks of this head.
async fn vouch(member: &mut Member, head: Head) {
    let key = member.key.clone();
    let signed = |slot: &Slot| Ok(sign(&key, slot, &[head], b"I have seen it"));
    member.log.append(at(2), signed).await.unwrap();
}

/// Bob, who heard of Ada alone, after one of the two vouched for something.
async fn after(by_ada: bool, false_head: bool) -> Member {
    let location = EvilLocation::in_memory();
    let mut ada = Member::new(1, location.clone());
    let mut stranger = Member::new(66, location.clone());
    let mut bob = Member::new(2, location);
    let adas = ada.key.verifying_key().to_bytes();
    bob.log.hear(move |key| *key == adas).unwrap();
    let place = ada.write(0, b"true").await.unwrap();
    stranger.poll(1).await.unwrap();
    bob.poll(1).await.unwrap();
    let head = if false_head { Head { place, id: [9; 32] } } else { nowhere(9) };
    vouch(if by_ada { &mut ada } else { &mut stranger }, head).await;
    bob.poll(3).await.unwrap();
    bob.poll(700).await.unwrap();
    bob
}

#[tokio::test]
async fn what_a_stranger_vouches_for_stops_nobody_from_writing() {
    for false_head in [true, false] {
        let mut bob = after(false, false_head).await;
        assert_eq!(kinds(&bob), BTreeSet::new());
        bob.write(701, b"goes on").await.unwrap();
        // Negative control: the word of a member counts.
        let mut bob = after(true, false_head).await;
        assert_eq!(kinds(&bob), BTreeSet::from([if false_head { Forked } else { Withheld }]));
        assert_eq!(bob.write(701, b"no").await, Err(LogError::Stopped));
    }
}

#[tokio::test]
async fn who_is_told_to_be_a_member_after_the_look_counts() {
    for member in [true, false] {
        let location = EvilLocation::in_memory();
        let mut ada = Member::new(1, location.clone());
        let mut bob = Member::new(2, location);
        bob.log.hear(|_| false).unwrap();
        let place = ada.write(0, b"true").await.unwrap();
        bob.poll(1).await.unwrap();
        vouch(&mut ada, Head { place, id: [9; 32] }).await;
        bob.poll(3).await.unwrap();
        assert!(!bob.log.is_stopped());
        bob.log.hear(move |_| member).unwrap();
        assert_eq!((bob.log.is_stopped(), bob.log.ignored()), (member, u64::from(!member)));
        // What was ignored once does not come back.
        bob.log.hear(|_| true).unwrap();
        assert_eq!(bob.log.is_stopped(), member);
    }
}

#[tokio::test]
async fn a_member_who_builds_upon_a_stranger_vouches_for_what_is_behind() {
    let location = EvilLocation::in_memory();
    let mut ada = Member::new(1, location.clone());
    let mut stranger = Member::new(66, location.clone());
    let mut bob = Member::new(2, location.clone());
    let adas = ada.key.verifying_key().to_bytes();
    bob.log.hear(move |key| *key == adas).unwrap();
    let hidden = stranger.write(0, b"first").await.unwrap();
    stranger.write(0, b"second").await.unwrap();
    ada.poll(1).await.unwrap();
    location.hide(ObjectName::Entry(hidden));
    for (now, expected) in [(3, &[][..]), (700, &[])] {
        bob.reconcile(now).await.unwrap();
        assert_eq!(kinds(&bob), expected.iter().copied().collect(), "nobody else has seen it");
    }
    ada.write(701, b"I have").await.unwrap();
    for now in [702, 1_400] {
        bob.reconcile(now).await.unwrap();
    }
    assert_eq!(kinds(&bob), BTreeSet::from([Withheld]));
}

#[tokio::test]
async fn an_entry_squeezed_into_anothers_chain_is_no_fork_of_hers() {
    let location = EvilLocation::in_memory();
    let mut ada = Member::new(1, location.clone());
    let stranger = Member::new(66, location.clone());
    ada.write(0, b"first").await.unwrap();
    let mut bob = Member::new(2, location.clone());
    bob.poll(0).await.unwrap();
    let second = ada.write(0, b"second").await.unwrap();
    let third = ada.write(0, b"third").await.unwrap();
    let previous = ada.log.known().at(second).unwrap();
    let slot = Slot { place: third, previous, blocked: None };
    let false_entry = sealed(third, sign(&stranger.key, &slot, &[], b"in her name"));
    let segment = segment(third, false_entry);
    // Both are read while the one before is not to be had.
    location.replace(ObjectName::Segment(0), segment);
    location.hide(ObjectName::Entry(second));
    bob.reconcile(1).await.unwrap();
    assert_eq!(kinds(&bob), BTreeSet::from([Forged]));
    assert!(!bob.log.is_stopped());
    location.show(&ObjectName::Entry(second));
    bob.reconcile(2).await.unwrap();
    assert_eq!(bob.contents(), ada.contents());
}

#[tokio::test]
async fn nobody_takes_anothers_chain_by_a_segment() {
    let location = EvilLocation::in_memory();
    let mut ada = Member::new(1, location.clone());
    let stranger = Member::new(66, location.clone());
    let mut first = None;
    for number in 0..300_u32 {
        let place = ada.write(0, &number.to_be_bytes()).await.unwrap();
        first.get_or_insert(place);
    }
    let first = first.unwrap();
    let slot = Slot { place: first, previous: [0; 32], blocked: None };
    let false_first = sealed(first, sign(&stranger.key, &slot, &[], b"it is mine"));
    location.replace(ObjectName::Segment(0), segment(first, false_first));
    location.hide(ObjectName::Entry(first));
    let mut newcomer = Member::new(3, location.clone());
    newcomer.reconcile(1).await.unwrap();
    assert_eq!(newcomer.log.known().next(first.chain), 0, "hers is not to be had yet");
    location.show(&ObjectName::Entry(first));
    newcomer.reconcile(2).await.unwrap();
    assert!(!newcomer.log.is_stopped());
    assert_eq!(newcomer.contents(), ada.contents());
}

/// Sealed as a member does.
fn sealed(place: Place, signed: Vec<u8>) -> Vec<u8> {
    let mut keys = credenza_team::TeamKeys::new(credenza_testkit::member::TEAM);
    keys.renew([0; 32], credenza_testkit::member::team_key(0));
    let content = credenza_secret::SecretBytes::new(signed);
    let random = credenza_testkit::member::Seeded::new(5);
    keys.seal(&random, &ObjectName::Entry(place), &content).unwrap().unwrap()
}

/// A segment of one entry.
fn segment(place: Place, sealed: Vec<u8>) -> Vec<u8> {
    let mut segment = b"CZS1".to_vec();
    segment.extend(place.chain.0);
    segment.extend(place.sequence.to_be_bytes());
    segment.extend(u32::try_from(sealed.len()).unwrap().to_be_bytes());
    segment.extend(sealed);
    segment
}
