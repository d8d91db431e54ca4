//! Large blobs that the location lost, and bounds on what is held and put back.

use std::collections::BTreeSet;

use credenza_secret::SecretBytes;
use credenza_team::{SealedBlob, location::ObjectName};
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
    ada.log.hold_only(&blobs.iter().map(|blob| blob.id).collect()).unwrap();
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
    ada.log.hold_only(&blobs.iter().map(|blob| blob.id).collect()).unwrap();
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
    let needed: BTreeSet<_> = blobs[1..].iter().map(|blob| blob.id).collect();
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
    ada.log.hold_only(&blobs.iter().map(|blob| blob.id).collect()).unwrap();
    lose(&location, &blobs);
    let first = ada.reconcile(1).await.unwrap().healed;
    let bytes = first * blobs[0].bytes.len();
    assert!((64 * MIB..65 * MIB).contains(&bytes), "{first} of 300, {bytes} bytes");
    assert_eq!(ada.reconcile(2).await.unwrap().healed, 300 - first);
    assert_eq!(ada.reconcile(3).await.unwrap().healed, 0);
}
