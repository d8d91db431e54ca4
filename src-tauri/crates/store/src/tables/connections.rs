//! Connections: a target and the credential that it signs in with.

use credenza_model::{
    connection::{Connection, ConnectionKind},
    ids::{ConnectionId, CredentialId},
    page::{Direction, Page},
    status::Status,
};
use jiff::Timestamp;
use rusqlite::{OptionalExtension as _, Row, Transaction, params, types::Value};

use super::{damaged, display_name, get, millis, moment, optional_moment, status_of, uses};
use crate::{
    Store, StoreError,
    search::{Condition, Listing, list_of},
};

/// What a list of connections is sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ConnectionSort {
    /// Without regard to case.
    #[default]
    Name,
    /// By target.
    Target,
    /// By the last change.
    Changed,
}

/// One page of connections to be listed.
#[derive(Debug, Clone, Default)]
pub struct ConnectionQuery {
    /// Searched in names and targets.
    pub search: String,
    /// Only these kinds; empty means all.
    pub kinds: Vec<ConnectionKind>,
    /// The order.
    pub sort: ConnectionSort,
    /// Its direction.
    pub direction: Direction,
    /// Where the last page ended.
    pub cursor: Option<String>,
    /// Rows, at most 200.
    pub limit: u32,
}

/// A connection in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConnectionListRow {
    /// The connection.
    pub connection: Connection,
    /// Name and state of its credential.
    pub credential: Option<(String, Status)>,
}

const COLUMNS: &str = "n.id, n.name, n.kind, n.target, n.created, n.changed, c.id AS credential_id,
    c.name AS credential_name, c.status AS status, c.expires AS expires";
const FROM: &str = "connections n LEFT JOIN credentials c ON c.row = n.credential";

impl Store {
    /// One page of connections.
    ///
    /// # Errors
    /// A [`StoreError`].
    pub fn list_connections(
        &self,
        query: &ConnectionQuery,
        now: Timestamp,
    ) -> Result<Page<ConnectionListRow>, StoreError> {
        let mut values = Vec::new();
        let mut conditions = vec![Condition::plain("n.deleted IS NULL")];
        if !query.kinds.is_empty() {
            let list = list_of(&mut values, query.kinds.iter().map(|kind| kind_code(*kind)));
            conditions.push(Condition::plain(format!("n.kind IN ({list})")));
        }
        let search = query.search.trim();
        if !search.is_empty() {
            values.extend([Value::Text(search.to_lowercase()), Value::Text(search.to_lowercase())]);
            conditions.push(Condition::plain(
                "(instr(n.folded, ?) > 0 OR instr(lower(n.target), ?) > 0)",
            ));
        }
        let sort = match query.sort {
            ConnectionSort::Name => "n.folded",
            ConnectionSort::Target => "n.target",
            ConnectionSort::Changed => "n.changed",
        };
        let listing = Listing {
            from: FROM,
            columns: COLUMNS,
            alias: "n",
            sort,
            order: None,
            direction: query.direction,
            conditions,
            values,
            cursor: query.cursor.as_deref(),
            limit: query.limit,
            counter: "connections",
            searched: None,
            search: "",
        };
        listing.page(&self.connection, |row| list_row(row, now))
    }

