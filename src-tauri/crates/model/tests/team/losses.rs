//! What the loss of a device means for keys.

use credenza_model::team::{Introduction, Op, RecordRole, TeamState, fold};

use crate::world::{
    World, device, epoch, grant, introduction, on_device_of, person, put, record, remove, renew,
    revoke,
};

/// Three people, of whom 1 is User (can view) of record 0, and has a second device that writes as 3.
fn world() -> World {
    let mut world = World::new(3, 1, 50_000);
    world.write(0, vec![grant(0, 1, RecordRole::View)]);
    world.add_second_device(1);
    world
}

fn with_key(on: usize, whose: usize, key: u8) -> Op {
    Op::Device { who: Introduction { sealing: vec![key], ..on_device_of(on, whose) } }
}

/// 1 loses device 3.
fn lose(world: &mut World) {
    world.write(1, vec![Op::LoseDevice { device: device(3) }, with_key(1, 1, 77)]);
}

fn state(world: &World) -> TeamState {
    fold(&world.whole())
}

fn waits(state: &TeamState) -> (bool, bool) {
    (state.key_pending, state.records[&record(0)].rekey_pending)
}

#[test]
fn what_a_lost_device_knew_waits_for_new_keys() {
    let mut world = world();
    assert_eq!(waits(&state(&world)), (false, false), "control");
    lose(&mut world);
    let after = state(&world);
    assert_eq!(waits(&after), (true, true));
    assert_eq!(after.members[&person(1)].sealing, [77]);
    assert_eq!(after.members[&person(1)].devices, [device(1)]);
    assert_eq!((after.lost[0].device, after.lost[0].answered), (device(3), true));
    assert_eq!(after.records[&record(0)].lost_by, [person(1)]);
    world.pull(0, usize::MAX);
    world.write(0, vec![Op::RenewTeamKey { epoch: epoch() }]);
    assert_eq!(waits(&state(&world)), (false, true));
    world.write(0, vec![renew(0)]);
    assert_eq!(waits(&state(&world)), (false, false));
}

#[test]
fn a_new_key_that_had_not_seen_the_loss_is_known_to_the_device() {
    let mut world = world();
    world.write(0, vec![renew(0), Op::RenewTeamKey { epoch: epoch() }]);
    lose(&mut world);
    assert_eq!(waits(&state(&world)), (true, true));
}

#[test]
fn a_loss_without_a_new_sealing_key_renews_nothing_and_ends_what_the_device_may_write() {
    for ops in [vec![], vec![with_key(1, 1, 1)]] {
        let mut world = world();
        world.write(1, [vec![Op::LoseDevice { device: device(3) }], ops].concat());
        world.write(3, vec![put(0)]);
        let state = state(&world);
        assert_eq!(waits(&state), (false, false));
        assert_eq!((state.lost.len(), state.lost[0].answered), (1, false));
        assert!(state.refused.iter().any(|refused| refused.by.is_none()));
    }
}

#[test]
fn a_record_that_the_person_does_not_have_waits_for_nothing() {
    let mut world = world();
    world.write(0, vec![revoke(0, 1), renew(0)]);
    world.pull(1, usize::MAX);
    lose(&mut world);
    assert_eq!(waits(&state(&world)), (true, false));
}

#[test]
fn what_is_given_after_the_loss_goes_to_the_new_key_alone() {
    let mut world = world();
    world.write(0, vec![revoke(0, 1), renew(0)]);
    world.pull(1, usize::MAX);
    lose(&mut world);
    world.pull(0, usize::MAX);
    world.write(0, vec![Op::RenewTeamKey { epoch: epoch() }, grant(0, 2, RecordRole::View)]);
    assert_eq!(waits(&state(&world)), (false, false));
    let mut other = world;
    other.write(0, vec![crate::world::create(1)]);
    other.write(0, vec![grant(1, 1, RecordRole::CoOwner)]);
    assert!(!state(&other).records[&record(1)].rekey_pending);
    assert_eq!(state(&other).records[&record(1)].lost_by, []);
}

#[test]
fn a_smaller_role_does_not_hide_what_the_device_knew() {
    let mut world = World::new(3, 1, 51_000);
    world.write(0, vec![grant(0, 1, RecordRole::CoOwner)]);
    world.add_second_device(1);
    lose(&mut world);
    world.pull(0, usize::MAX);
    world.write(0, vec![revoke(0, 1), grant(0, 1, RecordRole::View)]);
    assert!(state(&world).records[&record(0)].rekey_pending);
}

#[test]
fn nobody_else_loses_a_device_for_somebody() {
    let mut world = world();
    let before = state(&world);
    for writer in [0, 2] {
        let lose = Op::LoseDevice { device: device(3) };
        world.write(writer, vec![lose.clone()]);
        world.write(writer, vec![lose, with_key(writer, writer, 78)]);
    }
    let after = state(&world);
    assert_eq!((after.lost.len(), waits(&after)), (0, (false, false)));
    assert_eq!(after.members[&person(1)], before.members[&person(1)]);
    lose(&mut world);
    assert_eq!(state(&world).lost.len(), 1, "control");
}

#[test]
fn a_device_that_came_beside_the_loss_brings_back_no_key_that_the_lost_one_has() {
    let mut world = world();
    let seen = world.all.last().unwrap().0;
    lose(&mut world);
    for _ in 0..3 {
        // A later time than that of the loss, in a chain that has not seen it.
        world.write(0, vec![]);
    }
    let last = world.all.last().unwrap().0;
    let old = introduction(1).sealing[0];
    let beside = world.forge(9, Some(seen), vec![with_key(9, 1, old)]);
    assert!(world.all.iter().any(|(id, _)| *id == beside) && last != beside);
    assert_eq!(state(&world).members[&person(1)].sealing, [77]);
    assert!(state(&world).members[&person(1)].devices.contains(&device(9)), "it is theirs");
}

