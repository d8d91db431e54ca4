//! A durable change, by turns with a bare write and fsync of as many bytes on the same disk.

use std::{
    fs::File,
    io::{Seek as _, SeekFrom, Write as _},
    path::Path,
};

use credenza_app::{Workspace, credentials::CredentialEditRequest};

use crate::{
    report::{Times, figure},
    words,
};

const EDITS: u64 = 300;
/// The bare file is written over and over, as the write-ahead log is.
const BARE_FILE: usize = 4 * 1024 * 1024;

pub(crate) fn measure(workspace: &Workspace, home: &Path, rows: u64) {
    let path = home.join("bare");
    let mut bare_file = File::create(&path).unwrap();
    bare_file.write_all(&vec![1; BARE_FILE]).unwrap();
    bare_file.sync_all().unwrap();
    let (mut edits, mut bare) = (Times::default(), Times::default());
    let (mut written, mut at) = (0, 0);
    for turn in 0..EDITS {
        let name = words::credential(words::mixed(turn, 60) % rows);
        let id = workspace.credential_by_name(&name).unwrap().credential.id;
        let request = CredentialEditRequest {
            description: Some(format!("Changed for the {turn}th time")),
            ..Default::default()
        };
        let before = bytes_written();
        edits.time(|| workspace.edit_credential(id, &request)).unwrap();
        let size = usize::try_from(bytes_written() - before).unwrap().clamp(1, BARE_FILE);
        written += size;
        if at + size > BARE_FILE {
            at = 0;
        }
        bare.time(|| write(&mut bare_file, at, size));
        at += size;
    }
    std::fs::remove_file(&path).unwrap();
    let (edit, fsync) = (edits.percentile(95), bare.percentile(95));
    figure("store", "edit_p50_ms", rows, edits.median(), "ms");
    figure("store", "edit_p95_ms", rows, edit, "ms");
    figure("store", "write_and_fsync_p50_ms", rows, bare.median(), "ms");
    figure("store", "write_and_fsync_p95_ms", rows, fsync, "ms");
    figure("store", "edit_less_fsync_p95_ms", rows, (edit - fsync).max(0.0), "ms");
    let mean = u32::try_from(written).unwrap_or(u32::MAX);
    figure("store", "edit_bytes", rows, f64::from(mean) / 300.0, "B");
}

fn write(file: &mut File, at: usize, size: usize) {
    file.seek(SeekFrom::Start(at as u64)).unwrap();
    file.write_all(&vec![2; size]).unwrap();
    file.sync_all().unwrap();
}

/// What this process has handed to the system to be written, in bytes.
fn bytes_written() -> u64 {
    let text = std::fs::read_to_string("/proc/self/io").unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix("wchar: "));
    line.and_then(|number| number.trim().parse().ok()).unwrap_or(0)
}
