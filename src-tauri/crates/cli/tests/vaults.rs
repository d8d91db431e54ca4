//! Vaults and secrets in them by the command line, against a server that stands in for Azure.
#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use base64::{Engine as _, prelude::BASE64_STANDARD};
use credenza_testkit::azure::{AzureServer, CLIENT_ID, CLIENT_SECRET, SUBSCRIPTION, TENANT};
use serde_json::{Value, json};
use support::{CANARY, Story};

struct Azure {
    story: Story,
    server: AzureServer,
    _runtime: tokio::runtime::Runtime,
}

impl Azure {
    /// A workspace with one secret in a vault that is not connected yet.
    fn new() -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .unwrap();
        let server = runtime.block_on(AzureServer::start());
        server.put("robot-password", CANARY, None, false);
        let story = Story::new();
        story.good(&["workspace", "new"], "");
        std::fs::write(story.home.path().join("ca.pem"), server.ca_pem()).unwrap();
        Self { story, server, _runtime: runtime }
    }

    fn add(&self, more: &[&str], secret: &str) -> std::process::Output {
        let url = self.server.local_url();
        let ca = self.story.home.path().join("ca.pem");
        let ca = ca.to_str().unwrap().to_owned();
        let mut arguments = vec!["vault", "add", "azure-key-vault", "Finance", "--url", &url];
        arguments.extend(["--sign-in", "client-secret", "--tenant", TENANT]);
        arguments.extend(["--client-id", CLIENT_ID, "--authority-host", &url]);
        arguments.extend(["--arm-url", &url, "--ca-file", &ca]);
        arguments.extend(more);
        self.story.run(&arguments, secret)
    }

    fn connected() -> Self {
        let azure = Self::new();
        let added = azure.add(&[], CLIENT_SECRET);
        assert!(added.status.success(), "{}", String::from_utf8_lossy(&added.stdout));
        azure
    }
}

fn reference<'a>(name: &'a str, secret: &'a str) -> Vec<&'a str> {
    vec![
        "variable",
        "new",
        "secret",
        name,
        "--vault",
        "finance",
        "--subscription",
        SUBSCRIPTION,
        "--resource-group",
        "rg-finance",
        "--key-vault",
        "kv-contoso",
        "--secret",
        secret,
    ]
}

#[test]
fn a_secret_in_a_vault_is_fetched_when_it_is_used() {
    let azure = Azure::connected();
    let listed = azure.story.good(&["vault", "list"], "");
    assert_eq!(listed["vaults"][1]["signed_in_as"], json!(format!("app {CLIENT_ID}")));
    let names = azure.story.good(&["vault", "secrets", "Finance", "--filter", "ROBOT"], "");
    assert_eq!(names["secrets"][0]["name"], json!("robot-password"));

    let made = azure.story.good(&reference("robot", "robot-password"), "");
    assert_eq!(made["status"], json!("ready"));
    azure.story.good(&["variable", "new", "text", "robot_user"], "robot\n");
    let new = ["credential", "new", "Robot", "--location", "desktop-flow"];
    let values = ["--username", "robot_user", "--password", "robot"];
    azure.story.good(&[new.as_slice(), values.as_slice()].concat(), "");
    assert_eq!(azure.story.good(&["get", "Robot"], "")["password"], json!(CANARY));

    // What changes in the vault is what the next use gets (C13).
    azure.server.put("robot-password", "the next value", None, false);
    assert_eq!(azure.story.good(&["get", "Robot"], "")["password"], json!("the next value"));
    let (exit, code) = azure.story.bad(&["vault", "remove", "Finance"], "");
    assert_eq!((exit, code.as_str()), (7, "in-use"));
}