#[test]
fn the_lost_device_brings_back_nothing_by_what_it_writes() {
    let mut world = world();
    lose(&mut world);
    let expected = state(&world);
    world.write(3, vec![with_key(3, 1, 1)]);
    world.write(3, vec![Op::LoseDevice { device: device(1) }, with_key(3, 1, 99)]);
    world.pull(3, usize::MAX);
    world.write(3, vec![Op::LoseDevice { device: device(1) }, with_key(3, 1, 99)]);
    let after = state(&world);
    assert_eq!(after.lost, expected.lost);
    assert_eq!(after.members, expected.members);
}

#[test]
fn who_is_put_out_waits_for_keys_as_anybody_and_not_for_their_loss() {
    let mut world = world();
    lose(&mut world);
    world.pull(0, usize::MAX);
    world.write(0, vec![remove(1), Op::RenewTeamKey { epoch: epoch() }, renew(0)]);
    assert_eq!(waits(&state(&world)), (false, false));
    assert_eq!(state(&world).records[&record(0)].lost_by, []);
}

#[test]
fn the_key_of_an_earlier_answer_is_known_to_a_device_that_is_lost_later() {
    let mut world = world();
    lose(&mut world);
    let first = world.all.last().unwrap().0;
    world.forge(8, Some(first), vec![with_key(8, 1, 77)]);
    world.pull(1, usize::MAX);
    assert_eq!(state(&world).members[&person(1)].sealing, [77], "control");
    world.write(1, vec![Op::LoseDevice { device: device(8) }, with_key(1, 1, 78)]);
    let mut beside = world.forge(9, Some(first), vec![with_key(9, 1, 77)]);
    // Its word is the last in any order.
    for _ in 0..4 {
        beside = world.forge(9, Some(beside), vec![with_key(9, 1, 77)]);
    }
    assert_eq!(state(&world).members[&person(1)].sealing, [78]);
}

#[test]
fn a_device_of_which_the_team_does_not_know_yet_can_be_lost() {
    let mut world = World::new(3, 1, 52_000);
    let seen = world.all.last().unwrap().0;
    lose(&mut world);
    assert_eq!((state(&world).lost.len(), waits(&state(&world)).0), (1, true));
    let late = world.forge(3, Some(seen), vec![with_key(3, 1, 1), Op::Unknown { code: 200 }]);
    let state = state(&world);
    assert_eq!(state.members[&person(1)].devices, [device(1)]);
    assert!(state.refused.iter().all(|refused| refused.entry == late && refused.by.is_none()));
    assert!(!state.update_needed);
}

#[test]
fn who_calls_a_device_lost_that_comes_as_anothers_says_nothing_about_it() {
    for also in [false, true] {
        let mut world = World::new(3, 1, 53_000);
        let seen = world.all.last().unwrap().0;
        if also {
            world.write(2, vec![Op::LoseDevice { device: device(3) }, with_key(2, 2, 78)]);
        }
        world.forge(3, Some(seen), vec![with_key(3, 1, 1), crate::world::create(1)]);
        let state = state(&world);
        assert_eq!(state.members[&person(1)].devices, [device(1), device(3)], "{also}");
        assert!(state.records.contains_key(&record(1)), "{also}");
    }
}

#[test]
fn a_key_that_the_lost_device_made_counts_for_nothing_whoever_brings_it() {
    let mut world = world();
    lose(&mut world);
    let answer = world.all.last().unwrap().0;
    world.forge(8, Some(answer), vec![with_key(8, 1, 66)]);
    let after = state(&world);
    assert_eq!(after.members[&person(1)].sealing, [77]);
    assert!(after.members[&person(1)].devices.contains(&device(8)), "it is theirs");
    let last = world.all.last().unwrap().0;
    world.forge(9, Some(last), vec![with_key(9, 1, 77)]);
    world.pull(1, usize::MAX);
    world.write(1, vec![Op::LoseDevice { device: device(8) }, with_key(1, 1, 78)]);
    assert_eq!(state(&world).members[&person(1)].sealing, [78], "control");
}

#[test]
fn one_entry_answers_once_and_tells_of_no_more_than_64_lost_devices() {
    let mut world = world();
    let many = (0..50_000_u32).map(|number| {
        let mut id = [7; 16];
        id[..4].copy_from_slice(&number.to_be_bytes());
        Op::LoseDevice { device: credenza_model::ids::DeviceId::from_bytes(id) }
    });
    let mut ops: Vec<Op> = many.collect();
    ops.insert(0, Op::LoseDevice { device: device(3) });
    ops.insert(1, with_key(1, 1, 76));
    ops.push(with_key(1, 1, 77));
    let began = std::time::Instant::now();
    world.write(1, ops);
    let after = state(&world);
    println!("50,000 lost devices in one entry: {:?}", began.elapsed());
    assert_eq!(after.lost.len(), 64);
    assert!(after.lost.iter().all(|lost| lost.answered));
    assert_eq!(waits(&after), (true, true));
    assert_eq!(after.members[&person(1)].sealing, [77], "the first one is not an answer");
    assert_eq!(after.members[&person(1)].devices, [device(1)]);
}
