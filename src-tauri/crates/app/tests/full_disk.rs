//! A disk that is full, and one that can't be written: a clear outcome, nothing lost.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use credenza_app::{AppError, ErrorCode, Workspace};
use support::{PASSWORD, create, unlock};

const HOME: &str = "CREDENZA_FULL_HOME";

fn add(workspace: &Workspace, n: usize) -> Result<(), AppError> {
    use credenza_app::variables::{NewValue, VariableCreateRequest};
    let request = VariableCreateRequest {
        display_name: format!("value {n}"),
        name: String::new(),
        value: NewValue::Text("x".repeat(2_000)),
    };
    workspace.create_variable(request).map(drop)
}

fn count(workspace: &Workspace) -> u64 {
    let query = credenza_app::VariableQuery { limit: 1, ..Default::default() };
    workspace.list_variables(&query).unwrap().total
}

/// The child, with a small disk of its own at its home.
#[test]
#[ignore = "started by the test below"]
fn child() {
    let home = PathBuf::from(std::env::var_os(HOME).unwrap());
    mount(&home, &["-t", "tmpfs", "-o", "size=3m", "tmpfs"]);
    let (workspace, _) = create(&home);
    let mut kept = 0;
    let refused = loop {
        match add(&workspace, kept) {
            Ok(()) => kept += 1,
            Err(error) => break error,
        }
        assert!(kept < 10_000, "the disk never filled");
    };
    assert_eq!(refused.code, ErrorCode::DiskFull, "{refused:?}");
    assert_eq!(count(&workspace), kept as u64);
    drop(workspace);

    // It still opens and is read, and says again why it can't be changed.
    let workspace = unlock(&home, PASSWORD).unwrap();
    assert_eq!(count(&workspace), kept as u64);
    while add(&workspace, kept).is_ok() {
        kept += 1;
    }
    // With room it goes on where it was.
    mount(&home, &["-o", "remount,size=8m"]);
    add(&workspace, kept).unwrap();
    kept += 1;
    drop(workspace);
    let workspace = unlock(&home, PASSWORD).unwrap();
    assert_eq!(count(&workspace), kept as u64);
    drop(workspace);
    println!("FULL {kept}");

    let before = bytes(&home);
    mount(&home, &["-o", "remount,ro"]);
    match unlock(&home, PASSWORD) {
        // Reading may work; writing says why it does not.
        Ok(workspace) => {
            let refused = add(&workspace, kept).unwrap_err();
            assert_eq!(refused.code, ErrorCode::ReadOnly, "{refused:?}");
        }
        Err(refused) => assert_eq!(refused.code, ErrorCode::ReadOnly, "{refused:?}"),
    }
    assert!(bytes(&home) == before, "something was written");
    println!("READONLY");
}

fn bytes(home: &Path) -> Vec<u8> {
    fs::read(support::folder(home).path().join("store.db")).unwrap()
}

fn mount(home: &Path, options: &[&str]) {
    let status = Command::new("mount").args(options).arg(home).status().unwrap();
    assert!(status.success(), "mount {options:?}");
}

#[test]
fn a_full_disk_and_one_that_cannot_be_written_lose_nothing() {
    let home = tempfile::tempdir().unwrap();
    // A name space of its own: the disk is seen by the child alone, and ends with it.
    let probe = Command::new("unshare").args(["-rm", "true"]).status();
    if !probe.is_ok_and(|status| status.success()) {
        println!("SKIPPED full disk: this system gives no name space of its own (unshare -rm)");
        return;
    }
    let output = Command::new("unshare")
        .arg("-rm")
        .arg(std::env::current_exe().unwrap())
        .args(["child", "--ignored", "--exact", "--nocapture"])
        .env(HOME, home.path())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
    assert!(said.contains("FULL ") && said.contains("READONLY"), "{said}");
}
