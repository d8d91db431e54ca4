//! A new key for more people than one blob has room for.

use std::{
    sync::atomic::{AtomicI64, Ordering},
    time::Instant,
};

use credenza_crypto::team::boxes::{self, Context, Purpose};
use credenza_model::{
    ids::PersonId,
    team::{BlobId, EntryId, Member},
};
use credenza_team::location::{LocationError, ObjectName};

use super::{
    super::parts::Boxes,
    gated::{Gate, Gated},
    losses::record_of,
    *,
};

/// So many people that 25 parts have room for them.
const PEOPLE: u32 = 20_000;

/// Takes so many objects, and then no more for a while.
struct Fills(AtomicI64);

impl Gate for Fills {
    fn check(&self, _: &ObjectName) -> Result<(), LocationError> {
        let room = self.0.fetch_sub(1, Ordering::SeqCst) > 0;
        room.then_some(()).ok_or(LocationError::Full)
    }
}

fn person(n: u32) -> PersonId {
    let mut bytes = [0; 16];
    // Spread over all names, so that Bob is among them.
    bytes[..4].copy_from_slice(&n.wrapping_mul(2_654_435_761).to_be_bytes());
    PersonId::from_bytes(bytes)
}

/// A session in which the team has so many more people, each with Bob's sealing key.
pub(super) fn crowd(session: &mut Session<'_>, count: u32) -> Vec<PersonId> {
    let bob = session.find_person("Bob").unwrap();
    let one = session.state.members[&bob].clone();
    for n in 0..count {
        let member = Member { person: person(n), name: format!("Person {n}"), ..one.clone() };
        session.state.members.insert(member.person, member);
    }
    session.everyone_but(&[])
}

/// How many objects lie under a letter.
fn objects(pair: &Pair, letter: &str) -> usize {
    std::fs::read_dir(pair.home.path().join("team").join(letter)).unwrap().count()
}

async fn parts_of(session: &mut Session<'_>, list: BlobId) -> Vec<(PersonId, BlobId)> {
    let content = session.blob(list).await.unwrap();
    boxes::parts(content.expose()).unwrap().unwrap()
}

#[tokio::test]
async fn a_key_for_many_people_is_one_blob_that_lists_parts_and_each_reads_two() {
    // At full size it takes minutes in a debug build.
    let count = if std::env::var_os("CREDENZA_SOAK").is_some() { PEOPLE } else { 900 };
    let pair = Pair::new().await;
    let id = record_of(&pair.ada, pair.secret.as_bytes());
    let (list, key, reached, people, before) = {
        let mut ada = pair.ada.team_session(pair.team).await.unwrap();
        let people = crowd(&mut ada, count);
        let (before, started) = (objects(&pair, "B"), Instant::now());
        let epochs = ada.record(id).unwrap().epochs.clone();
        let (op, fresh) = ada.fresh_key(Some(id), &epochs, &people).await.unwrap();
        println!(
            "boxes for {} people: {} ms in {} objects",
            people.len(),
            started.elapsed().as_millis(),
            objects(&pair, "B") - before
        );
        (op.boxes, fresh.key().duplicate(), people.clone(), people, before)
    };
    let expected = people.len().div_ceil(boxes::people_in_a_part(64));
    assert_eq!(objects(&pair, "B") - before, expected + 1);
    assert!(expected > 1, "control: there are parts");
    // Bob reads the list and his part, and has the key.
    let context = Context { purpose: Purpose::Keys, team: pair.team, record: Some(id) };
    let mut bob = pair.bob.team_session(pair.team).await.unwrap();
    let opened = bob.open_boxes(list, &context, Boxes::Needed).await.unwrap();
    let read = boxes::read_keys(&opened).unwrap();
    assert!(read[0].0 == EntryId::default() && read[0].1.is_committed(&key.commitment()));
    // Who looks at all of them finds everyone, in every part once.
    crowd(&mut bob, count);
    assert_eq!(bob.read_recipients(Some(id), list).await.unwrap(), reached);
    let sizes: Vec<u64> = std::fs::read_dir(pair.home.path().join("team/B"))
        .unwrap()
        .map(|one| one.unwrap().metadata().unwrap().len())
        .collect();
    assert!(sizes.iter().all(|size| *size < 1_100_000), "no object is large");
}

#[tokio::test]
async fn control_of_one_blob_with_more_than_it_holds_there_is_none() {
    let pair = Pair::new().await;
    let ada = pair.ada.team_session(pair.team).await.unwrap();
    // As many bytes as boxes for 20,000 people have.
    let all = credenza_secret::SecretBytes::new(vec![1; 20_000 * 1_230]);
    assert!(ada.log.seal_blob(&all).is_err());
}

