//! What a machine needs before anything is built. Says what it installs; nothing when all is there.

use std::{fs, path::PathBuf, process::Command};

use crate::process::{self, Problem, exists, root, run};

/// Libraries and programs that building needs.
const BUILD: &[&str] = &[
    "build-essential",
    "pkg-config",
    "perl",
    "libwebkit2gtk-4.1-dev",
    "libgtk-3-dev",
    "librsvg2-dev",
    "libdbus-1-dev",
];
/// Programs that the tests need besides.
const TEST: &[&str] = &[
    "xvfb",
    "openbox",
    "dbus-daemon",
    "gnome-keyring",
    "webkit2gtk-driver",
    "python3-venv",
    "imagemagick",
    "strace",
    "xdotool",
    "xclip",
];

/// Installs what is missing for a build and, if `tests`, for the tests.
pub(crate) fn run_setup(tests: bool) -> Result<(), Problem> {
    let wanted: Vec<&str> = BUILD.iter().chain(TEST.iter().filter(|_| tests)).copied().collect();
    system_packages(&wanted)?;
    if !exists("npm") {
        return Err(
            "Node.js with npm is needed: install Node 20 or newer, then try again".to_owned()
        );
    }
    ui_packages()?;
    if tests { window_driver() } else { Ok(()) }
}

/// Version of the program that lets a test drive the window.
const DRIVER: &str = "2.1.0";

/// Installs the driver into the target folder, once.
fn window_driver() -> Result<(), Problem> {
    if driver().is_file() {
        return Ok(());
    }
    println!("Installing tauri-driver {DRIVER}");
    run(
        "cargo",
        &["install", "tauri-driver", "--version", DRIVER, "--locked", "--root", "target/tools"],
        ".",
    )
}

/// Where the driver is.
pub(crate) fn driver() -> PathBuf {
    root().join("target/tools/bin/tauri-driver")
}

/// What the second reader of records and the second derivation of keys need.
const PYTHON: &[&str] = &["cryptography==50.0.2", "cbor2==6.2.1", "argon2-cffi==25.1.0"];

/// Python with what reads the golden records, or none when it can't be made.
pub(crate) fn python() -> Option<PathBuf> {
    let folder = root().join("target/tools/python");
    let python = folder.join("bin/python");
    // A folder that was made for other packages is completed.
    let pins = PYTHON.join("\n");
    if fs::read_to_string(folder.join("ready")).ok().as_ref() != Some(&pins) {
        let made = run("python3", &["-m", "venv", "target/tools/python"], ".").and_then(|()| {
            let pip = [&["-m", "pip", "install", "-q"], PYTHON].concat();
            run("target/tools/python/bin/python", &pip, ".")
        });
        if let Err(problem) =
            made.and_then(|()| fs::write(folder.join("ready"), &pins).map_err(|e| e.to_string()))
        {
            println!("The second reader of records can't be set up: {problem}");
            return None;
        }
    }
    Some(python)
}

fn system_packages(wanted: &[&str]) -> Result<(), Problem> {
    if !exists("dpkg-query") {
        println!("This system has no dpkg. Install the equivalents of: {}", wanted.join(" "));
        return Ok(());
    }
    let missing: Vec<&str> = wanted.iter().filter(|name| !installed(name)).copied().collect();
    if missing.is_empty() {
        return Ok(());
    }
    println!("Installing system packages: {}", missing.join(" "));
    apt(&["update", "-q"])?;
    apt(&[&["install", "-y", "-q", "--no-install-recommends"], missing.as_slice()].concat())
}

fn installed(name: &str) -> bool {
    let output = Command::new("dpkg-query").args(["-W", "-f=${db:Status-Status}", name]).output();
    output.is_ok_and(|output| output.stdout == b"installed")
}

fn apt(arguments: &[&str]) -> Result<(), Problem> {
    let is_root = Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout == b"0\n");
    let (program, first) = if is_root { ("apt-get", None) } else { ("sudo", Some("apt-get")) };
    let mut command = Command::new(program);
    command.args(first).args(arguments).env("DEBIAN_FRONTEND", "noninteractive");
    process::succeed(command, "apt-get")
}

/// Installs what the lock file of the UI names, unless that was done already.
fn ui_packages() -> Result<(), Problem> {
    let modified =
        |path: &str| fs::metadata(root().join(path)).and_then(|data| data.modified()).ok();
    let (lock, done) =
        (modified("ui/package-lock.json"), modified("ui/node_modules/.package-lock.json"));
    if done.is_some() && done >= lock {
        return Ok(());
    }
    println!("Installing the UI's packages");
    run("npm", &["ci", "--ignore-scripts", "--no-audit", "--no-fund"], "ui")
}

/// Builds the UI, which the window's binary holds.
pub(crate) fn build_ui() -> Result<(), Problem> {
    run("npm", &["run", "--silent", "build"], "ui")
}
