//! Scanning folders: what is left out, what changes, what can't be read.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

use std::{
    collections::BTreeMap,
    fs,
    ops::ControlFlow,
    path::Path,
    time::{Duration, SystemTime},
};

use credenza_scanner::{Index, Scan, ScanError, ScanOptions, SkipReason, scan};

const RUNBOOK: &str = "$c = Get-AutomationPSCredential -Name 'erp'\n";

fn write(root: &Path, name: &str, content: impl AsRef<[u8]>) {
    let path = root.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, content).unwrap();
}

/// Late enough for every file to have settled.
fn later() -> SystemTime {
    SystemTime::now() + Duration::from_secs(60)
}

fn scanned(root: &Path, previous: Option<Index>) -> Scan {
    scan(root, &ScanOptions::at(later()), previous, &|_| ControlFlow::Continue(())).unwrap()
}

fn paths(scan: &Scan) -> Vec<&str> {
    scan.references().map(|reference| reference.path.as_str()).collect()
}

#[test]
fn ignored_and_binary_files_are_skipped_and_counted() {
    let root = tempfile::tempdir().unwrap();
    write(root.path(), ".gitignore", "out/\n*.log\n!kept.log\n");
    write(root.path(), "a.ps1", RUNBOOK);
    write(root.path(), "out/a.ps1", RUNBOOK);
    write(root.path(), "deep/.gitignore", "/b.ps1\n");
    write(root.path(), "deep/b.ps1", RUNBOOK);
    write(root.path(), "deep/er/b.ps1", RUNBOOK);
    write(root.path(), "x.log", RUNBOOK);
    write(root.path(), "kept.log", "nothing");
    write(root.path(), "image.ps1", b"\x00\x01Get-AutomationPSCredential -Name 'erp'");
    write(root.path(), ".git/a.ps1", RUNBOOK);
    let scan = scanned(root.path(), None);
    assert_eq!(paths(&scan), ["a.ps1", "deep/er/b.ps1"]);
    let skipped = [(SkipReason::GitIgnored, 3), (SkipReason::Binary, 1)];
    assert_eq!(scan.coverage.skipped, BTreeMap::from(skipped));
    assert!(scan.coverage.is_complete(), "none of that is a gap");
    let names: Vec<_> = scan.skipped.iter().map(|skipped| skipped.path.as_str()).collect();
    assert_eq!(names, ["deep/b.ps1", "image.ps1", "out", "x.log"]);
}

