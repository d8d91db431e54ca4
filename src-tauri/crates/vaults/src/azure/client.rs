//! The connector.

use std::{sync::Arc, time::Duration};

use async_trait::async_trait;
use azure_core::{
    credentials::TokenCredential,
    http::{
        HttpClient, RequestContent,
        pager::{self, ItemIterator, PagerContinuation, PagerOptions},
    },
};
use azure_identity::Executor;
use azure_security_keyvault_secrets::{
    SecretClient, SecretClientOptions,
    models::{
        SecretClientGetSecretOptions, SecretClientListDeletedSecretPropertiesOptions,
        SecretClientListSecretPropertiesOptions, SecretClientUpdateSecretPropertiesOptions,
        SetSecretParameters, UpdateSecretPropertiesParameters,
    },
};
use credenza_model::{access::AccessCause, azure::SecretName};
use credenza_secret::Secret;
use futures::TryStreamExt;
use jiff::Timestamp;
use url::Url;

use super::{
    arm::{ArmReader, VaultLocation},
    clouds::{arm_audience, signs_in_outside},
    config::{AzureKeyVaultConfig, invalid},
    convert, map,
    sign_in::{Claims, Identity, SignIn},
    transport::{self, Challenge, OneHost},
};
use crate::{
    Capabilities, DeletedEntry, Operation, Page, PageToken, SecretAttributes,
    SecretAttributesUpdate, SecretEntry, SecretVersion, SignedInAs, Vault, VaultError,
    VaultErrorKind, VaultSecret, VersionId,
};

/// The longest value that Azure Key Vault keeps, in bytes.
pub const LONGEST_VALUE: usize = 25 * 1024;
/// A refusal must not wait long for its details.
const LONGEST_LIST: Duration = Duration::from_secs(5);
/// Audience of a vault's tokens in the public cloud.
const PUBLIC_AUDIENCE: &str = "https://vault.azure.net/.default";

/// An Azure Key Vault.
pub struct AzureKeyVault {
    secrets: SecretClient,
    identity: Arc<Identity>,
    challenge: Arc<Challenge>,
    arm: ArmReader,
    host: String,
}

impl std::fmt::Debug for AzureKeyVault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AzureKeyVault").field("host", &self.host).finish_non_exhaustive()
    }
}

impl AzureKeyVault {
    /// Builds the connector; nothing is sent yet.
    ///
    /// # Errors
    /// `InvalidSetting` names the setting; `SignInFailed` when the certificate can not be opened or
    /// no managed identity is there.
    pub fn connect(config: &AzureKeyVaultConfig) -> Result<Self, VaultError> {
        Self::by(config, SignIn::of(config)?)
    }

    /// The same over another transport and another way to run `az`.
    ///
    /// # Errors
    /// As [`AzureKeyVault::connect`].
    pub fn over(
        config: &AzureKeyVaultConfig,
        client: Arc<dyn HttpClient>,
        executor: Arc<dyn Executor>,
    ) -> Result<Self, VaultError> {
        Self::by(config, SignIn::over(config, client, executor)?)
    }

    fn by(config: &AzureKeyVaultConfig, sign_in: SignIn) -> Result<Self, VaultError> {
        let SignIn { addresses, client, credential } = sign_in;
        let identity = Arc::new(Identity::new(credential));
        let challenge = Arc::new(Challenge::default());
        let vault_client = one_host(&client, &addresses.vault, &challenge);
        let secrets = SecretClient::new(
            addresses.vault.as_str(),
            identity.clone(),
            Some(SecretClientOptions {
                api_version: config.api_version.clone(),
                client_options: transport::options(vault_client),
                verify_challenge_resource: Some(config.verify_challenge_resource),
            }),
        )
        .map_err(|_| invalid("the vault's address can not be used"))?;
        let arm_client = one_host(&client, &addresses.arm, &Arc::new(Challenge::default()));
        let own_sign_in = signs_in_outside(config.authority_host.as_deref(), &config.sign_in);
        let audience = arm_audience(&addresses.arm, own_sign_in);
        Ok(Self {
            secrets,
            arm: ArmReader::new(addresses.arm, &audience, identity.clone(), arm_client),
            identity,
            challenge,
            host: addresses.vault.host_str().unwrap_or_default().to_owned(),
        })
    }

    /// Where the key vault of this name is, found by listing what the sign-in can see; none when it
    /// may not look or does not see it.
    pub async fn locate(&self, key_vault: &str) -> Option<VaultLocation> {
        self.arm.locate(key_vault).await
    }

    async fn read(
        &self,
        name: &SecretName,
        version: Option<&VersionId>,
    ) -> Result<VaultSecret, VaultError> {
        let failed = self.failed(Operation::Get, Some(name));
        let options = SecretClientGetSecretOptions {
            secret_version: version.map(|v| v.as_str().to_owned()),
            ..Default::default()
        };
        let answer = self.secrets.get_secret(name.as_str(), Some(options)).await;
        let secret = answer.and_then(azure_core::http::Response::into_model);
        let secret = secret.map_err(|e| failed.map(&e))?;
        convert::secret(secret).ok_or_else(|| failed.nonsense())
    }

