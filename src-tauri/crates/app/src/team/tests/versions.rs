//! Versions that wait for a choice are lost to nobody, whatever happens beside it.

use std::sync::atomic::{AtomicU32, Ordering};

use credenza_crypto::{
    kdf::{Kdf, KdfParams},
    random::{OsRandom, Random, RandomError},
    team::boxes::Purpose,
};
use credenza_model::team::{Op, Subject};
use jiff::Timestamp;

use super::{conflicts::*, losses::only_credential, window::*, *};
use crate::{Host, team::ConflictOf};

#[tokio::test]
async fn another_change_keeps_versions_of_which_nothing_is_kept_here() {
    let pair = Pair::new().await;
    apart(&pair).await;
    let (team, thing) = (*pair.team.as_bytes(), *pair.credential.as_bytes());
    pair.ada.store().forget_versions(&team, &thing).unwrap();
    assert!(all(&pair.ada).is_empty(), "control");
    pair.ada.edit_credential(pair.credential, &edit(Some("Robot 2"), None)).unwrap();
    sync(&pair, &[&pair.ada, &pair.bob]).await;
    for who in [&pair.ada, &pair.bob] {
        assert_eq!(texts(&only(who)), ["by Bob", "by Ada"]);
        assert_eq!(pair.robot(who).0, "Robot 2");
    }
}

#[tokio::test]
async fn who_lost_access_and_has_it_again_has_every_version() {
    let pair = Pair::new().await;
    let bobs = pair.bob.credential(only_credential(&pair.bob)).unwrap().secret.id;
    pair.ada.set_secret(pair.secret, Secret::new("one".to_owned())).unwrap();
    pair.bob.set_secret(bobs, Secret::new("two".to_owned())).unwrap();
    sync(&pair, &[&pair.ada, &pair.bob, &pair.ada]).await;
    let of = ConflictOf::Variable(bobs);
    let versions = |who: &Workspace, of| {
        let found = who.conflicts(of).unwrap();
        found.first().map_or(0, |one| one.versions.len())
    };
    assert_eq!(versions(&pair.bob, of), 2, "control");
    // His own credential keeps the variable here.
    let mine = own(&pair.bob, "Mine", bobs);
    pair.ada.unshare(pair.credential, "Bob", true).await.unwrap();
    sync(&pair, &[&pair.bob]).await;
    assert_eq!(versions(&pair.bob, of), 0);
    pair.bob.credential(mine).unwrap();
    let sharing = pair.sharing(&[pair.credential], &[me(&pair.bob)], RecordRole::CoOwner);
    pair.save(&pair.ada, &sharing).await;
    sync(&pair, &[&pair.bob]).await;
    assert_eq!(versions(&pair.bob, of), 2);
    pair.bob.rename_variable(bobs, "Secret by Bob").unwrap();
    sync(&pair, &[&pair.bob, &pair.ada]).await;
    let adas = ConflictOf::Variable(pair.secret);
    assert_eq!(versions(&pair.ada, adas), 2);
    assert_eq!(
        pair.ada.store().variable(pair.secret).unwrap().display_name.as_str(),
        "Secret by Bob"
    );
}

