//! Microsoft's own Python client of Azure Key Vault, as a second opinion.

use std::{
    env,
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use serde_json::{Value, json};

use crate::{
    azure::{CLIENT_ID, TENANT},
    skip::missing,
};

const PACKAGES: [&str; 2] = ["azure-keyvault-secrets==4.12.0", "azure-identity==1.27.0"];

const SCRIPT: &str = r#"
import json, sys
from azure.identity import ClientSecretCredential
from azure.keyvault.secrets import SecretClient

job = json.load(sys.stdin)
credential = ClientSecretCredential(
    job["tenant"], job["client_id"], job["client_secret"],
    authority=job["authority"], disable_instance_discovery=True, connection_verify=job["ca"])
client = SecretClient(
    job["url"], credential, verify_challenge_resource=False, connection_verify=job["ca"])
if job["do"] == "set":
    client.set_secret(job["name"], job["value"])
    json.dump({}, sys.stdout)
elif job["do"] == "get":
    json.dump({"value": client.get_secret(job["name"]).value}, sys.stdout)
elif job["do"] == "list":
    json.dump({"names": [s.name for s in client.list_properties_of_secrets()]}, sys.stdout)
elif job["do"] == "life":
    client.begin_delete_secret(job["name"]).result()
    gone = [s.name for s in client.list_deleted_secrets()]
    client.begin_recover_deleted_secret(job["name"]).result()
    json.dump({"deleted": gone}, sys.stdout)
"#;

/// What the client needs to reach a vault.
#[derive(Clone)]
pub struct ClientSettings {
    /// Address of the vault that needs no pinned name.
    pub vault_url: String,
    /// Sign-in address.
    pub authority_url: String,
    /// The authority to trust, PEM.
    pub ca_pem: String,
    /// Secret of the app registration, known to everybody.
    pub client_secret: String,
}

/// The client, installed into the tools folder once.
#[derive(Debug)]
pub struct MicrosoftClient {
    python: PathBuf,
}

impl MicrosoftClient {
    /// Installs the pinned client if it is not there yet. None, with a line that says why, when
    /// this machine has no Python or no package registry.
    ///
    /// # Panics
    /// In CI, where it has to be there.
    #[must_use]
    pub fn ready(test: &str) -> Option<Self> {
        let folder = tools_folder().join("azure-client-4.12.0");
        let python = folder.join("bin/python");
        let marker = folder.join("ready");
        if !marker.exists()
            && let Err(why) = install(&folder, &python, &marker)
        {
            missing(test, &why);
            return None;
        }
        Some(Self { python })
    }

    fn run(&self, at: &ClientSettings, job: Value) -> Value {
        let ca = tempfile::NamedTempFile::new().expect("a temporary file");
        std::fs::write(ca.path(), &at.ca_pem).expect("the authority is written");
        let mut all = json!({
            "url": at.vault_url, "authority": at.authority_url, "ca": ca.path(), "tenant": TENANT,
            "client_id": CLIENT_ID, "client_secret": at.client_secret,
        });
        let fields = all.as_object_mut().expect("an object");
        fields.extend(job.as_object().cloned().unwrap_or_default());
        let mut child = Command::new(&self.python)
            .args(["-c", SCRIPT])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("python starts");
        let mut input = child.stdin.take().expect("a pipe");
        input.write_all(all.to_string().as_bytes()).expect("the job is sent");
        drop(input);
        let output = child.wait_with_output().expect("python ends");
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{errors}");
        serde_json::from_slice(&output.stdout).expect("an answer")
    }

    /// Reads a value with Microsoft's client.
    #[must_use]
    pub fn get(&self, at: &ClientSettings, name: &str) -> String {
        let answer = self.run(at, json!({"do": "get", "name": name}));
        answer["value"].as_str().expect("a value").to_owned()
    }

    /// Writes a value with Microsoft's client.
    pub fn set(&self, at: &ClientSettings, name: &str, value: &str) {
        self.run(at, json!({"do": "set", "name": name, "value": value}));
    }

    /// Lists every name with Microsoft's client.
    #[must_use]
    pub fn list(&self, at: &ClientSettings) -> Vec<String> {
        names(&self.run(at, json!({"do": "list"}))["names"])
    }

    /// Deletes and recovers a secret with Microsoft's client; tells what was deleted in between.
    #[must_use]
    pub fn delete_and_recover(&self, at: &ClientSettings, name: &str) -> Vec<String> {
        names(&self.run(at, json!({"do": "life", "name": name}))["deleted"])
    }
}

fn names(list: &Value) -> Vec<String> {
    let list = list.as_array().expect("a list").iter();
    list.filter_map(|n| n.as_str().map(str::to_owned)).collect()
}

/// Where tools are kept between runs: `CREDENZA_TOOLS`, or beside the build's own files.
fn tools_folder() -> PathBuf {
    if let Some(folder) = env::var_os("CREDENZA_TOOLS") {
        return PathBuf::from(folder);
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../..");
    root.join("target/credenza-tools")
}

fn install(folder: &Path, python: &Path, marker: &Path) -> Result<(), String> {
    let run = |program: &Path, args: &[&str]| match Command::new(program).args(args).output() {
        Err(_) => Err("Python is not installed".to_owned()),
        Ok(output) if output.status.success() => Ok(()),
        Ok(_) => Err("Microsoft's Python client can not be installed".to_owned()),
    };
    let target = folder.to_str().ok_or("the tools folder is not UTF-8")?;
    run(Path::new("python3"), &["-m", "venv", target])?;
    let [secrets, identity] = PACKAGES;
    run(python, &["-m", "pip", "install", "-q", secrets, identity])?;
    std::fs::write(marker, "").map_err(|_| "the tools folder can not be written".to_owned())
}
