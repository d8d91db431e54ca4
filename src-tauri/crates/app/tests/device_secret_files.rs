//! The files of device secrets: theirs is the person's alone, and what keeps nothing is told.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use std::{fs, os::unix::fs::PermissionsExt as _, path::Path};

use credenza_app::{ErrorCode, Workspace};
use credenza_secret::Secret;
use support::{PASSWORD, create, device::device, folder, secret};

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

/// A workspace that needs a device secret, and its groups.
fn turned_on(home: &Path) -> Secret {
    drop(create(home));
    let laptop = device(&home.join("laptop"));
    let workspace = Workspace::unlock(laptop, &folder(home), &secret(PASSWORD)).unwrap();
    workspace.turn_on_device_secret(&secret(PASSWORD)).unwrap()
}

#[test]
fn a_folder_that_others_could_read_is_taken_back() {
    let home = tempfile::tempdir().unwrap();
    let keeper = home.path().join("laptop");
    fs::create_dir(&keeper).unwrap();
    fs::set_permissions(&keeper, fs::Permissions::from_mode(0o755)).unwrap();
    turned_on(home.path());
    assert_eq!(mode(&keeper), 0o700);
}

#[test]
fn a_link_and_a_file_of_anything_keep_none_and_that_is_told() {
    let home = tempfile::tempdir().unwrap();
    let groups = turned_on(home.path());
    let unlock = |keeper: &Path| {
        Workspace::unlock_with(
            device(keeper),
            &folder(home.path()),
            &secret(PASSWORD),
            Some(&groups),
        )
        .unwrap()
    };
    let (link, elsewhere) = (home.path().join("link"), home.path().join("elsewhere"));
    fs::create_dir(&elsewhere).unwrap();
    std::os::unix::fs::symlink(&elsewhere, &link).unwrap();
    let workspace = unlock(&link);
    let told = workspace.device_secret_not_kept().unwrap();
    assert_eq!(told.code, ErrorCode::File);
    assert_eq!(fs::read_dir(&elsewhere).unwrap().count(), 0, "nothing goes where the link leads");
    drop(workspace);
    let kept = unlock(&home.path().join("tower"));
    assert!(kept.device_secret_not_kept().is_none(), "the control keeps it");

    // A file of its name that is longer than any secret is read to a bound.
    let file = fs::read_dir(home.path().join("tower")).unwrap().next().unwrap().unwrap().path();
    fs::write(&file, vec![b'A'; 1 << 20]).unwrap();
    let tower = device(&home.path().join("tower"));
    let opened = Workspace::unlock(tower, &folder(home.path()), &secret(PASSWORD));
    assert_eq!(opened.err().unwrap().code, ErrorCode::File);
}

#[test]
fn the_recovery_code_tells_as_well() {
    let home = tempfile::tempdir().unwrap();
    let (workspace, code) = create(home.path());
    drop(workspace);
    let laptop = device(&home.path().join("laptop"));
    let workspace = Workspace::unlock(laptop, &folder(home.path()), &secret(PASSWORD)).unwrap();
    workspace.turn_on_device_secret(&secret(PASSWORD)).unwrap();
    drop(workspace);
    let file = home.path().join("file");
    fs::write(&file, "no folder").unwrap();
    let next = secret("birch ember falcon quartz");
    let recovered = Workspace::recover(device(&file), &folder(home.path()), &code, &next);
    let (workspace, _) = recovered.ok().unwrap();
    assert_eq!(workspace.device_secret_not_kept().unwrap().code, ErrorCode::File);
}
