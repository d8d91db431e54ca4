//! The full-text tables: one of trigrams, one of words. Both keep no text of their own.

use rusqlite::Transaction;

use crate::StoreError;

/// What is searched of the rows of a table.
pub(crate) struct Searched {
    /// The base name of the full-text tables.
    pub(crate) index: &'static str,
    /// The alias of the table in `from`.
    pub(crate) alias: &'static str,
    /// The text of a row.
    pub(crate) text: &'static str,
    /// Where it stands.
    pub(crate) from: &'static str,
}

impl Searched {
    /// Finds three and more characters.
    pub(crate) fn trigrams(&self) -> String {
        format!("{}_trigrams", self.index)
    }

    /// Finds one and two characters at the beginning of a word.
    pub(crate) fn words(&self) -> String {
        format!("{}_words", self.index)
    }

    /// Writes the searched text of `row` anew; a deleted one has none.
    pub(crate) fn write(&self, transaction: &Transaction<'_>, row: i64) -> Result<(), StoreError> {
        for table in [self.trigrams(), self.words()] {
            transaction
                .prepare_cached(&format!("DELETE FROM {table} WHERE rowid = -?"))?
                .execute([row])?;
        }
        self.write_new(transaction, row)
    }

    /// Writes the searched text of `row`, which has none.
    pub(crate) fn write_new(
        &self,
        transaction: &Transaction<'_>,
        row: i64,
    ) -> Result<(), StoreError> {
        let Self { alias, text, from, .. } = self;
        for table in [self.trigrams(), self.words()] {
            transaction
                .prepare_cached(&format!(
                    "INSERT INTO {table} (rowid, text) SELECT -{alias}.row, {text} FROM {from}
                     WHERE {alias}.row = ? AND {alias}.deleted IS NULL"
                ))?
                .execute([row])?;
        }
        Ok(())
    }
}
