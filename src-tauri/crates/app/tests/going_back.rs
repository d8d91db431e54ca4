//! What is noticed of files that were changed or put back while the workspace was locked, and what is
//! not: the promise in `docs/security.md` goes as far as this.
#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use std::fs;

use credenza_app::{ErrorCode, VariableQuery, Workspace};
use support::{PASSWORD, create, folder, secret, text, unlock};

const NEXT: &str = "birch ember falcon quartz";

fn total(workspace: &Workspace) -> u64 {
    let query = VariableQuery { limit: 1, ..Default::default() };
    workspace.list_variables(&query).unwrap().total
}

#[test]
fn an_older_header_beside_a_newer_database_is_refused() {
    let home = tempfile::tempdir().unwrap();
    let (workspace, _) = create(home.path());
    let header = folder(home.path()).path().join("header");
    let older = fs::read(&header).unwrap();
    workspace.change_password(&secret(PASSWORD), &secret(NEXT)).unwrap();
    drop(workspace);
    drop(unlock(home.path(), NEXT).unwrap_or_else(|error| panic!("the control: {error:?}")));
    fs::write(&header, older).unwrap();
    let refused = unlock(home.path(), PASSWORD).err().map(|error| error.code);
    assert_eq!(refused, Some(ErrorCode::HeaderDamaged));
}

#[test]
fn changed_bytes_are_refused() {
    let home = tempfile::tempdir().unwrap();
    drop(create(home.path()));
    let database = folder(home.path()).path().join("store.db");
    let whole = fs::read(&database).unwrap();
    drop(unlock(home.path(), PASSWORD).unwrap_or_else(|error| panic!("the control: {error:?}")));
    let mut changed = whole.clone();
    changed[600] ^= 1;
    fs::write(&database, &changed).unwrap();
    assert!(unlock(home.path(), PASSWORD).is_err());
}

#[test]
fn an_older_database_beside_its_header_is_not_noticed() {
    let home = tempfile::tempdir().unwrap();
    drop(create(home.path()));
    let database = folder(home.path()).path().join("store.db");
    let yesterday = fs::read(&database).unwrap();
    let workspace = unlock(home.path(), PASSWORD).unwrap_or_else(|error| panic!("{error:?}"));
    text(&workspace, "robot user", "u");
    assert_eq!(total(&workspace), 1);
    drop(workspace);
    fs::write(&database, yesterday).unwrap();
    let workspace = unlock(home.path(), PASSWORD).unwrap_or_else(|error| panic!("{error:?}"));
    assert_eq!(total(&workspace), 0, "it is noticed now: say so in docs/security.md and adr/0012");
}
