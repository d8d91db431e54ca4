//! Every rule's own examples, and one document of each kind.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

use super::{kubernetes, scan_json, scan_yaml};
use crate::{data::read_json, found::Findings, reference::Reference, text::Text};

fn yaml(path: &str, text: &str) -> Vec<Reference> {
    let mut findings = Findings::new("x", text);
    scan_yaml(path, &Text::whole(text), &mut findings);
    findings.finish().0
}

fn json(text: &str) -> Vec<Reference> {
    let mut findings = Findings::new("x", text);
    scan_json(&read_json(text), &Text::whole(text), &mut findings);
    findings.finish().0
}

/// Form, name, vault, line and name line.
type Short<'r> = (&'r str, Option<&'r str>, Option<&'r str>, usize, usize);

fn short(found: &[Reference]) -> Vec<Short<'_>> {
    let one = |r: &'_ Reference| (r.line, r.name_line);
    let parts = found
        .iter()
        .map(|r| (r.form.as_str(), r.name.as_deref(), r.vault.as_deref(), one(r).0, one(r).1));
    parts.collect()
}

#[test]
fn good_examples_are_found_and_bad_ones_are_not() {
    assert!(kubernetes::all().len() > 4);
    for rule in kubernetes::all() {
        for good in &rule.good {
            let found = yaml("a.yaml", good);
            assert!(
                found.len() == 1 && found[0].name.as_deref() == Some("erp"),
                "{good}\n{found:#?}"
            );
        }
        for bad in &rule.bad {
            let found = yaml("a.yaml", bad);
            assert!(found.is_empty(), "{bad}\n{found:#?}");
        }
    }
}

#[test]
fn a_pipeline_fetches_each_name_of_its_filter() {
    let text = "steps:\n- task: AzureKeyVault@2\n  inputs:\n    keyVaultName: kv1\n    \
        secretsFilter: >-\n      a,\n      b,\n- task: AzureKeyVault@1\n  inputs:\n    \
        KeyVaultName: $(kv)\n- script: az keyvault secret show -n c --vault-name kv1\n\
        # - task: AzureKeyVault@2\n";
    let found = yaml("azure-pipelines.yml", text);
    let form = "pipelines.AzureKeyVault";
    let expected = [
        (form, Some("a"), Some("kv1"), 2, 6),
        (form, Some("b"), Some("kv1"), 2, 7),
        (form, Some("*"), None, 8, 8),
        ("cli.az-keyvault-secret-show", Some("c"), Some("kv1"), 11, 11),
    ];
    assert_eq!(short(&found), expected);
    assert!(found[2].vault_dynamic);
}

#[test]
fn a_workflow_uses_secrets_in_expressions() {
    let text = "on: push\njobs:\n  a:\n    steps:\n    - run: |\n        echo ${{secrets.A}} \
        ${{ format('{0}', secrets['B']) }}\n        az keyvault secret show -n c --vault-name kv1\n    \
        - if: secrets.D != ''\n      uses: x/get-keyvault-secrets@v1\n      with: { keyvault: kv1, \
        secrets: 'E, F' }\n    - env: { G: '${{ secrets[inputs.x] }}', H: '${{ toJSON(secrets) }}' }\n\
        # ${{ secrets.NO }}\n    - run: echo ${{ steps.secrets.outputs.NO }} secrets.NO\n";
    let found = yaml(".github/workflows/a.yml", text);
    let mut names: Vec<_> = found.iter().map(|r| r.name.as_deref().unwrap_or("?")).collect();
    names.sort_unstable();
    assert_eq!(names, ["*", "?", "A", "B", "D", "E", "F", "c"], "{found:#?}");
}

