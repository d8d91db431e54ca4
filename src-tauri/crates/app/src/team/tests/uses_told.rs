//! When it is told what uses what is shared: no more often than is needed.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use async_trait::async_trait;
use credenza_model::{
    ids::RecordId,
    team::{EntryId, Op},
};
use credenza_team::location::{
    Created, Listing, Location as Place, LocationError, Names, ObjectName,
};
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
    let all = records.flat_map(|(id, record)| record.reported.iter().map(|one| (*id, one.entry)));
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

/// A location of which is counted what it is asked: lists, reads, creates. It can be full.
struct Counted(Arc<dyn Place>, [AtomicUsize; 3], AtomicBool);

impl Counted {
    fn note(&self, what: usize) {
        self.1[what].fetch_add(1, Ordering::SeqCst);
    }

    fn take(&self) -> [usize; 3] {
        [0, 1, 2].map(|what| self.1[what].swap(0, Ordering::SeqCst))
    }
}

#[async_trait]
impl Place for Counted {
    async fn create(&self, name: &ObjectName, bytes: Vec<u8>) -> Result<Created, LocationError> {
        self.note(2);
        if self.2.load(Ordering::SeqCst) {
            return Err(LocationError::Full);
        }
        self.0.create(name, bytes).await
    }

    async fn get(&self, name: &ObjectName, limit: usize) -> Result<Vec<u8>, LocationError> {
        self.note(1);
        self.0.get(name, limit).await
    }

    fn list(&self, names: Names, after: Option<ObjectName>) -> Listing<'_> {
        self.note(0);
        self.0.list(names, after)
    }

    fn seeks(&self) -> bool {
        true
    }
}

#[tokio::test]
async fn an_idle_look_asks_once_and_a_report_is_one_entry_without_a_blob() {
    let all = Clocks::new().await;
    let (pair, team) = (&all.pair, all.pair.team);
    pair.bob.keep_teams_open();
    let stored = pair.bob.stored_team(team).unwrap();
    let place = pair.bob.team_place(&stored.location).unwrap();
    let counted = Arc::new(Counted(place, Default::default(), AtomicBool::default()));
    let turn = pair.bob.team_turn().await.unwrap();
    let here = Arc::<Counted>::clone(&counted);
    let mut session = Session::open_at(&pair.bob, stored, here).unwrap();
    session.turn = Some(turn);
    session.look().await.unwrap();
    drop(session);
    let look = async || {
        counted.take();
        pair.bob.look_at_team(team).await.unwrap();
        counted.take()
    };
    look().await;
    for _ in 0..10 {
        assert_eq!(look().await, [1, 0, 0]);
    }
    // Something is written here that is not shared; it is looked at, and nothing is told.
    variable(&pair.bob, "more", NewValue::Text("text".to_owned()));
    all.wait(SignedDuration::from_mins(5));
    assert_eq!(look().await, [1, 0, 0]);
    all.write(&pair.bob, "job", CODE);
    all.wait(SignedDuration::from_mins(5));
    let [_, reads, creates] = look().await;
    println!("a report of use: {creates} creates, {reads} reads, target 2 and 0");
    assert_eq!((reads, creates), (0, 2), "the entry and its marker");
    assert_eq!(look().await, [1, 0, 0]);
}

#[tokio::test]
async fn what_can_not_be_told_fails_nothing_and_is_told_later() {
    let all = Clocks::new().await;
    let (pair, team) = (&all.pair, all.pair.team);
    let stored = || pair.bob.stored_team(team).unwrap();
    let place = pair.bob.team_place(&stored().location).unwrap();
    let full = Arc::new(Counted(place, Default::default(), AtomicBool::new(true)));
    all.write(&pair.bob, "job", CODE);
    let turn = pair.bob.team_turn().await.unwrap();
    let here = Arc::<Counted>::clone(&full);
    let mut session = Session::open_at(&pair.bob, stored(), here).unwrap();
    session.turn = Some(turn);
    session.thorough = true;
    session.pull().await.unwrap();
    session.finish().await.unwrap();
    drop(session);
    assert!(full.take()[2] > 0, "control: it was tried");
    all.tell().await;
    assert_eq!(ask(&pair.ada, all.robot()).verdict, Verdict::InUse);
}

#[tokio::test]
async fn what_takes_several_entries_is_noted_after_each_and_the_rest_said_to_stand_last() {
    let all = Clocks::new().await;
    let (pair, team) = (&all.pair, all.pair.team);
    for number in 0..12 {
        let more = own(&pair.ada, &format!("More {number}"), pair.secret);
        pair.save(&pair.ada, &pair.sharing(&[more], &[me(&pair.bob)], RecordRole::View)).await;
    }
    let before = entries(&pair.bob, team);
    let mut session = pair.bob.team_session(team).await.unwrap();
    session.report_uses_in(5).await.unwrap();
    let wrote = session.graph.in_order().into_iter().map(|at| session.graph.entry(at));
    let wrote: Vec<Vec<Op>> =
        wrote.filter(|one| one.device == session.device()).map(|one| one.ops.clone()).collect();
    let last = &wrote[wrote.len() - 3..];
    let of = |ops: &Vec<Op>| ops.iter().filter(|op| matches!(op, Op::Uses { .. })).count();
    assert_eq!(
        last.iter().map(of).collect::<Vec<_>>(),
        [5, 5, 4],
        "twelve, and two that they need"
    );
    let stand = |ops: &Vec<Op>| ops.last() == Some(&Op::UsesStand);
    assert_eq!(last.iter().map(stand).collect::<Vec<_>>(), [false, false, true]);
    drop(session);
    assert!(entries(&pair.bob, team) >= before + 3);
}
