//! Sealed records. The store keeps their bytes and never opens them.

use rusqlite::{OptionalExtension as _, Transaction, params};

use crate::{Store, StoreError};

/// Whose value a sealed record is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueOwner {
    /// A variable of This device.
    Variable,
    /// The sign-in of a vault connection.
    Vault,
}

/// One sealed record with what binds it to its owner's row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedValue {
    /// The variable or vault connection whose value it is.
    pub owner: [u8; 16],
    /// Which of both.
    pub kind: ValueOwner,
    /// 1 for the first, one more for each change.
    pub revision: u64,
    /// The record's salt, unique in the store.
    pub salt: [u8; 32],
    /// SHA-256 of `record`.
    pub digest: [u8; 32],
    /// The record itself.
    pub record: Vec<u8>,
}

impl Store {
    /// The sealed record of `owner`.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when it has none.
    pub fn sealed_value(&self, owner: &[u8; 16]) -> Result<SealedValue, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT owner_kind, revision, salt, digest, record FROM sealed_values WHERE owner = ?",
        )?;
        let found = statement.query_row([owner], |row| {
            Ok(SealedValue {
                owner: *owner,
                kind: if row.get::<_, i64>(0)? == 0 {
                    ValueOwner::Variable
                } else {
                    ValueOwner::Vault
                },
                revision: row.get(1)?,
                salt: row.get(2)?,
                digest: row.get(3)?,
                record: row.get(4)?,
            })
        });
        found.optional()?.ok_or(StoreError::NotFound)
    }
}

/// Stores `value`: the first of its owner, or the one after the present. [`StoreError::Changed`] when
/// the present is another than the one before `value`.
pub(crate) fn put(transaction: &Transaction<'_>, value: &SealedValue) -> Result<(), StoreError> {
    let present: Option<u64> = transaction
        .prepare_cached("SELECT revision FROM sealed_values WHERE owner = ?")?
        .query_row([&value.owner], |r| r.get(0))
        .optional()?;
    if value.revision != present.unwrap_or(0) + 1 {
        return Err(StoreError::Changed);
    }
    let kind = i64::from(value.kind == ValueOwner::Vault);
    transaction
        .prepare_cached(
            "INSERT INTO sealed_values (owner, owner_kind, revision, salt, digest, record) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT (owner) DO UPDATE SET revision = ?3, salt = ?4, digest = ?5, record = ?6",
        )?
        .execute(params![value.owner, kind, value.revision, value.salt, value.digest, value.record])?;
    Ok(())
}

pub(crate) fn remove(transaction: &Transaction<'_>, owner: &[u8; 16]) -> Result<(), StoreError> {
    transaction.execute("DELETE FROM sealed_values WHERE owner = ?", [owner])?;
    Ok(())
}