#[test]
fn stores_of_a_cluster_name_what_they_fetch() {
    let class = "apiVersion: v1\nkind: SecretProviderClass\nspec:\n  parameters:\n    \
        keyvaultName: kv1\n    objects: |\n      array:\n        - |\n          objectName: a\n          \
        objectType: cert\n          objectAlias: no\n  secretObjects:\n  - secretName: no\n";
    let form = "k8s.SecretProviderClass.objectName";
    let found = yaml("a.yaml", class);
    assert_eq!(short(&found), [(form, Some("a"), Some("kv1"), 9, 9)]);
    let external = "kind: ExternalSecret\nspec:\n  secretStoreRef: { name: azure-store }\n  \
        target: { name: no }\n  data:\n  - remoteRef:\n      key: cert/a\n  dataFrom:\n  - extract:\n      \
        key: {{ .Values.x }}\n  - find:\n      name:\n        regexp: ^b\n";
    let found = yaml("a.yaml", external);
    let expected = [
        ("k8s.ExternalSecret.remoteRef.key", Some("a"), Some("azure-store"), 7, 7),
        ("k8s.ExternalSecret.extract.key", None, Some("azure-store"), 10, 10),
        ("k8s.ExternalSecret.find", Some("^b"), Some("azure-store"), 11, 13),
    ];
    assert_eq!(short(&found), expected);
}

#[test]
fn compose_declares_and_uses() {
    let text = "services:\n  db:\n    secrets:\n      - a\n      - source: b\n        target: c\n\
        secrets:\n  a:\n    file: ./a.txt\n";
    let expected = [
        ("compose.secrets.use", Some("a"), None, 4, 4),
        ("compose.secrets.use", Some("b"), None, 5, 5),
        ("compose.secrets.declare", Some("a"), None, 8, 8),
    ];
    assert_eq!(short(&yaml("compose.yaml", text)), expected);
}

#[test]
fn a_template_makes_reads_and_sets() {
    let text = r#"{ "$schema": "https://schema.management.azure.com/deploymentTemplate.json#",
      "contentVersion": "1.0.0.0",
      "parameters": { "n": { "defaultValue": "a" }, "secretName": { "type": "string" } },
      "resources": [
        { "type": "Microsoft.KeyVault/vaults/secrets",
          "name": "[concat(parameters('kv'), '/', parameters('n'))]" },
        { "type": "Microsoft.KeyVault/vaults", "name": "kv1", "resources": [
          { "type": "secrets", "name": "b" } ],
          "properties": { "accessPolicies": [ { "permissions": { "secrets": ["get"] } } ] } },
        { "type": "x", "properties": {
          "p": { "reference": { "keyVault": { "id": "/subscriptions/s/vaults" }, "secretName": "c" } },
          "s": "[concat('@Microsoft.KeyVault(SecretUri=', reference(x).uri, ')')]" } } ] }"#;
    let found = json(text);
    let expected = [
        ("arm.Microsoft.KeyVault/vaults/secrets", Some("a"), None, 5, 6),
        ("arm.Microsoft.KeyVault/vaults/secrets", Some("b"), Some("kv1"), 8, 8),
        ("arm.keyVault-reference", Some("c"), None, 11, 11),
        ("appservice.KeyVaultRef.SecretUri", None, None, 12, 12),
    ];
    assert_eq!(short(&found), expected);
}

#[test]
fn factories_flows_and_settings_have_their_forms() {
    let factory = r#"{ "a": { "type": "AzureKeyVaultSecret", "store": { "referenceName": "ls" },
      "secretName": "n" }, "b": { "type": "AzureKeyVaultSecret", "secretName": { "value": "@x" } },
      "c": { "secretName": "no" } }"#;
    let form = "adf.AzureKeyVaultSecret.secretName";
    let found = json(factory);
    assert_eq!(short(&found), [(form, Some("n"), Some("ls"), 2, 2), (form, None, None, 2, 2)]);
    let flow = r#"{ "properties": { "connectionReferences": { "a": { "connection": {
      "connectionReferenceLogicalName": "x_mail" } } }, "definition": { "actions": { "b": { "inputs": {
      "parameters": { "actionName": "RetrieveEnvironmentVariableSecretValue",
        "item/EnvironmentVariableName": "x_secret", "u": "@parameters('Hour (x_hour)')" } } } } } } }"#;
    let expected = [
        ("powerplatform.connectionreference.use", Some("x_mail"), None, 2, 2),
        ("powerplatform.RetrieveEnvironmentVariableSecretValue", Some("x_secret"), None, 4, 4),
        ("powerplatform.environmentvariable.reference", Some("x_hour"), None, 4, 4),
    ];
    assert_eq!(short(&json(flow)), expected);
    let settings = "{ // comment\n \"A\": \"https://kv1.vault.azure.net/secrets/db/\",\n \
        \"B\": \"https://kv1.vault.azure.net/\", }";
    assert_eq!(short(&json(settings)), [("url.vault-secret", Some("db"), Some("kv1"), 2, 2)]);
}

