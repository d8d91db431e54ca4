//! R48: where a value or password may have been left behind.

use std::{
    collections::HashMap,
    fs,
    path::{Path, PathBuf},
};

use credenza_testkit::desk::{Desk, LOG};

use crate::forms;

/// No file below the home of `desk`, where the window has its temporary files as well, and no command
/// line or environment of a process of the window holds one of `secrets`. The window is open.
pub(crate) fn hold_none(desk: &Desk, secrets: &[&str]) {
    let search = Search::of(secrets);
    let mut files = Vec::new();
    below(desk.home(), &mut files);
    let own = fs::read(desk.home().join(LOG)).unwrap();
    // The search does see what is there.
    assert!(Search::of(&["credenza_desktop"]).finds(&own), "the log was not written");
    let hits: Vec<_> =
        files.iter().filter(|path| search.finds(&fs::read(path).unwrap_or_default())).collect();
    let processes = processes(desk.home(), &search);
    println!(
        "R48 {} of {} files and 0 of {processes} processes hold one of {} secrets, target 0 {}",
        hits.len(),
        files.len(),
        secrets.len(),
        if hits.is_empty() { "pass" } else { "FAIL" }
    );
    assert!(hits.is_empty(), "{hits:?}");
}

/// How many processes of the window there are, none of which was given a secret.
fn processes(home: &Path, search: &Search) -> usize {
    let of_window = Search::of(&[&home.to_string_lossy()]);
    let mut seen = 0;
    for process in fs::read_dir("/proc").unwrap().filter_map(Result::ok) {
        let read = |name| fs::read(process.path().join(name)).unwrap_or_default();
        let (arguments, environment) = (read("cmdline"), read("environ"));
        if of_window.finds(&environment) {
            seen += 1;
            assert!(!search.finds(&arguments) && !search.finds(&environment), "{process:?}");
        }
    }
    assert!(seen >= 3, "the window and the processes of its page were looked at: {seen}");
    seen
}

fn below(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok) {
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => below(&entry.path(), files),
            Ok(kind) if kind.is_file() => files.push(entry.path()),
            _ => {}
        }
    }
}

/// How much of each text is looked up at once.
const START: usize = 8;

/// Many texts in all their forms, looked for in one pass.
struct Search {
    /// Which two bytes one of them begins with.
    first: Vec<bool>,
    by_start: HashMap<Vec<u8>, Vec<Vec<u8>>>,
}

impl Search {
    fn of(secrets: &[&str]) -> Self {
        let mut search = Self { first: vec![false; 1 << 16], by_start: HashMap::new() };
        for form in secrets.iter().flat_map(|secret| forms::bytes(secret)) {
            search.first[pair(&form)] = true;
            search.by_start.entry(form[..START].to_vec()).or_default().push(form);
        }
        search
    }

    fn finds(&self, bytes: &[u8]) -> bool {
        bytes.windows(START).enumerate().any(|(at, start)| {
            self.first[pair(start)]
                && self
                    .by_start
                    .get(start)
                    .is_some_and(|forms| forms.iter().any(|form| bytes[at..].starts_with(form)))
        })
    }
}

fn pair(bytes: &[u8]) -> usize {
    usize::from(u16::from_le_bytes([bytes[0], bytes[1]]))
}

#[test]
fn r48_a_secret_is_found_in_each_form() {
    let (secrets, other) = (["canary-Vq7#lemon", "canary-Vq7#melon"], "canary-Vq7#olive");
    let search = Search::of(&secrets);
    for (secret, found) in [(secrets[0], true), (secrets[1], true), (other, false)] {
        for form in forms::bytes(secret) {
            let file = [&b"before"[..], &form, &b"after"[..]].concat();
            assert_eq!(search.finds(&file), found, "{secret} in {form:?}");
        }
    }
}
