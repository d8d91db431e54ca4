//! What another process of the same person stores between the reading and the writing of a change.

use std::sync::Mutex;

use credenza_crypto::{
    kdf::{Kdf, KdfParams},
    random::{OsRandom, Random, RandomError},
};
use jiff::Timestamp;

use super::{
    conflicts::{all, choose, only, password, sync, texts, version},
    losses::only_credential,
    *,
};
use credenza_store::WorkspaceFolder;

use crate::{ErrorCode, Host, team::ConflictField};

type Act = Box<dyn FnOnce() + Send>;

/// Lets something else happen when it is asked for the time or for randomness.
#[derive(Default)]
struct Moments(Mutex<Option<(usize, Act)>>);

impl Moments {
    /// Does `act` at the moment with this number from now on.
    fn arm(&self, at: usize, act: Act) {
        *self.0.lock().unwrap() = Some((at, act));
    }

    /// Whether the moment never came.
    fn disarm(&self) -> bool {
        self.0.lock().unwrap().take().is_some()
    }

    fn pass(&self) {
        let mut armed = self.0.lock().unwrap();
        match armed.as_mut() {
            Some((0, _)) => {
                let act = armed.take();
                drop(armed);
                act.into_iter().for_each(|(_, act)| act());
            }
            Some((left, _)) => *left -= 1,
            None => {}
        }
    }
}

impl Random for Moments {
    fn fill(&self, out: &mut [u8]) -> Result<(), RandomError> {
        self.pass();
        OsRandom.fill(out)
    }
}

impl Host for Moments {
    fn now(&self) -> Timestamp {
        self.pass();
        SystemHost.now()
    }

    fn random(&self) -> &dyn Random {
        self
    }

    fn kdf(&self) -> &dyn Kdf {
        SystemHost.kdf()
    }

    fn kdf_params(&self) -> KdfParams {
        SystemHost.kdf_params()
    }
}

/// Ada, whose other window looks at the team in the middle of what she does here, and Bob.
struct Beside {
    pair: Pair,
    host: Arc<Moments>,
    other: Arc<Workspace>,
}

impl Beside {
    async fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        let host = Arc::<Moments>::default();
        let ada = person_on(Arc::<Moments>::clone(&host), home.path(), "Ada");
        let bob = person(home.path(), "Bob");
        let at = home.path().join("team").to_str().unwrap().to_owned();
        let pair = Pair::at(home, ada, bob, &at).await;
        let folder = WorkspaceFolder::new(pair.home.path().join("Ada.credenza"));
        let password = Secret::new("violet anchor drifting tundra".to_owned());
        let other = Workspace::unlock(Arc::new(SystemHost), &folder, &password).unwrap();
        Self { pair, host, other: Arc::new(other) }
    }

    /// Does `work`, and takes in at its moment `at` what Bob wrote. None when there is no such moment.
    fn between<T>(&self, at: usize, work: impl FnOnce(&Workspace) -> T) -> Option<T> {
        let (other, team) = (Arc::clone(&self.other), self.pair.team);
        let look = move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.unwrap().block_on(other.sync_team(team)).unwrap();
        };
        self.host.arm(at, Box::new(move || std::thread::spawn(look).join().unwrap()));
        let done = work(&self.pair.ada);
        (!self.host.disarm()).then_some(done)
    }

    async fn sync(&self) {
        sync(&self.pair, &[&self.pair.ada, &self.pair.bob, &self.pair.ada]).await;
        assert!(all(&self.pair.ada).is_empty() && all(&self.pair.bob).is_empty());
    }

    fn display_name(&self, who: &Workspace) -> String {
        let id = who.credential(only_credential(who)).unwrap().secret.id;
        who.variable(id).unwrap().variable.display_name.as_str().to_owned()
    }
}

#[tokio::test]
async fn an_edit_keeps_what_comes_of_other_fields_at_any_moment() {
    let beside = Beside::new().await;
    let pair = &beside.pair;
    let bobs = only_credential(&pair.bob);
    let mut moments = 0;
    for at in 0.. {
        let (name, note) = (format!("Robot {at}"), format!("note {at}"));
        pair.bob.edit_credential(bobs, &edit(Some(&name), None)).unwrap();
        sync(pair, &[&pair.bob]).await;
        let edited = beside.between(at, |ada| {
            ada.edit_credential(pair.credential, &edit(None, Some(&note))).unwrap()
        });
        if edited.is_none() {
            break;
        }
        moments += 1;
        beside.sync().await;
        for who in [&pair.ada, &pair.bob] {
            assert_eq!(pair.robot(who), (name.clone(), note.clone()), "at moment {at}");
        }
    }
    assert!(moments > 0, "control: there was a moment");
}

#[tokio::test]
async fn a_variables_name_and_value_changed_at_once_both_stay() {
    let beside = Beside::new().await;
    let pair = &beside.pair;
    let bobs = pair.bob.credential(only_credential(&pair.bob)).unwrap().secret.id;
    let mut moments = 0;
    for (at, name_here) in (0..).flat_map(|at| [(at, true), (at, false)]) {
        let (name, value) = (format!("Secret {at} {name_here}"), format!("value {at} {name_here}"));
        let secret = || Secret::new(value.clone());
        match name_here {
            true => pair.bob.set_secret(bobs, secret()).unwrap(),
            false => pair.bob.rename_variable(bobs, &name).unwrap(),
        };
        sync(pair, &[&pair.bob]).await;
        let edited = beside.between(at, |ada| match name_here {
            true => ada.rename_variable(pair.secret, &name).unwrap(),
            false => ada.set_secret(pair.secret, secret()).unwrap(),
        });
        if edited.is_none() && !name_here {
            break;
        }
        moments += u32::from(edited.is_some());
        beside.sync().await;
        for who in [&pair.ada, &pair.bob] {
            let here = (beside.display_name(who), password(who).await);
            assert_eq!(here, (name.clone(), value.clone()), "at moment {at}");
        }
    }
    assert!(moments > 2, "control: there were moments");
}

