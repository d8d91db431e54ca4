//! Reports of use: who may report, for whom, and which report counts.

use credenza_model::team::{EntryId, Op, RecordRole, Refusal, Subject, TeamState, UseState, fold};

use crate::world::{
    World, device, grant, grant_to, introduction, person, record, remove, renew, revoke, uses,
};

fn reports(world: &World) -> Vec<UseState> {
    fold(&world.whole()).records[&record(0)].reported.clone()
}

/// The names and times of the reports that count.
fn counted(world: &World) -> Vec<(EntryId, i64)> {
    reports(world).iter().map(|one| (one.entry, one.written)).collect()
}

fn written(world: &World, entry: EntryId) -> i64 {
    world.all.iter().find(|(id, _)| *id == entry).unwrap().1.written
}

fn why(state: &TeamState) -> Vec<Refusal> {
    state.refused.iter().map(|refused| refused.why).collect()
}

/// Person 1 may use record 0, persons 2 and 3 may not.
fn shared() -> World {
    let mut world = World::new(4, 1, 40_000);
    world.write(0, vec![grant(0, 1, RecordRole::View)]);
    (1..4).for_each(|who| world.pull(who, usize::MAX));
    world
}

#[test]
fn who_has_a_record_reports_on_it_and_nobody_else() {
    let mut world = shared();
    let mine = world.write(1, vec![uses(0)]);
    world.write(2, vec![uses(0)]);
    // A stranger, and a record that nobody began.
    world.forge(7, None, vec![Op::Device { who: introduction(7) }, uses(0)]);
    world.write(1, vec![uses(1)]);
    let state = fold(&world.whole());
    assert_eq!(counted(&world), [(mine, written(&world, mine))], "control: the first one counts");
    let mut refused = why(&state);
    refused.sort_by_key(|why| format!("{why:?}"));
    assert_eq!(refused, [Refusal::NoRecord, Refusal::NoRight, Refusal::NotAMember]);
}

#[test]
fn a_report_speaks_for_its_author_alone() {
    let mut world = shared();
    let mine = world.write(1, vec![uses(0)]);
    let by_ada = world.write(0, vec![uses(0)]);
    let all = reports(&world);
    let of = |who| all.iter().find(|one| one.person == person(who)).map(|one| one.entry);
    assert_eq!((all.len(), of(1), of(0)), (2, Some(mine), Some(by_ada)));
    assert_eq!(all.iter().find(|one| one.entry == mine).unwrap().device, device(1));
    // What Ada says to stand is her own.
    world.pull(0, usize::MAX);
    let stands = world.write(0, vec![Op::UsesStand]);
    let times: Vec<i64> = reports(&world).iter().map(|one| one.written).collect();
    let expected = [written(&world, stands), written(&world, mine)];
    assert_eq!(times, expected, "Bob's stays as old as it is");
}

#[test]
fn the_last_report_of_each_device_counts_and_an_older_one_never_again() {
    let mut world = shared();
    world.add_second_device(1);
    let first = world.write(1, vec![uses(0)]);
    let other = world.write(4, vec![uses(0)]);
    let second = world.write(1, vec![uses(0)]);
    let mut entries: Vec<EntryId> = counted(&world).into_iter().map(|(entry, _)| entry).collect();
    entries.sort_by_key(|entry| *entry != second);
    assert_eq!(entries, [second, other], "one of each device");
    assert!(!entries.contains(&first));
    // What the device says to stand without having seen its last report leaves that as it is.
    let apart = world.forge(1, Some(first), vec![Op::UsesStand]);
    let time = |world: &World| counted(world).iter().find(|(one, _)| *one == second).unwrap().1;
    assert_eq!(time(&world), written(&world, second), "{apart:?}");
    let stands = world.write(1, vec![Op::UsesStand]);
    assert_eq!(time(&world), written(&world, stands), "control: with it it counts");
    // Of two such the last one counts, whatever the clock of the device says.
    let again = world.write(1, vec![Op::UsesStand]);
    assert_eq!(time(&world), written(&world, again));
}

#[test]
fn a_report_goes_with_the_access_of_its_author() {
    for end in [revoke(0, 1), remove(1)] {
        let mut world = shared();
        let mine = world.write(1, vec![uses(0)]);
        world.pull(0, usize::MAX);
        assert_eq!(counted(&world)[0].0, mine, "control");
        world.write(0, vec![end, renew(0)]);
        assert!(reports(&world).is_empty());
        // Neither a new one nor that the old one stands is by right.
        world.pull(1, usize::MAX);
        world.write(1, vec![uses(0), Op::UsesStand]);
        assert!(reports(&world).is_empty());
    }
}

