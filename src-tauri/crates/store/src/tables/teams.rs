//! Teams that this workspace is in, was in, or asked to join.

use rusqlite::{OptionalExtension as _, Row, params};

use crate::{Store, StoreError, tables::damaged};

/// Where this person stands in a team.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Asked to join, not approved yet.
    Asked,
    /// A member.
    Member,
    /// Left, or was removed.
    Former,
}

/// A team.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredTeam {
    /// Its identifier.
    pub team: [u8; 16],
    /// Its name; empty until it is known.
    pub name: String,
    /// Where it meets.
    pub location: String,
    /// Its first entry.
    pub genesis: [u8; 32],
    /// Where this person stands.
    pub standing: Standing,
}

const COLUMNS: &str = "team, name, location, genesis, standing";

impl Store {
    /// Stores a team, or replaces what is known of it.
    ///
    /// # Errors
    /// A [`StoreError`].
    pub fn put_team(&self, team: &StoredTeam) -> Result<(), StoreError> {
        let standing = match team.standing {
            Standing::Asked => 0,
            Standing::Member => 1,
            Standing::Former => 2,
        };
        self.write(|transaction| {
            transaction.execute(
                "INSERT OR REPLACE INTO teams VALUES (?, ?, ?, ?, ?)",
                params![team.team, team.name, team.location, team.genesis, standing],
            )?;
            Ok(())
        })
    }

    /// All teams by name.
    ///
    /// # Errors
    /// A [`StoreError`].
    pub fn teams(&self) -> Result<Vec<StoredTeam>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM teams ORDER BY name, team");
        let mut statement = self.connection.prepare_cached(&sql)?;
        let rows = statement.query_map([], read)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// A small value of a team.
    ///
    /// # Errors
    /// A [`StoreError`].
    pub fn team_value(&self, team: &[u8; 16], name: &str) -> Result<Option<Vec<u8>>, StoreError> {
        let sql = "SELECT value FROM team_values WHERE team = ? AND name = ?";
        let mut statement = self.connection.prepare_cached(sql)?;
        Ok(statement.query_row(params![team, name], |row| row.get(0)).optional()?)
    }

    /// Replaces a small value of a team, or removes it.
    ///
    /// # Errors
    /// A [`StoreError`].
    pub fn set_team_value(
        &self,
        team: &[u8; 16],
        name: &str,
        value: Option<&[u8]>,
    ) -> Result<(), StoreError> {
        self.write(|transaction| {
            match value {
                Some(value) => transaction.execute(
                    "INSERT OR REPLACE INTO team_values VALUES (?, ?, ?)",
                    params![team, name, value],
                )?,
                None => transaction.execute(
                    "DELETE FROM team_values WHERE team = ? AND name = ?",
                    params![team, name],
                )?,
            };
            Ok(())
        })
    }

    /// Remembers that a person's safety code was compared, or that it was not right after all.
    ///
    /// # Errors
    /// A [`StoreError`].
    pub fn set_verified(&self, person: &[u8; 16], at: Option<i64>) -> Result<(), StoreError> {
        self.write(|transaction| {
            transaction.execute("DELETE FROM verified_people WHERE person = ?", [person])?;
            if let Some(at) = at {
                let sql = "INSERT INTO verified_people VALUES (?, ?)";
                transaction.execute(sql, params![person, at])?;
            }
            Ok(())
        })
    }

    /// People whose safety code was compared.
    ///
    /// # Errors
    /// A [`StoreError`].
    pub fn verified_people(&self) -> Result<Vec<[u8; 16]>, StoreError> {
        let mut statement = self.connection.prepare_cached("SELECT person FROM verified_people")?;
        let rows = statement.query_map([], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

fn read(row: &Row<'_>) -> rusqlite::Result<StoredTeam> {
    Ok(StoredTeam {
        team: row.get(0)?,
        name: row.get(1)?,
        location: row.get(2)?,
        genesis: row.get(3)?,
        standing: match row.get::<_, i64>(4)? {
            0 => Standing::Asked,
            1 => Standing::Member,
            2 => Standing::Former,
            _ => return Err(damaged("standing")),
        },
    })
}
