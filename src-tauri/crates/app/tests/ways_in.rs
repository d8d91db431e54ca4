//! R35: a kill while the ways in change leaves exactly one password, and the recovery code.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

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
const FIRST: &str = "CREDENZA_WAYS_FIRST";

/// No two changes set the same password, so that one which was lost shows.
fn numbered(n: u64) -> String {
    format!("{PASSWORD} {n}")
}

/// The child: changes the password from number to number until it is killed.
#[test]
#[ignore = "started by the test below"]
fn child() {
    let home = PathBuf::from(std::env::var_os(HOME).unwrap());
    let first = std::env::var(FIRST).unwrap().parse().unwrap();
    let workspace = unlock(&home, &numbered(first)).unwrap();
    println!("BEGIN");
    for n in first.. {
        workspace.change_password(&secret(&numbered(n)), &secret(&numbered(n + 1))).unwrap();
        println!("DONE {}", n + 1);
    }
}

/// Kills a child so long after it began, or after its first change; tells what it acknowledged
/// last, if anything.
fn killed(home: &Path, first: u64, once_changed: bool, after: Duration) -> Option<u64> {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["child", "--ignored", "--exact", "--nocapture"])
        .env(HOME, home)
        .env(FIRST, first.to_string())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
    assert!(lines.any(|line| line.contains("BEGIN")), "the child did not open the workspace");
    let mut said = lines.map(|line| line.rsplit_once("DONE ")?.1.parse::<u64>().ok());
    let one = once_changed.then(|| said.next().expect("the child ended before a change")).flatten();
    let rest = thread::spawn(move || said.flatten().last());
    thread::sleep(after);
    child.kill().unwrap();
    child.wait().unwrap();
    rest.join().unwrap().or(one)
}

/// The one number whose password opens, of all that could.
fn opens(home: &Path, first: u64, said: u64) -> u64 {
    let tried = first.saturating_sub(1)..=said + 2;
    let good: Vec<_> = tried.filter(|n| unlock(home, &numbered(*n)).is_ok()).collect();
    assert_eq!(good.len(), 1, "from {first}, {said} was acknowledged: {good:?}");
    good[0]
}

#[test]
fn r35_a_kill_leaves_exactly_one_password_and_the_code_opens() {
    let home = tempfile::tempdir().unwrap();
    let (workspace, mut code) = create(home.path());
    workspace.change_password(&secret(PASSWORD), &secret(&numbered(0))).unwrap();
    drop(workspace);
    let (kills, recoveries) =
        if std::env::var_os("CREDENZA_SOAK").is_some() { (1_000, 100) } else { (100, 10) };
    let (mut between, mut changes, mut recovered) = (0, 0, 0);
    let mut at = 0;
    for n in 0..kills {
        let (once_changed, after) = (n % 2 == 0, Duration::from_millis(2 * (n % 80)));
        let acknowledged = killed(home.path(), at, once_changed, after);
        let said = acknowledged.unwrap_or(at);
        let now = opens(home.path(), at, said);
        // A change that was under way when the kill came may have come through; none is lost.
        assert!(now == said || now == said + 1, "{said} was acknowledged, and {now} opens");
        changes += usize::from(acknowledged.is_some());
        between += usize::from(now != said);
        at = now;
        if n % (kills / recoveries) == 0 {
            let host = Arc::new(TestHost::default());
            at += 1;
            let password = secret(&numbered(at));
            let (opened, next) =
                Workspace::recover(host, &folder(home.path()), &code, &password).unwrap();
            drop(opened);
            let again = Arc::new(TestHost::default());
            let used = Workspace::recover(again, &folder(home.path()), &code, &password);
            assert!(used.is_err(), "a code that was used opens again");
            code = next;
            recovered += 1;
        }
    }
    println!(
        "R35 one password opens after {kills} of {kills} kills, {between} in the middle of a change; code {recovered} of {recoveries}, pass"
    );
    assert!(changes as u64 >= kills / 2, "a child that changed something is missing: {changes}");
}
