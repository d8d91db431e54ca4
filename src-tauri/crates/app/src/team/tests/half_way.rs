//! A location that takes nothing more as soon as the entry that matters is written.

use std::sync::atomic::{AtomicBool, Ordering};

use credenza_model::ids::PersonId;
use credenza_team::location::{LocationError, Names, ObjectName};

use super::{
    super::{AccessChange, Changed, Outcome},
    gated::{Gate, Gated},
    losses::record_of,
    window::*,
    *,
};

/// Takes what is written until the first entry after it was armed.
struct FillsUp {
    armed: AtomicBool,
    full: AtomicBool,
}

impl FillsUp {
    /// Whether it was full; it is not any more.
    fn has_room_again(&self) -> bool {
        self.armed.store(false, Ordering::SeqCst);
        self.full.swap(false, Ordering::SeqCst)
    }
}

impl Gate for FillsUp {
    fn check(&self, _: &ObjectName) -> Result<(), LocationError> {
        if self.full.load(Ordering::SeqCst) { Err(LocationError::Full) } else { Ok(()) }
    }

    fn created(&self, name: &ObjectName) {
        let last = Names::Entries.contain(name) && self.armed.load(Ordering::SeqCst);
        self.full.store(last, Ordering::SeqCst);
    }
}

impl Pair {
    /// From now on Ada's Credenza writes one entry, and nothing after that.
    async fn one_entry(&self) -> Arc<Gated<FillsUp>> {
        let stored = self.ada.stored_team(self.team).unwrap();
        let (armed, full) = (AtomicBool::new(false), AtomicBool::new(false));
        let location = Gated::folder(&stored.location, FillsUp { armed, full });
        self.ada.keep_teams_open();
        self.ada.turns.kept.forget(self.team);
        let place = Arc::clone(&location) as _;
        let mut session = Session::open_at(&self.ada, stored, place).unwrap();
        session.turn = Some(self.ada.team_turn().await.unwrap());
        session.pull().await.unwrap();
        drop(session);
        location.gate.armed.store(true, Ordering::SeqCst);
        location
    }

    /// Whether all that Ada's Credenza has to send is there after one more look, under newest keys.
    async fn the_next_look_does_the_rest(
        &self,
        location: &Gated<FillsUp>,
        credential: CredentialId,
    ) {
        assert!(location.gate.has_room_again(), "control: it was full");
        assert_eq!(self.ada.sync_team(self.team).await.unwrap().waiting, 0);
        let session = self.ada.team_session(self.team).await.unwrap();
        let id = record_of(&self.ada, credential.as_bytes());
        let record = session.record(id).unwrap();
        let newest = record.epochs.iter().find(|epoch| epoch.current).unwrap().name;
        assert!(!record.heads.is_empty());
        assert!(record.heads.iter().all(|head| head.epoch == newest), "{:?}", record.heads);
    }
}

#[tokio::test]
async fn a_share_that_was_written_is_said_to_be_done() {
    let pair = Pair::new().await;
    let new = own(&pair.ada, "New", pair.secret);
    let sharing = pair.sharing(&[new], &[me(&pair.bob)], RecordRole::View);
    let location = pair.one_entry().await;
    assert_eq!(pair.save(&pair.ada, &sharing).await, [Outcome::Shared]);
    assert!(pair.ada.team_waits(pair.team).unwrap());
    pair.the_next_look_does_the_rest(&location, new).await;
    pair.bob.sync_team(pair.team).await.unwrap();
    named(&pair.bob, "New").unwrap();
}

#[tokio::test]
async fn access_that_was_taken_back_is_said_to_be() {
    let pair = Pair::new().await;
    let (person, variables) = (me(&pair.bob), vec![pair.secret]);
    let location = pair.one_entry().await;
    let changes = [AccessChange::Remove { person, variables }];
    let results = pair.ada.change_access(pair.credential, &changes).await.unwrap();
    let Changed::Removed(done) = &results[0].outcome else { panic!("{results:?}") };
    assert_eq!((&done.taken[..], &done.rotate[..]), (&["secret".to_owned()][..], &done.taken[..]));
    pair.the_next_look_does_the_rest(&location, pair.credential).await;
    pair.bob.sync_team(pair.team).await.unwrap();
    assert!(named(&pair.bob, "Robot").is_err());

    let sharing = pair.sharing(&[pair.credential], &[person], RecordRole::CoOwner);
    let location = pair.one_entry().await;
    assert_eq!(pair.save(&pair.ada, &sharing).await, [Outcome::Shared]);
    location.gate.has_room_again();
    let location = pair.one_entry().await;
    let done = pair.ada.unshare(pair.credential, "Bob", true).await.unwrap();
    assert_eq!(done.taken.len(), 2);
    pair.the_next_look_does_the_rest(&location, pair.credential).await;
}

