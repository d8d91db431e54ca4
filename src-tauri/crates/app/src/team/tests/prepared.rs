//! A new key for many people whose entry does not get through: nothing of it is uploaded twice.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use credenza_model::{ids::RecordId, team::EpochState};
use credenza_team::location::{LocationError, ObjectName};

use super::{
    gated::{Gate, Gated},
    losses::{record_of, with_cleo},
    parts::crowd,
    *,
};

/// So many people that their boxes are two parts and a list.
const PEOPLE: u32 = 900;

/// Takes so many blobs of a connection, and entries or none.
struct Takes {
    blobs: AtomicUsize,
    entries: AtomicBool,
    /// Blobs that it took.
    took: AtomicUsize,
}

impl Gate for Takes {
    fn check(&self, name: &ObjectName) -> Result<(), LocationError> {
        let blob = matches!(name, ObjectName::Blob(_));
        let less = |left: usize| left.checked_sub(1);
        let (set, get) = (Ordering::SeqCst, Ordering::SeqCst);
        let refused = match blob {
            true => self.blobs.fetch_update(set, get, less).is_err(),
            false => !self.entries.load(get),
        };
        if refused {
            return Err(LocationError::Unreachable);
        }
        self.took.fetch_add(usize::from(blob), set);
        Ok(())
    }
}

/// One look of Ada's as a process of its own, in a team with a crowd, at a location that takes so
/// much. How many blobs it took, and whether all keys were made.
async fn look(pair: &Pair, count: u32, blobs: usize, entries: bool) -> (usize, bool) {
    let stored = pair.ada.stored_team(pair.team).unwrap();
    let (blobs, entries, took) = (blobs.into(), entries.into(), 0.into());
    let location = Gated::folder(&stored.location, Takes { blobs, entries, took });
    let place = Arc::clone(&location) as _;
    let mut ada = Session::open_at(&pair.ada, stored, place).unwrap();
    ada.turn = Some(pair.ada.team_turn().await.unwrap());
    ada.pull().await.unwrap();
    ada.hold_what_is_needed().await.unwrap();
    crowd(&mut ada, count);
    // Everyone has access, so that a key is sealed to the crowd.
    let id = secret(pair);
    let all = ada.state.records.get_mut(&id).unwrap();
    let mut access = all.access[0].clone();
    access.to = credenza_model::team::Subject::Everyone;
    all.access.push(access);
    let made = ada.make_pending_keys().await.is_ok() && !ada.record(id).unwrap().rekey_pending;
    drop(ada);
    (location.gate.took.load(Ordering::SeqCst), made)
}

fn secret(pair: &Pair) -> RecordId {
    record_of(&pair.ada, pair.secret.as_bytes())
}

/// Bob, who may share and no more, gave Cleo access and took it back: Ada has to make new keys, of
/// which all but the one of the secret are made.
async fn waiting() -> (Pair, Workspace) {
    let pair = Pair::new().await;
    let cleo = with_cleo(&pair).await;
    take_back(&pair).await;
    (pair, cleo)
}

async fn take_back(pair: &Pair) {
    let mut ada = pair.ada.team_session(pair.team).await.unwrap();
    let (id, cleo) = (secret(pair), ada.find_person("Cleo").unwrap());
    let epochs = ada.record(id).unwrap().epochs.clone();
    let content = ada.all_keys(Some(id), &epochs);
    let purpose = credenza_crypto::team::boxes::Purpose::Keys;
    let boxes = ada.put_boxes(purpose, Some(id), &[cleo], &content).await.unwrap();
    let (to, role) = (credenza_model::team::Subject::Person(cleo), RecordRole::View);
    let grant = credenza_model::team::Op::Grant { record: id, to, role, may_see: false, boxes };
    ada.write(vec![grant]).await.unwrap();
    ada.write(vec![credenza_model::team::Op::Revoke { record: id, from: to }]).await.unwrap();
    assert!(ada.record(id).unwrap().rekey_pending);
}

fn epochs(pair: &Pair, who: &Workspace) -> Vec<EpochState> {
    let session = Session::open(who, pair.bob.stored_team(pair.team).unwrap()).unwrap();
    session.record(secret(pair)).unwrap().epochs.clone()
}

#[tokio::test]
async fn parts_that_were_taken_are_not_uploaded_again_while_their_entry_is_not() {
    let (pair, _cleo) = waiting().await;
    let mut took = 0;
    for n in 0..4 {
        let (blobs, made) = look(&pair, PEOPLE, 100, false).await;
        assert!(!made, "look {n}");
        took += blobs;
    }
    assert_eq!(took, 3, "two parts and their list");
    // The entry was on its way: the next look sends it, and what lies under the new key.
    let view = pair.ada.sync_team(pair.team).await.unwrap();
    assert_eq!((view.waiting, view.alarms), (0, Vec::<String>::new()));
    pair.bob.sync_team(pair.team).await.unwrap();
    assert_eq!(super::conflicts::password(&pair.bob).await, "first");
}

#[tokio::test]
async fn an_upload_that_is_cut_off_again_and_again_comes_to_an_end() {
    let (pair, _cleo) = waiting().await;
    let before = epochs(&pair, &pair.ada).len();
    for n in 0..2 {
        assert_eq!(look(&pair, PEOPLE, 1, true).await, (1, false), "look {n}");
    }
    // The list, and the revision under the new key.
    let (took, made) = look(&pair, PEOPLE, 100, true).await;
    assert!(took <= 2 && made, "{took} blobs");
    pair.bob.sync_team(pair.team).await.unwrap();
    let after = epochs(&pair, &pair.bob);
    assert_eq!(after.len(), before + 1);
    assert_eq!(super::conflicts::password(&pair.bob).await, "first");
    // A key is made for one entry: the next one is another, for the same people.
    take_back(&pair).await;
    assert!(look(&pair, PEOPLE, 100, true).await.1);
    let all = epochs(&pair, &pair.ada);
    assert_eq!(all.len(), before + 2);
    let keys: std::collections::BTreeSet<_> = all.iter().map(|epoch| epoch.commitment).collect();
    assert_eq!(keys.len(), all.len());
}

#[tokio::test]
async fn control_for_other_people_everything_is_made_anew() {
    let (pair, _cleo) = waiting().await;
    assert_eq!(look(&pair, PEOPLE, 2, true).await, (2, false));
    let (took, made) = look(&pair, PEOPLE + 1, 100, true).await;
    assert!((3..=4).contains(&took) && made, "two parts, their list, and a revision: {took}");
}
