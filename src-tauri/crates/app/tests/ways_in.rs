//! R35: a kill while the ways in change leaves exactly one password, and the recovery code.
#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use std::{
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::Arc,
    thread,
    time::Duration,
};

use credenza_app::Workspace;
use support::{PASSWORD, TestHost, create, folder, secret, unlock};

const HOME: &str = "CREDENZA_WAYS_HOME";
const OTHER: &str = "copper lantern winding meadow";

/// The child: changes the password to and fro until it is killed.
#[test]
#[ignore = "started by the test below"]
fn child() {
    let home = PathBuf::from(std::env::var_os(HOME).unwrap());
    let opened = unlock(&home, PASSWORD).map(|w| (w, PASSWORD, OTHER));
    let (workspace, mut now, mut next) =
        opened.or_else(|_| unlock(&home, OTHER).map(|w| (w, OTHER, PASSWORD))).unwrap();
    println!("BEGIN");
    loop {
        workspace.change_password(&secret(now), &secret(next)).unwrap();
        println!("DONE {next}");
        std::mem::swap(&mut now, &mut next);
    }
}

/// Kills a child so long after it began; tells what it acknowledged last.
fn killed(home: &Path, after: Duration) -> Option<String> {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["child", "--ignored", "--exact", "--nocapture"])
        .env(HOME, home)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
    assert!(lines.any(|line| line.contains("BEGIN")), "the child did not open the workspace");
    let rest = thread::spawn(move || {
        lines.filter_map(|line| Some(line.rsplit_once("DONE ")?.1.to_owned())).last()
    });
    thread::sleep(after);
    child.kill().unwrap();
    child.wait().unwrap();
    rest.join().unwrap()
}

#[test]
fn r35_a_kill_leaves_exactly_one_password_and_the_code_opens() {
    let home = tempfile::tempdir().unwrap();
    let (workspace, mut code) = create(home.path());
    drop(workspace);
    let (kills, recoveries) =
        if std::env::var_os("CREDENZA_SOAK").is_some() { (1_000, 100) } else { (100, 10) };
    let (mut between, mut changes) = (0, 0);
    let mut recovered = 0;
    for n in 0..kills {
        let said = killed(home.path(), Duration::from_millis(2 * (n % 80)));
        let opens = [PASSWORD, OTHER].map(|one| unlock(home.path(), one).is_ok());
        assert_eq!(opens.iter().filter(|opens| **opens).count(), 1, "after {n} kills: {opens:?}");
        if let Some(said) = said {
            changes += 1;
            let is = if opens[0] { PASSWORD } else { OTHER };
            // A change that was under way when the kill came may have come through.
            between += usize::from(said != is);
        }
        if n % (kills / recoveries) == 0 {
            let host = Arc::new(TestHost::default());
            let (opened, next) =
                Workspace::recover(host, &folder(home.path()), &code, &secret(PASSWORD)).unwrap();
            drop(opened);
            let again = Arc::new(TestHost::default());
            let used = Workspace::recover(again, &folder(home.path()), &code, &secret(PASSWORD));
            assert!(used.is_err(), "a code that was used opens again");
            code = next;
            recovered += 1;
        }
    }
    println!(
        "R35 one password opens after {kills} of {kills} kills, {between} in the middle of a change; code {recovered} of {recoveries}, pass"
    );
    assert!(changes > kills / 10, "hardly a child got as far as a change: {changes}");
}
