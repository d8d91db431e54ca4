//! A server as a child process.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

/// A loaded machine starts a server within seconds.
const LONGEST_START: Duration = Duration::from_secs(60);
const BETWEEN_LOOKS: Duration = Duration::from_millis(20);

/// A running server; it ends when dropped.
pub(super) struct Server {
    child: Child,
    log: PathBuf,
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Server {
    /// Starts `program` in a folder of its own with nothing but `environment`.
    pub(super) fn start(
        program: &Path,
        home: &Path,
        arguments: &[String],
        environment: &[(&str, String)],
    ) -> Self {
        let log = home.join("log");
        let output = fs::File::create(&log).expect("a log can be made");
        let child = Command::new(program)
            .args(arguments)
            .current_dir(home)
            .env_clear()
            .envs(environment.iter().map(|(name, value)| (*name, value)))
            .stdin(Stdio::null())
            .stdout(output.try_clone().expect("a file has several handles"))
            .stderr(output)
            .spawn();
        Self { child: child.expect("the emulator starts"), log }
    }

    /// Waits until `address` is answered. The error is what the server printed before it ended, as
    /// it does when somebody took its port first.
    pub(super) async fn answers(
        &mut self,
        client: &reqwest::Client,
        address: &str,
    ) -> Result<(), String> {
        let end = Instant::now() + LONGEST_START;
        while Instant::now() < end {
            if client.get(address).send().await.is_ok_and(|answer| answer.status().is_success()) {
                return Ok(());
            }
            if !matches!(self.child.try_wait(), Ok(None)) {
                return Err(self.log());
            }
            tokio::time::sleep(BETWEEN_LOOKS).await;
        }
        panic!("{address} is not answered: {}", self.log());
    }

    /// Waits until something listens on `port`. The error is that of [`Server::answers`].
    pub(super) async fn listens(&mut self, port: u16) -> Result<(), String> {
        let end = Instant::now() + LONGEST_START;
        while Instant::now() < end {
            if tokio::net::TcpStream::connect(("127.0.0.1", port)).await.is_ok() {
                return Ok(());
            }
            if !matches!(self.child.try_wait(), Ok(None)) {
                return Err(self.log());
            }
            tokio::time::sleep(BETWEEN_LOOKS).await;
        }
        panic!("nothing listens on {port}: {}", self.log());
    }

    fn log(&self) -> String {
        fs::read_to_string(&self.log).unwrap_or_default()
    }
}
