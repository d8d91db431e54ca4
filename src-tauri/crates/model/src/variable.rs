//! Variables: text, or a secret that is referenced or sealed (C5–C7).

use jiff::Timestamp;

use crate::{
    access::AccessState,
    azure::AzureSecretReference,
    certificate::CertificateFacts,
    ids::{VariableId, VaultId},
    name::{DisplayName, VariableName},
    vault::StoreKind,
};

/// Where a secret variable's value is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SecretPlace {
    /// Sealed in this workspace.
    ThisDevice,
    /// In an Azure Key Vault, read through a vault connection.
    Azure {
        /// The connection whose sign-in is used.
        vault: VaultId,
        /// The secret.
        reference: AzureSecretReference,
    },
}

/// What a secret variable holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SecretShape {
    /// A password or another text.
    Password,
    /// A certificate with its private key.
    Certificate,
}

/// What a variable holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum VariableContent {
    /// A text that is no secret, such as a user name.
    Text(String),
    /// A secret; its value is never here.
    Secret(Box<SecretContent>),
}

/// What is known about a secret variable without reading its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecretContent {
    /// Where the value is.
    pub place: SecretPlace,
    /// Password or certificate.
    pub shape: SecretShape,
    /// What the last check found.
    pub access: AccessState,
    /// When that was.
    pub checked: Option<Timestamp>,
    /// When the value expires, if it does.
    pub expires: Option<Timestamp>,
    /// The certificate's facts, if they are known.
    pub certificate: Option<CertificateFacts>,
}

impl VariableContent {
    /// The store of a secret; a text variable has none.
    #[must_use]
    pub fn store(&self) -> Option<StoreKind> {
        match self {
            Self::Text(_) => None,
            Self::Secret(secret) => Some(match secret.place {
                SecretPlace::ThisDevice => StoreKind::ThisDevice,
                SecretPlace::Azure { .. } => StoreKind::AzureKeyVault,
            }),
        }
    }
}

/// A variable as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variable {
    /// Its identifier.
    pub id: VariableId,
    /// What people see.
    pub display_name: DisplayName,
    /// Its unique name.
    pub name: VariableName,
    /// What it holds.
    pub content: VariableContent,
    /// When it was made.
    pub created: Timestamp,
    /// When it was changed last.
    pub changed: Timestamp,
}
