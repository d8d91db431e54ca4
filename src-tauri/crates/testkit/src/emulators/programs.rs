//! Where the programs of the emulators are.

use std::{
    env,
    fs::{self, File},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::OnceLock,
    time::Duration,
};

use crate::wait_until;

/// Names a folder that holds the programs.
pub(super) const FOLDER_VARIABLE: &str = "CREDENZA_EMULATORS";
/// Building all three from nothing takes minutes on a small machine.
const LONGEST_INSTALL: Duration = Duration::from_secs(900);

/// Sign-in, Resource Manager and Key Vault, each with the module and version that is installed.
const PROGRAMS: [(&str, &str); 3] = [
    ("entra-emulator", "github.com/calvinchengx/entra-emulator/cmd/entra-emulator@v0.9.0"),
    ("arm-emulator", "github.com/calvinchengx/arm-emulator/cmd/arm-emulator@v0.4.1"),
    (
        "azure-keyvault-emulator",
        "github.com/calvinchengx/azure-keyvault-emulator/cmd/azure-keyvault-emulator@v0.7.0",
    ),
];

/// The file in the folder, and the artifact that is fetched.
const LOWKEY: (&str, &str) =
    ("lowkey-vault-app.jar", "com.github.nagyesta.lowkey-vault:lowkey-vault-app:7.3.74");

/// The file by which each is started, and what is fetched.
const AZURITE: (&str, &str) =
    ("azurite/node_modules/azurite/dist/src/blob/main.js", "azurite@3.35.0");
const MOTO: (&str, [&str; 3]) =
    ("moto/bin/moto_server", ["moto[s3]==5.1.22", "flask==3.1.3", "flask-cors==6.0.5"]);

/// The script of Azurite, found as the others are; npm fetches it.
pub(super) fn azurite() -> Result<PathBuf, String> {
    static FOUND: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    let (name, package) = AZURITE;
    let install = |folder: &Path| {
        let mut npm = Command::new("npm");
        npm.args([
            "install",
            "--ignore-scripts",
            "--no-audit",
            "--no-fund",
            "--no-save",
            "--prefix",
        ])
        .arg(folder.join("azurite"))
        .arg(package);
        succeed(npm, "npm install", "npm is not installed")
    };
    let folder = FOUND.get_or_init(|| find_or_make("azurite", &[name], package, install));
    folder.clone().map(|folder| folder.join(name))
}

/// Moto's server, found as the others are; pip fetches it.
pub(super) fn moto() -> Result<PathBuf, String> {
    static FOUND: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    let (name, packages) = MOTO;
    let install = |folder: &Path| {
        let mut venv = Command::new("python3");
        venv.args(["-m", "venv"]).arg(folder.join("moto"));
        succeed(venv, "python3 -m venv", "Python is not installed")?;
        let mut pip = Command::new(folder.join("moto/bin/pip"));
        pip.args(["install", "-q"]).args(packages);
        succeed(pip, "pip install", "pip is not installed")
    };
    let folder = FOUND.get_or_init(|| find_or_make("moto", &[name], &packages.join("\n"), install));
    folder.clone().map(|folder| folder.join(name))
}

/// The server and the module that is installed.
const FAKE_GCS: (&str, &str) = ("fake-gcs-server", "github.com/fsouza/fake-gcs-server@v1.56.1");

/// The program of fake-gcs-server, found as the others are; Go fetches it.
pub(super) fn fake_gcs() -> Result<PathBuf, String> {
    static FOUND: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    let (name, module) = FAKE_GCS;
    let install = |folder: &Path| go_install(folder, module);
    let folder = FOUND.get_or_init(|| find_or_make("fake-gcs", &[name], module, install));
    folder.clone().map(|folder| folder.join(name))
}

/// The folder that holds the three programs: the one that [`FOLDER_VARIABLE`] names, or the tools
/// folder, into which `go install` puts them once. The error is a sentence that says why there is
/// none.
pub(super) fn folder() -> Result<PathBuf, String> {
    static FOUND: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    let names = PROGRAMS.map(|(name, _)| name);
    let pins = PROGRAMS.map(|(_, module)| module);
    let install = |folder: &Path| pins.iter().try_for_each(|module| go_install(folder, module));
    FOUND.get_or_init(|| find_or_make("trio", &names, &pins.join("\n"), install)).clone()
}

