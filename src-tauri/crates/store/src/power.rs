//! R29, the control: what the pragma `synchronous` is for. The same changes are traced twice, under
//! the pragma of the product and under `NORMAL`, and the same power cuts come. The rest of R29 stands
//! in the tests of the app, from where nobody can turn the pragma down.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

#[path = "../../app/tests/power/disk.rs"]
mod disk;
#[allow(dead_code, unreachable_pub, reason = "the part that other tests use")]
#[path = "../../testkit/src/skip.rs"]
mod skip;
#[path = "../../app/tests/power/trace.rs"]
mod trace;

use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use credenza_crypto::keys::{DatabaseKey, RootKey};
use disk::{Disk, Fate};
use trace::Call;

use crate::{Store, WorkspaceFolder, folder::HEADER_FILE};

const HOME: &str = "CREDENZA_SYNCHRONOUS_HOME";
const PRAGMA: &str = "CREDENZA_SYNCHRONOUS";
/// Changes that a child makes.
const CHANGES: usize = 40;
const CUTS: usize = 100;

fn key() -> DatabaseKey {
    RootKey::from_bytes([29; 32]).database()
}

fn folder(home: &Path) -> WorkspaceFolder {
    WorkspaceFolder::new(home.join("W.credenza"))
}

/// The child: changes, and says so after each.
#[test]
#[ignore = "started by the test below"]
fn child() {
    let home = PathBuf::from(std::env::var_os(HOME).unwrap());
    let store = Store::open(&folder(&home), &key()).unwrap();
    if let Ok(value) = std::env::var(PRAGMA) {
        store.connection.pragma_update(None, "synchronous", value).unwrap();
    }
    for n in 0..CHANGES {
        store.set_draft(&format!("form {n}"), Some("{}")).unwrap();
        println!("DONE {n}");
    }
}

/// The disk before a child began, and every call of it; none where nothing can be traced.
fn traced(pragma: Option<&str>) -> Option<(Disk, Vec<Call>)> {
    let home = tempfile::tempdir().unwrap();
    let folder = folder(home.path());
    std::fs::create_dir(folder.path()).unwrap();
    std::fs::write(folder.path().join(HEADER_FILE), "header").unwrap();
    drop(Store::create(&folder, &key()).unwrap());
    let (disk, log) = (Disk::of(folder.path()), home.path().join("trace"));
    let calls =
        "openat,pwrite64,write,fsync,fdatasync,ftruncate,rename,renameat,renameat2,unlink,unlinkat";
    let mut strace = Command::new("strace");
    strace
        .args(["-f", "-yy", "-xx", "-s", "1000000", "-e", &format!("trace={calls}"), "-o"])
        .arg(&log)
        .arg(std::env::current_exe().unwrap())
        .args(["power::child", "--ignored", "--exact", "--nocapture"])
        .env(HOME, home.path())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    if let Some(value) = pragma {
        strace.env(PRAGMA, value);
    }
    let good = strace.status().is_ok_and(|status| status.success());
    let text = std::fs::read_to_string(&log).unwrap_or_default();
    if !good && text.is_empty() {
        return None;
    }
    assert!(good, "the traced child failed");
    Some((disk, trace::read(&text, folder.path())))
}

/// How many cuts lose what was acknowledged, or leave what does not open.
fn losses(start: &Disk, calls: &[Call]) -> usize {
    let mut fate = Fate::new(29);
    let mut lost = 0;
    for _ in 0..CUTS {
        let at = fate.below(calls.len());
        let mut disk = start.clone();
        calls[..at].iter().for_each(|call| disk.take(call));
        let said = calls[..at].iter().filter(|call| matches!(call, Call::Said(_))).count();
        let home = tempfile::tempdir().unwrap();
        disk.after_cut(&mut fate, folder(home.path()).path());
        let whole = Store::open(&folder(home.path()), &key()).is_ok_and(|store| {
            (0..said).all(|n| matches!(store.draft(&format!("form {n}")), Ok(Some(_))))
        });
        lost += usize::from(!whole);
    }
    lost
}

#[test]
fn r29_control_with_less_than_full_synchronisation_changes_are_lost() {
    let Some((disk, calls)) = traced(None) else {
        return skip::missing("power cuts", "strace can not follow a program here");
    };
    let ours = losses(&disk, &calls);
    let (disk, calls) = traced(Some("NORMAL")).expect("strace followed a program before");
    let normal = losses(&disk, &calls);
    println!(
        "R29 {ours} of {CUTS} power cuts lose a change, target 0; {normal} of {CUTS} with synchronous = NORMAL, target more than 0, pass"
    );
    assert_eq!(ours, 0);
    assert!(normal > 0, "the pragma makes no difference: the test sees nothing");
}