#[tokio::test]
async fn who_has_access_again_to_the_same_revision_has_every_version() {
    let pair = Pair::new().await;
    let cleo = losses::with_cleo(&pair).await;
    let sharing = pair.sharing(&[pair.credential], &[me(&cleo)], RecordRole::View);
    pair.save(&pair.ada, &sharing).await;
    let bobs = pair.bob.credential(only_credential(&pair.bob)).unwrap().secret.id;
    pair.ada.set_secret(pair.secret, Secret::new("one".to_owned())).unwrap();
    pair.bob.set_secret(bobs, Secret::new("two".to_owned())).unwrap();
    sync(&pair, &[&pair.ada, &pair.bob, &pair.ada, &cleo]).await;
    let cleos = cleo.credential(only_credential(&cleo)).unwrap().secret.id;
    let of = ConflictOf::Variable(cleos);
    assert_eq!(cleo.conflicts(of).unwrap().len(), 1, "control");
    own(&cleo, "Mine", cleos);
    let record = losses::record_of(&pair.ada, pair.secret.as_bytes());
    let head = cleo.store().team_record_of(cleos.as_bytes()).unwrap().unwrap().put;
    let to = Subject::Person(me(&cleo));
    let mut ada = pair.ada.team_session(pair.team).await.unwrap();
    ada.write(vec![Op::Revoke { record, from: to }]).await.unwrap();
    drop(ada);
    cleo.sync_team(pair.team).await.unwrap();
    assert!(cleo.conflicts(of).unwrap().is_empty());
    let mut ada = pair.ada.team_session(pair.team).await.unwrap();
    let content = ada.all_keys(Some(record), &ada.record(record).unwrap().epochs.clone());
    let (purpose, people) = (Purpose::Keys, [me(&cleo)]);
    let boxes = ada.put_boxes(purpose, Some(record), &people, &content).await.unwrap();
    let role = RecordRole::View;
    ada.write(vec![Op::Grant { record, to, role, may_see: false, boxes }]).await.unwrap();
    drop(ada);
    cleo.sync_team(pair.team).await.unwrap();
    let row = cleo.store().team_record_of(cleos.as_bytes()).unwrap().unwrap();
    assert_eq!((row.put, row.role), (head, Some(0)), "control: nothing was written anew");
    assert_eq!(cleo.conflicts(of).unwrap()[0].versions.len(), 2);
}

#[tokio::test]
async fn neither_a_list_nor_what_comes_for_another_thing_opens_versions() {
    let pair = Pair::new().await;
    apart(&pair).await;
    let (team, thing) = (*pair.team.as_bytes(), *pair.credential.as_bytes());
    // It can't be opened, so that whoever tries fails.
    let sealed = b"damaged".to_vec();
    let damaged = [credenza_store::KeptVersions { field: 2, chosen: false, sealed }];
    pair.ada.store().set_versions(&team, &thing, 0, &damaged).unwrap();
    let of = ConflictOf::Credential(pair.credential);
    assert_eq!(pair.ada.conflicts(of).unwrap_err().code, crate::ErrorCode::StoreDamaged, "control");
    let shared = pair.ada.shared_things([&thing, pair.secret.as_bytes()].into_iter()).unwrap();
    let marks: Vec<bool> = shared.into_iter().map(|one| one.unwrap().conflict).collect();
    assert_eq!(marks, [true, false]);
    let bobs = pair.bob.credential(only_credential(&pair.bob)).unwrap().secret.id;
    pair.bob.set_secret(bobs, Secret::new("later".to_owned())).unwrap();
    sync(&pair, &[&pair.bob, &pair.ada]).await;
    assert_eq!(password(&pair.ada).await, "later");
}

#[tokio::test]
async fn a_choice_beside_a_look_stays() {
    let pair = Pair::new().await;
    apart(&pair).await;
    let mut session = pair.ada.team_session(pair.team).await.unwrap();
    let id = losses::record_of(&pair.ada, pair.credential.as_bytes());
    let (row, record) = (session.row(id).unwrap().unwrap(), session.record(id).unwrap().clone());
    let (_, content) = session.merged(id, &record).await.unwrap();
    assert!(session.note_versions(&row, &content).unwrap(), "control: nothing was chosen");
    let conflict = only(&pair.ada);
    let chosen = version(&conflict, "by Ada");
    choose(&pair.ada, &conflict, chosen).unwrap();
    assert!(!session.note_versions(&row, &content).unwrap());
    assert!(all(&pair.ada).is_empty());
    drop(session);
    sync(&pair, &[&pair.ada, &pair.bob]).await;
    for who in [&pair.ada, &pair.bob] {
        assert_eq!((all(who).len(), pair.robot(who).1.as_str()), (0, "by Ada"));
    }
}

/// Has as much randomness as it is given.
struct Limited {
    left: AtomicU32,
}

impl Random for Limited {
    fn fill(&self, out: &mut [u8]) -> Result<(), RandomError> {
        let left = self.left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |n| n.checked_sub(1));
        left.map_err(|_| RandomError)?;
        OsRandom.fill(out)
    }
}

struct LimitedHost(Limited);

