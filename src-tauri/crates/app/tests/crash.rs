//! R28: what was acknowledged survives kill -9.
#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use std::{
    collections::BTreeSet,
    io::{BufRead as _, BufReader},
    path::PathBuf,
    process::{Command, Stdio},
    thread,
    time::Duration,
};

use credenza_app::CredentialQuery;
use support::{PASSWORD, create, unlock};

const HOME: &str = "CREDENZA_CRASH_HOME";

/// The child: makes credentials until it is killed, and says so after each.
#[test]
#[ignore = "started by the test below"]
fn child() {
    let home = PathBuf::from(std::env::var_os(HOME).unwrap());
    let workspace = unlock(&home, PASSWORD).ok().unwrap();
    let query = CredentialQuery { limit: 1, ..Default::default() };
    let start = workspace.list_credentials(&query).unwrap().total;
    for n in start.. {
        let made =
            support::credential(&workspace, &format!("robot {n}"), "user", &format!("value {n}"));
        let variable = made.variables.secret;
        workspace.set_secret(variable, support::secret(&format!("changed {n}"))).unwrap();
        println!("DONE {n}");
    }
}

#[test]
fn r28_no_acknowledged_change_is_lost_by_a_kill() {
    let home = tempfile::tempdir().unwrap();
    drop(create(home.path()));
    let kills = if std::env::var_os("CREDENZA_SOAK").is_some() { 10_000 } else { 500 };
    let mut acknowledged = BTreeSet::new();
    for n in 0..kills {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["child", "--ignored", "--exact", "--nocapture"])
            .env(HOME, home.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let reader = thread::spawn(move || {
            lines
                .map_while(Result::ok)
                .filter_map(|line| line.rsplit_once("DONE ")?.1.parse::<u64>().ok())
                .collect::<Vec<_>>()
        });
        thread::sleep(Duration::from_millis(5 + n % 30));
        child.kill().unwrap();
        child.wait().unwrap();
        acknowledged.extend(reader.join().unwrap());
        if n % 25 == 24 {
            let workspace = unlock(home.path(), PASSWORD).ok().unwrap();
            assert_eq!(missing(&workspace, &acknowledged), 0, "after {n} kills");
        }
    }
    let workspace = unlock(home.path(), PASSWORD).ok().unwrap();
    let lost = missing(&workspace, &acknowledged);
    println!(
        "R28 {lost} of {} acknowledged changes lost in {kills} kills, target 0 pass",
        acknowledged.len()
    );
    assert!(!acknowledged.is_empty(), "no child got as far as a change");
    assert_eq!(lost, 0);
}

/// How many acknowledged credentials are missing or have lost the change of their value.
fn missing(workspace: &credenza_app::Workspace, acknowledged: &BTreeSet<u64>) -> usize {
    use credenza_app::credentials::{CredentialValue, Field};
    acknowledged
        .iter()
        .filter(|n| {
            let Ok(view) = workspace.credential_by_name(&format!("robot {n}")) else { return true };
            match support::wait(workspace.read_value(view.credential.id, Field::Password)) {
                // EXPOSE: the test compares the value that it stored.
                Ok(CredentialValue::Password(value)) => value.expose() != format!("changed {n}"),
                _ => true,
            }
        })
        .count()
}
