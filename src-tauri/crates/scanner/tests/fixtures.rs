//! Every fixture holds what `expected.txt` says, and nothing else.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

use std::{
    ops::ControlFlow,
    path::Path,
    time::{Duration, SystemTime},
};

use credenza_scanner::{Reference, ScanOptions, scan};

fn line(reference: &Reference) -> String {
    format!(
        "{}:{}:{} {} {} in {} by {:?}",
        reference.path,
        reference.line,
        reference.name_line,
        reference.form,
        reference.name.as_deref().unwrap_or("?"),
        reference.vault.as_deref().unwrap_or(if reference.vault_dynamic { "?" } else { "-" }),
        reference.via,
    )
}

#[test]
fn every_fixture_holds_what_is_expected_and_nothing_else() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let options = ScanOptions::at(SystemTime::now() + Duration::from_secs(60));
    let scan = scan(&root, &options, None, &|_| ControlFlow::Continue(())).unwrap();
    let found: Vec<String> = scan.references().map(line).collect();
    let expected = std::fs::read_to_string(root.join("expected.txt")).unwrap();
    let expected: Vec<&str> = expected.lines().collect();
    let missing: Vec<_> =
        expected.iter().filter(|line| !found.contains(&(**line).to_owned())).collect();
    let wrong: Vec<_> = found.iter().filter(|line| !expected.contains(&line.as_str())).collect();
    assert!(missing.is_empty() && wrong.is_empty(), "missing {missing:#?}\nwrong {wrong:#?}");
    assert_eq!(found.len(), expected.len(), "each once");
    assert!(scan.coverage.is_complete());
}
