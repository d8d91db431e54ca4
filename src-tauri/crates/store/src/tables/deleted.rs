//! Recently deleted: what was deleted stays 30 days and can be restored.

use std::cmp::Reverse;

use credenza_model::page::Page;
use jiff::{SignedDuration, Timestamp};
use rusqlite::{OptionalExtension as _, Transaction, params};

use super::{credentials, millis, moment, reads, uses, values, variables};
use crate::{Edit, Store, StoreError, search::MOST_COUNTED};

/// How long deleted things stay.
const KEPT: SignedDuration = SignedDuration::from_hours(24 * 30);

/// What kind of thing was deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DeletedKind {
    /// A credential.
    Credential,
    /// A variable.
    Variable,
    /// A connection.
    Connection,
}

/// A thing in Recently deleted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeletedRow {
    /// What it is.
    pub kind: DeletedKind,
    /// Its identifier.
    pub id: [u8; 16],
    /// The name that people saw.
    pub name: String,
    /// When it was deleted.
    pub deleted: Timestamp,
    /// When it is destroyed.
    pub purged: Timestamp,
}

impl DeletedKind {
    fn table(self) -> &'static str {
        match self {
            Self::Credential => "credentials",
            Self::Variable => "variables",
            Self::Connection => "connections",
        }
    }

    /// The order of what was deleted at one moment, from its end.
    fn code(self) -> u8 {
        match self {
            Self::Credential => 0,
            Self::Variable => 1,
            Self::Connection => 2,
        }
    }
}

impl Store {
    /// Puts a thing into Recently deleted, which is a change of this device. Connections of a deleted credential ask each time from
    /// then on; its variables stay (C14).
    ///
    /// # Errors
    /// [`StoreError::NotFound`]; [`StoreError::InUse`] for a variable that a credential uses.
    pub fn delete(
        &self,
        kind: DeletedKind,
        id: &[u8; 16],
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.write(|transaction| {
            if kind == DeletedKind::Variable {
                refuse_used(transaction, id)?;
            }
            let sql = format!(
                "UPDATE {} SET deleted = ?2 WHERE id = ?1 AND deleted IS NULL RETURNING row",
                kind.table()
            );
            let row: i64 =
                transaction.query_row(&sql, params![id, millis(now)], |row| row.get(0))?;
            Edit::Here.apply(transaction, id)?;
            moved(transaction, kind, row)
        })
    }

    /// Takes a thing out of Recently deleted.
    ///
    /// # Errors
    /// [`StoreError::NameTaken`] when another has its name by now; [`StoreError::InUse`] with the
    /// deleted variables that a credential needs first.
    pub fn restore(&self, kind: DeletedKind, id: &[u8; 16]) -> Result<(), StoreError> {
        self.write(|transaction| {
            if kind == DeletedKind::Credential {
                refuse_missing(transaction, id)?;
            }
            let sql = format!(
                "UPDATE {} SET deleted = NULL WHERE id = ?1 AND deleted IS NOT NULL RETURNING row",
                kind.table()
            );
            let row = transaction.query_row(&sql, [id], |row| row.get(0)).map_err(taken)?;
            moved(transaction, kind, row)
        })
    }

    /// Destroys a deleted thing and its value.
    ///
    /// # Errors
    /// [`StoreError::NotFound`]; [`StoreError::InUse`] for a variable of a deleted credential.
    pub fn purge(&self, kind: DeletedKind, id: &[u8; 16]) -> Result<(), StoreError> {
        self.write(|transaction| purge(transaction, kind, id))
    }

