//! Large blobs that the location lost, and bounds on what is held and put back.

use credenza_secret::SecretBytes;
use credenza_team::{
    SealedBlob,
    location::{Digest, ObjectName},
};
use credenza_testkit::{evil::EvilLocation, member::Member};

const KIB: usize = 1024;
const MIB: usize = 1024 * KIB;

async fn put(member: &mut Member, length: usize) -> SealedBlob {
    let blob = member.log.seal_blob(&SecretBytes::new(vec![7; length])).unwrap();
    member.log.put_blob(&blob).await.unwrap();
    blob
}

/// Which of the blobs lie in the location.
async fn there(location: &EvilLocation, blobs: &[SealedBlob]) -> Vec<bool> {
    let mut all = Vec::new();
    for blob in blobs {
        all.push(location.bytes(&ObjectName::Blob(blob.id)).await.is_some());
    }
    all
}

fn ids(blobs: &[SealedBlob]) -> Vec<Digest> {
    blobs.iter().map(|blob| blob.id).collect()
}

fn lose(location: &EvilLocation, blobs: &[SealedBlob]) {
    blobs.iter().for_each(|blob| location.hide(ObjectName::Blob(blob.id)));
}

#[tokio::test]
async fn a_large_blob_is_put_back_as_it_was_over_the_end_of_the_process() {
    let location = EvilLocation::in_memory();
    let mut ada = Member::new(1, location.clone());
    let mut blobs = Vec::new();
    for length in [200 * KIB, 300 * KIB, MIB, 15 * MIB] {
        blobs.push(put(&mut ada, length).await);
    }
    ada.log.hold_only(&ids(&blobs)).unwrap();
    lose(&location, &blobs);
    let mut ada = ada.restarted();
    assert_eq!(there(&location, &blobs).await, [false; 4], "control");
    assert_eq!(ada.reconcile(1).await.unwrap().healed, 4);
    for blob in &blobs {
        let back = location.bytes(&ObjectName::Blob(blob.id)).await;
        assert!(back.as_ref() == Some(&blob.bytes), "the same bytes");
    }
    // Asked for, it comes from here and is there again.
    lose(&location, &blobs[3..]);
    ada.log.blob(blobs[3].id).await.unwrap();
    assert_eq!(there(&location, &blobs).await, [true; 4]);
}

#[tokio::test]
async fn of_large_blobs_64_mib_are_held_and_of_small_ones_every_one() {
    let location = EvilLocation::in_memory();
    let mut ada = Member::new(1, location.clone());
    let mut blobs = Vec::new();
    for length in [15 * MIB, 15 * MIB, 15 * MIB, 15 * MIB, 15 * MIB, 200 * KIB, MIB] {
        blobs.push(put(&mut ada, length).await);
    }
    ada.log.hold_only(&ids(&blobs)).unwrap();
    let mut ada = ada.restarted();
    // What is needed no more makes room; what is asked for again is held then.
    lose(&location, &blobs);
    assert_eq!(ada.reconcile(1).await.unwrap().healed, 6);
    let expected = [true, true, true, true, false, true, true];
    assert_eq!(
        there(&location, &blobs).await,
        expected,
        "the fifth is more than there is room for"
    );
    let needed = ids(&blobs[1..]);
    ada.log.hold_only(&needed).unwrap();
    location.show(&ObjectName::Blob(blobs[4].id));
    ada.log.blob(blobs[4].id).await.unwrap();
    ada.log.hold_only(&needed).unwrap();
    lose(&location, &blobs);
    assert_eq!(ada.restarted().reconcile(2).await.unwrap().healed, 6);
    assert_eq!(there(&location, &blobs).await, [false, true, true, true, true, true, true]);
}

#[tokio::test]
async fn one_look_puts_back_about_64_mib_and_the_next_one_goes_on() {
    let location = EvilLocation::in_memory();
    let mut ada = Member::new(1, location.clone());
    let mut blobs = Vec::new();
    for _ in 0..300 {
        blobs.push(put(&mut ada, 240 * KIB).await);
    }
    ada.log.hold_only(&ids(&blobs)).unwrap();
    lose(&location, &blobs);
    let first = ada.reconcile(1).await.unwrap().healed;
    let bytes = first * blobs[0].bytes.len();
    assert!((64 * MIB..65 * MIB).contains(&bytes), "{first} of 300, {bytes} bytes");
    assert_eq!(ada.reconcile(2).await.unwrap().healed, 300 - first);
    assert_eq!(ada.reconcile(3).await.unwrap().healed, 0);
}

#[tokio::test]
async fn the_parts_of_a_new_key_are_held_instead_of_those_that_it_replaces() {
    let location = EvilLocation::in_memory();
    let mut ada = Member::new(1, location.clone());
    let (mut old, mut new) = (Vec::new(), Vec::new());
    for _ in 0..4 {
        old.push(put(&mut ada, 15 * MIB).await);
    }
    ada.log.hold_only(&ids(&old)).unwrap();
    for _ in 0..4 {
        new.push(put(&mut ada, 15 * MIB).await);
    }
    ada.log.hold_only(&ids(&new)).unwrap();
    let mut ada = ada.restarted();
    lose(&location, &[old.clone(), new.clone()].concat());
    ada.reconcile(1).await.unwrap();
    assert_eq!(there(&location, &new).await, [true; 4]);
    assert_eq!(there(&location, &old).await, [false; 4], "control: they are needed no more");
}

#[tokio::test]
async fn of_what_is_needed_the_first_is_held_and_the_others_once_there_is_room() {
    let location = EvilLocation::in_memory();
    let mut ada = Member::new(1, location.clone());
    let mut blobs = Vec::new();
    for _ in 0..6 {
        blobs.push(put(&mut ada, 15 * MIB).await);
    }
    // Between two looks no more waits than may be held; the last one is needed most.
    let needed: Vec<_> = ids(&blobs).into_iter().rev().collect();
    ada.log.hold_only(&needed).unwrap();
    let mut ada = ada.restarted();
    for _ in 0..4 {
        ada.log.hold_again(&needed).await.unwrap();
    }
    location.take_asked();
    ada.log.hold_again(&needed).await.unwrap();
    assert_eq!(location.take_asked().gets, 0, "control: it comes to an end");
    lose(&location, &blobs);
    ada.reconcile(1).await.unwrap();
    assert_eq!(there(&location, &blobs).await, [false, false, true, true, true, true]);
    // Of what is needed no more the room goes to what was turned away, over the end of the process.
    location.repent();
    let needed = ids(&blobs[..3]);
    let mut ada = ada.restarted();
    ada.log.hold_only(&needed).unwrap();
    for _ in 0..2 {
        ada.log.hold_again(&needed).await.unwrap();
    }
    lose(&location, &blobs);
    ada.restarted().reconcile(2).await.unwrap();
    assert_eq!(there(&location, &blobs).await, [true, true, true, false, false, false]);
}
