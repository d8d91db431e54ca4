//! How a variable becomes a row and a row a variable.

use credenza_model::{
    azure::AzureSecretReference,
    certificate::CertificateFacts,
    ids::{VariableId, VaultId},
    name::VariableName,
    status::Status,
    variable::{SecretContent, SecretPlace, SecretShape, Variable, VariableContent},
};
use jiff::Timestamp;
use rusqlite::{Row, Transaction, params};

use super::{
    access, damaged, display_name, get, millis, moment, optional_moment, status_code, store_code,
    variables::VariableKind,
};
use crate::StoreError;

/// What a list shows of a variable's content, and what search finds: a text, or vault and secret.
fn place(transaction: &Transaction<'_>, content: &VariableContent) -> Result<String, StoreError> {
    Ok(match content {
        VariableContent::Text(text) => text.chars().take(200).collect(),
        VariableContent::Secret(secret) => match &secret.place {
            SecretPlace::ThisDevice => "This device".to_owned(),
            SecretPlace::Azure { vault, reference } => {
                // The vault connection must be there, so that no variable points to nothing.
                transaction
                    .prepare_cached("SELECT row FROM vaults WHERE id = ?")?
                    .query_row([vault.as_bytes()], |_| Ok(()))?;
                format!("{}/{}", reference.key_vault(), reference.secret().as_str())
            }
        },
    })
}

pub(crate) fn kind(content: &VariableContent) -> VariableKind {
    match content {
        VariableContent::Text(_) => VariableKind::Text,
        VariableContent::Secret(secret) if secret.shape == SecretShape::Certificate => {
            VariableKind::Certificate
        }
        VariableContent::Secret(_) => VariableKind::Secret,
    }
}

pub(crate) fn kind_code(kind: VariableKind) -> i64 {
    match kind {
        VariableKind::Text => 0,
        VariableKind::Secret => 1,
        VariableKind::Certificate => 2,
    }
}

pub(crate) fn kind_of(code: i64) -> rusqlite::Result<VariableKind> {
    match code {
        0 => Ok(VariableKind::Text),
        1 => Ok(VariableKind::Secret),
        2 => Ok(VariableKind::Certificate),
        _ => Err(damaged("kind of variable")),
    }
}

/// Writes the changeable columns of `variable`, whose row is there.
pub(crate) fn write(
    transaction: &Transaction<'_>,
    variable: &Variable,
    now: Timestamp,
) -> Result<i64, StoreError> {
    let place = place(transaction, &variable.content)?;
    let status = status_code(&Status::of(&variable.content, now));
    let row = transaction
        .prepare_cached(
            "UPDATE variables SET display_name = ?2, display_folded = ?3, place = ?4, status = ?5, changed = ?6
             WHERE id = ?1 AND deleted IS NULL RETURNING row",
        )?
        .query_row(
            params![
                variable.id.as_bytes(), variable.display_name.as_str(), variable.display_name.folded(),
                place, status, millis(variable.changed)
            ],
            |row| row.get(0),
        )?;
    match &variable.content {
        VariableContent::Text(text) => {
            transaction
                .prepare_cached("UPDATE variables SET text = ? WHERE row = ?")?
                .execute(params![text, row])?;
        }
        VariableContent::Secret(secret) => write_secret(transaction, row, secret)?,
    }
    Ok(row)
}

