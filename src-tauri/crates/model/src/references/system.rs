//! Which system a form speaks to: it decides what a name names and how names are compared.

use super::{Reference, ReferenceKind};

/// The systems whose names a workspace may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum System {
    /// Azure Key Vault: vault and secret, both without regard to case.
    KeyVault,
    /// A store that may stand before a key vault under a name of its own: a linked service, a
    /// scope, a registered vault. The secret's name is the key vault's, the vault is not known.
    Alias,
    /// Azure Automation: credentials, variables, connections and certificates by name, without
    /// regard to case.
    Automation,
    /// Power Platform: environment variables by schema name, without regard to case, and
    /// credentials by name.
    PowerPlatform,
    /// Credenza itself: credentials and variables by name.
    Credenza,
    /// A store that no workspace refers to, such as the secrets of a repository or a cluster.
    Foreign,
}

/// Which vault a reference means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NamedVault {
    /// This key vault, in small letters.
    Known(String),
    /// It is absent, computed, or known under another name only.
    Unknown,
}

/// Part of a form's name and the system that it speaks to; the first that fits decides.
const FORMS: &[(&str, System)] = &[
    ("credenza", System::Credenza),
    ("automation", System::Automation),
    ("graphrunbook.", System::Automation),
    ("-sma", System::Automation),
    ("powerplatform.", System::PowerPlatform),
    ("gha.secrets", System::Foreign),
    ("gha.secret", System::Foreign),
    ("compose.", System::Foreign),
    ("boto3", System::Foreign),
    ("aws", System::Foreign),
    ("hvac", System::Foreign),
    ("vault_kv", System::Foreign),
    ("vault_generic", System::Foreign),
    ("google_secret", System::Foreign),
    ("google-secret", System::Foreign),
    ("hashicorp", System::Foreign),
    ("cyberark", System::Foreign),
    ("conjur", System::Foreign),
    ("summon.", System::Foreign),
    ("cli.vault-", System::Foreign),
    ("vault.template", System::Foreign),
    ("vault-action", System::Foreign),
    ("withvault", System::Foreign),
    ("gcloud", System::Foreign),
    ("secretmanager-secrets", System::Foreign),
    ("addsecretsmanager", System::Foreign),
    ("kubernetesmanifest", System::Foreign),
    ("terraform.kubernetes", System::Foreign),
    ("k8s.secretproviderclass.objectname", System::KeyVault),
    ("k8s.externalsecret", System::Alias),
    ("k8s.clusterexternalsecret", System::Alias),
    ("k8s.pushsecret", System::Alias),
    ("k8s.", System::Foreign),
    ("adf.", System::Alias),
    ("getsecretwithls", System::Alias),
    ("dbutils", System::Alias),
    ("databricks", System::Alias),
    ("azureml", System::Alias),
    ("powershell.get-secret", System::Alias),
    ("powershell.set-secret", System::Alias),
    ("powershell.remove-secret", System::Alias),
    ("powershell.unlock-secret", System::Alias),
];

impl System {
    /// The system of a form. A form that is not listed is taken for Azure Key Vault's, so that a
    /// new one is shown and not dropped.
    #[must_use]
    pub fn of(form: &str) -> Self {
        let form = form.to_ascii_lowercase();
        let found = FORMS.iter().find(|(part, _)| form.contains(part));
        found.map_or(Self::KeyVault, |(_, system)| *system)
    }
}

impl Reference {
    /// The system that it speaks to.
    #[must_use]
    pub fn system(&self) -> System {
        System::of(&self.form)
    }

    /// The vault that it means.
    #[must_use]
    pub fn named_vault(&self) -> NamedVault {
        if self.system() != System::KeyVault {
            return NamedVault::Unknown;
        }
        let name = self.vault.as_deref().and_then(key_vault_name);
        name.map_or(NamedVault::Unknown, NamedVault::Known)
    }

    /// The name of the secret that it means, without the prefix by which some stores tell kinds.
    pub(super) fn secret_name(&self) -> Option<&str> {
        let name = self.exact_name()?;
        let prefixes = ["secret/", "cert/", "key/"];
        Some(prefixes.iter().find_map(|prefix| name.strip_prefix(prefix)).unwrap_or(name))
    }