impl Host for LimitedHost {
    fn now(&self) -> Timestamp {
        SystemHost.now()
    }

    fn random(&self) -> &dyn Random {
        &self.0
    }

    fn kdf(&self) -> &dyn Kdf {
        SystemHost.kdf()
    }

    fn kdf_params(&self) -> KdfParams {
        SystemHost.kdf_params()
    }
}

#[tokio::test]
async fn a_choice_that_is_interrupted_was_made_or_was_not() {
    let home = tempfile::tempdir().unwrap();
    let host = Arc::new(LimitedHost(Limited { left: AtomicU32::new(u32::MAX) }));
    let ada = person_on(Arc::<LimitedHost>::clone(&host), home.path(), "Ada");
    let bob = person(home.path(), "Bob");
    let at = home.path().join("team").to_str().unwrap().to_owned();
    let pair = Pair::at(home, ada, bob, &at).await;
    let bobs = pair.bob.credential(only_credential(&pair.bob)).unwrap().secret.id;
    pair.ada.set_secret(pair.secret, Secret::new("one".to_owned())).unwrap();
    pair.bob.set_secret(bobs, Secret::new("two".to_owned())).unwrap();
    sync(&pair, &[&pair.ada, &pair.bob, &pair.ada]).await;
    let conflict = only(&pair.ada);
    let mut interrupted = 0;
    for left in 0.. {
        host.0.left.store(left, Ordering::SeqCst);
        let id = &conflict.versions[1].id;
        let done = choose(&pair.ada, &conflict, id);
        host.0.left.store(u32::MAX, Ordering::SeqCst);
        let row = pair.ada.store().team_record_of(pair.secret.as_bytes()).unwrap().unwrap();
        let (value, waits) = (password(&pair.ada).await, row.changed > 0);
        if done.is_ok() {
            assert_eq!((value.as_str(), all(&pair.ada).len(), waits), ("one", 0, true));
            break;
        }
        interrupted += 1;
        assert_eq!((value.as_str(), waits), ("two", false), "after {left}");
        assert_eq!(only(&pair.ada), conflict);
    }
    assert!(interrupted > 1, "control: it was interrupted between");
    sync(&pair, &[&pair.ada, &pair.bob]).await;
    assert_eq!((password(&pair.bob).await.as_str(), all(&pair.bob).len()), ("one", 0));
}

#[tokio::test]
async fn a_chosen_name_that_is_taken_here_is_not_given_to_others_with_the_team_before_it() {
    for chooses in ["Ada", "Bob"] {
        let pair = Pair::new().await;
        let bobs = only_credential(&pair.bob);
        let (who, other) =
            if chooses == "Ada" { (&pair.ada, &pair.bob) } else { (&pair.bob, &pair.ada) };
        pair.ada.edit_credential(pair.credential, &edit(Some("Robot A"), None)).unwrap();
        pair.bob.edit_credential(bobs, &edit(Some("Robot B"), None)).unwrap();
        sync(&pair, &[&pair.ada, &pair.bob, &pair.ada]).await;
        let id = named(who, "Robot B").unwrap();
        let theirs = if chooses == "Ada" { pair.credential } else { bobs };
        assert_eq!(id, theirs, "Robot B is the later one, and counts");
        // Here is another one of that name.
        let secret = variable(who, "mine", NewValue::Secret(Secret::new("x".to_owned())));
        own(who, "Robot A", secret);
        let found = who.conflicts(ConflictOf::Credential(id)).unwrap();
        choose(who, &found[0], version(&found[0], "Robot A")).unwrap();
        assert_eq!(who.credential(id).unwrap().credential.name.as_str(), "Finance/Robot A");
        sync(&pair, &[who, other]).await;
        assert_eq!(pair.robot(other).0, "Robot A");
        // Nor by the next change of something else.
        who.edit_credential(id, &edit(None, Some("new"))).unwrap();
        sync(&pair, &[who, other]).await;
        assert_eq!(pair.robot(other), ("Robot A".to_owned(), "new".to_owned()));
        assert!(who.conflicts(ConflictOf::Credential(id)).unwrap().is_empty());
    }
}
