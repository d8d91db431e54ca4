//! One search for all literals of a language: a file without any of them holds no form.

use std::{collections::HashMap, sync::LazyLock};

use aho_corasick::{AhoCorasick, AhoCorasickKind};

use crate::{cli, code, language::Language};

/// Literals of all forms, in lower case; found in any case.
const LITERALS: &[&str] = &[
    "automation",
    "smacredential",
    "smavariable",
    "smacertificate",
    "smaconnection",
    "keyvault",
    "key_vault",
    "vault.azure",
    "vault.usgov",
    "vault.microsoft",
    "managedhsm",
    "get-secret",
    "set-secret",
    "remove-secret",
    "getsecret",
    "setsecret",
    "get_secret",
    "set_secret",
    "list_secrets",
    "deletesecret",
    "delete_secret",
    "deletedsecret",
    "propertiesofsecret",
    "properties_of_secret",
    "secrets.",
    "secrets[",
    "secrets:",
    "secrets)",
    "secretsmanager",
    "gcloud",
    "vault kv",
    "vault read",
    "vault write",
    "conjur",
    "secret_value",
    "secretid",
    "secret_id",
    "read_secret",
    "or_update_secret",
    "secret_manager_secret",
    "vault_generic",
    "vault_kv",
    "databricks",
    "dbutils",
    "tokenlibrary",
    "secretname",
    "secretkeyref",
    "secretref",
    "secretproviderclass",
    "objectname",
    "remoteref",
    "externalsecret",
    "imagepullsecrets",
    "vaults/secrets",
    "environmentvariable",
    "schema name'",
    "env.",
    "connectionreference",
    "runbookdefinition",
    "getcredential",
    "cyberark",
    "- group:",
    "vault://",
    "sm://",
    "with secret",
    "agent-inject-secret",
    ": !var ",
    ": !var:",
    ":var ",
    "secretvalues",
    "secrettype",
    "vault-action@",
];

/// Addresses of vaults, and settings that lead to them.
const ADDRESSES: &[&str] = &[
    "vault.azure",
    "vault.usgov",
    "vault.microsoft",
    "managedhsm",
    "microsoft.keyvault(",
    "sm://",
];

const POWERSHELL: &[&str] =
    &["automation", "smacredential", "smavariable", "smacertificate", "smaconnection", "-secret"];
/// Manifests and templates that a script writes.
const WRITTEN: &[&str] = &[
    "with secret",
    "secretref",
    "secretkeyref",
    "secretname",
    "imagepullsecrets",
    "remoteref",
    "objectname",
    "agent-inject-secret",
    "secretvalues",
    "secrettype",
];
const TERRAFORM: &[&str] = &[
    "key_vault",
    "secret_manager_secret",
    "vault_kv",
    "vault_generic",
    "secret_key_ref",
    "secret_ref",
    "secret_name",
    "image_pull_secrets",
    "dbutils",
];
const BICEP: &[&str] = &["keyvault", "getsecret"];
const XML: &[&str] = &["environmentvariable", "connectionreference", "keyvault"];
const TEXT: &[&str] = &["getcredential", "cyberark", "keyvault"];
const JSON: &[&str] = &[
    "keyvault",
    "vaults/secrets",
    "secretname",
    "connectionreference",
    "environmentvariable",
    "schema name'",
    "secretkeyref",
    "secretref",
    "imagepullsecrets",
    "remoteref",
    "objectname",
    "dbutils",
    "sparkutils",
    "notebookutils",
    "tokenlibrary",
    "getsecret",
    "get_secret",
    "\"parameters('",
    "with secret",
];

/// What is searched for, by language: a file holds one of each.
static SEARCHES: LazyLock<HashMap<Language, Vec<AhoCorasick>>> = LazyLock::new(|| {
    let own = [
        (Language::Bicep, BICEP),
        (Language::Xml, XML),
        (Language::DesktopFlow, TEXT),
        (Language::Json, JSON),
    ];
    let own = own.into_iter().map(|(language, words)| (language, vec![words.to_vec()]));
    let joined = [
        (Language::PowerShell, [POWERSHELL, cli::WORDS].concat()),
        (Language::Shell, [cli::WORDS, WRITTEN].concat()),
        (Language::Batch, cli::WORDS.to_vec()),
        (Language::Terraform, [TERRAFORM, cli::WORDS, WRITTEN].concat()),
    ];
    let own = own.chain(joined.into_iter().map(|(language, words)| (language, vec![words])));
    let code = [
        Language::Python,
        Language::Scala,
        Language::CSharp,
        Language::JavaScript,
        Language::TypeScript,
        Language::Java,
        Language::Go,
    ];
    let code = code.into_iter().map(|language| (language, code::words(language).to_vec()));
    let searches = own.chain(code).filter_map(|(language, mut lists)| {
        lists.iter_mut().for_each(|words| words.extend(ADDRESSES));
        lists.dedup();
        let searches: Option<Vec<_>> = lists.iter().map(|words| search(words)).collect();
        Some((language, searches?))
    });
    searches.collect()
});

static EVERYTHING: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| search(LITERALS));

fn search(words: &[&str]) -> Option<AhoCorasick> {
    let mut builder = AhoCorasick::builder();
    builder.ascii_case_insensitive(true).kind(Some(AhoCorasickKind::DFA));
    builder.build(words).ok()
}

/// The literals of all forms, without regard to case. A file without any of them holds none.
pub fn literals() -> &'static [&'static str] {
    LITERALS
}

/// Whether a text of any language may hold a form.
pub(crate) fn may_hold_a_form(bytes: &[u8]) -> bool {
    EVERYTHING.as_ref().is_none_or(|search| search.is_match(bytes))
}

/// Whether a file of a language may hold a form.
pub(crate) fn may_hold_a_form_of(language: Language, bytes: &[u8]) -> bool {
    match language {
        // It quotes code.
        Language::Documentation => false,
        _ => match SEARCHES.get(&language) {
            Some(searches) => searches.iter().all(|search| search.is_match(bytes)),
            None => may_hold_a_form(bytes),
        },
    }
}
