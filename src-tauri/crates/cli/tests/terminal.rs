//! What a person at a terminal is asked for, what the terminal shows of it, and how it is left.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "tests")]

#[path = "support/terminal.rs"]
mod pseudo;
mod support;

use pseudo::Terminal;
use support::{CANARY, PASSWORD, Story};

const CTRL_C: &str = "\u{3}";
const CTRL_D: &str = "\u{4}";
const ANOTHER: &str = "seventeen copper umbrellas waltz";

/// The command as typed.
fn at(story: &Story, arguments: &[&str]) -> Terminal {
    Terminal::start(story.asking(arguments), 80)
}

/// The same, with the password from a file.
fn opened(story: &Story, arguments: &[&str]) -> Terminal {
    let mut command = story.asking(arguments);
    command.arg("--password-file").arg(story.home.path().join("password"));
    Terminal::start(command, 80)
}

fn story() -> Story {
    let story = Story::new();
    story.good(&["workspace", "new"], "");
    story
}

fn value(story: &Story) -> String {
    story.good(&["variable", "new", "text", "u"], "user\n");
    let new = ["credential", "new", "c", "--location", "network"];
    story.good(&[&new[..], &["--username", "u", "--password", "p"]].concat(), "");
    story.good(&["get", "c"], "")["password"].as_str().unwrap().to_owned()
}

#[test]
fn a_new_password_is_typed_twice_and_never_shown() {
    if pseudo::absent() {
        return;
    }
    let story = Story::new();
    let mut terminal = at(&story, &["workspace", "new", "--person", "Maya"]);
    terminal.asks_hidden("Master password: ").types(PASSWORD).types("\n");
    terminal.asks_hidden("Master password, once more: ").types(PASSWORD).types("\n");
    let ended = terminal.ends();
    assert_eq!((ended.code, ended.restored), (0, true), "{}", ended.shown);
    assert!(ended.shown.contains("recovery code") && !ended.shown.contains(PASSWORD));
    assert_eq!(story.good(&["workspace", "status"], "")["person"], "Maya");
}

#[test]
fn what_is_mistyped_or_empty_is_asked_again_and_then_given_up() {
    if pseudo::absent() {
        return;
    }
    let story = Story::new();
    let mut terminal = at(&story, &["workspace", "new"]);
    terminal.asks_hidden("Master password: ").types(PASSWORD).types("\n");
    terminal.asks_hidden("once more: ").types("something else\n");
    terminal.sees("The two are not the same. Try again.");
    terminal.asks_hidden("Master password: ").types("\n");
    terminal.sees("Nothing was typed. Try again.");
    terminal.asks_hidden("Master password: ").types(PASSWORD).types("\n");
    terminal.asks_hidden("once more: ").types("a third\n");
    let ended = terminal.ends();
    assert_eq!((ended.code, ended.restored), (2, true), "{}", ended.shown);
    assert!(
        ended.shown.contains("error: The two are not the same.") && !story.workspace().exists()
    );

    let mut terminal = at(&story, &["workspace", "new"]);
    terminal.asks_hidden("Master password: ").types("\n");
    terminal.asks_hidden("Master password: ").types(PASSWORD).types("\n");
    terminal.asks_hidden("once more: ").types(PASSWORD).types("\n");
    assert_eq!(terminal.ends().code, 0, "the control makes it at the second try");
}

#[test]
fn who_goes_away_from_a_hidden_question_changes_nothing_and_has_the_echo_again() {
    if pseudo::absent() {
        return;
    }
    let story = Story::new();
    for (answers, key) in [(0, CTRL_C), (1, CTRL_C), (0, CTRL_D), (1, CTRL_D)] {
        let mut terminal = at(&story, &["workspace", "new"]);
        for _ in 0..answers {
            terminal.asks_hidden(": ").types(PASSWORD).types("\n");
        }
        let ended = terminal.asks_hidden(": ").types(key).ends();
        assert_eq!((ended.code, ended.restored), (130, true), "{}", ended.shown);
        assert!(
            ended.shown.contains("\nerror: Cancelled. Nothing was changed."),
            "{}",
            ended.shown
        );
        assert!(!story.workspace().exists());
    }
    let mut terminal = at(&story, &["workspace", "new"]);
    let ended = terminal.asks_hidden(": ").types("half a password").types(CTRL_C).ends();
    assert_eq!((ended.code, ended.restored), (130, true), "{}", ended.shown);
    assert!(!ended.shown.contains("half"));
}

