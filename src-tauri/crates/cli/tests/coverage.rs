//! Coverage across people, as scripts of two people see it.
#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use std::{fs, process::Command};

use serde_json::Value;
use support::Story;

const NAME: &str = "SAP robot";

fn person(name: &str, mail: &str) -> Story {
    let story = Story::new();
    story.good(&["workspace", "new", "--person", name, "--mail", mail], "");
    story
}

/// A folder of code with one file, as a source.
fn code(story: &Story, text: &str) {
    let code = story.home.path().join("payroll");
    if fs::create_dir(&code).is_ok() {
        fs::write(code.join("run.ps1"), text).unwrap();
        story.good(&["source", "add", code.to_str().unwrap()], "");
    } else {
        fs::write(code.join("run.ps1"), text).unwrap();
        story.good(&["source", "scan"], "");
    }
    story.good(&["team", "sync"], "");
}

fn uses(story: &Story) -> Value {
    story.good(&["team", "sync"], "");
    story.good(&["uses", "credential", NAME], "")
}

/// The same for people.
fn spoken(story: &Story) -> String {
    let said = Command::new(env!("CARGO_BIN_EXE_credenza"))
        .args(["--no-input", "--workspace"])
        .arg(story.workspace())
        .arg("--password-file")
        .arg(story.home.path().join("password"))
        .args(["uses", "credential", NAME])
        .output()
        .unwrap();
    String::from_utf8(said.stdout).unwrap()
}

fn gaps(uses: &Value) -> Vec<(&str, &str)> {
    let gaps = uses["coverage"]["gaps"].as_array().unwrap().iter();
    let word = |value: &'static str| move |gap: &&Value| gap[value].as_str().is_some();
    let named = gaps.filter(word("person"));
    named.map(|gap| (gap["reason"].as_str().unwrap(), gap["person"].as_str().unwrap())).collect()
}

#[test]
fn what_a_colleague_uses_is_counted_and_who_did_not_say_is_named() {
    let place = tempfile::tempdir().unwrap();
    let at = place.path().join("team");
    let ada = person("Ada", "ada@example.org");
    ada.good(&["team", "new", "Finance", "--at", at.to_str().unwrap()], "");
    let invited = ada.good(&["team", "invite", "Finance", "--mail", "bob@example.org"], "");
    let bob = person("Bob", "bob@example.org");
    bob.good(&["team", "join"], invited["invitation"].as_str().unwrap());
    ada.good(&["team", "approve", "Bob"], "");
    ada.good(&["variable", "new", "text", "sap_user"], "svc\n");
    ada.good(&["variable", "new", "secret", "sap_password"], "pw\n");
    let new = ["credential", "new", NAME, "--location", "connection,desktop-flow"];
    let variables = ["--username", "sap_user", "--password", "sap_password"];
    ada.good(&[new.as_slice(), &variables].concat(), "");
    code(&ada, "x = 1\n");
    assert_eq!(uses(&ada)["verdict"], "safe-to-delete", "control: it is hers alone");
    let share = ["share", NAME, "--with", "bob@example.org", "--role", "view"];
    ada.good(&share, "");
    let unknown = uses(&ada);
    assert_eq!(gaps(&unknown), [("no-report", "Bob")]);
    assert_eq!(unknown["verdict"], "no-use-found");
    let words = spoken(&ada);
    assert!(words.contains("missing: No report from Bob"), "{words}");

    bob.good(&["team", "sync"], "");
    assert_eq!(gaps(&uses(&ada)), [("report-incomplete", "Bob")], "he scans nothing");
    code(&bob, &"Get-AutomationPSCredential -Name 'SAP robot'\n".repeat(5));
    let connection =
        ["connection", "new", "Payroll", "--kind", "machine", "--target", "FIN-RPA-01"];
    bob.good(&[connection.as_slice(), &["--credential", NAME]].concat(), "");
    bob.good(&["team", "sync"], "");
    let used = uses(&ada);
    assert_eq!((gaps(&used), used["verdict"].as_str()), (vec![], Some("used")));
    let row = &used["used_by"][0];
    assert_eq!((row["name"].as_str(), row["group"].as_str()), (Some("Bob"), Some("person")));
    assert_eq!(row["how"], "1 connection, 5 places in code");
    assert_eq!(row["counts"]["places"], 5);
    let words = spoken(&ada);
    assert!(words.contains("  Bob  1 connection, 5 places in code\n"), "{words}");
    assert_eq!(used["coverage"]["people"][0]["counts"], row["counts"]);
    assert!(!used.to_string().contains("Payroll"), "numbers, and no names");

    code(&bob, "");
    bob.good(&["connection", "delete", "Payroll", "--yes"], "");
    bob.good(&["team", "sync"], "");
    assert_eq!(uses(&ada)["verdict"], "safe-to-delete");
    ada.good(&["unshare", NAME, "--from", "Bob", "--variables"], "");
    let alone = uses(&ada);
    assert_eq!(alone["coverage"]["people"], Value::Array(vec![]));
    assert_eq!(alone["verdict"], "safe-to-delete");
}
