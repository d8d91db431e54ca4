//! What a scan leaves in the store, and what it does to the counts of lists.
#![allow(clippy::unwrap_used, reason = "tests")]

use credenza_crypto::{keys::RootKey, random::OsRandom};
use credenza_model::{
    ids::{SourceId, VariableId},
    name::{DisplayName, VariableName},
    references::{Named, Operation, Reference, ReferenceKind},
    source::{SkipReason, Source},
    variable::{Variable, VariableContent},
};
use credenza_store::{
    FoundReference, ScanRecord, ScannedFile, Store, StoreError, VariableQuery, WorkspaceFolder,
};
use jiff::Timestamp;

fn now() -> Timestamp {
    Timestamp::from_second(1_790_000_000).unwrap()
}

fn store(home: &std::path::Path) -> Store {
    let path = home.join("W.credenza");
    std::fs::create_dir(&path).unwrap();
    let key = RootKey::generate(&OsRandom).unwrap().database();
    Store::create(&WorkspaceFolder::new(path), &key).unwrap()
}

fn source(store: &Store, name: &str) -> Source {
    let source = Source {
        id: SourceId::from_random([name.len() as u8; 16]),
        name: DisplayName::parse(name).unwrap(),
        path: format!("/code/{name}"),
        git: true,
        ignore: vec!["*.log".to_owned(), "tmp/".to_owned()],
        watched: false,
        created: now(),
        last: None,
    };
    store.insert_source(&source).unwrap();
    source
}

fn variable(store: &Store, name: &str) -> Variable {
    let variable = Variable {
        id: VariableId::from_random([7; 16]),
        display_name: DisplayName::parse(name).unwrap(),
        name: VariableName::parse(name).unwrap(),
        content: VariableContent::Text("x".to_owned()),
        created: now(),
        changed: now(),
    };
    store.insert_variable(&variable, None, now()).unwrap();
    variable
}

fn found(name: Option<&str>, line: u32) -> FoundReference {
    FoundReference {
        reference: Reference {
            form: "powershell.Get-AutomationVariable".to_owned(),
            kind: ReferenceKind::Variable,
            operation: Operation::Get,
            vault: None,
            name: name.map(str::to_owned),
        },
        line,
        column: 1,
        name_line: line,
        expression: "Get-AutomationVariable".to_owned(),
        line_digest: name.is_none().then_some([line as u8; 32]),
        cell: (line > 5).then_some((line, 2)),
    }
}

fn file(path: &str, references: Vec<FoundReference>) -> ScannedFile {
    let mut digest = [0; 32];
    for (at, found) in references.iter().enumerate() {
        digest[at] = found.line as u8;
    }
    ScannedFile { path: path.to_owned(), language: "powershell".to_owned(), digest, references }
}

fn record(files: Vec<ScannedFile>) -> ScanRecord {
    ScanRecord {
        index: vec![files.len() as u8; 4],
        languages: vec![("powershell".to_owned(), files.len() as u64), ("json".to_owned(), 9)],
        files,
        skipped: vec![(SkipReason::Binary, 2), (SkipReason::TooLarge, 1)],
        gaps: vec![("big.txt".to_owned(), SkipReason::TooLarge)],
        finished: now(),
        milliseconds: 12,
        ignore: vec!["*.log".to_owned(), "tmp/".to_owned()],
    }
}

fn uses(store: &Store) -> u64 {
    let query = VariableQuery { limit: 10, ..VariableQuery::default() };
    store.list_variables(&query, now()).unwrap().rows[0].used_by
}

