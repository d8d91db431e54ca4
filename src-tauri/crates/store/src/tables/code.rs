//! References in code: what they name, where they stand, and how often a name stands in code.

use std::collections::BTreeSet;

use credenza_model::{
    dependencies::ReferenceId,
    ids::SourceId,
    references::{Named, Operation, Reference, ReferenceKind},
};
use jiff::Timestamp;
use rusqlite::{Row, Transaction, params};

use super::{damaged, get, millis, scans::FoundReference};
use crate::{Store, StoreError};

/// A place in code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodePlace {
    /// Its identifier, until its file changes.
    pub id: ReferenceId,
    /// Its source.
    pub source: SourceId,
    /// The source's name.
    pub source_name: String,
    /// Its file within the source, with `/`.
    pub path: String,
    /// The file's language.
    pub language: String,
    /// What it says.
    pub reference: Reference,
    /// Its line, from 1.
    pub line: u32,
    /// Its column in characters, from 1.
    pub column: u32,
    /// The text as found.
    pub expression: String,
    /// A digest of the line, for an unresolved one.
    pub line_digest: Option<[u8; 32]>,
    /// The number of the cell in a notebook, and the line in it, both from 1.
    pub cell: Option<(u32, u32)>,
}

pub(super) const COLUMNS: &str =
    "r.row, s.id, f.path, f.language, r.form, r.kind, r.operation, r.vault, r.name,
    r.line, r.at_column, r.expression, r.line_digest, s.name AS source_name, r.cell, r.cell_line";
pub(super) const FROM: &str =
    "code_references r JOIN source_files f ON f.row = r.file JOIN sources s ON s.row = f.source";

