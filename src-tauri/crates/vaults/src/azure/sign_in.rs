//! Credentials of the official identity crate, and what their tokens say of the identity.

use std::{
    ffi::OsStr,
    io,
    process::Output,
    sync::{Arc, Mutex, PoisonError},
};

use async_trait::async_trait;
use azure_core::{
    cloud::CustomConfiguration,
    credentials::{AccessToken, Secret as AzureSecret, SecretBytes as AzureBytes},
    credentials::{TokenCredential, TokenRequestOptions},
    http::{ClientOptions, HttpClient},
};
use azure_identity::{
    AzureCliCredential, AzureCliCredentialOptions, ClientAssertionCredentialOptions,
    ClientCertificateCredential, ClientCertificateCredentialOptions, ClientSecretCredential,
    ClientSecretCredentialOptions, Executor, ManagedIdentityCredential,
    ManagedIdentityCredentialOptions, UserAssignedId, WorkloadIdentityCredential,
    WorkloadIdentityCredentialOptions,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::Deserialize;
use url::Url;

use super::{
    config::{Addresses, AzureKeyVaultConfig, AzureSignIn, invalid},
    transport,
};
use crate::{Operation, SignedInAs, VaultError, VaultErrorKind};

/// Runs `az`; the process ends when its call is dropped.
#[derive(Debug)]
pub(crate) struct EndsWhenDropped;

#[async_trait]
impl Executor for EndsWhenDropped {
    async fn run(&self, program: &OsStr, args: &[&OsStr]) -> io::Result<Output> {
        tokio::process::Command::new(program)
            .args(args)
            .stdin(std::process::Stdio::null())
            .kill_on_drop(true)
            .output()
            .await
    }
}

/// What requests are signed in with, and go over.
pub(crate) struct SignIn {
    pub(crate) addresses: Addresses,
    pub(crate) client: Arc<dyn HttpClient>,
    pub(crate) credential: Arc<dyn TokenCredential>,
}

impl SignIn {
    /// By these settings, over a client of their own.
    pub(crate) fn of(config: &AzureKeyVaultConfig) -> Result<Self, VaultError> {
        let client = Arc::new(transport::http_client(config)?);
        Self::over(config, client, Arc::new(EndsWhenDropped))
    }

    /// The same over another transport and another way to run `az`.
    pub(crate) fn over(
        config: &AzureKeyVaultConfig,
        client: Arc<dyn HttpClient>,
        executor: Arc<dyn Executor>,
    ) -> Result<Self, VaultError> {
        let addresses = config.addresses()?;
        let options = transport::options(client.clone());
        let credential = credential(config, &addresses.authority, options, executor)?;
        Ok(Self { addresses, client, credential })
    }
}

/// What is read of a token. The token itself is not checked here: the vault does that.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Claims {
    pub(crate) tid: Option<String>,
    oid: Option<String>,
    sub: Option<String>,
    upn: Option<String>,
    unique_name: Option<String>,
    preferred_username: Option<String>,
    appid: Option<String>,
    azp: Option<String>,
}

impl Claims {
    pub(crate) fn of(token: &str) -> Option<Self> {
        let payload = token.split('.').nth(1)?;
        let payload = URL_SAFE_NO_PAD.decode(payload.trim_end_matches('=')).ok()?;
        serde_json::from_slice(&payload).ok()
    }

    /// Whom roles are given to. An app's token may name it as its subject only.
    pub(crate) fn object(self) -> Option<String> {
        self.oid.or(self.sub)
    }

    pub(crate) fn signed_in_as(self) -> SignedInAs {
        let person = self.upn.or(self.preferred_username).or(self.unique_name);
        let app = self.appid.or(self.azp).map(|id| format!("app {id}"));
        SignedInAs {
            who: person.or(app).unwrap_or_default(),
            tenant: self.tid,
            object_id: self.oid,
        }
    }
}

/// A credential that remembers whom its last token named.
#[derive(Debug)]
pub(crate) struct Identity {
    inner: Arc<dyn TokenCredential>,
    last: Mutex<Option<Claims>>,
}

impl Identity {
    pub(crate) fn new(inner: Arc<dyn TokenCredential>) -> Self {
        Self { inner, last: Mutex::new(None) }
    }

