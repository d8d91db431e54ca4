//! Connecting a vault, and changing a connection.

use credenza_crypto::value::SecretValue;
use credenza_model::{
    ids::VaultId,
    name::DisplayName,
    vault::{AzureConnection, AzureSignInKind, VaultConnection},
};
use credenza_secret::{Secret, SecretBytes};
use credenza_store::{SealedValue, ValueOwner};
use credenza_vaults::VaultErrorKind;

use super::{failure::failed, held::VaultClient};
use crate::{AppError, ErrorCode, Workspace, error::name_problem};

const SECRET_AGAIN: &str = "Enter the client secret again. The stored one is kept only while the \
                            sign-in address, tenant, client id and certificate authority stay.";
const CERTIFICATE_AGAIN: &str = "Choose the certificate's file again. The stored one is kept only while \
                                 the sign-in address, tenant, client id and certificate authority stay.";

/// The secret of a sign-in.
pub enum SignInSecret {
    /// Of an app registration.
    Text(Secret),
    /// A PFX with its password, which is empty when it has none.
    Certificate {
        /// The file's bytes.
        pfx: SecretBytes,
        /// Its password.
        password: Secret,
    },
}

/// A vault to be connected.
pub struct VaultConnectRequest {
    /// What the person calls it.
    pub name: String,
    /// Where it is and how to sign in; subscription and resource group are found by themselves.
    pub azure: AzureConnection,
    /// The secret of the sign-in. When a connection is changed, none keeps the present one, which
    /// needs the same kind of sign-in, sign-in address, tenant, client id and certificate authority.
    pub secret: Option<SignInSecret>,
    /// Keep it without trying it.
    pub unchecked: bool,
}

/// What trying a connection showed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedIn {
    /// The identity in use.
    pub who: String,
    /// Its tenant.
    pub tenant: Option<String>,
    /// How it signed in.
    pub how: AzureSignInKind,
    /// Milliseconds until the vault had answered.
    pub answer_ms: u64,
    /// The vault's subscription, where it could be found.
    pub subscription: Option<String>,
    /// The vault's resource group, where it could be found.
    pub resource_group: Option<String>,
}

impl Workspace {
    /// Signs in and asks the vault, and stores nothing. `present` is the connection that is being
    /// changed, whose secret serves where the request has none.
    ///
    /// # Errors
    /// An [`AppError`] with the field that is not good, or what the sign-in or the vault said.
    pub async fn test_vault(
        &self,
        request: &VaultConnectRequest,
        present: Option<VaultId>,
    ) -> Result<SignedIn, AppError> {
        let present = present.map(|id| self.store().vault(id)).transpose()?;
        check_form(request, present.as_ref())?;
        let secret = match (&request.secret, &present) {
            (Some(secret), _) => Some(value_of(secret)),
            (None, Some(present)) => self.sign_in_of(present)?,
            (None, None) => None,
        };
        let client = self.new_client(&request.azure, request.azure.url.clone(), secret)?;
        self.try_client(&client, &request.azure).await
    }

    async fn try_client(
        &self,
        client: &VaultClient,
        azure: &AzureConnection,
    ) -> Result<SignedIn, AppError> {
        let started = self.host.now();
        let shown = |error| failed(&error, &client.address);
        let identity = client.vault.who_am_i().await.map_err(shown)?;
        match client.vault.list(None).await {
            // Whoever may read values need not be allowed to list names.
            Err(error) if !matches!(error.kind, VaultErrorKind::Refused(_)) => {
                return Err(shown(error));
            }
            _ => {}
        }
        let answer_ms = self.host.now().duration_since(started).as_millis();
        let place = client.azure.locate(&azure.key_vault()).await;
        Ok(SignedIn {
            who: identity.who,
            tenant: identity.tenant,
            how: azure.sign_in,
            answer_ms: u64::try_from(answer_ms).unwrap_or_default(),
            subscription: place.as_ref().map(|place| place.subscription.clone()),
            resource_group: place.map(|place| place.resource_group),
        })
    }

    /// Connects a vault after a good try.
    ///
    /// # Errors
    /// As [`Workspace::test_vault`]; [`ErrorCode::NameTaken`].
    pub async fn connect_vault(
        &self,
        request: VaultConnectRequest,
    ) -> Result<VaultConnection, AppError> {
        check_form(&request, None)?;
        let id = VaultId::from_random(self.random()?);
        let now = self.host.now();
        let sealed = request.secret.as_ref().map(|secret| self.seal_sign_in(id, secret, None));
        let sealed = sealed.transpose()?;
        let mut vault = VaultConnection {
            id,
            name: name_of(&request)?,
            azure: request.azure.clone(),
            signed_in_as: None,
            created: now,
            changed: now,
        };
        self.try_into_vault(&request, None, &mut vault).await?;
        self.store().insert_vault(&vault, sealed.as_ref()).map_err(|e| taken(e.into(), &vault))?;
        Ok(vault)
    }

