//! How many uses a thing has, kept with its row so that lists sort by it: what is declared, the
//! places in code that name it, and the programs that were seen reading it.

use credenza_model::references::Named;
use rusqlite::{ToSql, Transaction, params};

use crate::StoreError;

/// How often the name of a credential's row stands in code.
const CREDENTIAL_IN_CODE: &str = "(SELECT count(*) FROM code_references r
    WHERE r.target = 3 AND r.target_name = credentials.folded)";
/// How often the name of a variable's row, or its secret with its vault, stands in code.
const VARIABLE_IN_CODE: &str = "((SELECT count(*) FROM code_references r
    WHERE r.target = 2 AND r.target_name = variables.name_folded)
    + (SELECT count(*) FROM code_references r WHERE r.target = 1
        AND r.target_name = lower(variables.secret) AND r.target_vault = lower(variables.key_vault)))";

/// How many connections use the credential of a row.
const CONNECTIONS: &str = "(SELECT count(*) FROM connections n
    WHERE n.credential = credentials.row AND n.deleted IS NULL)";
/// How many programs were given a value of the credential of a row.
const PROGRAMS: &str = "(SELECT count(*) FROM reads d
    WHERE d.credential = credentials.id AND d.program <> '')";
/// How many credentials use the variable of a row, one that names it twice counted twice.
const CREDENTIALS: &str = "(SELECT count(*) FROM credentials c
    WHERE c.secret = variables.row AND c.deleted IS NULL)
    + (SELECT count(*) FROM credentials c
    WHERE c.user_name = variables.row AND c.deleted IS NULL)";

/// Brings the number of uses of whatever has this name in line.
pub(crate) fn named(transaction: &Transaction<'_>, name: &Named) -> Result<(), StoreError> {
    match name {
        Named::Credential(name) => {
            credentials(transaction, "folded = ? AND deleted IS NULL", params![name])
        }
        Named::Variable(name) => {
            variables(transaction, "name_folded = ? AND deleted IS NULL", params![name])
        }
        Named::Secret { vault: Some(vault), name } => variables(
            transaction,
            "lower(secret) = ? AND lower(key_vault) = ? AND secret IS NOT NULL",
            params![name, vault],
        ),
        // A candidate is no known use, and connections count none.
        Named::Secret { vault: None, .. } | Named::Connection(_) => Ok(()),
    }
}

/// Counts anew what uses the credential in `row`.
pub(crate) fn credential(
    transaction: &Transaction<'_>,
    row: Option<i64>,
) -> Result<(), StoreError> {
    credentials(transaction, "row = ?", params![row])
}

/// Counts anew what uses the variables of the credential in `row`.
pub(crate) fn variables_of(transaction: &Transaction<'_>, row: i64) -> Result<(), StoreError> {
    let which = "row IN (SELECT secret FROM credentials WHERE row = ?1 UNION SELECT user_name FROM credentials WHERE row = ?1)";
    variables(transaction, which, params![row])
}

/// Counts anew what uses the variable in `row`.
pub(crate) fn variable(transaction: &Transaction<'_>, row: i64) -> Result<(), StoreError> {
    variables(transaction, "row = ?", params![row])
}

/// Counts anew what uses the credentials that a condition finds.
fn credentials(
    transaction: &Transaction<'_>,
    which: &str,
    values: &[&dyn ToSql],
) -> Result<(), StoreError> {
    let uses = format!("({CREDENTIAL_IN_CODE} + {CONNECTIONS} + {PROGRAMS})");
    count(transaction, "credentials", &uses, which, values)
}

/// Counts anew what uses the variables that a condition finds.
fn variables(
    transaction: &Transaction<'_>,
    which: &str,
    values: &[&dyn ToSql],
) -> Result<(), StoreError> {
    count(transaction, "variables", &format!("({VARIABLE_IN_CODE} + {CREDENTIALS})"), which, values)
}

fn count(
    transaction: &Transaction<'_>,
    table: &str,
    uses: &str,
    which: &str,
    values: &[&dyn ToSql],
) -> Result<(), StoreError> {
    // Each index of the table knows the number: what is right already is not written again.
    let update = format!("UPDATE {table} SET used_by = {uses} WHERE {which} AND used_by <> {uses}");
    transaction.prepare_cached(&update)?.execute(values)?;
    Ok(())
}
