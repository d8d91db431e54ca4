//! What is next to a thing: who uses it, and what it needs, each looked up by an index. A question
//! about one thing reads what is around it, however large the workspace is.

use credenza_model::{
    dependencies::SecretIdentity,
    ids::{ConnectionId, CredentialId, VariableId},
    references::Named,
};
use jiff::Timestamp;
use rusqlite::{OptionalExtension as _, Params, Row, params};

use super::{
    code,
    everything::{
        ConnectionName, CredentialName, VariableName, connection_name, credential_name,
        variable_name,
    },
    moment,
    reads::{self, ObservedRead},
};
use crate::{CodePlace, Store, StoreError};

const VARIABLE: &str = "SELECT v.id, v.display_name, v.name, v.kind, v.key_vault, v.secret
    FROM variables v WHERE v.deleted IS NULL AND";
const CREDENTIAL: &str = "SELECT c.id, c.name, c.authentication, u.id, s.id FROM credentials c
    JOIN variables s ON s.row = c.secret LEFT JOIN variables u ON u.row = c.user_name
    WHERE c.deleted IS NULL AND";
const CONNECTION: &str = "SELECT n.id, n.name, n.kind, n.target, c.id FROM connections n
    LEFT JOIN credentials c ON c.row = n.credential AND c.deleted IS NULL
    WHERE n.deleted IS NULL AND";

impl Store {
    /// A variable; none when it is not there or in Recently deleted.
    ///
    /// # Errors
    /// A [`StoreError`].
    pub fn variable_name(&self, id: VariableId) -> Result<Option<VariableName>, StoreError> {
        self.one(&format!("{VARIABLE} v.id = ?"), [id.as_bytes()], variable_name)
    }

    /// The variables that refer to a secret.
    ///
    /// # Errors
    /// A [`StoreError`].
    pub fn variables_of_secret(
        &self,
        secret: &SecretIdentity,
    ) -> Result<Vec<VariableName>, StoreError> {
        let which = "lower(v.secret) = ?1 AND lower(v.key_vault) = ?2 AND v.secret IS NOT NULL
            ORDER BY v.display_folded, v.row";
        self.all(&format!("{VARIABLE} {which}"), [secret.name(), secret.vault()], variable_name)
    }

    /// A credential; none when it is not there or in Recently deleted.
    ///
    /// # Errors
    /// A [`StoreError`].
    pub fn credential_name(&self, id: CredentialId) -> Result<Option<CredentialName>, StoreError> {
        self.one(&format!("{CREDENTIAL} c.id = ?"), [id.as_bytes()], credential_name)
    }

