//! A disk that is full, and one that can't be written: a clear outcome, nothing lost.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use credenza_app::{
    AppError, ErrorCode, Workspace,
    credentials::{CredentialValue, Field},
    vaults::AccessCheck,
};
use credenza_model::ids::CredentialId;
use credenza_testkit::{
    azure::AzureServer,
    skip::{missing, skipped},
};
use support::{
    PASSWORD, create, unlock,
    vault::{request, variable},
};

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

/// A credential whose password is in a vault, not yet checked.
struct Vault {
    runtime: tokio::runtime::Runtime,
    _server: AzureServer,
    credential: CredentialId,
}

impl Vault {
    fn new(workspace: &Workspace) -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let server = runtime.block_on(AzureServer::start());
        server.put("robot", "one", None, false);
        let connection = runtime.block_on(workspace.connect_vault(request(&server, "Finance")));
        let reference = variable(connection.unwrap().id, "Robot", "robot");
        let made = workspace.create_azure_variable(reference, true, &|_, _| ());
        let AccessCheck::Saved(password) = runtime.block_on(made).unwrap() else {
            panic!("what needs no check was not saved")
        };
        let user = support::text(workspace, "user", "robot");
        let draft = support::draft("Robot", &user, &password);
        let credential = workspace.create_credential(&draft).unwrap().id;
        Self { runtime, _server: server, credential }
    }

    /// The value is given although what the read shows of access has no room.
    fn is_read(&self, workspace: &Workspace) {
        let status = || workspace.credential(self.credential).unwrap().status;
        let before = status();
        let read = workspace.read_value(self.credential, Field::Password);
        let read = self.runtime.block_on(read);
        assert!(matches!(read, Ok(CredentialValue::Password(_))), "the read failed");
        assert_eq!(status(), before, "there was room for what the read showed");
    }
}

/// The child, with a small disk of its own at its home.
#[test]
#[ignore = "started by the test below"]
fn child() {
    let home = PathBuf::from(std::env::var_os(HOME).unwrap());
    mount(&home, &["-t", "tmpfs", "-o", "size=3m", "tmpfs"]);
    let (workspace, _) = create(&home);
    let vault = Vault::new(&workspace);
    let mut kept = usize::try_from(count(&workspace)).unwrap();
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
    vault.is_read(&workspace);
    assert_eq!(add(&workspace, kept).unwrap_err().code, ErrorCode::DiskFull);
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

/// Why this system gives no name space of its own, if it does not.
fn own_name_space() -> Result<(), String> {
    match Command::new("unshare").args(["-rm", "true"]).output() {
        Ok(output) if output.status.success() => Ok(()),
        Ok(output) => Err(format!("unshare -rm: {}", String::from_utf8_lossy(&output.stderr))),
        Err(error) => Err(format!("unshare can't be run: {error}")),
    }
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout == b"0\n")
}

#[test]
fn a_full_disk_and_one_that_cannot_be_written_lose_nothing() {
    let home = tempfile::tempdir().unwrap();
    // A name space of its own: the disk is seen by the child alone, and ends with it.
    if let Err(reason) = own_name_space() {
        let say = if is_root() { missing } else { skipped };
        return say("full disk", &reason);
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