#[test]
fn an_interrupt_after_a_hidden_question_ends_the_command_as_ever() {
    if pseudo::absent() {
        return;
    }
    let story = story();
    story.good(&["variable", "new", "text", "u"], "user\n");
    let mut terminal = at(&story, &["variable", "set", "u"]);
    terminal.asks_hidden("Master password: ").types(PASSWORD).types("\n");
    let ended = terminal.sees("New value: ").types(CTRL_C).ends();
    assert_eq!((ended.code, ended.restored), (130, true), "{}", ended.shown);
    assert_eq!(story.good(&["variable", "show", "u"], "")["value"], "user");
}

#[test]
fn the_recovery_code_is_typed_unseen_and_the_new_password_twice() {
    if pseudo::absent() {
        return;
    }
    let story = Story::new();
    let made = story.good(&["workspace", "new"], "");
    let code = made["recovery_code"].as_str().unwrap();
    let before = std::fs::read(story.workspace().join("header")).unwrap();
    let mut terminal = at(&story, &["workspace", "recover"]);
    terminal.asks_hidden("Recovery code: ").types(code).types("\n");
    let ended = terminal.asks_hidden("New master password: ").types(CTRL_C).ends();
    assert_eq!((ended.code, ended.restored), (130, true));
    assert_eq!(std::fs::read(story.workspace().join("header")).unwrap(), before);

    let mut terminal = at(&story, &["workspace", "recover"]);
    terminal.asks_hidden("Recovery code: ").types(code).types("\n");
    terminal.asks_hidden("New master password: ").types(ANOTHER).types("\n");
    terminal.asks_hidden("New master password, once more: ").types(ANOTHER).types("\n");
    let ended = terminal.ends();
    assert_eq!((ended.code, ended.restored), (0, true), "{}", ended.shown);
    assert!(!ended.shown.contains(code) && !ended.shown.contains(ANOTHER));
    assert_eq!(story.bad(&["workspace", "status"], "").0, 4, "the former password");
    std::fs::write(story.home.path().join("password"), ANOTHER).unwrap();
    story.good(&["workspace", "status"], "");
}

#[test]
fn another_password_is_asked_for_after_the_present_one() {
    if pseudo::absent() {
        return;
    }
    let story = story();
    let mut terminal = at(&story, &["workspace", "password"]);
    terminal.asks_hidden("Master password: ").types(PASSWORD).types("\n");
    terminal.asks_hidden("New master password: ").types(ANOTHER).types("\n");
    terminal.asks_hidden("New master password, once more: ").types(ANOTHER).types("\n");
    assert_eq!(terminal.ends().code, 0);
    assert_eq!(story.bad(&["workspace", "status"], "").0, 4);

    let ended = at(&story, &["workspace", "status"]).asks_hidden(": ").types("wrong\n").ends();
    assert_eq!((ended.code, ended.restored), (4, true));
    assert!(ended.shown.contains("credenza workspace recover"), "{}", ended.shown);
    let ended =
        at(&story, &["workspace", "status"]).asks_hidden(": ").types(ANOTHER).types("\n").ends();
    assert_eq!(ended.code, 0);
}

