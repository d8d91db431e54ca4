//! R34: a backup that is made while another writes is one moment of the workspace.

use std::{
    fs,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicI64, Ordering},
    },
    thread,
};

use credenza_crypto::{
    keys::{DatabaseKey, RootKey},
    random::OsRandom,
};
use rusqlite::Connection;

use super::{create, home};
use crate::{Store, WorkspaceFolder, database, folder::DATABASE_FILE, read_backup};

const BACKUPS: usize = 500;
/// Copies of the file alone, for the control.
const COPIES: usize = 40;
/// Rows that every transaction changes, over more pages than one.
const ROWS: i64 = 24;

/// Writes one number into every row again and again, and tells which was the last.
fn write(store: &Store, acknowledged: &AtomicI64, ends: &AtomicBool) {
    for n in 1.. {
        let pad = "x".repeat(usize::try_from(n % 700).unwrap());
        store
            .write(|transaction| {
                for row in 0..ROWS {
                    let sql = "INSERT INTO drafts VALUES (?1, ?2 || ' ' || ?3)
                        ON CONFLICT DO UPDATE SET json = excluded.json";
                    transaction.execute(sql, (row.to_string(), n, &pad))?;
                }
                Ok(())
            })
            .unwrap();
        acknowledged.store(n, Ordering::SeqCst);
        if ends.load(Ordering::SeqCst) {
            return;
        }
    }
}

/// The one number that all rows have; none when they differ or can't be read.
fn moment(connection: &Connection) -> Option<i64> {
    let sql = "SELECT min(CAST(json AS INTEGER)), max(CAST(json AS INTEGER)), count(*) FROM drafts";
    let found = connection.query_row(sql, [], |row| {
        Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?, row.get::<_, i64>(2)?))
    });
    found.ok().filter(|(least, most, rows)| least == most && *rows == ROWS).map(|found| found.0)
}

fn restored(file: &Path, root: &RootKey, target: &WorkspaceFolder) -> Option<i64> {
    let backup = read_backup(file).ok()?;
    backup.restore(&root.database(), &root.state(), target).ok()?;
    let store = Store::open(target, &root.database()).ok()?;
    store.verify().ok()?;
    moment(&store.connection)
}

/// What somebody gets who copies the file of the database and not what was written last.
fn copied(from: &WorkspaceFolder, to: &Path, key: &DatabaseKey) -> Option<i64> {
    fs::copy(from.file(DATABASE_FILE), to).unwrap();
    moment(&database::open_file(to, key).ok()?)
}

#[test]
fn r34_a_backup_while_another_writes_is_one_moment() {
    let (home, root) = (home(), RootKey::generate(&OsRandom).unwrap());
    let store = create(home.path(), &root);
    let folder = store.folder().clone();
    let (acknowledged, ends) = (Arc::new(AtomicI64::new(0)), Arc::new(AtomicBool::new(false)));
    let writer = {
        let (acknowledged, ends) = (Arc::clone(&acknowledged), Arc::clone(&ends));
        let other = Store::open(&folder, &root.database()).unwrap();
        thread::spawn(move || write(&other, &acknowledged, &ends))
    };
    while acknowledged.load(Ordering::SeqCst) == 0 {
        thread::yield_now();
    }
    let now = || acknowledged.load(Ordering::SeqCst);
    let (mut good, mut torn) = (0, 0);
    let first = now();
    for _ in 0..BACKUPS {
        let (file, target) = (home.path().join("b"), home.path().join("R.credenza"));
        let before = now();
        store.backup(&file, &root.database(), &root.state()).unwrap();
        let after = now();
        // One more may have been written and not been acknowledged.
        let found = restored(&file, &root, &WorkspaceFolder::new(&target));
        good += usize::from(found.is_some_and(|found| (before..=after + 1).contains(&found)));
        fs::remove_dir_all(target).unwrap();
    }
    let written = now() - first;
    for n in 0..COPIES {
        let before = now();
        let found = copied(&folder, &home.path().join(format!("copy-{n}")), &root.database());
        torn += usize::from(found.is_none_or(|found| found < before));
    }
    ends.store(true, Ordering::SeqCst);
    writer.join().unwrap();
    println!(
        "R34 {good} of {BACKUPS} backups during {written} writes are one moment of the workspace; {torn} of {COPIES} copies of the file are not, pass"
    );
    assert_eq!(good, BACKUPS);
    assert!(written > 100, "little was written meanwhile: {written}");
    assert!(torn > 0, "the control: a copy of the file is as good");
}
