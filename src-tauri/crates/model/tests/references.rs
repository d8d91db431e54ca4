//! Which things a reference names.
#![allow(clippy::unwrap_used, reason = "tests")]

use credenza_model::{
    dependencies::{EdgeKind, NodeKey, SecretIdentity},
    ids::{ConnectionId, CredentialId, VariableId},
    references::{Match, Names, Operation, Pickup, Reference, ReferenceKind, pickup},
};

fn variable() -> VariableId {
    VariableId::from_bytes([1; 16])
}

fn credential() -> CredentialId {
    CredentialId::from_bytes([2; 16])
}

fn connection() -> ConnectionId {
    ConnectionId::from_bytes([3; 16])
}

fn secret(vault: &str) -> NodeKey {
    NodeKey::Secret(SecretIdentity::new(vault, "erp-robot"))
}

fn names() -> Names {
    let mut names = Names::default();
    names.secret(SecretIdentity::new("kv-fin", "erp-robot"));
    names.secret(SecretIdentity::new("kv-hr", "erp-robot"));
    names.secret(SecretIdentity::new("kv-hr", "ERP-Robot"));
    names.variable("cr8_ErpPassword", variable());
    names.credential("ERP Robot", credential());
    names.connection("ERP", connection());
    names
}

fn reference(
    form: &str,
    kind: ReferenceKind,
    vault: Option<&str>,
    name: Option<&str>,
) -> Reference {
    Reference {
        form: form.to_owned(),
        kind,
        operation: Operation::Get,
        vault: vault.map(str::to_owned),
        name: name.map(str::to_owned),
    }
}

fn of(names: &Names, reference: &Reference) -> Vec<(NodeKey, EdgeKind)> {
    reference.named().map(|named| names.of(&named)).unwrap_or_default()
}

#[test]
fn a_secret_is_named_by_vault_and_name_without_regard_to_case() {
    let names = names();
    let get = |vault, name| {
        of(
            &names,
            &reference("powershell.Get-AzKeyVaultSecret", ReferenceKind::Secret, vault, name),
        )
    };
    assert_eq!(get(Some("KV-Fin"), Some("ERP-robot")), [(secret("kv-fin"), EdgeKind::Found)]);
    assert_eq!(
        get(Some("https://kv-hr.vault.azure.net/"), Some("erp-robot")),
        [(secret("kv-hr"), EdgeKind::Found)]
    );
    assert_eq!(
        get(Some("kv-other"), Some("erp-robot")),
        [(secret("kv-other"), EdgeKind::Found)],
        "another vault is another secret"
    );
    assert_eq!(get(Some("kv-fin"), Some("erp-robot2")).len(), 1);
    assert_eq!(get(None, Some("erp-robot2")), []);
    assert_eq!(get(Some("kv-fin"), None), []);
}

#[test]
fn an_unknown_vault_makes_candidates_of_every_secret_of_the_name() {
    let names = names();
    let both = [(secret("kv-fin"), EdgeKind::Candidate), (secret("kv-hr"), EdgeKind::Candidate)];
    for (form, vault, name) in [
        ("python.SecretClient.get_secret", None, "ERP-ROBOT"),
        ("powershell.Get-Secret", Some("kv-fin"), "erp-robot"),
        ("adf.AzureKeyVaultSecret.secretName", Some("kv-fin"), "erp-robot"),
        ("k8s.ExternalSecret.remoteRef.key", Some("store"), "secret/erp-robot"),
    ] {
        let found = of(&names, &reference(form, ReferenceKind::Secret, vault, Some(name)));
        assert_eq!(found, both, "{form}");
    }
}

#[test]
fn assets_and_environment_variables_are_named_exactly() {
    let names = names();
    for (form, kind, name, key) in [
        (
            "powershell.Get-AutomationPSCredential",
            ReferenceKind::Credential,
            "erp robot",
            Some(NodeKey::Credential(credential())),
        ),
        ("powershell.Get-AutomationPSCredential", ReferenceKind::Credential, "ERP Robot 2", None),
        ("powershell.Get-AutomationPSCredential", ReferenceKind::Credential, "ERP", None),
        (
            "powershell.Get-AutomationVariable",
            ReferenceKind::Variable,
            "CR8_ERPPASSWORD",
            Some(NodeKey::Variable(variable())),
        ),
        (
            "powerplatform.environmentvariable.reference",
            ReferenceKind::Secret,
            "cr8_erppassword",
            Some(NodeKey::Variable(variable())),
        ),
        (
            "python.automationassets.get_automation_connection",
            ReferenceKind::Connection,
            "erp",
            Some(NodeKey::Connection(connection())),
        ),
        ("gha.secrets", ReferenceKind::Secret, "erp-robot", None),
        ("k8s.secretKeyRef", ReferenceKind::Secret, "erp-robot", None),
        ("cli.az-keyvault-key-show", ReferenceKind::Key, "erp-robot", None),
    ] {
        let found = of(&names, &reference(form, kind, None, Some(name)));
        let expected: Vec<_> = key.into_iter().map(|key| (key, EdgeKind::Found)).collect();
        assert_eq!(found, expected, "{form} {name}");
    }
}

#[test]
fn a_computed_name_may_be_any_that_its_system_and_vault_hold() {
    let computed =
        |vault| reference("go.SecretClient.GetSecret", ReferenceKind::Secret, vault, None);
    assert_eq!(computed(None).could_name(&secret("kv-fin")), Match::Unresolved);
    assert_eq!(computed(Some("kv-fin")).could_name(&secret("kv-fin")), Match::Unresolved);
    assert_eq!(computed(Some("kv-fin")).could_name(&secret("kv-hr")), Match::No);
    assert_eq!(computed(None).could_name(&NodeKey::Credential(credential())), Match::No);
    let asset =
        reference("powershell.Get-AutomationPSCredential", ReferenceKind::Credential, None, None);
    assert_eq!(asset.could_name(&NodeKey::Credential(credential())), Match::Unresolved);
    assert_eq!(asset.could_name(&secret("kv-fin")), Match::No);
    let named = reference("go.SecretClient.GetSecret", ReferenceKind::Secret, None, Some("other"));
    assert_eq!(named.could_name(&secret("kv-fin")), Match::No);
    let pattern = reference("k8s.ExternalSecret.find", ReferenceKind::Secret, None, Some("^erp"));
    assert_eq!(pattern.could_name(&secret("kv-fin")), Match::Unresolved);
}

#[test]
fn reading_everything_reaches_the_whole_vault() {
    let mut all =
        reference("pipelines.AzureKeyVault", ReferenceKind::Secret, Some("kv-fin"), Some("*"));
    all.operation = Operation::List;
    assert_eq!(all.could_name(&secret("kv-fin")), Match::Everything);
    assert_eq!(all.could_name(&secret("kv-hr")), Match::No);
    assert_eq!(of(&names(), &all), []);
}

#[test]
fn a_form_says_when_a_new_value_arrives() {
    assert_eq!(pickup("powershell.Get-AutomationPSCredential", "a.ps1"), Pickup::AtNextRun);
    assert_eq!(pickup("python.SecretClient.get_secret", "a.IPYNB"), Pickup::AfterRestart);
    assert_eq!(pickup("appservice.KeyVaultRef.SecretUri", "a.json"), Pickup::CachedUpTo24Hours);
    assert_eq!(pickup("bicep.getSecret", "a.bicep"), Pickup::AfterDeployment);
    assert_eq!(pickup("url.vault-secret", "a.txt"), Pickup::NotKnown);
}
