//! The parts of the full-text tables. Each write adds a part, and parts of one size are joined as
//! they come; a search asks every one of them. What was written in bulk leaves so many large ones
//! that a long text is found ten times slower than in one part.

use std::time::Duration;

use crate::{Store, StoreError, database::BUSY_TIMEOUT};

/// All full-text tables.
const TABLES: [&str; 4] =
    ["credential_trigrams", "credential_words", "variable_trigrams", "variable_words"];
/// Parts that a table may have: about what a day of edits leaves.
const MOST_PARTS: u64 = 8;
/// Index entries, one a leaf of about 4 KiB, under which the number of parts costs nothing.
const SMALL: u64 = 512;
/// Rows that a step changes at least when it joined something, as FTS5 documents it.
const CHANGES: u64 = 2;

impl Store {
    /// Whether a search has to look into so many parts that joining them is worth its writes.
    ///
    /// # Errors
    /// A [`StoreError`].
    pub fn search_is_in_parts(&self) -> Result<bool, StoreError> {
        for table in TABLES {
            let (parts, entries) = self.parts(table)?;
            if parts > MOST_PARTS && entries > SMALL {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Takes one step towards a single part in each table: about `pages` of 4 KiB are written. Gives
    /// whether there was something to join. What is found stays the same after each step. While
    /// another process writes this gives way at once.
    ///
    /// # Errors
    /// [`StoreError::Busy`] while another process writes, and other [`StoreError`]s.
    pub fn join_search_parts(&self, pages: u32) -> Result<bool, StoreError> {
        self.connection.busy_timeout(Duration::ZERO)?;
        let joined = self.join_one(pages);
        self.connection.busy_timeout(BUSY_TIMEOUT)?;
        joined
    }

    fn join_one(&self, pages: u32) -> Result<bool, StoreError> {
        for table in TABLES {
            if self.parts(table)?.0 < 2 {
                continue;
            }
            let before = self.connection.total_changes();
            self.write(|transaction| {
                // A negative number begins to join all parts, whatever their sizes.
                let sql = format!("INSERT INTO {table} ({table}, rank) VALUES ('merge', ?)");
                Ok(transaction.prepare_cached(&sql)?.execute([-i64::from(pages)])?)
            })?;
            let changes = self.connection.total_changes() - before;
            self.joined.set(self.joined.get() + changes);
            if changes >= CHANGES {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The parts of a table, and the entries of its index up to one more than [`SMALL`]. From part
    /// to part without reading what they hold.
    fn parts(&self, table: &str) -> Result<(u64, u64), StoreError> {
        let sql = format!(
            "WITH RECURSIVE part (id) AS (
                SELECT min(segid) FROM {table}_idx UNION ALL
                SELECT (SELECT min(segid) FROM {table}_idx WHERE segid > part.id)
                FROM part WHERE id IS NOT NULL)
             SELECT (SELECT count(id) FROM part),
                (SELECT count(*) FROM (SELECT 1 FROM {table}_idx LIMIT {SMALL} + 1))"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        Ok(statement.query_row([], |row| Ok((row.get(0)?, row.get(1)?)))?)
    }
}
