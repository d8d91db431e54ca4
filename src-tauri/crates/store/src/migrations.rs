//! The schema and its versions, kept in `user_version`. Forward only.

use rusqlite::{Connection, Transaction, TransactionBehavior};

use crate::StoreError;

/// The newest schema that this version knows.
pub const SCHEMA_VERSION: u32 = 8;

/// Step `n` leads from version `n` to `n + 1`.
const STEPS: [&str; SCHEMA_VERSION as usize] = [
    include_str!("migrations/0001.sql"),
    include_str!("migrations/0002.sql"),
    include_str!("migrations/0003.sql"),
    include_str!("migrations/0004.sql"),
    include_str!("migrations/0005.sql"),
    include_str!("migrations/0006.sql"),
    include_str!("migrations/0007.sql"),
    include_str!("migrations/0008.sql"),
];

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

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn schema(connection: &Connection) -> Vec<String> {
        let sql = "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name";
        let mut statement = connection.prepare(sql).unwrap();
        statement.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
    }

    #[test]
    fn every_older_version_comes_to_the_same_schema_and_keeps_its_rows() {
        let mut new = Connection::open_in_memory().unwrap();
        run(&mut new).unwrap();
        for from in 1..SCHEMA_VERSION {
            let mut old = Connection::open_in_memory().unwrap();
            for step in &STEPS[..from as usize] {
                old.execute_batch(step).unwrap();
            }
            old.pragma_update(None, "user_version", from).unwrap();
            old.execute("INSERT INTO settings VALUES ('kept', 'yes')", []).unwrap();
            run(&mut old).unwrap();
            assert_eq!(version(&old).unwrap(), SCHEMA_VERSION);
            assert_eq!(schema(&old), schema(&new), "from {from}");
            let kept: String =
                old.query_row("SELECT value FROM settings", [], |row| row.get(0)).unwrap();
            assert_eq!(kept, "yes");
            run(&mut old).unwrap();
        }
    }

    #[test]
    fn a_newer_version_is_left_alone() {
        let mut connection = Connection::open_in_memory().unwrap();
        connection.pragma_update(None, "user_version", SCHEMA_VERSION + 1).unwrap();
        let refused = run(&mut connection);
        assert!(matches!(refused, Err(StoreError::NewerFormat { .. })), "{refused:?}");
    }
}
