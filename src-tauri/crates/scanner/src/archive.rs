//! Archives: solutions, exports and canvas apps, entry by entry.

use std::io::{Cursor, Read as _};

use zip::ZipArchive;

use crate::coverage::{LARGEST, SkipReason};

/// Most entries that are opened.
const ENTRIES: usize = 20_000;

/// Most bytes that all entries may have together.
const WHOLE: u64 = 128 * 1024 * 1024;

/// How deep archives in archives are opened: a canvas app in a solution.
pub(crate) const DEPTH: usize = 2;

/// Whether bytes begin as an archive does.
pub(crate) fn is_archive(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

/// Hands the name and the bytes of each entry to `each`, which says why a part of it was not scanned.
/// Gives back the first reason for which something was not.
pub(crate) fn read(
    bytes: &[u8],
    mut each: impl FnMut(&str, &[u8]) -> Option<SkipReason>,
) -> Option<SkipReason> {
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else {
        return Some(SkipReason::Damaged);
    };
    let mut left = WHOLE;
    let mut gap = None;
    for at in 0..archive.len() {
        let skipped = match entry(&mut archive, at, &mut left) {
            Ok(Some((name, bytes))) => each(&name, &bytes),
            Ok(None) => None,
            Err(reason) => Some(reason),
        };
        gap = gap.or(skipped);
    }
    gap
}

/// The name and the bytes of an entry; nothing of a folder.
fn entry(
    archive: &mut ZipArchive<Cursor<&[u8]>>,
    at: usize,
    left: &mut u64,
) -> Result<Option<(String, Vec<u8>)>, SkipReason> {
    let entry = archive.by_index(at).map_err(|_| SkipReason::Damaged)?;
    if entry.is_dir() {
        return Ok(None);
    }
    if at >= ENTRIES || entry.size() > LARGEST.min(*left) {
        return Err(SkipReason::TooLarge);
    }
    let name = entry.name().map_err(|_| SkipReason::Damaged)?.replace('\\', "/");
    let mut bytes = Vec::new();
    // What an archive says of its sizes may be wrong.
    let read = entry.take(LARGEST.min(*left) + 1).read_to_end(&mut bytes);
    read.map_err(|_| SkipReason::Damaged)?;
    let length = bytes.len() as u64;
    if length > LARGEST.min(*left) {
        return Err(SkipReason::TooLarge);
    }
    *left -= length;
    Ok(Some((name, bytes)))
}
