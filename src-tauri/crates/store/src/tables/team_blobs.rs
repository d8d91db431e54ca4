//! Blobs of a team as they lay in its location.

use rusqlite::{OptionalExtension as _, params};

use crate::{Store, StoreError};

impl Store {
    /// Names of the blobs that are held, each with its length in bytes.
    ///
    /// # Errors
    /// A [`StoreError`].
    pub fn team_blobs(&self, team: &[u8; 16]) -> Result<Vec<([u8; 32], u64)>, StoreError> {
        let sql = "SELECT id, length(bytes) FROM team_blobs WHERE team = ?";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map([team], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// A held blob's bytes.
    ///
    /// # Errors
    /// A [`StoreError`].
    pub fn team_blob(&self, team: &[u8; 16], id: &[u8; 32]) -> Result<Option<Vec<u8>>, StoreError> {
        let sql = "SELECT bytes FROM team_blobs WHERE team = ? AND id = ?";
        let mut statement = self.connection.prepare_cached(sql)?;
        Ok(statement.query_row(params![team, id], |row| row.get(0)).optional()?)
    }

    /// Holds these blobs too, and `gone` no more.
    ///
    /// # Errors
    /// A [`StoreError`].
    pub fn hold_team_blobs<'a>(
        &self,
        team: &[u8; 16],
        blobs: impl IntoIterator<Item = (&'a [u8; 32], &'a [u8])>,
        gone: impl IntoIterator<Item = &'a [u8; 32]>,
    ) -> Result<(), StoreError> {
        self.write(|transaction| {
            for (id, bytes) in blobs {
                let sql = "INSERT OR REPLACE INTO team_blobs VALUES (?, ?, ?)";
                transaction.prepare_cached(sql)?.execute(params![team, id, bytes])?;
            }
            for id in gone {
                let sql = "DELETE FROM team_blobs WHERE team = ? AND id = ?";
                transaction.prepare_cached(sql)?.execute(params![team, id])?;
            }
            Ok(())
        })
    }
}
