//! What vaults answer with.

use std::collections::BTreeMap;

use credenza_model::azure::SecretName;
use credenza_secret::Secret;
use jiff::Timestamp;

/// One version of a secret, as the vault names it. Never empty.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct VersionId(String);

impl VersionId {
    /// Takes 1 to 64 ASCII letters and digits; anything else could leave its place in a path.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let good =
            (1..=64).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric());
        good.then(|| Self(text.to_owned()))
    }

    /// The version itself.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Where the next page begins; only the vault that gave it can read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageToken(pub(crate) String);

impl PageToken {
    /// Wraps a connector's own mark.
    #[must_use]
    pub fn new(mark: String) -> Self {
        Self(mark)
    }

    /// The connector's own mark.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    /// The rows, in the vault's order.
    pub items: Vec<T>,
    /// Where to go on, or none at the end. A page may be empty and still have a next one.
    pub next: Option<PageToken>,
}

/// What a vault tells of a version besides its value.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SecretAttributes {
    /// Whether the value may be read.
    pub enabled: bool,
    /// Start of its time, if set.
    pub not_before: Option<Timestamp>,
    /// End of its time, if set.
    pub expires: Option<Timestamp>,
    /// When it was made.
    pub created: Option<Timestamp>,
    /// When its attributes changed last.
    pub updated: Option<Timestamp>,
    /// Days for which a deleted secret can be recovered; none when the vault does not say.
    pub recoverable_days: Option<u16>,
}

/// What to set beside a value; a field left out is left to the vault (set) or as it was (update).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SecretAttributesUpdate {
    /// Whether the value may be read.
    pub enabled: Option<bool>,
    /// Start of its time.
    pub not_before: Option<Timestamp>,
    /// End of its time.
    pub expires: Option<Timestamp>,
    /// What the value is, at most 255 characters.
    pub content_type: Option<String>,
    /// Labels that anyone who may list can read; replaces all of them.
    pub tags: Option<BTreeMap<String, String>>,
}

/// A row of the list of names. Holds no value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecretEntry {
    /// Its name.
    pub name: SecretName,
    /// Attributes of the latest version.
    pub attributes: SecretAttributes,
    /// What the value is, in the vault's words.
    pub content_type: Option<String>,
    /// Whether a certificate of the same name owns it.
    pub managed: bool,
}

/// A version of a secret. Holds no value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecretVersion {
    /// Its identifier.
    pub id: VersionId,
    /// Its attributes.
    pub attributes: SecretAttributes,
    /// What the value is, in the vault's words.
    pub content_type: Option<String>,
}

/// A deleted secret that can still be recovered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeletedEntry {
    /// Its name, which stays taken.
    pub name: SecretName,
    /// When it was deleted.
    pub deleted: Option<Timestamp>,
    /// When the vault destroys it.
    pub purged_on: Option<Timestamp>,
}

/// A value with what belongs to it.
pub struct VaultSecret {
    /// The value.
    pub value: Secret,
    /// The version that was read.
    pub version: VersionId,
    /// Its attributes.
    pub attributes: SecretAttributes,
    /// What the value is, in the vault's words.
    pub content_type: Option<String>,
    /// Whether a certificate of the same name owns it.
    pub managed: bool,
}

impl std::fmt::Debug for VaultSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("VaultSecret")
            .field("version", &self.version)
            .field("attributes", &self.attributes)
            .finish_non_exhaustive()
    }
}

/// What a real read proved. The value was dropped at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadCheck {
    /// The version that was read.
    pub version: VersionId,
    /// Its attributes; a vault may give a value whose time is over.
    pub attributes: SecretAttributes,
    /// What the value is, in the vault's words.
    pub content_type: Option<String>,
    /// Whether a certificate of the same name owns it.
    pub managed: bool,
}

impl From<VaultSecret> for ReadCheck {
    fn from(secret: VaultSecret) -> Self {
        Self {
            version: secret.version,
            attributes: secret.attributes,
            content_type: secret.content_type,
            managed: secret.managed,
        }
    }
}

/// The identity in use, to be shown to the person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedInAs {
    /// A user's principal name, or `app ` and the application id.
    pub who: String,
    /// The tenant that signed it in.
    pub tenant: Option<String>,
    /// The object id that roles are given to.
    pub object_id: Option<String>,
}
