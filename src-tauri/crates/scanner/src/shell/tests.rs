#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

use super::{Dialect, scan};
use crate::{
    found::Findings,
    reference::{Reference, Via},
    text::Text,
};

fn references(dialect: Dialect, text: &str) -> Vec<Reference> {
    let mut findings = Findings::new("x", text);
    scan(dialect, &Text::whole(text), &mut findings);
    findings.finish().0
}

#[test]
fn command_lines_give_their_names() {
    let cases = [
        ("az keyvault secret show -n db --vault-name kv1", Some("db"), Some("kv1"), Via::Literal),
        (
            "x=$(az keyvault secret show --name=db --vault-name \"$KV\")",
            Some("db"),
            None,
            Via::Literal,
        ),
        (
            "az keyvault key create \\\n  --vault-name kv1 \\\n  --name 'db'",
            Some("db"),
            Some("kv1"),
            Via::Literal,
        ),
        (
            "N=db\nif true; then az keyvault secret set --vault-name kv1 -n \"$N\" --value x; fi",
            Some("db"),
            Some("kv1"),
            Via::Var,
        ),
        (
            "az keyvault secret show --name \"$APP-password\" --vault-name kv1",
            None,
            Some("kv1"),
            Via::Dynamic,
        ),
        (
            "az keyvault secret show --id https://kv1.vault.azure.net/secrets/db",
            Some("db"),
            Some("kv1"),
            Via::Literal,
        ),
        ("az keyvault secret list --vault-name kv1", Some("*"), Some("kv1"), Via::ListAll),
        (
            "f \"$(az keyvault secret show -n 'db' --vault-name \"kv1\" -o tsv)\"",
            Some("db"),
            Some("kv1"),
            Via::Literal,
        ),
        ("az keyvault secret show -n \"${1}\" --vault-name kv1", None, Some("kv1"), Via::Dynamic),
        ("databricks secrets put --scope kv1 --key db", Some("db"), Some("kv1"), Via::Literal),
        ("databricks secrets put-secret kv1 db", Some("db"), Some("kv1"), Via::Literal),
    ];
    for (text, name, vault, via) in cases {
        let found = references(Dialect::Posix, text);
        assert_eq!(found.len(), 1, "{text}\n{found:#?}");
        let one = &found[0];
        assert_eq!(
            (one.name.as_deref(), one.vault.as_deref(), one.via),
            (name, vault, via),
            "{text}"
        );
    }
}

#[test]
fn other_commands_and_texts_are_no_references() {
    let cases = [
        "# az keyvault secret show -n db --vault-name kv1",
        "echo \"run: az keyvault secret show -n db --vault-name kv1\"",
        "echo 'az keyvault secret show -n db --vault-name kv1'",
        "az keyvault set-policy -n kv1 --secret-permissions get",
        "az keyvault show -n kv1",
        "databricks secrets create-scope --scope kv1",
        "cat > run.sh <<'EOF'\naz keyvault secret show -n db --vault-name kv1\nEOF\n",
    ];
    for text in cases {
        let found = references(Dialect::Posix, text);
        assert!(found.is_empty(), "{text}\n{found:#?}");
    }
}

#[test]
fn a_loop_over_a_list_names_each() {
    let text = "for n in a b; do az keyvault secret show -n \"$n\" --vault-name kv1; done";
    let names: Vec<_> =
        references(Dialect::Posix, text).into_iter().filter_map(|r| r.name).collect();
    assert_eq!(names, ["a", "b"]);
}

#[test]
fn command_files_have_their_own_signs() {
    let text = "set N=db\nREM az keyvault secret show -n no --vault-name kv1\naz keyvault secret show ^\n  -n %N% --vault-name kv1\n";
    let found = references(Dialect::Batch, text);
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!((found[0].name.as_deref(), found[0].line, found[0].name_line), (Some("db"), 3, 4));
}

#[test]
fn command_lines_are_passed_on_and_hold_settings() {
    let cases = [
        (
            "xargs -I{} az keyvault secret delete -n db --vault-name kv1",
            "cli.az-keyvault-secret-delete",
        ),
        (
            "docker run --rm image az keyvault secret show -n db --vault-name kv1",
            "cli.az-keyvault-secret-show",
        ),
        (
            "az webapp config appsettings set -n a --settings \"DB=@Microsoft.KeyVault(VaultName=kv1;SecretName=db)\"",
            "appservice.KeyVaultRef.VaultName",
        ),
        (
            "az containerapp create --secrets \"x=keyvaultref:https://kv1.vault.azure.net/secrets/db,identityref:system\"",
            "url.vault-secret",
        ),
    ];
    for (text, form) in cases {
        let found = references(Dialect::Posix, text);
        let found: Vec<_> = found
            .iter()
            .map(|r| (r.form.as_str(), r.name.as_deref(), r.vault.as_deref()))
            .collect();
        assert_eq!(found, [(form, Some("db"), Some("kv1"))], "{text}");
    }
}