/// Two members in a team of many, of which one takes access back from the other.
async fn rotate(pair: &Pair, room: i64) -> (bool, usize) {
    let stored = pair.ada.stored_team(pair.team).unwrap();
    let location = Gated::folder(&stored.location, Fills(AtomicI64::new(room)));
    let mut ada = Session::open_at(&pair.ada, stored, location).unwrap();
    ada.turn = Some(pair.ada.team_turn().await.unwrap());
    ada.pull().await.unwrap();
    let id = record_of(&pair.ada, pair.secret.as_bytes());
    // Each time other people, so that nothing of what was cut off is taken up.
    let people = crowd(&mut ada, 900 + u32::try_from(room).unwrap());
    let epochs = ada.record(id).unwrap().epochs.clone();
    let before = ada.graph.len();
    let done = async {
        let (epoch, fresh) = ada.fresh_key(Some(id), &epochs, &people).await?;
        let op = credenza_model::team::Op::RenewKey { record: id, epoch };
        ada.write_keys(vec![op], vec![fresh]).await
    };
    let done = done.await.is_ok();
    (done, ada.graph.len() - before)
}

#[tokio::test]
async fn a_rotation_that_is_cut_off_between_its_parts_names_nothing_and_is_made_anew() {
    let pair = Pair::new().await;
    let id = record_of(&pair.ada, pair.secret.as_bytes());
    let newest = |who: &Workspace| -> Vec<EntryId> {
        let session = Session::open(who, who.stored_team(pair.team).unwrap()).unwrap();
        let epochs = session.record(id).unwrap().epochs.clone();
        epochs.iter().filter(|epoch| epoch.current).map(|epoch| epoch.name).collect()
    };
    let old = newest(&pair.ada);
    // Two parts, the list, the entry: it is cut off before each of them.
    for room in 0..4 {
        assert_eq!(rotate(&pair, room).await, (false, 0), "room for {room}");
        assert_eq!(pair.bob.sync_team(pair.team).await.unwrap().alarms, Vec::<String>::new());
        assert_eq!(newest(&pair.bob), old, "the old key holds");
    }
    // The next look of hers does what was cut off: of the last try the entry was on its way.
    assert_eq!(pair.ada.sync_team(pair.team).await.unwrap().waiting, 0);
    assert_eq!(rotate(&pair, 100).await, (true, 1));
    pair.bob.sync_team(pair.team).await.unwrap();
    let new = newest(&pair.bob);
    assert!(new != old && new == newest(&pair.ada));
    pair.ada.set_secret(pair.secret, Secret::new("later".to_owned())).unwrap();
    for who in [&pair.ada, &pair.bob] {
        let view = who.sync_team(pair.team).await.unwrap();
        assert_eq!((view.waiting, view.alarms), (0, Vec::<String>::new()));
        assert_eq!(super::conflicts::password(who).await, "later");
    }
}

#[tokio::test]
async fn parts_are_held_as_long_as_their_list_and_put_back() {
    let pair = Pair::new().await;
    assert_eq!(rotate(&pair, 100).await, (true, 1));
    assert_eq!(pair.ada.sync_team(pair.team).await.unwrap().waiting, 0);
    let mut ada = pair.ada.team_session(pair.team).await.unwrap();
    let id = record_of(&pair.ada, pair.secret.as_bytes());
    let list = ada.record(id).unwrap().epochs.iter().find(|epoch| epoch.current).unwrap().boxes;
    let parts = parts_of(&mut ada, list).await;
    assert_eq!(parts.len(), 2);
    drop(ada);
    let at = |blob: &BlobId| {
        let hex: String = blob.0.iter().map(|byte| format!("{byte:02x}")).collect();
        pair.home.path().join("team/B").join(hex)
    };
    for lost in [parts[0].1, parts[1].1, list] {
        std::fs::remove_file(at(&lost)).unwrap();
    }
    let stored = pair.ada.stored_team(pair.team).unwrap();
    let mut ada = Session::open(&pair.ada, stored).unwrap();
    ada.turn = Some(pair.ada.team_turn().await.unwrap());
    ada.thorough = true;
    ada.pull().await.unwrap();
    drop(ada);
    for lost in [parts[0].1, parts[1].1, list] {
        assert!(at(&lost).exists(), "it is put back");
    }
}
