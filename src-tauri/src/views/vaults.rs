//! Vaults, references to their secrets, and checks of them.

use credenza_app::{
    VaultUsage,
    vaults::{
        AccessStep, NoAnswer, Refusal, SignedIn, StepState, VaultHealth, VaultSecretPage,
        VaultView as AppVault,
    },
};
use credenza_model::{
    variable::{SecretPlace, VariableContent},
    vault::{AzureConnection, AzureSignInKind, StoreKind},
};
use serde::{Deserialize, Serialize};

use super::{CertificateView, VariableView, words};
use crate::error::UiError;

/// A refusal with what mends it.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RefusalView {
    sentence: String,
    path: String,
    cause: &'static str,
    cause_text: String,
    field: Option<&'static str>,
    command: Option<String>,
    request: String,
    who: Option<String>,
}

impl From<Refusal> for RefusalView {
    fn from(refusal: Refusal) -> Self {
        Self {
            sentence: refusal.sentence,
            path: refusal.path,
            cause: words::cause(refusal.cause),
            cause_text: refusal.cause_text,
            field: refusal.field,
            command: refusal.command,
            request: refusal.request,
            who: refusal.who,
        }
    }
}

/// The four fields of a secret in Azure, its version and its path.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AzureReferenceView {
    subscription: String,
    resource_group: String,
    key_vault: String,
    secret: String,
    version: Option<String>,
    path: String,
}

impl AzureReferenceView {
    pub(super) fn of(content: &VariableContent) -> Option<Self> {
        let VariableContent::Secret(secret) = content else { return None };
        let SecretPlace::Azure { reference, .. } = &secret.place else { return None };
        Some(Self {
            subscription: reference.subscription().to_owned(),
            resource_group: reference.resource_group().to_owned(),
            key_vault: reference.key_vault().to_owned(),
            secret: reference.secret().as_str().to_owned(),
            version: reference.version().map(str::to_owned),
            path: reference.path(),
        })
    }
}

/// How a save that needs a check ended.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "outcome", rename_all = "camelCase")]
pub(crate) enum SaveOutcomeView {
    /// It is stored.
    Saved { variable: Box<VariableView> },
    /// Nothing is stored.
    Refused { refusal: RefusalView },
    /// Nothing is stored; it may be kept without a check.
    NoAnswer { address: String, seconds: u64, tries: u32, error: Box<UiError> },
    /// The person stopped it.
    Stopped,
}

impl From<NoAnswer> for SaveOutcomeView {
    fn from(silence: NoAnswer) -> Self {
        let NoAnswer { address, seconds, tries, error } = silence;
        Self::NoAnswer { address, seconds, tries, error: Box::new(error.into()) }
    }
}

/// How far a check is.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CheckProgressView {
    check_id: String,
    check: &'static str,
    state: &'static str,
    elapsed_ms: u64,
}

impl CheckProgressView {
    pub(crate) fn of(id: &str, step: AccessStep, state: StepState, elapsed_ms: u64) -> Self {
        let check = match step {
            AccessStep::SignIn => "signIn",
            AccessStep::Vault => "vault",
            AccessStep::Secret => "secret",
        };
        let state = match state {
            StepState::Running => "running",
            StepState::Good => "good",
            StepState::Bad => "bad",
        };
        Self { check_id: id.to_owned(), check, state, elapsed_ms }
    }
}

/// A vault to be connected or changed. Files come by handle.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct VaultRequestView {
    pub(crate) name: String,
    url: String,
    sign_in: String,
    tenant: Option<String>,
    client_id: Option<String>,
    pub(crate) client_secret: Option<String>,
    pub(crate) certificate_handle: Option<String>,
    pub(crate) certificate_password: Option<String>,
    token_file: Option<String>,
    authority_host: Option<String>,
    arm_url: Option<String>,
    pub(crate) ca_handle: Option<String>,
    pub(crate) keep_ca: bool,
}

impl VaultRequestView {
    /// What is no secret of it.
    pub(crate) fn connection(&self, ca_pem: Option<String>) -> Result<AzureConnection, UiError> {
        let given = |text: &Option<String>| {
            text.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
        };
        Ok(AzureConnection {
            url: self.url.trim().to_owned(),
            sign_in: words::sign_in_of(&self.sign_in).ok_or_else(UiError::not_found)?,
            tenant: given(&self.tenant),
            client_id: given(&self.client_id),
            authority_host: given(&self.authority_host),
            arm_url: given(&self.arm_url),
            ca_pem,
            token_file: given(&self.token_file),
            subscription: None,
            resource_group: None,
        })
    }
}

/// What trying a connection showed.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SignedInView {
    who: String,
    tenant: Option<String>,
    how: &'static str,
    answer_ms: u64,
    subscription: Option<String>,
    resource_group: Option<String>,
}

