//! The command line as a script uses it: real processes, exit codes, JSON.
#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use std::path::Path;

use std::{
    io::Write as _,
    process::{Command, Stdio},
};

use support::{CANARY, PASSWORD, Story};

#[test]
fn the_main_job_without_a_window() {
    let story = Story::new();
    let made = story.good(&["workspace", "new", "--person", "Maya Lindqvist"], "");
    assert_eq!(made["recovery_code"].as_str().unwrap().len(), 39);
    story.good(
        &["variable", "new", "text", "sap_user", "--display-name", "SAP user"],
        "CONTOSO\\svc\n",
    );
    story.good(&["variable", "new", "secret", "sap_password"], &format!("{CANARY}\n"));
    let new = [
        "credential",
        "new",
        "SAP robot",
        "--location",
        "connection,desktop-flow",
        "--username",
        "sap_user",
        "--password",
        "sap_password",
    ];
    let shown = story.good(&new, "");
    assert_eq!(shown["locations"], serde_json::json!(["connection", "desktop-flow"]));
    assert!(!shown.to_string().contains(CANARY), "metadata never holds a value");

    let got = story.good(&["get", "sap robot"], "");
    assert_eq!(
        (got["username"].as_str(), got["password"].as_str()),
        (Some("CONTOSO\\svc"), Some(CANARY))
    );
    assert_eq!(got["schema"], 1);
    assert_eq!(
        story.good(&["credential", "list", "--search", "rob"], "")["credentials"][0]["name"],
        "SAP robot"
    );
    story.good(
        &[
            "connection",
            "new",
            "Ledger",
            "--kind",
            "postgres",
            "--target",
            "db:5432",
            "--credential",
            "SAP robot",
        ],
        "",
    );
    assert_eq!(story.good(&["connection", "show", "ledger"], "")["credential"], "SAP robot");
    story.good(&["variable", "set", "sap_password"], "another\n");
    assert_eq!(story.good(&["get", "SAP robot", "--field", "password"], "")["password"], "another");
    assert_eq!(story.good(&["workspace", "status"], "")["credentials"], 1);
}

#[test]
fn each_failure_has_its_exit_code() {
    let story = Story::new();
    assert_eq!(story.bad(&["get", "x"], "").0, 3, "there is no workspace");
    story.good(&["workspace", "new"], "");
    assert_eq!(story.bad(&["workspace", "new"], ""), (7, "workspace-exists".to_owned()));
    assert_eq!(story.bad(&["get", "x"], ""), (3, "not-found".to_owned()));
    story.good(&["variable", "new", "text", "u"], "user\n");
    story.good(&["variable", "new", "secret", "p"], &format!("{CANARY}\n"));
    assert_eq!(story.bad(&["variable", "new", "text", "U"], "x\n"), (7, "name-taken".to_owned()));
    assert_eq!(story.bad(&["variable", "new", "text", "1x"], "x\n"), (2, "invalid".to_owned()));
    story.good(
        &["credential", "new", "c", "--location", "network", "--username", "u", "--password", "p"],
        "",
    );
    assert_eq!(story.bad(&["get", "c", "--for", "connection"], ""), (5, "not-allowed".to_owned()));
    assert_eq!(story.bad(&["variable", "delete", "p"], ""), (7, "in-use".to_owned()));
    let certificate = ["credential", "new", "d", "--location", "network", "--certificate", "p"];
    assert_eq!(story.bad(&certificate, ""), (2, "invalid".to_owned()));
    std::fs::write(story.home.path().join("password"), "wrong").unwrap();
    assert_eq!(story.bad(&["get", "c"], ""), (4, "wrong-password".to_owned()));
}

#[test]
fn a_workspace_that_another_changes_as_a_whole_is_busy() {
    let story = Story::new();
    story.good(&["workspace", "new"], "");
    story.good(&["variable", "new", "text", "u"], "user\n");
    let lock = std::fs::File::open(story.workspace().join("lock")).unwrap();
    let busy = (7, "workspace-busy".to_owned());
    // As it is held while the password changes, a backup is restored or a schema migrates.
    lock.lock().unwrap();
    for command in
        [&["variable", "show", "u"][..], &["variable", "set", "u"], &["workspace", "status"]]
    {
        assert_eq!(story.bad(command, "other\n"), busy, "{command:?}");
    }
    lock.unlock().unwrap();
    // As it is held by a window: both work side by side, but the password stays.
    lock.lock_shared().unwrap();
    assert_eq!(story.good(&["variable", "show", "u"], "")["value"], "user", "nothing was written");
    let second = story.home.path().join("second");
    std::fs::write(&second, "seventeen copper umbrellas waltz").unwrap();
    let change = ["workspace", "password", "--new-password-file", second.to_str().unwrap()];
    assert_eq!(story.bad(&change, ""), busy);
    lock.unlock().unwrap();
    story.good(&change, "");
}

#[test]
fn what_is_not_there_is_told_by_kind_and_name_and_where_the_names_are() {
    let story = Story::new();
    story.good(&["workspace", "new"], "");
    let told = |arguments: &[&str]| {
        let output = story.run(arguments, "");
        let document: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let error = document["error"].clone();
        assert_eq!((output.status.code(), &error["code"]), (Some(3), &"not-found".into()));
        [&error["message"], &error["hint"]].map(|text| text.as_str().unwrap().to_owned())
    };
    for (kind, arguments) in [
        ("credential", &["get", "Moon"][..]),
        ("variable", &["variable", "delete", "Moon"]),
        ("connection", &["connection", "show", "Moon"]),
        ("vault", &["vault", "test", "Moon"]),
        ("source", &["source", "scan", "Moon"]),
    ] {
        let [message, hint] = told(arguments);
        assert_eq!(message, format!("There is no {kind} named \"Moon\"."));
        assert_eq!(hint, format!("See what there is: credenza {kind} list."));
        let list = story.command("laptop").args([kind, "list"]).output().unwrap();
        assert!(list.status.success(), "the command that is named is one");
    }
    let [message, hint] = told(&["team", "members"]);
    assert!(message == "You are in no team." && hint.contains("credenza team join"));
    assert!(told(&["workspace", "lose-device", "0"])[1].contains("credenza workspace devices"));
    assert_eq!(story.bad(&["uses", "secret", "Moon"], "").0, 2, "its vault is not named");
}

