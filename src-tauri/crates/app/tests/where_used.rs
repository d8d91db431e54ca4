//! Where used, through the use cases: scan a folder, ask, rescan, delete.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod support;

use std::{
    fs,
    ops::ControlFlow,
    path::{Path, PathBuf},
    sync::atomic::{AtomicU64, Ordering},
};

use credenza_app::{
    ErrorCode, Workspace,
    connections::ConnectionRequest,
    dependencies::{
        AffectedAction, AffectedRequest, Dependencies, DependencyQuery, EdgeKind, ExportFormat,
        GapKind, Group, How, Look, NodeKey, Pickup, Tab, Verdict,
    },
    sources::SourceEditRequest,
};
use credenza_model::{
    connection::ConnectionKind, credential::Credential, ids::SourceId, source::SkipReason,
};

const RUN: &str = "\
$c = Get-AutomationPSCredential -Name 'erp robot'
Get-AutomationVariable -Name Contoso_Hour
# Get-AutomationPSCredential -Name 'ERP robot'
";
const DISPATCH: &str = "\
param([Parameter(Mandatory)] [string] $CredName)
Get-AutomationPSCredential -Name $CredName
";

struct Bench {
    home: tempfile::TempDir,
    workspace: Workspace,
    credential: Credential,
    source: SourceId,
}

impl Bench {
    fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        let workspace = support::create(home.path()).0;
        let credential = support::credential(&workspace, "ERP robot", "robot", "pw");
        let code = home.path().join("payroll");
        fs::create_dir(&code).unwrap();
        let source = workspace.add_source(&code).unwrap().id;
        Self { home, workspace, credential, source }
    }

    fn code(&self) -> PathBuf {
        self.home.path().join("payroll")
    }

    fn write(&self, path: &str, text: &str) {
        let file = self.code().join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }

    fn scan(&self) {
        self.workspace.scan_source(self.source, &|_| ControlFlow::Continue(())).unwrap();
    }

    fn connection(&self, name: &str) -> NodeKey {
        let request = ConnectionRequest {
            name: name.to_owned(),
            kind: ConnectionKind::Machine,
            target: "FIN-RPA-01".to_owned(),
            credential: Some(self.credential.id),
        };
        NodeKey::Connection(self.workspace.create_connection(&request).unwrap().id)
    }

    fn thing(&self) -> NodeKey {
        NodeKey::Credential(self.credential.id)
    }

    fn secret(&self) -> NodeKey {
        NodeKey::Variable(self.credential.variables.secret)
    }

    fn ask(&self, thing: NodeKey, tab: Tab) -> Dependencies {
        self.workspace.dependencies(&DependencyQuery::all(thing, tab)).unwrap()
    }
}

fn groups(answer: &Dependencies) -> Vec<(Group, u64)> {
    answer.groups.iter().map(|group| (group.group, group.total)).collect()
}

fn names(answer: &Dependencies) -> Vec<String> {
    let rows = answer.groups.iter().flat_map(|group| &group.rows);
    rows.map(|row| row.name.clone()).collect()
}

