//! The command that mends a refusal. A person pastes it into whatever shell there is, and parts of
//! it were named by servers and colleagues.

use credenza_model::{access::AccessCause, azure::AzureSecretReference};
use credenza_vaults::azure::RESOURCE_PROVIDER;

/// The command for whoever may run it; none when a part could mean more to a shell, or to `az`,
/// than itself.
pub(super) fn mending(
    cause: &AccessCause,
    reference: &AzureSecretReference,
    who: Option<&str>,
) -> Option<String> {
    let app = who.and_then(|who| who.strip_prefix("app "));
    let vault = word(reference.key_vault());
    Some(match cause {
        AccessCause::NoRole => format!(
            "az role assignment create --role \"Key Vault Secrets User\" --assignee {} --scope {}",
            word(app.or(who)?)?,
            word(&reference.path())?
        ),
        AccessCause::PermissionModel => {
            let identity = match app {
                Some(app) => format!("--spn {}", word(app)?),
                None => format!("--upn {}", word(who?)?),
            };
            format!("az keyvault set-policy --name {} --secret-permissions get {identity}", vault?)
        }
        AccessCause::Disabled => format!(
            "az keyvault secret set-attributes --vault-name {} --name {} --enabled true",
            vault?,
            word(reference.secret().as_str())?
        ),
        AccessCause::Firewall { address: Some(address) } => format!(
            "az keyvault network-rule add --name {} --ip-address {}",
            vault?,
            word(address)?
        ),
        AccessCause::WrongTenant { vault, .. } => format!("az login --tenant {}", word(vault)?),
        AccessCause::ProviderNotRegistered => format!(
            "az provider register --namespace {RESOURCE_PROVIDER} --subscription {}",
            word(reference.subscription())?
        ),
        AccessCause::Expired { .. }
        | AccessCause::NotYetValid { .. }
        | AccessCause::Firewall { address: None }
        | AccessCause::NotFound
        | AccessCause::ClockSkew { .. }
        | AccessCause::Unknown => return None,
    })
}

/// One argument, in double quotes: of characters that are nothing but themselves there for POSIX
/// shells, PowerShell and cmd.exe, and no option of `az`.
fn word(text: &str) -> Option<String> {
    let itself = |c: char| c.is_alphanumeric() || "@._-+#:/()".contains(c);
    let begins = text.starts_with(|c: char| c.is_alphanumeric() || c == '/');
    (begins && text.chars().all(itself)).then(|| format!("\"{text}\""))
}

#[cfg(test)]
mod tests {
    use super::word;

    #[test]
    fn what_a_shell_could_read_otherwise_is_in_no_command() {
        for good in [
            "maya@contoso.com",
            "maya_fabrikam.com#EXT#@contoso.com",
            "00d88624-f0d7-46f6-a641-6232c2608928",
            "/subscriptions/6082/resourceGroups/rg_(new).1/secrets/robot",
            "2001:db8::7",
        ] {
            assert_eq!(word(good), Some(format!("\"{good}\"")));
        }
        for bad in [
            "", "a b", "a'b", "a\"b", "a`b", "$a", "a$(b)", "a;b", "a&b", "a|b", "a\nb", "a\\b",
            "%a%", "a!b", "--debug", "-a", "@file", "a’b", "a“b", "#a", "(a)",
        ] {
            assert_eq!(word(bad), None, "{bad}");
        }
    }
}
