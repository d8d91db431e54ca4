//! R28: what was acknowledged survives kill -9 in the middle of mixed writes.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

mod support;

use std::{
    collections::BTreeMap,
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
    time::Duration,
};

use credenza_app::{
    DeletedKind, Workspace,
    credentials::{CredentialEditRequest, CredentialValue, Field},
};
use credenza_crypto::header::Header;
use credenza_model::credential::Credential;
use credenza_store::{Store, StoreError};
use support::{PASSWORD, TestHost, create, folder, secret, unlock};

const HOME: &str = "CREDENZA_CRASH_HOME";
const KILL: &str = "CREDENZA_CRASH_KILL";
/// After so many kills the changes of their children are looked at.
const LOOK: u64 = 25;
/// After so many kills every page of the database is looked at.
const VERIFY: u64 = 100;

/// What happens to a robot, in order; after `n` of them it is in stage `n`.
const MADE: usize = 1;
const VALUE_SET: usize = 2;
const EDITED: usize = 3;
const DELETED: usize = 4;
const RESTORED: usize = 5;

/// The last stage of robot `n`. Every other one stays in Recently deleted, so that a deletion that
/// was lost is not taken for one that was taken back.
fn last(n: u64) -> usize {
    if n.is_multiple_of(2) { RESTORED } else { DELETED }
}

/// Robot `n` of the child of kill `kill`: no two children make one of the same name.
fn robot(kill: u64, n: u64) -> String {
    format!("robot {kill}.{n}")
}

/// The child: changes things until it is killed, and says so after each change. Where it begins goes
/// round with the kills, so that each kind of change comes first.
#[test]
#[ignore = "started by the test below"]
fn child() {
    let home = PathBuf::from(std::env::var_os(HOME).unwrap());
    let kill: u64 = std::env::var(KILL).unwrap().parse().unwrap();
    let workspace = unlock(&home, PASSWORD).unwrap();
    let before = usize::try_from(kill / 2 % 5).unwrap();
    let mut robots = (0..).map(|n| Robot { n, name: robot(kill, n), made: None });
    let mut first = robots.next().unwrap();
    (MADE..=before).for_each(|stage| first.change(&workspace, stage));
    println!("BEGIN");
    for (mut robot, before) in [(first, before)].into_iter().chain(robots.map(|robot| (robot, 0))) {
        for stage in before + 1..=last(robot.n) {
            robot.change(&workspace, stage);
            println!("DONE {} {stage}", robot.n);
        }
    }
}

struct Robot {
    n: u64,
    name: String,
    made: Option<Credential>,
}

impl Robot {
    /// Brings it into `stage`, from the one before.
    fn change(&mut self, workspace: &Workspace, stage: usize) {
        let name = &self.name;
        let made = self
            .made
            .get_or_insert_with(|| support::credential(workspace, name, "user", "first value"));
        match stage {
            VALUE_SET => {
                let value = secret(&format!("changed {name}"));
                workspace.set_secret(made.variables.secret, value).map(drop)
            }
            EDITED => {
                let description = Some(format!("edited {name}"));
                let edit = CredentialEditRequest { description, ..Default::default() };
                workspace.edit_credential(made.id, &edit).map(drop)
            }
            DELETED => workspace.delete_credential(made.id),
            RESTORED => workspace.restore_deleted(DeletedKind::Credential, made.id.as_bytes()),
            _ => Ok(()),
        }
        .unwrap();
    }
}

/// Kills a child so long after it began, or after its first change. Tells the last change of each
/// robot that it acknowledged.
fn killed(home: &Path, kill: u64, once_changed: bool, after: Duration) -> Vec<(u64, usize)> {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["child", "--ignored", "--exact", "--nocapture"])
        .env(HOME, home)
        .env(KILL, kill.to_string())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
    assert!(lines.any(|line| line.contains("BEGIN")), "the child did not open the workspace");
    let mut said = lines.filter_map(|line| {
        let (n, stage) = line.split_once("DONE ")?.1.split_once(' ')?;
        Some((n.parse().ok()?, stage.parse().ok()?))
    });
    let first = once_changed.then(|| said.next().expect("the child ended before a change"));
    let rest = thread::spawn(move || said.collect::<Vec<_>>());
    thread::sleep(after);
    child.kill().unwrap();
    child.wait().unwrap();
    first.into_iter().chain(rest.join().unwrap()).collect()
}

/// How far each robot came for certain.
type Said = BTreeMap<(u64, u64), usize>;

