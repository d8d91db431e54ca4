//! What is read from standard input is read to the end of its line, and is not kept.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use std::{
    fs::File,
    io::{Read as _, Seek as _},
    os::unix::fs::FileExt as _,
    process::{Child, Command, Stdio},
};

use support::{CANARY, PASSWORD, Story};

/// So many control characters are more in JSON than a pipe holds, so that who writes them waits.
const LONG: usize = 24_000;

/// Standard input with the password, and another secret after it.
fn input(story: &Story) -> File {
    let path = story.home.path().join("input");
    std::fs::write(&path, format!("{PASSWORD}\n{CANARY}\n")).unwrap();
    File::open(path).unwrap()
}

fn show(story: &Story, name: &str, input: &File, output: Stdio) -> Child {
    Command::new(env!("CARGO_BIN_EXE_credenza"))
        .args(["--json", "--no-input", "--workspace"])
        .arg(story.workspace())
        .args(["--password-stdin", "variable", "show", name])
        .stdin(input.try_clone().unwrap())
        .stdout(output)
        .spawn()
        .unwrap()
}

fn story() -> Story {
    let story = Story::new();
    story.good(&["workspace", "new"], "");
    let text = format!("filler-filler-{}", "\u{1}".repeat(LONG));
    story.good(&["variable", "new", "text", "long", "--raw"], &text);
    story
}

/// Whether what a process holds in its memory has `wanted` somewhere.
fn holds(process: &Child, wanted: &str) -> bool {
    let of = format!("/proc/{}", process.id());
    let maps = std::fs::read_to_string(format!("{of}/maps")).unwrap();
    let memory = File::open(format!("{of}/mem")).unwrap();
    let written = maps.lines().filter(|line| line.split(' ').nth(1).unwrap().starts_with("rw"));
    written
        .filter_map(|line| line.split(' ').next()?.split_once('-'))
        .map(|(from, to)| [from, to].map(|at| u64::from_str_radix(at, 16).unwrap()))
        .any(|[from, to]| {
            let mut held = vec![0; usize::try_from(to - from).unwrap()];
            let read = memory.read_at(&mut held, from).unwrap_or(0);
            held[..read].windows(wanted.len()).any(|one| one == wanted.as_bytes())
        })
}

#[test]
fn what_follows_the_line_of_the_password_stays_for_the_next_reader() {
    let story = story();
    let mut input = input(&story);
    assert!(show(&story, "long", &input, Stdio::null()).wait().unwrap().success());
    assert_eq!(input.stream_position().unwrap(), PASSWORD.len() as u64 + 1);
}

#[test]
fn neither_the_password_nor_what_follows_is_kept_in_memory() {
    let story = story();
    let input = input(&story);
    let mut process = show(&story, "long", &input, Stdio::piped());
    let mut output = process.stdout.take().unwrap();
    // The workspace is unlocked, and the rest of the output waits for its reader.
    output.read_exact(&mut [0]).unwrap();
    let found = ["filler-filler-", PASSWORD, CANARY].map(|wanted| holds(&process, wanted));
    std::io::copy(&mut output, &mut std::io::sink()).unwrap();
    assert!(process.wait().unwrap().success());
    assert_eq!(found, [true, false, false], "the text as a control, the password, what follows");
}
