//! Names of things in Azure Key Vault, checked before any request (C6).

/// Which part of a reference is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AzureNameError {
    /// Not a GUID of 36 characters.
    #[error("the subscription id is not a GUID")]
    Subscription,
    /// Not 1 to 90 letters, digits, `_`, `-`, `.`, `(`, `)`, or ends with a full stop.
    #[error("the resource group name has a form that Azure does not allow")]
    ResourceGroup,
    /// Not 3 to 24 letters, digits and single hyphens, starting with a letter.
    #[error("the key vault name has a form that Azure does not allow")]
    KeyVault,
    /// Not 1 to 127 letters, digits and hyphens.
    #[error("the secret name has a form that Azure does not allow")]
    Secret,
    /// Not 32 hexadecimal characters.
    #[error("the version is not 32 hexadecimal characters")]
    Version,
}

/// The name of a secret: 1 to 127 ASCII letters, digits and hyphens.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SecretName(String);

impl SecretName {
    /// Checks `text`; nothing is trimmed.
    ///
    /// # Errors
    /// [`AzureNameError::Secret`].
    pub fn parse(text: &str) -> Result<Self, AzureNameError> {
        let good = (1..=127).contains(&text.len())
            && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        if good { Ok(Self(text.to_owned())) } else { Err(AzureNameError::Secret) }
    }

    /// The name itself.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A secret in an Azure Key Vault, named by the four fields of a secret variable and, if it is
/// pinned, a version.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct AzureSecretReference {
    subscription: String,
    resource_group: String,
    key_vault: String,
    secret: SecretName,
    version: Option<String>,
}

impl AzureSecretReference {
    /// Checks the five parts. White space around them is dropped, since they are often pasted.
    ///
    /// # Errors
    /// The first part that has a form which Azure does not allow.
    pub fn new(
        subscription: &str,
        resource_group: &str,
        key_vault: &str,
        secret: &str,
        version: Option<&str>,
    ) -> Result<Self, AzureNameError> {
        let version = version.map(str::trim).filter(|v| !v.is_empty());
        Ok(Self {
            subscription: checked(subscription, is_guid, AzureNameError::Subscription)?,
            resource_group: checked(
                resource_group,
                is_resource_group,
                AzureNameError::ResourceGroup,
            )?,
            key_vault: checked(key_vault, is_key_vault, AzureNameError::KeyVault)?,
            secret: SecretName::parse(secret.trim())?,
            version: version
                .map(|v| checked(v, is_version, AzureNameError::Version))
                .transpose()?,
        })
    }

    /// The subscription id, a GUID.
    #[must_use]
    pub fn subscription(&self) -> &str {
        &self.subscription
    }

    /// The resource group name.
    #[must_use]
    pub fn resource_group(&self) -> &str {
        &self.resource_group
    }

    /// The key vault name.
    #[must_use]
    pub fn key_vault(&self) -> &str {
        &self.key_vault
    }

    /// The secret name.
    #[must_use]
    pub fn secret(&self) -> &SecretName {
        &self.secret
    }

    /// The pinned version, or none for the latest.
    #[must_use]
    pub fn version(&self) -> Option<&str> {
        self.version.as_deref()
    }

    /// The full path of the vault and secret, as a refusal names it.
    #[must_use]
    pub fn path(&self) -> String {
        format!(
            "/subscriptions/{}/resourceGroups/{}/providers/Microsoft.KeyVault/vaults/{}/secrets/{}",
            self.subscription,
            self.resource_group,
            self.key_vault,
            self.secret.as_str()
        )
    }
}

fn checked(
    text: &str,
    rule: fn(&str) -> bool,
    error: AzureNameError,
) -> Result<String, AzureNameError> {
    let text = text.trim();
    if rule(text) { Ok(text.to_owned()) } else { Err(error) }
}

fn is_guid(text: &str) -> bool {
    text.len() == 36 && uuid::Uuid::try_parse(text).is_ok()
}

fn is_resource_group(text: &str) -> bool {
    let allowed = |c: char| c.is_alphanumeric() || "_-.()".contains(c);
    (1..=90).contains(&text.chars().count()) && text.chars().all(allowed) && !text.ends_with('.')
}

/// A key vault's name: 3 to 24 letters, digits and single hyphens, a letter first.
#[must_use]
pub fn is_key_vault(text: &str) -> bool {
    (3..=24).contains(&text.len())
        && text.starts_with(|c: char| c.is_ascii_alphabetic())
        && !text.ends_with('-')
        && !text.contains("--")
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

fn is_version(text: &str) -> bool {
    text.len() == 32 && text.bytes().all(|b| b.is_ascii_hexdigit())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    const SUBSCRIPTION: &str = "8f2c1d7a-4b0e-4c52-9a6f-2f6d0a1be913";

    #[test]
    fn the_path_names_every_part() {
        let reference =
            AzureSecretReference::new(SUBSCRIPTION, " rg-fin ", "kv-fin", "robot", None).unwrap();
        assert_eq!(
            reference.path(),
            format!(
                "/subscriptions/{SUBSCRIPTION}/resourceGroups/rg-fin/providers/Microsoft.KeyVault/vaults/kv-fin/secrets/robot"
            )
        );
    }

    #[test]
    fn a_secret_name_can_not_leave_its_path() {
        for bad in ["", "a/../b", "a b", "ä", "a_b", &"x".repeat(128)] {
            assert_eq!(SecretName::parse(bad), Err(AzureNameError::Secret), "{bad}");
        }
        assert!(SecretName::parse(&"x".repeat(127)).is_ok());
    }

    #[test]
    fn each_part_has_its_own_error() {
        let new = |s, r, k, n, v| AzureSecretReference::new(s, r, k, n, v).unwrap_err();
        assert_eq!(new("x", "rg", "kv1", "s", None), AzureNameError::Subscription);
        assert_eq!(new(SUBSCRIPTION, "rg.", "kv1", "s", None), AzureNameError::ResourceGroup);
        assert_eq!(new(SUBSCRIPTION, "rg", "kv--1", "s", None), AzureNameError::KeyVault);
        assert_eq!(new(SUBSCRIPTION, "rg", "kv1", "s", Some("1")), AzureNameError::Version);
    }
}
