//! The schema and its versions, kept in `user_version`. Forward only.

use rusqlite::{Connection, Transaction, TransactionBehavior};

use crate::StoreError;

/// The newest schema that this version knows.
pub const SCHEMA_VERSION: u32 = 1;

/// Step `n` leads from version `n` to `n + 1`.
const STEPS: [&str; SCHEMA_VERSION as usize] = [include_str!("migrations/0001.sql")];

/// The version of an open database.
pub(crate) fn version(connection: &Connection) -> Result<u32, StoreError> {
    let found = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if found > SCHEMA_VERSION {
        return Err(StoreError::NewerFormat { found, known: SCHEMA_VERSION });
    }
    Ok(found)
}

/// Runs every missing step in one transaction: after a crash the old schema is there, or the new.
pub(crate) fn run(connection: &mut Connection) -> Result<(), StoreError> {
    let transaction = Transaction::new(connection, TransactionBehavior::Exclusive)?;
    let from = version(&transaction)?;
    for step in &STEPS[from as usize..] {
        transaction.execute_batch(step)?;
    }
    transaction.pragma_update(None, "user_version", SCHEMA_VERSION)?;
    Ok(transaction.commit()?)
}
