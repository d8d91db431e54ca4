//! R35: a kill while the device secret is turned on, renewed or off leaves a password that opens here.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

mod support;

use std::{
    env,
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
    time::Duration,
};

use credenza_app::{DeviceSecretFiles, DeviceSecrets, Workspace, workspace::needs_device_secret};
use credenza_crypto::header::Header;
use support::{PASSWORD, TestHost, create, device::device, folder, secret};

const HOME: &str = "CREDENZA_KILL_HOME";

fn open(home: &Path) -> Result<Workspace, credenza_app::AppError> {
    Workspace::unlock(device(&home.join("device-secrets")), &folder(home), &secret(PASSWORD))
}

/// The child: turns it on, makes a new one, and turns it off, until it is killed.
#[test]
#[ignore = "started by the test below"]
fn child() {
    let home = PathBuf::from(env::var_os(HOME).unwrap());
    let workspace = open(&home).unwrap();
    println!("BEGIN");
    loop {
        workspace.turn_on_device_secret(&secret(PASSWORD)).unwrap();
        workspace.turn_on_device_secret(&secret(PASSWORD)).unwrap();
        workspace.turn_off_device_secret(&secret(PASSWORD)).unwrap();
    }
}

/// All files below `folder` that begin as a header does, whatever their names are.
fn headers(folder: &Path) -> Vec<Header> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let headers = entries.flat_map(|path| match path.is_dir() {
        true => headers(&path),
        false => Some(std::fs::read(path).unwrap())
            .filter(|bytes| bytes.starts_with(b"CZH1"))
            .map(|bytes| Header::parse(&bytes).unwrap())
            .into_iter()
            .collect(),
    });
    headers.collect()
}

fn is_part(entry: &std::io::Result<std::fs::DirEntry>) -> bool {
    entry.as_ref().unwrap().file_name().to_str().unwrap().starts_with(".new-")
}

fn killed(home: &Path, after: Duration) {
    let mut child = Command::new(env::current_exe().unwrap())
        .args(["child", "--ignored", "--exact", "--nocapture"])
        .env(HOME, home)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
    assert!(lines.any(|line| line.contains("BEGIN")), "the child did not open the workspace");
    thread::sleep(after);
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn r35_a_kill_leaves_a_password_that_opens_on_this_device() {
    let home = tempfile::tempdir().unwrap();
    drop(create(home.path()));
    let own = folder(home.path());
    // An automatic backup, whose header is changed as well.
    let backup = own.path().join("backups/000001-schema");
    std::fs::create_dir_all(&backup).unwrap();
    for file in ["header", "store.db"] {
        std::fs::copy(own.path().join(file), backup.join(file)).unwrap();
    }
    let kills = if env::var_os("CREDENZA_SOAK").is_some() { 500 } else { 50 };
    let (mut on, mut opened, mut between, mut left) = (0, 0, 0, 0);
    for n in 0..kills {
        killed(home.path(), Duration::from_millis(n * 3 % 100));
        let needs = needs_device_secret(&own);
        on += u32::from(needs);
        let copy = std::fs::read(backup.join("header")).unwrap();
        between += u32::from(copy != own.read_header().unwrap());
        let copy = Header::parse(&copy).unwrap();
        let open_beside = needs && copy.device_secret_name().is_none();
        assert!(!open_beside, "a copy that opens alone lies beside a header that does not");
        left += std::fs::read_dir(own.path()).unwrap().filter(is_part).count();
        opened += u64::from(open(home.path()).is_ok());
        let all = headers(own.path());
        assert_eq!(all.len(), 2, "what a kill left is gone once it was opened");
        assert!(!needs || all.iter().all(|header| header.device_secret_name().is_some()));
        if let Some(name) = copy.device_secret_name() {
            let keeper = DeviceSecretFiles::new(home.path().join("device-secrets"));
            let (device, _) = keeper.find(name).unwrap().expect("its device secret is kept");
            let root =
                copy.unlock_with_device_secret(&TestHost::default(), &secret(PASSWORD), &device);
            assert!(root.is_ok());
        } else {
            assert!(copy.unlock_with_password(&TestHost::default(), &secret(PASSWORD)).is_ok());
        }
    }
    println!(
        "R35 the password opens after {opened} of {kills} kills, {on} with a device secret, {between} between backup and header, {left} with a header under another name, target {kills} pass"
    );
    assert_eq!(opened, kills);
    assert!(on > 0 && u64::from(on) < kills, "the kills did not meet both: {on}");
}
