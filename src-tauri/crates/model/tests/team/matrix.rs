//! R22: each role, each op, each state of the person, against the table of the page on sharing.

use credenza_model::team::{Op, RecordRole, Refused, fold};

use crate::world::{World, delete, grant, put, remove, renew, revoke};

const SUBJECT: usize = 1;

#[derive(Debug, Clone, Copy, PartialEq)]
enum State {
    Active,
    Removed,
    AddedAgain,
    Concurrent,
    OutOfTeam,
    NeverIn,
}

const STATES: [State; 6] = [
    State::Active,
    State::Removed,
    State::AddedAgain,
    State::Concurrent,
    State::OutOfTeam,
    State::NeverIn,
];

/// What is tried, with who may: View, View and share, Co-owner.
fn table() -> Vec<(&'static str, Op, [bool; 3])> {
    vec![
        ("put", put(0), [false, false, true]),
        ("delete", delete(0), [false, false, true]),
        ("new key", renew(0), [false, false, true]),
        ("give View", grant(0, 3, RecordRole::View), [false, true, true]),
        ("give View and share", grant(0, 3, RecordRole::ViewAndShare), [false, true, true]),
        ("give Co-owner", grant(0, 3, RecordRole::CoOwner), [false, false, true]),
        ("take from another", revoke(0, 2), [false, false, true]),
        ("take from the first", revoke(0, 0), [false, false, true]),
        ("leave", revoke(0, SUBJECT), [true, true, true]),
        ("remove from the team", remove(2), [false, false, false]),
        ("begin a team again", genesis(), [false, false, false]),
        ("name an owner", Op::NameOwner { person: crate::world::person(2) }, [false, false, false]),
    ]
}

fn genesis() -> Op {
    let owner = crate::world::introduction(SUBJECT);
    Op::Genesis { name: "Mine".to_owned(), owner, epoch: crate::world::epoch() }
}

/// Whether the op counted.
fn try_it(role: Option<RecordRole>, state: State, op: Op, seed: u64) -> bool {
    let mut world = World::new(4, 1, seed);
    world.write(0, vec![grant(0, 2, RecordRole::View)]);
    let give = |world: &mut World| {
        if let Some(role) = role {
            world.write(0, vec![grant(0, SUBJECT, role)]);
        }
    };
    if state != State::NeverIn {
        give(&mut world);
    }
    if state == State::Concurrent {
        world.pull(SUBJECT, usize::MAX);
    }
    match state {
        State::Removed | State::Concurrent => drop(world.write(0, vec![revoke(0, SUBJECT)])),
        State::AddedAgain => {
            world.write(0, vec![revoke(0, SUBJECT)]);
            give(&mut world);
        }
        State::OutOfTeam | State::NeverIn => drop(world.write(0, vec![remove(SUBJECT)])),
        State::Active => {}
    }
    if state != State::Concurrent {
        world.pull(SUBJECT, usize::MAX);
    }
    let entry = world.write(SUBJECT, vec![op]);
    let state = fold(&world.whole());
    !state.refused.iter().any(|refused: &Refused| refused.entry == entry)
}

#[test]
fn r22_every_role_may_what_the_table_says() {
    let mut cells = 0;
    let roles = [None, Some(0), Some(1), Some(2)];
    for (name, op, allowed) in table() {
        for role in roles {
            for state in STATES {
                let given = role.map(|at| RecordRole::ALL[at]);
                let counts = try_it(given, state, op.clone(), 100 * cells);
                let here = matches!(state, State::Active | State::AddedAgain);
                // Leaving is nobody else's business: it counts for any member.
                let leaving =
                    name == "leave" && !matches!(state, State::OutOfTeam | State::NeverIn);
                let expected = here && role.is_some_and(|at| allowed[at]) || leaving;
                assert_eq!(counts, expected, "{name} as {given:?} when {state:?}");
                cells += 1;
            }
        }
    }
    println!("R22 {cells} cells, 0 differences 0 pass");
}