    /// Whether it may name a secret of a key vault. A certificate is one, too: its key is read as
    /// the secret of the same name. A cryptographic key is none.
    pub(super) fn may_name_secret(&self) -> bool {
        matches!(self.system(), System::KeyVault | System::Alias)
            && matches!(self.kind, ReferenceKind::Secret | ReferenceKind::Certificate)
    }
}

/// The key vault in a name, an address (`https://kv1.vault.azure.net`) or a resource id.
fn key_vault_name(text: &str) -> Option<String> {
    let text = text.trim().trim_end_matches('/');
    let after = |marker: &str| {
        let at = text.to_ascii_lowercase().find(marker)?;
        text.get(at + marker.len()..)
    };
    let rest = after("://").or_else(|| after("/vaults/")).unwrap_or(text);
    let end = rest.find(['.', '/', ':']).unwrap_or(rest.len());
    let name = rest.get(..end)?;
    let well_formed = crate::azure::is_key_vault(name);
    well_formed.then(|| name.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_vault_is_known_by_name_address_and_resource_id() {
        for text in [
            "KV-Fin",
            "https://kv-fin.vault.azure.net/",
            "https://KV-FIN.vault.azure.net:443/secrets/x",
            "kv-fin.vault.azure.net",
            "/subscriptions/s/resourceGroups/r/providers/Microsoft.KeyVault/vaults/kv-fin",
        ] {
            assert_eq!(key_vault_name(text).as_deref(), Some("kv-fin"), "{text}");
        }
        for text in ["", "<vault>", "$(kv)", "x", "https://{name}.vault.azure.net"] {
            assert_eq!(key_vault_name(text), None, "{text}");
        }
    }

    #[test]
    fn forms_speak_to_their_systems() {
        for (form, system) in [
            ("powershell.Get-AutomationPSCredential", System::Automation),
            ("python.automationassets.get_automation_credential", System::Automation),
            ("powershell.Get-Secret", System::Alias),
            ("powershell.Get-AzKeyVaultSecret", System::KeyVault),
            ("gha.secrets", System::Foreign),
            ("gha.get-keyvault-secrets", System::KeyVault),
            ("k8s.SecretProviderClass.objectName", System::KeyVault),
            ("k8s.SecretProviderClass.secretObjects", System::Foreign),
            ("k8s.ExternalSecret.remoteRef.key", System::Alias),
            ("terraform.data.azurerm_key_vault_secret", System::KeyVault),
            ("terraform.resource.aws_secretsmanager_secret", System::Foreign),
            ("go.aws.GetSecretValue", System::Foreign),
            ("go.hashicorp.KVv2.Get", System::Foreign),
            ("java.google-secret.SecretVersionName", System::Foreign),
            ("csharp.Configuration.AddSecretsManager", System::Foreign),
            ("csharp.Configuration.AddAzureKeyVault", System::KeyVault),
            ("java.conjur.retrieveSecret", System::Foreign),
            ("summon.var", System::Foreign),
            ("vault.template.secret", System::Foreign),
            ("cli.vault-kv-get", System::Foreign),
            ("cli.gcloud-secrets-versions-access", System::Foreign),
            ("cli.aws-secretsmanager-get-secret-value", System::Foreign),
            ("cli.az-keyvault-secret-show", System::KeyVault),
            ("gha.vault-action", System::Foreign),
            ("gha.get-secretmanager-secrets", System::Foreign),
            ("jenkins.withVault", System::Foreign),
            ("jenkins.azureKeyVault", System::KeyVault),
            ("pipelines.KubernetesManifest", System::Foreign),
            ("pipelines.AzureKeyVault", System::KeyVault),
            ("terraform.kubernetes.secret_key_ref", System::Foreign),
            ("k8s.SecretProviderClass.aws.objectName", System::Foreign),
            ("k8s.SecretProviderClass.resourceName", System::Foreign),
            ("url.vault-secret", System::KeyVault),
            ("spring.keyvault.property-source", System::KeyVault),
            ("powerplatform.environmentvariable.reference", System::PowerPlatform),
            ("adf.AzureKeyVaultSecret.secretName", System::Alias),
        ] {
            assert_eq!(System::of(form), system, "{form}");
        }
    }
}
