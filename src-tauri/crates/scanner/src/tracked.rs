//! The files that git tracks, read from a checkout's index: a rule that would ignore such a file does
//! not. The format is git's own, "index-format", versions 2 to 4.

use std::path::{Path, PathBuf};

/// Paths of tracked files relative to the checkout, in order of their bytes.
#[derive(Debug, Default)]
pub(crate) struct Tracked {
    paths: Vec<Vec<u8>>,
}

impl Tracked {
    /// Of the checkout whose root this is. Nothing is tracked where there is no index to read.
    pub(crate) fn of(root: &Path) -> Self {
        let index = std::fs::read(folder(root).join("index"));
        let paths = index.ok().and_then(|bytes| paths(&bytes)).unwrap_or_default();
        Self { paths }
    }

    /// Whether a file is tracked.
    pub(crate) fn has_file(&self, path: &str) -> bool {
        self.paths.binary_search_by(|tracked| tracked.as_slice().cmp(path.as_bytes())).is_ok()
    }

    /// Whether anything in a folder is tracked.
    pub(crate) fn has_folder(&self, path: &str) -> bool {
        let start = format!("{path}/").into_bytes();
        let at = self.paths.partition_point(|tracked| tracked.as_slice() < start.as_slice());
        self.paths.get(at).is_some_and(|tracked| tracked.starts_with(&start))
    }
}

/// The folder of git: `.git`, or what a file of that name points at.
fn folder(root: &Path) -> PathBuf {
    let git = root.join(".git");
    let pointer = std::fs::read_to_string(&git).unwrap_or_default();
    match pointer.strip_prefix("gitdir:") {
        Some(path) => root.join(path.trim()),
        None => git,
    }
}

/// Bytes of an entry before its path: times, numbers and a SHA-1.
const FIXED: usize = 62;

fn paths(bytes: &[u8]) -> Option<Vec<Vec<u8>>> {
    let number = |at: usize| {
        let four = bytes.get(at..at + 4)?.try_into().ok()?;
        Some(u32::from_be_bytes(four))
    };
    let version = number(4)?;
    if !bytes.starts_with(b"DIRC") || !(2..=4).contains(&version) {
        return None;
    }
    let count = usize::try_from(number(8)?).ok()?;
    let mut paths: Vec<Vec<u8>> = Vec::new();
    let mut at = 12;
    for _ in 0..count {
        let flags = bytes.get(at + FIXED - 2)?;
        let extended = flags & 0x40 != 0 && version >= 3;
        let start = at + FIXED + if extended { 2 } else { 0 };
        let mut path = Vec::new();
        let mut from = start;
        if version == 4 {
            let (cut, length) = varint(bytes.get(start..)?)?;
            let last = paths.last().map(Vec::as_slice).unwrap_or_default();
            path.extend(last.get(..last.len().checked_sub(cut)?)?);
            from += length;
        }
        let rest = bytes.get(from..)?;
        let end = rest.iter().position(|byte| *byte == 0)?;
        path.extend(rest.get(..end)?);
        paths.push(path);
        let length = from + end - at;
        // Entries before version 4 are filled up to eight bytes, with at least one zero.
        at += if version == 4 { length + 1 } else { (length + 8) & !7 };
    }
    Some(paths)
}

/// A number, seven bits a byte, and how many bytes it takes.
fn varint(bytes: &[u8]) -> Option<(usize, usize)> {
    let mut value = usize::from(bytes.first()? & 0x7f);
    for (at, byte) in bytes.iter().enumerate().take(8) {
        if at > 0 {
            value = ((value + 1) << 7) | usize::from(byte & 0x7f);
        }
        if byte & 0x80 == 0 {
            return Some((value, at + 1));
        }
    }
    None
}