#[tokio::test]
async fn a_person_who_was_removed_is_said_to_be() {
    let pair = Pair::new().await;
    let location = pair.one_entry().await;
    let done = pair.ada.remove_person(pair.team, "Bob").await.unwrap();
    assert_eq!((done.plan.rekeyed, &done.rotate[..]), (3, &["secret".to_owned()][..]));
    pair.the_next_look_does_the_rest(&location, pair.credential).await;
    assert_eq!(pair.ada.sync_team(pair.team).await.unwrap().people, 1);
}

#[tokio::test]
async fn what_everyone_has_no_more_is_said_to_be_taken() {
    let pair = Pair::new().await;
    let sharing = super::super::Sharing {
        everyone: vec![pair.team],
        ..pair.sharing(&[pair.credential], &[], RecordRole::View)
    };
    let location = pair.one_entry().await;
    let saved = pair.ada.save_sharing(&sharing, &|_, _| ()).await.unwrap();
    assert_eq!(saved.everyone[0].outcome, Outcome::Shared);
    location.gate.has_room_again();
    let location = pair.one_entry().await;
    let changes = [AccessChange::RemoveEveryone { variables: Vec::new() }];
    let results = pair.ada.change_access(pair.credential, &changes).await.unwrap();
    assert!(matches!(results[0].outcome, Changed::RemovedEveryone(_)));
    pair.the_next_look_does_the_rest(&location, pair.credential).await;
}

#[tokio::test]
async fn of_many_credentials_each_is_told_of_when_everyone_gets_them() {
    let pair = Pair::new().await;
    let mut all: Vec<CredentialId> =
        (0..51).map(|n| own(&pair.ada, &format!("New {n}"), pair.secret)).collect();
    let with = |credentials: &[CredentialId], people: &[PersonId]| super::super::Sharing {
        everyone: vec![pair.team],
        ..pair.sharing(credentials, people, RecordRole::View)
    };
    let location = pair.one_entry().await;
    let saved = pair.ada.save_sharing(&with(&all, &[]), &|_, _| ()).await.unwrap();
    let shared = saved.everyone.iter().filter(|one| one.outcome == Outcome::Shared).count();
    let refused = |outcome: &Outcome| matches!(outcome, Outcome::Refused(_));
    assert_eq!((saved.everyone.len(), shared), (51, 50));
    assert!(refused(&saved.everyone[50].outcome), "the one for which there was no room");
    assert!(location.gate.has_room_again(), "control: it was full");

    // People got it, and everyone could not.
    pair.ada.sync_team(pair.team).await.unwrap();
    all = vec![own(&pair.ada, "Last", pair.secret)];
    pair.one_entry().await;
    let saved = pair.ada.save_sharing(&with(&all, &[me(&pair.bob)]), &|_, _| ()).await.unwrap();
    assert_eq!(saved.shared[0].outcome, Outcome::Shared);
    assert!(refused(&saved.everyone[0].outcome));
}

#[tokio::test]
async fn a_change_that_was_sent_without_being_noted_is_no_conflict_with_the_next_one() {
    let pair = Pair::new().await;
    let thing = *pair.credential.as_bytes();
    let bobs = losses::only_credential(&pair.bob);
    pair.ada.edit_credential(pair.credential, &edit(None, Some("once"))).unwrap();
    let before = pair.ada.store().team_record_of(&thing).unwrap().unwrap();
    pair.ada.sync_team(pair.team).await.unwrap();
    // It is in the log, and what was to note that here was cut off.
    pair.ada.store().put_team_record(&before).unwrap();
    pair.ada.edit_credential(pair.credential, &edit(None, Some("twice"))).unwrap();
    for who in [&pair.ada, &pair.bob] {
        who.sync_team(pair.team).await.unwrap();
    }
    for (who, id) in [(&pair.ada, pair.credential), (&pair.bob, bobs)] {
        assert!(who.conflicts(super::super::ConflictOf::Credential(id)).unwrap().is_empty());
        assert_eq!(pair.robot(who).1, "twice");
    }
}
