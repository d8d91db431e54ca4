//! Sources: adding, scanning again, what lists count, and when nothing can be called safe.
#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use std::{
    fs,
    ops::ControlFlow,
    path::Path,
    sync::atomic::{AtomicU64, Ordering},
};

use credenza_app::{
    ErrorCode, Workspace,
    dependencies::{GapKind, Tab, Verdict},
    sources::SourceEditRequest,
};
use credenza_model::source::SkipReason;
use support::code::{Bench, RUN, names};

#[test]
fn lists_count_places_in_code() {
    let bench = Bench::new();
    let uses = |filter| {
        let query = credenza_app::CredentialQuery { limit: 9, filter, ..Default::default() };
        let page = bench.workspace.list_credentials(&query).unwrap();
        page.rows.iter().map(|row| row.used_by).collect::<Vec<_>>()
    };
    use credenza_app::CredentialFilter::{All, Unused};
    assert_eq!((uses(All), uses(Unused)), (vec![0], vec![0]));
    bench.write("run.ps1", RUN);
    bench.scan();
    assert_eq!((uses(All), uses(Unused)), (vec![1], vec![]));
    bench.workspace.remove_source(bench.source).unwrap();
    assert_eq!((uses(All), uses(Unused)), (vec![0], vec![0]));
}

#[test]
fn a_scan_grows_old_after_a_day() {
    let home = tempfile::tempdir().unwrap();
    let host = std::sync::Arc::new(support::TestHost::default());
    drop(support::create(home.path()));
    let workspace = Workspace::unlock(
        std::sync::Arc::<support::TestHost>::clone(&host),
        &support::folder(home.path()),
        &support::secret(support::PASSWORD),
    )
    .unwrap();
    let code = home.path().join("code");
    fs::create_dir(&code).unwrap();
    let source = workspace.add_source(&code).unwrap().id;
    workspace.scan_source(source, &|_| ControlFlow::Continue(())).unwrap();
    assert!(workspace.coverage().unwrap().complete);
    host.seconds.fetch_add(24 * 3600, Ordering::Relaxed);
    let kinds: Vec<_> = workspace.coverage().unwrap().gaps.iter().map(|gap| gap.kind).collect();
    assert_eq!(kinds, [GapKind::Stale]);
    workspace.set_fresh(source, true);
    assert!(workspace.coverage().unwrap().complete, "a watched source does not grow old");
    workspace.set_fresh(source, false);
    assert!(!workspace.coverage().unwrap().complete, "a file has changed");
}

#[test]
fn a_rescan_follows_the_files_and_a_stopped_one_changes_nothing() {
    let bench = Bench::new();
    bench.write("run.ps1", RUN);
    bench.scan();
    let places = || names(&bench.ask(bench.thing(), Tab::UsedBy));
    assert_eq!(places(), ["run.ps1:1"]);
    bench.write("run.ps1", &format!("\n\n{RUN}"));
    bench.write("more.ps1", RUN);
    let seen = AtomicU64::new(0);
    let stopped = bench.workspace.scan_source(bench.source, &|_| {
        seen.fetch_add(1, Ordering::Relaxed);
        ControlFlow::Break(())
    });
    assert_eq!(stopped.unwrap_err().code, ErrorCode::Cancelled);
    assert!(seen.load(Ordering::Relaxed) > 0);
    assert_eq!(places(), ["run.ps1:1"]);
    bench.scan();
    assert_eq!(places(), ["more.ps1:1", "run.ps1:3"]);
    fs::remove_file(bench.code().join("run.ps1")).unwrap();
    bench.scan();
    assert_eq!(places(), ["more.ps1:1"]);
}

#[test]
fn other_rules_make_a_scan_outdated_until_the_next_one() {
    let bench = Bench::new();
    bench.write("run.ps1", "Get-Date");
    let kinds = || {
        let gaps = bench.workspace.coverage().unwrap().gaps;
        gaps.iter().map(|gap| gap.kind).collect::<Vec<_>>()
    };
    let edit = |ignore: Option<&str>, name: Option<&str>| {
        let ignore = ignore.map(|rule| vec![rule.to_owned()]);
        let request = SourceEditRequest { ignore, name: name.map(str::to_owned), watched: None };
        bench.workspace.edit_source(bench.source, &request).unwrap();
    };
    bench.scan();
    bench.workspace.set_fresh(bench.source, true);
    assert!(kinds().is_empty());
    edit(Some("old/"), None);
    assert_eq!(kinds(), [GapKind::Stale], "also while its files are watched");
    bench.scan();
    assert!(kinds().is_empty());
    // What is no other rule leaves it as it is.
    edit(Some("old/"), Some("Wages"));
    assert!(kinds().is_empty());

    // A scan that began with the old rules ends after they were changed.
    let job = bench.workspace.scan_job(bench.source).unwrap();
    edit(Some("older/"), None);
    let scanned = job.run(&|_| ControlFlow::Continue(())).unwrap();
    assert!(bench.workspace.keep_scan(&scanned).unwrap().outdated);
    assert_eq!(kinds(), [GapKind::Stale]);
    bench.scan();
    assert!(kinds().is_empty());
}

