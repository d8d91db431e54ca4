//! Rollback, fork and freeze, as often as the figures ask.

use std::collections::BTreeSet;

use credenza_team::{AlarmKind, LogError, location::ObjectName};
use credenza_testkit::{
    evil::EvilLocation,
    member::{Member, Seeded},
};

use crate::schedules::runs;

fn kinds(member: &Member) -> BTreeSet<AlarmKind> {
    member.log.alarms().map(|alarm| alarm.kind).collect()
}

#[tokio::test]
async fn r17_every_older_state_is_noticed_and_put_right() {
    const OPS: usize = 500;
    let location = EvilLocation::in_memory();
    let (mut ada, mut bob) = (Member::new(1, location.clone()), Member::new(2, location.clone()));
    let mut states = Vec::new();
    for number in 0..OPS {
        let writer = if number % 3 == 0 { &mut bob } else { &mut ada };
        writer.poll(0).await.unwrap();
        writer.write(0, &number.to_be_bytes()).await.unwrap();
        states.push(location.names().await);
    }
    ada.poll(1).await.unwrap();
    // Negative control: the present state is no older one.
    assert!(ada.reconcile(2).await.unwrap().alarms.is_empty());
    let digest = ada.log.known().digest();
    let (mut noticed, mut healed) = (0, 0);
    for state in &states[..OPS - 1] {
        location.roll_back_to(state).await;
        let pulled = ada.reconcile(3).await.unwrap();
        let stopped = ada.write(4, b"no").await == Err(LogError::Stopped);
        let told = pulled.alarms.iter().any(|alarm| alarm.kind == AlarmKind::RolledBack);
        noticed += usize::from(told && stopped && ada.log.known().digest() == digest);
        // Markers older than the heal may stay away.
        let entries = |names: BTreeSet<ObjectName>| -> BTreeSet<ObjectName> {
            names.into_iter().filter(|name| matches!(name, ObjectName::Entry(_))).collect()
        };
        let mut whole = entries(location.names().await) == entries(states[OPS - 1].clone());
        if noticed % 50 == 0 {
            let mut newcomer = Member::new(3, location.clone());
            newcomer.reconcile(5).await.unwrap();
            whole &= newcomer.log.known().digest() == digest;
        }
        healed += usize::from(whole);
        ada.log.go_on().unwrap();
        location.repent();
    }
    let target = OPS - 1;
    println!("R17 {noticed} of {target} noticed, {healed} healed, target {target} pass");
    assert_eq!((noticed, healed), (target, target));
}

/// A team whose location shows two groups different histories, until one learns of the other's.
async fn fork(seed: u64) -> bool {
    let random = Seeded::new(seed);
    let honest = EvilLocation::in_memory();
    let count = 2 + random.next() % 4;
    let mut members: Vec<Member> = (0..count).map(|n| Member::new(n + 1, honest.clone())).collect();
    members[0].write(0, b"first").await.unwrap();
    for number in 0..random.next() % 6 {
        let writer = usize::try_from(random.next() % count).unwrap();
        members[writer].poll(0).await.unwrap();
        members[writer].write(0, &number.to_be_bytes()).await.unwrap();
    }
    for member in &mut members {
        member.poll(0).await.unwrap();
    }
    // Two copies from here on; each member sees one.
    let second = copy_of(&honest).await;
    let split = usize::try_from(1 + random.next() % (count - 1)).unwrap();
    let mut other: Vec<Member> =
        members.split_off(split).into_iter().map(|m| m.moved_to(second.clone())).collect();
    // The fork is one of a chain: the first member's device writes in both copies.
    let mut twin = Member::new(1, second.clone());
    adopt(&mut twin, &members[0]);
    members[0].write(1, b"for these").await.unwrap();
    twin = twin.restarted();
    twin.write(1, b"for those").await.unwrap();
    for member in &mut other {
        member.poll(2).await.unwrap();
        member.write(2, b"seen").await.unwrap();
    }
    for member in &mut members {
        member.poll(2).await.unwrap();
    }
    // The first exchange: what one of the others wrote is shown to the first group.
    let written = second.names().await;
    for name in written.difference(&honest.names().await.clone()) {
        honest.replace(*name, second.bytes(name).await.unwrap());
    }
    let mut all = true;
    for member in members.iter_mut().skip(1).chain([]) {
        member.poll(3).await.unwrap();
        member.reconcile(3).await.unwrap();
        all &= kinds(member).contains(&AlarmKind::Forked);
    }
    let first = &mut members[0];
    first.reconcile(3).await.unwrap();
    all & kinds(first).contains(&AlarmKind::Forked)
}

async fn copy_of(location: &EvilLocation) -> std::sync::Arc<EvilLocation> {
    let copy = EvilLocation::in_memory();
    for name in location.names().await {
        copy.replace(name, location.bytes(&name).await.unwrap());
    }
    copy
}

fn adopt(twin: &mut Member, of: &Member) {
    use credenza_team::{Kept, Shelf};
    for (place, id, device_key) in of.shelf.kept().unwrap() {
        let signed = of.shelf.signed(place).unwrap().unwrap();
        twin.shelf.keep(&[Kept { place, id, device_key, signed }]).unwrap();
    }
    twin.shelf.set_own_chain(of.shelf.own_chain().unwrap()).unwrap();
}

#[tokio::test]
async fn r18_a_fork_is_noticed_at_the_first_exchange() {
    let runs = runs(1_000, 100);
    let mut noticed = 0;
    for seed in 0..runs {
        noticed += u64::from(fork(seed).await);
    }
    println!("R18 {noticed} of {runs} forks noticed, target {runs} pass");
    assert_eq!(noticed, runs);
}

#[tokio::test]
async fn r18_members_who_were_not_parted_see_no_fork() {
    let location = EvilLocation::in_memory();
    let mut members: Vec<Member> = (1..6).map(|n| Member::new(n, location.clone())).collect();
    for round in 0..10 {
        for member in &mut members {
            member.poll(round).await.unwrap();
            member.write(round, b"x").await.unwrap();
        }
    }
    for member in &mut members {
        assert!(member.reconcile(20).await.unwrap().alarms.is_empty());
    }
}

#[tokio::test]
async fn what_somebody_vouches_for_is_missed_when_held_back() {
    let location = EvilLocation::in_memory();
    let mut ada = Member::new(1, location.clone());
    let mut bob = Member::new(2, location.clone());
    let mut eve = Member::new(3, location.clone());
    let hidden = ada.write(0, b"hidden").await.unwrap();
    bob.poll(1).await.unwrap();
    bob.write(1, b"after").await.unwrap();
    location.hide(ObjectName::Entry(hidden));
    let pulled = eve.poll(2).await.unwrap();
    assert_eq!((pulled.entries.len(), pulled.missing.len()), (0, 1));
    assert_eq!(pulled.missing[0].place, hidden);
    // On its way for ten minutes, then held back.
    assert!(eve.poll(500).await.unwrap().alarms.is_empty());
    eve.poll(700).await.unwrap();
    assert_eq!(kinds(&eve), BTreeSet::from([AlarmKind::Withheld]));
    assert_eq!(eve.write(701, b"no").await, Err(LogError::Stopped));
    // Whoever holds it puts it back.
    bob.reconcile(702).await.unwrap();
    eve.poll(703).await.unwrap();
    assert_eq!(eve.seen.len(), 2);
}
