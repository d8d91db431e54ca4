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

/// Names a folder that holds the three programs.
const FOLDER_VARIABLE: &str = "CREDENZA_EMULATORS";
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

/// The folder that holds the programs: the one that [`FOLDER_VARIABLE`] names, or the tools folder,
/// into which `go install` puts them once. The error is a sentence that says why there is none.
pub(super) fn folder() -> Result<PathBuf, String> {
    static FOUND: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    FOUND.get_or_init(find_or_install).clone()
}

fn find_or_install() -> Result<PathBuf, String> {
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
    let lock = File::create(folder.join("lock")).map_err(|e| e.to_string())?;
    lock.lock().map_err(|e| e.to_string())?;
    if missing(&folder).is_some() || !is_pinned(&folder) {
        PROGRAMS.iter().try_for_each(|(_, module)| install(&folder, module))?;
        fs::write(folder.join("pins"), pins()).map_err(|e| e.to_string())?;
    }
    Ok(folder)
}

fn missing(folder: &Path) -> Option<&'static str> {
    PROGRAMS.iter().map(|(name, _)| *name).find(|name| !folder.join(name).is_file())
}

fn pins() -> String {
    PROGRAMS.map(|(_, module)| module).join("\n")
}

/// Whether the programs are of the pinned versions, as far as the folder tells.
fn is_pinned(folder: &Path) -> bool {
    fs::read_to_string(folder.join("pins")).map_or(true, |found| found == pins())
}

fn install(folder: &Path, module: &str) -> Result<(), String> {
    let said = tempfile::NamedTempFile::new().map_err(|e| e.to_string())?;
    let errors = said.reopen().map_err(|e| e.to_string())?;
    let started = Command::new("go")
        .args(["install", module])
        .env("GOBIN", folder)
        // Another compiler is not downloaded for it.
        .env("GOTOOLCHAIN", "local")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(errors)
        .spawn();
    let mut go = started.map_err(|_| "Go is not installed".to_owned())?;
    if !wait_until(|| !matches!(go.try_wait(), Ok(None)), LONGEST_INSTALL) {
        // It may end at this moment.
        let _ = go.kill();
    }
    if go.wait().is_ok_and(|status| status.success()) {
        return Ok(());
    }
    let said = fs::read_to_string(said.path()).unwrap_or_default();
    let lines: Vec<&str> = said.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    Err(format!("go install failed: {}", lines.join("; ")))
}
