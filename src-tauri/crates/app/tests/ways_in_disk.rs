//! A way in whose writing stops in the middle: either nothing has changed, or the caller holds what
//! the workspace needs now.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use credenza_app::{ErrorCode, Workspace, workspace::needs_device_secret};
use credenza_crypto::header::Header;
use credenza_secret::Secret;
use credenza_testkit::skip::{missing, skipped};
use support::{PASSWORD, create, device::device, folder, secret};

const HOME: &str = "CREDENZA_DISK_HOME";
const WORK: &str = "CREDENZA_DISK_WORK";

fn open(home: &Path) -> Result<Workspace, credenza_app::AppError> {
    Workspace::unlock(device(&home.join("device-secrets")), &folder(home), &secret(PASSWORD))
}

fn needs(header: &Path) -> bool {
    Header::parse(&fs::read(header).unwrap()).ok().unwrap().device_secret_name().is_some()
}

fn run(program: &str, arguments: &[&str], at: &[&Path]) {
    let status = Command::new(program).args(arguments).args(at).status().unwrap();
    assert!(status.success(), "{program} {arguments:?}");
}

/// The child, in a name space of its own, in which what is mounted ends with it.
#[test]
#[ignore = "started by the tests below"]
fn child() {
    let home = PathBuf::from(std::env::var_os(HOME).unwrap());
    match std::env::var(WORK).unwrap().as_str() {
        "full" => full(&home),
        _ => held(&home),
    }
    println!("DONE");
}

/// A file that is mounted on itself is read and never replaced.
fn held(home: &Path) {
    drop(create(home));
    let (own, backup) = (folder(home), folder(home).path().join("backups/000001-schema"));
    fs::create_dir_all(&backup).unwrap();
    for file in ["header", "store.db"] {
        fs::copy(own.path().join(file), backup.join(file)).unwrap();
    }
    let (header, copy) = (own.path().join("header"), backup.join("header"));
    let workspace = open(home).unwrap();
    let hold = |file: &Path| run("mount", &["--bind"], &[file, file]);
    let free = |file: &Path| run("umount", &[], &[file]);

    hold(&copy);
    assert!(workspace.turn_on_device_secret(&secret(PASSWORD)).is_err());
    assert!(!needs(&header), "it would stand beside a copy that opens alone");
    free(&copy);
    workspace.turn_on_device_secret(&secret(PASSWORD)).unwrap();
    assert!(needs(&header) && needs(&copy), "the control");

    hold(&header);
    assert!(workspace.turn_off_device_secret(&secret(PASSWORD)).is_err());
    assert!(needs(&copy), "the copy opens alone beside a header that does not");
    free(&header);

    hold(&copy);
    workspace.turn_off_device_secret(&secret(PASSWORD)).unwrap();
    assert!(!needs(&header) && needs(&copy));
    free(&copy);
    drop(workspace);
    drop(open(home).unwrap());
    assert!(!needs(&copy), "the next opening mends the copy");
}

/// As many pages as `pages` are free on a disk that is full otherwise.
fn with_room<T>(home: &Path, pages: usize, work: impl FnOnce() -> T) -> T {
    let room = home.join("room");
    fs::write(&room, vec![1; pages * 4096]).unwrap();
    // What can't be written fills the disk to its last page.
    let _ = fs::write(home.join("filler"), vec![1; 8 << 20]);
    fs::remove_file(room).unwrap();
    let result = work();
    fs::remove_file(home.join("filler")).unwrap();
    result
}

fn full(home: &Path) {
    run("mount", &["-t", "tmpfs", "-o", "size=3m", "tmpfs"], &[home]);
    let (workspace, first) = create(home);
    drop(workspace);
    let mut code = first;
    let (mut refused, mut made) = (0, 0);
    for pages in 0..12 {
        let workspace = open(home).unwrap();
        match with_room(home, pages, || workspace.renew_recovery_code(&secret(PASSWORD))) {
            Ok(new) => (code, made) = (new, made + 1),
            Err(error) => {
                assert_eq!(error.code, ErrorCode::DiskFull, "{error:?}");
                refused += 1;
            }
        }
        drop(workspace);
        assert!(opens(home, &code), "{pages} pages: the code that the person has opens nothing");
    }
    assert!(refused > 0 && made > 0, "{refused} refused, {made} made");
    turned(home);
}

/// Whether this recovery code is that of the header.
fn opens(home: &Path, code: &Secret) -> bool {
    let code = credenza_crypto::recovery::RecoveryCode::parse(code).unwrap();
    let header = Header::parse(&folder(home).read_header().unwrap()).ok().unwrap();
    header.unlock_with_recovery(&code).is_ok()
}

fn turned(home: &Path) {
    let (mut refused, mut made) = (0, 0);
    for pages in 0..12 {
        let workspace = open(home).unwrap();
        let on = with_room(home, pages, || workspace.turn_on_device_secret(&secret(PASSWORD)));
        assert_eq!(on.is_ok(), needs_device_secret(&folder(home)), "{pages} pages");
        if on.is_ok() {
            made += 1;
            workspace.turn_off_device_secret(&secret(PASSWORD)).unwrap();
        } else {
            refused += 1;
        }
    }
    assert!(refused > 0 && made > 0, "{refused} refused, {made} made");
}

/// Whether this system gives the child a name space of its own.
fn start(work: &str) -> bool {
    let home = tempfile::tempdir().unwrap();
    let own = Command::new("unshare").args(["-rm", "true"]).output();
    if !own.is_ok_and(|output| output.status.success()) {
        return false;
    }
    let output = Command::new("unshare")
        .arg("-rm")
        .arg(std::env::current_exe().unwrap())
        .args(["child", "--ignored", "--exact", "--nocapture"])
        .env(HOME, home.path())
        .env(WORK, work)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
    assert!(said.contains("DONE"), "{said}");
    true
}

/// Root can always have one; for others the system may forbid it.
fn no_name_space(test: &str) {
    let id = Command::new("id").arg("-u").output();
    let is_root = id.is_ok_and(|output| output.stdout == b"0\n");
    let say = if is_root { missing } else { skipped };
    say(test, "no name space of its own");
}

#[test]
fn a_full_disk_leaves_the_ways_in_that_the_person_has() {
    if !start("full") {
        no_name_space("ways in on a full disk");
    }
}

#[test]
fn no_copy_that_opens_alone_stands_beside_a_header_that_does_not() {
    if !start("held") {
        no_name_space("ways in whose files are held");
    }
}
