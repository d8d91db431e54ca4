//! Long lists against a plain sort and filter of the same rows, on both ways in which filters are
//! answered, and before and after the parts of search were joined.
#![allow(clippy::unwrap_used, reason = "tests")]

use credenza_crypto::{keys::RootKey, random::OsRandom};
use credenza_model::{
    ids::{SourceId, VariableId},
    name::{DisplayName, VariableName},
    page::Direction,
    references::{Operation, Reference, ReferenceKind},
    source::Source,
    variable::{Variable, VariableContent},
};
use credenza_store::{
    FoundReference, ScanRecord, ScannedFile, Store, VariableFilter, VariableKind, VariableQuery,
    VariableSort, WorkspaceFolder,
};
use jiff::{SignedDuration, Timestamp};

/// More than are sorted for a page, so that the list is walked.
const ROWS: u64 = 16_000;
/// Of these one in code uses each.
const USED: u64 = 40;

fn now() -> Timestamp {
    Timestamp::from_second(1_790_000_000).unwrap()
}

/// Names in an order that is not that of their rows.
fn name(n: u64) -> String {
    format!("v{:05}_{}", n * 7_919 % ROWS, ["payroll", "robot", "batch"][(n % 3) as usize])
}

fn filled(home: &std::path::Path) -> Store {
    let path = home.join("W.credenza");
    std::fs::create_dir(&path).unwrap();
    let key = RootKey::generate(&OsRandom).unwrap().database();
    let store = Store::create(&WorkspaceFolder::new(path), &key).unwrap();
    for batch in 0..8 {
        let variables: Vec<Variable> =
            (batch * ROWS / 8..(batch + 1) * ROWS / 8).map(variable).collect();
        store.insert_variables(variables.iter().map(|one| (one, None)), now()).unwrap();
    }
    store
}

fn variable(n: u64) -> Variable {
    let mut id = [0; 16];
    id[..8].copy_from_slice(&n.to_be_bytes());
    Variable {
        id: VariableId::from_bytes(id),
        display_name: DisplayName::parse(&name(n)).unwrap(),
        name: VariableName::parse(&name(n)).unwrap(),
        content: VariableContent::Text("x".to_owned()),
        created: now(),
        changed: now() - SignedDuration::from_secs((n % 500) as i64),
    }
}

/// Code that names the first [`USED`].
fn use_some(store: &Store) {
    let source = Source {
        id: SourceId::from_random([3; 16]),
        name: DisplayName::parse("code").unwrap(),
        path: "/code".to_owned(),
        git: false,
        ignore: Vec::new(),
        watched: false,
        created: now(),
        last: None,
    };
    store.insert_source(&source).unwrap();
    let references = (0..USED).map(|n| FoundReference {
        reference: Reference {
            form: "powershell.Get-AutomationVariable".to_owned(),
            kind: ReferenceKind::Variable,
            operation: Operation::Get,
            vault: None,
            name: Some(name(n)),
        },
        line: n as u32 + 1,
        column: 1,
        name_line: n as u32 + 1,
        expression: "Get-AutomationVariable".to_owned(),
        line_digest: None,
        cell: None,
    });
    let file = ScannedFile {
        path: "a.ps1".to_owned(),
        language: "powershell".to_owned(),
        digest: [1; 32],
        references: references.collect(),
    };
    let record = ScanRecord {
        index: vec![1],
        languages: vec![("powershell".to_owned(), 1)],
        files: vec![file],
        skipped: Vec::new(),
        gaps: Vec::new(),
        finished: now(),
        milliseconds: 1,
        ignore: Vec::new(),
    };
    store.record_scan(source.id, &record).unwrap();
}

/// The names on the first pages and whether the number of all is exact.
fn pages(store: &Store, query: &VariableQuery, pages: usize) -> (Vec<String>, u64, bool) {
    let mut query = VariableQuery { limit: 200, ..query.clone() };
    let (mut names, mut total) = (Vec::new(), (0, true));
    for _ in 0..pages {
        let page = store.list_variables(&query, now()).unwrap();
        names.extend(page.rows.into_iter().map(|row| row.name.as_str().to_owned()));
        total = (page.total, page.total_is_exact);
        query.cursor = page.next;
        if query.cursor.is_none() {
            break;
        }
    }
    (names, total.0, total.1)
}

/// The same by a plain filter and sort.
fn expected(wanted: impl Fn(u64) -> bool, sort: VariableSort, direction: Direction) -> Vec<String> {
    let mut rows: Vec<(u64, String)> =
        (0..ROWS).filter(|n| wanted(*n)).map(|n| (n, name(n))).collect();
    match sort {
        VariableSort::Changed => rows.sort_by_key(|(n, _)| (variable(*n).changed, *n)),
        _ => rows.sort_by(|a, b| a.1.cmp(&b.1)),
    }
    if direction == Direction::Descending {
        rows.reverse();
    }
    rows.into_iter().map(|(_, name)| name).take(600).collect()
}

