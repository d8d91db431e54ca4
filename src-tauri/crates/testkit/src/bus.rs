//! A message bus and a key store of a test's own. Nothing of the person's session is touched.

use std::{
    fs,
    io::{BufRead as _, BufReader, Write as _},
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Duration,
};

use zbus::blocking::{Connection, connection::Builder, fdo::DBusProxy};

use crate::wait_until;

const LIMIT: Duration = Duration::from_secs(10);
/// The name under which a key store is found.
pub const SECRET_SERVICE: &str = "org.freedesktop.secrets";

/// A process that ends with the test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A message bus that starts no service by itself.
pub struct PrivateBus {
    _daemon: Running,
    address: String,
    folder: PathBuf,
}

impl PrivateBus {
    /// Starts one whose socket lies in `folder`. `refused` is what its policy forbids, in the words
    /// of `dbus-daemon(1)`. Tells why when it can't be had.
    ///
    /// # Errors
    /// A sentence: the program is not installed.
    pub fn start(folder: &Path, refused: &str) -> Result<Self, String> {
        fs::set_permissions(folder, fs::Permissions::from_mode(0o700)).expect("an own folder");
        let config = folder.join("bus.conf");
        let text = format!(
            "<busconfig><type>session</type><listen>unix:dir={}</listen><policy \
             context=\"default\"><allow send_destination=\"*\" eavesdrop=\"true\"/><allow \
             eavesdrop=\"true\"/><allow \
             own=\"*\"/>{refused}</policy></busconfig>",
            folder.display()
        );
        fs::write(&config, text).expect("an own folder");
        let mut child = Command::new("dbus-daemon")
            .arg(format!("--config-file={}", config.display()))
            .args(["--nofork", "--print-address"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| format!("dbus-daemon: {error}"))?;
        let output = child.stdout.take().expect("a pipe");
        let daemon = Running(child);
        let mut address = String::new();
        BufReader::new(output).read_line(&mut address).expect("an address");
        Ok(Self { _daemon: daemon, address: address.trim().to_owned(), folder: folder.to_owned() })
    }

    /// Where it is, as in `DBUS_SESSION_BUS_ADDRESS`.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }

    /// A connection to it.
    pub fn connect(&self) -> Connection {
        let builder = Builder::address(self.address()).expect("an address");
        builder.method_timeout(LIMIT).build().expect("a bus")
    }

    /// Starts GNOME's key store on this bus, empty and unlocked.
    ///
    /// # Errors
    /// A sentence: the program is not installed.
    pub fn key_store(&self, home: &Path) -> Result<KeyStore, String> {
        let mut child = Command::new("gnome-keyring-daemon")
            .args(["--foreground", "--unlock", "--components=secrets"])
            .env("DBUS_SESSION_BUS_ADDRESS", self.address())
            .env("HOME", home)
            .env("XDG_DATA_HOME", home.join("data"))
            .env("XDG_RUNTIME_DIR", &self.folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| format!("gnome-keyring-daemon: {error}"))?;
        let mut input = child.stdin.take().expect("a pipe");
        input.write_all(b"password of the key store").expect("a pipe");
        drop(input);
        let daemon = Running(child);
        let connection = self.connect();
        let bus = DBusProxy::new(&connection).expect("a bus");
        let name = || SECRET_SERVICE.try_into().expect("a name");
        let there = wait_until(|| bus.name_has_owner(name()).unwrap_or(false), LIMIT);
        assert!(there, "the key store did not start");
        Ok(KeyStore { _daemon: daemon })
    }
}

/// A running key store; it ends when dropped.
pub struct KeyStore {
    _daemon: Running,
}
