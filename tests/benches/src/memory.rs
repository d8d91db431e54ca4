//! The memory of one command from its start to its end.

use std::{
    io::Read as _,
    path::Path,
    process::{Command, Stdio},
    thread,
    time::Duration,
};

use crate::{
    maker,
    report::{Times, figure},
};

/// Searches for a text that many have and for one that one has.
pub(crate) fn measure(home: &Path, rows: u64, cli: &str) {
    let password = home.join("password");
    std::fs::write(&password, maker::PASSWORD).unwrap();
    for (metric, text) in
        [("cli_search_peak_mb", "000000"), ("cli_search_all_peak_mb", "This device")]
    {
        let mut command = Command::new(cli);
        command
            .arg("--workspace")
            .arg(maker::folder(home).path())
            .args(["--json", "credential", "list", "--search", text])
            .arg("--password-file")
            .arg(&password);
        let mut times = Times::default();
        let peak = times.time(|| peak(&mut command));
        figure("store", metric, rows, peak, "MB");
        let metric = metric.replace("peak_mb", "seconds");
        figure("store", &metric, rows, times.median() / 1_000.0, "s");
    }
    std::fs::remove_file(&password).unwrap();
}

/// Most resident memory in MB (10^6 bytes). It only grows, so that the last look tells the peak.
fn peak(command: &mut Command) -> f64 {
    let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
    let status = format!("/proc/{}/status", child.id());
    let mut out = child.stdout.take().unwrap();
    let reader = thread::spawn(move || {
        let (mut block, mut bytes) = (vec![0; 1 << 16], 0u64);
        while let Ok(read @ 1..) = out.read(&mut block) {
            bytes += read as u64;
        }
        bytes
    });
    let mut kib = 0.0;
    while child.try_wait().unwrap().is_none() {
        let text = std::fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let now = line.and_then(|rest| rest.trim().trim_end_matches(" kB").parse().ok());
        kib = now.unwrap_or(kib);
        thread::sleep(Duration::from_millis(1));
    }
    assert!(child.wait().unwrap().success(), "the command failed");
    assert!(reader.join().unwrap() > 0, "the command printed nothing");
    kib * 1_024.0 / 1e6
}
