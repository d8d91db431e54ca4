//! What a scan found: the files that were read and the references in them.

use std::collections::{BTreeSet, HashMap};

use credenza_model::{
    ids::SourceId,
    references::{Named, Reference},
    source::SkipReason,
};
use jiff::Timestamp;
use rusqlite::{Transaction, params};

use super::{code, millis, sources::skip_code};
use crate::{Store, StoreError};

/// A file as the last scan saw it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownFile {
    /// Its size in bytes.
    pub size: u64,
    /// When it was changed last, in nanoseconds since 1970 UTC.
    pub modified: i64,
    /// A digest of its content.
    pub digest: Vec<u8>,
}

/// A file that was read by this scan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScannedFile {
    /// Where it is in its source, with `/`.
    pub path: String,
    /// What a later scan compares.
    pub known: KnownFile,
    /// Its language.
    pub language: String,
    /// What was found in it; none when its content is what it was.
    pub references: Option<Vec<FoundReference>>,
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
}

/// What a scan that ran to its end brings.
#[derive(Debug, Clone, Default)]
pub struct ScanRecord {
    /// The rules that files were read by.
    pub rules: String,
    /// Files that were read.
    pub files: Vec<ScannedFile>,
    /// Files that the last scan saw and that are gone, or left out by now.
    pub gone: Vec<String>,
    /// How many files were skipped, and why.
    pub skipped: Vec<(SkipReason, u64)>,
    /// Those that a use could stand in.
    pub gaps: Vec<(String, SkipReason)>,
    /// When it ended.
    pub finished: Timestamp,
    /// How long it took, in milliseconds.
    pub milliseconds: u64,
}

impl Store {
    /// What the last scan of a source saw, if it was made by the same rules; else nothing.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub fn known_files(
        &self,
        source: SourceId,
        rules: &str,
    ) -> Result<HashMap<String, KnownFile>, StoreError> {
        let same: bool = self.connection.query_row(
            "SELECT rules = ?2 FROM sources WHERE id = ?1",
            params![source.as_bytes(), rules],
            |row| row.get(0),
        )?;
        let mut files = HashMap::new();
        if !same {
            return Ok(files);
        }
        let mut statement = self.connection.prepare_cached(
            "SELECT f.path, f.size, f.modified, f.digest FROM source_files f
             JOIN sources s ON s.row = f.source WHERE s.id = ?",
        )?;
        let mut rows = statement.query([source.as_bytes()])?;
        while let Some(row) = rows.next()? {
            let known = KnownFile { size: row.get(1)?, modified: row.get(2)?, digest: row.get(3)? };
            files.insert(row.get(0)?, known);
        }
        Ok(files)
    }

    /// Keeps what a complete scan found: all of it or nothing. What lists count is counted again.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when the source was removed meanwhile.
    pub fn record_scan(&self, source: SourceId, scan: &ScanRecord) -> Result<(), StoreError> {
        self.write(|transaction| {
            let row: i64 = transaction.query_row(
                "UPDATE sources SET rules = ?2, finished = ?3, milliseconds = ?4 WHERE id = ?1 RETURNING row",
                params![source.as_bytes(), scan.rules, millis(scan.finished), scan.milliseconds],
                |row| row.get(0),
            )?;
            let mut named = BTreeSet::new();
            for path in &scan.gone {
                remove(transaction, row, path, &mut named)?;
            }
            for file in &scan.files {
                keep(transaction, row, file, &mut named)?;
            }
            forget_old_answers(transaction, row)?;
            skips(transaction, row, scan)?;
            named.iter().try_for_each(|named| code::count_again(transaction, named))
        })
    }
}

/// Removes a file that is gone, with what was found in it.
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

/// Keeps a file; its references are replaced if they were read anew.
fn keep(
    transaction: &Transaction<'_>,
    source: i64,
    file: &ScannedFile,
    named: &mut BTreeSet<Named>,
) -> Result<(), StoreError> {
    if file.references.is_some() {
        named.extend(code::named_in_file(transaction, source, &file.path)?);
    }
    let row: i64 = transaction
        .prepare_cached(
            "INSERT INTO source_files (source, path, size, modified, digest, language) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT (source, path) DO UPDATE SET size = ?3, modified = ?4, digest = ?5, language = ?6
             RETURNING row",
        )?
        .query_row(
            params![
                source, file.path, file.known.size, file.known.modified, file.known.digest, file.language
            ],
            |row| row.get(0),
        )?;
    let Some(references) = &file.references else { return Ok(()) };
    transaction.prepare_cached("DELETE FROM code_references WHERE file = ?")?.execute([row])?;
    for found in references {
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

fn skips(transaction: &Transaction<'_>, source: i64, scan: &ScanRecord) -> Result<(), StoreError> {
    for table in ["source_gaps", "source_skips"] {
        transaction.execute(&format!("DELETE FROM {table} WHERE source = ?"), [source])?;
    }
    for (path, reason) in &scan.gaps {
        transaction
            .prepare_cached("INSERT OR IGNORE INTO source_gaps VALUES (?, ?, ?)")?
            .execute(params![source, path, skip_code(*reason)])?;
    }
    for (reason, count) in scan.skipped.iter().filter(|(_, count)| *count > 0) {
        transaction.execute(
            "INSERT INTO source_skips VALUES (?, ?, ?)",
            params![source, skip_code(*reason), count],
        )?;
    }
    Ok(())
}
