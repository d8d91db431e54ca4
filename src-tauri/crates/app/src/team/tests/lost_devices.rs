//! "I lost a device".

use credenza_model::team::RecordRole;
use credenza_secret::Secret;

use super::{Pair, devices::copied, edit, losses::only_credential, puts};
use crate::{
    ErrorCode, VariableQuery, Workspace,
    credentials::{CredentialValue, Field},
    team::{ShareRequest, Standing, session::Session},
};

/// Bob on two devices of which everybody knows: the first stays, the second will be lost.
pub(super) async fn two_devices() -> (Pair, Workspace) {
    let (pair, lost) = copied().await;
    pair.bob.edit_credential(only_credential(&pair.bob), &edit(None, Some("here"))).unwrap();
    pair.bob.sync_team(pair.team).await.unwrap();
    for who in [&lost, &pair.ada, &pair.bob] {
        who.sync_team(pair.team).await.unwrap();
    }
    (pair, lost)
}

pub(super) fn code_of(who: &Workspace) -> String {
    let devices = who.own_devices().unwrap().devices;
    devices.into_iter().find(|one| one.this).unwrap().code
}

pub(super) fn to_do(who: &Workspace) -> Vec<(String, String)> {
    let rows = who.rotations().unwrap();
    rows.into_iter().map(|row| (row.name, row.person)).collect()
}

pub(super) async fn password(who: &Workspace) -> String {
    match who.read_value(only_credential(who), Field::Password).await.unwrap() {
        CredentialValue::Password(value) => value.expose().to_owned(),
        _ => String::new(),
    }
}

/// Ada writes a value. How many of the newest revisions a device opens that has all its old keys and
/// the whole location, of how many.
pub(super) async fn opens_later(pair: &Pair, lost: &Workspace) -> (usize, usize) {
    pair.ada.set_secret(pair.secret, Secret::new("later".to_owned())).unwrap();
    pair.ada.sync_team(pair.team).await.unwrap();
    let adas = Session::open(&pair.ada, pair.ada.stored_team(pair.team).unwrap()).unwrap();
    let new = puts(&adas);
    let mut theirs = Session::open(lost, lost.stored_team(pair.team).unwrap()).unwrap();
    theirs.pull().await.unwrap();
    for (id, record) in &adas.state.records {
        theirs.find_record_keys(*id, record).await.unwrap();
    }
    let mut opened = 0;
    for (record, put) in &new {
        opened += usize::from(theirs.read(*record, put).await.is_some());
    }
    (opened, new.len())
}

#[tokio::test]
async fn r23_a_lost_device_opens_nothing_that_is_written_later() {
    for is_lost in [true, false] {
        let (pair, lost) = two_devices().await;
        let before = code_of(&pair.bob);
        if is_lost {
            let plan = pair.bob.loss_plan(&code_of(&lost)).unwrap();
            assert_eq!((plan.rekeyed, plan.waiting), (3, 0));
            assert_eq!(plan.owners, ["Finance"], "Bob does not own the team");
            let done = pair.bob.lose_device(&code_of(&lost)).await.unwrap();
            assert_eq!((done.queued.len(), done.plan), (0, plan));
        }
        pair.ada.sync_team(pair.team).await.unwrap();
        let (opened, all) = opens_later(&pair, &lost).await;
        println!("R23 device lost {is_lost}: {opened} of {all} later revisions opened");
        assert_eq!((opened, all), if is_lost { (0, 3) } else { (3, 3) }, "control when it is not");
        // Who stays goes on, on the same device.
        let view = pair.bob.sync_team(pair.team).await.unwrap();
        assert_eq!((view.waiting, view.alarms), (0, Vec::<String>::new()));
        assert_eq!((password(&pair.bob).await.as_str(), code_of(&pair.bob)), ("later", before));
        pair.bob.edit_credential(only_credential(&pair.bob), &edit(None, Some("mine"))).unwrap();
        assert_eq!(pair.bob.sync_team(pair.team).await.unwrap().waiting, 0);
        pair.ada.sync_team(pair.team).await.unwrap();
        assert_eq!(pair.robot(&pair.ada).1, "mine");
    }
}

#[tokio::test]
async fn a_device_that_finds_itself_lost_stops_and_destroys_what_came() {
    let (pair, lost) = two_devices().await;
    assert_eq!(lost.sync_team(pair.team).await.unwrap().standing, Standing::Member, "control");
    lost.edit_credential(only_credential(&lost), &edit(Some("never sent"), None)).unwrap();
    pair.bob.lose_device(&code_of(&lost)).await.unwrap();
    let view = lost.sync_team(pair.team).await.unwrap();
    assert_eq!(view.standing, Standing::Former);
    assert!(lost.list_variables(&VariableQuery::default()).unwrap().rows.is_empty());
    pair.ada.sync_team(pair.team).await.unwrap();
    assert_ne!(pair.robot(&pair.ada).0, "never sent");
    let refused = lost.create_team("Another", &lost_place(&pair)).await;
    assert!(refused.is_ok(), "what is not this team's is its own affair");
}

