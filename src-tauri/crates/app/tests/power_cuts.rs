//! R29: what was acknowledged survives a power cut, by replaying what the system was asked to write.
//!
//! A child changes a workspace under `strace`. At a cut, every file holds what it held at its last
//! fsync; each later write may be there, missing, or torn at a sector, and a new name may be missing
//! until its folder was synced.
//! What the pragma `synchronous` does for it is shown in the store, which alone can turn it down.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

#[path = "power/disk.rs"]
mod disk;
mod support;
#[path = "power/trace.rs"]
mod trace;

use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use credenza_app::credentials::{CredentialValue, Field};
use credenza_testkit::skip::missing;
use disk::{Disk, Fate};
use support::{PASSWORD, create, unlock};
use trace::Call;

const HOME: &str = "CREDENZA_POWER_HOME";
/// Changes that the child makes.
const CHANGES: usize = 60;
/// After so many changes the password changes as well.
const PER_PASSWORD: usize = 6;

fn password(n: usize) -> String {
    if n == 0 { PASSWORD.to_owned() } else { format!("{PASSWORD} {n}") }
}

/// The child: changes, and says so after each.
#[test]
#[ignore = "started by the test below"]
fn child() {
    let home = PathBuf::from(std::env::var_os(HOME).unwrap());
    let mut workspace = unlock(&home, PASSWORD).unwrap();
    for n in 0..CHANGES {
        let name = format!("robot {n}");
        let made = support::credential(&workspace, &name, "user", &format!("value {n}"));
        let value = support::secret(&format!("changed {n}"));
        workspace.set_secret(made.variables.secret, value).unwrap();
        println!("DONE {n}");
        if n % PER_PASSWORD == PER_PASSWORD - 1 {
            let at = n / PER_PASSWORD;
            let (old, new) = (support::secret(&password(at)), support::secret(&password(at + 1)));
            workspace.change_password(&old, &new).unwrap();
            println!("PASS {}", at + 1);
            drop(workspace);
            workspace = unlock(&home, &password(at + 1)).unwrap();
        }
    }
}

/// Every call of a child that ran to its end, and the disk before it began.
fn traced(home: &Path) -> Option<(Disk, Vec<Call>)> {
    drop(create(home));
    let folder = support::folder(home).path().to_owned();
    let disk = Disk::of(&folder);
    let log = home.join("trace");
    let calls =
        "openat,pwrite64,write,fsync,fdatasync,ftruncate,rename,renameat,renameat2,unlink,unlinkat";
    let status = Command::new("strace")
        .args(["-f", "-yy", "-xx", "-s", "1000000", "-e", &format!("trace={calls}"), "-o"])
        .arg(&log)
        .arg(std::env::current_exe().unwrap())
        .args(["child", "--ignored", "--exact", "--nocapture"])
        .env(HOME, home)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    let good = status.is_ok_and(|status| status.success());
    let text = std::fs::read_to_string(&log).unwrap_or_default();
    if !good && text.is_empty() {
        return None;
    }
    assert!(good, "the traced child failed");
    std::fs::remove_file(&log).unwrap();
    Some((disk, trace::read(&text, &folder)))
}

/// What the child had said before the cut.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
struct Said {
    changes: usize,
    password: usize,
}

impl Said {
    fn hear(&mut self, line: &str) {
        let number = |word| line.split(word).nth(1).and_then(|rest| rest.trim().parse().ok());
        if let Some(n) = number("DONE ") {
            let n: usize = n;
            self.changes = n + 1;
        }
        self.password = number("PASS ").unwrap_or(self.password);
    }
}

/// Why a state after a cut is not good; none when it is.
fn violation(home: &Path, said: Said) -> Option<String> {
    // The change of the password that was under way may have come through or not.
    let opened = unlock(home, &password(said.password))
        .or_else(|_| unlock(home, &password(said.password + 1)));
    let workspace = match opened {
        Ok(workspace) => workspace,
        Err(error) => return Some(format!("{said:?}: {error}")),
    };
    (0..said.changes).find_map(|n| {
        let Ok(view) = workspace.credential_by_name(&format!("robot {n}")) else {
            return Some(format!("{said:?}: robot {n} is missing"));
        };
        match support::wait(workspace.read_value(view.credential.id, Field::Password)) {
            // EXPOSE: the test compares the value that it stored.
            Ok(CredentialValue::Password(v)) if v.expose() == format!("changed {n}") => None,
            _ => Some(format!("{said:?}: robot {n} lost its change")),
        }
    })
}

/// Cuts at `cuts` places; `synced` tells whether the disk does what fsync asks.
fn cut(start: &Disk, calls: &[Call], cuts: usize, synced: bool) -> Vec<String> {
    let mut violations = Vec::new();
    let mut fate = Fate::new(29);
    for _ in 0..cuts {
        let at = fate.below(calls.len());
        let (mut disk, mut said) = (start.clone(), Said::default());
        for call in &calls[..at] {
            match call {
                Call::Said(line) => said.hear(line),
                Call::Sync(_) if !synced => {}
                call => disk.take(call),
            }
        }
        let home = tempfile::tempdir().unwrap();
        disk.after_cut(&mut fate, support::folder(home.path()).path());
        violations.extend(violation(home.path(), said));
    }
    violations
}

#[test]
fn r29_no_acknowledged_change_is_lost_by_a_power_cut() {
    let home = tempfile::tempdir().unwrap();
    let Some((start, calls)) = traced(home.path()) else {
        return missing("power cuts", "strace can not follow a program here");
    };
    let cuts = if std::env::var_os("CREDENZA_SOAK").is_some() { 5_000 } else { 500 };
    let lied = cut(&start, &calls, 40, false);
    assert!(!lied.is_empty(), "a disk that ignores fsync loses nothing: the test sees nothing");
    let violations = cut(&start, &calls, cuts, true);
    println!(
        "R29 {} of {cuts} power cuts lost an acknowledged change or left a workspace that does not open, target 0; {} of 40 on a disk that ignores fsync, pass",
        violations.len(),
        lied.len()
    );
    assert!(violations.is_empty(), "{violations:#?}");
}