    /// Destroys what was deleted more than 30 days before `now`. Returns how many things that were.
    ///
    /// # Errors
    /// A [`StoreError`].
    pub fn purge_old(&self, now: Timestamp) -> Result<u64, StoreError> {
        let before = millis(now - KEPT);
        self.write(|transaction| {
            let mut count = 0;
            for kind in [DeletedKind::Connection, DeletedKind::Credential, DeletedKind::Variable] {
                let sql = format!("SELECT id FROM {} WHERE deleted < ?", kind.table());
                let old: Vec<[u8; 16]> = transaction
                    .prepare(&sql)?
                    .query_map([before], |row| row.get(0))?
                    .collect::<Result<_, _>>()?;
                for id in old {
                    match purge(transaction, kind, &id) {
                        Ok(()) => count += 1,
                        // A credential that was deleted later still needs it.
                        Err(StoreError::InUse(_)) => {}
                        Err(error) => return Err(error),
                    }
                }
            }
            Ok(count)
        })
    }

    /// Deleted things, the newest first.
    ///
    /// # Errors
    /// A [`StoreError`].
    pub fn list_deleted(
        &self,
        cursor: Option<&str>,
        limit: u32,
    ) -> Result<Page<DeletedRow>, StoreError> {
        let after = cursor.and_then(parse_cursor);
        let mut found = Vec::new();
        let mut total = 0;
        for kind in [DeletedKind::Credential, DeletedKind::Variable, DeletedKind::Connection] {
            found.extend(self.deleted_of(kind, after, limit)?);
            total += self.count_deleted(kind)?;
        }
        found.sort_unstable_by_key(|(place, _)| Reverse(*place));
        let more = found.len() > limit as usize;
        found.truncate(limit as usize);
        let next = found.last().filter(|_| more).map(|(place, _)| cursor_text(*place));
        let rows = found.into_iter().map(|(_, row)| row).collect();
        Ok(Page {
            rows,
            next,
            total: total.min(MOST_COUNTED),
            total_is_exact: total <= MOST_COUNTED,
        })
    }

