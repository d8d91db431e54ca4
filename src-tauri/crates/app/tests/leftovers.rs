//! A kill while a header is replaced leaves the new one under another name, which may hold a way in
//! that was taken away since. Opening the workspace and changing a way in remove it.
#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use std::{
    fs,
    path::{Path, PathBuf},
};

use credenza_store::LockKind;
use support::{PASSWORD, create, device::device, folder, secret, unlock};

const BACKUP: &str = "backups/000001-schema";

/// The header under the name that a kill leaves it, beside the header and beside that of a backup.
fn leave(home: &Path) -> [PathBuf; 2] {
    let own = folder(home).path().to_owned();
    fs::create_dir_all(own.join(BACKUP)).unwrap();
    let left = [own.join(".new-a1B2c3"), own.join(BACKUP).join(".new-ZZZZZZ")];
    for path in &left {
        fs::copy(own.join("header"), path).unwrap();
    }
    left
}

fn any_is_there(paths: &[PathBuf]) -> bool {
    paths.iter().any(|path| path.symlink_metadata().is_ok())
}

fn all_are_there(paths: &[PathBuf]) -> bool {
    paths.iter().all(|path| path.symlink_metadata().is_ok())
}

#[test]
fn opening_the_workspace_removes_it() {
    let home = tempfile::tempdir().unwrap();
    drop(create(home.path()));
    let left = leave(home.path());
    // Another process has it open, which might be at work on one.
    let other = folder(home.path()).lock(LockKind::Shared).unwrap();
    drop(unlock(home.path(), PASSWORD).unwrap_or_else(|error| panic!("{error:?}")));
    assert!(all_are_there(&left), "the control: they stay");
    drop(other);
    drop(unlock(home.path(), PASSWORD).unwrap_or_else(|error| panic!("{error:?}")));
    assert!(!any_is_there(&left));
}

#[test]
fn changing_a_way_in_removes_it_first() {
    let home = tempfile::tempdir().unwrap();
    let next = "birch ember falcon quartz";
    let (workspace, _) = create(home.path());
    let left = leave(home.path());
    workspace.change_password(&secret(PASSWORD), &secret(next)).unwrap();
    assert!(!any_is_there(&left));
    drop(workspace);

    let keeper = home.path().join("device-secrets");
    let host = device(&keeper);
    let workspace = credenza_app::Workspace::unlock(host, &folder(home.path()), &secret(next));
    let workspace = workspace.unwrap_or_else(|error| panic!("{error:?}"));
    let left = leave(home.path());
    workspace.turn_on_device_secret(&secret(next)).unwrap();
    assert!(!any_is_there(&left));
}

#[cfg(unix)]
#[test]
fn nothing_else_is_removed_and_no_link_is_followed() {
    use std::os::unix::fs::symlink;

    let home = tempfile::tempdir().unwrap();
    drop(create(home.path()));
    let (left, own) = (leave(home.path()), folder(home.path()).path().to_owned());
    let elsewhere = home.path().join("elsewhere");
    fs::create_dir(&elsewhere).unwrap();
    let names = [".new-a1B2c", ".new-a1B2c3d", ".new-a1-2c3", "new-a1B2c3", ".new-"];
    let mut others: Vec<PathBuf> = names.iter().map(|name| own.join(name)).collect();
    others.push(elsewhere.join(".new-a1B2c3"));
    for path in &others {
        fs::write(path, "of somebody else").unwrap();
    }
    for (target, link) in [
        (elsewhere.join(".new-a1B2c3"), own.join(".new-linked")),
        (elsewhere.clone(), own.join("backups/000002-linked")),
    ] {
        symlink(target, &link).unwrap();
        others.push(link);
    }
    fs::create_dir(own.join(".new-folder")).unwrap();
    others.push(own.join(".new-folder"));
    drop(unlock(home.path(), PASSWORD).unwrap_or_else(|error| panic!("{error:?}")));
    assert!(!any_is_there(&left), "the control");
    assert!(all_are_there(&others));
}
