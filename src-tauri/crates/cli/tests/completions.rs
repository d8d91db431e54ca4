//! The scripts by which a shell completes what is typed, read by the shells that are here.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "tests")]

use std::process::Command;

fn script(shell: &str) -> String {
    let made = Command::new(env!("CARGO_BIN_EXE_credenza"))
        .args(["completions", shell])
        .env_remove("CREDENZA_WORKSPACE")
        .output()
        .unwrap();
    assert!(made.status.success());
    String::from_utf8(made.stdout).unwrap()
}

/// What bash offers for the last of these words, in a shell that sourced the script, or did not.
fn offered(sourced: bool, words: &[&str]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("credenza.bash");
    std::fs::write(&file, if sourced { script("bash") } else { String::new() }).unwrap();
    // As bash does at a press of Tab: the function that was registered, with the words typed so far.
    let tab = "source \"$1\"; shift; COMP_WORDS=(\"$@\"); COMP_CWORD=$(($# - 1)); \
               registered=$(complete -p credenza 2>/dev/null) || exit 9; \
               function=${registered#*-F }; ${function%% *} credenza \"${@: -1}\" \"${@: -2:1}\"; \
               printf '%s\\n' \"${COMPREPLY[@]}\"";
    let bash = ["--norc", "--noprofile", "-c", tab, "tab"];
    let output = Command::new("bash").args(bash).arg(&file).args(words).output().unwrap();
    assert_eq!(output.status.code(), Some(if sourced { 0 } else { 9 }), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn bash_completes_commands_options_and_values() {
    let has = |words: &[&str], wanted: &[&str]| {
        let offered = offered(true, words);
        let all: Vec<_> = offered.split_whitespace().collect();
        for one in wanted {
            assert!(all.contains(one), "{words:?}: no {one} in {all:?}");
        }
    };
    has(&["credenza", ""], &["workspace", "credential", "get", "share", "completions"]);
    has(&["credenza", "cre"], &["credential"]);
    has(&["credenza", "credential", "n"], &["new"]);
    has(&["credenza", "get", "x", "--for", ""], &["connection", "desktop-flow", "network"]);
    has(&["credenza", "share", "x", "--ro"], &["--role"]);
    has(&["credenza", "variable", "new", ""], &["text", "secret"]);
    assert_eq!(offered(true, &["credenza", "cre"]).trim(), "credential", "nothing else begins so");
    assert_eq!(offered(false, &["credenza", "cre"]), "", "the control knows nothing");
}

#[test]
fn every_shell_gets_a_script_of_its_own() {
    let scripts = ["bash", "zsh", "fish", "powershell"].map(script);
    for (at, sign) in ["complete -F", "#compdef credenza", "complete -c credenza", "Register-Arg"]
        .into_iter()
        .enumerate()
    {
        for (other, script) in scripts.iter().enumerate() {
            assert_eq!(script.contains(sign), at == other, "{sign}");
        }
        assert!(scripts[at].contains("workspace") && scripts[at].ends_with('\n'));
    }
}

#[test]
fn the_shells_that_are_here_take_their_scripts() {
    for shell in ["bash", "zsh", "fish"] {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("script");
        for (text, good) in [(script(shell), true), ("if (".to_owned(), false)] {
            std::fs::write(&file, text).unwrap();
            // Bash is always there where these tests run; others are taken where they are.
            match Command::new(shell).arg("-n").arg(&file).output() {
                Ok(output) => assert_eq!(output.status.success(), good, "{shell}: {output:?}"),
                Err(error) => assert!(shell != "bash", "{error}"),
            }
        }
    }
}
