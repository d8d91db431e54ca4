//! What an honest location gives.

use credenza_team::{Extent, SEGMENT, location::ObjectName};
use credenza_testkit::{
    evil::EvilLocation,
    member::{Member, Seeded, at},
};

#[tokio::test]
async fn two_devices_see_what_the_other_writes() {
    let location = EvilLocation::in_memory();
    let mut ada = Member::new(1, location.clone());
    let mut bob = Member::new(2, location.clone());
    ada.write(0, b"one").await.unwrap();
    ada.write(1, b"two").await.unwrap();
    assert_eq!(bob.poll(2).await.unwrap().entries.len(), 2);
    bob.write(3, b"three").await.unwrap();
    let pulled = ada.poll(4).await.unwrap();
    assert_eq!((pulled.entries.len(), pulled.alarms.len(), pulled.missing.len()), (1, 0, 0));
    assert_eq!(pulled.entries[0].0.heads.len(), 1);
    assert_eq!(ada.contents(), bob.contents());
    for member in [&mut ada, &mut bob] {
        assert!(member.poll(5).await.unwrap().entries.is_empty());
        assert!(member.reconcile(6).await.unwrap().alarms.is_empty());
    }
    assert_eq!(ada.log.known().digest(), bob.log.known().digest());
}

#[tokio::test]
async fn a_quiet_look_asks_once() {
    let location = EvilLocation::in_memory();
    let mut ada = Member::new(1, location.clone());
    let mut bob = Member::new(2, location.clone());
    for number in 0..50 {
        ada.write(number, b"x").await.unwrap();
    }
    bob.poll(60).await.unwrap();
    location.take_asked();
    bob.poll(70).await.unwrap();
    let asked = location.take_asked();
    assert_eq!((asked.lists, asked.gets, asked.creates, asked.read), (1, 0, 0, 0));
}

#[tokio::test]
async fn a_wrong_clock_hides_nothing_for_long() {
    let location = EvilLocation::in_memory();
    let mut ada = Member::new(1, location.clone());
    let mut bob = Member::new(2, location.clone());
    ada.write(-400_000, b"from last week").await.unwrap();
    assert_eq!(bob.poll(0).await.unwrap().entries.len(), 0);
    assert_eq!(bob.reconcile(0).await.unwrap().entries.len(), 1);
    ada.write(900_000, b"from next week").await.unwrap();
    assert_eq!(bob.reconcile(0).await.unwrap().entries.len(), 1);
}

#[tokio::test]
async fn a_device_goes_on_where_it_stopped() {
    let location = EvilLocation::in_memory();
    let mut ada = Member::new(1, location.clone());
    let first = ada.write(0, b"one").await.unwrap();
    let mut ada = ada.restarted();
    let second = ada.write(1, b"two").await.unwrap();
    assert_eq!((first.chain, first.sequence + 1), (second.chain, second.sequence));
    assert_eq!(ada.log.replay().unwrap().len(), 2);
    let mut bob = Member::new(2, location.clone());
    bob.reconcile(2).await.unwrap();
    let mut bob = bob.restarted();
    location.take_asked();
    assert!(bob.reconcile(3).await.unwrap().entries.is_empty());
    // Four entries are read again at random.
    assert_eq!(location.take_asked().gets, 4);
}

