//! What reaches the screen: narrow, without colours, and never a colleague's control characters.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "tests")]

#[path = "support/terminal.rs"]
mod pseudo;
mod support;

use std::process::Command;

use pseudo::{Ended, Terminal};
use support::Story;

const HELP: [&[&str]; 6] = [
    &["help"],
    &["help", "workspace", "new"],
    &["help", "variable", "new"],
    &["help", "vault", "add"],
    &["help", "share"],
    &["help", "conflict", "choose"],
];
/// Turns the letters after it round, as a file name may to hide its ending.
const TURN: char = '\u{202e}';
/// A terminal's command in one character.
const CSI: char = '\u{9b}';

fn program(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_credenza"));
    command.args(arguments).env("TERM", "xterm-256color").env_remove("NO_COLOR");
    command
}

fn shown(arguments: &[&str], columns: u16, plain: bool) -> Ended {
    let mut command = program(arguments);
    if plain {
        command.env("NO_COLOR", "1");
    }
    Terminal::start(command, columns).ends()
}

#[test]
fn help_fits_a_narrow_terminal() {
    if pseudo::absent() {
        return;
    }
    for arguments in HELP {
        let ended = shown(arguments, 40, true);
        assert_eq!(ended.code, 0);
        for line in ended.shown.lines() {
            // The name of an option is not broken, and the line of the usage is the terminal's to break.
            let whole = line.split_whitespace().count() <= 3 || line.starts_with("Usage: ");
            assert!(line.chars().count() <= 40 || whole, "{arguments:?}: {line:?}");
        }
    }
    let wide = shown(&["help"], 120, true).shown;
    assert!(wide.lines().any(|line| line.chars().count() > 40), "the control has long lines");
}

#[test]
fn who_wants_no_colours_gets_none() {
    if pseudo::absent() {
        return;
    }
    for arguments in HELP.iter().chain([&&["frobnicate"][..]]) {
        assert!(!shown(arguments, 80, true).shown.contains('\u{1b}'), "{arguments:?}");
        assert!(shown(arguments, 80, false).shown.contains('\u{1b}'), "the control is coloured");
        let piped = program(arguments).output().unwrap();
        assert!(![piped.stdout, piped.stderr].concat().contains(&0x1b), "{arguments:?}");
    }
}

/// Things of these names in code and in the workspace.
fn story() -> Story {
    let story = Story::new();
    story.good(&["workspace", "new"], "");
    let text = format!("first\nStatus   forged\u{1b}]0;title\u{7}{TURN}{CSI}2J\n");
    story.good(&["variable", "new", "text", "u", "--raw"], &text);
    story.good(&["variable", "new", "secret", "p"], "value\n");
    let turned = format!("Robot{TURN}exe");
    for name in [&*turned, "רובוט", "روبوت ١"] {
        let new = ["credential", "new", name, "--location", "network", "--username", "u"];
        let described = ["--password", "p", "--description", "one\u{1b}[2Jline\nNext"];
        story.good(&[&new[..], &described[..]].concat(), "");
    }
    story
}

fn people(story: &Story, arguments: &[&str]) -> (String, String) {
    let output = story.command("laptop").args(arguments).output().unwrap();
    (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap())
}

/// Nothing but letters and line ends.
fn calm(text: &str) -> bool {
    !text.chars().any(|c| (c.is_control() && c != '\n') || c == TURN)
}

#[test]
fn names_and_texts_reach_a_person_without_what_steers_a_terminal() {
    let story = story();
    let turned = format!("Robot{TURN}exe");
    let (list, _) = people(&story, &["credential", "list"]);
    assert!(calm(&list) && list.contains("Robot\\u{202e}exe"), "{list}");
    assert!(list.contains("רובוט") && list.contains("روبوت ١"), "{list}");
    let (card, _) = people(&story, &["credential", "show", &turned]);
    assert!(calm(&card) && card.contains("Description one\\u{1b}[2Jline\\nNext\n"), "{card}");
    let (variable, _) = people(&story, &["variable", "show", "u"]);
    assert!(calm(&variable), "{variable}");
    assert!(variable.contains("Value    first\n         Status   forged\\u{1b}]0;title\\u{7}"));
    let (_, error) = people(&story, &["get", &format!("none{TURN}\u{1b}[2J")]);
    assert!(calm(&error) && error.starts_with("error: "), "{error}");
}

