//! The list of vaults, their health, and the names of their secrets.

use credenza_model::{
    ids::VaultId,
    vault::{AzureSignInKind, VaultConnection},
};
use credenza_store::VaultUsage;
use credenza_vaults::{PageToken, SecretEntry, VaultErrorKind};

use super::{
    client::not_connected,
    failure::failed,
    held::{VaultClient, VaultHealth},
};
use crate::{AppError, Workspace, variables::named};

/// A vault connection with what uses it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VaultView {
    /// The connection.
    pub vault: VaultConnection,
    /// What uses it.
    pub usage: VaultUsage,
    /// How it answered last, since the workspace was unlocked.
    pub health: Option<VaultHealth>,
}

/// The name of a secret in a vault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VaultSecretRow {
    /// What the vault tells; no value.
    pub entry: SecretEntry,
    /// How many variables name it.
    pub used_by: u64,
}

/// One page of names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VaultSecretPage {
    /// The rows, in the vault's order.
    pub rows: Vec<VaultSecretRow>,
    /// What to pass for the next page; none at the end.
    pub next: Option<String>,
}

impl Workspace {
    /// All vault connections by name.
    ///
    /// # Errors
    /// An [`AppError`].
    pub fn list_vaults(&self) -> Result<Vec<VaultView>, AppError> {
        let store = self.store();
        let vaults = store.vaults()?;
        vaults
            .into_iter()
            .map(|vault| {
                let usage = store.vault_usage(Some(vault.id))?;
                let health = self.health_of(&vault);
                Ok(VaultView { vault, usage, health })
            })
            .collect()
    }

    /// What This device is used for.
    ///
    /// # Errors
    /// An [`AppError`].
    pub fn device_usage(&self) -> Result<VaultUsage, AppError> {
        Ok(self.store().vault_usage(None)?)
    }

    /// One vault connection.
    ///
    /// # Errors
    /// [`crate::ErrorCode::NotFound`].
    pub fn vault(&self, id: VaultId) -> Result<VaultView, AppError> {
        let store = self.store();
        let vault = store.vault(id)?;
        let usage = store.vault_usage(Some(id))?;
        let health = self.health_of(&vault);
        Ok(VaultView { vault, usage, health })
    }

    /// How a vault answered last. One that waits to be connected says so without having been asked.
    fn health_of(&self, vault: &VaultConnection) -> Option<VaultHealth> {
        if vault.azure.sign_in != AzureSignInKind::NotChosen {
            return self.vaults.health().get(&vault.id).cloned();
        }
        Some(VaultHealth {
            reachable: false,
            signed_in_as: None,
            answer_ms: None,
            problem: Some(not_connected(vault).message),
            checked: vault.changed,
        })
    }

    /// The vault connection of this name, without regard to case.
    ///
    /// # Errors
    /// [`crate::ErrorCode::NotFound`].
    pub fn vault_by_name(&self, name: &str) -> Result<VaultView, AppError> {
        let wanted = credenza_model::name::fold(name.trim());
        let found = self.store().vaults()?.into_iter().find(|v| v.name.folded() == wanted);
        let id = found.ok_or(credenza_store::StoreError::NotFound).map(|vault| vault.id);
        self.vault(id.map_err(|error| named(error.into(), name))?)
    }

    /// One page of the names in a vault, as the vault cuts them.
    ///
    /// # Errors
    /// An [`AppError`]: refused, not reachable.
    pub async fn vault_secrets(
        &self,
        id: VaultId,
        cursor: Option<String>,
    ) -> Result<VaultSecretPage, AppError> {
        let client = self.vault_client(id, None)?;
        let page = client.vault.list(cursor.map(PageToken::new)).await;
        let page = page.map_err(|error| failed(&error, &client.address))?;
        let key_vault = self.store().vault(id)?.azure.key_vault();
        let store = self.store();
        let rows = page.items.into_iter().map(|entry| {
            let used_by = store.secret_uses(id, &key_vault, entry.name.as_str())?;
            Ok(VaultSecretRow { used_by, entry })
        });
        Ok(VaultSecretPage {
            rows: rows.collect::<Result<_, AppError>>()?,
            next: page.next.map(|token| token.as_str().to_owned()),
        })
    }

    /// Asks a vault for an answer now and keeps how that went until the workspace locks.
    ///
    /// # Errors
    /// An [`AppError`] of the workspace; a vault that fails is an answer.
    pub async fn check_vault(&self, id: VaultId) -> Result<VaultHealth, AppError> {
        let health = match self.vault_client(id, None) {
            Ok(client) => self.ask(id, &client).await?,
            Err(error) => VaultHealth {
                reachable: false,
                signed_in_as: None,
                answer_ms: None,
                problem: Some(error.message),
                checked: self.host.now(),
            },
        };
        self.vaults.health().insert(id, health.clone());
        Ok(health)
    }

    async fn ask(&self, id: VaultId, client: &VaultClient) -> Result<VaultHealth, AppError> {
        let started = self.host.now();
        let mut health = VaultHealth {
            reachable: false,
            signed_in_as: None,
            answer_ms: None,
            problem: None,
            checked: started,
        };
        match client.vault.who_am_i().await {
            Ok(identity) => {
                self.note_identity(id, &identity.who)?;
                health.signed_in_as = Some(identity.who).filter(|who| !who.is_empty());
            }
            Err(error) => {
                health.problem = Some(failed(&error, &client.address).message);
                return Ok(health);
            }
        }
        match client.vault.list(None).await {
            Ok(_) => health.reachable = true,
            Err(error) => {
                health.reachable = matches!(error.kind, VaultErrorKind::Refused(_));
                health.problem = Some(failed(&error, &client.address).message);
            }
        }
        let took = self.host.now().duration_since(started).as_millis();
        health.answer_ms = u64::try_from(took).ok();
        Ok(health)
    }
}
