//! What a vault is used for.

use credenza_model::ids::{VariableId, VaultId};
use rusqlite::{OptionalExtension as _, params};

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
        let sql = "SELECT variables, refused, credentials FROM vault_counts WHERE vault = ?";
        let mut statement = self.connection.prepare_cached(sql)?;
        // This device stands there without an identifier; a vault that nothing uses does not.
        let vault = id.map(|id| id.as_bytes().to_vec()).unwrap_or_default();
        let kept = statement.query_row([vault], |row| {
            Ok(VaultUsage {
                variables: row.get(0)?,
                refused: row.get(1)?,
                credentials: row.get(2)?,
            })
        });
        Ok(kept.optional()?.unwrap_or_default())
    }

    /// How many variables of the vault connection `id` and places in code name a secret of
    /// `key_vault`, without regard to case.
    ///
    /// # Errors
    /// A [`StoreError`].
    pub fn secret_uses(
        &self,
        id: VaultId,
        key_vault: &str,
        secret: &str,
    ) -> Result<u64, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT (SELECT count(*) FROM variables WHERE lower(secret) = lower(?3)
                AND lower(key_vault) = lower(?2) AND secret IS NOT NULL
                AND +vault = ?1 AND deleted IS NULL)
             + (SELECT count(*) FROM code_references WHERE target = 1 AND target_name = lower(?3)
                AND target_vault = lower(?2))",
        )?;
        Ok(statement.query_row(params![id.as_bytes(), key_vault, secret], |row| row.get(0))?)
    }

    /// Variables of external vaults that were never checked or whose vault gave no answer, at most
    /// `limit`, the one checked longest ago first. Those of a vault that waits to be connected can't
    /// be checked.
    ///
    /// # Errors
    /// A [`StoreError`].
    pub fn unchecked_variables(&self, limit: u32) -> Result<Vec<VariableId>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT id FROM variables WHERE vault IS NOT NULL AND deleted IS NULL
             AND access IN (0, 3) AND vault NOT IN (SELECT id FROM vaults WHERE sign_in = 5)
             ORDER BY checked, row LIMIT ?",
        )?;
        let rows = statement.query_map([limit], |row| Ok(VariableId::from_bytes(row.get(0)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

#[cfg(test)]
mod tests;