    /// The connection with this identifier, with name and state of its credential.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub fn connection(
        &self,
        id: ConnectionId,
        now: Timestamp,
    ) -> Result<ConnectionListRow, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM {FROM} WHERE n.id = ? AND n.deleted IS NULL");
        Ok(self
            .connection
            .prepare_cached(&sql)?
            .query_row([id.as_bytes()], |row| list_row(row, now))?)
    }

    /// The connection with exactly this name, without regard to case.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub fn connection_by_name(
        &self,
        name: &str,
        now: Timestamp,
    ) -> Result<ConnectionListRow, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM {FROM} WHERE n.folded = ? AND n.deleted IS NULL");
        let folded = credenza_model::name::fold(name);
        Ok(self.connection.prepare_cached(&sql)?.query_row([folded], |row| list_row(row, now))?)
    }

    /// Stores a new connection.
    ///
    /// # Errors
    /// [`StoreError::NameTaken`]; [`StoreError::NotFound`] when the credential is not there.
    pub fn insert_connection(&self, connection: &Connection) -> Result<(), StoreError> {
        self.write(|transaction| {
            refuse_taken(transaction, connection)?;
            let credential = credential_row(transaction, connection.credential)?;
            transaction.execute(
                "INSERT INTO connections (id, name, folded, kind, target, credential, created, changed) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                params![
                    connection.id.as_bytes(), connection.name.as_str(), connection.name.folded(),
                    kind_code(connection.kind), connection.target, credential,
                    millis(connection.created), millis(connection.changed)
                ],
            )?;
            uses::credential(transaction, credential)
        })
    }

    /// Replaces a connection.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], [`StoreError::NameTaken`].
    pub fn update_connection(&self, connection: &Connection) -> Result<(), StoreError> {
        self.write(|transaction| {
            refuse_taken(transaction, connection)?;
            let before: Option<i64> = transaction.query_row(
                "SELECT credential FROM connections WHERE id = ? AND deleted IS NULL",
                [connection.id.as_bytes()],
                |row| row.get(0),
            )?;
            let credential = credential_row(transaction, connection.credential)?;
            transaction.execute(
                "UPDATE connections SET name = ?2, folded = ?3, kind = ?4, target = ?5, credential = ?6, changed = ?7 WHERE id = ?1",
                params![
                    connection.id.as_bytes(), connection.name.as_str(), connection.name.folded(),
                    kind_code(connection.kind), connection.target, credential, millis(connection.changed)
                ],
            )?;
            uses::credential(transaction, before)?;
            uses::credential(transaction, credential)
        })
    }

    /// The connections that use a credential, by name, and how many there are.
    ///
    /// # Errors
    /// A [`StoreError`].
    pub fn connections_using(
        &self,
        credential: CredentialId,
        limit: u32,
    ) -> Result<(Vec<(ConnectionId, String)>, u64), StoreError> {
        let users = "FROM connections n JOIN credentials c ON c.row = n.credential WHERE c.id = ?1 AND n.deleted IS NULL";
        let total = self
            .connection
            .prepare_cached(&format!("SELECT count(*) {users}"))?
            .query_row([credential.as_bytes()], |row| row.get(0))?;
        let mut statement = self
            .connection
            .prepare_cached(&format!("SELECT n.id, n.name {users} ORDER BY n.folded LIMIT ?2"))?;
        let rows = statement.query_map(params![credential.as_bytes(), limit], |row| {
            Ok((ConnectionId::from_bytes(row.get(0)?), row.get(1)?))
        })?;
        Ok((rows.collect::<Result<_, _>>()?, total))
    }
}

fn credential_row(
    transaction: &Transaction<'_>,
    id: Option<CredentialId>,
) -> Result<Option<i64>, StoreError> {
    let Some(id) = id else { return Ok(None) };
    let sql = "SELECT row FROM credentials WHERE id = ? AND deleted IS NULL";
    Ok(Some(transaction.query_row(sql, [id.as_bytes()], |row| row.get(0))?))
}

fn refuse_taken(transaction: &Transaction<'_>, connection: &Connection) -> Result<(), StoreError> {
    let found: Option<[u8; 16]> = transaction
        .query_row(
            "SELECT id FROM connections WHERE folded = ? AND deleted IS NULL",
            [connection.name.folded()],
            |row| row.get(0),
        )
        .optional()?;
    match found {
        Some(id) if connection.id.as_bytes() != &id => Err(StoreError::NameTaken),
        _ => Ok(()),
    }
}

fn list_row(row: &Row<'_>, now: Timestamp) -> rusqlite::Result<ConnectionListRow> {
    let credential = get::<Option<[u8; 16]>>(row, "credential_id")?.map(CredentialId::from_bytes);
    let shown = match get::<Option<String>>(row, "credential_name")? {
        Some(name) => {
            Some((name, status_of(get(row, "status")?, optional_moment(row, "expires")?, now)?))
        }
        None => None,
    };
    let connection = Connection {
        id: ConnectionId::from_bytes(get(row, "id")?),
        name: display_name(&get::<String>(row, "name")?)?,
        kind: kind(get(row, "kind")?)?,
        target: get(row, "target")?,
        credential,
        created: moment(get(row, "created")?)?,
        changed: moment(get(row, "changed")?)?,
    };
    Ok(ConnectionListRow { connection, credential: shown })
}

fn kind_code(kind: ConnectionKind) -> i64 {
    match kind {
        ConnectionKind::Machine => 0,
        ConnectionKind::Ssh => 1,
        ConnectionKind::Postgres => 2,
        ConnectionKind::Http => 3,
    }
}

pub(crate) fn kind(code: i64) -> rusqlite::Result<ConnectionKind> {
    Ok(match code {
        0 => ConnectionKind::Machine,
        1 => ConnectionKind::Ssh,
        2 => ConnectionKind::Postgres,
        3 => ConnectionKind::Http,
        _ => return Err(damaged("kind of connection")),
    })
}
