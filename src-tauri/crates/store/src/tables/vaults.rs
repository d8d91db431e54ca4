//! Vault connections.

use credenza_model::{
    ids::VaultId,
    name::fold,
    vault::{AzureConnection, AzureSignInKind, VaultConnection},
};
use rusqlite::{Row, Transaction, params};

use super::{damaged, display_name, get, millis, moment, values};
use crate::{SealedValue, Store, StoreError};

const COLUMNS: &str = "id, name, url, sign_in, tenant, client_id, authority_host, arm_url, ca_pem,
    token_file, subscription, resource_group, signed_in_as, created, changed";

impl Store {
    /// All vault connections by name.
    ///
    /// # Errors
    /// A [`StoreError`].
    pub fn vaults(&self) -> Result<Vec<VaultConnection>, StoreError> {
        let mut statement = self
            .connection
            .prepare_cached(&format!("SELECT {COLUMNS} FROM vaults ORDER BY folded"))?;
        let rows = statement.query_map([], vault)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// One vault connection.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub fn vault(&self, id: VaultId) -> Result<VaultConnection, StoreError> {
        let mut statement = self
            .connection
            .prepare_cached(&format!("SELECT {COLUMNS} FROM vaults WHERE id = ?"))?;
        Ok(statement.query_row([id.as_bytes()], vault)?)
    }

    /// Stores a new connection with the sealed secret of its sign-in, if it has one.
    ///
    /// # Errors
    /// [`StoreError::NameTaken`].
    pub fn insert_vault(
        &self,
        vault: &VaultConnection,
        sign_in: Option<&SealedValue>,
    ) -> Result<(), StoreError> {
        self.write(|transaction| {
            refuse_taken(transaction, vault)?;
            transaction.execute(
                &format!("INSERT INTO vaults (folded, {COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)"),
                params![
                    vault.name.folded(), vault.id.as_bytes(), vault.name.as_str(), vault.azure.url,
                    sign_in_code(vault.azure.sign_in), vault.azure.tenant, vault.azure.client_id,
                    vault.azure.authority_host, vault.azure.arm_url, vault.azure.ca_pem,
                    vault.azure.token_file, vault.azure.subscription, vault.azure.resource_group,
                    vault.signed_in_as, millis(vault.created), millis(vault.changed)
                ],
            )?;
            sign_in.map_or(Ok(()), |sealed| values::put(transaction, sealed))
        })
    }

    /// Replaces a connection; `sign_in` replaces its sealed secret, none keeps it.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], [`StoreError::NameTaken`].
    pub fn update_vault(
        &self,
        vault: &VaultConnection,
        sign_in: Option<&SealedValue>,
    ) -> Result<(), StoreError> {
        self.write(|transaction| {
            refuse_taken(transaction, vault)?;
            let changed = transaction.execute(
                "UPDATE vaults SET name = ?2, folded = ?3, url = ?4, sign_in = ?5, tenant = ?6, client_id = ?7,
                    authority_host = ?8, arm_url = ?9, ca_pem = ?10, token_file = ?11, subscription = ?12,
                    resource_group = ?13, signed_in_as = ?14, changed = ?15 WHERE id = ?1",
                params![
                    vault.id.as_bytes(), vault.name.as_str(), vault.name.folded(), vault.azure.url,
                    sign_in_code(vault.azure.sign_in), vault.azure.tenant, vault.azure.client_id,
                    vault.azure.authority_host, vault.azure.arm_url, vault.azure.ca_pem,
                    vault.azure.token_file, vault.azure.subscription, vault.azure.resource_group,
                    vault.signed_in_as, millis(vault.changed)
                ],
            )?;
            if changed == 0 {
                return Err(StoreError::NotFound);
            }
            sign_in.map_or(Ok(()), |sealed| values::put(transaction, sealed))
        })
    }

    /// Removes a connection and the secret of its sign-in.
    ///
    /// # Errors
    /// [`StoreError::InUse`] with the variables that read through it, deleted ones included, since
    /// they can be restored.
    pub fn remove_vault(&self, id: VaultId) -> Result<(), StoreError> {
        self.write(|transaction| {
            let users = users(transaction, id)?;
            if !users.is_empty() {
                return Err(StoreError::InUse(users));
            }
            if transaction.execute("DELETE FROM vaults WHERE id = ?", [id.as_bytes()])? == 0 {
                return Err(StoreError::NotFound);
            }
            values::remove(transaction, id.as_bytes())
        })
    }
}

fn users(
    transaction: &Transaction<'_>,
    id: VaultId,
) -> Result<Vec<([u8; 16], String)>, StoreError> {
    let mut statement = transaction.prepare(
        "SELECT id, display_name FROM variables WHERE vault = ? ORDER BY secret, row LIMIT 50",
    )?;
    let rows = statement.query_map([id.as_bytes()], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let mut users: Vec<([u8; 16], String)> = rows.collect::<Result<_, _>>()?;
    users.sort_by_cached_key(|(_, name)| fold(name));
    Ok(users)
}

fn refuse_taken(transaction: &Transaction<'_>, vault: &VaultConnection) -> Result<(), StoreError> {
    let taken: bool = transaction.query_row(
        "SELECT EXISTS (SELECT 1 FROM vaults WHERE folded = ? AND id <> ?)",
        params![vault.name.folded(), vault.id.as_bytes()],
        |row| row.get(0),
    )?;
    if taken { Err(StoreError::NameTaken) } else { Ok(()) }
}

fn vault(row: &Row<'_>) -> rusqlite::Result<VaultConnection> {
    Ok(VaultConnection {
        id: VaultId::from_bytes(get(row, "id")?),
        name: display_name(&get::<String>(row, "name")?)?,
        azure: AzureConnection {
            url: get(row, "url")?,
            sign_in: sign_in(get(row, "sign_in")?)?,
            tenant: get(row, "tenant")?,
            client_id: get(row, "client_id")?,
            authority_host: get(row, "authority_host")?,
            arm_url: get(row, "arm_url")?,
            ca_pem: get(row, "ca_pem")?,
            token_file: get(row, "token_file")?,
            subscription: get(row, "subscription")?,
            resource_group: get(row, "resource_group")?,
        },
        signed_in_as: get(row, "signed_in_as")?,
        created: moment(get(row, "created")?)?,
        changed: moment(get(row, "changed")?)?,
    })
}

fn sign_in_code(kind: AzureSignInKind) -> i64 {
    match kind {
        AzureSignInKind::Cli => 0,
        AzureSignInKind::ClientSecret => 1,
        AzureSignInKind::ClientCertificate => 2,
        AzureSignInKind::ManagedIdentity => 3,
        AzureSignInKind::WorkloadIdentity => 4,
        AzureSignInKind::NotChosen => 5,
    }
}

fn sign_in(code: i64) -> rusqlite::Result<AzureSignInKind> {
    Ok(match code {
        0 => AzureSignInKind::Cli,
        1 => AzureSignInKind::ClientSecret,
        2 => AzureSignInKind::ClientCertificate,
        3 => AzureSignInKind::ManagedIdentity,
        4 => AzureSignInKind::WorkloadIdentity,
        5 => AzureSignInKind::NotChosen,
        _ => return Err(damaged("sign-in")),
    })
}