    /// The credentials that use a variable, by name.
    ///
    /// # Errors
    /// A [`StoreError`].
    pub fn credentials_of(&self, id: VariableId) -> Result<Vec<CredentialName>, StoreError> {
        let which = "c.row IN (
            SELECT row FROM credentials WHERE secret = (SELECT row FROM variables WHERE id = ?1)
            UNION SELECT row FROM credentials
            WHERE user_name = (SELECT row FROM variables WHERE id = ?1))
            ORDER BY c.folded, c.row";
        self.all(&format!("{CREDENTIAL} {which}"), [id.as_bytes()], credential_name)
    }

    /// A connection; none when it is not there or in Recently deleted.
    ///
    /// # Errors
    /// A [`StoreError`].
    pub fn connection_name(&self, id: ConnectionId) -> Result<Option<ConnectionName>, StoreError> {
        self.one(&format!("{CONNECTION} n.id = ?"), [id.as_bytes()], connection_name)
    }

    /// The connections that use a credential, by name.
    ///
    /// # Errors
    /// A [`StoreError`].
    pub fn connections_of(&self, id: CredentialId) -> Result<Vec<ConnectionName>, StoreError> {
        let which = "n.credential = (SELECT row FROM credentials WHERE id = ?1)
            ORDER BY n.folded, n.row";
        self.all(&format!("{CONNECTION} {which}"), [id.as_bytes()], connection_name)
    }

    /// What was observed of a credential.
    ///
    /// # Errors
    /// A [`StoreError`].
    pub fn reads_of(&self, id: CredentialId) -> Result<Vec<ObservedRead>, StoreError> {
        let sql = "SELECT row, credential, program, times, last FROM reads WHERE credential = ?
            ORDER BY row";
        self.all(sql, [id.as_bytes()], reads::observed)
    }

    /// When a value of any credential with this variable was read last, and by which program; an empty
    /// one is the window.
    ///
    /// # Errors
    /// A [`StoreError`].
    pub fn last_read_of(
        &self,
        id: VariableId,
    ) -> Result<Option<(Timestamp, Option<String>)>, StoreError> {
        let sql =
            "SELECT d.last, d.program FROM credentials c CROSS JOIN reads d ON d.credential = c.id
            WHERE c.deleted IS NULL AND c.row IN (
            SELECT row FROM credentials WHERE secret = (SELECT row FROM variables WHERE id = ?1)
            UNION SELECT row FROM credentials
            WHERE user_name = (SELECT row FROM variables WHERE id = ?1))
            ORDER BY d.last DESC, d.row LIMIT 1";
        self.one(sql, [id.as_bytes()], |row| {
            let program: String = row.get(1)?;
            Ok((moment(row.get(0)?)?, Some(program).filter(|name| !name.is_empty())))
        })
    }

    /// Variables whose display name begins with a folded text, by name.
    ///
    /// # Errors
    /// A [`StoreError`].
    pub fn variables_beginning(
        &self,
        begin: &str,
        limit: u32,
    ) -> Result<Vec<(VariableName, u64)>, StoreError> {
        let sql = "SELECT id, display_name, name, kind, key_vault, secret, used_by FROM variables
            INDEXED BY variables_display WHERE deleted IS NULL
            AND display_folded >= ?1 AND display_folded < ?1 || char(0x10ffff)
            ORDER BY display_folded, row LIMIT ?2";
        self.all(sql, params![begin, limit], |row| Ok((variable_name(row)?, row.get(6)?)))
    }

    /// Credentials whose name begins with a folded text, by name, and how many uses each has.
    ///
    /// # Errors
    /// A [`StoreError`].
    pub fn credentials_beginning(
        &self,
        begin: &str,
        limit: u32,
    ) -> Result<Vec<(CredentialId, String, u64)>, StoreError> {
        let sql = "SELECT id, name, used_by FROM credentials INDEXED BY credentials_name_order
            WHERE deleted IS NULL AND folded >= ?1 AND folded < ?1 || char(0x10ffff)
            ORDER BY folded, row LIMIT ?2";
        self.all(sql, params![begin, limit], |row| {
            Ok((CredentialId::from_bytes(row.get(0)?), row.get(1)?, row.get(2)?))
        })
    }

    /// Secrets that code names with their vault and whose name begins with a text in small letters, as
    /// the vault and as the name is written.
    ///
    /// # Errors
    /// A [`StoreError`].
    pub fn secrets_in_code(
        &self,
        begin: &str,
        limit: u32,
    ) -> Result<Vec<(String, String)>, StoreError> {
        let sql = "SELECT target_vault, min(name) FROM code_references
            INDEXED BY code_references_target WHERE target = 1
            AND target_name >= ?1 AND target_name < ?1 || char(0x10ffff)
            AND target_vault IS NOT NULL GROUP BY target_name, target_vault LIMIT ?2";
        self.all(sql, params![begin, limit], |row| Ok((row.get(0)?, row.get(1)?)))
    }

    /// How many variables, and places in code by its name, use a secret.
    ///
    /// # Errors
    /// A [`StoreError`].
    pub fn count_uses_of_secret(&self, secret: &SecretIdentity) -> Result<u64, StoreError> {
        let sql = "SELECT (SELECT count(*) FROM variables WHERE lower(secret) = ?1
                AND lower(key_vault) = ?2 AND secret IS NOT NULL AND deleted IS NULL)
            + (SELECT count(*) FROM code_references WHERE target = 1 AND target_name = ?1
                AND (target_vault = ?2 OR target_vault IS NULL))";
        let values = [secret.name(), secret.vault()];
        Ok(self.connection.prepare_cached(sql)?.query_row(values, |row| row.get(0))?)
    }

    /// Every place in code that names something, by file and line.
    ///
    /// # Errors
    /// A [`StoreError`].
    pub fn all_places_naming(&self, named: &Named) -> Result<Vec<CodePlace>, StoreError> {
        Ok(self.places_naming(named, u32::MAX)?.0)
    }

    /// The places in code whose name is not known, in no order.
    ///
    /// # Errors
    /// A [`StoreError`].
    pub fn unresolved_places(&self) -> Result<Vec<CodePlace>, StoreError> {
        let sql = format!("SELECT {} FROM {} WHERE r.resolved = 0", code::COLUMNS, code::FROM);
        self.all(&sql, [], code::place)
    }

    /// Whether a credential or variable stands in a team, or stood.
    ///
    /// # Errors
    /// A [`StoreError`].
    pub fn is_shared(&self, thing: &[u8; 16]) -> Result<bool, StoreError> {
        let sql = "SELECT EXISTS (SELECT 1 FROM team_records WHERE thing = ?)";
        Ok(self.connection.prepare_cached(sql)?.query_row([thing], |row| row.get(0))?)
    }

    fn one<T>(
        &self,
        sql: &str,
        values: impl Params,
        read: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Option<T>, StoreError> {
        Ok(self.connection.prepare_cached(sql)?.query_row(values, read).optional()?)
    }

    fn all<T>(
        &self,
        sql: &str,
        values: impl Params,
        read: impl Fn(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, StoreError> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map(values, |row| read(row))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
