//! Drafts of forms, kept through a lock. They hold no values.

use rusqlite::OptionalExtension as _;

use crate::{Store, StoreError};

impl Store {
    /// The draft of `form`, if there is one.
    ///
    /// # Errors
    /// A [`StoreError`].
    pub fn draft(&self, form: &str) -> Result<Option<String>, StoreError> {
        let mut statement =
            self.connection.prepare_cached("SELECT json FROM drafts WHERE form = ?")?;
        Ok(statement.query_row([form], |row| row.get(0)).optional()?)
    }

    /// Keeps `json` as the draft of `form`; none forgets it.
    ///
    /// # Errors
    /// A [`StoreError`].
    pub fn set_draft(&self, form: &str, json: Option<&str>) -> Result<(), StoreError> {
        self.write(|transaction| {
            match json {
                Some(json) => {
                    transaction.execute("INSERT OR REPLACE INTO drafts VALUES (?, ?)", (form, json))
                }
                None => transaction.execute("DELETE FROM drafts WHERE form = ?", [form]),
            }?;
            Ok(())
        })
    }
}
