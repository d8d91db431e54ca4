//! Whose workspace this is.

use rusqlite::params;

use crate::{Store, StoreError};

/// The person of the workspace, their sealed keys, and the newest header that was seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredIdentity {
    /// The workspace's identifier, equal to the header's.
    pub workspace: [u8; 16],
    /// The person's shown name.
    pub person: String,
    /// Their mail, if they gave one.
    pub mail: Option<String>,
    /// Their private keys, sealed.
    pub sealed: Vec<u8>,
    /// The highest counter of a header that opened this database; an older header is an older copy.
    pub header_counter: u64,
}

impl Store {
    /// Stores the identity, once.
    ///
    /// # Errors
    /// A [`StoreError`].
    pub fn put_identity(&self, identity: &StoredIdentity) -> Result<(), StoreError> {
        self.write(|transaction| {
            transaction.execute(
                "INSERT INTO identity VALUES (1, ?, ?, ?, ?, ?)",
                params![
                    identity.workspace,
                    identity.person,
                    identity.mail,
                    identity.sealed,
                    identity.header_counter
                ],
            )?;
            Ok(())
        })
    }

    /// The identity.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is none, which no finished workspace shows.
    pub fn identity(&self) -> Result<StoredIdentity, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT workspace, person, mail, sealed, header_counter FROM identity",
        )?;
        Ok(statement.query_row([], |row| {
            Ok(StoredIdentity {
                workspace: row.get(0)?,
                person: row.get(1)?,
                mail: row.get(2)?,
                sealed: row.get(3)?,
                header_counter: row.get(4)?,
            })
        })?)
    }

    /// Replaces the sealed private keys: the person goes on as another device.
    ///
    /// # Errors
    /// A [`StoreError`].
    pub fn replace_keys(&self, sealed: &[u8]) -> Result<(), StoreError> {
        self.write(|transaction| {
            transaction.execute("UPDATE identity SET sealed = ?", [sealed])?;
            Ok(())
        })
    }

    /// Raises the header counter; a lower one is ignored.
    ///
    /// # Errors
    /// A [`StoreError`].
    pub fn pin_header(&self, counter: u64) -> Result<(), StoreError> {
        self.write(|transaction| {
            transaction.execute(
                "UPDATE identity SET header_counter = ?1 WHERE header_counter < ?1",
                [counter],
            )?;
            Ok(())
        })
    }
}
