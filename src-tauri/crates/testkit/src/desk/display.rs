//! A display, a message bus and a window's frame of their own.

use std::{
    io::{BufRead as _, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use crate::bus::PrivateBus;

/// The title of the program's window.
const WINDOW: &str = "Credenza";

/// The folder for temporary files below the home.
const TEMPORARY: &str = "tmp";

/// The folder below the home whose programs the window finds first.
pub(super) const PROGRAMS: &str = "bin";

/// How long anything on the desk may take.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// A virtual display of 1280 by 800 with a session bus, both ended when it is dropped.
pub struct Display {
    name: String,
    bus: PrivateBus,
    children: Vec<Child>,
    _socket: tempfile::TempDir,
}

impl Drop for Display {
    fn drop(&mut self) {
        for child in self.children.iter_mut().rev() {
            // It may have ended by itself.
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// Starts a program and returns the first line that it prints.
fn started(command: &mut Command) -> (Child, String) {
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    (child, line.trim().to_owned())
}

impl Display {
    /// Starts it.
    ///
    /// # Panics
    ///
    /// When `Xvfb`, `dbus-daemon` or `openbox` is not installed.
    #[must_use]
    pub fn start() -> Self {
        let screen = ["-displayfd", "1", "-screen", "0", "1280x800x24", "-nolisten", "tcp"];
        let (screen, number) = started(Command::new("Xvfb").args(screen));
        // Starts no service by itself: neither the person's key store nor what asks for its password.
        let socket = tempfile::tempdir().unwrap();
        let bus = PrivateBus::start(socket.path(), "").unwrap();
        let name = format!(":{number}");
        let mut frame = Command::new("openbox");
        let frame = frame.env("DISPLAY", &name).stderr(Stdio::null()).spawn().unwrap();
        Self { name, bus, children: vec![screen, frame], _socket: socket }
    }

    /// A program that shows its windows here and keeps its files below `home`.
    #[must_use]
    pub fn command(&self, program: impl AsRef<std::ffi::OsStr>, home: &Path) -> Command {
        std::fs::create_dir_all(home.join(TEMPORARY)).unwrap();
        let mut command = Command::new(program);
        let path = std::env::var_os("PATH").unwrap_or_default();
        let path = std::iter::once(home.join(PROGRAMS)).chain(std::env::split_paths(&path));
        command
            .env("PATH", std::env::join_paths(path).unwrap())
            .env("DISPLAY", &self.name)
            .env("DBUS_SESSION_BUS_ADDRESS", self.bus.address())
            .env("DBUS_SYSTEM_BUS_ADDRESS", self.bus.address())
            .env("CREDENZA_HOME", home.join("data"))
            .env("XDG_DATA_HOME", home.join("share"))
            .env("XDG_CACHE_HOME", home.join("cache"))
            .env("XDG_CONFIG_HOME", home.join("config"))
            .env("TMPDIR", home.join(TEMPORARY))
            .env("GTK_USE_PORTAL", "0")
            .env("NO_AT_BRIDGE", "1");
        command
    }

    /// Runs `xdotool`, which presses keys where WebDriver has no hands: in the system's dialogs.
    fn keys(&self, arguments: &[&str]) -> Option<String> {
        let mut command = Command::new("xdotool");
        let output = command.env("DISPLAY", &self.name).args(arguments).output().unwrap();
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        (output.status.success() && !text.trim().is_empty()).then_some(text)
    }

    /// The address of the message bus, which is the system's bus for the window as well.
    #[must_use]
    pub fn bus(&self) -> &str {
        self.bus.address()
    }

    /// The title of the window that takes the keys; none when none does.
    #[must_use]
    pub fn in_front(&self) -> Option<String> {
        let title = self.keys(&["getactivewindow", "getwindowname"])?;
        Some(title.trim().to_owned())
    }

    /// Gives the keys to the window with this title.
    pub fn activate(&self, title: &str) {
        let name = format!("^{title}$");
        self.keys(&["search", "--onlyvisible", "--name", &name, "windowactivate"]);
    }

    /// Closes the window that takes the keys, as a person does.
    pub(super) fn close(&self) {
        self.keys(&["key", "alt+F4"]);
    }

    /// Puts away the window that takes the keys.
    pub fn minimize(&self) {
        self.keys(&["getactivewindow", "windowminimize"]);
    }

    /// The text that another program would paste.
    #[must_use]
    pub fn clipboard(&self) -> String {
        let output = self.xclip(&["-out"]).output().unwrap();
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// As what the clipboard's owner offers its content.
    #[must_use]
    pub fn clipboard_targets(&self) -> Vec<String> {
        let output = self.xclip(&["-out", "-target", "TARGETS"]).output().unwrap();
        String::from_utf8_lossy(&output.stdout).lines().map(str::to_owned).collect()
    }

    /// Copies a text, as another program.
    pub fn copy(&self, text: &str) {
        let mut command = self.xclip(&["-in"]);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
        std::io::Write::write_all(&mut child.stdin.take().unwrap(), text.as_bytes()).unwrap();
        // What owns the clipboard from now on is a child of it, which ends with the display.
        assert!(child.wait().unwrap().success());
    }

    fn xclip(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("xclip");
        command.env("DISPLAY", &self.name).args(["-selection", "clipboard"]).args(arguments);
        command
    }

    /// How many windows are shown.
    #[must_use]
    pub fn windows(&self) -> usize {
        let shown = self.keys(&["search", "--onlyvisible", "--name", "."]);
        shown.map_or(0, |lines| lines.lines().count())
    }

    /// Types a path into the system's dialog that opens over `before` windows, and confirms it.
    ///
    /// # Panics
    ///
    /// When no dialog opens or it stays open.
    pub fn choose_file(&self, path: &Path, before: usize) {
        let until = |what: &str, good: &dyn Fn() -> bool| {
            let start = Instant::now();
            while !good() {
                assert!(start.elapsed() < PATIENCE, "the file dialog did not {what}");
                std::thread::sleep(Duration::from_millis(100));
            }
        };
        until("open", &|| self.windows() > before);
        // Keys that reach the window itself press what opened the dialog, and a second one opens.
        let in_dialog = || self.in_front().is_some_and(|title| title != WINDOW);
        until("come to the front", &in_dialog);
        // The dialog takes keys once it has the focus, which nothing on the display tells. A path
        // that it missed leaves it open, and is typed again over what it did take.
        until("close", &|| {
            if !in_dialog() {
                return self.windows() <= before;
            }
            // The first stroke makes room for a path, and what is typed meanwhile is lost.
            self.keys(&["key", "slash"]);
            std::thread::sleep(Duration::from_millis(500));
            self.keys(&["key", "ctrl+a"]);
            self.keys(&["type", "--delay", "5", &path.display().to_string()]);
            std::thread::sleep(Duration::from_millis(300));
            self.keys(&["key", "Return"]);
            crate::wait_until(|| self.windows() <= before, Duration::from_secs(5))
        });
    }
}
