//! Reports of use: who may report, for whom, and which report counts.

use credenza_model::team::{EntryId, Op, RecordRole, Refusal, TeamState, UseState, fold};

use crate::world::{
    World, device, grant, introduction, person, record, remove, renew, revoke, uses,
};

fn reports(world: &World) -> Vec<UseState> {
    fold(&world.whole()).records[&record(0)].uses.clone()
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
