//! Reads what `strace -f -yy -xx` wrote.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
};

/// One call that matters, of the files in one folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Call {
    /// A file came to be, empty.
    Made(PathBuf),
    /// Bytes at a place.
    Write(PathBuf, u64, Vec<u8>),
    /// A new length.
    Truncate(PathBuf, u64),
    /// A file or folder is on the disk.
    Sync(PathBuf),
    Rename(PathBuf, PathBuf),
    Remove(PathBuf),
    /// A line on standard output.
    Said(String),
}

/// The calls of `text` on what lies in `folder`, in the order in which they ended.
pub(crate) fn read(text: &str, folder: &Path) -> Vec<Call> {
    let mut begun: HashMap<String, String> = HashMap::new();
    let mut calls = Vec::new();
    let mut ends: HashMap<PathBuf, u64> = HashMap::new();
    for line in text.lines() {
        let Some((process, rest)) = line.trim_start().split_once(char::is_whitespace) else {
            continue;
        };
        let rest = rest.trim_start();
        let whole = if let Some(first) = rest.strip_suffix(" <unfinished ...>") {
            begun.insert(process.to_owned(), first.to_owned());
            continue;
        } else if rest.starts_with("<... ") {
            let (_, last) = rest.split_once("resumed>").unwrap();
            begun.remove(process).unwrap_or_default() + last
        } else {
            rest.to_owned()
        };
        calls.extend(call(&whole, folder, &mut ends));
    }
    calls
}

fn call(line: &str, folder: &Path, ends: &mut HashMap<PathBuf, u64>) -> Option<Call> {
    let (name, rest) = line.split_once('(')?;
    let (arguments, result) = rest.rsplit_once(" = ")?;
    if result.starts_with('-') {
        return None;
    }
    let file = descriptor(arguments);
    let inside = |path: &Path| path.starts_with(folder);
    let mut strings = arguments.split('"').skip(1).step_by(2).map(bytes);
    match name {
        "write" if file.as_ref().is_none_or(|path| !inside(path)) => {
            let text = String::from_utf8_lossy(&strings.next()?).into_owned();
            (text.contains("DONE ") || text.contains("PASS ")).then_some(Call::Said(text))
        }
        "openat" => {
            let path = path_of(&strings.next()?);
            let made = arguments.contains("O_CREAT") || arguments.contains("O_TRUNC");
            // Its cursor begins at its start.
            ends.insert(path.clone(), 0);
            (made && inside(&path)).then_some(Call::Made(path))
        }
        "pwrite64" => {
            let path = file.filter(|path| inside(path))?;
            let offset = last_number(arguments)?;
            Some(Call::Write(path, offset, strings.next()?))
        }
        "write" => {
            let (path, data) = (file?, strings.next()?);
            let end = ends.entry(path.clone()).or_default();
            let at = *end;
            *end += data.len() as u64;
            Some(Call::Write(path, at, data))
        }
        "ftruncate" => {
            Some(Call::Truncate(file.filter(|path| inside(path))?, last_number(arguments)?))
        }
        "fsync" | "fdatasync" => file.filter(|path| inside(path)).map(Call::Sync),
        "rename" | "renameat" | "renameat2" => {
            let (from, to) = (path_of(&strings.next()?), path_of(&strings.next()?));
            inside(&to).then_some(Call::Rename(from, to))
        }
        "unlink" | "unlinkat" => {
            Some(path_of(&strings.next()?)).filter(|path| inside(path)).map(Call::Remove)
        }
        _ => None,
    }
}

/// The path that stands behind a file descriptor: `7</home/file>`.
fn descriptor(arguments: &str) -> Option<PathBuf> {
    let (_, rest) = arguments.split_once('<')?;
    let (path, _) = rest.split_once('>')?;
    Some(path_of(&bytes(path)))
}

fn path_of(bytes: &[u8]) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(bytes).into_owned())
}

fn last_number(arguments: &str) -> Option<u64> {
    let (_, last) = arguments.trim_end_matches(')').rsplit_once(", ")?;
    last.trim_end_matches(')').parse().ok()
}

/// `\x41B` as bytes.
fn bytes(text: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len() / 4);
    let mut rest = text.as_bytes();
    while let [first, more @ ..] = rest {
        let hex =
            (*first == b'\\' && more.first() == Some(&b'x')).then(|| more.get(1..3)).flatten();
        if let Some(hex) = hex {
            let digits = std::str::from_utf8(hex).unwrap();
            out.push(u8::from_str_radix(digits, 16).unwrap());
            rest = &rest[4..];
        } else {
            out.push(*first);
            rest = more;
        }
    }
    out
}
