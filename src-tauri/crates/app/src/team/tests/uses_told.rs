//! When it is told what uses what is shared: no more often than is needed.

use credenza_model::{ids::RecordId, team::EntryId};
use jiff::SignedDuration;

use super::{
    uses::{CODE, Clocks, DAY, ask, gaps},
    window::*,
    *,
};
use crate::dependencies::{NodeKey, Verdict};

/// What devices said in the log, and where.
fn said(who: &Workspace, team: TeamId) -> Vec<(RecordId, EntryId)> {
    let session = Session::open(who, who.stored_team(team).unwrap()).unwrap();
    let records = session.state.records.iter();
    let all = records.flat_map(|(id, record)| record.uses.iter().map(|one| (*id, one.entry)));
    all.collect()
}

fn entries(who: &Workspace, team: TeamId) -> u64 {
    who.store().team_holdings(team.as_bytes()).unwrap().entries
}

#[tokio::test]
async fn nothing_is_written_that_is_known_and_all_of_a_look_is_one_entry() {
    let all = Clocks::new().await;
    let (pair, team) = (&all.pair, all.pair.team);
    let mut of_bob: Vec<EntryId> = said(&pair.bob, team).into_iter().map(|(_, at)| at).collect();
    of_bob.sort();
    of_bob.dedup();
    assert_eq!(of_bob.len(), 2, "three things, in one entry of each person");
    pair.bob.keep_teams_open();
    let look = async || pair.bob.look_at_team(team).await.unwrap().changed;
    look().await;
    let before = entries(&pair.bob, team);
    for _ in 0..20 {
        assert!(!look().await);
    }
    assert_eq!(entries(&pair.bob, team), before);
    // What changed waits for its time, unless a person asks for it.
    all.write(&pair.bob, "job", CODE);
    assert!(!look().await);
    assert_eq!(entries(&pair.bob, team), before);
    all.wait(SignedDuration::from_mins(5));
    assert!(look().await);
    assert_eq!(entries(&pair.bob, team), before + 1);
    assert!(!look().await);
    all.write(&pair.bob, "job", &CODE.repeat(3));
    pair.bob.sync_team(team).await.unwrap();
    assert_eq!(entries(&pair.bob, team), before + 2);
    look().await;
    // After a day that it stands.
    all.wait(DAY - SignedDuration::from_mins(1));
    assert!(!look().await);
    all.wait(SignedDuration::from_mins(1));
    let told = said(&pair.bob, team);
    assert!(look().await);
    assert_eq!(entries(&pair.bob, team), before + 3);
    // His scan is old by now, which is new.
    assert_ne!(said(&pair.bob, team), told);
    let told = said(&pair.bob, team);
    all.wait(DAY);
    assert!(look().await);
    assert_eq!((entries(&pair.bob, team), said(&pair.bob, team)), (before + 4, told));
}

#[tokio::test]
async fn what_is_shared_anew_is_told_at_once() {
    let all = Clocks::new().await;
    let pair = &all.pair;
    let more = own(&pair.ada, "More", pair.secret);
    pair.save(&pair.ada, &pair.sharing(&[more], &[me(&pair.bob)], RecordRole::View)).await;
    pair.bob.keep_teams_open();
    pair.bob.look_at_team(pair.team).await.unwrap();
    pair.ada.sync_team(pair.team).await.unwrap();
    let answer = ask(&pair.ada, NodeKey::Credential(more));
    assert_eq!((gaps(&answer), answer.verdict), (vec![], Verdict::SafeToDelete));
}
