//! Boxes of somebody who means ill: what it costs to look at them, and that nobody is held up.

use credenza_crypto::{
    cbor::Writer,
    team::boxes::{self, Purpose},
};
use credenza_model::{
    ids::PersonId,
    team::{BlobId, Op, RecordRole, Subject},
};
use credenza_secret::SecretBytes;
use credenza_team::location::LocationConfig;
use credenza_testkit::evil::EvilLocation;

use super::{
    losses::{record_of, with_cleo},
    *,
};

const MIB: usize = 1024 * 1024;

/// Bob, who may share and no more, and Cleo, to whom he gives access.
async fn team() -> (Pair, Workspace) {
    let pair = Pair::new().await;
    let cleo = with_cleo(&pair).await;
    pair.ada.unshare(pair.credential, "Bob", true).await.unwrap();
    let people = pair.ada.find_people(pair.team, &["Bob".to_owned()]).await.unwrap();
    let (team, credentials, role) = (pair.team, vec![pair.credential], RecordRole::ViewAndShare);
    pair.ada.share(&ShareRequest { team, credentials, people, role }).await.unwrap();
    pair.bob.sync_team(pair.team).await.unwrap();
    (pair, cleo)
}

/// A blob of boxes of which the only one is so long, and Bob's.
async fn junk(bob: &mut Session<'_>, length: usize) -> BlobId {
    let mut out = Writer::new();
    out.array(1).array(3).bytes(bob.me().as_bytes()).bytes(&[2; 1_120]).bytes(&vec![1; length]);
    bob.put_blob(&SecretBytes::new(out.into_bytes())).await.unwrap()
}

async fn list(bob: &mut Session<'_>, parts: &[BlobId]) -> BlobId {
    let last = |n: usize| PersonId::from_bytes((n as u128 + 1).to_be_bytes());
    let parts: Vec<_> = parts.iter().enumerate().map(|(n, blob)| (last(n), *blob)).collect();
    bob.put_blob(&SecretBytes::new(boxes::list_parts(&parts))).await.unwrap()
}

/// Bob gives Cleo the record of the secret with each of these boxes.
async fn give(pair: &Pair, bob: &mut Session<'_>, all: &[BlobId]) {
    let record = record_of(&pair.ada, pair.secret.as_bytes());
    let to = Subject::Person(bob.find_person("Cleo").unwrap());
    let role = RecordRole::View;
    let grant = |boxes: &BlobId| Op::Grant { record, to, role, may_see: false, boxes: *boxes };
    bob.write(all.iter().map(grant).collect()).await.unwrap();
}

/// What a look of Ada's reads of the location, in bytes.
async fn look(pair: &Pair) -> usize {
    let stored = pair.ada.stored_team(pair.team).unwrap();
    let inner = LocationConfig::Folder(stored.location.clone().into()).open().unwrap();
    let location = EvilLocation::new(inner);
    let mut ada = Session::open_at(&pair.ada, stored, Arc::clone(&location) as _).unwrap();
    ada.turn = Some(pair.ada.team_turn().await.unwrap());
    ada.pull().await.unwrap();
    ada.take_in_all().await.unwrap();
    ada.finish().await.unwrap();
    drop(ada);
    usize::try_from(location.take_asked().read).unwrap()
}

async fn cleo_has_the_key(pair: &Pair, cleo: &Workspace) -> bool {
    cleo.sync_team(pair.team).await.unwrap();
    let cleos = Session::open(cleo, cleo.stored_team(pair.team).unwrap()).unwrap();
    let id = record_of(&pair.ada, pair.secret.as_bytes());
    let newest = cleos.record(id).unwrap().epochs.iter().rfind(|epoch| epoch.current).unwrap();
    cleos.keys.get(Some(id), newest.name).is_some()
}

