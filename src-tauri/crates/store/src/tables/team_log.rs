//! A team's log as this device holds it.

use rusqlite::{OptionalExtension as _, params};

use crate::{Store, StoreError};

/// An entry's place: its chain and its number there.
pub type TeamPlace = ([u8; 16], u64);

/// An entry without its bytes: where it stands, its name, and the key that signed it.
pub type TeamLink = (TeamPlace, [u8; 32], [u8; 32]);

/// Small values that are no part of a log: they count what was read here.
const COUNTERS: [&str; 2] = ["reads", "reads-sent"];

/// How much is held of a team's log, by which a holder of it knows whether somebody else wrote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TeamHoldings {
    /// Entries.
    pub entries: u64,
    /// Keys of the team and of its records.
    pub keys: u64,
}

/// An entry of a team's log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TeamEntry {
    /// Where it stands.
    pub place: TeamPlace,
    /// Its name.
    pub id: [u8; 32],
    /// The key that signed it.
    pub device_key: [u8; 32],
    /// The signed entry.
    pub signed: Vec<u8>,
}

impl Store {
    /// Every entry without its bytes, in the order in which they came.
    ///
    /// # Errors
    /// A [`StoreError`].
    pub fn team_entries(&self, team: &[u8; 16]) -> Result<Vec<TeamLink>, StoreError> {
        let sql =
            "SELECT chain, sequence, id, device_key FROM team_entries WHERE team = ? ORDER BY row";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement
            .query_map([team], |row| Ok(((row.get(0)?, row.get(1)?), row.get(2)?, row.get(3)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// An entry's signed bytes.
    ///
    /// # Errors
    /// A [`StoreError`].
    pub fn team_signed(
        &self,
        team: &[u8; 16],
        place: TeamPlace,
    ) -> Result<Option<Vec<u8>>, StoreError> {
        let sql = "SELECT signed FROM team_entries WHERE team = ? AND chain = ? AND sequence = ?";
        let mut statement = self.connection.prepare_cached(sql)?;
        let found = statement.query_row(params![team, place.0, place.1], |row| row.get(0));
        Ok(found.optional()?)
    }

    /// Keeps entries, in this order.
    ///
    /// # Errors
    /// A [`StoreError`].
    pub fn keep_team_entries(
        &self,
        team: &[u8; 16],
        entries: &[TeamEntry],
    ) -> Result<(), StoreError> {
        self.write(|transaction| {
            let mut statement = transaction.prepare_cached(
                "INSERT INTO team_entries (team, chain, sequence, id, device_key, signed) VALUES (?, ?, ?, ?, ?, ?)",
            )?;
            for entry in entries {
                let (chain, sequence) = entry.place;
                statement.execute(params![
                    team, chain, sequence, entry.id, entry.device_key, entry.signed
                ])?;
            }
            Ok(())
        })
    }

    /// How much is held of a team's log.
    ///
    /// # Errors
    /// A [`StoreError`].
    pub fn team_holdings(&self, team: &[u8; 16]) -> Result<TeamHoldings, StoreError> {
        let count = |table| -> Result<u64, StoreError> {
            let sql = format!("SELECT count(*) FROM {table} WHERE team = ?");
            Ok(self.connection.prepare_cached(&sql)?.query_row([team], |row| row.get(0))?)
        };
        Ok(TeamHoldings { entries: count("team_entries")?, keys: count("team_keys")? })
    }

    /// What is noted of a team beside its entries and keys: its small values but for those that count
    /// reads and for versions and choices, its alarms, and whose safety code was compared. In one order, for a comparison.
    ///
    /// # Errors
    /// A [`StoreError`].
    pub fn team_notes(&self, team: &[u8; 16]) -> Result<Vec<Vec<u8>>, StoreError> {
        let sql = "SELECT name, value FROM team_values WHERE team = ?1 AND name NOT IN (?2, ?3)
            AND name NOT GLOB 'conflict/*' AND name NOT GLOB 'choice/*'
            UNION ALL SELECT 'alarm', alarm FROM team_alarms WHERE team = ?1
            UNION ALL SELECT 'verified', person FROM verified_people ORDER BY 1, 2";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map(params![team, COUNTERS[0], COUNTERS[1]], |row| {
            let (name, value): (String, Vec<u8>) = (row.get(0)?, row.get(1)?);
            Ok([name.as_bytes(), &[0], &value].concat())
        });
        Ok(rows?.collect::<Result<_, _>>()?)
    }

    /// Places that segments hold.
    ///
    /// # Errors
    /// A [`StoreError`].
    pub fn team_packed(&self, team: &[u8; 16]) -> Result<Vec<TeamPlace>, StoreError> {
        let sql = "SELECT chain, sequence FROM team_packed WHERE team = ?";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map([team], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Remembers what segments before `next` hold.
    ///
    /// # Errors
    /// A [`StoreError`].
    pub fn set_team_packed(
        &self,
        team: &[u8; 16],
        next: &[u8],
        places: &[TeamPlace],
    ) -> Result<(), StoreError> {
        self.write(|transaction| {
            transaction.execute(
                "INSERT OR REPLACE INTO team_values VALUES (?, 'next_segment', ?)",
                params![team, next],
            )?;
            for (chain, sequence) in places {
                transaction.execute(
                    "INSERT OR IGNORE INTO team_packed VALUES (?, ?, ?)",
                    params![team, chain, sequence],
                )?;
            }
            Ok(())
        })
    }

    /// Alarms that nobody has answered, as they were given.
    ///
    /// # Errors
    /// A [`StoreError`].
    pub fn team_alarms(&self, team: &[u8; 16]) -> Result<Vec<Vec<u8>>, StoreError> {
        let sql = "SELECT alarm FROM team_alarms WHERE team = ?";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map([team], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Remembers an alarm; a second time is no error.
    ///
    /// # Errors
    /// A [`StoreError`].
    pub fn add_team_alarm(&self, team: &[u8; 16], alarm: &[u8]) -> Result<(), StoreError> {
        self.write(|transaction| {
            let sql = "INSERT OR IGNORE INTO team_alarms VALUES (?, ?)";
            transaction.execute(sql, params![team, alarm])?;
            Ok(())
        })
    }

    /// Forgets all alarms of a team.
    ///
    /// # Errors
    /// A [`StoreError`].
    pub fn clear_team_alarms(&self, team: &[u8; 16]) -> Result<(), StoreError> {
        self.write(|transaction| {
            transaction.execute("DELETE FROM team_alarms WHERE team = ?", [team])?;
            Ok(())
        })
    }
}
