//! Why a key vault refused, asked of Resource Manager when the vault itself does not say.

use std::time::Duration;

use credenza_model::access::AccessCause;
use serde::Deserialize;

use super::arm::{ArmReader, Listed};

const AUTHORIZATION_VERSION: &str = "2022-04-01";
const VAULTS_VERSION: &str = "2023-07-01";
const PROVIDERS_VERSION: &str = "2021-04-01";
/// The resource provider that has to be registered in the subscription of a vault: through it Power
/// Automate reads secrets.
pub const RESOURCE_PROVIDER: &str = "Microsoft.PowerPlatform";
const READS_VALUES: &str = "microsoft.keyvault/vaults/secrets/getsecret/action";
/// The refusal is known already; it must not wait long for its reason.
const LONGEST_SEARCH: Duration = Duration::from_secs(5);
const MOST_ROLES: usize = 20;

#[derive(Deserialize)]
struct Envelope<T> {
    properties: T,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct KeyVault {
    enable_rbac_authorization: Option<bool>,
    #[serde(default)]
    access_policies: Vec<AccessPolicy>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct AccessPolicy {
    object_id: String,
    #[serde(default)]
    permissions: PolicyPermissions,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct PolicyPermissions {
    secrets: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Assignment {
    role_definition_id: String,
}

#[derive(Deserialize)]
struct Role {
    permissions: Vec<RolePermission>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct RolePermission {
    data_actions: Vec<String>,
    not_data_actions: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Provider {
    registration_state: String,
}

impl ArmReader {
    /// The cause, as far as the sign-in may look and finds one.
    pub(super) async fn cause(&self, key_vault: &str, object: Option<&str>) -> Option<AccessCause> {
        let search = self.search(key_vault, object?);
        tokio::time::timeout(LONGEST_SEARCH, search).await.ok()?
    }

    async fn search(&self, key_vault: &str, object: &str) -> Option<AccessCause> {
        let id = self.find(key_vault).await?;
        let address = self.address(&id, VAULTS_VERSION, None)?;
        let vault = self.get::<Envelope<KeyVault>>(address).await?.properties;
        let by_roles = vault.enable_rbac_authorization.unwrap_or(false);
        let may_read = if by_roles {
            self.a_role_reads(&id, object).await
        } else {
            Some(vault.access_policies.iter().any(|policy| policy.reads(object)))
        };
        match may_read {
            Some(false) if by_roles => Some(AccessCause::NoRole),
            Some(false) => Some(AccessCause::PermissionModel),
            Some(true) | None => self.unregistered(&id).await,
        }
    }

    /// Whether a role on the vault, held directly or through a group, reads values; none when that
    /// may not be looked up.
    async fn a_role_reads(&self, vault: &str, object: &str) -> Option<bool> {
        let path = format!("{vault}/providers/Microsoft.Authorization/roleAssignments");
        let filter = format!("assignedTo('{object}')");
        let address = self.address(&path, AUTHORIZATION_VERSION, Some(&filter))?;
        let held = self.get::<Listed<Envelope<Assignment>>>(address).await?.value;
        for assignment in held.into_iter().take(MOST_ROLES) {
            let role = &assignment.properties.role_definition_id;
            let address = self.address(role, AUTHORIZATION_VERSION, None)?;
            let role = self.get::<Envelope<Role>>(address).await?.properties;
            if role.permissions.iter().any(RolePermission::reads) {
                return Some(true);
            }
        }
        Some(false)
    }

    async fn unregistered(&self, vault: &str) -> Option<AccessCause> {
        let subscription = vault.split('/').nth(2)?;
        let path = format!("/subscriptions/{subscription}/providers/{RESOURCE_PROVIDER}");
        let address = self.address(&path, PROVIDERS_VERSION, None)?;
        let state = self.get::<Provider>(address).await?.registration_state;
        let is = |other: &str| state.eq_ignore_ascii_case(other);
        (is("NotRegistered") || is("Unregistered")).then_some(AccessCause::ProviderNotRegistered)
    }
}

impl AccessPolicy {
    fn reads(&self, object: &str) -> bool {
        let is = |word: &String, other| word.eq_ignore_ascii_case(other);
        self.object_id.eq_ignore_ascii_case(object)
            && self.permissions.secrets.iter().any(|p| is(p, "get") || is(p, "all"))
    }
}

impl RolePermission {
    fn reads(&self) -> bool {
        let names = |actions: &[String]| actions.iter().any(|action| covers(action, READS_VALUES));
        names(&self.data_actions) && !names(&self.not_data_actions)
    }
}

/// Whether an action of a role, in which `*` stands for anything, covers `action`.
fn covers(pattern: &str, action: &str) -> bool {
    let pattern = pattern.to_ascii_lowercase();
    let Some((first, rest)) = pattern.split_once('*') else {
        return pattern == action;
    };
    let Some(mut left) = action.strip_prefix(first) else {
        return false;
    };
    let mut parts: Vec<&str> = rest.split('*').collect();
    let last = parts.pop().unwrap_or_default();
    for part in parts {
        match left.find(part) {
            Some(at) => left = &left[at + part.len()..],
            None => return false,
        }
    }
    left.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_anything() {
        for pattern in [
            "*",
            "Microsoft.KeyVault/vaults/*",
            "Microsoft.KeyVault/vaults/secrets/getSecret/action",
            "Microsoft.KeyVault/*/getSecret/action",
            "*/vaults/*/getSecret/*",
        ] {
            assert!(covers(pattern, READS_VALUES), "{pattern}");
        }
        for pattern in [
            "",
            "Microsoft.KeyVault/vaults/secrets/readMetadata/action",
            "Microsoft.KeyVault/vaults/keys/*",
            "*/read",
            "*/keys/*/action",
        ] {
            assert!(!covers(pattern, READS_VALUES), "{pattern}");
        }
    }

    #[test]
    fn what_a_role_excepts_it_does_not_give() {
        let all =
            RolePermission { data_actions: vec!["*".to_owned()], ..RolePermission::default() };
        assert!(all.reads());
        let excepted = RolePermission { not_data_actions: vec!["*/getSecret/*".to_owned()], ..all };
        assert!(!excepted.reads());
    }
}