    /// Where the vault refuses without a reason, Resource Manager is asked for it; where a time is
    /// missing in the reason, the vault's own list of versions has it.
    async fn explained(
        &self,
        mut error: VaultError,
        name: &SecretName,
        version: Option<&VersionId>,
    ) -> VaultError {
        let better = match &error.kind {
            VaultErrorKind::Refused(AccessCause::Unknown) => {
                let key_vault = self.host.split('.').next().unwrap_or_default();
                let object = self.identity.last().and_then(Claims::object);
                self.arm.cause(key_vault, object.as_deref()).await
            }
            VaultErrorKind::Refused(AccessCause::Expired { on: None }) => {
                let times = self.times(name, version).await;
                times.map(|times| AccessCause::Expired { on: times.expires })
            }
            VaultErrorKind::Refused(AccessCause::NotYetValid { from: None }) => {
                let times = self.times(name, version).await;
                times.map(|times| AccessCause::NotYetValid { from: times.not_before })
            }
            _ => None,
        };
        if let Some(cause) = better {
            error.kind = VaultErrorKind::Refused(cause);
        }
        error
    }

    /// What belongs to a version, which a vault that refuses its value may still tell.
    async fn times(
        &self,
        name: &SecretName,
        version: Option<&VersionId>,
    ) -> Option<SecretAttributes> {
        let listed = tokio::time::timeout(LONGEST_LIST, self.versions(name)).await.ok()?.ok()?;
        let wanted = |listed: &SecretVersion| version.is_none_or(|id| *id == listed.id);
        listed.into_iter().find(wanted).map(|version| version.attributes)
    }

    fn failed(&self, operation: Operation, secret: Option<&SecretName>) -> Failed<'_> {
        Failed { vault: self, operation, secret: secret.map(|name| name.as_str().to_owned()) }
    }
}

fn one_host(
    client: &Arc<dyn HttpClient>,
    host: &Url,
    challenge: &Arc<Challenge>,
) -> Arc<dyn HttpClient> {
    Arc::new(OneHost::new(client.clone(), host.clone(), challenge.clone()))
}

/// Turns failures of one call into errors.
struct Failed<'a> {
    vault: &'a AzureKeyVault,
    operation: Operation,
    secret: Option<String>,
}

impl Failed<'_> {
    fn map(&self, error: &azure_core::Error) -> VaultError {
        let vault_tenant = self.vault.challenge.tenant();
        let token_tenant = self.vault.identity.last().and_then(|claims| claims.tid);
        let about = map::About {
            operation: self.operation,
            host: &self.vault.host,
            secret: self.secret.as_deref(),
            vault_tenant: vault_tenant.as_deref(),
            token_tenant: token_tenant.as_deref(),
            now: Timestamp::now(),
        };
        map::error(about, error)
    }

    fn nonsense(&self) -> VaultError {
        self.plain(VaultErrorKind::Unexpected)
    }

    fn plain(&self, kind: VaultErrorKind) -> VaultError {
        let mut error = VaultError::new(self.operation, kind);
        error.context.host = Some(self.vault.host.clone());
        error.context.secret = self.secret.clone();
        error
    }
}

fn options_at(page: Option<PageToken>) -> PagerOptions<'static> {
    PagerOptions {
        continuation: page.map(|token| PagerContinuation::Token(token.0)),
        ..PagerOptions::default()
    }
}

/// The items of a list's next page, as `convert` reads them, and where to go on.
async fn first_page<P: pager::Page + Send, T>(
    pager: azure_core::Result<ItemIterator<P>>,
    failed: &Failed<'_>,
    convert: impl Fn(P::Item) -> Option<T>,
) -> Result<Page<T>, VaultError> {
    let mut pages = pager.map_err(|e| failed.map(&e))?.into_pages();
    let answer = pages.try_next().await.map_err(|e| failed.map(&e))?;
    let items = match answer {
        Some(answer) => {
            let items = answer.into_items().await.map_err(|e| failed.map(&e))?;
            items.filter_map(convert).collect()
        }
        None => Vec::new(),
    };
    Ok(Page { items, next: pages.into_continuation().map(|c| PageToken(c.into())) })
}

#[async_trait]
impl Vault for AzureKeyVault {
    fn capabilities(&self) -> Capabilities {
        Capabilities {
            list: true,
            versions: true,
            set: true,
            attributes: true,
            delete: true,
            recover: true,
            certificates: true,
            longest_value: Some(LONGEST_VALUE),
        }
    }

    async fn who_am_i(&self) -> Result<SignedInAs, VaultError> {
        let failed = self.failed(Operation::WhoAmI, None);
        self.identity.get_token(&[PUBLIC_AUDIENCE], None).await.map_err(|e| failed.map(&e))?;
        let claims = self.identity.last().ok_or_else(|| failed.nonsense())?;
        Ok(claims.signed_in_as())
    }

