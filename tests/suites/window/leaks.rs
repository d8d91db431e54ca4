//! R48: where a value or password may have been left behind.

use std::{
    fs,
    path::{Path, PathBuf},
};

use credenza_testkit::desk::LOG;

/// Every file below `home`, where the window has its temporary files as well: no secret stands in any.
pub(crate) fn files_hold_none(home: &Path, secrets: &[&str]) {
    let mut files = Vec::new();
    below(home, &mut files);
    let own = fs::read(home.join(LOG)).unwrap();
    // The search does see what is there.
    assert!(found(&own, "painted"), "the log was not written");
    let hits: Vec<_> = files
        .iter()
        .filter(|path| {
            let bytes = fs::read(path).unwrap_or_default();
            secrets.iter().any(|secret| found(&bytes, secret))
        })
        .collect();
    println!("R48 {} of {} files hold a secret, target 0 pass", hits.len(), files.len());
    assert!(hits.is_empty(), "{hits:?}");
}

/// No command line and no environment of a process of the window holds one.
pub(crate) fn processes_hold_none(home: &Path, secrets: &[&str]) {
    let mark = home.to_string_lossy();
    let mut seen = 0;
    for process in fs::read_dir("/proc").unwrap().filter_map(Result::ok) {
        let read = |name| fs::read(process.path().join(name)).unwrap_or_default();
        let (arguments, environment) = (read("cmdline"), read("environ"));
        if !found(&environment, &mark) {
            continue;
        }
        seen += 1;
        for secret in secrets {
            assert!(!found(&arguments, secret) && !found(&environment, secret), "{process:?}");
        }
    }
    assert!(seen >= 3, "the window and the processes of its page were looked at: {seen}");
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

/// In UTF-8 or in UTF-16.
fn found(bytes: &[u8], text: &str) -> bool {
    let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let holds = |needle: &[u8]| bytes.windows(needle.len()).any(|window| window == needle);
    holds(text.as_bytes()) || holds(&wide)
}
