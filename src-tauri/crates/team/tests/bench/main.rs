//! Measures what `cargo xtask bench team` prints, one JSON object a line.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a measurement that can't be taken ends with what stood in its way"
)]

mod maker;
mod polls;
mod sync;

use std::time::Instant;

use credenza_team::{Entries as _, SignedEntries};

use maker::Team;

fn main() {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    runtime.unwrap().block_on(async {
        verify();
        for (entries, members) in [(100_000, 10), (100_000, 10_000)] {
            sync::measure(entries, members).await;
        }
        for (entries, members) in [(1_000, 10), (100_000, 10), (100_000, 10_000)] {
            polls::measure(entries, members).await;
        }
    });
}

/// Signatures checked and entries read, on one thread.
fn verify() {
    let team = Team::new(10);
    let signed: Vec<Vec<u8>> = team.write(20_000).map(|one| one.signed).collect();
    let start = Instant::now();
    for one in &signed {
        SignedEntries.check(one).unwrap();
    }
    let rate = signed.len() as f64 / start.elapsed().as_secs_f64();
    figure("verify", 10, 20_000, rate, "entries/s");
}

/// Prints one figure.
fn figure(metric: &str, members: usize, n: usize, value: f64, unit: &str) {
    let value = (value * 1_000.0).round() / 1_000.0;
    println!(
        r#"{{"bench":"team","metric":"{metric}","members":{members},"n":{n},"value":{value},"unit":"{unit}"}}"#
    );
}