impl Store {
    /// Every reference of every source, by file and line.
    ///
    /// # Errors
    /// A [`StoreError`].
    pub fn code_places(&self) -> Result<Vec<CodePlace>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM {FROM} ORDER BY s.folded, f.path, r.line, r.row");
        let mut statement = self.connection.prepare_cached(&sql)?;
        let rows = statement.query_map([], place)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// One reference.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], also when its file has changed since.
    pub fn code_place(&self, id: ReferenceId) -> Result<CodePlace, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM {FROM} WHERE r.row = ?");
        Ok(self.connection.prepare_cached(&sql)?.query_row([id.0], place)?)
    }

    /// The places in code that name something, by file and line, and how many there are.
    ///
    /// # Errors
    /// A [`StoreError`].
    pub fn places_naming(
        &self,
        named: &Named,
        limit: u32,
    ) -> Result<(Vec<CodePlace>, u64), StoreError> {
        let (target, vault, name) = parts(named);
        let which = "r.target = ?1 AND r.target_name = ?2 AND r.target_vault IS ?3";
        let total = self
            .connection
            .prepare_cached(&format!("SELECT count(*) FROM code_references r WHERE {which}"))?
            .query_row(params![target, name, vault], |row| row.get(0))?;
        let sql = format!(
            "SELECT {COLUMNS} FROM {FROM} WHERE {which} ORDER BY s.folded, f.path, r.line, r.row LIMIT ?4"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let rows = statement.query_map(params![target, name, vault, limit], place)?;
        Ok((rows.collect::<Result<_, _>>()?, total))
    }

    /// Says that an unresolved reference is not `thing`, or takes that back. It holds until the
    /// line changes, and for the same line elsewhere in the file.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], also for a reference whose name is known.
    pub fn set_not_this(
        &self,
        id: ReferenceId,
        thing: &str,
        not_this: bool,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.write(|transaction| {
            let (source, path, digest): (i64, String, Vec<u8>) = transaction.query_row(
                "SELECT f.source, f.path, r.line_digest FROM code_references r
                 JOIN source_files f ON f.row = r.file WHERE r.row = ? AND r.line_digest IS NOT NULL",
                [id.0],
                |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
            )?;
            let row = params![source, path, digest, thing];
            transaction.execute(
                "DELETE FROM not_this WHERE source = ? AND path = ? AND line_digest = ? AND thing = ?",
                row,
            )?;
            if not_this {
                transaction.execute(
                    "INSERT INTO not_this VALUES (?, ?, ?, ?, ?)",
                    params![source, path, digest, thing, millis(now)],
                )?;
            }
            Ok(())
        })
    }

    /// The unresolved references of which a person has said that they are not `thing`.
    ///
    /// # Errors
    /// A [`StoreError`].
    pub fn not_this(&self, thing: &str) -> Result<BTreeSet<ReferenceId>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT r.row FROM not_this n
             JOIN source_files f ON f.source = n.source AND f.path = n.path
             JOIN code_references r ON r.file = f.row AND r.line_digest = n.line_digest
             WHERE n.thing = ?",
        )?;
        let rows = statement.query_map([thing], |row| Ok(ReferenceId(row.get(0)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

/// Adds a reference to the file in row `file`.
pub(crate) fn insert(
    transaction: &Transaction<'_>,
    file: i64,
    found: &FoundReference,
) -> Result<(), StoreError> {
    let reference = &found.reference;
    let named = reference.named();
    let (target, vault, name) = named.as_ref().map_or((0, None, None), |named| {
        let (target, vault, name) = parts(named);
        (target, vault, Some(name))
    });
    transaction
        .prepare_cached(
            "INSERT INTO code_references (file, line, at_column, name_line, form, kind, operation, vault, name,
                expression, resolved, target, target_vault, target_name, line_digest, cell, cell_line)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )?
        .execute(params![
            file, found.line, found.column, found.name_line, reference.form,
            kind_code(reference.kind), operation_code(reference.operation), reference.vault,
            reference.name, found.expression, reference.is_resolved(), target, vault, name,
            found.line_digest, found.cell.map(|cell| cell.0), found.cell.map(|cell| cell.1)
        ])?;
    Ok(())
}

/// What the references of a source name.
pub(crate) fn named_in_source(
    transaction: &Transaction<'_>,
    source: i64,
) -> Result<BTreeSet<Named>, StoreError> {
    named_where(transaction, "f.source = ?", params![source])
}

/// What the references of one file name.
pub(crate) fn named_in_file(
    transaction: &Transaction<'_>,
    source: i64,
    path: &str,
) -> Result<BTreeSet<Named>, StoreError> {
    named_where(transaction, "f.source = ? AND f.path = ?", params![source, path])
}

fn named_where(
    transaction: &Transaction<'_>,
    which: &str,
    values: &[&dyn rusqlite::ToSql],
) -> Result<BTreeSet<Named>, StoreError> {
    let sql = format!(
        "SELECT DISTINCT r.target, r.target_vault, r.target_name FROM code_references r
         JOIN source_files f ON f.row = r.file WHERE r.target > 0 AND {which}"
    );
    let mut statement = transaction.prepare_cached(&sql)?;
    let rows = statement.query_map(values, |row| {
        let name = row.get(2)?;
        Ok(match row.get(0)? {
            1i64 => Named::Secret { vault: row.get(1)?, name },
            2 => Named::Variable(name),
            3 => Named::Credential(name),
            4 => Named::Connection(name),
            _ => return Err(damaged("reference")),
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn parts(named: &Named) -> (i64, Option<&str>, &str) {
    match named {
        Named::Secret { vault, name } => (1, vault.as_deref(), name),
        Named::Variable(name) => (2, None, name),
        Named::Credential(name) => (3, None, name),
        Named::Connection(name) => (4, None, name),
    }
}

pub(super) fn place(row: &Row<'_>) -> rusqlite::Result<CodePlace> {
    Ok(CodePlace {
        id: ReferenceId(row.get(0)?),
        source: SourceId::from_bytes(row.get(1)?),
        source_name: get(row, "source_name")?,
        path: row.get(2)?,
        language: row.get(3)?,
        reference: Reference {
            form: row.get(4)?,
            kind: kind(row.get(5)?)?,
            operation: operation(row.get(6)?)?,
            vault: row.get(7)?,
            name: row.get(8)?,
        },
        line: row.get(9)?,
        column: row.get(10)?,
        expression: row.get(11)?,
        line_digest: get(row, "line_digest")?,
        cell: get::<Option<u32>>(row, "cell")?.zip(get(row, "cell_line")?),
    })
}

const KINDS: [ReferenceKind; 6] = [
    ReferenceKind::Credential,
    ReferenceKind::Variable,
    ReferenceKind::Connection,
    ReferenceKind::Certificate,
    ReferenceKind::Key,
    ReferenceKind::Secret,
];
const OPERATIONS: [Operation; 7] = [
    Operation::Get,
    Operation::Set,
    Operation::Create,
    Operation::Remove,
    Operation::List,
    Operation::Declare,
    Operation::Use,
];

fn kind_code(kind: ReferenceKind) -> Option<usize> {
    KINDS.iter().position(|one| *one == kind)
}

fn kind(code: usize) -> rusqlite::Result<ReferenceKind> {
    KINDS.get(code).copied().ok_or_else(|| damaged("kind of reference"))
}

fn operation_code(operation: Operation) -> Option<usize> {
    OPERATIONS.iter().position(|one| *one == operation)
}

fn operation(code: usize) -> rusqlite::Result<Operation> {
    OPERATIONS.get(code).copied().ok_or_else(|| damaged("operation"))
}
