//! Rules that deserve a story each.

use credenza_model::team::{BlobId, Op, RecordRole, Refusal, Subject, TeamRole, fold};

use crate::world::{World, grant, grant_to, person, put, record, remove, renew, revoke};

#[test]
fn the_seniors_removal_counts_when_two_owners_remove_each_other() {
    for first in [0, 1] {
        let mut world = World::new(3, 2, 1_000);
        world.write(first, vec![remove(1 - first)]);
        world.write(1 - first, vec![remove(first)]);
        let state = fold(&world.whole());
        assert!(state.members.contains_key(&person(0)));
        assert!(!state.members.contains_key(&person(1)));
    }
}

#[test]
fn a_removal_that_its_author_had_no_right_to_any_more_removes_nobody() {
    let mut world = World::new(4, 2, 2_000);
    world.write(1, vec![remove(3)]);
    world.write(0, vec![remove(1)]);
    let state = fold(&world.whole());
    assert!(state.members.contains_key(&person(3)));
    let why: Vec<Refusal> = state.refused.iter().map(|refused| refused.why).collect();
    assert_eq!(why, [Refusal::NoRight]);
}

#[test]
fn the_last_owner_stays() {
    let mut world = World::new(2, 1, 3_000);
    world.write(0, vec![remove(0)]);
    let state = fold(&world.whole());
    assert!(state.members[&person(0)].owner);
    world.write(0, vec![Op::NameOwner { person: person(1) }]);
    world.write(0, vec![remove(0)]);
    let state = fold(&world.whole());
    assert!(!state.members.contains_key(&person(0)), "with another owner they can leave");
    assert_eq!(
        TeamRole::Owner,
        if state.members[&person(1)].owner { TeamRole::Owner } else { TeamRole::Member }
    );
}

#[test]
fn an_owner_of_the_team_has_no_right_on_a_record() {
    let mut world = World::new(3, 2, 4_000);
    world.write(1, vec![put(0), grant(0, 1, RecordRole::CoOwner), revoke(0, 0)]);
    let state = fold(&world.whole());
    assert_eq!(state.role_of(person(1), record(0)), None);
    assert_eq!(state.role_of(person(0), record(0)), Some(RecordRole::CoOwner));
    assert!(state.records[&record(0)].heads.is_empty());
    assert_eq!(state.records[&record(0)].refused.len(), 1);
}

#[test]
fn what_was_taken_back_without_a_new_key_waits_for_a_co_owner() {
    let mut world = World::new(3, 1, 5_000);
    world.write(0, vec![grant(0, 1, RecordRole::ViewAndShare)]);
    world.pull(1, usize::MAX);
    world.write(1, vec![grant(0, 2, RecordRole::View)]);
    world.write(1, vec![revoke(0, 2)]);
    world.pull(0, usize::MAX);
    assert!(fold(&world.whole()).records[&record(0)].rekey_pending);
    assert_eq!(fold(&world.whole()).records[&record(0)].former, [person(2)]);
    let epoch = fold(&world.whole()).records[&record(0)].epochs[0].name;
    let blob = BlobId::default();
    world.write(0, vec![Op::Put { record: record(0), epoch, blob, needs: Vec::new() }]);
    assert!(fold(&world.whole()).records[&record(0)].heads[0].exposed);
    world.write(0, vec![renew(0)]);
    assert!(!fold(&world.whole()).records[&record(0)].rekey_pending);
}

#[test]
fn a_new_key_that_had_not_seen_the_removal_does_not_end_the_waiting() {
    let mut world = World::new(3, 1, 6_000);
    world.write(0, vec![grant(0, 1, RecordRole::CoOwner), grant(0, 2, RecordRole::View)]);
    world.pull(1, usize::MAX);
    world.write(1, vec![renew(0)]);
    world.write(0, vec![revoke(0, 2), renew(0)]);
    let state = fold(&world.whole());
    assert!(state.records[&record(0)].rekey_pending);
    let current = state.records[&record(0)].epochs.iter().filter(|epoch| epoch.current).count();
    assert_eq!(current, 2);
    world.pull(0, usize::MAX);
    world.write(0, vec![renew(0)]);
    assert!(!fold(&world.whole()).records[&record(0)].rekey_pending);
}

#[test]
fn everyone_means_who_is_in_the_team() {
    let mut world = World::new(3, 1, 7_000);
    world.write(0, vec![grant_to(0, Subject::Everyone, RecordRole::View)]);
    let state = fold(&world.whole());
    assert_eq!(state.role_of(person(2), record(0)), Some(RecordRole::View));
    assert!(!state.records[&record(0)].rekey_pending && !state.key_pending);
    world.write(0, vec![remove(2)]);
    let state = fold(&world.whole());
    assert_eq!(state.role_of(person(2), record(0)), None);
    assert!(state.records[&record(0)].rekey_pending && state.key_pending);
}

#[test]
fn a_role_that_is_made_smaller_is_smaller_and_needs_no_new_key() {
    let mut world = World::new(2, 1, 8_000);
    world.write(0, vec![grant(0, 1, RecordRole::CoOwner)]);
    world.write(0, vec![revoke(0, 1), grant(0, 1, RecordRole::View)]);
    let state = fold(&world.whole());
    assert_eq!(state.role_of(person(1), record(0)), Some(RecordRole::View));
    assert!(!state.records[&record(0)].rekey_pending);
}

#[test]
fn something_of_a_later_version_makes_the_team_read_only() {
    let mut world = World::new(2, 1, 9_000);
    assert!(!fold(&world.whole()).update_needed);
    world.write(1, vec![Op::Unknown { code: 200 }]);
    assert!(fold(&world.whole()).update_needed);
}
