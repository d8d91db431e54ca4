//! The object stores of the clouds.

use std::{sync::Arc, time::Duration};

use async_trait::async_trait;
use credenza_secret::Secret;
use object_store::{
    BackoffConfig, ClientOptions, CredentialProvider, ObjectStore, RetryConfig,
    aws::AmazonS3Builder,
    azure::{AzureAccessKey, AzureCredential, MicrosoftAzureBuilder},
    gcp::GoogleCloudStorageBuilder,
};
use serde::Deserialize;
use url::{Host, Url};

use super::{
    LocationError,
    sign_in::{Account, AzureSignIn, TokenSource},
};

/// One request, answer and all.
const LONGEST_REQUEST: Duration = Duration::from_secs(20);
const LONGEST_CONNECT: Duration = Duration::from_secs(5);
const RETRIES: usize = 3;
/// A request with all its retries.
const LONGEST_CALL: Duration = Duration::from_secs(40);

struct Tokens(Arc<dyn TokenSource>);

impl std::fmt::Debug for Tokens {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Tokens")
    }
}

#[async_trait]
impl CredentialProvider for Tokens {
    type Credential = AzureCredential;

    async fn get_credential(&self) -> object_store::Result<Arc<AzureCredential>> {
        let token = self.0.token().await.map_err(|error| object_store::Error::Generic {
            store: "azure",
            source: Box::new(error),
        })?;
        // EXPOSE: the store sends it as the request's authorisation.
        Ok(Arc::new(AzureCredential::BearerToken(token.expose().to_owned())))
    }
}

pub(super) fn s3(
    bucket: &str,
    region: &str,
    endpoint: Option<&str>,
    account: &Account,
) -> Result<Arc<dyn ObjectStore>, LocationError> {
    let mut builder = AmazonS3Builder::new()
        .with_bucket_name(bucket)
        .with_region(region)
        .with_access_key_id(&account.key_id)
        // EXPOSE: the store signs requests with it.
        .with_secret_access_key(account.secret.expose())
        .with_client_options(client(endpoint)?)
        .with_retry(retry());
    if let Some(session) = &account.session {
        // EXPOSE: the store sends it with requests.
        builder = builder.with_token(session.expose());
    }
    if let Some(endpoint) = endpoint {
        builder = builder.with_endpoint(endpoint);
    }
    Ok(Arc::new(builder.build().map_err(|_| LocationError::Settings)?))
}

pub(super) fn azure(
    account: &str,
    container: &str,
    endpoint: Option<&str>,
    sign_in: &AzureSignIn,
) -> Result<Arc<dyn ObjectStore>, LocationError> {
    let mut builder = MicrosoftAzureBuilder::new()
        .with_account(account)
        .with_container_name(container)
        .with_client_options(client(endpoint)?)
        .with_retry(retry());
    if let Some(endpoint) = endpoint {
        builder = builder.with_endpoint(endpoint.to_owned());
    }
    builder = match sign_in {
        AzureSignIn::Identity(tokens) => {
            builder.with_credentials(Arc::new(Tokens(Arc::clone(tokens))))
        }
        AzureSignIn::AccountKey(key) => {
            // EXPOSE: the store signs requests with it.
            let key = AzureAccessKey::try_new(key.expose());
            let key = key.map_err(|_| LocationError::Settings)?;
            let fixed =
                object_store::StaticCredentialProvider::new(AzureCredential::AccessKey(key));
            builder.with_credentials(Arc::new(fixed))
        }
    };
    Ok(Arc::new(builder.build().map_err(|_| LocationError::Settings)?))
}

/// What a key file says of the server; nothing for Google's own.
#[derive(Deserialize)]
struct KeyFile {
    gcs_base_url: Option<String>,
}

pub(super) fn gcs(bucket: &str, key_file: &Secret) -> Result<Arc<dyn ObjectStore>, LocationError> {
    // EXPOSE: the server is read, and nothing else kept.
    let server: KeyFile =
        serde_json::from_str(key_file.expose()).map_err(|_| LocationError::Settings)?;
    let builder = GoogleCloudStorageBuilder::new()
        .with_bucket_name(bucket)
        // EXPOSE: the store signs its sign-in with it.
        .with_service_account_key(key_file.expose())
        .with_client_options(client(server.gcs_base_url.as_deref())?)
        .with_retry(retry());
    Ok(Arc::new(builder.build().map_err(|_| LocationError::Settings)?))
}

/// Plain `http` is for a server on this computer alone.
fn client(endpoint: Option<&str>) -> Result<ClientOptions, LocationError> {
    let options =
        ClientOptions::new().with_timeout(LONGEST_REQUEST).with_connect_timeout(LONGEST_CONNECT);
    let Some(endpoint) = endpoint else { return Ok(options) };
    let url = Url::parse(endpoint).map_err(|_| LocationError::Settings)?;
    let loopback = match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        _ => false,
    };
    match url.scheme() {
        "https" => Ok(options),
        "http" if loopback => Ok(options.with_allow_http(true)),
        _ => Err(LocationError::Settings),
    }
}

fn retry() -> RetryConfig {
    RetryConfig {
        backoff: BackoffConfig::default(),
        max_retries: RETRIES,
        retry_timeout: LONGEST_CALL,
    }
}
