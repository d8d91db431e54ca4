//! A workspace, and the command run on it as a script does.
#![allow(dead_code, clippy::unwrap_used, reason = "each suite uses a part")]

use std::{
    io::Write as _,
    path::PathBuf,
    process::{Command, Output, Stdio},
};

use serde_json::Value;

pub(crate) const PASSWORD: &str = "violet anchor drifting tundra";
pub(crate) const CANARY: &str = "canary-value-5e1f";

pub(crate) struct Story {
    pub(crate) home: tempfile::TempDir,
}

impl Story {
    pub(crate) fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        std::fs::write(home.path().join("password"), PASSWORD).unwrap();
        Self { home }
    }

    pub(crate) fn workspace(&self) -> PathBuf {
        self.home.path().join("Finance.credenza")
    }

    pub(crate) fn run(&self, arguments: &[&str], input: &str) -> Output {
        self.run_bytes(arguments, input.as_bytes())
    }

    pub(crate) fn run_bytes(&self, arguments: &[&str], input: &[u8]) -> Output {
        self.run_on("laptop", arguments, input)
    }

    /// On a device whose settings lie in a folder of their own, without a key store.
    pub(crate) fn run_on(&self, device: &str, arguments: &[&str], input: &[u8]) -> Output {
        let mut child = self
            .command(device)
            .arg("--json")
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // A command that reads nothing may have ended before this is written.
        let _ = child.stdin.take().unwrap().write_all(input);
        child.wait_with_output().unwrap()
    }

    /// For people: without JSON.
    pub(crate) fn command(&self, device: &str) -> Command {
        let mut command = self.bare(device);
        command.arg("--no-input").arg("--password-file").arg(self.home.path().join("password"));
        command
    }

    /// As a person types it, who is asked for what is missing.
    pub(crate) fn asking(&self, arguments: &[&str]) -> Command {
        let mut command = self.bare("laptop");
        command.args(arguments);
        command
    }

    fn bare(&self, device: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_credenza"));
        command
            .env("XDG_CONFIG_HOME", self.home.path().join(device))
            .env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus")
            .arg("--workspace")
            .arg(self.workspace());
        command
    }

    pub(crate) fn good(&self, arguments: &[&str], input: &str) -> Value {
        self.good_on("laptop", arguments, input)
    }

    pub(crate) fn good_on(&self, device: &str, arguments: &[&str], input: &str) -> Value {
        let output = self.run_on(device, arguments, input.as_bytes());
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(
            output.status.success(),
            "{arguments:?}: {text} {}",
            String::from_utf8_lossy(&output.stderr)
        );
        serde_json::from_str(&text).unwrap()
    }

    pub(crate) fn bad(&self, arguments: &[&str], input: &str) -> (i32, String) {
        self.bad_on("laptop", arguments, input)
    }

    pub(crate) fn bad_on(&self, device: &str, arguments: &[&str], input: &str) -> (i32, String) {
        let output = self.run_on(device, arguments, input.as_bytes());
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(!text.contains(CANARY), "an error holds no value");
        let document: Value = serde_json::from_str(&text).unwrap();
        assert!(document["error"]["hint"].as_str().unwrap().ends_with('.'), "{text}");
        (output.status.code().unwrap(), document["error"]["code"].as_str().unwrap().to_owned())
    }
}
