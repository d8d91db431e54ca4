//! Settings of a connection to Azure Key Vault.

use std::{net::SocketAddr, path::PathBuf};

use credenza_secret::{Secret, SecretBytes};
use url::Url;

use crate::{Operation, VaultError, VaultErrorKind};

/// The version of the vault's interface that is asked for unless a server needs an older one.
pub const API_VERSION: &str = "2025-07-01";
/// Sign-in address of the public cloud.
pub const PUBLIC_AUTHORITY: &str = "https://login.microsoftonline.com";
/// Resource Manager of the public cloud.
pub const PUBLIC_ARM: &str = "https://management.azure.com";

/// How to sign in (V2).
pub enum AzureSignIn {
    /// With the account of the `az` command.
    Cli,
    /// As an app registration with a secret.
    ClientSecret {
        /// The secret's value, not its id.
        secret: Secret,
    },
    /// As an app registration with a certificate.
    ClientCertificate {
        /// PKCS#12 with the RSA private key.
        pkcs12: SecretBytes,
        /// Its password, if it has one.
        password: Option<Secret>,
    },
    /// As the Azure machine that this runs on; `client_id` names a user-assigned identity.
    ManagedIdentity,
    /// With a federated token.
    WorkloadIdentity {
        /// The file that holds the token; read at each sign-in.
        token_file: PathBuf,
    },
}

impl std::fmt::Debug for AzureSignIn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Cli => "Cli",
            Self::ClientSecret { .. } => "ClientSecret",
            Self::ClientCertificate { .. } => "ClientCertificate",
            Self::ManagedIdentity => "ManagedIdentity",
            Self::WorkloadIdentity { .. } => "WorkloadIdentity",
        })
    }
}

/// Everything needed to reach one key vault. Its `Debug` shows no secret.
#[derive(Debug)]
pub struct AzureKeyVaultConfig {
    /// Address of the vault, `https://…`, without a path.
    pub url: String,
    /// How to sign in.
    pub sign_in: AzureSignIn,
    /// Tenant id or domain; needed for client secret, client certificate and workload identity.
    pub tenant: Option<String>,
    /// The app registration, or the user-assigned identity.
    pub client_id: Option<String>,
    /// Sign-in address, when it is not the public cloud's.
    pub authority_host: Option<String>,
    /// Resource Manager address, when it is not the public cloud's.
    pub arm_url: Option<String>,
    /// Certificate authorities to trust besides the system's, PEM, one or several.
    pub ca_pem: Option<String>,
    /// Version of the vault's interface.
    pub api_version: String,
    /// Refuse a vault that asks for a token of another service; switched off only for servers that
    /// do not live under the cloud's own domain.
    pub verify_challenge_resource: bool,
    /// Addresses to use for a host name instead of asking DNS, as a private endpoint may need.
    pub resolve: Vec<(String, SocketAddr)>,
}

impl AzureKeyVaultConfig {
    /// Settings for the public cloud.
    #[must_use]
    pub fn new(url: &str, sign_in: AzureSignIn) -> Self {
        Self {
            url: url.to_owned(),
            sign_in,
            tenant: None,
            client_id: None,
            authority_host: None,
            arm_url: None,
            ca_pem: None,
            api_version: API_VERSION.to_owned(),
            verify_challenge_resource: true,
            resolve: Vec::new(),
        }
    }

    pub(crate) fn addresses(&self) -> Result<Addresses, VaultError> {
        let authority = self.authority_host.as_deref().unwrap_or(PUBLIC_AUTHORITY);
        let arm = self.arm_url.as_deref().unwrap_or(PUBLIC_ARM);
        Ok(Addresses {
            vault: https(&self.url, "the vault's address is not an https address")?,
            authority: https(authority, "the sign-in address is not an https address")?,
            arm: https(arm, "the Resource Manager address is not an https address")?,
        })
    }
}

/// The checked addresses.
pub(crate) struct Addresses {
    pub(crate) vault: Url,
    pub(crate) authority: Url,
    pub(crate) arm: Url,
}

pub(crate) fn invalid(what: &'static str) -> VaultError {
    VaultError::new(Operation::Connect, VaultErrorKind::InvalidSetting(what))
}

fn https(text: &str, error: &'static str) -> Result<Url, VaultError> {
    let url = Url::parse(text.trim()).map_err(|_| invalid(error))?;
    let plain = url.username().is_empty()
        && url.password().is_none()
        && url.query().is_none()
        && url.fragment().is_none()
        && url.path() == "/";
    if url.scheme() == "https" && url.has_host() && plain { Ok(url) } else { Err(invalid(error)) }
}