#[test]
fn what_a_program_reads_is_exact() {
    let story = story();
    let (json, _) = people(&story, &["--json", "variable", "show", "u"]);
    assert!(calm(&json), "{json}");
    let document: serde_json::Value = serde_json::from_str(&json).unwrap();
    let value = document["value"].as_str().unwrap();
    assert!(value.contains(TURN) && value.contains(CSI) && value.contains('\u{1b}'));
    let (list, _) = people(&story, &["--json", "credential", "list"]);
    let list: serde_json::Value = serde_json::from_str(&list).unwrap();
    let names: Vec<_> =
        list["credentials"].as_array().unwrap().iter().map(|one| one["name"].as_str()).collect();
    assert!(names.contains(&Some(&*format!("Robot{TURN}exe"))) && names.contains(&Some("רובוט")));
    let (got, _) = people(&story, &["get", "רובוט", "--field", "username"]);
    assert!(got.contains(TURN) && got.contains('\u{1b}'), "a value is given as it is");
    let (both, _) = people(&story, &["get", "רובוט"]);
    assert!(both.starts_with(&got) && both.len() > got.len(), "and so are both");
}

#[test]
fn what_was_typed_too_much_is_not_said_again() {
    for arguments in [&["variable", "new", "secret", "p", "hunter2"][..], &["get", "x", "hunter2"]]
    {
        for json in [&["--json"][..], &[]] {
            let output = program(&[json, arguments].concat()).output().unwrap();
            let said = [output.stdout, output.stderr].concat();
            let said = String::from_utf8(said).unwrap();
            assert_eq!(output.status.code(), Some(2), "{said}");
            assert!(said.contains("one argument too many") && !said.contains("hunter2"), "{said}");
        }
    }
    let typo = program(&["get", "x", "--feild"]).output().unwrap();
    assert!(String::from_utf8(typo.stderr).unwrap().contains("--feild"), "the control");
}

#[test]
fn a_name_in_code_can_not_steer_the_terminal_of_who_scans_it() {
    let folder = tempfile::tempdir().unwrap();
    let code = format!(
        "import automationassets\nautomationassets.get_automation_credential('SAP{CSI}2J{TURN}x')\n"
    );
    std::fs::write(folder.path().join(format!("a{TURN}\u{1b}[2Jb.py")), code).unwrap();
    let path = folder.path().to_str().unwrap();
    let text = program(&["scan", path]).output().unwrap();
    assert!(calm(&String::from_utf8(text.stdout).unwrap()));
    let json =
        String::from_utf8(program(&["scan", path, "--json"]).output().unwrap().stdout).unwrap();
    assert!(calm(&json), "{json}");
    for line in json.lines() {
        serde_json::from_str::<serde_json::Value>(line).unwrap();
    }
    assert!(json.lines().count() > 1, "something was found: {json}");
}

#[test]
fn a_pipe_to_head_ends_without_a_word() {
    for arguments in HELP {
        let mut child = program(arguments)
            .stdout(std::process::Stdio::piped())
            .stderr(std::process::Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{arguments:?}");
        assert!(output.status.code().is_some_and(|code| code == 0), "{:?}", output.status);
    }
}

#[test]
fn a_wrong_command_line_is_told_to_programs_as_json() {
    let cases: [&[&str]; 5] = [
        &["--json", "frobnicate"],
        &["variable", "new", "text", "--json"],
        &["--json", "get", "x", "--for", "moon"],
        &["--json", "credential", "new", "x", "--location", "network"],
        &["--json"],
    ];
    for arguments in cases {
        let output = program(arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        let document: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let error = &document["error"];
        assert_eq!((&document["schema"], &error["code"]), (&1.into(), &"usage".into()));
        assert!(error["message"].as_str().unwrap().len() > 10, "{document}");
        assert!(error["hint"].as_str().unwrap().ends_with('.'));
        let words: Vec<_> = arguments.iter().copied().filter(|one| *one != "--json").collect();
        let text = program(&words).output().unwrap();
        assert_eq!((text.status.code(), text.stdout.len()), (Some(2), 0), "for people");
        assert!(!text.stderr.is_empty());
    }
}
