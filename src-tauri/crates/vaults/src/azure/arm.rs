//! What Resource Manager knows of a key vault. Nothing depends on it: reading secrets works without.

use std::{sync::Arc, time::Duration};

use azure_core::{
    credentials::TokenCredential,
    http::{
        Context, HttpClient, Method, Pipeline, Request,
        policies::auth::BearerTokenAuthorizationPolicy,
    },
};
use serde::Deserialize;
use url::Url;

use super::transport;

const SUBSCRIPTIONS_VERSION: &str = "2022-12-01";
const RESOURCES_VERSION: &str = "2021-04-01";
const VAULTS_VERSION: &str = "2023-07-01";
/// Looking must not keep a form waiting.
const LONGEST_LOOK: Duration = Duration::from_secs(20);
const MOST_PAGES: usize = 200;

/// Where a key vault is and how it lets people in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VaultLocation {
    /// Subscription id.
    pub subscription: String,
    /// Resource group name.
    pub resource_group: String,
    /// Tenant that the vault trusts, if told.
    pub tenant: Option<String>,
    /// Whether roles decide; otherwise access policies do. None when not told.
    pub rbac: Option<bool>,
}

#[derive(Deserialize)]
pub(super) struct Listed<T> {
    pub(super) value: Vec<T>,
    #[serde(rename = "nextLink")]
    next: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Subscription {
    subscription_id: String,
}

#[derive(Deserialize)]
struct Resource {
    id: String,
    name: String,
}

#[derive(Deserialize)]
struct VaultResource {
    properties: Properties,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Properties {
    tenant_id: Option<String>,
    enable_rbac_authorization: Option<bool>,
}

/// Reads Resource Manager with the sign-in of a vault.
#[derive(Debug)]
pub(super) struct ArmReader {
    base: Url,
    pipeline: Pipeline,
}

impl ArmReader {
    pub(super) fn new(
        base: Url,
        audience: &str,
        credential: Arc<dyn TokenCredential>,
        client: Arc<dyn HttpClient>,
    ) -> Self {
        let auth = BearerTokenAuthorizationPolicy::new(credential, vec![audience.to_owned()]);
        let pipeline = Pipeline::new(
            option_env!("CARGO_PKG_NAME"),
            option_env!("CARGO_PKG_VERSION"),
            transport::options(client),
            Vec::new(),
            vec![Arc::new(auth)],
            None,
        );
        Self { base, pipeline }
    }

    pub(super) async fn locate(&self, key_vault: &str) -> Option<VaultLocation> {
        let look = self.look(key_vault);
        tokio::time::timeout(LONGEST_LOOK, look).await.ok()?
    }

    async fn look(&self, key_vault: &str) -> Option<VaultLocation> {
        let id = self.find(key_vault).await?;
        self.describe(&id).await
    }

    /// The resource id of a key vault.
    pub(super) async fn find(&self, key_vault: &str) -> Option<String> {
        let first = self.address("/subscriptions", SUBSCRIPTIONS_VERSION, None)?;
        let subscriptions: Vec<Subscription> = self.all(first).await?;
        for subscription in subscriptions {
            let path = format!("/subscriptions/{}/resources", subscription.subscription_id);
            let filter = "resourceType eq 'Microsoft.KeyVault/vaults'";
            let first = self.address(&path, RESOURCES_VERSION, Some(filter))?;
            // A subscription that may not be read hides nothing of the others.
            let resources: Vec<Resource> = self.all(first).await.unwrap_or_default();
            let found = resources.into_iter().find(|r| r.name.eq_ignore_ascii_case(key_vault));
            if let Some(found) = found {
                return Some(found.id);
            }
        }
        None
    }

    async fn describe(&self, id: &str) -> Option<VaultLocation> {
        let part = |key: &str| {
            let mut parts = id.split('/');
            parts.find(|p| p.eq_ignore_ascii_case(key))?;
            parts.next().map(str::to_owned)
        };
        let (subscription, resource_group) = (part("subscriptions")?, part("resourceGroups")?);
        let address = self.address(id, VAULTS_VERSION, None)?;
        let properties = self.get::<VaultResource>(address).await;
        let properties = properties.map(|vault| vault.properties);
        Some(VaultLocation {
            subscription,
            resource_group,
            tenant: properties.as_ref().and_then(|p| p.tenant_id.clone()),
            rbac: properties.and_then(|p| p.enable_rbac_authorization),
        })
    }

    pub(super) fn address(&self, path: &str, version: &str, filter: Option<&str>) -> Option<Url> {
        let mut url = self.base.join(path).ok()?;
        url.query_pairs_mut().append_pair("api-version", version);
        if let Some(filter) = filter {
            url.query_pairs_mut().append_pair("$filter", filter);
        }
        Some(url)
    }

    async fn all<T: for<'de> Deserialize<'de>>(&self, first: Url) -> Option<Vec<T>> {
        let mut rows = Vec::new();
        let mut next = Some(first);
        for _ in 0..MOST_PAGES {
            let Some(url) = next.take() else { break };
            let page: Listed<T> = self.get(url).await?;
            rows.extend(page.value);
            next = page.next.and_then(|link| Url::parse(&link).ok());
        }
        Some(rows)
    }

    pub(super) async fn get<T: for<'de> Deserialize<'de>>(&self, url: Url) -> Option<T> {
        let mut request = Request::new(url, Method::Get);
        let answer = self.pipeline.send(&Context::new(), &mut request, None).await.ok()?;
        serde_json::from_slice(answer.body().as_ref()).ok()
    }
}