pub(super) fn lost_place(pair: &Pair) -> String {
    pair.home.path().join("another").to_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_lost_device_that_goes_on_writing_has_no_author() {
    for is_lost in [true, false] {
        let (pair, lost) = two_devices().await;
        // What it writes has not seen the loss, as by a Credenza that does not listen.
        let mut rogue = lost.team_session(pair.team).await.unwrap();
        if is_lost {
            pair.bob.lose_device(&code_of(&lost)).await.unwrap();
        }
        let record = *rogue.state.records.keys().next().unwrap();
        rogue.write(vec![credenza_model::team::Op::Delete { record }]).await.unwrap();
        drop(rogue);
        pair.ada.sync_team(pair.team).await.unwrap();
        let adas = Session::open(&pair.ada, pair.ada.stored_team(pair.team).unwrap()).unwrap();
        assert_eq!(adas.state.records[&record].deleted, !is_lost, "control when it is not lost");
    }
}

#[tokio::test]
async fn what_a_lost_device_could_open_is_to_be_rotated() {
    let (pair, lost) = two_devices().await;
    assert_eq!((to_do(&pair.ada), to_do(&pair.bob)), (vec![], vec![]), "control");
    pair.bob.lose_device(&code_of(&lost)).await.unwrap();
    let expected = [("secret".to_owned(), "Bob (lost device)".to_owned())];
    assert_eq!(to_do(&pair.bob), expected);
    pair.ada.sync_team(pair.team).await.unwrap();
    assert_eq!(to_do(&pair.ada), expected, "a Co-owner of it");
    pair.ada.set_secret(pair.secret, Secret::new("later".to_owned())).unwrap();
    for who in [&pair.ada, &pair.bob, &pair.ada] {
        who.sync_team(pair.team).await.unwrap();
    }
    assert_eq!(to_do(&pair.ada), [], "done once, and not opened again");
}

#[tokio::test]
async fn a_team_that_is_away_is_told_of_the_loss_later() {
    let (pair, lost) = two_devices().await;
    let (there, away) = (pair.home.path().join("team"), pair.home.path().join("unplugged"));
    std::fs::rename(&there, &away).unwrap();
    let done = pair.bob.lose_device(&code_of(&lost)).await.unwrap();
    assert_eq!(done.queued, ["Finance"]);
    std::fs::rename(&away, &there).unwrap();
    pair.bob.sync_team(pair.team).await.unwrap();
    pair.ada.sync_team(pair.team).await.unwrap();
    assert_eq!(opens_later(&pair, &lost).await, (0, 3));
}

#[tokio::test]
async fn a_loss_that_waits_is_told_by_a_look_that_finds_nothing_new() {
    let (pair, lost) = two_devices().await;
    pair.bob.keep_teams_open();
    for _ in 0..2 {
        pair.bob.look_at_team(pair.team).await.unwrap();
    }
    let device = pair.bob.own_device(&code_of(&lost)).unwrap().id;
    assert!(!pair.bob.team_waits(pair.team).unwrap(), "control");
    pair.bob.note_loss(device).await.unwrap();
    assert!(pair.bob.team_waits(pair.team).unwrap());
    pair.bob.look_at_team(pair.team).await.unwrap();
    assert!(!pair.bob.team_waits(pair.team).unwrap());
    pair.ada.sync_team(pair.team).await.unwrap();
    assert_eq!(opens_later(&pair, &lost).await, (0, 3));
}

#[tokio::test]
async fn only_another_device_of_the_same_person_is_said_to_be_lost() {
    let (pair, lost) = two_devices().await;
    let code = |found: Result<_, crate::AppError>| found.map(|_| ()).unwrap_err().code;
    assert_eq!(code(pair.ada.loss_plan(&code_of(&lost))), ErrorCode::NotFound);
    assert_eq!(code(pair.bob.loss_plan(&code_of(&pair.bob))), ErrorCode::NotAllowed);
    assert!(pair.bob.loss_plan(&code_of(&lost)).is_ok(), "control");
    let listed = pair.bob.own_devices().unwrap();
    let found: Vec<_> = listed.devices.iter().map(|one| (one.this, one.lost.is_some())).collect();
    assert_eq!((found, listed.needs_keys), (vec![(true, false), (false, false)], false));
    pair.bob.lose_device(&code_of(&lost)).await.unwrap();
    let listed = pair.bob.own_devices().unwrap().devices;
    let found: Vec<_> = listed.iter().map(|one| (one.this, one.lost.is_some())).collect();
    assert_eq!(found, [(true, false), (false, true)]);
}

#[tokio::test]
async fn what_colleagues_give_meanwhile_is_opened_by_the_old_key_and_sealed_anew() {
    let (pair, lost) = two_devices().await;
    pair.ada.unshare(pair.credential, "Bob", true).await.unwrap();
    pair.bob.sync_team(pair.team).await.unwrap();
    // Ada has not heard of the loss when she gives access.
    let adas = pair.ada.find_people(pair.team, &["Bob".to_owned()]).await.unwrap();
    let mut session = pair.ada.team_session(pair.team).await.unwrap();
    pair.bob.lose_device(&code_of(&lost)).await.unwrap();
    let ids: Vec<_> = session.state.records.keys().copied().collect();
    for id in ids {
        let epochs = session.record(id).unwrap().epochs.clone();
        let content = session.all_keys(Some(id), &epochs);
        let purpose = credenza_crypto::team::boxes::Purpose::Keys;
        let boxes = session.put_boxes(purpose, Some(id), &adas, &content).await.unwrap();
        let to = credenza_model::team::Subject::Person(adas[0]);
        let (record, role) = (id, RecordRole::View);
        let op = credenza_model::team::Op::Grant { record, to, role, may_see: false, boxes };
        session.write(vec![op]).await.unwrap();
    }
    drop(session);
    pair.bob.sync_team(pair.team).await.unwrap();
    pair.ada.sync_team(pair.team).await.unwrap();
    assert_eq!(opens_later(&pair, &lost).await.0, 0);
    pair.bob.sync_team(pair.team).await.unwrap();
    assert_eq!(password(&pair.bob).await, "later");
}

#[tokio::test]
async fn an_owner_who_lost_a_device_makes_the_new_keys_at_once() {
    let pair = Pair::new().await;
    let (folder, there) = (pair.home.path().join("Ada.credenza"), pair.home.path().join("copy"));
    let Pair { home, ada, bob, team, secret, credential } = pair;
    drop(ada);
    super::devices::copy(&folder, &there);
    let (ada, lost) = (super::devices::unlock(&folder), super::devices::unlock(&there));
    let pair = Pair { home, ada, bob, team, secret, credential };
    pair.ada.edit_credential(pair.credential, &edit(None, Some("x"))).unwrap();
    pair.ada.sync_team(pair.team).await.unwrap();
    lost.sync_team(pair.team).await.unwrap();
    pair.ada.sync_team(pair.team).await.unwrap();
    pair.ada.lose_device(&code_of(&lost)).await.unwrap();
    let adas = Session::open(&pair.ada, pair.ada.stored_team(pair.team).unwrap()).unwrap();
    assert!(!adas.state.key_pending);
    assert!(adas.state.records.values().all(|record| !record.rekey_pending));
    assert_eq!(opens_later(&pair, &lost).await, (0, 3));
    // Another share works with the new key.
    let people = pair.ada.find_people(pair.team, &["Bob".to_owned()]).await.unwrap();
    let (team, credentials, role) = (pair.team, vec![pair.credential], RecordRole::CoOwner);
    pair.ada.share(&ShareRequest { team, credentials, people, role }).await.unwrap();
    pair.bob.sync_team(pair.team).await.unwrap();
    assert_eq!(password(&pair.bob).await, "later");
}

#[tokio::test]
async fn a_team_that_was_only_asked_to_join_hears_of_the_loss_as_well() {
    let (pair, lost) = two_devices().await;
    let other = pair.ada.create_team("Treasury", &lost_place(&pair)).await.unwrap().id;
    let invitation = pair.ada.invite(other, "Bob@example.org").await.unwrap();
    pair.bob.join_team(&invitation.text, None).await.unwrap();
    let code = code_of(&lost);
    pair.bob.lose_device(&code).await.unwrap();
    pair.ada.approve(other, "Bob").await.unwrap();
    let old = pair.ada.team_session(other).await.unwrap();
    let bob = old.find_person("Bob").unwrap();
    let before = old.state.members[&bob].sealing.clone();
    drop(old);
    pair.bob.sync_team(other).await.unwrap();
    pair.ada.sync_team(other).await.unwrap();
    let now = Session::open(&pair.ada, pair.ada.stored_team(other).unwrap()).unwrap();
    assert_ne!(now.state.members[&bob].sealing, before, "not the key that the device has");
    assert_eq!((now.state.lost.len(), now.state.key_pending), (1, false));
    lost.sync_team(pair.team).await.unwrap();
    assert!(lost.own_devices().unwrap().devices[0].lost.is_some(), "it says so of itself");
    let refused = lost.pair_device(&pair.home.path().join("no")).map(drop).unwrap_err();
    assert_eq!(refused.code, ErrorCode::NotAllowed);
}
