//! R33, R34: what a backup holds, when one is made without being asked for, and how many are kept.
#![allow(clippy::unwrap_used, reason = "tests")]

mod dump;
mod fill;
mod while_writing;

use std::{
    fs,
    path::{Path, PathBuf},
};

use credenza_crypto::{
    header::Header,
    kdf::Argon2idKdf,
    keys::{DatabaseKey, RootKey},
    random::OsRandom,
};
use credenza_secret::Secret;

use crate::{
    SCHEMA_VERSION, Store, StoreError, WorkspaceFolder, database, folder::DATABASE_FILE,
    folder::HEADER_FILE, read_backup,
};
use dump::Dump;

const PASSWORD: &str = "violet anchor drifting tundra";
/// Workspaces that are backed up and restored.
const WORKSPACES: u64 = 200;

/// A folder in memory where there is one: nothing here is about the disk.
fn home() -> tempfile::TempDir {
    tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap()
}

fn create(home: &Path, root: &RootKey) -> Store {
    let path = home.join("W.credenza");
    fs::create_dir(&path).unwrap();
    fs::write(path.join(HEADER_FILE), "header of W").unwrap();
    Store::create(&WorkspaceFolder::new(path), &root.database()).unwrap()
}

/// A workspace of each older schema, and its key.
fn fixtures() -> Vec<(u32, PathBuf, DatabaseKey)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../tests/vectors/workspaces");
    let of = |schema| {
        let path = folder.join(format!("schema-{schema}.credenza"));
        let header = Header::parse(&fs::read(path.join(HEADER_FILE)).unwrap()).unwrap();
        let password = Secret::new(PASSWORD.to_owned());
        let root = header.unlock_with_password(&Argon2idKdf, &password).unwrap();
        (schema, path, root.database())
    };
    (1..SCHEMA_VERSION).map(of).collect()
}

fn copy(from: &Path, to: &Path) -> WorkspaceFolder {
    fs::create_dir_all(to).unwrap();
    for file in [HEADER_FILE, DATABASE_FILE] {
        fs::copy(from.join(file), to.join(file)).unwrap();
    }
    WorkspaceFolder::new(to)
}

/// The names of the automatic backups, the oldest first.
fn generations(folder: &WorkspaceFolder) -> Vec<String> {
    let entries = fs::read_dir(folder.backups()).into_iter().flatten();
    let mut names: Vec<_> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn r34_before_each_migration_a_backup_is_made_of_what_was_there() {
    for (schema, fixture, key) in fixtures() {
        let home = home();
        let folder = copy(&fixture, &home.path().join("W.credenza"));
        let old =
            Dump::of_file(&copy(&fixture, &home.path().join("old")).file(DATABASE_FILE), &key);
        assert_eq!(old.version, schema);
        let store = Store::open(&folder, &key).unwrap();
        assert_eq!(Dump::of(&store.connection).version, SCHEMA_VERSION);

        assert_eq!(generations(&folder), ["000001-before-migration"], "schema {schema}");
        let backup = folder.backups().join("000001-before-migration");
        let header = |at: &Path| fs::read(at.join(HEADER_FILE)).unwrap();
        assert_eq!(header(&backup), header(&fixture));
        let kept = copy(&backup, &home.path().join("kept.credenza"));
        assert_eq!(Dump::of_file(&backup.join(DATABASE_FILE), &key), old, "schema {schema}");
        Store::open(&kept, &key).unwrap().verify().unwrap();

        drop(store);
        Store::open(&folder, &key).unwrap();
        assert_eq!(generations(&folder).len(), 1, "nothing was migrated, nothing is backed up");
    }
}

#[test]
fn r34_ten_automatic_backups_are_kept_the_newest() {
    let home = home();
    let (_, fixture, key) = fixtures().pop().unwrap();
    let folder = WorkspaceFolder::new(home.path().join("W.credenza"));
    for number in 1..=13 {
        copy(&fixture, folder.path());
        Store::open(&folder, &key).unwrap();
        assert_eq!(generations(&folder).len(), number.min(10), "after {number} migrations");
    }
    let newest: Vec<_> = (4..=13).map(|number| format!("{number:06}-before-migration")).collect();
    assert_eq!(generations(&folder), newest);
}

#[test]
fn r34_a_restored_backup_holds_every_row_of_every_table() {
    let mut filled = std::collections::BTreeSet::new();
    let (mut same, mut rows) = (0, 0);
    let home = home();
    for seed in 0..WORKSPACES {
        let root = RootKey::generate(&OsRandom).unwrap();
        let place = home.path().join(seed.to_string());
        fs::create_dir(&place).unwrap();
        let store = create(&place, &root);
        fill::random(&store.connection, seed);
        let before = Dump::of(&store.connection);
        let (file, target) = (place.join("backup"), WorkspaceFolder::new(place.join("R.credenza")));
        store.backup(&file, &root.database(), &root.state()).unwrap();
        let backup = read_backup(&file).unwrap();
        assert_eq!(backup.header(), b"header of W");
        backup.restore(&root.database(), &root.state(), &target).unwrap();
        let restored = Store::open(&target, &root.database()).unwrap();
        let after = Dump::of(&restored.connection);
        restored.verify().unwrap();
        same += u64::from(after == before);
        rows += before.rows();
        filled.extend(before.tables());
        if seed == 0 {
            a_changed_value_is_seen(&restored, &before);
        }
        fs::remove_dir_all(place).unwrap();
    }
    let empty: Vec<_> = Dump::tables_of_a_new_workspace(home.path())
        .into_iter()
        .filter(|table| !filled.contains(table))
        .collect();
    assert!(empty.is_empty(), "no workspace had a row in {empty:?}");
    println!(
        "R34 {same} of {WORKSPACES} restored workspaces have the same {rows} rows in {} tables, pass",
        filled.len()
    );
    assert_eq!(same, WORKSPACES);
}

/// The control: one value of one row that differs makes the dumps differ.
fn a_changed_value_is_seen(restored: &Store, before: &Dump) {
    restored.connection.execute("UPDATE drafts SET json = json || ' '", []).unwrap();
    assert_ne!(&Dump::of(&restored.connection), before);
}

/// Every file of the folder and its bytes.
fn bytes(folder: &WorkspaceFolder) -> Vec<(PathBuf, Vec<u8>)> {
    let entries = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<_> = entries
        .filter(|path| path.is_file())
        .map(|path| (path.clone(), fs::read(path).unwrap()))
        .collect();
    files.sort();
    files
}

#[test]
fn r33_a_newer_schema_is_refused_and_its_bytes_stay() {
    let home = home();
    let root = RootKey::generate(&OsRandom).unwrap();
    let store = create(home.path(), &root);
    fill::random(&store.connection, 33);
    store.connection.pragma_update(None, "user_version", SCHEMA_VERSION + 1).unwrap();
    let folder = store.folder().clone();
    drop(store);
    let before = bytes(&folder);
    for _ in 0..3 {
        let refused = Store::open(&folder, &root.database()).err();
        assert!(
            matches!(refused, Some(StoreError::NewerFormat { found, known })
                if (found, known) == (SCHEMA_VERSION + 1, SCHEMA_VERSION)),
            "{refused:?}"
        );
        assert!(bytes(&folder) == before, "a byte changed");
    }
    assert!(generations(&folder).is_empty());
    // Under its own schema it opens, so that the number is what refused it.
    let connection = database::connect(&folder, &root.database()).unwrap();
    connection.pragma_update(None, "user_version", SCHEMA_VERSION).unwrap();
    drop(connection);
    Store::open(&folder, &root.database()).unwrap();
}