fn git(root: &Path, arguments: &[&str]) {
    let mut command = std::process::Command::new("git");
    command.arg("-C").arg(root).args(["-c", "user.name=a", "-c", "user.email=a@example.com"]);
    let output = command.args(arguments).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn what_git_tracks_is_not_ignored_whatever_a_rule_says() {
    for version in ["2", "4"] {
        let root = tempfile::tempdir().unwrap();
        write(root.path(), ".gitignore", "out/\n*.log\n");
        let names = ["a.log", "b.log", "out/deep/a.ps1", "out/deep/b.ps1", "out/c.ps1", "z.ps1"];
        names.iter().for_each(|name| write(root.path(), name, RUNBOOK));
        git(root.path(), &["init", "-q"]);
        let forced = ["add", "-f", "a.log", "out/deep/a.ps1", "z.ps1", ".gitignore"];
        git(root.path(), &forced);
        git(root.path(), &["update-index", "--index-version", version]);
        let scan = scanned(root.path(), None);
        assert_eq!(paths(&scan), ["out/deep/a.ps1", "z.ps1"], "version {version}");
        let skipped: Vec<_> = scan.skipped.iter().map(|skipped| skipped.path.as_str()).collect();
        assert_eq!(skipped, ["b.log", "out/c.ps1", "out/deep/b.ps1"]);
        // Who asks for an ignored folder gets it, under the rules for what is in it.
        write(root.path(), "out/d.log", RUNBOOK);
        let out = scanned(&root.path().join("out"), None);
        assert_eq!(paths(&out), ["c.ps1", "deep/a.ps1", "deep/b.ps1"]);
        assert_eq!(out.skipped[0].path, "d.log");
    }
}

#[test]
fn outside_of_a_checkout_git_ignores_nothing() {
    let root = tempfile::tempdir().unwrap();
    write(root.path(), ".gitignore", "*.ps1\n");
    write(root.path(), "a.ps1", RUNBOOK);
    let scan = scanned(root.path(), None);
    assert_eq!((paths(&scan), scan.skipped.len()), (vec!["a.ps1"], 0));
}

#[test]
fn rules_of_a_source_leave_more_out() {
    let root = tempfile::tempdir().unwrap();
    write(root.path(), "src/a.ps1", RUNBOOK);
    write(root.path(), "vendor/a.ps1", RUNBOOK);
    let mut options = ScanOptions::at(later());
    options.ignore = vec!["vendor/".to_owned()];
    let found = scan(root.path(), &options, None, &|_| ControlFlow::Continue(())).unwrap();
    assert_eq!(paths(&found), ["src/a.ps1"]);
    assert_eq!(found.coverage.skipped, BTreeMap::from([(SkipReason::SourceIgnored, 1)]));
    options.ignore = vec!["a{".to_owned()];
    let wrong = scan(root.path(), &options, None, &|_| ControlFlow::Continue(()));
    assert!(matches!(wrong, Err(ScanError::Pattern(glob)) if glob == "a{"));
}

#[test]
fn the_next_scan_reads_only_what_has_changed() {
    let root = tempfile::tempdir().unwrap();
    write(root.path(), "a.ps1", RUNBOOK);
    write(root.path(), "b.ps1", RUNBOOK);
    write(root.path(), "c.ps1", RUNBOOK);
    let first = scanned(root.path(), None);
    assert_eq!(first.read, 3);
    let second = scanned(root.path(), Some(first.index.clone()));
    assert_eq!((second.read, &second.index), (0, &first.index));
    write(root.path(), "b.ps1", "Get-AutomationVariable -Name 'hour'\n");
    fs::remove_file(root.path().join("c.ps1")).unwrap();
    write(root.path(), "d.ps1", RUNBOOK);
    let third = scanned(root.path(), Some(second.index));
    let found: Vec<_> = third.references().map(|r| (r.path.as_str(), r.name.as_deref())).collect();
    let expected = [("a.ps1", Some("erp")), ("b.ps1", Some("hour")), ("d.ps1", Some("erp"))];
    assert_eq!(found, expected);
    assert_eq!(third.read, 2);
}

#[test]
fn a_file_that_just_changed_is_read_again() {
    let root = tempfile::tempdir().unwrap();
    write(root.path(), "a.ps1", RUNBOOK);
    let now = ScanOptions::at(SystemTime::now());
    let first = scan(root.path(), &now, None, &|_| ControlFlow::Continue(())).unwrap();
    let path = root.path().join("a.ps1");
    let time = fs::metadata(&path).unwrap().modified().unwrap();
    fs::write(&path, RUNBOOK.replace("erp", "crm")).unwrap();
    fs::File::options().write(true).open(&path).unwrap().set_modified(time).unwrap();
    let second = scanned(root.path(), Some(first.index));
    assert_eq!(second.references().next().unwrap().name.as_deref(), Some("crm"));
}

#[test]
fn a_scan_can_be_stopped() {
    let root = tempfile::tempdir().unwrap();
    write(root.path(), "a.ps1", RUNBOOK);
    let stopped = scan(root.path(), &ScanOptions::at(later()), None, &|_| ControlFlow::Break(()));
    assert!(matches!(stopped, Err(ScanError::Cancelled)));
    let missing = root.path().join("missing");
    let missing = scan(&missing, &ScanOptions::at(later()), None, &|_| ControlFlow::Continue(()));
    assert!(matches!(missing, Err(ScanError::Folder { .. })));
}

#[test]
fn one_file_can_be_scanned_alone() {
    let root = tempfile::tempdir().unwrap();
    write(root.path(), "a.ps1", RUNBOOK);
    let scan = scanned(&root.path().join("a.ps1"), None);
    assert_eq!(paths(&scan), ["a.ps1"]);
}

#[cfg(unix)]
#[test]
fn links_and_files_without_a_right_have_their_reasons() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let root = tempfile::tempdir().unwrap();
    write(root.path(), "a.ps1", RUNBOOK);
    symlink(root.path(), root.path().join("around")).unwrap();
    write(root.path(), "closed.ps1", RUNBOOK);
    let closed = root.path().join("closed.ps1");
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o000)).unwrap();
    let scan = scanned(root.path(), None);
    assert_eq!(scan.coverage.skipped.get(&SkipReason::Link), Some(&1));
    // Who may read everything reads this as well.
    if fs::read(&closed).is_err() {
        assert_eq!(scan.coverage.skipped.get(&SkipReason::Unreadable), Some(&1));
        assert!(!scan.coverage.is_complete());
    }
    assert!(paths(&scan).contains(&"a.ps1"));
}
