//! Writing when answers are lost, places are taken, or another copy of the workspace writes.

use credenza_secret::SecretBytes;
use credenza_team::{
    AlarmKind, LogError,
    location::{Location, LocationError, ObjectName, Place},
};
use credenza_testkit::{
    evil::EvilLocation,
    member::{Member, at},
};

#[tokio::test]
async fn a_lost_answer_makes_no_second_entry() {
    let location = EvilLocation::in_memory();
    let mut ada = Member::new(1, location.clone());
    location.lose_answers(true);
    assert_eq!(ada.write(0, b"one").await, Err(LogError::Location(LocationError::Unreachable)));
    location.lose_answers(false);
    let mut ada = ada.restarted();
    let pulled = ada.poll(1).await.unwrap();
    assert_eq!((pulled.entries.len(), pulled.alarms.len()), (1, 0));
    assert!(ada.log.flush(at(2)).await.unwrap().is_none());
    ada.write(3, b"two").await.unwrap();
    let mut bob = Member::new(2, location);
    let pulled = bob.reconcile(4).await.unwrap();
    let contents: Vec<_> = pulled.entries.iter().map(|(_, content)| content.as_slice()).collect();
    assert_eq!(contents, [b"one", b"two"]);
    assert!(pulled.alarms.is_empty());
}

#[tokio::test]
async fn what_was_sent_on_the_way_to_the_next_entry_is_told() {
    let location = EvilLocation::in_memory();
    let mut ada = Member::new(1, location.clone());
    location.lose_answers(true);
    assert!(ada.write(0, b"one").await.is_err());
    location.lose_answers(false);
    ada.write(1, b"two").await.unwrap();
    ada.poll(2).await.unwrap();
    let mut seen: Vec<_> = ada.seen.iter().map(|(_, content)| content.clone()).collect();
    seen.sort();
    assert_eq!(seen, [b"one", b"two"]);
}

#[tokio::test]
async fn a_foreign_object_at_the_next_place_begins_a_new_chain() {
    let location = EvilLocation::in_memory();
    let mut ada = Member::new(1, location.clone());
    let first = ada.write(0, b"one").await.unwrap();
    let taken = Place { sequence: 1, ..first };
    location.create(&ObjectName::Entry(taken), b"foreign".to_vec()).await.unwrap();
    let second = ada.write(1, b"two").await.unwrap();
    assert_ne!(first.chain, second.chain);
    assert!(!ada.log.is_stopped());
    let third = ada.write(2, b"three").await.unwrap();
    assert_eq!((third.chain, third.sequence), (second.chain, 1));
    let mut bob = Member::new(2, location);
    let pulled = bob.reconcile(3).await.unwrap();
    assert_eq!(pulled.entries.len(), 3);
    let blocked: Vec<_> = pulled.entries.iter().filter_map(|(links, _)| links.blocked).collect();
    assert_eq!(blocked, [taken]);
    let kinds: Vec<_> = pulled.alarms.iter().map(|alarm| alarm.kind).collect();
    assert_eq!(kinds, [AlarmKind::Damaged]);
    assert!(!bob.log.is_stopped());
}

#[tokio::test]
async fn a_copy_of_the_workspace_becomes_another_device() {
    let location = EvilLocation::in_memory();
    let mut ada = Member::new(1, location.clone());
    ada.write(0, b"one").await.unwrap();
    // The same key with nothing kept, as after a backup was put back.
    let mut copy = Member::new(1, location.clone());
    let pulled = copy.reconcile(1).await.unwrap();
    let kinds: Vec<_> = pulled.alarms.iter().map(|alarm| alarm.kind).collect();
    assert_eq!(kinds, [AlarmKind::CopyInUse]);
    assert_eq!(copy.write(2, b"from the copy").await, Err(LogError::Stopped));
    copy.key = Member::new(7, location.clone()).key;
    copy.log.become_device(copy.key.verifying_key().to_bytes()).unwrap();
    copy.write(3, b"from the copy").await.unwrap();
    let pulled = ada.poll(4).await.unwrap();
    assert_eq!((pulled.entries.len(), pulled.alarms.len()), (1, 0));
}

#[tokio::test]
async fn a_copy_that_writes_blindly_is_noticed_as_it_writes() {
    let location = EvilLocation::in_memory();
    let mut ada = Member::new(1, location.clone());
    let first = ada.write(0, b"one").await.unwrap();
    let old = ada.log.replay().unwrap();
    assert_eq!(old.len(), 1);
    // What a restored workspace has: the chain as it was then.
    let mut copy = Member::new(1, location.clone());
    credenza_team::Shelf::keep(
        &*copy.shelf,
        &[credenza_team::Kept {
            place: first,
            id: old[0].0.id,
            device_key: old[0].0.device_key,
            signed: credenza_team::Shelf::signed(&*ada.shelf, first).unwrap().unwrap(),
        }],
    )
    .unwrap();
    credenza_team::Shelf::set_own_chain(&*copy.shelf, Some(first.chain)).unwrap();
    copy = copy.restarted();
    ada.write(1, b"two").await.unwrap();
    assert_eq!(copy.write(2, b"other two").await, Err(LogError::Stopped));
    let kinds: Vec<_> = copy.log.alarms().map(|alarm| alarm.kind).collect();
    assert_eq!(kinds, [AlarmKind::CopyInUse]);
}

#[tokio::test]
async fn blobs_come_back_and_are_bound_to_their_hash() {
    let location = EvilLocation::in_memory();
    let mut ada = Member::new(1, location.clone());
    let mut bob = Member::new(2, location.clone());
    let blob = ada.log.seal_blob(&SecretBytes::new(b"a sealed record".to_vec())).unwrap();
    ada.log.put_blob(&blob).await.unwrap();
    ada.log.put_blob(&blob).await.unwrap();
    let (content, kept) = bob.log.blob(blob.id).await.unwrap();
    // EXPOSE: the test compares.
    assert_eq!(content.expose(), b"a sealed record");
    assert_eq!(kept, blob);

    let name = ObjectName::Blob(blob.id);
    location.replace(name, ada.log.seal_blob(&SecretBytes::new(vec![1])).unwrap().bytes);
    assert!(bob.log.blob(blob.id).await.is_err());
    // It may still be on its way; after ten minutes it is not.
    bob.poll(0).await.unwrap();
    assert_eq!(bob.log.alarms().count(), 0);
    bob.poll(700).await.unwrap();
    assert_eq!(bob.log.alarms().map(|a| a.kind).collect::<Vec<_>>(), [AlarmKind::Replaced]);
    location.hide(name);
    bob.log.hold_only(&[]).unwrap();
    assert_eq!(bob.log.blob(blob.id).await.err(), Some(LogError::Location(LocationError::Missing)));
    assert!(bob.log.is_stopped());
    bob.log.restore_blob(&kept).await.unwrap();
    bob.log.go_on().unwrap();
    assert!(bob.log.blob(blob.id).await.is_ok());
}