#[test]
fn a_refused_secret_is_not_stored_and_says_why() {
    let azure = Azure::connected();
    azure.server.role(false);
    let output = azure.story.run(&reference("robot", "robot-password"), "");
    let document: Value = serde_json::from_slice(&output.stdout).unwrap();
    let message = document["error"]["message"].as_str().unwrap();
    let path = format!(
        "/subscriptions/{SUBSCRIPTION}/resourceGroups/rg-finance/providers/Microsoft.KeyVault/vaults/kv-contoso/secrets/robot-password"
    );
    assert!(
        message.starts_with(&format!(
            "This variable didn't save properly. User is not authorized to read secrets from '{path}'."
        )),
        "{message}"
    );
    assert!(message.contains("You lack a role on this secret."), "{message}");
    assert_eq!(output.status.code(), Some(5));
    assert_eq!(azure.story.bad(&["variable", "show", "robot"], "").0, 3);

    azure.server.role(true);
    let (exit, _) = azure.story.bad(&reference("robot", "no-such-secret"), "");
    assert_eq!(exit, 5);
    azure.server.enable("robot-password", false);
    assert_eq!(azure.story.bad(&reference("robot", "robot-password"), "").0, 5);
    azure.server.enable("robot-password", true);
    azure.story.good(&reference("robot", "robot-password"), "");
}

#[test]
fn a_vault_that_is_gone_needs_unchecked() {
    let azure = Azure::connected();
    // A name that is refused never reaches the vault.
    let before = azure.server.vault_requests();
    assert_eq!(azure.story.bad(&reference("robot", "no_such_form"), ""), (2, "invalid".to_owned()));
    assert_eq!(azure.server.vault_requests(), before);

    let Azure { story, server, _runtime } = azure;
    drop(server);
    let (exit, code) = story.bad(&reference("robot", "robot-password"), "");
    assert_eq!((exit, code.as_str()), (6, "vault-offline"));
    assert_eq!(story.bad(&["variable", "show", "robot"], "").0, 3);
    let mut unchecked = reference("robot", "robot-password");
    unchecked.push("--unchecked");
    assert_eq!(story.good(&unchecked, "")["status"], json!("not checked yet"));
}

#[test]
fn a_sign_in_that_fails_connects_nothing() {
    let azure = Azure::new();
    let refused = azure.add(&[], "a wrong secret\n");
    let document: Value = serde_json::from_slice(&refused.stdout).unwrap();
    assert_eq!(document["error"]["code"], json!("sign-in-failed"));
    assert_eq!(refused.status.code(), Some(6));
    assert_eq!(azure.story.good(&["vault", "list"], "")["vaults"].as_array().unwrap().len(), 1);
    let kept = azure.add(&["--unchecked"], "a wrong secret\n");
    assert!(kept.status.success());
}

#[test]
fn a_certificate_comes_from_a_file_and_leaves_as_one() {
    let story = Story::new();
    story.good(&["workspace", "new"], "");
    let key = rcgen::KeyPair::generate().unwrap();
    let parameters =
        rcgen::CertificateParams::new(vec!["robot.contoso.example".to_owned()]).unwrap();
    let certificate = parameters.self_signed(&key).unwrap();
    let pem = format!("{}{}", certificate.pem(), key.serialize_pem());
    let new = ["variable", "new", "secret", "robot_certificate", "--type", "certificate", "--raw"];
    let made = story.good(&new, &pem);
    assert_eq!(made["type"], json!("certificate"));
    assert_eq!(made["certificate"]["thumbprint"].as_str().unwrap().len(), 40);
    let lone = ["variable", "new", "secret", "other", "--type", "certificate", "--raw"];
    assert_eq!(
        story.bad(&lone, &certificate.pem()),
        (2, "certificate-no-key".to_owned()),
        "a certificate alone can't sign in"
    );
    assert_eq!(story.bad(&lone, "no certificate").1, "certificate-unreadable");

    // Desktop flow allows user name and password only (C4).
    let credential = ["credential", "new", "Robot", "--certificate", "robot_certificate"];
    let flow = [credential.as_slice(), &["--location", "desktop-flow"]].concat();
    assert_eq!(story.bad(&flow, "").0, 2);
    story.good(&[credential.as_slice(), &["--location", "connection"]].concat(), "");
    let got = story.command("laptop").args(["get", "Robot"]).output().unwrap();
    let document = story.good(&["get", "Robot"], "");
    let pfx = BASE64_STANDARD.decode(document["certificate"].as_str().unwrap()).unwrap();
    assert!(pfx == got.stdout, "JSON holds the same file");
    let again = ["variable", "new", "secret", "again", "--type", "certificate", "--raw"];
    let again = story.run_bytes(&again, &got.stdout);
    let again: Value = serde_json::from_slice(&again.stdout).unwrap();
    assert_eq!(again["certificate"]["thumbprint"], made["certificate"]["thumbprint"]);
}