impl From<SignedIn> for SignedInView {
    fn from(tried: SignedIn) -> Self {
        Self {
            who: tried.who,
            tenant: tried.tenant,
            how: how(tried.how),
            answer_ms: tried.answer_ms,
            subscription: tried.subscription,
            resource_group: tried.resource_group,
        }
    }
}

fn how(kind: AzureSignInKind) -> &'static str {
    match kind {
        AzureSignInKind::Cli => "Azure CLI",
        AzureSignInKind::ClientSecret => "Client secret",
        AzureSignInKind::ClientCertificate => "Client certificate",
        AzureSignInKind::ManagedIdentity => "Managed identity",
        AzureSignInKind::WorkloadIdentity => "Workload identity",
        AzureSignInKind::NotChosen => "Not chosen yet",
    }
}

/// How a vault answered last.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct VaultHealthView {
    reachable: bool,
    signed_in_as: Option<String>,
    answer_ms: Option<u64>,
    problem: Option<String>,
    checked: String,
}

impl From<VaultHealth> for VaultHealthView {
    fn from(health: VaultHealth) -> Self {
        Self {
            reachable: health.reachable,
            signed_in_as: health.signed_in_as,
            answer_ms: health.answer_ms,
            problem: health.problem,
            checked: health.checked.to_string(),
        }
    }
}

/// A vault in the list of vaults.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct VaultView {
    id: String,
    kind: &'static str,
    name: String,
    address: String,
    key_vault: Option<String>,
    sign_in: Option<&'static str>,
    signed_in_as: Option<String>,
    tenant: Option<String>,
    client_id: Option<String>,
    authority_host: Option<String>,
    arm_url: Option<String>,
    token_file: Option<String>,
    has_ca: bool,
    subscription: Option<String>,
    resource_group: Option<String>,
    values: u64,
    used_by: u64,
    refused: u64,
    health: Option<VaultHealthView>,
}

impl VaultView {
    /// The store that is always there.
    pub(crate) fn this_device(usage: VaultUsage) -> Self {
        Self {
            id: "this-device".to_owned(),
            kind: words::store(StoreKind::ThisDevice),
            name: "This device".to_owned(),
            address: "Sealed in this workspace".to_owned(),
            key_vault: None,
            sign_in: None,
            signed_in_as: None,
            tenant: None,
            client_id: None,
            authority_host: None,
            arm_url: None,
            token_file: None,
            has_ca: false,
            subscription: None,
            resource_group: None,
            values: usage.variables,
            used_by: usage.credentials,
            refused: usage.refused,
            health: None,
        }
    }
}

impl From<AppVault> for VaultView {
    fn from(view: AppVault) -> Self {
        let azure = view.vault.azure;
        Self {
            id: view.vault.id.to_string(),
            kind: words::store(StoreKind::AzureKeyVault),
            name: view.vault.name.as_str().to_owned(),
            key_vault: Some(azure.key_vault()),
            // One that is not chosen yet has no word.
            sign_in: Some(words::sign_in(azure.sign_in)).filter(|word| !word.is_empty()),
            address: azure.url,
            signed_in_as: view.vault.signed_in_as,
            tenant: azure.tenant,
            client_id: azure.client_id,
            authority_host: azure.authority_host,
            arm_url: azure.arm_url,
            token_file: azure.token_file,
            has_ca: azure.ca_pem.is_some(),
            subscription: azure.subscription,
            resource_group: azure.resource_group,
            values: view.usage.variables,
            used_by: view.usage.credentials,
            refused: view.usage.refused,
            health: view.health.map(VaultHealthView::from),
        }
    }
}

/// A name in a vault.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
struct VaultSecretView {
    name: String,
    enabled: bool,
    expires: Option<String>,
    changed: Option<String>,
    content_type: Option<String>,
    certificate: bool,
    used_by: u64,
}

/// One page of names.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct VaultSecretPageView {
    rows: Vec<VaultSecretView>,
    next: Option<String>,
}

impl From<VaultSecretPage> for VaultSecretPageView {
    fn from(page: VaultSecretPage) -> Self {
        let rows = page.rows.into_iter().map(|row| VaultSecretView {
            name: row.entry.name.as_str().to_owned(),
            enabled: row.entry.attributes.enabled,
            expires: row.entry.attributes.expires.map(|at| at.to_string()),
            changed: row.entry.attributes.updated.map(|at| at.to_string()),
            content_type: row.entry.content_type,
            certificate: row.entry.managed,
            used_by: row.used_by,
        });
        Self { rows: rows.collect(), next: page.next }
    }
}

/// A certificate that was read from a file.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PickedCertificateView {
    pub(crate) handle: String,
    pub(crate) file_name: String,
    pub(crate) certificate: CertificateView,
}

/// A certificate of This device to be stored.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CertificateVariableView {
    pub(crate) display_name: String,
    pub(crate) name: String,
    pub(crate) handle: String,
}

/// A file that was picked.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PickedFileView {
    pub(crate) handle: String,
    pub(crate) file_name: String,
    pub(crate) path: String,
}
