//! Where an entry may stand: its time, and how much it names.

use credenza_model::{
    ids::ChainId,
    team::{AddError, Entry, EntryId, Graph, MOST_HEADS, Op, fold},
};

use crate::world::{World, first_of, person, remove, scattered};

#[test]
fn the_time_is_one_more_than_that_of_all_that_was_seen() {
    let world = World::new(2, 1, 40_000);
    let (last, entry) = world.all.last().unwrap();
    let now = entry.lamport;
    for (lamport, right) in [(now, false), (now + 1, true), (now + 2, false), (u64::MAX, false)] {
        let sequence = entry.sequence + 1;
        let next = Entry { previous: *last, lamport, sequence, ..entry.clone() };
        let added = world.whole().add(scattered(1), next);
        assert_eq!(added.err(), (!right).then_some(AddError::OutOfLine), "{lamport}");
    }
    for (lamport, right) in [(0, false), (1, true), (2, false), (u64::MAX, false)] {
        let chain = ChainId::from_bytes([9; 16]);
        let apart = Entry { lamport, ..first_of(world.team(), chain, 1, Vec::new()) };
        let added = world.whole().add(scattered(1), apart);
        assert_eq!(added.err(), (!right).then_some(AddError::OutOfLine), "{lamport}");
    }
}

/// A team in which a stranger began `count` chains.
fn flooded(count: u64) -> (World, Graph) {
    let world = World::new(2, 2, 41_000);
    let mut graph = world.whole();
    for number in 0..count {
        let chain = ChainId::from_bytes(scattered(number).0[..16].try_into().unwrap());
        let op = vec![Op::Unknown { code: 200 }];
        graph.add(scattered(1 << 32 | number), first_of(world.team(), chain, 7, op)).unwrap();
    }
    (world, graph)
}

fn next(world: &World, graph: &Graph, ops: Vec<Op>) -> (EntryId, Entry) {
    let chain = ChainId::from_bytes([3; 16]);
    let state = fold(graph);
    let heads = graph.frontier(chain, |device| state.member_on(device).is_some());
    let lamport = graph.next_lamport().unwrap();
    let entry = Entry { heads, lamport, ..first_of(world.team(), chain, 1, ops) };
    (scattered(7), entry)
}

#[test]
fn an_entry_names_no_more_than_so_many_heads_and_a_members_among_them() {
    for (count, expected) in [(3, 4), (MOST_HEADS as u64 + 500, MOST_HEADS)] {
        let (world, mut graph) = flooded(count);
        let (id, entry) = next(&world, &graph, vec![remove(0)]);
        assert_eq!(entry.heads.len(), expected);
        let known = world.all.last().unwrap().0;
        assert!(entry.heads.iter().any(|head| head.entry == known), "the members' own is named");
        graph.add(id, entry).unwrap();
        assert!(!fold(&graph).members.contains_key(&person(0)), "and it counts");
        let rest = graph.frontier(ChainId::from_bytes([4; 16]), |_| true).len();
        assert_eq!(rest, 1 + (count as usize + 1 - expected), "the rest is for the next");
    }
}

#[test]
fn an_entry_with_more_heads_is_refused() {
    let (world, graph) = flooded(MOST_HEADS as u64 + 5);
    let (id, mut entry) = next(&world, &graph, Vec::new());
    let mut all: Vec<_> = graph.heads().collect();
    all.retain(|head| head.chain != entry.chain);
    assert!(all.len() > MOST_HEADS);
    entry.heads = all;
    let (_, mut graph) = flooded(MOST_HEADS as u64 + 5);
    assert_eq!(graph.add(id, entry.clone()), Err(AddError::OutOfLine));
    entry.heads.sort_by_key(|head| head.entry != world.all.last().unwrap().0);
    entry.heads.truncate(MOST_HEADS);
    assert!(graph.add(id, entry).is_ok(), "control");
}
