//! Which hosts belong to the clouds, and so which may be sent a token of theirs.

use url::Url;

use super::config::{AzureSignIn, PUBLIC_ARM};

const VAULT_DOMAINS: [&str; 3] = ["vault.azure.net", "vault.azure.cn", "vault.usgovcloudapi.net"];
const CLOUD_SIGN_INS: [&str; 7] = [
    "microsoftonline.com",
    "microsoftonline.us",
    "microsoftonline.cn",
    "microsoftonline.de",
    "chinacloudapi.cn",
    "windows.net",
    "microsoft.com",
];
/// Resource Manager of the public cloud and its regions.
const PUBLIC_ARM_HOST: &str = "management.azure.com";

/// Whether `url` is the address of a key vault in one of the clouds' own domains, at the usual
/// port: nobody but the cloud answers there.
#[must_use]
pub fn is_cloud_vault(url: &str) -> bool {
    let Ok(url) = Url::parse(url.trim()) else { return false };
    let plain = url.scheme() == "https" && url.port().is_none() && url.username().is_empty();
    plain && host_of(&url).is_some_and(|host| is_of_vault_domain(&host))
}

/// Whether a vault at `url` has to prove that it may ask for the cloud's tokens, with
/// `verify_challenge_resource`.
///
/// The check keeps a token of a real cloud from a server that only claims to be a vault. A vault
/// outside the clouds' own domains can not pass it. It may be left out only when the sign-in
/// really goes to an address outside too: then no token of a real cloud exists that could be taken.
#[must_use]
pub fn must_check_challenge(
    url: &str,
    authority_host: Option<&str>,
    sign_in: &AzureSignIn,
) -> bool {
    let in_cloud = host(url).is_some_and(|host| is_of_vault_domain(&host));
    in_cloud || !signs_in_outside(authority_host, sign_in)
}

/// Whether tokens come from a sign-in address outside the clouds. The Azure CLI and a managed
/// identity have a sign-in address of their own, whatever the settings say.
pub(super) fn signs_in_outside(authority_host: Option<&str>, sign_in: &AzureSignIn) -> bool {
    let uses_it = match sign_in {
        AzureSignIn::Cli | AzureSignIn::ManagedIdentity => false,
        AzureSignIn::ClientSecret { .. }
        | AzureSignIn::ClientCertificate { .. }
        | AzureSignIn::WorkloadIdentity { .. } => true,
    };
    let authority = authority_host.and_then(host);
    let outside = |host: String| !CLOUD_SIGN_INS.iter().any(|cloud| is_within(&host, cloud));
    uses_it && authority.is_some_and(outside)
}

/// What a token for Resource Manager at `base` is good for: for that address and no other. Only a
/// stand-in whose sign-in is outside the clouds too gets what it calls a token of the public cloud.
pub(super) fn arm_audience(base: &Url, own_sign_in: bool) -> String {
    let host = host_of(base).unwrap_or_default();
    let stand_in = own_sign_in && !host.starts_with("management.");
    let origin = base.origin().ascii_serialization();
    let public = stand_in || is_within(&host, PUBLIC_ARM_HOST);
    format!("{}/.default", if public { PUBLIC_ARM } else { &origin })
}

fn is_of_vault_domain(host: &str) -> bool {
    VAULT_DOMAINS.iter().any(|domain| host != *domain && is_within(host, domain))
}

fn host(address: &str) -> Option<String> {
    host_of(&Url::parse(address.trim()).ok()?)
}

/// In lower case and without the dot that may end a full name.
fn host_of(url: &Url) -> Option<String> {
    let host = url.host_str()?;
    Some(host.strip_suffix('.').unwrap_or(host).to_ascii_lowercase())
}

fn is_within(host: &str, domain: &str) -> bool {
    host.strip_suffix(domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

#[cfg(test)]
mod tests {
    use credenza_secret::Secret;

    use super::*;

    fn by_secret() -> AzureSignIn {
        AzureSignIn::ClientSecret { secret: Secret::new("secret".to_owned()) }
    }

    #[test]
    fn the_check_is_left_out_only_when_no_cloud_is_involved() {
        let checks = |url, authority| must_check_challenge(url, authority, &by_secret());
        let local = Some("https://localhost:8443");
        let public = Some("https://login.microsoftonline.com");
        assert!(!checks("https://localhost:8444", local));
        assert!(checks("https://kv.vault.azure.net", local));
        assert!(checks("https://kv.vault.azure.net.", local));
        assert!(checks("https://vault.example", None));
        assert!(checks("https://vault.example", public));
        let clouds = [
            "https://LOGIN.microsoftonline.com/",
            "https://login.microsoftonline.com./",
            "https://login.partner.microsoftonline.cn",
            "https://login.chinacloudapi.cn",
            "https://microsoftonline.cn",
            "nonsense",
        ];
        for spelled in clouds {
            assert!(checks("https://vault.example", Some(spelled)), "{spelled}");
        }
        assert!(!checks("https://vault.example", Some("https://notmicrosoftonline.cn")));
    }

    #[test]
    fn the_check_stays_for_a_sign_in_that_has_its_own_address() {
        let local = Some("https://localhost:8443");
        for own in [AzureSignIn::Cli, AzureSignIn::ManagedIdentity] {
            assert!(must_check_challenge("https://localhost:8444", local, &own), "{own:?}");
        }
        let workload = AzureSignIn::WorkloadIdentity { token_file: "token".into() };
        assert!(!must_check_challenge("https://localhost:8444", local, &workload));
    }

    #[test]
    fn a_cloud_vault_is_known_by_its_whole_address() {
        for good in ["https://kv.vault.azure.net", "https://KV.vault.azure.cn/"] {
            assert!(is_cloud_vault(good), "{good}");
        }
        for other in [
            "https://vault.azure.net",
            "https://kvault.azure.net",
            "https://kv.vault.azure.net.evil.example",
            "https://kv.vault.azure.net:8443",
            "https://kv.vault.azure.net@evil.example",
            "https://evil.example/kv.vault.azure.net",
            "http://kv.vault.azure.net",
            "https://10.0.0.1",
        ] {
            assert!(!is_cloud_vault(other), "{other}");
        }
    }

    #[test]
    fn a_token_for_resource_manager_is_good_for_its_own_address() {
        let audience = |base: &str, own| {
            Url::parse(base).map(|base| arm_audience(&base, own)).unwrap_or_default()
        };
        let public = "https://management.azure.com/.default";
        for public_host in ["https://management.azure.com", "https://management.azure.com./"] {
            assert_eq!(audience(public_host, false), public);
        }
        assert_eq!(audience("https://westeurope.management.azure.com", false), public);
        assert_eq!(audience("https://evil.example", false), "https://evil.example/.default");
        assert_eq!(
            audience("https://management.azure.com.evil.example", false),
            "https://management.azure.com.evil.example/.default"
        );
        assert_eq!(
            audience("https://management.chinacloudapi.cn", false),
            "https://management.chinacloudapi.cn/.default"
        );
        assert_eq!(audience("https://localhost:8445", true), public);
        assert_eq!(audience("https://localhost:8445", false), "https://localhost:8445/.default");
    }
}
