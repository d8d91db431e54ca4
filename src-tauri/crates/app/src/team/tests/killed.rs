//! A process that is killed while it chooses among versions leaves each field chosen or as it was.

use std::{
    collections::BTreeSet,
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
    time::Duration,
};

use credenza_crypto::{
    kdf::{Kdf, KdfError, KdfParams},
    random::Random,
};
use credenza_store::WorkspaceFolder;
use jiff::Timestamp;
use zeroize::Zeroizing;

use super::{
    conflicts::{choose, sync},
    window::own,
    *,
};
use crate::{
    Host,
    credentials::CredentialValue,
    team::{Conflict, ConflictField, ConflictOf},
};

const FOLDER: &str = "CREDENZA_CHOICE_FOLDER";
const CHILD: &str = "team::tests::killed::child";
const THINGS: usize = 10;
/// Choices that one child makes at most.
const MOST: usize = 3;

/// This computer with a cheap key derivation: a child opens the workspace after each kill.
struct Cheap;

impl Kdf for Cheap {
    fn derive(
        &self,
        _: &Secret,
        salt: &[u8; 16],
        _: KdfParams,
    ) -> Result<Zeroizing<[u8; 32]>, KdfError> {
        let mut out = Zeroizing::new([7; 32]);
        out[..16].copy_from_slice(salt);
        Ok(out)
    }
}

impl Host for Cheap {
    fn now(&self) -> Timestamp {
        SystemHost.now()
    }

    fn random(&self) -> &dyn Random {
        SystemHost.random()
    }

    fn kdf(&self) -> &dyn Kdf {
        self
    }

    fn kdf_params(&self) -> KdfParams {
        KdfParams::DEFAULT
    }
}

fn unlock(folder: &Path) -> Workspace {
    let folder = WorkspaceFolder::new(folder.to_owned());
    let password = Secret::new("violet anchor drifting tundra".to_owned());
    Workspace::unlock(Arc::new(Cheap), &folder, &password).unwrap()
}

fn name(n: usize) -> String {
    format!("Robot {n}")
}

/// Of one thing the version that counts is chosen, of the next one the other.
fn choice(n: usize) -> (&'static str, usize) {
    if n.is_multiple_of(2) { ("by Bob", 0) } else { ("by Ada", 1) }
}

fn waiting(who: &Workspace, n: usize) -> Vec<Conflict> {
    let id = who.credential_by_name(&name(n)).unwrap().credential.id;
    who.conflicts(ConflictOf::Credential(id)).unwrap()
}

/// The child: chooses of everything that waits, and says so.
#[test]
#[ignore = "started by the test below"]
fn child() {
    let ada = unlock(&PathBuf::from(std::env::var_os(FOLDER).unwrap()));
    println!("\nBEGIN");
    let mut made = 0;
    for n in 0..THINGS {
        for one in waiting(&ada, n) {
            // However late the kill comes, something is left for the next child.
            if made == MOST {
                thread::sleep(Duration::from_secs(600));
            }
            choose(&ada, &one, &one.versions[choice(n).1].id).unwrap();
            made += 1;
            println!("DONE {n} {}", u8::from(one.field == ConflictField::Value));
        }
    }
    println!("END");
}

/// Kills a child so long after it began to choose. What it said to have chosen, and whether it came
/// to the end.
fn killed(folder: &Path, after: Duration) -> (BTreeSet<(usize, bool)>, bool) {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args([CHILD, "--ignored", "--exact", "--nocapture"])
        .env(FOLDER, folder)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
    assert!(lines.any(|line| line == "BEGIN"), "it opens what the one before left");
    let reader = thread::spawn(move || lines.collect::<Vec<_>>());
    thread::sleep(after);
    child.kill().unwrap();
    child.wait().unwrap();
    let lines = reader.join().unwrap();
    let done = lines.iter().filter_map(|line| line.strip_prefix("DONE ")?.split_once(' '));
    let done = done.map(|(n, value)| (n.parse().unwrap(), value == "1")).collect();
    (done, lines.iter().any(|line| line == "END"))
}

