//! Sources: the folders of code, and what their last scan covered.

use credenza_model::{
    ids::SourceId,
    source::{ScanSummary, SkipReason, Source},
};
use rusqlite::{Connection, Row, params};

use super::{code, damaged, display_name, get, millis, moment, optional_moment, uses};
use crate::{Store, StoreError};

/// A file that a use could stand in and that was not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SkippedFile {
    /// Its source.
    pub source: SourceId,
    /// Where it is in its source.
    pub path: String,
    /// Why it was not read.
    pub reason: SkipReason,
}

const COLUMNS: &str = "row, id, name, path, git, ignore, watched, created, finished, milliseconds";

impl Store {
    /// All sources by name.
    ///
    /// # Errors
    /// A [`StoreError`].
    pub fn sources(&self) -> Result<Vec<Source>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM sources ORDER BY folded");
        let mut statement = self.connection.prepare_cached(&sql)?;
        let rows: Vec<_> = statement.query_map([], source)?.collect::<Result<_, _>>()?;
        rows.into_iter().map(|row| with_summary(&self.connection, row)).collect()
    }

    /// One source.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub fn source(&self, id: SourceId) -> Result<Source, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM sources WHERE id = ?");
        let row = self.connection.prepare_cached(&sql)?.query_row([id.as_bytes()], source)?;
        with_summary(&self.connection, row)
    }

    /// Stores a new source.
    ///
    /// # Errors
    /// [`StoreError::NameTaken`], also when the folder is a source already.
    pub fn insert_source(&self, source: &Source) -> Result<(), StoreError> {
        self.write(|transaction| {
            transaction
                .execute(
                    "INSERT INTO sources (id, name, folded, path, git, ignore, watched, created)
                     VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    params![
                        source.id.as_bytes(),
                        source.name.as_str(),
                        source.name.folded(),
                        source.path,
                        source.git,
                        source.ignore.join("\n"),
                        source.watched,
                        millis(source.created)
                    ],
                )
                .map_err(taken)?;
            Ok(())
        })
    }

    /// Changes name, ignore rules and whether it is watched. With other rules the last scan is
    /// outdated.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], [`StoreError::NameTaken`].
    pub fn update_source(&self, source: &Source) -> Result<(), StoreError> {
        self.write(|transaction| {
            let rules = source.ignore.join("\n");
            // Without an index the next scan reads every file, and until then this one is outdated.
            transaction.execute(
                "DELETE FROM source_index WHERE source =
                    (SELECT row FROM sources WHERE id = ?1 AND ignore <> ?2)",
                params![source.id.as_bytes(), rules],
            )?;
            let changed = transaction
                .execute(
                    "UPDATE sources SET name = ?2, folded = ?3, ignore = ?4, watched = ?5 WHERE id = ?1",
                    params![
                        source.id.as_bytes(),
                        source.name.as_str(),
                        source.name.folded(),
                        rules,
                        source.watched
                    ],
                )
                .map_err(taken)?;
            if changed == 0 { Err(StoreError::NotFound) } else { Ok(()) }
        })
    }

    /// Removes a source with everything that was found in it. The folder is not touched.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub fn remove_source(&self, id: SourceId) -> Result<(), StoreError> {
        self.write(|transaction| {
            let row: i64 = transaction.query_row(
                "SELECT row FROM sources WHERE id = ?",
                [id.as_bytes()],
                |row| row.get(0),
            )?;
            let named = code::named_in_source(transaction, row)?;
            transaction.execute("DELETE FROM sources WHERE row = ?", [row])?;
            named.iter().try_for_each(|named| uses::named(transaction, named))
        })
    }

    /// The files of every source that could not be read, at most `limit`.
    ///
    /// # Errors
    /// A [`StoreError`].
    pub fn skipped_files(&self, limit: u32) -> Result<Vec<SkippedFile>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT s.id, g.path, g.reason FROM source_gaps g JOIN sources s ON s.row = g.source
             ORDER BY s.folded, g.path LIMIT ?",
        )?;
        let rows = statement.query_map([limit], |row| {
            Ok(SkippedFile {
                source: SourceId::from_bytes(row.get(0)?),
                path: row.get(1)?,
                reason: skip_reason(row.get(2)?)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

/// A source without its summary, its row, and how long its last scan took.
type Bare = (i64, Source, Option<(jiff::Timestamp, u64)>);

fn source(row: &Row<'_>) -> rusqlite::Result<Bare> {
    let finished = optional_moment(row, "finished")?;
    let took = get::<Option<u64>>(row, "milliseconds")?;
    let source = Source {
        id: SourceId::from_bytes(get(row, "id")?),
        name: display_name(&get::<String>(row, "name")?)?,
        path: get(row, "path")?,
        git: get(row, "git")?,
        ignore: get::<String>(row, "ignore")?.lines().map(str::to_owned).collect(),
        watched: get(row, "watched")?,
        created: moment(get(row, "created")?)?,
        last: None,
    };
    Ok((get(row, "row")?, source, finished.zip(took)))
}

fn with_summary(
    connection: &Connection,
    (row, mut source, last): Bare,
) -> Result<Source, StoreError> {
    let Some((finished, milliseconds)) = last else { return Ok(source) };
    let counted = "SELECT found, unresolved FROM sources WHERE row = ?";
    let (references, unresolved) = connection
        .prepare_cached(counted)?
        .query_row([row], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let mut languages = connection.prepare_cached(
        "SELECT language, files FROM source_languages WHERE source = ? ORDER BY files DESC, language",
    )?;
    let languages: Vec<(String, u64)> = languages
        .query_map([row], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    let mut skips = connection.prepare_cached(
        "SELECT reason, files FROM source_skips WHERE source = ? ORDER BY reason",
    )?;
    let skipped = skips
        .query_map([row], |row| Ok((skip_reason(row.get(0)?)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    let outdated = connection
        .prepare_cached("SELECT NOT EXISTS (SELECT 1 FROM source_index WHERE source = ?)")?
        .query_row([row], |row| row.get(0))?;
    source.last = Some(ScanSummary {
        finished,
        milliseconds,
        outdated,
        files: languages.iter().map(|(_, count)| count).sum(),
        references,
        unresolved,
        languages,
        skipped,
    });
    Ok(source)
}

pub(crate) fn skip_code(reason: SkipReason) -> i64 {
    match reason {
        SkipReason::GitIgnored => 1,
        SkipReason::IgnoreRule => 2,
        SkipReason::Binary => 3,
        SkipReason::TooLarge => 4,
        SkipReason::NoPermission => 5,
        SkipReason::Unreadable => 6,
        SkipReason::ParseFailed => 7,
        SkipReason::Link => 8,
    }
}

fn skip_reason(code: i64) -> rusqlite::Result<SkipReason> {
    Ok(match code {
        1 => SkipReason::GitIgnored,
        2 => SkipReason::IgnoreRule,
        3 => SkipReason::Binary,
        4 => SkipReason::TooLarge,
        5 => SkipReason::NoPermission,
        6 => SkipReason::Unreadable,
        7 => SkipReason::ParseFailed,
        8 => SkipReason::Link,
        _ => return Err(damaged("reason")),
    })
}

/// A name or folder that another source has shows as a broken unique index.
fn taken(error: rusqlite::Error) -> StoreError {
    match error.sqlite_error_code() {
        Some(rusqlite::ErrorCode::ConstraintViolation) => StoreError::NameTaken,
        _ => error.into(),
    }
}