    pub(crate) fn last(&self) -> Option<Claims> {
        self.last.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

#[async_trait]
impl TokenCredential for Identity {
    async fn get_token(
        &self,
        scopes: &[&str],
        options: Option<TokenRequestOptions<'_>>,
    ) -> azure_core::Result<AccessToken> {
        let token = self.inner.get_token(scopes, options).await?;
        // EXPOSE: the claims of the token name the identity that is shown to the person.
        let claims = Claims::of(token.token.secret());
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = claims;
        Ok(token)
    }
}

/// The credential that the settings describe.
pub(crate) fn credential(
    config: &AzureKeyVaultConfig,
    authority: &Url,
    mut options: ClientOptions,
    executor: Arc<dyn Executor>,
) -> Result<Arc<dyn TokenCredential>, VaultError> {
    let mut cloud = CustomConfiguration::default();
    authority.as_str().clone_into(&mut cloud.authority_host);
    options.cloud = Some(Arc::new(cloud.into()));
    let tenant = || given(config.tenant.as_deref(), "the tenant is missing");
    let client = || given(config.client_id.as_deref(), "the client id is missing");
    match &config.sign_in {
        AzureSignIn::Cli => cli(config.tenant.clone(), executor),
        AzureSignIn::ClientSecret { secret } => {
            // EXPOSE: the official client needs the secret to sign in.
            let secret = AzureSecret::new(secret.expose().to_owned());
            let options = ClientSecretCredentialOptions { client_options: options };
            made(ClientSecretCredential::new(&tenant()?, client()?, secret, Some(options)))
        }
        AzureSignIn::ClientCertificate { pkcs12, password } => {
            // EXPOSE: the official client needs the key to sign in.
            let pfx = AzureBytes::new(pkcs12.expose().to_vec());
            // EXPOSE: the official client opens the file with its password.
            let password = password.as_ref().map(|p| p.expose().to_owned());
            let certificate = ClientCertificateCredentialOptions {
                client_options: options,
                password: password.map(AzureSecret::new),
            };
            made(ClientCertificateCredential::new(tenant()?, client()?, pfx, Some(certificate)))
        }
        AzureSignIn::ManagedIdentity => {
            let identity = ManagedIdentityCredentialOptions {
                user_assigned_id: config.client_id.clone().map(UserAssignedId::ClientId),
                client_options: options,
            };
            made(ManagedIdentityCredential::new(Some(identity)))
        }
        AzureSignIn::WorkloadIdentity { token_file } => {
            let workload = WorkloadIdentityCredentialOptions {
                credential_options: ClientAssertionCredentialOptions { client_options: options },
                client_id: Some(client()?),
                tenant_id: Some(tenant()?),
                token_file_path: Some(token_file.clone()),
            };
            made(WorkloadIdentityCredential::new(Some(workload)))
        }
    }
}

fn cli(
    tenant: Option<String>,
    executor: Arc<dyn Executor>,
) -> Result<Arc<dyn TokenCredential>, VaultError> {
    made(AzureCliCredential::new(Some(AzureCliCredentialOptions {
        tenant_id: tenant,
        executor: Some(executor),
        subscription: None,
    })))
}

fn made<C: TokenCredential + 'static>(
    credential: azure_core::Result<Arc<C>>,
) -> Result<Arc<dyn TokenCredential>, VaultError> {
    match credential {
        Ok(credential) => Ok(credential),
        Err(_) => Err(VaultError::new(Operation::Connect, VaultErrorKind::SignInFailed)),
    }
}

fn given(value: Option<&str>, missing: &'static str) -> Result<String, VaultError> {
    let value = value.map(str::trim).filter(|v| !v.is_empty());
    value.map(str::to_owned).ok_or_else(|| invalid(missing))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn token(claims: &str) -> String {
        format!("e30.{}.sig", URL_SAFE_NO_PAD.encode(claims))
    }

    #[test]
    fn a_person_is_named_by_the_principal_name_and_an_app_by_its_id() {
        let person = token(r#"{"upn":"ana@contoso.example","appid":"04b0","tid":"t1"}"#);
        let person = Claims::of(&person).unwrap().signed_in_as();
        assert_eq!(person.who, "ana@contoso.example");
        assert_eq!(person.tenant.as_deref(), Some("t1"));
        let app = token(r#"{"appid":"00d8","oid":"o1"}"#);
        let app = Claims::of(&app).unwrap().signed_in_as();
        assert_eq!((app.who.as_str(), app.object_id.as_deref()), ("app 00d8", Some("o1")));
    }

    #[test]
    fn a_token_that_is_no_jwt_names_nobody() {
        assert!(Claims::of("opaque").is_none());
        assert!(Claims::of("a.!!.c").is_none());
    }
}
