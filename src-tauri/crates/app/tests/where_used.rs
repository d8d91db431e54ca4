//! Where used, through the use cases: scan a folder, ask, rescan, delete.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod support;

use credenza_app::dependencies::{
    AffectedAction, AffectedRequest, Dependencies, DependencyQuery, EdgeKind, ExportFormat, Group,
    How, Look, NodeKey, Pickup, ReadFilter, Tab, Verdict, as_found,
};
use credenza_app::{
    CredentialQuery, ErrorCode,
    credentials::{Field, Reader},
};
use jiff::SignedDuration;
use support::{
    code::{Bench, DISPATCH, RUN, names},
    wait,
};

fn groups(answer: &Dependencies) -> Vec<(Group, u64)> {
    answer.groups.iter().map(|group| (group.group, group.total)).collect()
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
    assert_eq!(as_found(code.place.as_ref().unwrap()), "Get-AutomationPSCredential 'erp robot'");
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
fn renaming_a_credential_changes_what_names_it() {
    let bench = Bench::new();
    bench.write("run.ps1", RUN);
    bench.scan();
    let rename = |name: &str| {
        let request = credenza_app::credentials::CredentialEditRequest {
            name: Some(name.to_owned()),
            ..Default::default()
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
    let rename = affected(AffectedAction::Rename, bench.thing());
    assert_eq!(rename.needs_you.total, 2, "code has the old name; the connection follows");
    assert_eq!(affected(AffectedAction::Edit, bench.thing()).needs_you.total, 1);
    let delete = affected(AffectedAction::Delete, bench.secret());
    assert_eq!(delete.blocked_by, [(bench.thing(), "ERP robot".to_owned())]);
    let delete = affected(AffectedAction::Delete, bench.thing());
    assert!(delete.blocked_by.is_empty(), "a credential may be deleted: {:?}", delete.blocked_by);
    assert_eq!((delete.counts.connections, delete.counts.places), (1, 1));
    assert_eq!(delete.verdict, Verdict::InUse);
}

#[test]
fn the_uses_of_several_things_are_one_list_without_the_things_themselves() {
    let bench = Bench::new();
    bench.connection("Payroll machines");
    let other = support::credential(&bench.workspace, "Mail robot", "mail", "pw");
    bench.write("run.ps1", RUN);
    bench.write("mail.ps1", "Get-AutomationPSCredential 'Mail robot'\n");
    bench.write("dispatch.ps1", DISPATCH);
    bench.scan();
    let look = |things: Vec<NodeKey>| {
        let request = AffectedRequest { action: AffectedAction::Look, things };
        bench.workspace.affected(&request).unwrap()
    };
    let second = NodeKey::Credential(other.id);
    let both = look(vec![bench.thing(), second.clone()]);
    let counts = both.counts;
    assert_eq!((counts.connections, counts.places, counts.unresolved), (1, 2, 1), "each once");
    assert_eq!((counts.credentials, counts.people), (0, 0));
    assert_eq!(both.needs_you.total, 0, "nothing is about to happen");
    let groups: Vec<_> = both.groups.iter().map(|group| (group.group, group.total)).collect();
    assert_eq!(groups, [(Group::Connections, 1), (Group::Code, 2), (Group::Unresolved, 1)]);
    assert_eq!((both.verdict, both.blocked_by.len()), (Verdict::InUse, 0));
    assert_eq!(look(vec![second]).counts.places, 1);
    let request = AffectedRequest { action: AffectedAction::Look, things: vec![bench.thing()] };
    let export = bench.workspace.export_affected(&request, ExportFormat::Csv).unwrap();
    assert!(export.text.contains("\"used by\""), "{}", export.text);
}

#[test]
fn a_connection_is_affected_by_an_edit_where_code_names_it() {
    let bench = Bench::new();
    let machine = bench.connection("Payroll machines");
    bench.write("run.ps1", "Get-AutomationConnection -Name 'payroll machines'\n");
    bench.scan();
    let affected = |action| {
        let request = AffectedRequest { action, things: vec![machine.clone()] };
        bench.workspace.affected(&request).unwrap()
    };
    let delete = affected(AffectedAction::Delete);
    assert_eq!((delete.counts.places, delete.verdict), (1, Verdict::InUse));
    assert!(delete.blocked_by.is_empty(), "code does not refuse it");
    assert_eq!(affected(AffectedAction::Rename).needs_you.total, 1, "code has the old name");
    assert_eq!(affected(AffectedAction::Edit).needs_you.total, 0, "it is read at the next run");
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
fn who_was_given_a_value_stands_beside_who_declares_the_use() {
    let bench = Bench::new();
    bench.write("other.ps1", "Write-Output 'nothing'\n");
    bench.scan();
    let NodeKey::Credential(id) = bench.thing() else { panic!("no credential") };
    let ask = |reader: &Reader, field| {
        wait(bench.workspace.give_value(id, field, reader)).unwrap();
        bench.ask(bench.thing(), Tab::UsedBy)
    };
    let pwsh = Reader::Program("pwsh".to_owned());

    let answer = ask(&pwsh, Field::UserName);
    assert_eq!(answer.verdict, Verdict::SafeToDelete, "a user name is no secret");
    let answer = ask(&Reader::Window, Field::Password);
    assert_eq!(groups(&answer), [], "a person who looks is no program that depends");
    let shown = bench.ask(bench.secret(), Tab::UsedBy).groups[0].rows[0].last_read.clone();
    assert_eq!(shown.unwrap().program, None, "but it was read");

    ask(&pwsh, Field::Password);
    let answer = ask(&pwsh, Field::Password);
    assert_eq!((answer.verdict, answer.counts.used_by), (Verdict::InUse, 1));
    assert_eq!(groups(&answer), [(Group::Programs, 1)]);
    let row = &answer.groups[0].rows[0];
    assert_eq!((row.name.as_str(), row.edge), ("pwsh", EdgeKind::Observed));
    assert_eq!((&row.how, row.look), (&How::Read(2), Look::Program));
    assert_eq!(row.last_read.as_ref().unwrap().program.as_deref(), Some("pwsh"));
    let listed =
        bench.workspace.list_credentials(&CredentialQuery { limit: 9, ..Default::default() });
    assert_eq!(listed.unwrap().rows[0].used_by, 1, "lists count it as well");

    let mut query = DependencyQuery::all(bench.secret(), Tab::UsedBy);
    let last = row.last_read.as_ref().unwrap().at;
    for (read, expected) in [
        (ReadFilter::Since(last), 2),
        (ReadFilter::Since(last + SignedDuration::from_secs(1)), 0),
        (ReadFilter::NotKnown, 0),
    ] {
        query.read = read;
        let found = bench.workspace.dependencies(&query).unwrap();
        assert_eq!(names(&found).len(), expected, "{read:?}");
    }
    let request = AffectedRequest { action: AffectedAction::Rotate, things: vec![bench.secret()] };
    assert_eq!(bench.workspace.affected(&request).unwrap().counts.programs, 1);
}