#[test]
fn a_report_beside_the_end_of_access_does_not_count() {
    let mut world = shared();
    world.pull(0, usize::MAX);
    world.write(0, vec![revoke(0, 1), renew(0)]);
    world.write(1, vec![uses(0)]);
    assert!(reports(&world).is_empty());
    assert!(why(&fold(&world.whole())).contains(&Refusal::NoRight));
}

/// The time of person 1's report, and that of the last entry.
fn times(world: &World) -> (Option<i64>, i64) {
    let report = reports(world).into_iter().find(|one| one.person == person(1));
    (report.map(|one| one.written), world.all.last().unwrap().1.written)
}

#[test]
fn word_that_all_stands_says_nothing_of_what_its_device_could_not_count() {
    // Person 2 leaves: the record waits for a new key, and nobody reports on it.
    for away in ["leaves", "is removed", "is granted again"] {
        let mut world = shared();
        world.write(0, vec![grant(0, 2, RecordRole::View)]);
        (1..4).for_each(|who| world.pull(who, usize::MAX));
        let mine = world.write(1, vec![uses(0)]);
        let stands = world.write(1, vec![Op::UsesStand]);
        assert_eq!(times(&world).0, Some(written(&world, stands)), "control: all is as it was");
        world.pull(0, usize::MAX);
        world.pull(2, usize::MAX);
        match away {
            "leaves" => world.write(2, vec![revoke(0, 2)]),
            "is removed" => world.write(0, vec![remove(2)]),
            _ => world.write(0, vec![revoke(0, 2)]),
        };
        // Not having seen it, the device has counted.
        let apart = world.write(1, vec![Op::UsesStand]);
        assert_eq!(times(&world).0, Some(written(&world, apart)), "{away}");
        world.pull(1, usize::MAX);
        world.write(1, vec![Op::UsesStand]);
        assert_eq!(times(&world).0, Some(written(&world, apart)), "{away}");
        // Neither does the new key bring it back, nor that the record waits for none any more.
        world.pull(0, usize::MAX);
        match away {
            "is granted again" => world.write(0, vec![grant(0, 2, RecordRole::View)]),
            _ => world.write(0, vec![renew(0)]),
        };
        world.pull(1, usize::MAX);
        world.write(1, vec![Op::UsesStand]);
        assert_eq!(counted(&world), [(mine, written(&world, apart))], "{away}");
        // A new report can be said to stand.
        world.write(1, vec![uses(0)]);
        world.write(1, vec![Op::UsesStand]);
        assert_eq!(times(&world).0, Some(times(&world).1), "{away}");
    }
}

#[test]
fn a_lost_device_and_a_new_key_end_what_can_be_said_to_stand() {
    let mut world = shared();
    world.add_second_device(0);
    let lose = || {
        let who = credenza_model::team::Introduction { sealing: vec![9, 9], ..introduction(0) };
        vec![Op::LoseDevice { device: device(4) }, Op::Device { who }]
    };
    for ops in [vec![renew(0)], lose()] {
        world.pull(1, usize::MAX);
        let mine = world.write(1, vec![uses(0)]);
        assert!(reports(&world).iter().all(|one| one.stands), "control");
        world.pull(0, usize::MAX);
        world.write(0, ops);
        assert!(!reports(&world).iter().any(|one| one.stands));
        world.pull(1, usize::MAX);
        world.write(1, vec![Op::UsesStand]);
        assert_eq!(counted(&world), [(mine, written(&world, mine))]);
    }
}

#[test]
fn a_report_from_before_a_loss_of_access_does_not_count_again() {
    let back = |from: usize| Op::Admit { who: introduction(from), invitation: [0; 16] };
    for everyone in [false, true] {
        for (end, begin) in [
            (revoke(0, 1), vec![grant(0, 1, RecordRole::View)]),
            (remove(1), vec![back(1), grant(0, 1, RecordRole::View)]),
        ] {
            let mut world = shared();
            let is_removal = matches!(end, Op::Remove { .. });
            if everyone {
                world.write(0, vec![grant_to(0, Subject::Everyone, RecordRole::View)]);
                world.pull(1, usize::MAX);
            }
            world.write(1, vec![uses(0)]);
            world.pull(0, usize::MAX);
            world.write(0, vec![end, renew(0)]);
            world.write(0, begin);
            let kept = everyone && !is_removal;
            assert_eq!(times(&world).0.is_some(), kept, "everyone {everyone}: only then it stayed");
            world.pull(1, usize::MAX);
            world.write(1, vec![Op::UsesStand]);
            assert_eq!(times(&world).0.is_some(), kept);
            world.write(1, vec![uses(0)]);
            assert_eq!(times(&world).0, Some(times(&world).1), "control");
        }
    }
}
