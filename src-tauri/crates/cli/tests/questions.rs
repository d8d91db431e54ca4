//! Yes or no: before what is used is deleted, shared, taken back, or a device is shut out.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "tests")]

#[path = "support/terminal.rs"]
mod pseudo;
mod support;

use pseudo::{Ended, Terminal};
use support::{CANARY, Story};

const CTRL_C: &str = "\u{3}";
const CTRL_D: &str = "\u{4}";
/// Every way to say no.
const NO: [&str; 4] = ["n\n", "\n", CTRL_C, CTRL_D];

fn terminal(story: &Story, arguments: &[&str]) -> Terminal {
    let mut command = story.asking(arguments);
    command.arg("--password-file").arg(story.home.path().join("password"));
    Terminal::start(command, 80)
}

fn answered(story: &Story, arguments: &[&str], question: &str, answer: &str) -> Ended {
    terminal(story, arguments).asks_shown(question).types(answer).ends()
}

fn refused(story: &Story, arguments: &[&str], question: &str) {
    for answer in NO {
        let ended = answered(story, arguments, question, answer);
        assert_eq!((ended.code, ended.restored), (130, true), "{arguments:?}: {}", ended.shown);
    }
}

fn person(name: &str) -> Story {
    let story = Story::new();
    let mail = format!("{name}@example.org");
    story.good(&["workspace", "new", "--person", name, "--mail", &mail], "");
    story
}

fn credential(story: &Story) {
    story.good(&["variable", "new", "text", "u"], "svc\n");
    story.good(&["variable", "new", "secret", "p"], &format!("{CANARY}\n"));
    let new = ["credential", "new", "Robot", "--location", "connection"];
    story.good(&[&new[..], &["--username", "u", "--password", "p"]].concat(), "");
}

#[test]
fn what_is_used_is_deleted_after_a_yes_alone() {
    if pseudo::absent() {
        return;
    }
    let story = person("Ada");
    credential(&story);
    let new = ["connection", "new", "Ledger", "--kind", "ssh", "--target", "host"];
    story.good(&[&new[..], &["--credential", "Robot"]].concat(), "");
    let delete = ["credential", "delete", "Robot"];
    assert_eq!(story.bad(&delete, ""), (7, "in-use".to_owned()), "nobody can be asked");
    refused(&story, &delete, "Delete it all the same? [y/N] ");
    story.good(&["credential", "show", "Robot"], "");

    let mut terminal = terminal(&story, &delete);
    terminal.sees("1 use: Ledger").asks_shown("[y/N] ").types("perhaps\n");
    let ended = terminal.sees("Answer y or n.").asks_shown("[y/N] ").types("Yes\n").ends();
    assert_eq!(ended.code, 0, "{}", ended.shown);
    assert_eq!(story.bad(&["credential", "show", "Robot"], "").0, 3);
}

#[test]
fn what_is_unused_or_said_before_is_not_asked() {
    if pseudo::absent() {
        return;
    }
    let story = person("Ada");
    credential(&story);
    let ended = terminal(&story, &["credential", "delete", "Robot"]).ends();
    assert!(ended.code == 0 && !ended.shown.contains("[y/N]"), "{}", ended.shown);
    let new = ["connection", "new", "Ledger", "--kind", "ssh", "--target", "host"];
    story.good(&new, "");
    let ended = terminal(&story, &["connection", "delete", "Ledger", "--yes"]).ends();
    assert!(ended.code == 0 && !ended.shown.contains("[y/N]"), "{}", ended.shown);
}

