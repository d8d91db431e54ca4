//! What a scan found: the files that were read and the references in them.

use std::collections::{BTreeSet, HashMap};

use credenza_model::{
    ids::SourceId,
    references::{Named, Reference},
    source::SkipReason,
};
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, Transaction, params};

use super::{code, millis, sources::skip_code, uses};
use crate::{Store, StoreError};

/// A file in which something was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScannedFile {
    /// Where it is in its source, with `/`.
    pub path: String,
    /// Its language.
    pub language: String,
    /// A digest of its language and references.
    pub digest: [u8; 32],
    /// What was found in it.
    pub references: Vec<FoundReference>,
}

/// A reference and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundReference {
    /// What it says.
    pub reference: Reference,
    /// Its line, from 1.
    pub line: u32,
    /// Its column in characters, from 1.
    pub column: u32,
    /// The line of the name, from 1.
    pub name_line: u32,
    /// The text as found.
    pub expression: String,
    /// A digest of the line, for an unresolved one.
    pub line_digest: Option<[u8; 32]>,
    /// The number of the cell in a notebook, and the line in it, both from 1.
    pub cell: Option<(u32, u32)>,
}

/// What a scan that ran to its end brings.
#[derive(Debug, Clone, Default)]
pub struct ScanRecord {
    /// What the scanner needs next time.
    pub index: Vec<u8>,
    /// Every file in which something was found, also those that have not changed.
    pub files: Vec<ScannedFile>,
    /// All files that were read, now or before, by language.
    pub languages: Vec<(String, u64)>,
    /// How many files were skipped, and why.
    pub skipped: Vec<(SkipReason, u64)>,
    /// Those that a use could stand in.
    pub gaps: Vec<(String, SkipReason)>,
    /// When it ended.
    pub finished: Timestamp,
    /// How long it took, in milliseconds.
    pub milliseconds: u64,
    /// The rules of what is left out that it was made with.
    pub ignore: Vec<String>,
}

impl Store {
    /// What the scanner kept of the last scan of a source; none before the first.
    ///
    /// # Errors
    /// A [`StoreError`].
    pub fn source_index(&self, source: SourceId) -> Result<Option<Vec<u8>>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT i.bytes FROM source_index i JOIN sources s ON s.row = i.source WHERE s.id = ?",
        )?;
        Ok(statement.query_row([source.as_bytes()], |row| row.get(0)).optional()?)
    }

    /// The digest of every file of a source in which something was found.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub fn file_digests(&self, source: SourceId) -> Result<HashMap<String, [u8; 32]>, StoreError> {
        let row = self.connection.query_row(
            "SELECT row FROM sources WHERE id = ?",
            [source.as_bytes()],
            |row| row.get(0),
        )?;
        files_before(&self.connection, row)
    }

    /// Keeps what a complete scan found: all of it or nothing. Files whose references are what they
    /// were are left alone. What lists count is counted again.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when the source was removed meanwhile.
    pub fn record_scan(&self, source: SourceId, scan: &ScanRecord) -> Result<(), StoreError> {
        self.write(|transaction| {
            let row: i64 = transaction.query_row(
                "UPDATE sources SET finished = ?2, milliseconds = ?3 WHERE id = ?1 RETURNING row",
                params![source.as_bytes(), millis(scan.finished), scan.milliseconds],
                |row| row.get(0),
            )?;
            let mut before = files_before(transaction, row)?;
            let mut named = BTreeSet::new();
            for file in &scan.files {
                if before.remove(&file.path).is_none_or(|digest| digest != file.digest) {
                    replace(transaction, row, file, &mut named)?;
                }
            }
            for path in before.keys() {
                remove(transaction, row, path, &mut named)?;
            }
            forget_old_answers(transaction, row)?;
            numbers(transaction, row, scan)?;
            named.iter().try_for_each(|named| uses::named(transaction, named))
        })
    }
}

fn files_before(
    connection: &Connection,
    source: i64,
) -> Result<HashMap<String, [u8; 32]>, StoreError> {
    let sql = "SELECT path, digest FROM source_files WHERE source = ?";
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map([source], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Removes a file in which nothing is found any more.
fn remove(
    transaction: &Transaction<'_>,
    source: i64,
    path: &str,
    named: &mut BTreeSet<Named>,
) -> Result<(), StoreError> {
    named.extend(code::named_in_file(transaction, source, path)?);
    transaction
        .prepare_cached("DELETE FROM source_files WHERE source = ? AND path = ?")?
        .execute(params![source, path])?;
    Ok(())
}

/// Keeps a file with what was found in it, in place of what was found before.
fn replace(
    transaction: &Transaction<'_>,
    source: i64,
    file: &ScannedFile,
    named: &mut BTreeSet<Named>,
) -> Result<(), StoreError> {
    remove(transaction, source, &file.path, named)?;
    transaction
        .prepare_cached(
            "INSERT INTO source_files (source, path, language, digest) VALUES (?, ?, ?, ?)",
        )?
        .execute(params![source, file.path, file.language, file.digest])?;
    let row = transaction.last_insert_rowid();
    for found in &file.references {
        code::insert(transaction, row, found)?;
        named.extend(found.reference.named());
    }
    Ok(())
}

/// "Not this" holds until its line changes: an answer whose line no longer stands is forgotten.
fn forget_old_answers(transaction: &Transaction<'_>, source: i64) -> Result<(), StoreError> {
    transaction.execute(
        "DELETE FROM not_this WHERE source = ?1 AND NOT EXISTS (
            SELECT 1 FROM code_references r JOIN source_files f ON f.row = r.file
            WHERE f.source = ?1 AND f.path = not_this.path AND r.line_digest = not_this.line_digest)",
        [source],
    )?;
    Ok(())
}

/// Writes index, languages, gaps and skipped files anew. A scan with rules that are not those of the
/// source by now leaves no index, so that it counts as outdated.
fn numbers(
    transaction: &Transaction<'_>,
    source: i64,
    scan: &ScanRecord,
) -> Result<(), StoreError> {
    transaction.execute(
        "INSERT INTO source_index VALUES (?1, ?2) ON CONFLICT DO UPDATE SET bytes = ?2 WHERE bytes <> ?2",
        params![source, scan.index],
    )?;
    transaction.execute(
        "UPDATE sources SET (found, unresolved) = (
            SELECT count(*), count(*) FILTER (WHERE r.resolved = 0)
            FROM code_references r JOIN source_files f ON f.row = r.file WHERE f.source = ?1)
         WHERE row = ?1",
        [source],
    )?;
    transaction.execute(
        "DELETE FROM source_index WHERE source = ?1
         AND (SELECT ignore FROM sources WHERE row = ?1) <> ?2",
        params![source, scan.ignore.join("\n")],
    )?;
    for table in ["source_gaps", "source_skips", "source_languages"] {
        transaction.execute(&format!("DELETE FROM {table} WHERE source = ?"), [source])?;
    }
    for (path, reason) in &scan.gaps {
        transaction
            .prepare_cached("INSERT OR IGNORE INTO source_gaps VALUES (?, ?, ?)")?
            .execute(params![source, path, skip_code(*reason)])?;
    }
    for (language, count) in &scan.languages {
        transaction.execute(
            "INSERT INTO source_languages VALUES (?, ?, ?)",
            params![source, language, count],
        )?;
    }
    for (reason, count) in scan.skipped.iter().filter(|(_, count)| *count > 0) {
        transaction.execute(
            "INSERT INTO source_skips VALUES (?, ?, ?)",
            params![source, skip_code(*reason), count],
        )?;
    }
    Ok(())
}
