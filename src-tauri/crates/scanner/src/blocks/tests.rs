//! Every rule's own examples, and what blocks refer to.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

use super::{scan_bicep, scan_terraform, terraform};
use crate::{
    found::Findings,
    reference::{Reference, Via},
    text::Text,
};

fn terraform(text: &str) -> Vec<Reference> {
    let mut findings = Findings::new("x", text);
    scan_terraform(&Text::whole(text), &mut findings);
    findings.finish().0
}

fn bicep(text: &str) -> Vec<Reference> {
    let mut findings = Findings::new("x", text);
    scan_bicep(&Text::whole(text), &mut findings);
    findings.finish().0
}

#[test]
fn good_examples_are_found_and_bad_ones_are_not() {
    assert!(terraform::all().len() > 5);
    for rule in terraform::all() {
        for good in &rule.good {
            let found = terraform(good);
            let name = if rule.all { "*" } else { "erp" };
            let fits = |r: &Reference| r.name.as_deref() == Some(name) && r.kind == rule.kind;
            assert!(found.len() == 1 && found.iter().all(fits), "{good}\n{found:#?}");
        }
        for bad in &rule.bad {
            let found = terraform(bad);
            assert!(found.is_empty(), "{bad}\n{found:#?}");
        }
    }
}

#[test]
fn terraform_follows_blocks_of_the_same_file() {
    let text = "resource \"azurerm_key_vault\" \"kv\" {\n  name = \"kv1\"\n}\n\
        resource \"azurerm_key_vault_secret\" \"db\" {\n  count = 1\n  name = \"db\"\n  \
        key_vault_id = azurerm_key_vault.kv.id\n}\n\
        resource \"x\" \"app\" {\n  settings = { A = \"@Microsoft.KeyVault(SecretUri=\
        ${azurerm_key_vault_secret.db.versionless_id})\" }\n}\n";
    let found = terraform(text);
    assert_eq!(found.len(), 2, "{found:#?}");
    assert_eq!((found[0].line, found[0].name_line), (4, 6));
    assert_eq!((found[0].vault.as_deref(), found[0].name.as_deref()), (Some("kv1"), Some("db")));
    assert_eq!(
        (found[1].form.as_str(), found[1].name.as_deref()),
        ("appservice.KeyVaultRef.SecretUri", Some("db"))
    );
    let dynamic = terraform("data \"azurerm_key_vault_secret\" \"db\" { name = var.x }");
    assert_eq!((dynamic[0].dynamic, dynamic[0].expression.as_str()), (true, "var.x"));
}

#[test]
fn terraform_runs_command_lines() {
    let text = "data \"external\" \"x\" {\n  program = [\"bash\", \"-c\", format(\"az keyvault secret \
        show --name %s --vault-name kv1\", var.x)]\n}\n\
        resource \"y\" \"z\" {\n  description = \"az keyvault secret show --name a --vault-name b\"\n}\n";
    let found = terraform(text);
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(
        (found[0].line, found[0].dynamic, found[0].vault.as_deref()),
        (2, true, Some("kv1"))
    );
}

#[test]
fn bicep_finds_secrets_that_are_read_and_made() {
    let kv = "resource kv 'Microsoft.KeyVault/vaults@2023-07-01' existing = { name: 'kv1' }\n";
    let cases = [
        (format!("{kv}module m 'a.bicep' = {{ params: {{ p: kv.getSecret('erp') }} }}"), Some("erp"), Some("kv1")),
        (format!("{kv}output x string = true ? kv.getSecret('erp', 'v') : ''"), Some("erp"), Some("kv1")),
        (format!("{kv}resource s 'Microsoft.keyvault/vaults/secrets@2023' = {{\n  parent: kv\n  name: 'erp'\n}}"), Some("erp"), Some("kv1")),
        (format!("{kv}resource s 'Microsoft.KeyVault/vaults/secrets@2023' = {{ name: '${{kv.name}}/erp' }}"), Some("erp"), Some("kv1")),
        ("param n string = 'erp'\nresource s 'Microsoft.KeyVault/vaults/secrets@1' = if (x) { name: '${v}/${n}' }".to_owned(), Some("erp"), None),
        ("param n string\nresource s 'Microsoft.KeyVault/vaults/secrets@1' = { name: n }".to_owned(), None, None),
        ("resource v 'Microsoft.KeyVault/vaults@1' = {\n  name: 'kv1'\n  resource s 'secrets' = {\n    name: 'erp'\n  }\n}".to_owned(), Some("erp"), Some("kv1")),
        ("resource s 'Microsoft.KeyVault/vaults/secrets@1' = [for i in ['erp']: { name: i }]".to_owned(), Some("erp"), None),
        ("param p = az.getSecret(\n  's', 'rg',\n  'kv1', 'erp')".to_owned(), Some("erp"), Some("kv1")),
        ("var s = '@Microsoft.KeyVault(VaultName=${v};SecretName=erp)'".to_owned(), Some("erp"), None),
    ];
    for (text, name, vault) in cases {
        let found = bicep(&text);
        assert_eq!(found.len(), 1, "{text}\n{found:#?}");
        let one = &found[0];
        assert_eq!((one.name.as_deref(), one.vault.as_deref()), (name, vault), "{text}");
        assert_eq!(one.via == Via::Dynamic, name.is_none(), "{text}");
    }
}

#[test]
fn bicep_texts_about_secrets_are_no_references() {
    let cases = [
        "@description('call kv.getSecret(\\'erp\\')')\nparam x string",
        "// kv.getSecret('erp')",
        "var p = { secrets: ['get', 'list'] }",
        "var s = 'kv.getSecret(erp)'",
    ];
    for text in cases {
        let found = bicep(text);
        assert!(found.is_empty(), "{text}\n{found:#?}");
    }
}

#[test]
fn a_resource_inside_of_another_has_a_name() {
    let text = "resource kv 'Microsoft.KeyVault/vaults@2023-07-01' = {\n  name: 'kv1'\n  \
        resource DB_KEY 'secrets' = {\n    name: 'db-key'\n  }\n}\n\
        var setting = '@Microsoft.KeyVault(VaultName=${kv.name};SecretName=${kv::DB_KEY.name})'\n";
    let found = bicep(text);
    let setting = found.iter().find(|r| r.form == "appservice.KeyVaultRef.VaultName").unwrap();
    assert_eq!(setting.name.as_deref(), Some("db-key"), "{found:#?}");
    assert_eq!(setting.vault.as_deref(), Some("kv1"));
}

#[test]
fn an_address_that_begins_with_an_attribute_has_a_name() {
    let text = "resource kv 'Microsoft.KeyVault/vaults@2023-07-01' existing = { name: 'kv1' }\n\
        var a = '${kv.properties.vaultUri}secrets/db'\n\
        var b = 'https://kv2${environment().suffixes.keyvaultDns}/secrets/api'\n\
        var c = '${folder.path}secrets/file'\n";
    let found = bicep(text);
    let found: Vec<_> =
        found.iter().map(|r| (r.form.as_str(), r.name.as_deref(), r.line)).collect();
    let form = "url.vault-secret";
    assert_eq!(found, [(form, Some("db"), 2), (form, Some("api"), 3)]);
    let text =
        "resource \"x\" \"a\" {\n  id = \"${azurerm_key_vault.kv.vault_uri}secrets/db\"\n}\n";
    let found = terraform(text);
    assert!(found.len() == 1 && found[0].name.as_deref() == Some("db"), "{found:#?}");
}