#[test]
fn a_scan_counts_a_rescan_counts_again_and_removal_takes_it_back() {
    let home = tempfile::tempdir().unwrap();
    let store = store(home.path());
    let source = source(&store, "payroll");
    variable(&store, "cr8_Hour");
    assert_eq!(uses(&store), 0);
    let first = file("a.ps1", vec![found(Some("CR8_hour"), 1), found(Some("cr8_Hour"), 2)]);
    let second = file("b.ps1", vec![found(Some("cr8_Hour"), 9), found(None, 10)]);
    store.record_scan(source.id, &record(vec![first.clone(), second])).unwrap();
    assert_eq!(uses(&store), 3);
    let last = store.source(source.id).unwrap().last.unwrap();
    assert_eq!((last.files, last.references, last.unresolved, last.milliseconds), (11, 4, 1, 12));
    assert_eq!(last.languages, [("json".to_owned(), 9), ("powershell".to_owned(), 2)]);
    assert_eq!(last.skipped, [(SkipReason::Binary, 2), (SkipReason::TooLarge, 1)]);
    assert_eq!(store.skipped_files(10).unwrap()[0].path, "big.txt");

    let before = store.code_places().unwrap();
    let cells: Vec<_> = before.iter().map(|place| place.cell).collect();
    assert_eq!(cells, [None, None, Some((9, 2)), Some((10, 2))]);
    store.record_scan(source.id, &record(vec![first])).unwrap();
    assert_eq!(uses(&store), 2, "the other file is gone");
    assert_eq!(store.code_places().unwrap(), before[..2], "what has not changed keeps its places");
    assert_eq!(store.source_index(source.id).unwrap(), Some(vec![1; 4]));

    store.remove_source(source.id).unwrap();
    assert_eq!(uses(&store), 0);
    assert!(store.code_places().unwrap().is_empty());
    assert!(matches!(store.source(source.id), Err(StoreError::NotFound)));
}

#[test]
fn a_name_that_is_given_later_finds_what_stands_in_code_already() {
    let home = tempfile::tempdir().unwrap();
    let store = store(home.path());
    let source = source(&store, "payroll");
    let scanned = file("a.ps1", vec![found(Some("cr8_hour"), 4)]);
    store.record_scan(source.id, &record(vec![scanned])).unwrap();
    variable(&store, "cr8_Hour");
    assert_eq!(uses(&store), 1);
    let named = Named::Variable("cr8_hour".to_owned());
    let (places, total) = store.places_naming(&named, 5).unwrap();
    assert_eq!((places[0].path.as_str(), places[0].line, total), ("a.ps1", 4, 1));
    assert_eq!(store.code_place(places[0].id).unwrap(), places[0]);
}

#[test]
fn not_this_holds_until_its_line_changes() {
    let home = tempfile::tempdir().unwrap();
    let store = store(home.path());
    let source = source(&store, "payroll");
    let scan = |lines: &[u32]| {
        let references = lines.iter().map(|line| found(None, *line)).collect();
        store.record_scan(source.id, &record(vec![file("a.ps1", references)])).unwrap();
    };
    let marked = || store.not_this("variable x").unwrap().len();
    scan(&[1, 2]);
    let places = store.code_places().unwrap();
    store.set_not_this(places[0].id, "variable x", true, now()).unwrap();
    assert_eq!(marked(), 1);
    assert!(store.not_this("variable y").unwrap().is_empty());
    scan(&[2, 1]);
    assert_eq!(marked(), 1, "the line moved");
    scan(&[2, 3]);
    assert_eq!(marked(), 0, "the line changed");
    scan(&[1]);
    assert_eq!(marked(), 0, "an answer that was forgotten does not come back");
    let place = store.code_places().unwrap()[0].id;
    store.set_not_this(place, "variable x", true, now()).unwrap();
    store.set_not_this(place, "variable x", false, now()).unwrap();
    assert_eq!(marked(), 0);
}

#[test]
fn a_source_has_its_own_name_and_folder() {
    let home = tempfile::tempdir().unwrap();
    let store = store(home.path());
    let mut first = source(&store, "payroll");
    let second = Source { id: SourceId::from_random([9; 16]), ..first.clone() };
    assert!(matches!(store.insert_source(&second), Err(StoreError::NameTaken)));
    first.name = DisplayName::parse("Robots").unwrap();
    first.ignore = Vec::new();
    store.update_source(&first).unwrap();
    assert_eq!(store.sources().unwrap(), [first]);
    let unknown = store.record_scan(second.id, &record(Vec::new()));
    assert!(matches!(unknown, Err(StoreError::NotFound)));
}