#[test]
fn backup_restore_and_a_new_password() {
    let story = Story::new();
    story.good(&["workspace", "new"], "");
    story.good(&["variable", "new", "text", "u"], "user\n");
    let backup = story.home.path().join("backup");
    story.good(&["workspace", "backup", backup.to_str().unwrap()], "");
    let second = story.home.path().join("second");
    std::fs::write(&second, "seventeen copper umbrellas waltz").unwrap();
    story.good(&["workspace", "password", "--new-password-file", second.to_str().unwrap()], "");
    assert_eq!(story.bad(&["variable", "show", "u"], "").0, 4);
    std::fs::remove_dir_all(story.workspace()).unwrap();
    story.good(&["workspace", "restore", backup.to_str().unwrap()], "");
    assert_eq!(story.good(&["variable", "show", "u"], "")["value"], "user");
}

#[test]
fn a_value_comes_from_standard_input_after_the_password() {
    let story = Story::new();
    story.good(&["workspace", "new"], "");
    let mut child = Command::new(env!("CARGO_BIN_EXE_credenza"))
        .args([
            "--workspace",
            story.workspace().to_str().unwrap(),
            "--password-stdin",
            "variable",
            "new",
            "secret",
            "p",
            "--raw",
        ])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(format!("{PASSWORD}\nline one\nline two").as_bytes())
        .unwrap();
    assert!(child.wait().unwrap().success());
    story.good(&["variable", "new", "text", "u"], "user\n");
    story.good(
        &["credential", "new", "c", "--location", "network", "--username", "u", "--password", "p"],
        "",
    );
    assert_eq!(story.good(&["get", "c"], "")["password"], "line one\nline two");
    assert!(Path::new(&story.workspace()).join("header").is_file());
}

#[test]
fn a_name_that_is_not_good_leaves_the_value_as_it_was() {
    let story = Story::new();
    story.good(&["workspace", "new"], "");
    story.good(&["variable", "new", "text", "u"], "first\n");
    story.good(&["variable", "new", "secret", "p"], &format!("{CANARY}\n"));
    let user = ["--location", "network", "--username", "u", "--password", "p"];
    story.good(&[&["credential", "new", "c"], &user[..]].concat(), "");
    for name in ["u", "p"] {
        let set = ["variable", "set", name, "--display-name", " "];
        assert_eq!(story.bad(&set, "second\n"), (2, "invalid".to_owned()));
    }
    let got = story.good(&["get", "c"], "");
    assert_eq!((&got["username"], &got["password"]), (&"first".into(), &CANARY.into()));
    // A good one comes with the value.
    let set = ["variable", "set", "u", "--display-name", "User"];
    let shown = story.good(&set, "second\n");
    assert_eq!((&shown["display_name"], &shown["value"]), (&"User".into(), &"second".into()));
}

#[test]
fn a_reader_that_has_seen_enough_ends_the_output_without_a_failure() {
    let story = Story::new();
    story.good(&["workspace", "new"], "");
    // More than a pipe holds, so that the command is still writing when its reader is gone.
    story.good(&["variable", "new", "text", "long", "--raw"], &"x\n".repeat(10_000));
    for arguments in [&["variable", "show", "long"][..], &["--json", "variable", "show", "long"]] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_credenza"))
            .args(["--no-input", "--workspace"])
            .arg(story.workspace())
            .arg("--password-file")
            .arg(story.home.path().join("password"))
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take().unwrap());
        let output = child.wait_with_output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success() && said.is_empty(), "{arguments:?}: {said}");
    }
}

#[test]
fn a_list_of_several_pages_is_one_document() {
    let story = Story::new();
    story.good(&["workspace", "new"], "");
    assert_eq!(story.good(&["variable", "list"], "")["variables"], serde_json::json!([]));
    let folder = credenza_app::WorkspaceFolder::new(story.workspace());
    let password = credenza_secret::Secret::new(PASSWORD.to_owned());
    let host = std::sync::Arc::new(credenza_app::SystemHost);
    let workspace = credenza_app::Workspace::unlock(host, &folder, &password).ok().unwrap();
    let names: Vec<String> = (0..450).map(|n| format!("user_{n:03}")).collect();
    for name in &names {
        let value = credenza_app::variables::NewValue::Text("a \"quoted\" text".to_owned());
        let (display_name, name) = (name.clone(), name.clone());
        let request = credenza_app::variables::VariableCreateRequest { display_name, name, value };
        assert!(workspace.create_variable(request).is_ok());
    }
    drop(workspace);

    let document = story.good(&["variable", "list"], "");
    let rows = document["variables"].as_array().unwrap();
    assert!(rows.iter().map(|row| row["name"].as_str().unwrap()).eq(&names));
    assert_eq!(document["schema"], 1);
    let found = story.good(&["variable", "list", "--search", "user_44"], "");
    assert_eq!(found["variables"].as_array().unwrap().len(), 10);
}
