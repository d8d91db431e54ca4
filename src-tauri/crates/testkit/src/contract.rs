//! What every vault promises, tried on one.

use std::collections::BTreeSet;

use credenza_model::{access::AccessCause, azure::SecretName};
use credenza_secret::Secret;
use credenza_vaults::{
    Page, SecretAttributesUpdate, SecretEntry, SecretVersion, Vault, VaultError, VaultErrorKind,
    VersionId,
};
use jiff::Timestamp;

/// More than two pages of any vault that pages by 25.
const MANY: usize = 60;

/// How a vault differs within the contract.
#[derive(Debug, Clone)]
pub struct Expected {
    /// Begins every name, so that runs on one vault do not meet.
    pub prefix: String,
    /// What reading a disabled secret fails with.
    pub disabled: VaultErrorKind,
    /// Whether a secret whose time is over is still given.
    pub expired_is_given: bool,
    /// Whether a deleted secret holds its name.
    pub deleted_holds_name: bool,
}

impl Expected {
    /// Azure's ways, under a new prefix.
    #[must_use]
    pub fn azure() -> Self {
        Self {
            prefix: format!("c{}", uuid::Uuid::new_v4().simple()),
            disabled: VaultErrorKind::Refused(AccessCause::Disabled),
            expired_is_given: true,
            deleted_holds_name: true,
        }
    }

    /// The emulators' ways: a secret whose time is over is refused.
    #[must_use]
    pub fn emulators() -> Self {
        Self { expired_is_given: false, ..Self::azure() }
    }

    /// Lowkey Vault's ways: a disabled secret is not found.
    #[must_use]
    pub fn lowkey() -> Self {
        Self { disabled: VaultErrorKind::NotFound, ..Self::azure() }
    }

    fn name(&self, tail: &str) -> SecretName {
        SecretName::parse(&format!("{}-{tail}", self.prefix)).expect("the name is valid")
    }
}

/// Runs the whole contract; what a vault does not declare has to be refused as unsupported.
///
/// # Panics
/// At the first promise that is not kept.
pub async fn contract(vault: &dyn Vault, expected: &Expected) {
    missing_secrets_are_not_found(vault, expected).await;
    values_come_back_as_they_were(vault, expected).await;
    versions_are_kept(vault, expected).await;
    attributes_are_kept(vault, expected).await;
    every_name_is_listed_once(vault, expected).await;
    deleted_secrets_come_back(vault, expected).await;
    let who = vault.who_am_i().await.expect("the identity is known");
    assert!(!who.who.is_empty(), "the identity has no name");
}

async fn missing_secrets_are_not_found(vault: &dyn Vault, expected: &Expected) {
    let name = expected.name("missing");
    fails(vault.get(&name, None).await, &VaultErrorKind::NotFound);
    fails(vault.check_read(&name, None).await, &VaultErrorKind::NotFound);
    fails(vault.versions(&name).await, &VaultErrorKind::NotFound);
    fails(vault.delete(&name).await, &VaultErrorKind::NotFound);
}

async fn values_come_back_as_they_were(vault: &dyn Vault, expected: &Expected) {
    let longest = vault.capabilities().longest_value.unwrap_or(25 * 1024);
    let values = [
        "plain".to_owned(),
        "pässwörd \u{1f511} 密码 \u{202e}".to_owned(),
        "line\r\nbreak\ttab \"quotes\" \\ </script>\u{0}".to_owned(),
        "x".repeat(longest),
    ];
    for (index, text) in values.into_iter().enumerate() {
        let name = expected.name(&format!("value-{index}"));
        put(vault, &name, &text).await;
        reads(vault, &name, None, &text).await;
    }
    if let Some(longest) = vault.capabilities().longest_value {
        let set = write(vault, &expected.name("long"), "x".repeat(longest + 1)).await;
        fails(set, &VaultErrorKind::TooLarge);
    }
}

async fn versions_are_kept(vault: &dyn Vault, expected: &Expected) {
    if !vault.capabilities().versions {
        return;
    }
    let name = expected.name("versions");
    let first = put(vault, &name, "first").await;
    let second = put(vault, &name, "second").await;
    assert_ne!(first, second);
    reads(vault, &name, None, "second").await;
    reads(vault, &name, Some(&first), "first").await;
    let listed = vault.versions(&name).await.expect("versions are listed");
    let listed: BTreeSet<_> = listed.into_iter().map(|v| v.id).collect();
    assert_eq!(listed, BTreeSet::from([first, second]));
    let other = VersionId::parse("00000000000000000000000000000000").expect("a valid version");
    fails(vault.get(&name, Some(&other)).await, &VaultErrorKind::NotFound);
}