fn at_ada(pair: &Pair, version: &str) -> String {
    pair.ada.conflict_value(pair.secret, version).unwrap().expose().to_owned()
}

#[tokio::test]
async fn the_same_field_is_not_overwritten_by_who_did_not_see_it() {
    let beside = Beside::new().await;
    let pair = &beside.pair;
    let bobs = pair.bob.credential(only_credential(&pair.bob)).unwrap().secret.id;
    let (mut refused, mut kept) = (0, 0);
    for at in 0.. {
        let value = format!("by Bob {at}");
        pair.bob.set_secret(bobs, Secret::new(value.clone())).unwrap();
        sync(pair, &[&pair.bob]).await;
        let edited = beside.between(at, |ada| {
            ada.set_secret(pair.secret, Secret::new("by Ada".to_owned())).map(|_| ())
        });
        let Some(done) = edited else { break };
        let Err(error) = done else {
            // Bob's came after hers was stored: both are there, and nobody's is gone.
            let conflict = only(&pair.ada);
            let shown = conflict.versions.iter().map(|one| (one.you, at_ada(pair, &one.id)));
            let mut shown: Vec<_> = shown.collect();
            shown.sort_unstable();
            assert_eq!(shown, [(false, value.clone()), (true, "by Ada".to_owned())], "at {at}");
            let bobs = conflict.versions.iter().find(|one| !one.you).unwrap();
            choose(&pair.ada, &conflict, &bobs.id).unwrap();
            kept += 1;
            beside.sync().await;
            continue;
        };
        assert_eq!(error.code, ErrorCode::ChangedMeanwhile);
        refused += 1;
        beside.sync().await;
        assert_eq!((password(&pair.ada).await, password(&pair.bob).await), (value.clone(), value));
    }
    assert!(refused > 0, "control: there was a moment before");
    println!("refused {refused}, kept {kept}");
}

#[tokio::test]
async fn a_choice_keeps_what_comes_of_other_fields_at_any_moment() {
    let beside = Beside::new().await;
    let pair = &beside.pair;
    let bobs = only_credential(&pair.bob);
    let mut moments = 0;
    for (at, counts) in (0..).flat_map(|at| [(at, true), (at, false)]) {
        let [name, one, two] = ["Robot", "one", "two"].map(|word| format!("{word} {at} {counts}"));
        pair.ada.edit_credential(pair.credential, &edit(None, Some(&one))).unwrap();
        pair.bob.edit_credential(bobs, &edit(None, Some(&two))).unwrap();
        sync(pair, &[&pair.ada, &pair.bob, &pair.ada]).await;
        pair.bob.edit_credential(bobs, &edit(Some(&name), None)).unwrap();
        sync(pair, &[&pair.bob]).await;
        let conflict = only(&pair.ada);
        assert_eq!(conflict.field, ConflictField::Description);
        let chosen = if counts { &two } else { &one };
        let id = version(&conflict, chosen);
        let done = beside.between(at, |ada| choose(ada, &conflict, id).unwrap());
        if done.is_none() && !counts {
            break;
        }
        moments += u32::from(done.is_some());
        beside.sync().await;
        for who in [&pair.ada, &pair.bob] {
            assert_eq!(pair.robot(who), (name.clone(), chosen.clone()), "at moment {at}");
        }
    }
    assert!(moments > 2, "control: there were moments");
}

#[tokio::test]
async fn a_version_that_comes_during_a_choice_is_not_chosen_away_at_any_moment() {
    let beside = Beside::new().await;
    let pair = &beside.pair;
    let bobs = only_credential(&pair.bob);
    let (mut refused, mut kept) = (0, 0);
    for (at, counts) in (0..).flat_map(|at| [(at, true), (at, false)]) {
        let [one, two, three] = ["one", "two", "three"].map(|word| format!("{word} {at} {counts}"));
        pair.ada.edit_credential(pair.credential, &edit(None, Some(&one))).unwrap();
        pair.bob.edit_credential(bobs, &edit(None, Some(&two))).unwrap();
        sync(pair, &[&pair.ada, &pair.bob, &pair.ada]).await;
        pair.bob.edit_credential(bobs, &edit(None, Some(&three))).unwrap();
        sync(pair, &[&pair.bob]).await;
        let conflict = only(&pair.ada);
        let id = version(&conflict, if counts { &two } else { &one });
        let Some(done) = beside.between(at, |ada| choose(ada, &conflict, id)) else {
            if counts { continue } else { break }
        };
        match &done {
            Ok(()) => kept += 1,
            Err(error) => {
                assert_eq!(error.code, ErrorCode::ChangedMeanwhile, "{error:?}");
                refused += 1;
            }
        }
        sync(pair, &[&pair.ada, &pair.bob, &pair.ada]).await;
        for who in [&pair.ada, &pair.bob] {
            assert!(texts(&only(who)).contains(&three), "at moment {at} {counts}: {done:?}");
        }
        let now = only(&pair.ada);
        choose(&pair.ada, &now, version(&now, &three)).unwrap();
        beside.sync().await;
    }
    assert!(refused > 0, "control: there was a moment before");
    println!("refused {refused}, kept {kept}");
}