/// The stage in which a robot is found, or what of it fits none.
fn stage(workspace: &Workspace, gone: &[String], name: &str) -> Result<usize, String> {
    let Ok(view) = workspace.credential_by_name(name) else {
        return Ok(if gone.iter().any(|deleted| deleted == name) { DELETED } else { 0 });
    };
    let found = match support::wait(workspace.read_value(view.credential.id, Field::Password)) {
        // EXPOSE: the test compares the value that it stored.
        Ok(CredentialValue::Password(value)) => value.expose().to_owned(),
        other => return Err(format!("{name}: {}", other.is_ok())),
    };
    let changed = found == format!("changed {name}");
    let edited = view.credential.description == format!("edited {name}");
    match (changed, edited) {
        (false, false) if found == "first value" => Ok(MADE),
        (true, false) => Ok(VALUE_SET),
        // One that was taken out of Recently deleted looks as before it went there.
        (true, true) => Ok(EDITED),
        _ => Err(format!("{name} lost a change")),
    }
}

/// Which robots are not as far as they were said to be, and how many are one change further: the
/// one that was under way when its child was killed.
fn look(home: &Path, said: &Said) -> (Vec<String>, usize) {
    let workspace = unlock(home, PASSWORD).unwrap();
    let gone = deleted(&workspace);
    let (mut lost, mut further) = (Vec::new(), 0);
    for ((kill, n), said) in said {
        let name = robot(*kill, *n);
        // What is not in Recently deleted any more was taken out of it.
        let shown = |stage| if stage == RESTORED { EDITED } else { stage };
        match stage(&workspace, &gone, &name) {
            Ok(found) if found == shown(*said) => {}
            Ok(found) if *said < last(*n) && found == shown(said + 1) => further += 1,
            Ok(found) => lost.push(format!("{name}: {said} was acknowledged, {found} is there")),
            Err(why) => lost.push(why),
        }
    }
    (lost, further)
}

/// The names of all that is in Recently deleted.
fn deleted(workspace: &Workspace) -> Vec<String> {
    let mut page = workspace.list_deleted(None).unwrap();
    let mut names: Vec<_> = page.rows.into_iter().map(|row| row.name).collect();
    while let Some(next) = page.next {
        page = workspace.list_deleted(Some(&next)).unwrap();
        names.extend(page.rows.into_iter().map(|row| row.name));
    }
    names
}

/// Looks at every page and index of the database.
fn verify(home: &Path) -> Result<(), StoreError> {
    let folder = folder(home);
    let header = Header::parse(&folder.read_header().unwrap()).unwrap();
    let root = header.unlock_with_password(&TestHost::default(), &secret(PASSWORD)).unwrap();
    Store::open(&folder, &root.database())?.verify()
}

#[test]
fn r28_no_acknowledged_change_is_lost_by_a_kill() {
    let home = tempfile::tempdir().unwrap();
    drop(create(home.path()));
    let kills = if std::env::var_os("CREDENZA_SOAK").is_some() { 10_000 } else { 500 };
    let (mut all, mut recent) = (Said::new(), Said::new());
    let (mut acknowledged, mut verified, mut kinds) = (0, 0, [0; RESTORED + 1]);
    for kill in 0..kills {
        let after = Duration::from_micros(kill * 7_919 % 30_000);
        let said = killed(home.path(), kill, kill % 2 == 0, after);
        acknowledged += said.len() as u64;
        said.iter().for_each(|(_, stage)| kinds[*stage] += 1);
        recent.extend(said.into_iter().map(|(n, stage)| ((kill, n), stage)));
        if kill % LOOK == LOOK - 1 {
            let (lost, _) = look(home.path(), &recent);
            assert!(lost.is_empty(), "after {kill} kills: {lost:#?}");
            all.append(&mut recent);
        }
        if kill % VERIFY == VERIFY - 1 {
            verify(home.path()).unwrap_or_else(|error| panic!("after {kill} kills: {error:?}"));
            verified += 1;
        }
    }
    let (lost, further) = look(home.path(), &all);
    println!(
        "R28 {} of {acknowledged} acknowledged changes lost in {kills} kills, {further} in the middle of a change, 0 of {verified} looks at every page found damage, target 0 pass",
        lost.len(),
    );
    assert!(lost.is_empty(), "{lost:#?}");
    assert!(acknowledged >= kills / 2, "the kills met few changes: {acknowledged}");
    assert!(kinds[MADE..].iter().all(|kind| *kind > 0), "a kind of change is missing: {kinds:?}");
    assert!(further > 0, "no kill came in the middle of a change");
    controls(home.path(), &all);
}

/// The looks above see a change that was lost, one that came back, and a damaged page.
fn controls(home: &Path, all: &Said) {
    let never = Said::from([((u64::MAX, 0), MADE)]);
    assert_eq!(look(home, &never).0.len(), 1, "a change that is not there");
    let whole =
        all.iter().find(|(_, stage)| **stage == RESTORED).expect("a robot with all changes");
    let back = Said::from([(*whole.0, DELETED - 2)]);
    assert_eq!(look(home, &back), (Vec::new(), 1), "one change further is one under way");
    let two = Said::from([(*whole.0, MADE)]);
    assert_eq!(look(home, &two).0.len(), 1, "a robot that is two changes further");

    let database = folder(home).path().join("store.db");
    let mut bytes = std::fs::read(&database).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&database, bytes).unwrap();
    assert!(verify(home).is_err(), "a damaged page");
}