    /// Changes a connection after a good try.
    ///
    /// # Errors
    /// As [`Workspace::connect_vault`].
    pub async fn edit_vault(
        &self,
        id: VaultId,
        request: VaultConnectRequest,
    ) -> Result<VaultConnection, AppError> {
        let mut vault = self.store().vault(id)?;
        check_form(&request, Some(&vault))?;
        vault.name = name_of(&request)?;
        vault.azure = request.azure.clone();
        self.try_into_vault(&request, Some(id), &mut vault).await?;
        let present = self.store().sealed_value(id.as_bytes()).ok();
        let sealed =
            request.secret.as_ref().map(|new| self.seal_sign_in(id, new, present.as_ref()));
        vault.changed = self.host.now();
        let stored = self.store().update_vault(&vault, sealed.transpose()?.as_ref());
        stored.map_err(|e| taken(e.into(), &vault))?;
        self.vaults.forget(id);
        Ok(vault)
    }

    async fn try_into_vault(
        &self,
        request: &VaultConnectRequest,
        present: Option<VaultId>,
        vault: &mut VaultConnection,
    ) -> Result<(), AppError> {
        if request.unchecked {
            return Ok(());
        }
        let tried = self.test_vault(request, present).await?;
        vault.signed_in_as = Some(tried.who).filter(|who| !who.is_empty());
        vault.azure.subscription = tried.subscription.or(vault.azure.subscription.take());
        vault.azure.resource_group = tried.resource_group.or(vault.azure.resource_group.take());
        Ok(())
    }

    fn seal_sign_in(
        &self,
        id: VaultId,
        secret: &SignInSecret,
        present: Option<&SealedValue>,
    ) -> Result<SealedValue, AppError> {
        self.seal_value(id.as_bytes(), ValueOwner::Vault, &value_of(secret), present)
    }

    /// Keeps whom the sign-in named last, if that is news.
    pub(super) fn note_identity(&self, id: VaultId, who: &str) -> Result<(), AppError> {
        let mut vault = self.store().vault(id)?;
        if who.is_empty() || vault.signed_in_as.as_deref() == Some(who) {
            return Ok(());
        }
        vault.signed_in_as = Some(who.to_owned());
        Ok(self.store().update_vault(&vault, None)?)
    }
}

fn value_of(secret: &SignInSecret) -> SecretValue {
    match secret {
        SignInSecret::Text(secret) => SecretValue::Text(secret.duplicate()),
        SignInSecret::Certificate { pfx, password } => {
            SecretValue::Certificate { pfx: pfx.duplicate(), password: password.duplicate() }
        }
    }
}

fn name_of(request: &VaultConnectRequest) -> Result<DisplayName, AppError> {
    DisplayName::parse(&request.name).map_err(|e| AppError::field("name", name_problem(e)))
}

fn taken(error: AppError, vault: &VaultConnection) -> AppError {
    if error.code == ErrorCode::NameTaken {
        return AppError::about(ErrorCode::NameTaken, vault.name.as_str()).in_field("name");
    }
    error
}

/// Whether the stored secret would go where it went so far. To any other place only the person
/// sends it, by entering it again.
fn goes_to_the_same(new: &AzureConnection, present: &AzureConnection) -> bool {
    new.sign_in == present.sign_in
        && new.authority_host == present.authority_host
        && new.tenant == present.tenant
        && new.client_id == present.client_id
        && new.ca_pem == present.ca_pem
}

/// Says which field is missing before anything is sent. `present` is the connection that is being
/// changed.
fn check_form(
    request: &VaultConnectRequest,
    present: Option<&VaultConnection>,
) -> Result<(), AppError> {
    name_of(request)?;
    let azure = &request.azure;
    check_address("url", &azure.url)?;
    for (field, address) in [("authorityHost", &azure.authority_host), ("armUrl", &azure.arm_url)] {
        address.as_deref().map_or(Ok(()), |address| check_address(field, address))?;
    }
    if azure.sign_in == AzureSignInKind::NotChosen {
        return Err(AppError::field("signIn", "Choose how to sign in."));
    }
    let empty = |text: &Option<String>| text.as_deref().is_none_or(|text| text.trim().is_empty());
    let app = matches!(
        azure.sign_in,
        AzureSignInKind::ClientSecret
            | AzureSignInKind::ClientCertificate
            | AzureSignInKind::WorkloadIdentity
    );
    if app && empty(&azure.tenant) {
        return Err(AppError::field("tenant", "Enter the tenant id or domain."));
    }
    if app && empty(&azure.client_id) {
        return Err(AppError::field("clientId", "Enter the application (client) id."));
    }
    let keeps_secret = present.is_some_and(|present| goes_to_the_same(azure, &present.azure));
    let has_one = present.is_some_and(|present| present.azure.sign_in == azure.sign_in);
    match (azure.sign_in, &request.secret) {
        (AzureSignInKind::ClientSecret, None) if !keeps_secret => {
            let ask = if has_one { SECRET_AGAIN } else { "Enter the client secret's value." };
            Err(AppError::field("clientSecret", ask))
        }
        (AzureSignInKind::ClientCertificate, None) if !keeps_secret => {
            let ask = if has_one { CERTIFICATE_AGAIN } else { "Choose the certificate's file." };
            Err(AppError::field("certificate", ask))
        }
        (AzureSignInKind::WorkloadIdentity, _) if empty(&azure.token_file) => {
            Err(AppError::field("tokenFile", "Choose the file with the federated token."))
        }
        _ => Ok(()),
    }
}

fn check_address(field: &'static str, text: &str) -> Result<(), AppError> {
    let good = url::Url::parse(text.trim())
        .is_ok_and(|url| url.scheme() == "https" && url.has_host() && url.username().is_empty());
    if good {
        Ok(())
    } else {
        Err(AppError::field(field, "Enter an address that begins with https://."))
    }
}