/// Ada's first look reads less than `most`, Cleo has the key then, and the next look reads nothing
/// to speak of.
async fn costs_less_than(most: usize, pair: &Pair, cleo: &Workspace) {
    let read = look(pair).await;
    assert!(read < most, "{read} bytes");
    assert!(cleo_has_the_key(pair, cleo).await);
    look(pair).await;
    let read = look(pair).await;
    assert!(read < MIB / 4, "{read} bytes by a look at what was looked at");
}

#[tokio::test]
async fn a_list_that_names_one_part_again_and_again_is_not_followed() {
    let (pair, cleo) = team().await;
    let mut bob = pair.bob.team_session(pair.team).await.unwrap();
    let part = junk(&mut bob, MIB).await;
    let list = list(&mut bob, &[part; 60]).await;
    give(&pair, &mut bob, &[list]).await;
    drop(bob);
    costs_less_than(MIB, &pair, &cleo).await;
}

#[tokio::test]
async fn a_list_of_more_parts_than_there_are_people_for_is_not_followed() {
    let (pair, cleo) = team().await;
    let mut bob = pair.bob.team_session(pair.team).await.unwrap();
    let mut parts = Vec::new();
    for n in 0..20 {
        parts.push(junk(&mut bob, MIB - n).await);
    }
    let list = list(&mut bob, &parts).await;
    give(&pair, &mut bob, &[list]).await;
    drop(bob);
    costs_less_than(MIB, &pair, &cleo).await;
}

#[tokio::test]
async fn after_a_part_that_is_too_large_no_other_is_read() {
    let (pair, cleo) = team().await;
    let mut bob = pair.bob.team_session(pair.team).await.unwrap();
    let parts = [junk(&mut bob, 8 * MIB).await, junk(&mut bob, 9 * MIB).await];
    let list = list(&mut bob, &parts).await;
    give(&pair, &mut bob, &[list]).await;
    drop(bob);
    costs_less_than(9 * MIB, &pair, &cleo).await;
}

#[tokio::test]
async fn one_look_reads_so_much_of_boxes_and_the_next_one_goes_on() {
    let (pair, cleo) = team().await;
    let mut bob = pair.bob.team_session(pair.team).await.unwrap();
    let mut all = Vec::new();
    for n in 0..4 {
        all.push(junk(&mut bob, 15 * MIB - n).await);
    }
    give(&pair, &mut bob, &all).await;
    drop(bob);
    let read = look(&pair).await;
    assert!((45 * MIB..50 * MIB).contains(&read), "{read} bytes");
    assert!(!cleo_has_the_key(&pair, &cleo).await, "control: not all was looked at");
    // Another process reads the one that is left.
    let read = look(&pair).await;
    assert!((15 * MIB..20 * MIB).contains(&read), "{read} bytes");
    assert!(cleo_has_the_key(&pair, &cleo).await);
}

#[tokio::test]
async fn control_an_honest_list_is_followed_and_its_parts_are_opened() {
    let (pair, cleo) = team().await;
    let mut bob = pair.bob.team_session(pair.team).await.unwrap();
    let id = record_of(&pair.ada, pair.secret.as_bytes());
    let content = bob.all_keys(Some(id), &bob.record(id).unwrap().epochs);
    let mut parts = Vec::new();
    let mut people = bob.everyone_but(&[]);
    people.sort();
    for some in people.chunks(2) {
        let part = bob.put_boxes(Purpose::Keys, Some(id), some, &content).await.unwrap();
        parts.push((*some.last().unwrap(), part));
    }
    assert_eq!(parts.len(), 2);
    let list = bob.put_blob(&SecretBytes::new(boxes::list_parts(&parts))).await.unwrap();
    give(&pair, &mut bob, &[list]).await;
    let before = bob.graph.len();
    drop(bob);
    look(&pair).await;
    assert!(cleo_has_the_key(&pair, &cleo).await);
    // Ada found Cleo in a part, and did nothing about it.
    let ada = Session::open(&pair.ada, pair.ada.stored_team(pair.team).unwrap()).unwrap();
    assert_eq!(ada.graph.len(), before);
}
