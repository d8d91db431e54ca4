//! What is said of old reports: that they stand is said of what was counted alone.

use credenza_model::team::{Op, Subject};

use super::{
    super::AccessChange,
    losses::record_of,
    uses::{CODE, Clocks, DAY, ask, gaps, scan},
    window::*,
    *,
};
use crate::dependencies::{GapKind, NodeKey, UseCounts, Verdict};

/// Nine days in which Bob's device looks each day while nobody else does.
async fn nine_days(all: &Clocks) {
    for _ in 0..9 {
        all.wait(DAY);
        scan(&all.pair.bob);
        all.pair.bob.sync_team(all.pair.team).await.unwrap();
    }
    scan(&all.pair.ada);
}

#[tokio::test]
async fn while_a_thing_waits_for_a_key_its_old_report_gets_old() {
    let all = Clocks::new().await;
    let pair = &all.pair;
    let cleo = pair.joined("Cleo").await;
    pair.save(&pair.ada, &pair.sharing(&[pair.credential], &[me(&cleo)], RecordRole::View)).await;
    let view = AccessChange::Role { person: me(&pair.bob), role: RecordRole::View };
    pair.ada.change_access(pair.credential, &[view]).await.unwrap();
    cleo.sync_team(pair.team).await.unwrap();
    let more = own(&pair.ada, "More", pair.secret);
    pair.save(&pair.ada, &pair.sharing(&[more], &[me(&pair.bob)], RecordRole::View)).await;
    all.tell().await;
    let record = record_of(&pair.ada, pair.credential.as_bytes());
    let mut session = cleo.team_session(pair.team).await.unwrap();
    let leave = Op::Revoke { record, from: Subject::Person(me(&cleo)) };
    session.write(vec![leave]).await.unwrap();
    drop(session);
    pair.bob.sync_team(pair.team).await.unwrap();
    let access = pair.bob.access(named(&pair.bob, "Robot").unwrap()).await.unwrap();
    assert!(access.rekey_pending, "control: nobody but Ada can make its key");
    all.write(&pair.bob, "job", CODE);
    nine_days(&all).await;
    let more = NodeKey::Credential(more);
    pair.ada.sync_team(pair.team).await.unwrap();
    let answer = ask(&pair.ada, all.robot());
    assert_eq!(gaps(&answer), [(GapKind::ReportOld, "Bob".to_owned(), 9)]);
    assert_eq!(answer.verdict, Verdict::NoUseFound);
    assert_eq!(ask(&pair.ada, more).verdict, Verdict::SafeToDelete, "control: he looks daily");
    // Under the new key he says what he uses.
    all.tell().await;
    assert_eq!(ask(&pair.ada, all.robot()).verdict, Verdict::InUse);
}

#[tokio::test]
async fn what_was_said_before_access_was_taken_back_is_not_said_again() {
    let all = Clocks::new().await;
    let pair = &all.pair;
    let more = own(&pair.ada, "More", pair.secret);
    pair.save(&pair.ada, &pair.sharing(&[more], &[me(&pair.bob)], RecordRole::View)).await;
    all.tell().await;
    assert_eq!(ask(&pair.ada, all.robot()).verdict, Verdict::SafeToDelete, "control");
    let remove = AccessChange::Remove { person: me(&pair.bob), variables: vec![] };
    pair.ada.change_access(pair.credential, &[remove]).await.unwrap();
    nine_days(&all).await;
    pair.ada.sync_team(pair.team).await.unwrap();
    let again = pair.sharing(&[pair.credential], &[me(&pair.bob)], RecordRole::View);
    pair.save(&pair.ada, &again).await;
    let answer = ask(&pair.ada, all.robot());
    assert_eq!(gaps(&answer), [(GapKind::NoReport, "Bob".to_owned(), 1)]);
    assert_eq!(answer.verdict, Verdict::NoUseFound);
    all.tell().await;
    let answer = ask(&pair.ada, all.robot());
    assert_eq!((gaps(&answer), answer.verdict), (vec![], Verdict::SafeToDelete));
}

#[tokio::test]
async fn after_a_change_that_ends_what_can_stand_it_is_reported_anew() {
    let all = Clocks::new().await;
    let pair = &all.pair;
    let cleo = pair.joined("Cleo").await;
    pair.save(&pair.ada, &pair.sharing(&[pair.credential], &[me(&cleo)], RecordRole::View)).await;
    cleo.sync_team(pair.team).await.unwrap();
    let remove = AccessChange::Remove { person: me(&cleo), variables: vec![] };
    pair.ada.change_access(pair.credential, &[remove]).await.unwrap();
    all.write(&pair.bob, "job", CODE);
    nine_days(&all).await;
    pair.ada.sync_team(pair.team).await.unwrap();
    let answer = ask(&pair.ada, all.robot());
    assert!(answer.coverage.gaps.iter().all(|gap| gap.person.is_none()));
    let one = UseCounts { places: 1, ..UseCounts::default() };
    assert_eq!(super::uses::reported(&answer), [("Bob".to_owned(), one)]);
}