#[test]
fn a_credential_is_used_by_connections_and_code_and_uses_its_variables() {
    let bench = Bench::new();
    bench.connection("Payroll machines");
    bench.write("flows/run.ps1", RUN);
    bench.scan();
    let answer = bench.ask(bench.thing(), Tab::UsedBy);
    assert_eq!(groups(&answer), [(Group::Connections, 1), (Group::Code, 1)]);
    assert_eq!(names(&answer), ["Payroll machines", "flows/run.ps1:1"]);
    let code = &answer.groups[1].rows[0];
    assert_eq!(
        (code.look, code.edge, code.pickup),
        (Look::Code, EdgeKind::Found, Pickup::AtNextRun)
    );
    assert_eq!(answer.sources, [(bench.source, "payroll".to_owned())]);
    assert_eq!(answer.counts.used_by, 2);
    assert_eq!(answer.counts.uses, 2);
    assert_eq!(answer.verdict, Verdict::InUse);

    let uses = bench.ask(bench.thing(), Tab::Uses);
    let how: Vec<_> = uses.groups[0].rows.iter().map(|row| row.how.clone()).collect();
    assert_eq!(how, [How::Password, How::UserName]);

    let secret = bench.ask(bench.secret(), Tab::UsedBy);
    assert_eq!(
        groups(&secret),
        [(Group::Credentials, 1), (Group::Connections, 1), (Group::Code, 1)],
        "a use of a credential is a use of its variables"
    );
    assert_eq!(secret.groups[1].rows[0].how, How::Through("ERP robot".to_owned()));
    let blocked = bench.ask(bench.secret(), Tab::DeleteBlockedBy);
    assert_eq!(names(&blocked), ["ERP robot"]);
}

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
fn a_computed_name_is_unresolved_until_a_person_says_not_this() {
    let bench = Bench::new();
    bench.write("dispatch.ps1", DISPATCH);
    bench.scan();
    let answer = bench.ask(bench.thing(), Tab::UsedBy);
    assert_eq!(groups(&answer), [(Group::Unresolved, 1)]);
    assert_eq!((answer.verdict, answer.counts.used_by), (Verdict::NoUseFound, 0));
    assert_eq!(answer.coverage.unresolved, 1);
    let NodeKey::Reference(place) = answer.groups[0].rows[0].key else { panic!("no place") };
    bench.workspace.set_not_this(place, &bench.thing(), true).unwrap();
    let answer = bench.ask(bench.thing(), Tab::UsedBy);
    assert!(answer.groups[0].rows[0].not_this, "it is still shown");
    assert_eq!((answer.verdict, answer.coverage.unresolved), (Verdict::SafeToDelete, 0));
    assert_eq!(
        bench.ask(bench.secret(), Tab::UsedBy).coverage.unresolved,
        1,
        "for this thing only"
    );

    bench.write("dispatch.ps1", &format!("# moved down\n{DISPATCH}"));
    bench.scan();
    assert_eq!(bench.ask(bench.thing(), Tab::UsedBy).verdict, Verdict::SafeToDelete);
    bench.write("dispatch.ps1", &DISPATCH.replace("-Name $CredName", "-Name $CredName | Out-Null"));
    bench.scan();
    assert_eq!(
        bench.ask(bench.thing(), Tab::UsedBy).verdict,
        Verdict::NoUseFound,
        "the line changed"
    );
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
fn renaming_a_credential_changes_what_names_it() {
    let bench = Bench::new();
    bench.write("run.ps1", RUN);
    bench.scan();
    let rename = |name: &str| {
        let request = credenza_app::credentials::CredentialEditRequest {
            name: Some(name.to_owned()),
            description: None,
            locations: None,
        };
        bench.workspace.edit_credential(bench.credential.id, &request).unwrap();
        bench.ask(bench.thing(), Tab::UsedBy).counts.used_by
    };
    assert_eq!(rename("Other robot"), 0);
    assert_eq!(rename("ERP Robot"), 1);
}

#[test]
fn the_picture_has_levels_both_ways_and_dashed_lines_for_what_may_be() {
    let bench = Bench::new();
    let machine = bench.connection("Payroll machines");
    bench.write("dispatch.ps1", DISPATCH);
    bench.write("run.ps1", RUN);
    bench.scan();
    let query = DependencyQuery::all(bench.thing(), Tab::UsedBy);
    let graph = bench.workspace.dependency_graph(&query, 3).unwrap();
    let level = |key: &NodeKey| graph.nodes.iter().find(|n| n.key == *key).map(|n| n.level);
    assert_eq!(level(&bench.thing()), Some(0));
    assert_eq!(level(&machine), Some(1));
    assert_eq!(level(&bench.secret()), Some(-1));
    assert_eq!((graph.total, graph.nodes.len(), graph.deeper), (6, 6, false));
    let may: Vec<_> = graph.edges.iter().filter(|edge| edge.kind.is_none()).collect();
    assert_eq!(may.len(), 1);
    assert_eq!(may[0].from, bench.thing());
    assert!(graph.edges.iter().any(|e| e.from == bench.secret() && e.to == bench.thing()));
    let from_secret = DependencyQuery::all(bench.secret(), Tab::UsedBy);
    assert!(bench.workspace.dependency_graph(&from_secret, 1).unwrap().deeper);
}

#[test]
fn filters_pages_and_exports_agree() {
    let bench = Bench::new();
    bench.connection("=cmd|' /C calc'!A0");
    for n in 0..5 {
        bench.write(&format!("run{n}.ps1"), RUN);
    }
    bench.scan();
    let all = DependencyQuery::all(bench.thing(), Tab::UsedBy);
    let query = DependencyQuery { limit: 2, groups: vec![Group::Code], ..all.clone() };
    let first = &bench.workspace.dependencies(&query).unwrap().groups[0];
    assert_eq!((first.total, first.rows.len()), (5, 2));
    let mut seen = 2;
    let mut next = first.next.clone();
    while let Some(cursor) = next {
        let more = bench.workspace.more_dependencies(&query, Group::Code, &cursor).unwrap();
        seen += more.rows.len();
        next = more.next;
    }
    assert_eq!(seen, 5);
    let searched = DependencyQuery { search: "RUN3".to_owned(), ..all.clone() };
    assert_eq!(names(&bench.workspace.dependencies(&searched).unwrap()), ["run3.ps1:1"]);

    let export = |query, format| bench.workspace.export_dependencies(query, format).unwrap();
    let csv = export(&all, ExportFormat::Csv);
    assert_eq!((csv.rows, csv.text.lines().count()), (6, 7));
    assert!(csv.text.contains("\"'=cmd|' /C calc'!A0\""), "{}", csv.text);
    let filtered = export(&searched, ExportFormat::Csv);
    assert!(filtered.text.starts_with("\"Filtered"), "{}", filtered.text);
    let json = export(&searched, ExportFormat::Json).text;
    let document: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(document["filtered"], true);
    assert_eq!(document["rows"][0]["path"], "run3.ps1");
    let mermaid = export(&all, ExportFormat::Mermaid).text;
    assert!(mermaid.starts_with("flowchart LR\n"), "{mermaid}");
    assert_eq!(mermaid.matches("-->").count(), 6);
}

#[test]
fn everything_affected_is_known_before_it_happens() {
    let bench = Bench::new();
    bench.connection("Payroll machines");
    bench.write("run.ps1", RUN);
    bench.write("dispatch.ps1", DISPATCH);
    bench.scan();
    let affected = |action, thing| {
        let request = AffectedRequest { action, things: vec![thing] };
        bench.workspace.affected(&request).unwrap()
    };
    let rotate = affected(AffectedAction::Rotate, bench.secret());
    let counts = rotate.counts;
    assert_eq!(
        (counts.credentials, counts.connections, counts.places, counts.unresolved),
        (1, 1, 1, 1)
    );
    assert_eq!(rotate.needs_you.total, 1);
    assert_eq!(rotate.needs_you.rows[0].name, "dispatch.ps1:2");
    let delete = affected(AffectedAction::Delete, bench.secret());
    assert_eq!(delete.blocked_by, [(bench.thing(), "ERP robot".to_owned())]);
    let delete = affected(AffectedAction::Delete, bench.thing());
    assert!(delete.blocked_by.is_empty(), "a credential may be deleted: {:?}", delete.blocked_by);
    assert_eq!((delete.counts.connections, delete.counts.places), (1, 1));
    assert_eq!(delete.verdict, Verdict::InUse);
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
fn a_secret_that_nothing_names_has_an_answer() {
    let bench = Bench::new();
    bench.write("a.ps1", "Get-AzKeyVaultSecret -VaultName kv-fin -Name db\n");
    bench.scan();
    let secret = |name| bench.workspace.thing_by_name("secret", name).unwrap();
    assert_eq!(bench.ask(secret("KV-fin/DB"), Tab::UsedBy).counts.used_by, 1);
    let other = bench.ask(secret("kv-fin/other"), Tab::UsedBy);
    assert_eq!((other.counts.used_by, other.verdict), (0, Verdict::SafeToDelete));
    let unknown = bench.workspace.thing_by_name("secret", "no slash").unwrap_err();
    assert_eq!(unknown.code, ErrorCode::NotFound);
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
