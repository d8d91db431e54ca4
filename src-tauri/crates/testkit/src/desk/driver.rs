//! What hands a test's wishes to the window.

use std::{
    fs::File,
    path::{Path, PathBuf},
    process::Child,
    time::{Duration, Instant},
};

use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::json;

use super::display::{Display, PATIENCE};
use crate::ports::free_ports;

/// The file below the home that holds all that the window wrote to its outputs, at trace level.
pub const LOG: &str = "window.log";

/// What hands a test's wishes to the window, ended when it is dropped.
pub(super) struct Driver {
    pub(super) program: PathBuf,
    pub(super) pace: u32,
    port: u16,
    child: Child,
}

impl Drop for Driver {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Driver {
    pub(super) fn start(program: &Path, display: &Display, home: &Path, pace: u32) -> Self {
        let [port, native] = free_ports();
        let mut command = display.command(program, home);
        command.args(["--port", &port.to_string(), "--native-port", &native.to_string()]);
        let log = File::options().create(true).append(true).open(home.join(LOG)).unwrap();
        command.env("CREDENZA_PACE", pace.to_string());
        command.env("CREDENZA_LOG", "trace").stdout(log.try_clone().unwrap()).stderr(log);
        let child = command.spawn().unwrap();
        Self { program: program.to_owned(), pace, port, child }
    }

    /// Opens the window `application`, whose files are in `home`.
    ///
    /// # Panics
    ///
    /// When the window does not open.
    pub(super) async fn connect(&self, application: &Path, home: &Path) -> Client {
        let options = json!({ "tauri:options": { "application": application } });
        let capabilities = options.as_object().unwrap().clone();
        let address = format!("http://127.0.0.1:{}", self.port);
        let start = Instant::now();
        let mut problem = String::new();
        while let Some(left) = PATIENCE.checked_sub(start.elapsed()) {
            let mut builder = ClientBuilder::new(HttpConnector::new());
            builder.capabilities(capabilities.clone());
            match tokio::time::timeout(left, builder.connect(&address)).await {
                Ok(Ok(client)) => return client,
                Ok(Err(error)) => problem = error.to_string(),
                Err(_) => problem = "the driver did not answer".to_owned(),
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
        let log = std::fs::read_to_string(home.join(LOG)).unwrap_or_default();
        let last: Vec<_> = log.lines().rev().take(20).collect();
        panic!(
            "the window did not open: {problem}; the last lines of its log, newest first: {last:#?}"
        );
    }
}
