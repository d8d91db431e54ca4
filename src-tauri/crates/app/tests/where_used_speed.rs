//! How long scans and answers take in a workspace with much code. The figures are printed; what must
//! hold on any machine is that the answers are whole.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a measurement")]

mod support;

use std::{fmt::Write as _, time::Instant};

use credenza_app::dependencies::{DependencyQuery, Group, Tab};
use support::code::Bench;

const FILES: u64 = 100;
const LINES: u64 = 300;

#[test]
fn many_places_are_scanned_once_and_answered_fast() {
    let bench = Bench::new();
    for n in 0..FILES {
        let mut text = String::new();
        for line in 0..LINES {
            let name = if line % 10 == 0 { "ERP robot".to_owned() } else { format!("robot {n}") };
            writeln!(text, "$c = Get-AutomationPSCredential -Name '{name}'").unwrap();
        }
        bench.write(&format!("folder{}/run{n}.ps1", n % 10), &text);
    }
    let timed = |what: &str, work: &dyn Fn() -> u64| {
        let started = Instant::now();
        let found = work();
        println!("where used: {what} {:?}, {found} found", started.elapsed());
        found
    };
    let scan = || {
        bench.scan();
        bench.workspace.source(bench.source).unwrap().last.unwrap().references
    };
    assert_eq!(timed("first scan", &scan), FILES * LINES);
    assert_eq!(timed("scan again", &scan), FILES * LINES);
    let query = DependencyQuery {
        limit: 50,
        groups: vec![Group::Code],
        ..DependencyQuery::all(bench.thing(), Tab::UsedBy)
    };
    let ask = || bench.workspace.dependencies(&query).unwrap().groups[0].total;
    assert_eq!(timed("first answer", &ask), FILES * LINES / 10);
    assert_eq!(timed("next answer", &ask), FILES * LINES / 10);
}
