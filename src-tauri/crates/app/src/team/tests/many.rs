//! A form in a large team.

use std::time::Instant;

use credenza_model::{ids::PersonId, team::Subject};

use super::{super::Outcome, *};

#[tokio::test]
async fn a_search_among_ten_thousand_people_is_over_at_once() {
    let pair = Pair::new().await;
    let session = Session::open(&pair.ada, pair.ada.stored_team(pair.team).unwrap()).unwrap();
    let mut state = session.state.clone();
    let one = state.members.values().next().unwrap().clone();
    for n in 0u32..10_000 {
        let mut person = [7; 16];
        person[..4].copy_from_slice(&n.to_be_bytes());
        let person = PersonId::from_bytes(person);
        // Every hundredth has the mail of the one before.
        let mail = format!("person{}@example.org", if n % 100 == 1 { n - 1 } else { n });
        let member = credenza_model::team::Member {
            person,
            name: format!("Person {n}"),
            mail,
            ..one.clone()
        };
        state.members.insert(person, member);
    }
    let known = super::super::known::Known { state: &state, ..session.known() };
    let started = Instant::now();
    let found = known.people("person", &[]).unwrap();
    let took = started.elapsed();
    assert_eq!(found.len(), 10_000);
    assert_eq!(found.iter().filter(|one| one.doubtful).count(), 200);
    println!("search among 10,000 people: {} ms in a debug build", took.as_millis());
    // Every pair of them would take a minute.
    assert!(took.as_secs() < 10, "{took:?}");
}

#[tokio::test]
async fn thousands_of_people_are_shared_with_in_as_many_entries_as_they_need() {
    let pair = Pair::new().await;
    let mut ada = pair.ada.team_session(pair.team).await.unwrap();
    // They are in no log, so that there is nobody to seal anything to; the entries are as large.
    let person = |n: u128| PersonId::from_bytes((n + 1).to_be_bytes());
    let request = ShareRequest {
        team: pair.team,
        credentials: vec![pair.credential],
        people: (0..5_000).map(person).collect(),
        role: RecordRole::View,
    };
    let to: Vec<_> = request.people.iter().copied().map(Subject::Person).collect();
    let at_once = ada.share_things(&request.credentials, &to, request.role).await;
    assert!(at_once.is_err(), "control: they are too many for one entry");
    let before = ada.graph.len();
    let results = ada.share_chunk(&request, &request.credentials).await.unwrap();
    assert_eq!((results.len(), ada.graph.len() - before), (5_000, 5));
    assert!(results.iter().all(|one| one.outcome == Outcome::Shared));
    let people: Vec<_> = results.iter().map(|one| one.person).collect();
    assert_eq!(people, request.people);
}