#[test]
fn a_delete_is_refused_with_the_places_in_code() {
    let bench = Bench::new();
    let name = bench.workspace.variable(bench.credential.variables.secret).unwrap().variable.name;
    bench.write("use.ps1", &format!("Get-AutomationVariable -Name '{}'\n", name.as_str()));
    bench.scan();
    let refused = bench.workspace.delete_variable(bench.credential.variables.secret).unwrap_err();
    assert_eq!(refused.code, ErrorCode::InUse);
    assert_eq!(refused.blocked_by[0].1, "ERP robot");
    assert_eq!(refused.places, ["payroll/use.ps1:1"]);
}

#[test]
fn a_source_is_a_folder_and_only_once() {
    let bench = Bench::new();
    let again = bench.workspace.add_source(&bench.code().join(".")).unwrap_err();
    assert_eq!(again.code, ErrorCode::NameTaken);
    let missing = bench.workspace.add_source(Path::new("/no/such/folder")).unwrap_err();
    assert_eq!(missing.code, ErrorCode::File);
    bench.write("other/payroll/x.ps1", "");
    let second = bench.workspace.add_source(&bench.code().join("other/payroll")).unwrap();
    assert_eq!(second.name.as_str(), "payroll 2");
    assert_eq!(bench.workspace.source_by_name("PAYROLL 2").unwrap().id, second.id);
    let bad = SourceEditRequest { name: Some("payroll".to_owned()), ..Default::default() };
    let refused = bench.workspace.edit_source(second.id, &bad).unwrap_err();
    assert_eq!(refused.code, ErrorCode::NameTaken);
    let found = bench.workspace.find_things("erp", 2).unwrap();
    assert_eq!(found.len(), 2);
    assert_eq!(found[0].name, "ERP robot");
}
#[test]
fn safe_to_delete_needs_complete_coverage() {
    let bench = Bench::new();
    let gaps = || {
        let answer = bench.ask(bench.thing(), Tab::UsedBy);
        let kinds: Vec<_> = answer.coverage.gaps.iter().map(|gap| gap.kind).collect();
        (answer.verdict, answer.coverage.complete, kinds)
    };
    assert_eq!(gaps(), (Verdict::NoUseFound, false, vec![GapKind::NeverScanned]));
    bench.write("a.ps1", "Write-Host hello\n");
    bench.scan();
    assert_eq!(gaps(), (Verdict::SafeToDelete, true, vec![]));
    let big = fs::File::create(bench.code().join("big.ps1")).unwrap();
    big.set_len(17 << 20).unwrap();
    bench.scan();
    assert_eq!(gaps(), (Verdict::NoUseFound, false, vec![GapKind::File(SkipReason::TooLarge)]));
    let rules = SourceEditRequest { ignore: Some(vec!["big.*".to_owned()]), ..Default::default() };
    bench.workspace.edit_source(bench.source, &rules).unwrap();
    bench.scan();
    assert_eq!(gaps(), (Verdict::SafeToDelete, true, vec![]), "left out on purpose is no gap");
    fs::rename(bench.code(), bench.home.path().join("moved")).unwrap();
    assert_eq!(gaps(), (Verdict::NoUseFound, false, vec![GapKind::FolderMissing]));
    bench.workspace.remove_source(bench.source).unwrap();
    assert_eq!(gaps(), (Verdict::NoUseFound, false, vec![GapKind::NoSource]));
}

#[test]
fn a_place_lies_in_its_source_whatever_an_archive_says() {
    use credenza_app::dependencies::file_of;
    let bench = Bench::new();
    bench.write("flows/solution.zip", "PK");
    let root = bench.code();
    assert_eq!(file_of(&root, "flows/solution.zip"), root.join("flows/solution.zip"));
    assert_eq!(
        file_of(&root, "flows/solution.zip/Workflows/a.json"),
        root.join("flows/solution.zip")
    );
    assert_eq!(file_of(&root, "flows/../../../etc/passwd"), root.join("flows"));
    assert_eq!(file_of(&root, "/etc/passwd"), root);
}