#[test]
fn a_credential_is_shared_and_taken_back_after_a_yes_alone() {
    if pseudo::absent() {
        return;
    }
    let (place, ada, bob) = (tempfile::tempdir().unwrap(), person("Ada"), person("Bob"));
    let at = place.path().join("team");
    ada.good(&["team", "new", "Finance", "--at", at.to_str().unwrap()], "");
    let invited = ada.good(&["team", "invite", "--mail", "Bob@example.org"], "");
    bob.good(&["team", "join"], invited["invitation"].as_str().unwrap());
    ada.good(&["team", "approve", "Bob"], "");
    credential(&ada);
    let people =
        |story: &Story| story.good(&["access", "Robot"], "")["people"].as_array().unwrap().len();

    let share = ["share", "Robot", "--with", "Bob", "--role", "view"];
    let question = "Share Robot with Bob as User (can view)? [y/N] ";
    refused(&ada, &share, question);
    assert_eq!(people(&ada), 1);
    let mut asked = terminal(&ada, &share);
    let ended = asked.sees("p comes along.").asks_shown(question).types("y\n").ends();
    assert_eq!((ended.code, people(&ada)), (0, 2), "{}", ended.shown);

    let unshare = ["unshare", "Robot", "--from", "Bob"];
    refused(&ada, &unshare, "Take Robot back from Bob? [y/N] ");
    assert_eq!(people(&ada), 2);
    let ended = answered(&ada, &unshare, "[y/N] ", "y\n");
    assert_eq!((ended.code, people(&ada)), (0, 1), "{}", ended.shown);
    let again = terminal(&ada, &[&share[..], &["--yes"]].concat()).ends();
    assert_eq!((again.code, people(&ada)), (0, 2), "{}", again.shown);

    let remove = ["team", "remove", "Bob"];
    refused(&ada, &remove, "Remove Bob from the team? [y/N] ");
    let members =
        |who: &Story| who.good(&["team", "members"], "")["members"].as_array().unwrap().len();
    assert_eq!(members(&ada), 2);
    assert_eq!(answered(&ada, &remove, "[y/N] ", "y\n").code, 0);
    assert_eq!(members(&ada), 1);
}

#[test]
fn a_device_is_shut_out_after_a_yes_alone() {
    if pseudo::absent() {
        return;
    }
    let (place, ada, laptop) = (tempfile::tempdir().unwrap(), person("Ada"), Story::new());
    let path = |name: &str| place.path().join(name).to_str().unwrap().to_owned();
    ada.good(&["team", "new", "Finance", "--at", &path("team")], "");
    let made = ada.good(&["workspace", "pair", "--out", &path("pairing")], "");
    let code = made["pairing_code"].as_str().unwrap();
    laptop.good(&["workspace", "new", "--pair", &path("pairing")], &format!("{code}\n"));
    let listed = laptop.good(&["workspace", "devices"], "");
    let device = listed["devices"][0]["device"].as_str().unwrap();
    let lost = || {
        let own = ada.good(&["workspace", "devices"], "");
        own["devices"].as_array().unwrap().iter().any(|one| !one["lost"].is_null())
    };
    let lose = ["workspace", "lose-device", device];
    refused(&ada, &lose, &format!("Shut out {device} for good? [y/N] "));
    assert!(!lost());
    let ended = answered(&ada, &lose, "[y/N] ", "y\n");
    assert!(ended.code == 0 && lost(), "{}", ended.shown);
}

#[test]
fn no_answer_is_no_yes_to_a_question_whose_usual_answer_is_yes() {
    if pseudo::absent() {
        return;
    }
    let story = Story::new();
    let folder = story.workspace();
    std::fs::create_dir(story.home.path().join(".stfolder")).unwrap();
    for key in [CTRL_C, CTRL_D] {
        let ended = answered(&story, &["workspace", "new"], "[Y/n] ", key);
        assert_eq!((ended.code, folder.exists()), (130, false), "{}", ended.shown);
    }
    let ended = answered(&story, &["workspace", "new"], "[Y/n] ", "n\n");
    assert_eq!(ended.code, 0, "{}", ended.shown);
    assert_eq!(story.good(&["workspace", "device-secret", "status"], "")["device_secret"], "off");

    // What the question says is usual, on a device whose settings no program copies.
    let (other, settings) = (Story::new(), tempfile::tempdir().unwrap());
    std::fs::create_dir(other.home.path().join(".stfolder")).unwrap();
    let mut command = other.asking(&["workspace", "new", "--password-file"]);
    command.arg(other.home.path().join("password")).env("XDG_CONFIG_HOME", settings.path());
    let ended = Terminal::start(command, 80).asks_shown("[Y/n] ").types("\n").ends();
    assert_eq!(ended.code, 0, "{}", ended.shown);
    assert!(ended.shown.contains("the device secret below"), "{}", ended.shown);
}
