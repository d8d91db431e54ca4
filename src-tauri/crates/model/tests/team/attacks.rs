//! What somebody who was put out of the team, or never was in it, tries with signed entries.

use credenza_model::team::{Introduction, Op, RecordRole, Refusal, TeamState, fold};

use crate::world::{
    World, create, grant, in_order, introduction, on_device_of, person, record, remove,
};

fn everyone(state: &TeamState) -> Vec<usize> {
    (0..8).filter(|n| state.members.contains_key(&person(*n))).collect()
}

/// The founder, whose root is 4, made 1 an owner, let 2 in, and was removed by 1.
fn after_the_founder() -> World {
    let mut world = World::new(5, 2, 30_000);
    world.write(0, vec![grant(0, 2, RecordRole::CoOwner)]);
    world.pull(1, usize::MAX);
    world.write(1, vec![remove(0)]);
    world
}

/// A new root of the same device: 0 is smaller than the founder's in every order of names.
fn new_root(number: u8) -> Introduction {
    let person = credenza_model::ids::PersonId::from_bytes([number; 16]);
    Introduction { person, ..introduction(0) }
}

#[test]
fn a_removed_founder_does_not_become_another_by_a_new_root_on_her_device() {
    let before = fold(&after_the_founder().whole());
    assert_eq!(everyone(&before), [1, 2, 3, 4], "control: she is out, and whom she let in is in");
    for root in [0, 255] {
        let who = new_root(root);
        let admit = Op::Admit { who: who.clone(), invitation: [0; 16] };
        for op in [Op::Device { who }, admit] {
            let first = after_the_founder().all[0].0;
            let last = after_the_founder().all.last().unwrap().0;
            for seen in [None, Some(first), Some(last)] {
                let mut world = after_the_founder();
                world.pull(0, usize::MAX);
                world.write_apart(0, seen, vec![op.clone()]);
                let state = fold(&world.whole());
                assert_eq!(state.members, before.members, "{root} {seen:?}");
                assert_eq!(state.records, before.records, "{root} {seen:?}");
                assert_eq!(state.departed, before.departed, "{root} {seen:?}");
                world.pull(0, usize::MAX);
                world.write(0, vec![create(1)]);
                assert_eq!(fold(&world.whole()).records, before.records, "{root} {seen:?}");
            }
        }
    }
}

#[test]
fn another_root_on_the_device_changes_nothing_in_any_order_of_delivery() {
    let mut world = after_the_founder();
    let (first, base) = (world.all[0].0, world.all.len());
    world.write_apart(0, None, vec![Op::Device { who: new_root(0) }]);
    world.write_apart(0, Some(first), vec![Op::Device { who: new_root(255) }, create(1)]);
    let expected = fold(&world.whole());
    let (before, forged) = world.all.split_at(base);
    for place in 1..=base {
        let (early, late) = before.split_at(place);
        let mixed = early.iter().chain(forged.iter().rev()).chain(late);
        assert_eq!(fold(&in_order(world.team(), mixed)), expected);
    }
}

#[test]
fn an_own_device_that_is_introduced_speaks_for_its_person() {
    let mut world = World::new(3, 1, 31_000);
    let last = world.all.last().unwrap().0;
    // Device 7 is nobody's until its first entry says that it is person 1's.
    let who = on_device_of(7, 1);
    let mine = world.forge(7, Some(last), vec![Op::Device { who: who.clone() }, create(1)]);
    let state = fold(&world.whole());
    assert_eq!(state.role_of(person(1), record(1)), Some(RecordRole::CoOwner));
    assert!(state.members[&person(1)].devices.contains(&who.device));
    assert!(!state.refused.iter().any(|refused| refused.entry == mine));
}

#[test]
fn the_first_entry_is_of_the_owner_that_it_names() {
    let genesis = |owner, more: Vec<Op>| {
        let op = Op::Genesis { name: String::new(), owner, epoch: crate::world::epoch() };
        let mut world = World::empty(32_000);
        world.forge(0, None, [vec![op], more].concat());
        everyone(&fold(&world.whole()))
    };
    assert_eq!(genesis(introduction(0), vec![]), [0], "control");
    let nobody: [usize; 0] = [];
    assert_eq!(genesis(introduction(1), vec![]), nobody, "another's introduction");
    let own = |who| vec![Op::Device { who }];
    assert_eq!(genesis(introduction(1), own(introduction(0))), nobody, "another's, and an own");
    assert_eq!(genesis(introduction(1), own(on_device_of(0, 1))), nobody, "of another device");
}

