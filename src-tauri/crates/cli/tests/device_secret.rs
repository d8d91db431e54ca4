//! The device secret on the command line: turned on, missing, kept, turned off.
#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use serde_json::{Value, json};
use support::Story;

const STATUS: &[&str] = &["workspace", "device-secret", "status"];
const ON: &[&str] = &["workspace", "device-secret", "on"];
const OFF: &[&str] = &["workspace", "device-secret", "off"];
const KEEP: &[&str] = &["workspace", "device-secret", "keep"];
const OPEN: &[&str] = &["workspace", "status"];

fn groups(document: &Value) -> String {
    let groups = document["device_secret"].as_str().unwrap();
    assert_eq!(groups.split('-').map(str::len).collect::<Vec<_>>(), [4; 8]);
    groups.to_owned()
}

#[test]
fn from_on_to_another_device_and_off_again() {
    let story = Story::new();
    story.good(&["workspace", "new"], "");
    assert_eq!(story.good(STATUS, "")["device_secret"], "off", "it is off at first");
    let secret = groups(&story.good(ON, ""));
    let status = story.good(STATUS, "");
    assert_eq!(
        (&status["device_secret"], &status["kept_in"]),
        (&json!("here"), &json!("file")),
        "{status}"
    );
    story.good(OPEN, "");

    let missing = (4, "device-secret-missing".to_owned());
    assert_eq!(story.bad_on("tower", OPEN, ""), missing);
    assert_eq!(story.good_on("tower", STATUS, "")["device_secret"], "missing");
    let wrong = (4, "wrong-device-secret".to_owned());
    assert_eq!(story.bad_on("tower", KEEP, "ABCD\n"), wrong);
    assert_eq!(story.good_on("tower", KEEP, &format!("{secret}\n"))["kept_in"], "file");
    story.good_on("tower", OPEN, "");

    let file = story.home.path().join("groups");
    std::fs::write(&file, secret.to_lowercase()).unwrap();
    let with_file = ["--device-secret-file", file.to_str().unwrap(), "workspace", "status"];
    story.good_on("phone", &with_file, "");
    story.good_on("phone", OPEN, "");

    std::fs::write(story.home.path().join("password"), "a guess").unwrap();
    assert_eq!(story.bad(OFF, ""), (4, "wrong-password".to_owned()));
    std::fs::write(story.home.path().join("password"), support::PASSWORD).unwrap();
    assert_eq!(story.good(OFF, "")["device_secret"], "off");
    story.good_on("desk", OPEN, "");
    assert_eq!(story.bad(KEEP, &format!("{secret}\n")), (3, "not-found".to_owned()));
}

#[test]
fn a_new_workspace_asks_for_it_at_once_and_a_backup_as_well() {
    let story = Story::new();
    let made = story.good(&["workspace", "new", "--device-secret"], "");
    let secret = groups(&made);
    assert_ne!(made["recovery_code"], json!(secret));
    let backup = story.home.path().join("backup");
    story.good(&["workspace", "backup", backup.to_str().unwrap()], "");
    std::fs::remove_dir_all(story.workspace()).unwrap();
    let restore = ["workspace", "restore", backup.to_str().unwrap()];
    assert_eq!(story.bad_on("tower", &restore, "").1, "device-secret-missing");
    let file = story.home.path().join("groups");
    std::fs::write(&file, secret).unwrap();
    let with_file = [&["--device-secret-file", file.to_str().unwrap()][..], &restore].concat();
    story.good_on("tower", &with_file, "");
    story.good_on("tower", OPEN, "");
    story.good(OPEN, "");
}

#[test]
fn a_folder_in_a_synchronised_one_is_told() {
    let story = Story::new();
    std::fs::create_dir(story.home.path().join(".stfolder")).unwrap();
    story.good(&["workspace", "new"], "");
    assert_eq!(story.good(STATUS, "")["synchronised_by"], "Syncthing");
    let plain = Story::new();
    plain.good(&["workspace", "new"], "");
    assert_eq!(plain.good(STATUS, "")["synchronised_by"], Value::Null);
}
