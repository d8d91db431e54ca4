//! What a field held when somebody read it, so that their change is stored on that and nothing else.

use std::fmt;

use credenza_crypto::record::digest;
use credenza_model::{
    credential::Credential,
    variable::{SecretPlace, VariableContent},
};

use crate::variables::Standing;

/// Stands for what a field held. That of a secret comes from its sealed value, so that nobody can try
/// guesses on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark(String);

/// Marks of the fields of a credential that people change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CredentialMarks {
    /// Of its name.
    pub name: Mark,
    /// Of its description.
    pub description: Mark,
    /// Of its locations.
    pub locations: Mark,
}

/// Marks of the fields of a variable that people change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VariableMarks {
    /// Of its display name.
    pub display_name: Mark,
    /// Of its value, or of where its secret lies.
    pub value: Mark,
}

impl Mark {
    /// Of parts, each with its length, so that no two lists of parts are alike.
    pub(crate) fn of<'p>(parts: impl IntoIterator<Item = &'p [u8]>) -> Self {
        let mut bytes = Vec::new();
        for part in parts {
            bytes.extend((part.len() as u64).to_be_bytes());
            bytes.extend_from_slice(part);
        }
        Self(digest(&bytes)[..8].iter().map(|byte| format!("{byte:02x}")).collect())
    }
}

impl From<String> for Mark {
    /// As it was shown. What never was a mark is that of nothing.
    fn from(shown: String) -> Self {
        Self(shown)
    }
}

impl fmt::Display for Mark {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl CredentialMarks {
    pub(crate) fn of(credential: &Credential) -> Self {
        Self {
            name: Mark::of([credential.name.as_str().as_bytes()]),
            description: Mark::of([credential.description.as_bytes()]),
            locations: Mark::of([&[credential.locations.bits()][..]]),
        }
    }
}

impl VariableMarks {
    /// What is known of a secret in a vault is no part of them.
    pub(crate) fn of(here: &Standing) -> Self {
        let variable = &here.variable;
        let value = match &variable.content {
            VariableContent::Text(text) => Mark::of([text.as_bytes()]),
            VariableContent::Secret(secret) => match &secret.place {
                SecretPlace::ThisDevice => Mark::of(here.value.iter().map(|one| &one.digest[..])),
                SecretPlace::Azure { vault, reference } => Mark::of([
                    &vault.as_bytes()[..],
                    reference.subscription().as_bytes(),
                    reference.resource_group().as_bytes(),
                    reference.key_vault().as_bytes(),
                    reference.secret().as_str().as_bytes(),
                    reference.version().unwrap_or_default().as_bytes(),
                ]),
            },
        };
        Self { display_name: Mark::of([variable.display_name.as_str().as_bytes()]), value }
    }
}
