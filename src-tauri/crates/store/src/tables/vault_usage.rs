//! What a vault is used for.

use std::collections::HashMap;

use credenza_model::ids::{VariableId, VaultId};
use rusqlite::params;

use crate::{Store, StoreError};

/// Numbers beside a vault in the list of vaults. What is in Recently deleted does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct VaultUsage {
    /// Secret variables whose value is there.
    pub variables: u64,
    /// Credentials that use one of them.
    pub credentials: u64,
    /// Variables that could not be read at their last check.
    pub refused: u64,
}

impl Store {
    /// What the vault connection `id` is used for; none asks for This device.
    ///
    /// # Errors
    /// A [`StoreError`].
    pub fn vault_usage(&self, id: Option<VaultId>) -> Result<VaultUsage, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT count(*), count(*) FILTER (WHERE v.access = 2),
                (SELECT count(*) FROM credentials c JOIN variables s ON s.row = c.secret
                 WHERE c.deleted IS NULL AND s.store = ?1 AND s.vault IS ?2)
             FROM variables v WHERE v.deleted IS NULL AND v.store = ?1 AND v.vault IS ?2",
        )?;
        let (store, vault) = (i64::from(id.is_some()), id.map(|id| id.as_bytes().to_vec()));
        Ok(statement.query_row(params![store, vault], |row| {
            Ok(VaultUsage {
                variables: row.get(0)?,
                refused: row.get(1)?,
                credentials: row.get(2)?,
            })
        })?)
    }

    /// How many variables and places in code name each secret of `key_vault`, by the secret's name in
    /// small letters.
    ///
    /// # Errors
    /// A [`StoreError`].
    pub fn secrets_in_use(
        &self,
        id: VaultId,
        key_vault: &str,
    ) -> Result<HashMap<String, u64>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT name, count(*) FROM (
                SELECT lower(secret) AS name FROM variables
                WHERE vault = ?1 AND lower(key_vault) = lower(?2) AND deleted IS NULL
                UNION ALL SELECT target_name FROM code_references WHERE target = 1 AND target_vault = lower(?2)
             ) GROUP BY name",
        )?;
        let rows = statement
            .query_map(params![id.as_bytes(), key_vault], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Variables of external vaults that were never checked or whose vault gave no answer, at most
    /// `limit`, the one checked longest ago first.
    ///
    /// # Errors
    /// A [`StoreError`].
    pub fn unchecked_variables(&self, limit: u32) -> Result<Vec<VariableId>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT id FROM variables WHERE vault IS NOT NULL AND deleted IS NULL
             AND access IN (0, 3) ORDER BY checked, row LIMIT ?",
        )?;
        let rows = statement.query_map([limit], |row| Ok(VariableId::from_bytes(row.get(0)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