    async fn list(&self, page: Option<PageToken>) -> Result<Page<SecretEntry>, VaultError> {
        let failed = self.failed(Operation::List, None);
        let options = SecretClientListSecretPropertiesOptions {
            method_options: options_at(page),
            ..Default::default()
        };
        let pager = self.secrets.list_secret_properties(Some(options));
        first_page(pager, &failed, convert::entry).await
    }

    async fn versions(&self, name: &SecretName) -> Result<Vec<SecretVersion>, VaultError> {
        let failed = self.failed(Operation::Versions, Some(name));
        let pager = self.secrets.list_secret_properties_versions(name.as_str(), None);
        let rows: Vec<_> =
            pager.map_err(|e| failed.map(&e))?.try_collect().await.map_err(|e| failed.map(&e))?;
        let mut versions: Vec<_> = rows.into_iter().filter_map(convert::version).collect();
        if versions.is_empty() {
            return Err(failed.plain(VaultErrorKind::NotFound));
        }
        versions.sort_by_key(|v| std::cmp::Reverse(v.attributes.created));
        Ok(versions)
    }

    async fn get(
        &self,
        name: &SecretName,
        version: Option<&VersionId>,
    ) -> Result<VaultSecret, VaultError> {
        match self.read(name, version).await {
            Ok(secret) => Ok(secret),
            Err(error) => Err(self.explained(error, name, version).await),
        }
    }

    async fn set(
        &self,
        name: &SecretName,
        value: &Secret,
        attributes: &SecretAttributesUpdate,
    ) -> Result<SecretVersion, VaultError> {
        let failed = self.failed(Operation::Set, Some(name));
        // EXPOSE: the value is what the vault is asked to keep.
        let value = value.expose();
        if value.len() > LONGEST_VALUE {
            return Err(failed.plain(VaultErrorKind::TooLarge));
        }
        let parameters = SetSecretParameters {
            content_type: attributes.content_type.clone(),
            secret_attributes: convert::attributes_of(attributes),
            tags: convert::tags_of(attributes),
            value: Some(value.to_owned()),
        };
        let body = RequestContent::try_from(parameters).map_err(|e| failed.map(&e))?;
        let answer = self.secrets.set_secret(name.as_str(), body, None).await;
        let secret = answer.and_then(azure_core::http::Response::into_model);
        let secret = secret.map_err(|e| failed.map(&e))?;
        convert::written(secret).ok_or_else(|| failed.nonsense())
    }

    async fn update_attributes(
        &self,
        name: &SecretName,
        version: &VersionId,
        attributes: &SecretAttributesUpdate,
    ) -> Result<SecretVersion, VaultError> {
        let failed = self.failed(Operation::UpdateAttributes, Some(name));
        let parameters = UpdateSecretPropertiesParameters {
            content_type: attributes.content_type.clone(),
            secret_attributes: convert::attributes_of(attributes),
            tags: convert::tags_of(attributes),
        };
        let options = SecretClientUpdateSecretPropertiesOptions {
            secret_version: Some(version.as_str().to_owned()),
            ..Default::default()
        };
        let body = RequestContent::try_from(parameters).map_err(|e| failed.map(&e))?;
        let answer =
            self.secrets.update_secret_properties(name.as_str(), body, Some(options)).await;
        let secret = answer.and_then(azure_core::http::Response::into_model);
        let secret = secret.map_err(|e| failed.map(&e))?;
        convert::written(secret).ok_or_else(|| failed.nonsense())
    }

    async fn delete(&self, name: &SecretName) -> Result<DeletedEntry, VaultError> {
        let failed = self.failed(Operation::Delete, Some(name));
        let answer = self.secrets.delete_secret(name.as_str(), None).await;
        let deleted = answer.and_then(azure_core::http::Response::into_model);
        let deleted = deleted.map_err(|e| failed.map(&e))?;
        Ok(DeletedEntry {
            name: name.clone(),
            deleted: deleted.deleted_date.and_then(convert::time),
            purged_on: deleted.scheduled_purge_date.and_then(convert::time),
        })
    }

    async fn recover(&self, name: &SecretName) -> Result<(), VaultError> {
        let failed = self.failed(Operation::Recover, Some(name));
        let recovered = self.secrets.recover_deleted_secret(name.as_str(), None);
        recovered.await.map_err(|e| failed.map(&e))?;
        Ok(())
    }

    async fn deleted(&self, page: Option<PageToken>) -> Result<Page<DeletedEntry>, VaultError> {
        let failed = self.failed(Operation::Deleted, None);
        let options = SecretClientListDeletedSecretPropertiesOptions {
            method_options: options_at(page),
            ..Default::default()
        };
        let pager = self.secrets.list_deleted_secret_properties(Some(options));
        first_page(pager, &failed, convert::deleted).await
    }
}