async fn attributes_are_kept(vault: &dyn Vault, expected: &Expected) {
    if !vault.capabilities().attributes {
        return;
    }
    let name = expected.name("attributes");
    let past = Timestamp::from_second(1_600_000_000).expect("a valid time");
    let wanted = SecretAttributesUpdate {
        content_type: Some("text/plain".to_owned()),
        expires: Some(past),
        ..SecretAttributesUpdate::default()
    };
    let value = Secret::new("kept".to_owned());
    let set = vault.set(&name, &value, &wanted).await.expect("it is set");
    assert_eq!(set.attributes.expires, Some(past));
    assert_eq!(set.content_type.as_deref(), Some("text/plain"));
    let checked = vault.check_read(&name, None).await;
    if expected.expired_is_given {
        let checked = checked.expect("an expired value is still given");
        assert_eq!(checked.version, set.id);
        assert_eq!(checked.attributes.expires, Some(past));
        assert_eq!(checked.content_type.as_deref(), Some("text/plain"));
    } else {
        let over = AccessCause::Expired { on: Some(past) };
        fails(checked, &VaultErrorKind::Refused(over));
    }
    is_switched_off_and_on(vault, expected, &name, &set.id).await;
}

async fn is_switched_off_and_on(
    vault: &dyn Vault,
    expected: &Expected,
    name: &SecretName,
    version: &VersionId,
) {
    let future = Timestamp::from_second(4_000_000_000).expect("a valid time");
    let switch = |enabled| SecretAttributesUpdate {
        enabled: Some(enabled),
        expires: Some(future),
        ..SecretAttributesUpdate::default()
    };
    let off = vault.update_attributes(name, version, &switch(false)).await;
    assert!(!off.expect("it is switched off").attributes.enabled);
    fails(vault.get(name, None).await, &expected.disabled);
    let on = vault.update_attributes(name, version, &switch(true)).await;
    let on = on.expect("it is switched on");
    assert!(on.attributes.enabled);
    assert_eq!(on.attributes.expires, Some(future));
    assert_eq!(on.content_type.as_deref(), Some("text/plain"), "it was not to change");
    reads(vault, name, None, "kept").await;
}

async fn every_name_is_listed_once(vault: &dyn Vault, expected: &Expected) {
    if !vault.capabilities().list {
        fails(vault.list(None).await, &VaultErrorKind::Unsupported);
        return;
    }
    let names: BTreeSet<_> =
        (0..MANY).map(|index| expected.name(&format!("many-{index:03}"))).collect();
    for name in &names {
        put(vault, name, "one of many").await;
    }
    let marker = expected.name("many-");
    let listed: Vec<_> = all(vault)
        .await
        .into_iter()
        .map(|entry| entry.name)
        .filter(|name| name.as_str().starts_with(marker.as_str()))
        .collect();
    assert_eq!(listed.len(), names.len(), "a name is listed twice or not at all");
    assert_eq!(listed.into_iter().collect::<BTreeSet<_>>(), names);
}

async fn deleted_secrets_come_back(vault: &dyn Vault, expected: &Expected) {
    if !vault.capabilities().delete {
        return;
    }
    let name = expected.name("deleted");
    put(vault, &name, "comes back").await;
    vault.delete(&name).await.expect("it is deleted");
    fails(vault.get(&name, None).await, &VaultErrorKind::NotFound);
    if !vault.capabilities().recover {
        fails(vault.recover(&name).await, &VaultErrorKind::Unsupported);
        return;
    }
    let deleted = vault.deleted(None).await.expect("deleted ones are listed");
    assert!(deleted.items.iter().any(|entry| entry.name == name));
    if expected.deleted_holds_name {
        let set = write(vault, &name, "in the way".to_owned()).await;
        fails(set, &VaultErrorKind::Conflict);
    }
    vault.recover(&name).await.expect("it is recovered");
    reads(vault, &name, None, "comes back").await;
}

/// Every entry, page by page.
///
/// # Panics
/// When a page can not be read.
pub async fn all(vault: &dyn Vault) -> Vec<SecretEntry> {
    let mut entries = Vec::new();
    let mut page = None;
    loop {
        let Page { items, next } = vault.list(page).await.expect("a page is listed");
        entries.extend(items);
        match next {
            Some(next) => page = Some(next),
            None => return entries,
        }
    }
}

/// Writes `text` and tells the version.
///
/// # Panics
/// When the vault refuses.
pub async fn put(vault: &dyn Vault, name: &SecretName, text: &str) -> VersionId {
    let set = write(vault, name, text.to_owned()).await;
    set.expect("it is set").id
}

async fn write(
    vault: &dyn Vault,
    name: &SecretName,
    text: String,
) -> Result<SecretVersion, VaultError> {
    let attributes = SecretAttributesUpdate::default();
    vault.set(name, &Secret::new(text), &attributes).await
}

async fn reads(vault: &dyn Vault, name: &SecretName, version: Option<&VersionId>, text: &str) {
    let secret = vault.get(name, version).await.expect("it is read");
    // EXPOSE: the test compares the value that it wrote.
    assert!(secret.value.expose() == text, "another value came back");
}

/// Asserts that a call failed with `kind`.
///
/// # Panics
/// When it did not.
pub fn fails<T>(answer: Result<T, VaultError>, kind: &VaultErrorKind) {
    match answer {
        Ok(_) => panic!("it worked, but {kind:?} was expected"),
        Err(error) => assert_eq!(&error.kind, kind, "{error:?}"),
    }
}
