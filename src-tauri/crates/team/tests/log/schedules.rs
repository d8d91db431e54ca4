//! Many devices, delays, days offline and kills: all end up with the same.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use credenza_team::location::{LocationConfig, LocationError, ObjectName, Place};
use credenza_testkit::{
    evil::EvilLocation,
    member::{Member, Seeded},
};

/// A tenth of the full size in the normal run.
pub(crate) fn runs(full: u64, normal: u64) -> u64 {
    if std::env::var_os("CREDENZA_SOAK").is_some() { full } else { normal }
}

fn below(random: &Seeded, bound: usize) -> usize {
    usize::try_from(random.next() % bound as u64).unwrap()
}

/// A device and the way by which it reaches the others.
struct Desk {
    member: Option<Member>,
    way: Arc<EvilLocation>,
    late: BTreeSet<ObjectName>,
    acknowledged: Vec<(Place, Vec<u8>)>,
}

impl Desk {
    fn member(&mut self) -> &mut Member {
        self.member.as_mut().unwrap()
    }

    fn restart(&mut self) {
        self.member = self.member.take().map(Member::restarted);
    }

    /// Objects that others made do not arrive yet; each of them with one chance in two.
    async fn delay(&mut self, honest: &EvilLocation, random: &Seeded) {
        for name in honest.names().await {
            if !self.way.was_given(&name) && random.next().is_multiple_of(2) {
                self.way.hide(name);
                self.late.insert(name);
            }
        }
    }

    fn arrive(&mut self) {
        for name in std::mem::take(&mut self.late) {
            self.way.show(&name);
        }
    }
}

async fn converges(seed: u64, ops: usize) -> Result<(), String> {
    let random = Seeded::new(seed);
    let honest = EvilLocation::in_memory();
    let mut places: Vec<Desk> = (0..5)
        .map(|n| {
            let way = EvilLocation::new(honest.clone());
            let member = Some(Member::new(seed * 8 + n, way.clone()));
            Desk { member, way, late: BTreeSet::new(), acknowledged: Vec::new() }
        })
        .collect();
    for number in 0..ops {
        let now = i64::try_from(number).unwrap();
        let at = below(&random, 5);
        let place = &mut places[at];
        match random.next() % 20 {
            0..8 => {
                let content = [&number.to_be_bytes()[..], &at.to_be_bytes()].concat();
                if let Ok(written) = place.member().write(now, &content).await {
                    place.acknowledged.push((written, content));
                }
            }
            8..13 => drop(place.member().poll(now).await),
            13 => drop(place.member().reconcile(now).await),
            14 => place.restart(),
            15 => place.way.refuse(Some(LocationError::Unreachable)),
            16 => place.way.refuse(None),
            17 => place.way.lose_answers(random.next().is_multiple_of(3)),
            18 => place.delay(&honest, &random).await,
            _ => place.arrive(),
        }
    }
    settle(&mut places).await;
    agree(&mut places).map_err(|what| format!("seed {seed}: {what}"))
}

async fn settle(places: &mut [Desk]) {
    for round in 0..2 {
        for place in &mut *places {
            place.arrive();
            place.way.refuse(None);
            place.way.lose_answers(false);
            place.member().flush(300 + round).await.unwrap();
            place.member().reconcile(300 + round).await.unwrap();
        }
    }
}

fn agree(places: &mut [Desk]) -> Result<(), String> {
    let all = places[0].member().contents();
    let digest = places[0].member().log.known().digest();
    for place in &mut *places {
        if place.member().log.known().digest() != digest {
            return Err("different logs".to_owned());
        }
        if let Some(alarm) = place.member().log.alarms().next() {
            return Err(format!("{alarm:?}"));
        }
        if place.acknowledged.iter().any(|(at, content)| all.get(at) != Some(content)) {
            return Err("an acknowledged entry is lost".to_owned());
        }
    }
    let mut contents: BTreeMap<&Vec<u8>, usize> = BTreeMap::new();
    all.values().for_each(|content| *contents.entry(content).or_default() += 1);
    let doubled = contents.values().any(|count| *count > 1);
    if doubled { Err("an entry stands twice".to_owned()) } else { Ok(()) }
}

