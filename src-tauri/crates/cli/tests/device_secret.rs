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

const NEXT: &str = "birch ember falcon quartz";

#[test]
fn the_recovery_code_is_a_way_in_and_a_used_one_is_none() {
    let story = Story::new();
    let made = story.good(&["workspace", "new", "--device-secret"], "");
    let code = made["recovery_code"].as_str().unwrap().to_owned();
    let next = story.home.path().join("next");
    std::fs::write(&next, NEXT).unwrap();
    let recover = ["workspace", "recover", "--new-password-file", next.to_str().unwrap()];
    let missing = story.run_on("tower", OPEN, b"");
    let missing = String::from_utf8(missing.stdout).unwrap();
    assert!(missing.contains("credenza workspace recover."), "{missing}");
    let wrong = (4, "wrong-recovery-code".to_owned());
    assert_eq!(story.bad_on("tower", &recover, "ABCD\n"), wrong);
    std::fs::write(&next, "password").unwrap();
    let weak = story.bad_on("tower", &recover, &format!("{code}\n"));
    assert_eq!(weak, (2, "weak-password".to_owned()));
    std::fs::write(&next, NEXT).unwrap();
    let renewed = story.good_on("tower", &recover, &format!("{code}\n"));
    let renewed = renewed["recovery_code"].as_str().unwrap().to_owned();
    assert_eq!(story.bad_on("tower", &recover, &format!("{code}\n")), wrong, "it is used up");
    assert_eq!(story.bad_on("tower", OPEN, ""), (4, "wrong-password".to_owned()));
    std::fs::write(story.home.path().join("password"), NEXT).unwrap();
    story.good_on("tower", OPEN, "");

    let file = story.home.path().join("code");
    std::fs::write(&file, renewed.to_lowercase()).unwrap();
    let from_file = [&recover[..], &["--recovery-code-file", file.to_str().unwrap()]].concat();
    story.good_on("phone", &from_file, "");
}

#[test]
fn a_backup_opens_with_the_recovery_code_where_the_secret_is_lost() {
    let story = Story::new();
    let made = story.good(&["workspace", "new", "--device-secret"], "");
    let code = made["recovery_code"].as_str().unwrap().to_owned();
    let backup = story.home.path().join("backup");
    story.good(&["workspace", "backup", backup.to_str().unwrap()], "");
    std::fs::remove_dir_all(story.workspace()).unwrap();
    let restore = ["workspace", "restore", backup.to_str().unwrap()];
    let missing = String::from_utf8(story.run_on("tower", &restore, b"").stdout).unwrap();
    assert!(missing.contains("or use the recovery code: --recovery-code."), "{missing}");
    let by_code = [&restore[..], &["--recovery-code"]].concat();
    let wrong = (4, "wrong-recovery-code".to_owned());
    assert_eq!(story.bad_on("tower", &by_code, "ABCD\n"), wrong);
    story.good_on("tower", &by_code, &format!("{code}\n"));
    story.good_on("tower", OPEN, "");
    std::fs::remove_dir_all(story.workspace()).unwrap();
    let file = story.home.path().join("code");
    std::fs::write(&file, code).unwrap();
    let from_file = [&restore[..], &["--recovery-code-file", file.to_str().unwrap()]].concat();
    story.good_on("phone", &from_file, "");
}

#[test]
fn on_replaces_nothing_and_renew_does() {
    let story = Story::new();
    story.good(&["workspace", "new"], "");
    const RENEW: &[&str] = &["workspace", "device-secret", "renew"];
    assert_eq!(story.bad(RENEW, ""), (3, "not-found".to_owned()));
    let first = groups(&story.good(ON, ""));
    assert_eq!(story.bad(ON, ""), (7, "device-secret-on".to_owned()));
    let keep = |groups: &str| story.run_on("tower", KEEP, format!("{groups}\n").as_bytes());
    assert!(keep(&first).status.success(), "it is the one of before");
    let second = groups(&story.good(RENEW, ""));
    assert_ne!(first, second);
    assert!(!keep(&first).status.success());
    assert!(keep(&second).status.success());
}

#[test]
fn a_workspace_that_arrives_by_pairing_can_need_one() {
    let story = Story::new();
    story.good(&["workspace", "new"], "");
    let file = story.home.path().join("pairing");
    let pairing = ["workspace", "pair", "--out", file.to_str().unwrap()];
    let code = story.good(&pairing, "")["pairing_code"].as_str().unwrap().to_owned();
    std::fs::remove_dir_all(story.workspace()).unwrap();
    let arrive = ["workspace", "new", "--device-secret", "--pair", file.to_str().unwrap()];
    groups(&story.good_on("tower", &arrive, &format!("{code}\n")));
    story.good_on("tower", OPEN, "");
    assert_eq!(story.bad_on("phone", OPEN, ""), (4, "device-secret-missing".to_owned()));
}

#[test]
fn a_folder_in_a_synchronised_one_is_told() {
    let story = Story::new();
    std::fs::create_dir(story.home.path().join(".stfolder")).unwrap();
    let made = story.command("laptop").args(["workspace", "new"]).output().unwrap();
    let said = String::from_utf8(made.stderr).unwrap();
    let (offer, created) = (said.find("With --device-secret"), said.find("Created"));
    assert!(offer.unwrap() < created.unwrap(), "{said}");
    assert_eq!(story.good(STATUS, "")["synchronised_by"], "Syncthing");
    let plain = Story::new();
    plain.good(&["workspace", "new"], "");
    assert_eq!(plain.good(STATUS, "")["synchronised_by"], Value::Null);
}
