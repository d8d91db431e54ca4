//! Sources and where used, as a script asks.
#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use std::{fs, path::PathBuf};

use support::Story;

/// A workspace with one credential, and a folder of code that names it.
fn story() -> (Story, PathBuf) {
    let story = Story::new();
    story.good(&["workspace", "new"], "");
    story.good(&["variable", "new", "text", "sap_user"], "svc\n");
    story.good(&["variable", "new", "secret", "sap_password"], "pw\n");
    let new = ["credential", "new", "SAP robot", "--location", "desktop-flow"];
    let variables = ["--username", "sap_user", "--password", "sap_password"];
    story.good(&[new.as_slice(), variables.as_slice()].concat(), "");
    let code = story.home.path().join("payroll");
    fs::create_dir(&code).unwrap();
    let run = "$c = Get-AutomationPSCredential -Name 'sap ROBOT'\n";
    fs::write(code.join("run.ps1"), run).unwrap();
    (story, code)
}

#[test]
fn a_source_is_added_scanned_listed_and_removed() {
    let (story, code) = story();
    let added = story.good(&["source", "add", code.to_str().unwrap()], "");
    let scanned = &added["sources"][0]["scanned"];
    assert_eq!(added["sources"][0]["name"], "payroll");
    assert_eq!((scanned["files"].as_u64(), scanned["references"].as_u64()), (Some(1), Some(1)));
    fs::write(code.join("more.ps1"), "Get-AutomationVariable -Name $x\n").unwrap();
    let again = story.good(&["source", "scan", "payroll"], "");
    assert_eq!(again["sources"][0]["scanned"]["unresolved"], 1);
    let all = story.good(&["source", "scan"], "");
    assert_eq!(all["sources"].as_array().unwrap().len(), 1);
    assert_eq!(story.good(&["source", "list"], ""), all);
    let twice = story.bad(&["source", "add", code.to_str().unwrap()], "");
    assert_eq!(twice, (7, "name-taken".to_owned()));
    assert_eq!(story.bad(&["source", "scan", "other"], ""), (3, "not-found".to_owned()));
    assert_eq!(story.bad(&["source", "add", "/no/such/folder"], ""), (1, "file".to_owned()));
    story.good(&["source", "remove", "payroll"], "");
    assert_eq!(story.good(&["source", "list"], "")["sources"].as_array().unwrap().len(), 0);
}

#[test]
fn a_program_that_got_a_password_is_named_by_uses() {
    let (story, _) = story();
    story.good(&["get", "SAP robot", "--field", "username"], "");
    let none = story.good(&["uses", "credential", "SAP robot"], "");
    assert_eq!(none["uses_total"], 0);
    story.good(&["get", "SAP robot"], "");
    let used = story.good(&["uses", "credential", "SAP robot"], "");
    let row = &used["used_by"][0];
    let me = std::env::current_exe().unwrap();
    assert_eq!(row["name"].as_str(), me.file_name().unwrap().to_str());
    assert_eq!(
        (row["group"].as_str(), row["how"].as_str()),
        (Some("program"), Some("read it once"))
    );
    assert!(row["last_read"].as_str().unwrap().starts_with("20"));
    assert_eq!(used["verdict"], "used");
}

#[test]
fn uses_says_who_uses_a_thing_and_how_sure_that_is() {
    let (story, code) = story();
    let none = story.good(&["uses", "credential", "SAP robot"], "");
    assert_eq!(none["verdict"], "no-use-found");
    assert_eq!(none["coverage"]["gaps"][0]["reason"], "no-source");
    story.good(&["source", "add", code.to_str().unwrap()], "");
    let used = story.good(&["uses", "credential", "sap robot"], "");
    assert_eq!((used["schema"].as_u64(), used["verdict"].as_str()), (Some(1), Some("used")));
    assert_eq!(used["used_by"][0]["path"], "run.ps1");
    assert_eq!(used["used_by"][0]["line"], 1);
    assert_eq!(used["used_by"][0]["form"], "powershell.Get-AutomationPSCredential");
    assert_eq!(used["coverage"]["complete"], true);
    assert_eq!(story.good(&["credential", "uses", "SAP robot"], ""), used);
    assert_eq!(story.good(&["credential", "list"], "")["credentials"][0]["used_by"], 1);

    let variable = story.good(&["uses", "variable", "sap_password", "--format", "json"], "");
    assert_eq!(variable["delete_blocked_by"][0]["name"], "SAP robot");
    assert_eq!(variable["uses_total"], 2);
    let csv = story.run(&["uses", "variable", "sap_password", "--format", "csv"], "");
    assert_eq!(String::from_utf8(csv.stdout).unwrap().lines().count(), 3);
    let mermaid = story.run(&["uses", "credential", "SAP robot", "--format", "mermaid"], "");
    assert!(String::from_utf8(mermaid.stdout).unwrap().starts_with("flowchart LR"));

    let secret = story.good(&["uses", "secret", "kv-fin/nothing"], "");
    assert_eq!(secret["verdict"], "safe-to-delete");
    let unknown = story.bad(&["uses", "credential", "nobody"], "");
    assert_eq!(unknown, (3, "not-found".to_owned()));
}

#[test]
fn what_code_names_is_deleted_only_when_asked_twice() {
    let (story, code) = story();
    story.good(&["source", "add", code.to_str().unwrap()], "");
    let refused = story.bad(&["credential", "delete", "SAP robot"], "");
    assert_eq!(refused, (7, "in-use".to_owned()));
    story.good(&["credential", "delete", "SAP robot", "--yes"], "");
    story.good(&["variable", "delete", "sap_user"], "");
}