#[test]
fn a_pipeline_uses_what_it_fetched_and_what_a_group_holds() {
    let fetched = "\
name: $(Build.BuildId)-$(rev)
steps:
- task: AzureKeyVault@2
  inputs:
    keyVaultName: kv1
    secretsFilter: 'db-user, db-password'
- script: ./run --password $(db-password) --at $(Build.SourcesDirectory) $(pwd) $(other)
  env:
    USER: $(db-user)
";
    let uses = |text: &str| {
        let found = yaml("azure-pipelines.yml", text).into_iter();
        let uses = found.filter(|r| r.form == "pipelines.macro-use");
        uses.map(|r| (r.name.unwrap(), r.vault)).collect::<Vec<_>>()
    };
    let kv1 = || Some("kv1".to_owned());
    assert_eq!(uses(fetched), [("db-password".to_owned(), kv1()), ("db-user".to_owned(), kv1())]);
    let grouped = "\
variables:
- group: shared
- name: own
  value: x
steps:
- pwsh: deploy $(own) $(sqlPassword) $(Get-Date) $(System.AccessToken)
";
    assert_eq!(uses(grouped), [("sqlPassword".to_owned(), Some("shared".to_owned()))]);
    assert!(uses("steps:\n- script: echo $(sqlPassword)\n").is_empty());
}

#[test]
fn property_sources_of_spring_read_a_vault() {
    let tree = "\
spring:
  config:
    import: optional:vault://secret/erp
  cloud:
    azure:
      keyvault:
        secret:
          property-sources:
            - endpoint: https://kv1.vault.azure.net/
            - endpoint: ${KV_ENDPOINT}
";
    let found = yaml("application.yml", tree);
    let found: Vec<_> = found.iter().map(|r| (r.form.as_str(), r.name.as_deref())).collect();
    assert_eq!(found.len(), 3, "{found:?}");
    assert!(found.contains(&("spring.hashicorp.import", Some("secret/erp"))), "{found:?}");
    let lines = "\
# azure.keyvault.uri=https://kv0.vault.azure.net
azure.keyvault.uri=https://kv1.vault.azure.net
azure.keyvault.secret-keys=db-user,db-password
azure.keyvault.enabled=true
";
    let found = crate::scan_bytes("application.properties", lines.as_bytes()).references;
    let names: Vec<_> = found.iter().filter_map(|r| r.name.as_deref()).collect();
    assert_eq!(names, ["db-password", "db-user"]);
    assert_eq!(yaml("application.yml", "spring:\n  application:\n    name: erp\n"), []);
}

#[test]
fn a_condition_in_a_template_is_a_function() {
    let text = r#"{ "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
"resources": [ { "type": "Microsoft.Web/sites", "name": "app", "properties": { "id":
"[if(variables('own'), reference(resourceId(parameters('group'), 'Microsoft.KeyVault/vaults/secrets', 'kv1', 'db'), '2018-02-14').secretUri, json('null'))]" } } ] }"#;
    let found = json(text);
    assert_eq!(short(&found), [("arm.resourceId.vaults/secrets", Some("db"), Some("kv1"), 3, 3)]);
}

#[test]
fn both_sides_of_a_condition_in_a_chart_count() {
    let text = "\
{{- /*
Words of a comment
*/}}
kind: Deployment
spec:
  volumes:
    - name: config
      secret:
{{- if .Values.external }}
        secretName: {{ .Values.name }}
{{- else }}
        secretName: own
{{- end }}
";
    let found = yaml("a.yaml", text);
    let names: Vec<_> = found.iter().map(|r| (r.name.as_deref(), r.name_line)).collect();
    assert_eq!(names, [(None, 10), (Some("own"), 12)], "{found:#?}");
}
