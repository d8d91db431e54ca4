//! Addresses of vaults and of what is in them.

use crate::reference::Kind;

/// Ends of the host names of vaults, in every public cloud.
const HOSTS: &[&str] = &[
    ".vault.azure.net",
    ".vault.azure.cn",
    ".vault.usgovcloudapi.net",
    ".vault.microsoftazure.de",
    ".managedhsm.azure.net",
];

/// What an address says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Address {
    pub(crate) vault: String,
    /// What in it, when the address goes on.
    pub(crate) item: Option<(Kind, String)>,
}

/// Reads `https://VAULT.vault.azure.net[/secrets/NAME[/VERSION]]` at the start of a text.
pub(crate) fn read(text: &str) -> Option<Address> {
    let text = text.trim_start();
    let rest = strip_prefix(text, "https://").or_else(|| strip_prefix(text, "http://"))?;
    let lower = rest.to_ascii_lowercase();
    let end = HOSTS.iter().filter_map(|host| Some((lower.find(host)?, host.len()))).min()?;
    let vault = rest.get(..end.0)?;
    let fits = |c: char| c.is_alphanumeric() || "-_<>{}$#()%.".contains(c);
    if vault.is_empty() || vault.len() > 100 || !vault.chars().all(fits) {
        return None;
    }
    let after = rest.get(end.0 + end.1..)?;
    let after = after.strip_prefix(":443").unwrap_or(after);
    let mut parts = after.strip_prefix('/').unwrap_or("").split('/');
    let kind = match parts.next()?.to_ascii_lowercase().as_str() {
        "secrets" => Some(Kind::Secret),
        "keys" => Some(Kind::Key),
        "certificates" => Some(Kind::Certificate),
        _ => None,
    };
    let name = parts.next().map(item_name).filter(|name| !name.is_empty());
    Some(Address { vault: vault.to_owned(), item: kind.zip(name) })
}

fn item_name(text: &str) -> String {
    text.chars().take_while(|c| c.is_alphanumeric() || "-_<>{}$.".contains(*c)).collect()
}

/// Reads the last parts of `/subscriptions/…/vaults/VAULT[/secrets/NAME]`.
pub(crate) fn resource(text: &str) -> Option<Address> {
    let lower = text.to_ascii_lowercase();
    let start = lower.find("microsoft.keyvault/vaults/")? + "microsoft.keyvault/vaults/".len();
    let mut parts = text.get(start..)?.split('/');
    let vault = parts.next().filter(|vault| !vault.is_empty())?.to_owned();
    let kind = match parts.next().map(str::to_ascii_lowercase).as_deref() {
        Some("secrets") => Some(Kind::Secret),
        Some("keys") => Some(Kind::Key),
        _ => None,
    };
    let name = parts.next().filter(|name| !name.is_empty()).map(str::to_owned);
    Some(Address { vault, item: kind.zip(name) })
}

/// The name in `projects/PROJECT/secrets/NAME[/versions/VERSION]`.
pub(crate) fn of_project(text: &str) -> Option<&str> {
    let (_, rest) = text.strip_prefix("projects/")?.split_once("/secrets/")?;
    rest.split('/').next().filter(|name| !name.is_empty())
}

/// Reads `@Microsoft.KeyVault(...)`: the fields in the brackets.
pub(crate) fn app_setting(text: &str) -> Option<Vec<(String, String)>> {
    let rest = strip_prefix(text.trim_start(), "@microsoft.keyvault(")?;
    let inside = rest.split(')').next()?;
    let pairs = inside.split(';').filter_map(|pair| pair.split_once('='));
    let pairs =
        pairs.map(|(key, value)| (key.trim().to_ascii_lowercase(), value.trim().to_owned()));
    Some(pairs.collect())
}

fn strip_prefix<'t>(text: &'t str, prefix: &str) -> Option<&'t str> {
    let start = text.get(..prefix.len())?;
    start.eq_ignore_ascii_case(prefix).then(|| text.get(prefix.len()..)).flatten()
}

#[cfg(test)]
mod tests {
    use super::{app_setting, of_project, read, resource};
    use crate::reference::Kind;

    #[test]
    fn an_address_gives_vault_and_name() {
        let found = read("https://kv1.vault.azure.net/secrets/db/0123").unwrap();
        assert_eq!((found.vault.as_str(), found.item), ("kv1", Some((Kind::Secret, "db".into()))));
        assert_eq!(read("https://kv1.vault.azure.cn/").unwrap().item, None);
        assert_eq!(read("https://example.com/secrets/db"), None);
        let found = resource("/subscriptions/s/providers/Microsoft.KeyVault/vaults/v/secrets/n");
        assert_eq!(found.unwrap().item, Some((Kind::Secret, "n".into())));
        assert_eq!(of_project("projects/p/secrets/db/versions/latest"), Some("db"));
        assert_eq!(of_project("projects/p/topics/db"), None);
        let fields = app_setting("@Microsoft.KeyVault(VaultName=kv1;SecretName=db;SecretVersion=)");
        assert_eq!(fields.unwrap().get(1), Some(&("secretname".into(), "db".into())));
    }
}