/// The jar of Lowkey Vault, found in the same way; Maven fetches it.
pub(super) fn lowkey() -> Result<PathBuf, String> {
    static FOUND: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    let (name, artifact) = LOWKEY;
    let folder = FOUND.get_or_init(|| find_or_make("lowkey", &[name], artifact, maven_copy));
    folder.clone().map(|folder| folder.join(name))
}

fn find_or_make(
    what: &str,
    names: &[&str],
    pins: &str,
    make: impl FnOnce(&Path) -> Result<(), String>,
) -> Result<PathBuf, String> {
    let missing = |folder: &Path| names.iter().find(|name| !folder.join(name).is_file()).copied();
    if let Some(folder) = env::var_os(FOLDER_VARIABLE) {
        let folder = PathBuf::from(folder);
        return match missing(&folder) {
            None => Ok(folder),
            Some(name) => Err(format!("{FOLDER_VARIABLE} names a folder without {name}")),
        };
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../target/tools/emulators");
    fs::create_dir_all(&folder).map_err(|e| format!("the tools folder can not be made: {e}"))?;
    let folder = folder.canonicalize().map_err(|e| e.to_string())?;
    // Tests of several processes come here at the same time.
    let lock = File::create(folder.join(format!("{what}.lock"))).map_err(|e| e.to_string())?;
    lock.lock().map_err(|e| e.to_string())?;
    // Without the file somebody else put the programs there.
    let made_for = folder.join(format!("{what}.pins"));
    let pinned = fs::read_to_string(&made_for).map_or(true, |found| found == pins);
    if missing(&folder).is_some() || !pinned {
        make(&folder)?;
        fs::write(made_for, pins).map_err(|e| e.to_string())?;
    }
    Ok(folder)
}

fn go_install(folder: &Path, module: &str) -> Result<(), String> {
    let mut go = Command::new("go");
    // Another compiler is not downloaded for it.
    go.args(["install", module]).env("GOBIN", folder).env("GOTOOLCHAIN", "local");
    succeed(go, "go install", "Go is not installed")
}

fn maven_copy(folder: &Path) -> Result<(), String> {
    let mut maven = Command::new("mvn");
    maven
        .args(["-q", "-B", "-U", "dependency:copy", "-Dmdep.stripVersion=true"])
        .arg(format!("-Dartifact={}", LOWKEY.1))
        .arg(format!("-DoutputDirectory={}", folder.display()))
        // A project file of somebody else must not take part.
        .current_dir(folder);
    succeed(maven, "mvn dependency:copy", "Maven is not installed")
}

fn succeed(mut command: Command, name: &str, missing: &str) -> Result<(), String> {
    let said = tempfile::NamedTempFile::new().map_err(|e| e.to_string())?;
    let output = || said.reopen().map_err(|e| e.to_string());
    // Appended by both, so that neither overwrites the other.
    let log = File::options().append(true).open(said.path()).map_err(|e| e.to_string())?;
    let errors = log.try_clone().map_err(|e| e.to_string())?;
    let started = command.stdin(Stdio::null()).stdout(log).stderr(errors).spawn();
    let mut child = started.map_err(|_| missing.to_owned())?;
    if !wait_until(|| !matches!(child.try_wait(), Ok(None)), LONGEST_INSTALL) {
        // It may end at this moment.
        let _ = child.kill();
    }
    if child.wait().is_ok_and(|status| status.success()) {
        return Ok(());
    }
    let said = std::io::read_to_string(output()?).unwrap_or_default();
    Err(format!("{name} failed: {}", reason(&said)))
}

/// What a program said when it failed, in one line: the first that Maven marks as an error, or else
/// all.
fn reason(said: &str) -> String {
    let lines = || said.lines().map(str::trim).filter(|line| !line.is_empty());
    let marked = lines().find_map(|line| line.split_once("[ERROR] "));
    marked.map_or_else(|| lines().collect::<Vec<_>>().join("; "), |(_, said)| said.to_owned())
}