/// What stands here, and what is noted of it, are those of a choice or those of none.
async fn is_whole(ada: &Workspace, done: &BTreeSet<(usize, bool)>) -> usize {
    let mut chosen = 0;
    for n in 0..THINGS {
        let view = ada.credential_by_name(&name(n)).unwrap();
        let (id, secret) = (view.credential.id, view.secret.id);
        let all = waiting(ada, n);
        let value = match ada.read_value(id, Field::Password).await.unwrap() {
            CredentialValue::Password(value) => value.expose().to_owned(),
            _ => panic!("a password"),
        };
        let fields = [
            (false, *id.as_bytes(), view.credential.description),
            (true, *secret.as_bytes(), value),
        ];
        for (is_value, thing, here) in fields {
            let waits = all.iter().find(|one| (one.field == ConflictField::Value) == is_value);
            let row = ada.store().team_record_of(&thing).unwrap().unwrap();
            assert_eq!(row.changed > 0, waits.is_none(), "{n}: sent when it was chosen");
            assert!(waits.is_none() || !done.contains(&(n, is_value)), "{n}: it was said");
            assert!(waits.is_none_or(|one| one.versions.len() == 2), "{n}: none is lost");
            let expected = if waits.is_some() { "by Bob" } else { choice(n).0 };
            assert_eq!(here, expected, "{n}");
            chosen += usize::from(waits.is_none());
        }
    }
    chosen
}

/// Everything of Ada's and Bob's has two versions of its description and of its value.
async fn apart(pair: &Pair) {
    let mut all = Vec::new();
    for n in 0..THINGS {
        let value = NewValue::Secret(Secret::new("first".to_owned()));
        let secret = variable(&pair.ada, &format!("secret_{n}"), value);
        all.push((own(&pair.ada, &name(n), secret), secret));
    }
    let (credentials, people) =
        (all.iter().map(|one| one.0).collect(), vec![super::window::me(&pair.bob)]);
    let request = ShareRequest { team: pair.team, credentials, people, role: RecordRole::CoOwner };
    pair.ada.share(&request).await.unwrap();
    sync(pair, &[&pair.bob]).await;
    for (who, text) in [(&pair.ada, "by Ada"), (&pair.bob, "by Bob")] {
        for n in 0..THINGS {
            let view = who.credential_by_name(&name(n)).unwrap();
            who.edit_credential(view.credential.id, &edit(None, Some(text))).unwrap();
            who.set_secret(view.secret.id, Secret::new(text.to_owned())).unwrap();
        }
    }
    sync(pair, &[&pair.ada, &pair.bob, &pair.ada]).await;
}

#[tokio::test]
async fn a_kill_in_the_middle_of_a_choice_leaves_it_made_or_not_made() {
    let home = tempfile::tempdir().unwrap();
    let ada = person_on(Arc::new(Cheap), home.path(), "Ada");
    let bob = person_on(Arc::new(Cheap), home.path(), "Bob");
    let at = home.path().join("team").to_str().unwrap().to_owned();
    let mut pair = Pair::at(home, ada, bob, &at).await;
    apart(&pair).await;
    assert_eq!(is_whole(&pair.ada, &BTreeSet::new()).await, 0, "control: everything waits");
    let folder = pair.home.path().join("Ada.credenza");
    // No other one of Ada's is open while a child is killed.
    let other = unlock(&pair.home.path().join("Bob.credenza"));
    drop(std::mem::replace(&mut pair.ada, other));
    let (mut done, mut kills, mut between) = (BTreeSet::new(), 0, 0);
    loop {
        let (said, ended) = killed(&folder, Duration::from_millis(3 + 7 * (kills % 7)));
        done.extend(said);
        let ada = unlock(&folder);
        let chosen = is_whole(&ada, &done).await;
        if ended {
            assert_eq!(chosen, 2 * THINGS);
            pair.ada = ada;
            break;
        }
        (kills, between) = (kills + 1, between + usize::from(chosen > 0 && chosen < 2 * THINGS));
        assert!(kills < 1_000, "it comes to its end");
    }
    println!("{kills} kills in the middle of {} choices left each made or not made", 2 * THINGS);
    assert!(between > 2, "control: it was killed between");
    sync(&pair, &[&pair.ada, &pair.bob]).await;
    for n in 0..THINGS {
        assert!(waiting(&pair.bob, n).is_empty());
        assert_eq!(
            pair.bob.credential_by_name(&name(n)).unwrap().credential.description,
            choice(n).0
        );
    }
}
