//! A scan without a workspace, as a script asks.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::{fs, path::Path, process::Command};

use serde_json::{Value, json};

fn scanned(arguments: &[&str], path: &Path) -> (bool, String) {
    let command = Command::new(env!("CARGO_BIN_EXE_credenza"))
        .arg("scan")
        .arg(path)
        .args(arguments)
        .env_remove("CREDENZA_WORKSPACE")
        .output()
        .unwrap();
    (command.status.success(), String::from_utf8(command.stdout).unwrap())
}

#[test]
fn json_is_one_object_a_line_and_a_summary_last() {
    let root = tempfile::tempdir().unwrap();
    fs::create_dir(root.path().join("deep")).unwrap();
    let runbook = "$c = Get-AutomationPSCredential -Name 'erp'\nGet-Secret -Name $x `\n -Vault v\n";
    fs::write(root.path().join("deep/run.ps1"), runbook).unwrap();
    fs::write(root.path().join("image.png"), b"\x00\x01").unwrap();
    let (good, out) = scanned(&["--json"], root.path());
    assert!(good);
    let lines: Vec<Value> = out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let first = json!({
        "path": "deep/run.ps1", "line": 1, "column": 6, "name_line": 1,
        "form": "powershell.Get-AutomationPSCredential", "kind": "credential", "op": "get",
        "vault": null, "vault_dynamic": false, "name": "erp", "dynamic": false, "via": "literal",
        "expression": "'erp'",
    });
    assert_eq!(lines[0], first);
    assert_eq!((&lines[1]["name"], &lines[1]["dynamic"]), (&Value::Null, &json!(true)));
    assert_eq!((&lines[1]["vault"], &lines[1]["via"]), (&json!("v"), &json!("dynamic")));
    let summary = json!({ "summary": {
        "files": 1, "by_language": { "powershell": 1 }, "skipped": { "binary": 1 },
        "references": 2, "unresolved": 1, "complete": true, "gaps": [],
    } });
    assert_eq!(lines[2..], [summary]);
}

#[test]
fn a_place_in_a_notebook_names_its_cell_to_people_alone() {
    let root = tempfile::tempdir().unwrap();
    let file = root.path().join("a.ipynb");
    let notebook = concat!(
        r#"{"cells":[{"cell_type":"markdown","source":"x"},{"cell_type":"code","source":"#,
        r#""\nk = dbutils.secrets.get(\"s\", \"db\")"}],"metadata":{}}"#,
    );
    fs::write(&file, notebook).unwrap();
    let (_, out) = scanned(&[], &file);
    assert!(out.ends_with("db in s [python.dbutils.secrets.get] (cell 2, line 2)\n"), "{out}");
    let (_, out) = scanned(&["--json"], &file);
    let first: Value = serde_json::from_str(out.lines().next().unwrap()).unwrap();
    assert_eq!(first.as_object().unwrap().len(), 13, "no key that is not promised: {first}");
}

#[test]
fn people_read_places_and_names() {
    let root = tempfile::tempdir().unwrap();
    let file = root.path().join("a.sh");
    fs::write(&file, "az keyvault secret show -n db --vault-name kv1\n").unwrap();
    let (good, out) = scanned(&[], &file);
    assert_eq!((good, out.as_str()), (true, "a.sh:1:1: db in kv1 [cli.az-keyvault-secret-show]\n"));
    let (good, out) = scanned(&["--json"], &root.path().join("missing"));
    let error: Value = serde_json::from_str(&out).unwrap();
    assert_eq!((good, &error["error"]["code"]), (false, &json!("file")));
}
