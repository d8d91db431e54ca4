//! R33: workspaces of every schema that was ever written open today, also after a kill in between.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::{
    fs,
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
    time::Duration,
};

use credenza_crypto::{header::Header, kdf::Argon2idKdf, keys::DatabaseKey};
use credenza_secret::Secret;
use credenza_store::{SCHEMA_VERSION, Store, StoreError, VaultUsage, WorkspaceFolder};

const PASSWORD: &str = "violet anchor drifting tundra";
const HOME: &str = "CREDENZA_MIGRATION_HOME";
const FIXTURE: &str = "CREDENZA_MIGRATION_FIXTURE";

fn fixtures() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../tests/vectors/workspaces");
    let mut found: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    found.sort();
    found
}

fn copy(fixture: &Path, to: PathBuf) -> WorkspaceFolder {
    fs::create_dir_all(&to).unwrap();
    for file in ["header", "store.db"] {
        fs::copy(fixture.join(file), to.join(file)).unwrap();
    }
    WorkspaceFolder::new(to)
}

fn key(fixture: &Path) -> DatabaseKey {
    let header = Header::parse(&fs::read(fixture.join("header")).unwrap()).unwrap();
    let password = Secret::new(PASSWORD.to_owned());
    header.unlock_with_password(&Argon2idKdf, &password).unwrap().database()
}

/// What was in it when it was written is there.
fn is_whole(folder: &WorkspaceFolder, key: &DatabaseKey) -> Result<(), StoreError> {
    let store = Store::open(folder, key)?;
    for n in 1..=3 {
        store.credential_by_name(&format!("Old {n}"))?;
    }
    store.verify()
}

/// The child: migrates copy after copy of one fixture until it is killed.
#[test]
#[ignore = "started by the test below"]
fn child() {
    let home = PathBuf::from(std::env::var_os(HOME).unwrap());
    let fixture = PathBuf::from(std::env::var_os(FIXTURE).unwrap());
    let key = key(&fixture);
    for n in 0.. {
        let folder = copy(&fixture, home.join(format!("{n}.credenza")));
        println!("BEGIN {n}");
        drop(Store::open(&folder, &key).unwrap());
    }
}

#[test]
fn r33_every_schema_opens_also_after_a_kill_in_between() {
    let kills = if std::env::var_os("CREDENZA_SOAK").is_some() { 1_000 } else { 40 };
    let fixtures = fixtures();
    let known = usize::try_from(SCHEMA_VERSION).unwrap();
    assert!(fixtures.len() >= known - 1, "a schema has no fixture: {fixtures:?}");
    let (mut good, mut all) = (0, 0);
    for fixture in &fixtures {
        let key = key(fixture);
        for n in 0..kills {
            let home = tempfile::tempdir().unwrap();
            let last = killed(home.path(), fixture, Duration::from_micros(300 * (n % 100)));
            let folder = WorkspaceFolder::new(home.path().join(format!("{last}.credenza")));
            let whole = is_whole(&folder, &key);
            assert!(whole.is_ok(), "{}: {whole:?}", fixture.display());
            (good, all) = (good + 1, all + 1);
        }
    }
    println!(
        "R33 {good} of {all} kills during a migration left a workspace that opens, {} schemas, pass",
        fixtures.len()
    );

    // The look does see what is damaged.
    let home = tempfile::tempdir().unwrap();
    let folder = copy(&fixtures[0], home.path().join("cut.credenza"));
    let database = folder.path().join("store.db");
    let bytes = fs::read(&database).unwrap();
    fs::write(&database, &bytes[..bytes.len() / 2]).unwrap();
    assert!(is_whole(&folder, &key(&fixtures[0])).is_err());
}

/// Kills a child so long after its first migration began; tells which was the last that began.
fn killed(home: &Path, fixture: &Path, after: Duration) -> u32 {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["child", "--ignored", "--exact", "--nocapture"])
        .env(HOME, home)
        .env(FIXTURE, fixture)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
    let mut begun = lines.filter_map(|line| line.rsplit_once("BEGIN ")?.1.parse::<u32>().ok());
    let first = begun.next().unwrap();
    let rest = thread::spawn(move || begun.last());
    thread::sleep(after);
    child.kill().unwrap();
    child.wait().unwrap();
    rest.join().unwrap().unwrap_or(first)
}

#[test]
fn what_was_to_be_rotated_before_people_had_a_key_there_is_kept_by_name() {
    let fixture = fixtures().into_iter().find(|path| path.ends_with("schema-5.credenza")).unwrap();
    let home = tempfile::tempdir().unwrap();
    let store =
        Store::open(&copy(&fixture, home.path().join("5.credenza")), &key(&fixture)).unwrap();
    let rows = store.rotations().unwrap();
    let known: Vec<_> = rows.iter().map(|row| (row.name.as_str(), row.person)).collect();
    assert_eq!(known, [("Bob", None)]);
    let (variable, person) = (rows[0].variable, Some([7; 16]));
    store.open_rotations(&[credenza_store::Rotation { person, ..rows[0].clone() }]).unwrap();
    assert_eq!(store.rotations().unwrap().len(), 2);
    store.close_rotations(&variable).unwrap();
    assert!(store.rotations().unwrap().is_empty());
}

#[test]
fn what_a_vault_is_used_for_is_counted_when_it_comes_from_before_there_were_counts() {
    let fixture = fixtures().into_iter().find(|path| path.ends_with("schema-7.credenza")).unwrap();
    let home = tempfile::tempdir().unwrap();
    let store =
        Store::open(&copy(&fixture, home.path().join("7.credenza")), &key(&fixture)).unwrap();
    let vault = store.vaults().unwrap()[0].id;
    // Of six variables one is in Recently deleted, and of four credentials one.
    let there = VaultUsage { variables: 5, credentials: 3, refused: 2 };
    assert_eq!(store.vault_usage(Some(vault)).unwrap(), there);
    let here = VaultUsage { variables: 3, credentials: 3, refused: 0 };
    assert_eq!(store.vault_usage(None).unwrap(), here);
}