    /// One more than a page of one kind, from its index: each row with its place in the list.
    fn deleted_of(
        &self,
        kind: DeletedKind,
        after: Option<Place>,
        limit: u32,
    ) -> Result<Vec<(Place, DeletedRow)>, StoreError> {
        let (at, of, row) = after.unwrap_or((i64::MAX, u8::MAX, i64::MAX));
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT row, id, {name}, deleted FROM {table} WHERE deleted IS NOT NULL
             AND (deleted, {code}, row) < (?1, ?2, ?3) AND deleted <= ?1
             ORDER BY deleted DESC, row DESC LIMIT ?4",
            name = if kind == DeletedKind::Variable { "display_name" } else { "name" },
            table = kind.table(),
            code = kind.code(),
        ))?;
        let rows = statement.query_map(params![at, of, row, limit + 1], |row| {
            let place = (row.get(3)?, kind.code(), row.get(0)?);
            let deleted = moment(place.0)?;
            let (id, name) = (row.get(1)?, row.get(2)?);
            Ok((place, DeletedRow { kind, id, name, deleted, purged: deleted + KEPT }))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Up to one more than [`MOST_COUNTED`].
    fn count_deleted(&self, kind: DeletedKind) -> Result<u64, StoreError> {
        let sql = format!(
            "SELECT count(*) FROM (SELECT 1 FROM {} WHERE deleted IS NOT NULL LIMIT {})",
            kind.table(),
            MOST_COUNTED + 1
        );
        Ok(self.connection.prepare_cached(&sql)?.query_row([], |row| row.get(0))?)
    }
}

/// Where a thing stands in Recently deleted: the moment, its kind, its row.
type Place = (i64, u8, i64);

fn cursor_text((at, kind, row): Place) -> String {
    format!("{at} {kind} {row}")
}

fn parse_cursor(cursor: &str) -> Option<Place> {
    let mut parts = cursor.splitn(3, ' ');
    Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}

/// Brings counts and the searched text in line after a thing went into Recently deleted or back.
fn moved(transaction: &Transaction<'_>, kind: DeletedKind, row: i64) -> Result<(), StoreError> {
    match kind {
        DeletedKind::Credential => {
            transaction.execute("UPDATE connections SET credential = NULL WHERE credential = ?1 AND EXISTS (SELECT 1 FROM credentials WHERE row = ?1 AND deleted IS NOT NULL)", [row])?;
            uses::credential(transaction, Some(row))?;
            uses::variables_of(transaction, row)?;
            credentials::SEARCHED.write(transaction, row)
        }
        DeletedKind::Variable => {
            // Code is counted by names, and no name finds what is in Recently deleted.
            uses::variable(transaction, row)?;
            variables::SEARCHED.write(transaction, row)
        }
        DeletedKind::Connection => {
            let credential = transaction.query_row(
                "SELECT credential FROM connections WHERE row = ?",
                [row],
                |r| r.get(0),
            )?;
            uses::credential(transaction, credential)
        }
    }
}

fn purge(
    transaction: &Transaction<'_>,
    kind: DeletedKind,
    id: &[u8; 16],
) -> Result<(), StoreError> {
    if kind == DeletedKind::Variable {
        let holders = users(transaction, id, "1 = 1")?;
        if !holders.is_empty() {
            return Err(StoreError::InUse(holders));
        }
        values::remove(transaction, id)?;
    }
    if kind == DeletedKind::Credential {
        reads::forget(transaction, id)?;
        transaction.execute(
            "UPDATE connections SET credential = NULL WHERE credential = (SELECT row FROM credentials WHERE id = ? AND deleted IS NOT NULL)",
            [id],
        )?;
    }
    let sql = format!("DELETE FROM {} WHERE id = ? AND deleted IS NOT NULL", kind.table());
    if transaction.execute(&sql, [id])? == 0 {
        return Err(StoreError::NotFound);
    }
    Ok(())
}

fn refuse_used(transaction: &Transaction<'_>, id: &[u8; 16]) -> Result<(), StoreError> {
    let users = users(transaction, id, "c.deleted IS NULL")?;
    if users.is_empty() { Ok(()) } else { Err(StoreError::InUse(users)) }
}

/// The credentials that use a variable.
fn users(
    transaction: &Transaction<'_>,
    variable: &[u8; 16],
    which: &str,
) -> Result<Vec<([u8; 16], String)>, StoreError> {
    let sql = format!(
        "SELECT c.id, c.name FROM credentials c WHERE {which} AND c.row IN (
            SELECT row FROM credentials WHERE secret = (SELECT row FROM variables WHERE id = ?1)
            UNION SELECT row FROM credentials
            WHERE user_name = (SELECT row FROM variables WHERE id = ?1))
         ORDER BY c.folded LIMIT 50"
    );
    named(transaction, &sql, variable)
}

/// The deleted variables of a credential.
fn refuse_missing(transaction: &Transaction<'_>, credential: &[u8; 16]) -> Result<(), StoreError> {
    let sql = "SELECT v.id, v.display_name FROM variables v JOIN credentials c ON v.row IN (c.secret, c.user_name)
        WHERE c.id = ? AND v.deleted IS NOT NULL";
    let missing = named(transaction, sql, credential)?;
    if missing.is_empty() { Ok(()) } else { Err(StoreError::InUse(missing)) }
}

fn named(
    transaction: &Transaction<'_>,
    sql: &str,
    id: &[u8; 16],
) -> Result<Vec<([u8; 16], String)>, StoreError> {
    let mut statement = transaction.prepare_cached(sql)?;
    let rows = statement.query_map([id], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// A name that someone took meanwhile shows as a broken unique index.
fn taken(error: rusqlite::Error) -> StoreError {
    match error.sqlite_error_code() {
        Some(rusqlite::ErrorCode::ConstraintViolation) => StoreError::NameTaken,
        _ => error.into(),
    }
}

impl Store {
    /// Whether anything has this identifier in Recently deleted.
    ///
    /// # Errors
    /// A [`StoreError`].
    pub fn is_deleted(&self, kind: DeletedKind, id: &[u8; 16]) -> Result<bool, StoreError> {
        let sql = format!("SELECT deleted IS NOT NULL FROM {} WHERE id = ?", kind.table());
        Ok(self.connection.query_row(&sql, [id], |row| row.get(0)).optional()?.unwrap_or(false))
    }
}