fn write_secret(
    transaction: &Transaction<'_>,
    row: i64,
    secret: &SecretContent,
) -> Result<(), StoreError> {
    let (vault, reference) = match &secret.place {
        SecretPlace::ThisDevice => (None, None),
        SecretPlace::Azure { vault, reference } => {
            (Some(vault.as_bytes().to_vec()), Some(reference))
        }
    };
    let access = access::stored(&secret.access);
    let certificate = secret.certificate.as_ref();
    transaction
        .prepare_cached(
            "UPDATE variables SET vault = ?2, subscription = ?3, resource_group = ?4, key_vault = ?5, secret = ?6,
                version = ?7, access = ?8, cause = ?9, cause_a = ?10, cause_b = ?11, checked = ?12, expires = ?13,
                certificate_subject = ?14, certificate_thumbprint = ?15, certificate_from = ?16,
                certificate_until = ?17 WHERE row = ?1",
        )?
        .execute(params![
            row,
            vault,
            reference.map(AzureSecretReference::subscription),
            reference.map(AzureSecretReference::resource_group),
            reference.map(AzureSecretReference::key_vault),
            reference.map(|r| r.secret().as_str()),
            reference.and_then(AzureSecretReference::version),
            access.access, access.cause, access.a, access.b,
            secret.checked.map(millis),
            secret.expires.map(millis),
            certificate.map(|c| &c.subject),
            certificate.map(|c| &c.thumbprint),
            certificate.map(|c| millis(c.not_before)),
            certificate.map(|c| millis(c.not_after)),
        ])?;
    Ok(())
}

/// Adds the row of a new variable with its fixed columns.
pub(crate) fn add(transaction: &Transaction<'_>, variable: &Variable) -> Result<(), StoreError> {
    transaction
        .prepare_cached(
            "INSERT INTO variables (id, display_name, display_folded, name, name_folded, kind, place, store, status, created, changed)
             VALUES (?1, '', '', ?2, ?3, ?4, '', ?5, 7, ?6, ?6)",
        )?
        .execute(params![
            variable.id.as_bytes(),
            variable.name.as_str(),
            variable.name.folded(),
            kind_code(kind(&variable.content)),
            variable.content.store().map(store_code),
            millis(variable.created),
        ])?;
    Ok(())
}

/// Reads a whole row.
pub(crate) fn variable(row: &Row<'_>) -> rusqlite::Result<Variable> {
    Ok(Variable {
        id: VariableId::from_bytes(get(row, "id")?),
        display_name: display_name(&get::<String>(row, "display_name")?)?,
        name: VariableName::parse(&get::<String>(row, "name")?)
            .map_err(|_| damaged("variable name"))?,
        content: content(row)?,
        created: moment(get(row, "created")?)?,
        changed: moment(get(row, "changed")?)?,
    })
}

fn content(row: &Row<'_>) -> rusqlite::Result<VariableContent> {
    let shape = match kind_of(get(row, "kind")?)? {
        VariableKind::Text => {
            return Ok(VariableContent::Text(
                get::<Option<String>>(row, "text")?.unwrap_or_default(),
            ));
        }
        VariableKind::Secret => SecretShape::Password,
        VariableKind::Certificate => SecretShape::Certificate,
    };
    Ok(VariableContent::Secret(Box::new(SecretContent {
        place: secret_place(row)?,
        shape,
        access: access::read(row)?,
        checked: optional_moment(row, "checked")?,
        expires: optional_moment(row, "expires")?,
        certificate: certificate(row)?,
    })))
}

fn secret_place(row: &Row<'_>) -> rusqlite::Result<SecretPlace> {
    let Some(vault) = get::<Option<[u8; 16]>>(row, "vault")? else {
        return Ok(SecretPlace::ThisDevice);
    };
    let text = |column: &str| -> rusqlite::Result<String> {
        Ok(get::<Option<String>>(row, column)?.unwrap_or_default())
    };
    let version: Option<String> = get(row, "version")?;
    let reference = AzureSecretReference::new(
        &text("subscription")?,
        &text("resource_group")?,
        &text("key_vault")?,
        &text("secret")?,
        version.as_deref(),
    )
    .map_err(|_| damaged("reference"))?;
    Ok(SecretPlace::Azure { vault: VaultId::from_bytes(vault), reference })
}

fn certificate(row: &Row<'_>) -> rusqlite::Result<Option<CertificateFacts>> {
    let Some(subject) = get(row, "certificate_subject")? else { return Ok(None) };
    let time = |column| -> rusqlite::Result<Timestamp> {
        optional_moment(row, column)?.ok_or_else(|| damaged("certificate"))
    };
    Ok(Some(CertificateFacts {
        subject,
        thumbprint: get::<Option<String>>(row, "certificate_thumbprint")?.unwrap_or_default(),
        not_before: time("certificate_from")?,
        not_after: time("certificate_until")?,
    }))
}
