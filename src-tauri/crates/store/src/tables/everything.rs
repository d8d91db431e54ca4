//! The names of everything, for the graph of dependencies: one light row each, no value.

use credenza_model::{
    connection::ConnectionKind,
    ids::{ConnectionId, CredentialId, VariableId},
    location::Authentication,
};

use rusqlite::Row;

use super::{connections, credentials, variable_row};
use crate::{Store, StoreError, tables::variables::VariableKind};

/// A variable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VariableName {
    /// Its identifier.
    pub id: VariableId,
    /// What people see.
    pub display_name: String,
    /// Its unique name.
    pub name: String,
    /// What it holds.
    pub kind: VariableKind,
    /// The key vault and secret that it refers to.
    pub secret: Option<(String, String)>,
}

/// A credential.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CredentialName {
    /// Its identifier.
    pub id: CredentialId,
    /// Its name.
    pub name: String,
    /// How it signs in.
    pub authentication: Authentication,
    /// The variable with the user name.
    pub user_name: Option<VariableId>,
    /// The variable with the secret.
    pub secret: VariableId,
}

/// A connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConnectionName {
    /// Its identifier.
    pub id: ConnectionId,
    /// Its name.
    pub name: String,
    /// What it leads to.
    pub kind: ConnectionKind,
    /// Where that is.
    pub target: String,
    /// The credential that it signs in with.
    pub credential: Option<CredentialId>,
}

impl Store {
    /// Every variable by display name, without those in Recently deleted.
    ///
    /// # Errors
    /// A [`StoreError`].
    pub fn variable_names(&self) -> Result<Vec<VariableName>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT id, display_name, name, kind, key_vault, secret FROM variables
             WHERE deleted IS NULL ORDER BY display_folded, row",
        )?;
        let rows = statement.query_map([], variable_name)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Every credential by name, without those in Recently deleted.
    ///
    /// # Errors
    /// A [`StoreError`].
    pub fn credential_names(&self) -> Result<Vec<CredentialName>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT c.id, c.name, c.authentication, u.id, s.id FROM credentials c
             JOIN variables s ON s.row = c.secret LEFT JOIN variables u ON u.row = c.user_name
             WHERE c.deleted IS NULL ORDER BY c.folded, c.row",
        )?;
        let rows = statement.query_map([], credential_name)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Every connection by name, without those in Recently deleted.
    ///
    /// # Errors
    /// A [`StoreError`].
    pub fn connection_names(&self) -> Result<Vec<ConnectionName>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT n.id, n.name, n.kind, n.target, c.id FROM connections n
             LEFT JOIN credentials c ON c.row = n.credential AND c.deleted IS NULL
             WHERE n.deleted IS NULL ORDER BY n.folded, n.row",
        )?;
        let rows = statement.query_map([], connection_name)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Two numbers that together change with every change of the store: by another process, and by
    /// this one.
    ///
    /// # Errors
    /// A [`StoreError`].
    pub fn change_mark(&self) -> Result<(u32, u64), StoreError> {
        Ok((self.data_version()?, self.connection.total_changes() - self.joined.get()))
    }
}

/// Reads a row of the columns that the questions here ask for.
pub(super) fn variable_name(row: &Row<'_>) -> rusqlite::Result<VariableName> {
    let vault: Option<String> = row.get(4)?;
    Ok(VariableName {
        id: VariableId::from_bytes(row.get(0)?),
        display_name: row.get(1)?,
        name: row.get(2)?,
        kind: variable_row::kind_of(row.get(3)?)?,
        secret: vault.zip(row.get(5)?),
    })
}

/// Reads a row of the columns that the questions here ask for.
pub(super) fn credential_name(row: &Row<'_>) -> rusqlite::Result<CredentialName> {
    Ok(CredentialName {
        id: CredentialId::from_bytes(row.get(0)?),
        name: row.get(1)?,
        authentication: credentials::authentication(row.get(2)?)?,
        user_name: row.get::<_, Option<[u8; 16]>>(3)?.map(VariableId::from_bytes),
        secret: VariableId::from_bytes(row.get(4)?),
    })
}

/// Reads a row of the columns that the questions here ask for.
pub(super) fn connection_name(row: &Row<'_>) -> rusqlite::Result<ConnectionName> {
    Ok(ConnectionName {
        id: ConnectionId::from_bytes(row.get(0)?),
        name: row.get(1)?,
        kind: connections::kind(row.get(2)?)?,
        target: row.get(3)?,
        credential: row.get::<_, Option<[u8; 16]>>(4)?.map(CredentialId::from_bytes),
    })
}
