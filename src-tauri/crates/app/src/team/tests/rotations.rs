//! What is to be rotated stays on the list, and much at once fits into the log.

use credenza_model::{
    ids::RecordId,
    team::{Op, RecordRole},
};
use credenza_secret::Secret;

use super::{
    Pair,
    late_keys::{join, share_with},
    losses::{only_credential, record_of},
    person,
    window::me,
};
use crate::{Workspace, credentials::Field, team::AccessChange};

fn to_do(who: &Workspace) -> Vec<(String, String)> {
    let rows = who.rotations().unwrap();
    rows.into_iter().map(|row| (row.name, row.person)).collect()
}

/// Dan, who has access to the credential.
async fn with_dan(pair: &Pair) -> Workspace {
    let dan = join(pair, "Dan").await;
    pair.ada.approve(pair.team, "Dan").await.unwrap();
    share_with(pair, "Dan").await;
    dan.sync_team(pair.team).await.unwrap();
    pair.bob.sync_team(pair.team).await.unwrap();
    dan
}

#[tokio::test]
async fn a_removal_that_was_cut_off_is_on_the_list_all_the_same() {
    let pair = Pair::new().await;
    for written in [false, true] {
        let mut ada = pair.ada.team_session(pair.team).await.unwrap();
        let bob = ada.find_person("Bob").unwrap();
        let lost = ada.had(bob);
        ada.plan_rotations(lost.iter().map(|record| (bob, *record))).unwrap();
        if written {
            ada.write(vec![Op::Remove { person: bob }]).await.unwrap();
        }
        drop(ada);
        pair.ada.sync_team(pair.team).await.unwrap();
        let expected = [("secret".to_owned(), "Bob".to_owned())];
        assert_eq!(to_do(&pair.ada), if written { &expected[..] } else { &[] });
    }
    // Once it is done it does not come again.
    pair.ada.set_secret(pair.secret, Secret::new("later".to_owned())).unwrap();
    pair.ada.sync_team(pair.team).await.unwrap();
    assert_eq!(to_do(&pair.ada), []);
}

#[tokio::test]
async fn what_is_written_while_somebody_is_removed_is_exposed_and_on_the_list() {
    for knew in [true, false] {
        let pair = Pair::new().await;
        let _dan = with_dan(&pair).await;
        let bobs = only_credential(&pair.bob);
        let secret = pair.bob.credential(bobs).unwrap().secret.id;
        let mut bob = pair.bob.team_session(pair.team).await.unwrap();
        pair.bob.set_secret(secret, Secret::new("second".to_owned())).unwrap();
        if knew {
            drop(bob);
            pair.ada.remove_person(pair.team, "Dan").await.unwrap();
        } else {
            pair.ada.remove_person(pair.team, "Dan").await.unwrap();
            bob.publish().await.unwrap();
            drop(bob);
        }
        let session = pair.bob.team_session(pair.team).await.unwrap();
        let record = record_of(&pair.bob, secret.as_bytes());
        assert_eq!(session.record(record).unwrap().heads.iter().any(|put| put.exposed), !knew);
        drop(session);
        pair.bob.sync_team(pair.team).await.unwrap();
        let expected = [("secret".to_owned(), "Dan".to_owned())];
        assert_eq!(to_do(&pair.bob), if knew { &[] } else { &expected[..] });
        pair.bob.set_secret(secret, Secret::new("third".to_owned())).unwrap();
        pair.bob.sync_team(pair.team).await.unwrap();
        assert_eq!(to_do(&pair.bob), []);
    }
}

#[tokio::test]
async fn two_people_of_one_name_are_two_on_the_list() {
    let pair = Pair::new().await;
    let mut twins = Vec::new();
    for place in ["one", "two"] {
        let home = pair.home.path().join(place);
        std::fs::create_dir(&home).unwrap();
        let twin = person(&home, "Kim");
        let invitation = pair.ada.invite(pair.team, "").await.unwrap();
        twin.join_team(&invitation.text, None).await.unwrap();
        pair.ada.approve(pair.team, "Kim").await.unwrap();
        twin.sync_team(pair.team).await.unwrap();
        // Both say to have one mail.
        pair.ada.store().set_verified(me(&twin).as_bytes(), Some(1)).unwrap();
        twins.push(twin);
    }
    let who: Vec<_> = twins.iter().map(me).collect();
    let sharing = pair.sharing(&[pair.credential], &who, RecordRole::View);
    pair.save(&pair.ada, &sharing).await;
    twins[1].sync_team(pair.team).await.unwrap();
    twins[1].read_value(only_credential(&twins[1]), Field::Password).await.unwrap();
    twins[1].sync_team(pair.team).await.unwrap();
    for person in &who {
        let remove = AccessChange::Remove { person: *person, variables: vec![pair.secret] };
        pair.ada.change_access(pair.credential, &[remove]).await.unwrap();
    }
    assert_eq!(to_do(&pair.ada), vec![("secret".to_owned(), "Kim".to_owned()); 2]);
    let rows = pair.ada.rotations().unwrap();
    let read: Vec<_> = rows.iter().map(|row| (row.person_id, row.read.is_some())).collect();
    assert_eq!(read, [(Some(who[1]), true), (Some(who[0]), false)]);
}

#[tokio::test]
async fn more_keys_than_one_entry_has_room_for_are_written_in_several() {
    let pair = Pair::new().await;
    let mut ada = pair.ada.team_session(pair.team).await.unwrap();
    let record = record_of(&pair.ada, pair.credential.as_bytes());
    let mut fresh = Vec::new();
    let Op::RenewKey { epoch, .. } = ada.renewal(record, &[], &mut fresh).await.unwrap() else {
        panic!("a renewal");
    };
    let number = |at: u64| RecordId::from_bytes((u128::from(at) + 1).to_be_bytes());
    let ops: Vec<Op> =
        (0..8_000).map(|at| Op::RenewKey { record: number(at), epoch: epoch.clone() }).collect();
    assert!(ada.write(ops.clone()).await.is_err(), "control: they are too many for one");
    let before = ada.graph.len();
    ada.write_keys(ops, Vec::new()).await.unwrap();
    assert_eq!(ada.graph.len(), before + 8);
}
