//! Observed use: which program was given a value of a credential.

use credenza_model::ids::CredentialId;
use jiff::Timestamp;
use rusqlite::{Row, Transaction, params};

use super::{millis, moment, uses};
use crate::{Store, StoreError};

/// What a program read, and when last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ObservedRead {
    /// Tells this program and credential from every other pair.
    pub row: u64,
    /// What was read.
    pub credential: CredentialId,
    /// The program's name; none for the window.
    pub program: Option<String>,
    /// How often.
    pub times: u64,
    /// The last time.
    pub last: Timestamp,
}

impl Store {
    /// Notes that `program`, or the window, was given a value of a credential.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for a credential that is not here.
    pub fn note_read(
        &self,
        credential: &CredentialId,
        program: Option<&str>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.write(|transaction| {
            let id = credential.as_bytes();
            let row = transaction
                .prepare_cached("SELECT row FROM credentials WHERE id = ?")?
                .query_row([id], |row| row.get(0))?;
            transaction
                .prepare_cached(
                    "INSERT INTO reads (credential, program, times, last) VALUES (?1, ?2, 1, ?3)
                     ON CONFLICT DO UPDATE SET times = times + 1, last = max(last, excluded.last)",
                )?
                .execute(params![id, program.unwrap_or_default(), millis(now)])?;
            uses::credential(transaction, Some(row))
        })
    }

    /// Everything that was observed of credentials that are not deleted.
    ///
    /// # Errors
    /// A [`StoreError`].
    pub fn observed_reads(&self) -> Result<Vec<ObservedRead>, StoreError> {
        let sql = "SELECT r.row, r.credential, r.program, r.times, r.last FROM reads r
            JOIN credentials c ON c.id = r.credential WHERE c.deleted IS NULL ORDER BY r.row";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map([], observed)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

pub(super) fn observed(row: &Row<'_>) -> rusqlite::Result<ObservedRead> {
    let program: String = row.get(2)?;
    Ok(ObservedRead {
        row: row.get(0)?,
        credential: CredentialId::from_bytes(row.get(1)?),
        program: Some(program).filter(|name| !name.is_empty()),
        times: row.get(3)?,
        last: moment(row.get(4)?)?,
    })
}

/// Forgets what was observed of a credential that is destroyed.
pub(super) fn forget(
    transaction: &Transaction<'_>,
    credential: &[u8; 16],
) -> Result<(), StoreError> {
    transaction.execute("DELETE FROM reads WHERE credential = ?", [credential])?;
    Ok(())
}
