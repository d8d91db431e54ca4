//! References to secrets in vaults as the content of records: what is shared is the reference, never
//! the value and never a sign-in (S5).
//!
//! `[address of the vault, subscription, resource group, key vault, secret, version or null]`.

use credenza_crypto::cbor::{CborError, Reader, Writer};
use credenza_model::{
    azure::AzureSecretReference,
    ids::VaultId,
    name::DisplayName,
    vault::{AzureConnection, VaultConnection},
};
use credenza_vaults::azure::is_cloud_vault;

use crate::{AppError, ErrorCode, Workspace};

/// A reference as bytes.
pub(super) fn write(url: &str, reference: &AzureSecretReference) -> Vec<u8> {
    let mut out = Writer::new();
    out.array(6).text(url).text(reference.subscription()).text(reference.resource_group());
    out.text(reference.key_vault()).text(reference.secret().as_str());
    match reference.version() {
        Some(version) => out.text(version),
        None => out.null(),
    };
    out.into_bytes()
}

/// The vault's address, and the reference.
pub(super) fn read(bytes: &[u8]) -> Result<(String, AzureSecretReference), CborError> {
    let from = &mut Reader::new(bytes);
    from.array_of(6)?;
    let url = from.text()?.to_owned();
    let (subscription, group) = (from.text()?, from.text()?);
    let (key_vault, secret) = (from.text()?, from.text()?);
    let version = if from.is_null() { None } else { Some(from.text()?) };
    from.end()?;
    let reference = AzureSecretReference::new(subscription, group, key_vault, secret, version);
    Ok((url, reference.map_err(|_| CborError)?))
}

impl Workspace {
    /// The connection to a vault. One that a colleague's reference needs and that is not here is made:
    /// for a vault of the cloud's own domains with the sign-in of the Azure CLI, which the person can
    /// change. Any other host is the colleague's word alone: it is asked for nothing before the person
    /// connects it.
    pub(super) fn vault_at(&self, url: &str) -> Result<VaultId, AppError> {
        let known = self.store().vaults()?;
        let same = |vault: &&VaultConnection| {
            vault.azure.url.trim_end_matches('/') == url.trim_end_matches('/')
        };
        if let Some(vault) = known.iter().find(same) {
            return Ok(vault.id);
        }
        if !is_vault_address(url) {
            return Err(AppError::new(ErrorCode::NotFound));
        }
        let now = self.host.now();
        let azure = if is_cloud_vault(url) {
            AzureConnection::by_cli(url)
        } else {
            AzureConnection::not_connected(url)
        };
        let taken = |name: &str| known.iter().any(|v| v.name.as_str().eq_ignore_ascii_case(name));
        let base = azure.key_vault();
        let name = (1..=known.len() + 1)
            .map(|number| if number == 1 { base.clone() } else { format!("{base} {number}") })
            .find(|name| !taken(name))
            .unwrap_or(base);
        let name = DisplayName::parse(&name).map_err(|_| AppError::new(ErrorCode::NotFound))?;
        let id = VaultId::from_random(self.random()?);
        let vault =
            VaultConnection { id, name, azure, signed_in_as: None, created: now, changed: now };
        self.store().insert_vault(&vault, None)?;
        Ok(id)
    }
}

/// Whether it names a host and nothing besides, so that what is shown of it is where it leads.
fn is_vault_address(text: &str) -> bool {
    url::Url::parse(text).is_ok_and(|url| {
        let nobody = url.username().is_empty() && url.password().is_none();
        let bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
        url.scheme() == "https" && url.has_host() && nobody && bare
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn a_reference_is_read_as_it_was_written() {
        let id = "11111111-2222-3333-4444-555555555555";
        for version in [None, Some("0123456789abcdef0123456789abcdef")] {
            let reference =
                AzureSecretReference::new(id, "rg", "kv-contoso", "robot", version).unwrap();
            let bytes = write("https://kv-contoso.vault.azure.net/", &reference);
            let (url, read_back) = read(&bytes).unwrap();
            assert_eq!(
                (url.as_str(), read_back),
                ("https://kv-contoso.vault.azure.net/", reference)
            );
            assert!((0..bytes.len()).all(|cut| read(&bytes[..cut]).is_err()));
        }
    }
}