#[tokio::test]
async fn segments_save_a_newcomer_most_requests() {
    let location = EvilLocation::in_memory();
    let mut ada = Member::new(1, location.clone());
    for number in 0..SEGMENT + 100 {
        ada.write(0, &number.to_be_bytes()).await.unwrap();
    }
    assert!(ada.log.should_pack());
    assert_eq!(ada.log.pack().await, Ok(1));
    assert!(!ada.log.should_pack());
    assert_eq!(ada.log.pack().await, Ok(0));
    let mut bob = Member::new(2, location.clone());
    location.take_asked();
    let pulled = bob.reconcile(1).await.unwrap();
    assert_eq!((pulled.entries.len(), pulled.alarms.len()), (SEGMENT + 100, 0));
    assert!(location.take_asked().gets < 110);
    assert_eq!(bob.log.progress().get(), (1_100, 1_100));
    assert_eq!(bob.log.pack().await, Ok(0));
    assert_eq!(ada.contents(), bob.contents());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_several_who_pack_at_once_nobody_packs_what_another_did() {
    let location = EvilLocation::in_memory();
    let mut ada = Member::new(1, location.clone());
    for number in 0..3 * SEGMENT {
        ada.write(0, &number.to_be_bytes()).await.unwrap();
    }
    let mut tasks = tokio::task::JoinSet::new();
    for number in 2..6 {
        let mut member = Member::new(number, location.clone());
        member.reconcile(1).await.unwrap();
        tasks.spawn(async move { member.log.pack().await.unwrap() });
    }
    let packed: usize = tasks.join_all().await.into_iter().sum();
    let segment = |name: &&ObjectName| matches!(name, ObjectName::Segment(_));
    let segments = location.names().await.iter().filter(segment).count();
    assert_eq!((packed, segments), (3, 3));
    let mut newcomer = Member::new(9, location);
    assert_eq!(newcomer.reconcile(2).await.unwrap().entries.len(), 3 * SEGMENT);
}

#[tokio::test]
async fn a_sample_finds_by_and_by_what_no_marker_told() {
    let location = EvilLocation::in_memory();
    let mut writers: Vec<Member> = (1..40).map(|n| Member::new(n, location.clone())).collect();
    for writer in &mut writers {
        writer.write(0, b"a").await.unwrap();
        writer.write(0, b"b").await.unwrap();
    }
    let mut bob = Member::new(99, location.clone());
    bob.reconcile(1).await.unwrap();
    for writer in &mut writers {
        writer.write(-900_000, b"hidden").await.unwrap();
    }
    let mut rounds = 0;
    while bob.seen.len() < 39 * 3 {
        rounds += 1;
        assert!(rounds < 300, "{} of {}", bob.seen.len(), 39 * 3);
        let pulled = bob.log.reconcile(at(2), Extent::Sample(20)).await.unwrap();
        assert!(pulled.alarms.is_empty());
        bob.seen.extend(pulled.entries.into_iter().map(|(links, entry)| (links.place, entry)));
    }
}

#[tokio::test]
async fn everything_is_looked_at_first_and_once_an_hour() {
    let location = EvilLocation::in_memory();
    let mut ada = Member::new(1, location.clone());
    let mut bob = Member::new(2, location.clone());
    ada.write(-90_000, b"of yesterday").await.unwrap();
    assert_eq!(bob.log.look(at(0)).await.unwrap().entries.len(), 1);
    ada.write(-90_000, b"with a slow clock").await.unwrap();
    assert_eq!(bob.log.look(at(60)).await.unwrap().entries.len(), 0);
    assert_eq!(bob.log.look(at(3_600)).await.unwrap().entries.len(), 1);
}

#[tokio::test]
async fn r38_no_clock_changes_what_is_known() {
    const YEARS: u64 = 10 * 365 * 86_400;
    let mut good = 0;
    for seed in 0..50 {
        let (location, random) = (EvilLocation::in_memory(), Seeded::new(seed));
        let clock = || i64::try_from(random.next() % (2 * YEARS)).unwrap() - YEARS as i64;
        let mut members: Vec<Member> = (1..4).map(|n| Member::new(n, location.clone())).collect();
        for round in 0..10_u8 {
            for member in &mut members {
                member.poll(clock()).await.unwrap();
                member.write(clock(), &[round]).await.unwrap();
            }
        }
        for member in &mut members {
            member.reconcile(clock()).await.unwrap();
        }
        let digest = members[0].log.known().digest();
        let same = members.iter().all(|member| member.log.known().digest() == digest);
        let quiet = members.iter().all(|member| member.log.alarms().next().is_none());
        good += u32::from(same && quiet && members[0].log.known().count() == 30);
    }
    println!("R38 {good} of 50 teams with wild clocks know the same, target 50 pass");
    assert_eq!(good, 50);
}
