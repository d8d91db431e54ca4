//! A desk of its own for one test: display, message bus, window, and a hand on the keyboard.

use std::{
    io::{BufRead as _, BufReader},
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use fantoccini::{Client, ClientBuilder, Locator, elements::Element};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::json;

const PATIENCE: Duration = Duration::from_secs(30);

/// Everything that a window needs, ended when it is dropped.
pub(crate) struct Desk {
    client: Client,
    home: tempfile::TempDir,
    port: u16,
    children: Vec<Child>,
}

impl Drop for Desk {
    fn drop(&mut self) {
        for child in self.children.iter_mut().rev() {
            // It may have ended by itself.
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

fn program(variable: &str) -> Option<PathBuf> {
    let path = std::env::var_os(variable).map(PathBuf::from).filter(|path| path.is_file());
    if path.is_none() {
        println!("SKIPPED window: {variable} names no program; `cargo xtask test` sets it");
        assert!(std::env::var_os("CI").is_none(), "{variable} has to be set in CI");
    }
    path
}

/// Starts a program and returns the first line that it prints.
fn started(command: &mut Command) -> (Child, String) {
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    (child, line.trim().to_owned())
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

impl Desk {
    /// Sets the desk up and opens the window; none when a program for it is missing.
    pub(crate) async fn start() -> Option<Self> {
        let driver = program("CREDENZA_TAURI_DRIVER")?;
        program("CREDENZA_DESKTOP_BIN")?;
        let home = tempfile::tempdir().unwrap();
        let screen = ["-displayfd", "1", "-screen", "0", "1280x800x24", "-nolisten", "tcp"];
        let (display, number) = started(Command::new("Xvfb").args(screen));
        let bus = ["--session", "--nofork", "--nopidfile", "--print-address"];
        let (bus, address) = started(Command::new("dbus-daemon").args(bus));
        let display_name = format!(":{number}");
        let manager = Command::new("openbox")
            .env("DISPLAY", &display_name)
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let (port, native) = (free_port(), free_port());
        let driver = Command::new(driver)
            .args(["--port", &port.to_string(), "--native-port", &native.to_string()])
            .env("DISPLAY", &display_name)
            .env("DBUS_SESSION_BUS_ADDRESS", address)
            .env("CREDENZA_HOME", home.path().join("data"))
            .env("XDG_DATA_HOME", home.path().join("share"))
            .env("XDG_CACHE_HOME", home.path().join("cache"))
            .env("GTK_USE_PORTAL", "0")
            .env("NO_AT_BRIDGE", "1")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let children = vec![display, bus, manager, driver];
        let client = connect(port).await;
        Some(Self { client, home, port, children })
    }

    /// Closes the window and opens it again, as after a new start of the computer.
    pub(crate) async fn restart(&mut self) {
        self.client.clone().close().await.unwrap();
        // A second program would hand over to the first and end, so the first has to be gone.
        let start = Instant::now();
        while is_running(self.home.path()) {
            assert!(start.elapsed() < PATIENCE, "the window did not end");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        self.client = connect(self.port).await;
    }

    /// Closes the window.
    pub(crate) async fn stop(self) {
        self.client.clone().close().await.unwrap();
        assert!(self.home.path().join("data").is_dir());
    }

    async fn find(&self, id: &str) -> Element {
        let css = format!("[data-testid=\"{id}\"]");
        let found = self.client.wait().at_most(PATIENCE).for_element(Locator::Css(&css)).await;
        found.unwrap_or_else(|error| panic!("{id} did not appear: {error}"))
    }

    pub(crate) async fn see(&self, id: &str) {
        self.find(id).await;
    }

    pub(crate) async fn has(&self, id: &str) -> bool {
        self.client.find(Locator::Css(&format!("[data-testid=\"{id}\"]"))).await.is_ok()
    }

    /// Waits until something is not there any more.
    pub(crate) async fn gone(&self, id: &str) {
        let start = Instant::now();
        while self.has(id).await {
            assert!(start.elapsed() < PATIENCE, "{id} is still there");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    pub(crate) async fn click(&self, id: &str) {
        self.find(id).await.click().await.unwrap_or_else(|error| panic!("{id}: {error}"));
    }

    /// Clicks the first thing that a CSS selector finds.
    pub(crate) async fn click_first(&self, css: &str) {
        let found = self.client.wait().at_most(PATIENCE).for_element(Locator::Css(css)).await;
        found.unwrap_or_else(|error| panic!("{css}: {error}")).click().await.unwrap();
    }

    /// Types into a field, key by key.
    pub(crate) async fn write(&self, id: &str, text: &str) {
        self.find(id).await.send_keys(text).await.unwrap_or_else(|error| panic!("{id}: {error}"));
    }

    /// Removes what stands in a field, key by key, and types anew.
    pub(crate) async fn replace(&self, id: &str, text: &str) {
        let back = char::from(fantoccini::key::Key::Backspace).to_string().repeat(40);
        self.write(id, &format!("{back}{text}")).await;
    }

    pub(crate) async fn text(&self, id: &str) -> String {
        self.find(id).await.text().await.unwrap()
    }

    /// The page as it stands, with what its fields hold.
    pub(crate) async fn source(&self) -> String {
        let script = "return document.documentElement.outerHTML + [...document.querySelectorAll('input,textarea')].map((f) => f.value).join('\\n') + document.body.innerText";
        let answer = self.client.execute(script, Vec::new()).await.unwrap();
        answer.as_str().unwrap().to_owned()
    }

    pub(crate) async fn until_source_has(&self, text: &str) {
        self.until(text, true).await;
    }

    pub(crate) async fn until_source_lacks(&self, text: &str) {
        self.until(text, false).await;
    }

    async fn until(&self, text: &str, there: bool) {
        let start = Instant::now();
        while self.source().await.contains(text) != there {
            assert!(start.elapsed() < PATIENCE, "waited for {text:?} to be there: {there}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Saves a picture of the window, when pictures are wanted.
    pub(crate) async fn picture(&self, name: &str) {
        let Some(folder) = std::env::var_os("CREDENZA_TOUR_OUT").map(PathBuf::from) else { return };
        std::fs::create_dir_all(&folder).unwrap();
        let png = self.client.screenshot().await.unwrap();
        std::fs::write(folder.join(format!("{name}.png")), png).unwrap();
    }
}

/// Whether a program runs whose data lie in `home`.
fn is_running(home: &Path) -> bool {
    let home = home.to_string_lossy().into_owned();
    let application = std::env::var("CREDENZA_DESKTOP_BIN").unwrap();
    let processes = std::fs::read_dir("/proc").unwrap().filter_map(Result::ok);
    processes.map(|process| process.path()).any(|process| {
        let read = |name| std::fs::read(process.join(name)).unwrap_or_default();
        let holds = |bytes: Vec<u8>, text: &str| String::from_utf8_lossy(&bytes).contains(text);
        holds(read("cmdline"), &application) && holds(read("environ"), &home)
    })
}

async fn connect(port: u16) -> Client {
    let application = std::env::var("CREDENZA_DESKTOP_BIN").unwrap();
    let options = json!({ "tauri:options": { "application": application } });
    let capabilities = options.as_object().unwrap().clone();
    let start = Instant::now();
    loop {
        let mut builder = ClientBuilder::new(HttpConnector::new());
        builder.capabilities(capabilities.clone());
        let address = format!("http://127.0.0.1:{port}");
        match tokio::time::timeout(PATIENCE, builder.connect(&address)).await.unwrap() {
            Ok(client) => return client,
            Err(error) => assert!(start.elapsed() < PATIENCE, "the window did not open: {error}"),
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}
