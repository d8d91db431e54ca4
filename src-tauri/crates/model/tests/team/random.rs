//! R21 and R22 for the fold: random logs, in which anybody does anything, against the second fold.

use std::collections::BTreeSet;

use credenza_model::team::{Op, RecordRole, Subject, TeamState, fold};
use proptest::prelude::*;

use crate::{
    plain::summary,
    plain_keys::newest_key,
    reference::Summary,
    world::{
        World, create, delete, device, epoch, grant, grant_to, in_order, introduction,
        on_device_of, person, put, record, remove, renew, revoke, uses,
    },
};

#[derive(Debug, Clone)]
struct Step {
    writer: usize,
    /// How much the writer sees before: nothing new, or everything up to a share of all.
    sees: Option<u8>,
    what: u8,
    whom: usize,
    record: usize,
    role: RecordRole,
}

pub(crate) const PEOPLE: usize = 5;
/// So many of them have a second device; of the last nobody knows at first.
const SECOND: usize = 3;

fn step() -> impl Strategy<Value = Step> {
    let role = prop::sample::select(RecordRole::ALL.to_vec());
    let sees = prop::option::weighted(0.6, prop_oneof![3 => Just(255u8), 1 => any::<u8>()]);
    (0..PEOPLE + SECOND, sees, 0..44u8, 0..PEOPLE, 0..2usize, role).prop_map(
        |(writer, sees, what, whom, record, role)| Step { writer, sees, what, whom, record, role },
    )
}

fn play(steps: &[Step], owners: usize, seed: u64) -> World {
    let mut world = World::new(PEOPLE, owners, seed);
    world.add_devices(SECOND - 1);
    world.add_writer();
    for step in steps {
        if let Some(share) = step.sees {
            let all = world.all.len();
            world.pull(step.writer, all * (usize::from(share) + 1) / 256);
        }
        let op = match step.what {
            0..6 => grant(step.record, step.whom, step.role),
            6..11 => revoke(step.record, step.whom),
            11..15 => put_under_the_newest(&world, step.record),
            15 => create(1),
            16 => renew(step.record),
            17 => delete(step.record),
            18..21 => remove(step.whom),
            21 => Op::NameOwner { person: person(step.whom) },
            22 => grant_to(step.record, Subject::Everyone, step.role),
            23 => Op::Revoke { record: record(step.record), from: Subject::Everyone },
            28 | 29 => renew(step.record),
            30 | 31 => Op::RenewTeamKey { epoch: epoch() },
            24 | 25 => Op::Device { who: on_device_of(step.writer, step.whom) },
            38..42 => uses(step.record),
            42.. => Op::UsesStand,
            _ => Op::Admit { who: on_device_of(step.writer, step.whom), invitation: [0; 16] },
        };
        if (32..38).contains(&step.what) {
            let ops = losing(step, world.all.len());
            world.write(step.writer, ops);
            continue;
        }
        // Some speak for themselves in a chain that has seen nothing.
        if matches!(step.what, 24 | 26) {
            let seen = (step.record == 1).then(|| world.all[0].0);
            world.write_apart(step.writer, seen, vec![op]);
        } else {
            world.write(step.writer, vec![op]);
        }
    }
    world
}

/// A device of the writer, or anybody's, is lost; most have a new key in the same entry.
fn losing(step: &Step, place: usize) -> Vec<Op> {
    let whose = if step.writer < PEOPLE { step.writer } else { step.writer - PEOPLE };
    let other = if step.writer < PEOPLE { step.writer + PEOPLE } else { whose };
    let lost = if step.what == 37 { step.whom } else { other };
    let lose = Op::LoseDevice { device: device(lost) };
    let fresh = vec![u8::try_from(place).unwrap(), 1];
    let sealing = if step.what == 36 { introduction(whose).sealing } else { fresh };
    let who = credenza_model::team::Introduction { sealing, ..on_device_of(step.writer, whose) };
    let one = vec![lose.clone(), Op::Device { who: who.clone() }];
    match step.what {
        35 => vec![lose],
        // Of two new keys in one entry the later one is the answer.
        34 => {
            let sealing = vec![u8::try_from(place).unwrap(), 2];
            let other = credenza_model::team::Introduction { sealing, ..who };
            let again = Op::LoseDevice { device: device(step.whom) };
            [one, vec![again, Op::Device { who: other }]].concat()
        }
        _ => one,
    }
}

fn put_under_the_newest(world: &World, number: usize) -> Op {
    match put(number) {
        Op::Put { record, blob, needs, .. } => {
            Op::Put { record, epoch: newest_key(&world.all, record), blob, needs }
        }
        op => op,
    }
}

/// The parts of a state that the second fold also has.
pub(crate) fn summed(state: &TeamState) -> Summary {
    let mut out =
        Summary { members: state.members.keys().copied().collect(), ..Summary::default() };
    out.owners = state.members.values().filter(|m| m.owner).map(|m| m.person).collect();
    out.sealing = state.members.values().map(|m| (m.person, m.sealing.clone())).collect();
    out.lost = state.lost.iter().map(|lost| (lost.device, lost.answered)).collect();
    out.pending.extend(state.key_pending.then_some(None));
    for (id, record) in &state.records {
        for who in &out.members {
            if let Some(role) = state.role_of(*who, *id) {
                out.roles.insert((*id, *who), role);
            }
        }
        let entries = |puts: &[credenza_model::team::PutState]| {
            puts.iter().map(|put| put.entry).collect::<BTreeSet<_>>()
        };
        out.heads.insert(*id, entries(&record.heads));
        out.refused_puts.insert(*id, entries(&record.refused));
        out.renewed.insert(*id, record.epochs.len());
        out.pending.extend(record.rekey_pending.then_some(Some(*id)));
        out.lost_by.extend(record.lost_by.iter().map(|person| (*id, *person)));
        let exposed = record.heads.iter().filter(|head| head.exposed);
        out.exposed.extend(exposed.map(|head| head.entry));
        for report in &record.reported {
            let whose = (*id, report.person, report.device);
            assert!(
                out.uses.insert(whose, (report.entry, report.written, report.stands)).is_none()
            );
        }
        if record.deleted {
            out.deleted.insert(*id);
        }
    }
    out
}

fn cases() -> u32 {
    std::env::var("CREDENZA_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(1_000)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn r21_the_fold_says_what_a_plain_one_says(
        steps in prop::collection::vec(step(), 1..28), owners in 1..4usize, seed in 0..1u64 << 40,
    ) {
        let world = play(&steps, owners, seed);
        prop_assert_eq!(summed(&fold(&world.whole())), summary(&world.all));
    }

    #[test]
    fn r24_the_order_of_delivery_changes_nothing(
        steps in prop::collection::vec(step(), 1..28), owners in 1..4usize, seed in 0..1u64 << 40,
        shuffle in prop::collection::vec(any::<u16>(), 64),
    ) {
        let world = play(&steps, owners, seed);
        let expected = fold(&world.whole());
        let mut waiting: Vec<_> = world.all.iter().collect();
        let mut graph = in_order(world.team(), std::iter::empty());
        for turn in 0..waiting.len() {
            let from = usize::from(shuffle[turn % shuffle.len()]) % waiting.len();
            let ready = |at: &usize| {
                let (id, entry) = waiting[*at];
                graph.add(*id, entry.clone()).is_ok()
            };
            let added = (from..waiting.len()).chain(0..from).find(ready).unwrap();
            waiting.remove(added);
        }
        prop_assert_eq!(fold(&graph), expected);
    }
}
