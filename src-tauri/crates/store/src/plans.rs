//! No statement behind a page or an edit walks a whole table: each that ran is explained, and a walk
//! or a sort of a table that grows with the workspace is a failure.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::sync::{Arc, Mutex};

use credenza_crypto::{keys::RootKey, random::OsRandom};
use credenza_model::{
    access::AccessState,
    azure::AzureSecretReference,
    credential::{ChosenVariables, Credential},
    dependencies::{ReferenceId, SecretIdentity},
    ids::{ConnectionId, CredentialId, SourceId, VariableId, VaultId},
    location::{Authentication, Location, Locations},
    name::{DisplayName, VariableName},
    page::Direction,
    references::Named,
    status::Status,
    variable::{SecretContent, SecretPlace, SecretShape, Variable, VariableContent},
    vault::{AzureConnection, StoreKind, VaultConnection},
};
use jiff::{SignedDuration, Timestamp};
use rusqlite::trace::{TraceEvent, TraceEventCodes};

use crate::{
    ConnectionQuery, ConnectionSort, CredentialFilter, CredentialQuery, CredentialSort,
    DeletedKind, Edit, Store, VariableFilter, VariableKind, VariableQuery, VariableSort,
    WorkspaceFolder,
};

/// Tables with a row for each thing of a workspace, and the short names that statements give them.
const BIG: [&str; 15] = [
    "variables",
    "v",
    "s",
    "u",
    "credentials",
    "c",
    "connections",
    "n",
    "code_references",
    "r",
    "source_files",
    "f",
    "reads",
    "d",
    "sealed_values",
];

/// The index of the places in code whose name is not known: any of them may be one, so that all are
/// part of each answer to where something is used.
const ANSWER: &str = "USING INDEX code_references_unresolved";

/// What is wrong with how a statement is answered.
fn fault(store: &Store, sql: &str) -> Option<String> {
    let mut statement = store.connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).ok()?;
    let count = statement.parameter_count();
    let values = vec![rusqlite::types::Null; count];
    let plan: Vec<String> = statement
        .query_map(rusqlite::params_from_iter(values), |row| row.get(3))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    let walks = |line: &String| {
        let table = line.strip_prefix("SCAN ").and_then(|rest| rest.split(' ').next());
        table.is_some_and(|table| BIG.contains(&table))
    };
    let along = |line: &&String| line.contains(" USING ") && sql.contains("LIMIT");
    let sorts = plan.iter().any(|line| line == "USE TEMP B-TREE FOR ORDER BY");
    let bad =
        plan.iter().find(|line| walks(line) && !line.ends_with(ANSWER) && (!along(line) || sorts));
    bad.map(|_| format!("{sql}\n{plan:#?}"))
}

fn store(home: &std::path::Path) -> Store {
    let path = home.join("W.credenza");
    std::fs::create_dir(&path).unwrap();
    let key = RootKey::generate(&OsRandom).unwrap().database();
    Store::create(&WorkspaceFolder::new(path), &key).unwrap()
}

/// Every statement that `work` runs, once.
fn statements(store: &mut Store, work: impl FnOnce(&Store)) -> Vec<String> {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let into = Arc::clone(&seen);
    let note = move |event: TraceEvent<'_>| {
        if let TraceEvent::Stmt(_, sql) = event {
            into.lock().unwrap().push(sql.to_owned());
        }
    };
    store.connection.trace_v2(TraceEventCodes::SQLITE_TRACE_STMT, Some(note)).unwrap();
    work(store);
    let none: Option<fn(TraceEvent<'_>)> = None;
    store.connection.trace_v2(TraceEventCodes::empty(), none).unwrap();
    let mut seen = std::mem::take(&mut *seen.lock().unwrap());
    seen.sort_unstable();
    seen.dedup();
    seen
}

fn now() -> Timestamp {
    Timestamp::from_second(1_790_000_000).unwrap()
}

fn vault() -> VaultId {
    VaultId::from_bytes([1; 16])
}

fn variable(n: u8, content: VariableContent) -> Variable {
    let name = format!("v{n}");
    Variable {
        id: VariableId::from_bytes([n; 16]),
        display_name: DisplayName::parse(&name).unwrap(),
        name: VariableName::parse(&name).unwrap(),
        content,
        created: now(),
        changed: now(),
    }
}

fn secret(n: u8) -> VariableContent {
    let subscription = "0b1f6471-1bf0-4dda-aec3-cb9272f09590";
    let reference = AzureSecretReference::new(subscription, "rg", "kv-prod", "erp", None).unwrap();
    VariableContent::Secret(Box::new(SecretContent {
        place: SecretPlace::Azure { vault: vault(), reference },
        shape: SecretShape::Password,
        access: AccessState::NotChecked,
        checked: None,
        expires: Some(now() + SignedDuration::from_hours(24 * i64::from(n))),
        certificate: None,
    }))
}

