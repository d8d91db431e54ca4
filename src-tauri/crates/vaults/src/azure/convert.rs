//! The official crate's models in our own words.

use std::collections::HashMap;

use azure_core::time::OffsetDateTime;
use azure_security_keyvault_secrets::{
    ResourceExt, ResourceId,
    models::{
        DeletedSecretProperties, Secret as AzureSecret, SecretAttributes as AzureAttributes,
        SecretProperties,
    },
};
use credenza_model::azure::SecretName;
use credenza_secret::Secret;
use jiff::Timestamp;

use crate::{
    DeletedEntry, SecretAttributes, SecretAttributesUpdate, SecretEntry, SecretVersion,
    VaultSecret, VersionId,
};

pub(super) fn time(time: OffsetDateTime) -> Option<Timestamp> {
    Timestamp::from_second(time.unix_timestamp()).ok()
}

fn time_of(time: Timestamp) -> Option<OffsetDateTime> {
    OffsetDateTime::from_unix_timestamp(time.as_second()).ok()
}

fn attributes(from: Option<AzureAttributes>) -> SecretAttributes {
    let from = from.unwrap_or_default();
    SecretAttributes {
        // A vault that leaves it out means that the secret is on.
        enabled: from.enabled.unwrap_or(true),
        not_before: from.not_before.and_then(time),
        expires: from.expires.and_then(time),
        created: from.created.and_then(time),
        updated: from.updated.and_then(time),
        recoverable_days: from.recoverable_days.and_then(|d| u16::try_from(d).ok()),
    }
}

pub(super) fn attributes_of(from: &SecretAttributesUpdate) -> Option<AzureAttributes> {
    let wanted = AzureAttributes {
        enabled: from.enabled,
        not_before: from.not_before.and_then(time_of),
        expires: from.expires.and_then(time_of),
        ..AzureAttributes::default()
    };
    let any = wanted.enabled.is_some() || wanted.not_before.is_some() || wanted.expires.is_some();
    any.then_some(wanted)
}

pub(super) fn tags_of(from: &SecretAttributesUpdate) -> Option<HashMap<String, String>> {
    from.tags.clone().map(|tags| tags.into_iter().collect())
}

fn name_in(id: &ResourceId) -> Option<SecretName> {
    SecretName::parse(&id.name).ok()
}

fn version_in(id: &ResourceId) -> Option<VersionId> {
    VersionId::parse(id.version.as_deref()?)
}

pub(super) fn entry(row: SecretProperties) -> Option<SecretEntry> {
    Some(SecretEntry {
        name: name_in(&row.resource_id().ok()?)?,
        managed: row.managed.unwrap_or(false),
        content_type: row.content_type,
        attributes: attributes(row.attributes),
    })
}

pub(super) fn version(row: SecretProperties) -> Option<SecretVersion> {
    Some(SecretVersion {
        id: version_in(&row.resource_id().ok()?)?,
        content_type: row.content_type,
        attributes: attributes(row.attributes),
    })
}

pub(super) fn secret(mut bundle: AzureSecret) -> Option<VaultSecret> {
    // Moved first: from here on the value is wiped, whatever else is missing.
    let value = Secret::new(bundle.value.take()?);
    Some(VaultSecret {
        value,
        version: version_in(&bundle.resource_id().ok()?)?,
        managed: bundle.managed.unwrap_or(false),
        content_type: bundle.content_type,
        attributes: attributes(bundle.attributes),
    })
}

/// The answer to a write repeats the value; it is wiped here.
pub(super) fn written(mut bundle: AzureSecret) -> Option<SecretVersion> {
    drop(bundle.value.take().map(Secret::new));
    Some(SecretVersion {
        id: version_in(&bundle.resource_id().ok()?)?,
        content_type: bundle.content_type,
        attributes: attributes(bundle.attributes),
    })
}

pub(super) fn deleted(row: DeletedSecretProperties) -> Option<DeletedEntry> {
    Some(DeletedEntry {
        name: name_in(&row.resource_id().ok()?)?,
        deleted: row.deleted_date.and_then(time),
        purged_on: row.scheduled_purge_date.and_then(time),
    })
}
