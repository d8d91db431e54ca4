//! Everything that a database holds, in an order that does not depend on how it lies on the disk.

use std::{collections::BTreeMap, path::Path};

use credenza_crypto::{keys::DatabaseKey, keys::RootKey, random::OsRandom};
use rusqlite::{Connection, types::Value};

use crate::database;

/// The schema and the rows of each table, the tables behind the search indexes included.
#[derive(Debug, PartialEq)]
pub(super) struct Dump {
    pub(super) version: u32,
    schema: Vec<String>,
    rows: BTreeMap<String, Vec<String>>,
}

impl Dump {
    pub(super) fn of(connection: &Connection) -> Self {
        let sql =
            "SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_schema ORDER BY 1";
        let rows = names(connection).into_iter().map(|table| {
            let rows = rows(connection, &table);
            (table, rows)
        });
        Self {
            version: connection.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap(),
            schema: texts(connection, sql),
            rows: rows.collect(),
        }
    }

    /// That of a file that is opened and not migrated.
    pub(super) fn of_file(file: &Path, key: &DatabaseKey) -> Self {
        Self::of(&database::open_file(file, key).unwrap())
    }

    /// The tables with a row.
    pub(super) fn tables(&self) -> impl Iterator<Item = String> {
        self.rows.iter().filter(|(_, rows)| !rows.is_empty()).map(|(table, _)| table.clone())
    }

    pub(super) fn tables_of_a_new_workspace(home: &Path) -> Vec<String> {
        let store = super::create(home, &RootKey::generate(&OsRandom).unwrap());
        names(&store.connection)
    }

    /// How many rows there are.
    pub(super) fn rows(&self) -> usize {
        self.rows.values().map(Vec::len).sum()
    }
}

/// The tables that hold rows; those of a search index lie beside it under names of their own.
fn names(connection: &Connection) -> Vec<String> {
    texts(
        connection,
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name",
    )
}

fn texts(connection: &Connection, sql: &str) -> Vec<String> {
    let mut statement = connection.prepare(sql).unwrap();
    statement.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
}

fn rows(connection: &Connection, table: &str) -> Vec<String> {
    let mut statement = connection.prepare(&format!("SELECT * FROM {table}")).unwrap();
    let columns = statement.column_count();
    let row = |row: &rusqlite::Row<'_>| {
        (0..columns).map(|column| row.get(column)).collect::<Result<Vec<Value>, _>>()
    };
    let mut rows: Vec<_> = statement
        .query_map([], row)
        .unwrap()
        .map(|values| format!("{:?}", values.unwrap()))
        .collect();
    rows.sort_unstable();
    rows
}