fn credential(n: u8) -> Credential {
    let chosen = ChosenVariables {
        user_name: Some(VariableId::from_bytes([2; 16])),
        secret: VariableId::from_bytes([3; 16]),
    };
    Credential {
        id: CredentialId::from_bytes([n; 16]),
        name: DisplayName::parse(&format!("c{n}")).unwrap(),
        description: String::new(),
        locations: Locations::new([Location::Network]).unwrap(),
        authentication: Authentication::UserNameAndPassword,
        variables: chosen,
        created: now(),
        changed: now(),
    }
}

/// What stands behind every page, edit and look that a window makes by itself.
fn everything_hot(store: &Store) {
    fill(store);
    lists(store);
    details(store);
    around(store);
    looks(store);
    deletes(store);
}

fn fill(store: &Store) {
    let connection = VaultConnection {
        id: vault(),
        name: DisplayName::parse("Production").unwrap(),
        azure: AzureConnection::by_cli("https://kv-prod.vault.azure.net"),
        signed_in_as: None,
        created: now(),
        changed: now(),
    };
    store.insert_vault(&connection, None).unwrap();
    let text = variable(2, VariableContent::Text("maya".to_owned()));
    store.insert_variable(&text, None, now()).unwrap();
    store.insert_variable(&variable(3, secret(3)), None, now()).unwrap();
    store.insert_variable(&variable(4, secret(90)), None, now()).unwrap();
    store.insert_credential(&credential(5)).unwrap();
    let before = store.variable(VariableId::from_bytes([3; 16])).unwrap();
    store.update_variable(&before, &variable(3, secret(4)), None, now(), Edit::Here).unwrap();
    let (before, mut after) = (credential(5), credential(5));
    after.description = "other".to_owned();
    store.update_credential(&before, &after, Edit::Here).unwrap();
    store.note_read(&after.id, Some("robot.exe"), now()).unwrap();
}

const DIRECTIONS: [Direction; 2] = [Direction::Ascending, Direction::Descending];

fn lists(store: &Store) {
    use CredentialSort as C;
    use VariableSort as V;
    for direction in DIRECTIONS {
        for sort in [C::Name, C::Store, C::UsedBy, C::Status, C::Changed] {
            for query in credential_filters() {
                let query = CredentialQuery { sort, direction, limit: 1, ..query };
                let page = store.list_credentials(&query, now()).unwrap();
                store
                    .list_credentials(&CredentialQuery { cursor: page.next, ..query }, now())
                    .unwrap();
            }
        }
        for sort in [V::DisplayName, V::Name, V::Place, V::UsedBy, V::Status, V::Changed] {
            for query in variable_filters() {
                let query = VariableQuery { sort, direction, limit: 1, ..query };
                let page = store.list_variables(&query, now()).unwrap();
                store.list_variables(&VariableQuery { cursor: page.next, ..query }, now()).unwrap();
            }
        }
        for sort in [ConnectionSort::Name, ConnectionSort::Target, ConnectionSort::Changed] {
            let query = ConnectionQuery { sort, direction, limit: 1, ..Default::default() };
            store.list_connections(&query, now()).unwrap();
        }
    }
    store.list_deleted(None, 10).unwrap();
    store.list_deleted(Some("1790000000000 1 7"), 10).unwrap();
}

fn credential_filters() -> Vec<CredentialQuery> {
    let of = |filter| CredentialQuery { filter, ..Default::default() };
    vec![
        of(CredentialFilter::All),
        of(CredentialFilter::Expiring),
        of(CredentialFilter::Unused),
        of(CredentialFilter::SharedWithMe),
        CredentialQuery { search: "c5".to_owned(), ..Default::default() },
        CredentialQuery { stores: vec![StoreKind::AzureKeyVault], ..Default::default() },
        CredentialQuery { locations: vec![Location::Network], ..Default::default() },
        CredentialQuery { statuses: vec![Status::NotChecked], ..Default::default() },
    ]
}

fn variable_filters() -> Vec<VariableQuery> {
    let of = |filter| VariableQuery { filter, ..Default::default() };
    vec![
        of(VariableFilter::All),
        of(VariableFilter::Expiring),
        of(VariableFilter::Unused),
        of(VariableFilter::SharedByMe),
        VariableQuery { search: "kv-prod".to_owned(), ..Default::default() },
        VariableQuery { kinds: vec![VariableKind::Text], ..Default::default() },
        VariableQuery { stores: vec![StoreKind::ThisDevice], ..Default::default() },
        VariableQuery { vault: Some(vault()), ..Default::default() },
    ]
}

