//! Speed beside ripgrep on the same files, and what a scan of nothing new takes. One JSON object a
//! line with `--json`.

use std::{
    ops::ControlFlow,
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant, SystemTime},
};

use credenza_scanner::{Index, Scan, ScanOptions, literals, scan};
use serde_json::json;

use crate::{Problem, tree};

/// How often each is measured; the median counts.
const TIMES: usize = 5;

/// Threads of both.
const THREADS: usize = 2;

/// Measures a folder, or a tree of 100,000 files made for it.
pub(crate) fn run(path: Option<&str>, as_json: bool) -> Result<(), Problem> {
    let made = Path::new("target/bench/scan-tree");
    let folder = match path {
        Some(path) => Path::new(path),
        None => {
            tree::make(made).map_err(|error| format!("{}: {error}", made.display()))?;
            made
        }
    };
    // Both begin with what they read in memory.
    let first = whole(folder, None)?;
    ripgrep(folder, &[])?;
    let (mut ours, mut peer, mut names, mut again) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let mut index = first.index;
    let mut processor = [0.0; 2];
    for _ in 0..TIMES {
        let before = used().unwrap_or_default();
        ours.push(timed(|| whole(folder, None))?.1);
        peer.push(timed(|| ripgrep(folder, &[]))?.1);
        let after = used().unwrap_or_default();
        processor.iter_mut().zip(after.iter().zip(before)).for_each(|(sum, (a, b))| *sum += a - b);
        names.push(timed(|| ripgrep(folder, &["--files-with-matches"]))?.1);
        let (scan, took) = timed(|| whole(folder, Some(std::mem::take(&mut index))))?;
        index = scan.index;
        again.push(took);
    }
    let files = index.files().len();
    let (ours, peer, names) = (median(ours), median(peer), median(names));
    let (again, memory) = (median(again), peak().unwrap_or_default());
    let of_files = |value: f64| value * 100_000.0 / f64::from(u32::try_from(files).unwrap_or(1));
    let figures = [
        ("scan_ms", ours, "ms"),
        ("rg_ms", peer, "ms"),
        ("ratio", ours / peer, ""),
        // Of the processor alone: what else the machine does counts less.
        ("processor_ratio", processor[0] / processor[1], ""),
        ("rg_names_only_ms", names, "ms"),
        ("rescan_ms", again, "ms"),
        ("rescan_ms_per_100000", of_files(again), "ms"),
        ("memory_mb", memory, "MB"),
        ("references", first.coverage.references as f64, ""),
    ];
    for (metric, value, unit) in figures {
        let value = (value * 1_000.0).round() / 1_000.0;
        if as_json {
            let line = json!({ "bench": "scan", "metric": metric, "n": files, "value": value, "unit": unit });
            println!("{line}");
        } else {
            println!("{metric:<22} {value:>12} {unit}");
        }
    }
    Ok(())
}

fn whole(folder: &Path, previous: Option<Index>) -> Result<Scan, Problem> {
    let options = ScanOptions { threads: THREADS, ..ScanOptions::at(SystemTime::now()) };
    let found = scan(folder, &options, previous, &|_| ControlFlow::Continue(()));
    found.map_err(|error| error.to_string())
}

/// Searches the same literals in the same files.
fn ripgrep(folder: &Path, more: &[&str]) -> Result<(), Problem> {
    let mut command = Command::new("rg");
    command.args([
        "--threads",
        "2",
        "--hidden",
        "--ignore-case",
        "--fixed-strings",
        "--no-messages",
    ]);
    command.args(more);
    for literal in literals() {
        command.args(["-e", literal]);
    }
    command.arg("--").arg(folder).stdout(Stdio::piped());
    let mut child = command.spawn().map_err(|error| format!("rg: {error}"))?;
    if let Some(mut out) = child.stdout.take() {
        std::io::copy(&mut out, &mut std::io::sink()).map_err(|error| error.to_string())?;
    }
    child.wait().map(|_| ()).map_err(|error| error.to_string())
}

fn timed<T>(work: impl FnOnce() -> Result<T, Problem>) -> Result<(T, Duration), Problem> {
    let start = Instant::now();
    let made = work()?;
    Ok((made, start.elapsed()))
}

fn median(mut times: Vec<Duration>) -> f64 {
    times.sort_unstable();
    times.get(times.len() / 2).map_or(0.0, |time| time.as_secs_f64() * 1_000.0)
}

/// Seconds of the processor that this process and its children have used, in hundredths.
fn used() -> Option<[f64; 2]> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    let (_, fields) = stat.rsplit_once(')')?;
    let fields: Vec<f64> =
        fields.split_whitespace().filter_map(|field| field.parse().ok()).collect();
    // The first field behind the name is a letter: user, system, and both of the children.
    let at = |at: usize| fields.get(at).copied();
    Some([at(10)? + at(11)?, at(12)? + at(13)?])
}

/// The most memory that this process had, in megabytes.
fn peak() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kilobytes: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kilobytes / 1024.0)
}
