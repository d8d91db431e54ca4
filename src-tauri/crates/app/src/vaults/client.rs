//! Connectors, made when a vault is first asked.

use std::{path::PathBuf, sync::Arc};

use credenza_crypto::value::SecretValue;
use credenza_model::{
    ids::VaultId,
    vault::{AzureConnection, AzureSignInKind, VaultConnection},
};
use credenza_vaults::{
    azure::{AzureKeyVault, AzureKeyVaultConfig, AzureSignIn, must_check_challenge},
    layers,
};

use super::{failure::failed, held::VaultClient};
use crate::{AppError, ErrorCode, Workspace};

impl Workspace {
    /// The key vault `key_vault` as the connection `id` reaches it; none is its own one.
    pub(super) fn vault_client(
        &self,
        id: VaultId,
        key_vault: Option<&str>,
    ) -> Result<VaultClient, AppError> {
        let connection = self.store().vault(id)?;
        if connection.azure.sign_in == AzureSignInKind::NotChosen {
            return Err(not_connected(&connection));
        }
        let other = key_vault.and_then(|name| connection.azure.url_of(name));
        let url = other.unwrap_or_else(|| connection.azure.url.clone());
        let place = (id, url.to_ascii_lowercase());
        if let Some(open) = self.vaults.open().get(&place) {
            return Ok(open.clone());
        }
        let made = self.new_client(&connection.azure, url, self.sign_in_of(&connection)?)?;
        self.vaults.open().insert(place, made.clone());
        Ok(made)
    }

    pub(super) fn new_client(
        &self,
        azure: &AzureConnection,
        url: String,
        sign_in: Option<SecretValue>,
    ) -> Result<VaultClient, AppError> {
        let address = address(&url);
        let config = config(azure, url, sign_in)?;
        let connector = AzureKeyVault::connect(&config).map_err(|e| failed(&e, &address))?;
        let connector = Arc::new(connector);
        let vault = layers::standard(connector.clone(), self.host.vault_limits());
        Ok(VaultClient { vault, azure: connector, address })
    }

    /// The sealed secret of a connection's sign-in, if its kind has one.
    pub(super) fn sign_in_of(
        &self,
        connection: &VaultConnection,
    ) -> Result<Option<SecretValue>, AppError> {
        match connection.azure.sign_in {
            AzureSignInKind::ClientSecret | AzureSignInKind::ClientCertificate => {
                self.open_sealed(connection.id.as_bytes()).map(Some)
            }
            _ => Ok(None),
        }
    }
}

fn config(
    azure: &AzureConnection,
    url: String,
    sign_in: Option<SecretValue>,
) -> Result<AzureKeyVaultConfig, AppError> {
    let sign_in = match (azure.sign_in, sign_in) {
        (AzureSignInKind::Cli, _) => AzureSignIn::Cli,
        (AzureSignInKind::ManagedIdentity, _) => AzureSignIn::ManagedIdentity,
        (AzureSignInKind::WorkloadIdentity, _) => AzureSignIn::WorkloadIdentity {
            token_file: PathBuf::from(azure.token_file.clone().unwrap_or_default()),
        },
        (AzureSignInKind::ClientSecret, Some(SecretValue::Text(secret))) => {
            AzureSignIn::ClientSecret { secret }
        }
        (AzureSignInKind::ClientCertificate, Some(SecretValue::Certificate { pfx, password })) => {
            AzureSignIn::ClientCertificate { pkcs12: pfx, password: Some(password) }
        }
        (AzureSignInKind::NotChosen, _) => {
            return Err(AppError::about(ErrorCode::VaultNotConnected, &address(&url)));
        }
        _ => return Err(AppError::new(ErrorCode::SignInFailed)),
    };
    let authority = azure.authority_host.as_deref();
    let verify_challenge_resource = must_check_challenge(&url, authority, &sign_in);
    Ok(AzureKeyVaultConfig {
        tenant: azure.tenant.clone(),
        client_id: azure.client_id.clone(),
        authority_host: azure.authority_host.clone(),
        arm_url: azure.arm_url.clone(),
        ca_pem: azure.ca_pem.clone(),
        verify_challenge_resource,
        ..AzureKeyVaultConfig::new(&url, sign_in)
    })
}

/// Why nothing is sent to a vault that only a colleague named.
pub(super) fn not_connected(connection: &VaultConnection) -> AppError {
    AppError::about(ErrorCode::VaultNotConnected, &address(&connection.azure.url))
}

fn address(url: &str) -> String {
    let Ok(url) = url::Url::parse(url) else { return url.to_owned() };
    let host = url.host_str().unwrap_or_default();
    url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use credenza_secret::Secret;

    use super::*;

    fn checks(sign_in: AzureSignInKind, secret: Option<SecretValue>) -> bool {
        let url = "https://vault.example";
        let azure = AzureConnection {
            sign_in,
            authority_host: Some("https://login.example".to_owned()),
            ..AzureConnection::by_cli(url)
        };
        config(&azure, url.to_owned(), secret).unwrap().verify_challenge_resource
    }

    #[test]
    fn an_own_sign_in_address_frees_only_those_that_use_it_from_the_check() {
        assert!(checks(AzureSignInKind::Cli, None));
        assert!(checks(AzureSignInKind::ManagedIdentity, None));
        let secret = SecretValue::Text(Secret::new("secret".to_owned()));
        assert!(!checks(AzureSignInKind::ClientSecret, Some(secret)));
    }
}