#[test]
fn filters_keep_the_same_rows_in_the_same_order_whether_many_or_few() {
    let home = tempfile::tempdir().unwrap();
    let store = filled(home.path());
    use_some(&store);
    for sort in [VariableSort::Name, VariableSort::Changed] {
        for direction in [Direction::Ascending, Direction::Descending] {
            let query = VariableQuery {
                filter: VariableFilter::Unused,
                sort,
                direction,
                ..VariableQuery::default()
            };
            let (names, total, exact) = pages(&store, &query, 3);
            assert_eq!(names, expected(|n| n >= USED, sort, direction), "{sort:?} {direction:?}");
            assert_eq!((total, exact), (1_000, false));
        }
    }
    // A kind that all are of, and one that none is, by the order of its index and by another.
    for sort in [VariableSort::DisplayName, VariableSort::Changed] {
        for direction in [Direction::Ascending, Direction::Descending] {
            let of = |kind| VariableQuery {
                kinds: vec![kind],
                sort,
                direction,
                ..VariableQuery::default()
            };
            let (names, total, exact) = pages(&store, &of(VariableKind::Text), 3);
            assert_eq!(names, expected(|_| true, sort, direction), "{sort:?} {direction:?}");
            assert_eq!((total, exact), (1_000, false));
            let none = pages(&store, &of(VariableKind::Certificate), 1);
            assert_eq!(none, (Vec::new(), 0, true));
        }
    }
    // A search that finds many, under filters that keep nothing and nearly all.
    let search = |filter| VariableQuery {
        search: "robot".to_owned(),
        filter,
        kinds: vec![VariableKind::Text],
        ..VariableQuery::default()
    };
    let none = pages(&store, &search(VariableFilter::Expiring), 1);
    assert_eq!(none, (Vec::new(), 0, true));
    let (found, _, exact) = pages(&store, &search(VariableFilter::Unused), 2);
    let newest = (USED..ROWS).rev().filter(|n| n % 3 == 1).map(name).take(400);
    assert_eq!((found, exact), (newest.collect::<Vec<_>>(), false));
    // And the other way round, by how often each is used.
    let used = VariableQuery { sort: VariableSort::UsedBy, ..VariableQuery::default() };
    let used = VariableQuery { direction: Direction::Descending, ..used };
    let (names, ..) = pages(&store, &used, 1);
    let mut first: Vec<String> = names.into_iter().take(USED as usize).collect();
    first.sort();
    let mut known: Vec<String> = (0..USED).map(name).collect();
    known.sort();
    assert_eq!(first, known);
}

#[test]
fn joining_the_parts_of_search_changes_nothing_that_is_found() {
    let home = tempfile::tempdir().unwrap();
    let store = filled(home.path());
    let texts = [
        "robot",
        "v0123",
        "ro",
        "v",
        "07_pay",
        "batch",
        "nothing of it",
        "_PAYROLL",
        "payroll\np",
        "robot\nv0",
    ];
    let found = || -> Vec<_> {
        let search = |text: &&str| {
            let query = VariableQuery { search: (*text).to_owned(), ..VariableQuery::default() };
            pages(&store, &query, 4)
        };
        texts.iter().map(search).collect()
    };
    let before = found();
    assert_eq!(before[0].0.len(), 800, "newest first, page after page");
    let robots: Vec<String> = (0..ROWS).rev().filter(|n| n % 3 == 1).map(name).take(800).collect();
    assert_eq!(before[0].0, robots);
    let payroll: Vec<String> = (0..ROWS).rev().filter(|n| n % 3 == 0).map(name).take(800).collect();
    assert_eq!(before[7].0, payroll, "also by three of many trigrams");
    assert_eq!((before[1].1, before[1].2), (10, true), "ten names begin with v0123");
    let (mut steps, mark) = (0, store.change_mark().unwrap());
    while store.join_search_parts(16).unwrap() {
        steps += 1;
        if steps % 20 == 1 {
            assert_eq!(found(), before, "after step {steps}");
        }
    }
    assert!(steps > 3, "{steps} steps: nothing was joined");
    assert_eq!(found(), before);
    assert_eq!(store.change_mark().unwrap(), mark, "nothing that is stored has changed");
    assert!(!store.join_search_parts(16).unwrap() && !store.search_is_in_parts().unwrap());
}