#[tokio::test]
async fn r40_all_devices_end_up_with_the_same() {
    let runs = runs(10_000, 1_000);
    let mut bad = Vec::new();
    for seed in 0..runs {
        bad.extend(converges(seed, 200).await.err());
    }
    let good = runs - bad.len() as u64;
    let word = if bad.is_empty() { "pass" } else { "FAIL" };
    println!("R40 {good} of {runs} schedules of 200 converge, target {runs} {word}");
    assert!(bad.is_empty(), "{}", bad[0]);
}

#[tokio::test]
async fn r40_an_entry_that_never_arrives_is_seen_as_a_difference() {
    let honest = EvilLocation::in_memory();
    let way = EvilLocation::new(honest.clone());
    let desk = |n, way: &Arc<EvilLocation>| Desk {
        member: Some(Member::new(n, way.clone())),
        way: way.clone(),
        late: BTreeSet::new(),
        acknowledged: Vec::new(),
    };
    let mut desks = [desk(1, &honest), desk(2, &way)];
    let place = desks[0].member().write(0, b"never").await.unwrap();
    way.hide(ObjectName::Entry(place));
    settle(&mut desks).await;
    assert!(agree(&mut desks).is_err());
}

/// Cut off at any call, before or after it was carried out, and opened again with what was kept.
async fn survives_a_kill(seed: u64, location: Arc<EvilLocation>) -> Result<(), String> {
    let random = Seeded::new(seed);
    let way = EvilLocation::new(location.clone());
    let mut ada = Member::new(seed * 2 + 1, way.clone());
    let mut bob = Member::new(seed * 2 + 2, location);
    bob.write(0, b"bob, first").await.unwrap();
    ada.reconcile(0).await.unwrap();
    let mut acknowledged = Vec::new();
    way.cut_off_after(random.next() % 12, random.next().is_multiple_of(2));
    for number in 0..3_u8 {
        let done = ada.poll(1).await.is_ok();
        if let Ok(place) = ada.write(1, &[number]).await {
            acknowledged.push((place, vec![number]));
        }
        if !done {
            break;
        }
    }
    way.repent();
    let mut ada = ada.restarted();
    ada.flush(2).await.unwrap();
    ada.write(2, b"after the kill").await.unwrap();
    bob.reconcile(3).await.unwrap();
    ada.reconcile(3).await.unwrap();
    let alarms = ada.log.alarms().chain(bob.log.alarms()).count();
    let all = bob.contents();
    let kept = acknowledged.iter().all(|(place, content)| all.get(place) == Some(content));
    let same = ada.log.known().digest() == bob.log.known().digest();
    let mut contents: Vec<_> = all.values().collect();
    contents.sort();
    contents.dedup();
    if alarms == 0 && kept && same && contents.len() == all.len() {
        return Ok(());
    }
    Err(format!("seed {seed}: {alarms} alarms, kept {kept}, same {same}"))
}

#[tokio::test]
async fn r42_a_kill_in_the_middle_leaves_all_whole() {
    let runs = runs(5_000, 500);
    let mut bad = Vec::new();
    for seed in 0..runs {
        // Two members of a team that already meets in a folder, or only in memory.
        let folder = tempfile::tempdir().unwrap();
        let config = if seed % 5 == 0 {
            LocationConfig::Folder(folder.path().to_owned())
        } else {
            LocationConfig::Memory
        };
        let location = EvilLocation::new(config.open().unwrap());
        bad.extend(survives_a_kill(seed, location).await.err());
    }
    let good = runs - bad.len() as u64;
    let word = if bad.is_empty() { "pass" } else { "FAIL" };
    println!("R42 {good} of {runs} kills survived, target {runs} {word}");
    assert!(bad.is_empty(), "{}", bad[0]);
}