fn details(store: &Store) {
    let (variable, credential) =
        (VariableId::from_bytes([3; 16]), CredentialId::from_bytes([5; 16]));
    store.credential(credential).unwrap();
    store.credential_by_name("c5").unwrap();
    store.credentials_using(variable, 50).unwrap();
    store.connections_using(credential, 50).unwrap();
    store.variable_by_name("v3").unwrap();
    store.variable_name_taken(&VariableName::parse("v3").unwrap()).unwrap();
    let _ = store.connection(ConnectionId::from_bytes([9; 16]), now());
    let _ = store.code_place(ReferenceId(1));
    let vault = Some("kv-prod".to_owned());
    for named in [
        Named::Credential("c5".to_owned()),
        Named::Variable("v3".to_owned()),
        Named::Secret { vault, name: "erp".to_owned() },
    ] {
        store.places_naming(&named, 50).unwrap();
        store.write(|transaction| crate::tables::uses::named(transaction, &named)).unwrap();
    }
}

/// What is asked for Where used, of each kind of thing.
fn around(store: &Store) {
    let (variable, credential) =
        (VariableId::from_bytes([3; 16]), CredentialId::from_bytes([5; 16]));
    let secret = SecretIdentity::new("kv-prod", "erp");
    store.variable_name(variable).unwrap().unwrap();
    store.variables_of_secret(&secret).unwrap();
    store.credential_name(credential).unwrap().unwrap();
    store.credentials_of(variable).unwrap();
    store.connection_name(ConnectionId::from_bytes([9; 16])).unwrap();
    store.connections_of(credential).unwrap();
    store.reads_of(credential).unwrap();
    store.last_read_of(variable).unwrap();
    store.unresolved_places().unwrap();
    store.is_shared(&[5; 16]).unwrap();
    store.variables_beginning("v", 5).unwrap();
    store.credentials_beginning("c", 5).unwrap();
    store.secrets_in_code("e", 5).unwrap();
    store.count_uses_of_secret(&secret).unwrap();
}

fn looks(store: &Store) {
    store.refresh_status(now() + SignedDuration::from_hours(24 * 40)).unwrap();
    store.purge_old(now()).unwrap();
    store.expiring(now()).unwrap();
    store.vaults().unwrap();
    store.vault_usage(None).unwrap();
    store.vault_usage(Some(vault())).unwrap();
    store.secret_uses(vault(), "kv-prod", "erp").unwrap();
    store.unchecked_variables(50).unwrap();
    store.sources().unwrap();
    let _ = store.source(SourceId::from_bytes([8; 16]));
    store.skipped_files(500).unwrap();
    store.not_this("credential x").unwrap();
    store.search_is_in_parts().unwrap();
    store.things_in_conflict().unwrap();
    store.remove_vault(vault()).unwrap_err();
}

fn deletes(store: &Store) {
    let (c, v) = (DeletedKind::Credential, DeletedKind::Variable);
    store.delete(v, &[3; 16], now()).unwrap_err();
    store.delete(c, &[5; 16], now()).unwrap();
    store.delete(v, &[3; 16], now()).unwrap();
    store.restore(c, &[5; 16]).unwrap_err();
    store.restore(v, &[3; 16]).unwrap();
    store.restore(c, &[5; 16]).unwrap();
    store.delete(c, &[5; 16], now()).unwrap();
    store.purge(c, &[5; 16]).unwrap();
    store.delete(v, &[3; 16], now()).unwrap();
    store.purge_old(now() + SignedDuration::from_hours(24 * 31)).unwrap();
}

#[test]
fn no_statement_behind_a_page_or_an_edit_walks_a_whole_table() {
    let home = tempfile::tempdir().unwrap();
    let mut store = store(home.path());
    let seen = statements(&mut store, everything_hot);
    assert!(seen.len() > 150, "{} statements", seen.len());
    let faults: Vec<String> = seen.iter().filter_map(|sql| fault(&store, sql)).collect();
    assert!(faults.is_empty(), "{} statements walk:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn a_walk_is_seen() {
    let home = tempfile::tempdir().unwrap();
    let store = store(home.path());
    for walk in [
        "SELECT count(*) FROM credentials WHERE description = ?",
        "SELECT id FROM variables v ORDER BY v.text LIMIT 5",
        "SELECT count(*) FROM variables WHERE deleted IS NULL",
        "UPDATE credentials SET used_by = 0 WHERE folded = ?",
        "SELECT c.id FROM credentials c JOIN variables v ON v.row IN (c.secret, c.user_name) WHERE v.id = ?",
        "SELECT id FROM variables WHERE deleted IS NULL ORDER BY display_folded",
    ] {
        assert!(fault(&store, walk).is_some(), "{walk}");
    }
    let page =
        "SELECT id FROM variables WHERE deleted IS NULL ORDER BY display_folded, row LIMIT 5";
    assert_eq!(fault(&store, page), None);
}