#[test]
fn a_secret_is_typed_unseen_and_twice_and_a_text_is_seen() {
    if pseudo::absent() {
        return;
    }
    let story = story();
    let mut terminal = opened(&story, &["variable", "new", "secret", "p"]);
    terminal.asks_hidden("Value: ").types(CANARY).types("\n");
    terminal.asks_hidden("Value, once more: ").types(CANARY).types("\n");
    let ended = terminal.ends();
    assert_eq!((ended.code, ended.restored), (0, true), "{}", ended.shown);
    assert!(!ended.shown.contains(CANARY));
    assert_eq!(value(&story), CANARY);

    let mut terminal = opened(&story, &["variable", "set", "u"]);
    let ended = terminal.asks_shown("New value: ").types("somebody\n").ends();
    assert!(ended.code == 0 && ended.shown.contains("New value: somebody"), "{}", ended.shown);
    for key in [CTRL_C, CTRL_D] {
        let ended = opened(&story, &["variable", "set", "u"]).asks_shown(": ").types(key).ends();
        assert_eq!((ended.code, ended.restored), (130, true), "{}", ended.shown);
    }
    assert_eq!(story.good(&["variable", "show", "u"], "")["value"], "somebody");
}

#[test]
fn a_password_meant_for_a_pipe_is_not_shown_by_a_terminal() {
    if pseudo::absent() {
        return;
    }
    let story = story();
    let mut terminal = at(&story, &["--password-stdin", "workspace", "status"]);
    let ended = terminal.asks_hidden("Master password: ").types(PASSWORD).types("\n").ends();
    assert!(ended.code == 0 && !ended.shown.contains(PASSWORD), "{}", ended.shown);
    // A whole file can't be typed unseen.
    let ended = opened(&story, &["variable", "new", "secret", "p", "--raw"]).ends();
    assert!(ended.code == 2 && ended.shown.contains("leave --raw out"), "{}", ended.shown);
    story.good(&["variable", "new", "secret", "p", "--raw"], CANARY);
    assert_eq!(value(&story), CANARY, "the control comes from a pipe");
}

#[test]
fn nothing_is_asked_before_the_place_is_known_to_be_good() {
    if pseudo::absent() {
        return;
    }
    let story = story();
    let ended = at(&story, &["workspace", "new"]).ends();
    assert!(ended.code == 7 && !ended.shown.contains("password"), "{}", ended.shown);
    std::fs::remove_dir_all(story.workspace()).unwrap();
    for words in [&["password"][..], &["recovery"], &["recover"], &["device-secret", "on"]] {
        let ended = at(&story, &[&["workspace"], words].concat()).ends();
        assert_eq!(ended.code, 3, "{words:?}: {}", ended.shown);
    }
}

#[test]
fn where_nobody_can_be_asked_it_says_so_at_once() {
    if pseudo::absent() {
        return;
    }
    let story = story();
    story.good(&["variable", "new", "secret", "p"], "value\n");
    let commands: [(&[&str], &str); 4] = [
        (&["workspace", "status"], "Master password is needed"),
        (&["workspace", "password"], "Master password is needed"),
        (&["variable", "new", "secret", "q"], "Master password is needed"),
        (&["get", "x"], "Master password is needed"),
    ];
    for (words, problem) in commands {
        // The terminal is there for the rest; standard input is not it.
        let ended = Terminal::start_without_input(story.asking(words)).ends();
        assert_eq!((ended.code, ended.restored), (2, true), "{words:?}: {}", ended.shown);
        assert!(ended.shown.contains(problem) && ended.shown.contains("--password-file"));
        let ended = at(&story, &[&["--no-input"], words].concat()).ends();
        assert_eq!(ended.code, 2, "{words:?}: {}", ended.shown);
    }
    let ended = opened(&story, &["--no-input", "variable", "set", "p"]).ends();
    assert!(ended.code == 2 && ended.shown.contains("New value is needed"), "{}", ended.shown);
    let ended = opened(&story, &["--no-input", "workspace", "password"]).ends();
    assert!(ended.code == 2 && ended.shown.contains("--new-password-file"), "{}", ended.shown);
    assert_eq!(value(&story), "value");
}