#[test]
fn only_a_members_unknown_op_asks_for_an_update() {
    let unknown = || vec![Op::Unknown { code: 200 }];
    let mut world = after_the_founder();
    world.pull(0, usize::MAX);
    world.write(0, unknown());
    let first = world.all[0].0;
    world.write_apart(0, Some(first), unknown());
    world.forge(7, None, [vec![Op::Device { who: introduction(7) }], unknown()].concat());
    let state = fold(&world.whole());
    assert!(!state.update_needed);
    let why: Vec<Refusal> = state.refused.iter().map(|refused| refused.why).collect();
    assert_eq!(why, [Refusal::NotAMember; 3]);
    world.write(1, unknown());
    assert!(fold(&world.whole()).update_needed, "control");
}

fn with_key(key: u8) -> Introduction {
    Introduction { sealing: vec![key], ..introduction(2) }
}

fn key_of(world: &World) -> Vec<u8> {
    fold(&world.whole()).members[&person(2)].sealing.clone()
}

#[test]
fn an_old_introduction_that_is_written_again_brings_back_no_old_key() {
    let again = |key| Op::Device { who: with_key(key) };
    let mut world = World::new(4, 2, 33_000);
    world.write(2, vec![again(77)]);
    assert_eq!(key_of(&world), [77], "control: their own word counts");
    world.pull(1, usize::MAX);
    world.pull(3, usize::MAX);
    world.write(3, vec![again(2)]);
    world.write(1, vec![again(2)]);
    assert_eq!(key_of(&world), [77], "another's device says so");
    world.write(1, vec![Op::Admit { who: with_key(2), invitation: [1; 16] }]);
    assert_eq!(key_of(&world), [77], "an owner lets in who is in");
    world.pull(1, usize::MAX);
    world.write(1, vec![remove(2)]);
    world.pull(2, usize::MAX);
    world.write(2, vec![again(2)]);
    world.pull(1, usize::MAX);
    world.write(1, vec![Op::Admit { who: with_key(78), invitation: [1; 16] }]);
    assert_eq!(key_of(&world), [78], "control: who is let in anew may have a new key");
    world.write_apart(2, Some(world.all[0].0), vec![again(2)]);
    assert_eq!(key_of(&world), [78], "they were no member there");
}

#[test]
fn a_removed_founder_does_not_undo_what_she_did_by_losing_her_device() {
    let before = fold(&after_the_founder().whole());
    let first = after_the_founder().all[0].0;
    let device = introduction(0).device;
    for seen in [None, Some(first)] {
        let mut world = after_the_founder();
        let own = Op::Device { who: introduction(0) };
        world.write_apart(0, seen, vec![own, Op::LoseDevice { device }]);
        let state = fold(&world.whole());
        assert_eq!(state.members, before.members, "{seen:?}");
        assert_eq!(state.records, before.records, "{seen:?}");
    }
}

#[test]
fn what_was_written_on_a_lost_device_and_not_seen_before_does_not_count() {
    let mut world = World::new(3, 1, 35_000);
    let last = world.all.last().unwrap().0;
    let who = on_device_of(7, 2);
    let device = who.device;
    let begun = world.forge(7, Some(last), vec![Op::Device { who }]);
    world.pull(2, usize::MAX);
    world.forge(7, Some(begun), vec![create(1), remove(2)]);
    assert!(fold(&world.whole()).records.contains_key(&record(1)), "control");
    world.write(2, vec![Op::LoseDevice { device }]);
    let state = fold(&world.whole());
    assert!(!state.records.contains_key(&record(1)));
    assert_eq!(everyone(&state), [0, 1, 2], "whoever found it can't leave for them");
}

#[test]
fn a_lost_device_gives_no_key() {
    let mut world = World::new(3, 1, 34_000);
    let last = world.all.last().unwrap().0;
    let who = Introduction { sealing: vec![99], ..on_device_of(7, 2) };
    world.forge(7, Some(last), vec![Op::Device { who: who.clone() }]);
    world.pull(2, usize::MAX);
    assert_eq!(key_of(&world), [99], "control");
    world.write(2, vec![Op::LoseDevice { device: who.device }]);
    assert_eq!(key_of(&world), [2]);
    assert!(!fold(&world.whole()).members[&person(2)].devices.contains(&who.device));
}
