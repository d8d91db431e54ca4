//! What was read is reported to the Co-owners, and to nobody else.

use credenza_model::team::{BlobId, Op};
use jiff::SignedDuration;

use super::{super::AccessChange, losses::record_of, window::*, *};
use crate::AppError;

async fn read(who: &Workspace, name: &str, times: usize) -> Result<(), AppError> {
    let id = named(who, name)?;
    for _ in 0..times {
        who.read_value(id, Field::Password).await?;
    }
    Ok(())
}

#[tokio::test]
async fn reads_are_reported_to_co_owners_and_come_first_on_the_to_do() {
    let pair = Pair::new().await;
    let (cleo, dan) = (pair.joined("Cleo").await, pair.joined("Dan").await);
    let all = [me(&pair.bob), me(&cleo), me(&dan)];
    pair.save(&pair.ada, &pair.sharing(&[pair.credential], &all, RecordRole::View)).await;
    for who in [&cleo, &dan] {
        who.sync_team(pair.team).await.unwrap();
    }
    assert!(!cleo.reads_wait(pair.team.as_bytes()).unwrap());
    read(&cleo, "Robot", 3).await.unwrap();
    // A user name is no secret, and one's own values concern nobody.
    cleo.read_value(named(&cleo, "Robot").unwrap(), Field::UserName).await.unwrap();
    assert!(cleo.reads_wait(pair.team.as_bytes()).unwrap());
    cleo.sync_team(pair.team).await.unwrap();
    read(&cleo, "Robot", 1).await.unwrap();
    assert!(!cleo.reads_wait(pair.team.as_bytes()).unwrap(), "one report a minute");
    cleo.sync_team(pair.team).await.unwrap();

    // Both Co-owners open it; who may only use the credential does not.
    for (who, opened) in [(&pair.ada, true), (&pair.bob, true), (&dan, false)] {
        who.sync_team(pair.team).await.unwrap();
        let robot = who.credential(named(who, "Robot").unwrap()).unwrap();
        let mut session = who.team_session(pair.team).await.unwrap();
        let reads = session.reads_of(me(&cleo), &[robot.secret.id]).await.unwrap();
        let times: Vec<u64> = reads.iter().map(|read| read.times).collect();
        assert_eq!(times, if opened { vec![3] } else { Vec::new() });
        assert!(session.reads_of(me(&dan), &[robot.secret.id]).await.unwrap().is_empty());
    }
    let plan = pair.ada.plan_removal(pair.credential, me(&cleo)).await.unwrap();
    let reads: Vec<_> = plan.reads.iter().map(|r| (r.variable.as_str(), r.times)).collect();
    assert_eq!(reads, [("secret", 3)]);
    assert!(
        pair.ada.plan_removal(pair.credential, me(&dan)).await.unwrap().reads.is_empty(),
        "Dan reported nothing"
    );

    // Dan goes first, and Cleo, who read it, stands first all the same.
    for who in [&dan, &cleo] {
        let remove = AccessChange::Remove { person: me(who), variables: vec![pair.secret] };
        pair.ada.change_access(pair.credential, &[remove]).await.unwrap();
    }
    let rows = pair.ada.rotations().unwrap();
    let rows: Vec<_> = rows.iter().map(|row| (row.person.as_str(), row.read.is_some())).collect();
    assert_eq!(rows, [("Cleo", true), ("Dan", false)]);
}

#[tokio::test]
async fn who_is_removed_from_the_team_leaves_what_they_read() {
    let pair = Pair::new().await;
    read(&pair.bob, "Robot", 2).await.unwrap();
    pair.bob.sync_team(pair.team).await.unwrap();
    pair.ada.remove_person(pair.team, "Bob").await.unwrap();
    let rows = pair.ada.rotations().unwrap();
    let rows: Vec<_> = rows.iter().map(|row| (row.name.as_str(), row.read.is_some())).collect();
    assert_eq!(rows, [("secret", true)]);
}

#[tokio::test]
async fn without_the_location_reads_are_counted_and_reported_later() {
    let pair = Pair::new().await;
    let (at, away) = (pair.home.path().join("team"), pair.home.path().join("away"));
    std::fs::rename(&at, &away).unwrap();
    read(&pair.bob, "Robot", 2).await.unwrap();
    pair.bob.sync_team(pair.team).await.unwrap();
    assert!(pair.bob.reads_wait(pair.team.as_bytes()).unwrap());
    std::fs::rename(&away, &at).unwrap();
    pair.bob.sync_team(pair.team).await.unwrap();
    let plan = pair.ada.plan_removal(pair.credential, me(&pair.bob)).await.unwrap();
    assert_eq!(plan.reads.iter().map(|read| read.times).collect::<Vec<_>>(), [2]);
}

#[tokio::test]
async fn a_report_that_is_nowhere_stops_nobody_from_writing() {
    let pair = Pair::new().await;
    let record = record_of(&pair.ada, pair.secret.as_bytes());
    let mut bob = pair.bob.team_session(pair.team).await.unwrap();
    bob.write(vec![Op::Read { record, report: BlobId([7; 32]) }]).await.unwrap();
    drop(bob);
    let mut ada = pair.ada.team_session(pair.team).await.unwrap();
    let now = pair.ada.host.now();
    let later = now + SignedDuration::from_mins(20);
    assert_eq!(ada.state.records.get(&record).unwrap().reads.len(), 1, "control: it counts");
    assert!(ada.reads_of(me(&pair.bob), &[pair.secret]).await.unwrap().is_empty());
    [now, later].into_iter().for_each(|at| ada.log.watch(at).unwrap());
    assert!(!ada.log.is_stopped());
    // Negative control: what a record or a key is in may stop.
    assert!(ada.log.blob([7; 32]).await.is_err());
    [now, later].into_iter().for_each(|at| ada.log.watch(at).unwrap());
    assert!(ada.log.is_stopped());
}
