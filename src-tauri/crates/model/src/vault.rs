//! Vault connections (V1).

use jiff::Timestamp;

use crate::{ids::VaultId, name::DisplayName};

/// The kinds of store that hold secrets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum StoreKind {
    /// Sealed in this workspace.
    ThisDevice,
    /// Azure Key Vault.
    AzureKeyVault,
}

/// How Credenza signs in to Azure (V2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AzureSignInKind {
    /// The account of the `az` command.
    Cli,
    /// An app registration with a secret.
    ClientSecret,
    /// An app registration with a certificate.
    ClientCertificate,
    /// The identity of the Azure machine that this runs on.
    ManagedIdentity,
    /// A federated token in a file.
    WorkloadIdentity,
    /// Not yet: a colleague named the vault, and it is asked for nothing before the person connects it.
    NotChosen,
}

/// Where an Azure Key Vault is and how to sign in; secrets of the sign-in are kept sealed apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AzureConnection {
    /// Address of the vault, `https://…`.
    pub url: String,
    /// How to sign in.
    pub sign_in: AzureSignInKind,
    /// Tenant id or domain.
    pub tenant: Option<String>,
    /// App registration or identity.
    pub client_id: Option<String>,
    /// Sign-in address, when it is not the public cloud's.
    pub authority_host: Option<String>,
    /// Resource Manager address, when it is not the public cloud's.
    pub arm_url: Option<String>,
    /// Certificate authority to trust besides the system's, PEM.
    pub ca_pem: Option<String>,
    /// File with the federated token, for workload identity.
    pub token_file: Option<String>,
    /// Subscription of the vault, once known; prefills new variables.
    pub subscription: Option<String>,
    /// Resource group of the vault, once known; prefills new variables.
    pub resource_group: Option<String>,
}

impl AzureConnection {
    /// The vault at `url` in the public cloud, with the sign-in of the Azure CLI.
    #[must_use]
    pub fn by_cli(url: &str) -> Self {
        Self {
            url: url.to_owned(),
            sign_in: AzureSignInKind::Cli,
            tenant: None,
            client_id: None,
            authority_host: None,
            arm_url: None,
            ca_pem: None,
            token_file: None,
            subscription: None,
            resource_group: None,
        }
    }

    /// A vault that a colleague named and that the person has not connected yet.
    #[must_use]
    pub fn not_connected(url: &str) -> Self {
        Self { sign_in: AzureSignInKind::NotChosen, ..Self::by_cli(url) }
    }

    /// The key vault's name: the first label of the address's host.
    #[must_use]
    pub fn key_vault(&self) -> String {
        let host = url::Url::parse(&self.url).ok().and_then(|u| u.host_str().map(str::to_owned));
        let host = host.unwrap_or_default();
        host.split('.').next().unwrap_or_default().to_owned()
    }

    /// The address of another key vault that the same sign-in reaches: the first label of the host
    /// is the key vault's name. None when the host has no such label (`localhost`, an address, two
    /// labels): then there is one vault behind it, whatever it is called.
    #[must_use]
    pub fn url_of(&self, key_vault: &str) -> Option<String> {
        let mut url = url::Url::parse(&self.url).ok()?;
        let url::Host::Domain(host) = url.host()? else { return None };
        let (first, rest) = host.split_once('.')?;
        if !rest.contains('.') || first.eq_ignore_ascii_case(key_vault) {
            return None;
        }
        let other = format!("{key_vault}.{rest}");
        url.set_host(Some(&other)).ok()?;
        Some(url.to_string())
    }
}

/// A vault that this workspace is connected to. This device is always there and is not one of these.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VaultConnection {
    /// Its identifier.
    pub id: VaultId,
    /// What the person calls it; unique in the workspace without regard to case.
    pub name: DisplayName,
    /// Where it is.
    pub azure: AzureConnection,
    /// The identity in use, as the vault's sign-in named it last.
    pub signed_in_as: Option<String>,
    /// When it was connected.
    pub created: Timestamp,
    /// When it was changed last.
    pub changed: Timestamp,
}
