//! One search for all literals: a file without any of them holds no form.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind};

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
];

static SEARCH: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let mut builder = AhoCorasick::builder();
    builder.ascii_case_insensitive(true).kind(Some(AhoCorasickKind::DFA));
    builder.build(LITERALS).ok()
});

/// The literals that are looked for in every file, without regard to case.
pub fn literals() -> &'static [&'static str] {
    LITERALS
}

/// Whether a file may hold a form.
pub(crate) fn may_hold_a_form(bytes: &[u8]) -> bool {
    SEARCH.as_ref().is_none_or(|search| search.is_match(bytes))
}
