//! What stands in this workspace for the records of teams, their sealed keys, and what is to be
//! rotated.

use std::collections::HashSet;

use rusqlite::{OptionalExtension as _, Row, Transaction, params};

use super::versions::{self, Choice};
use crate::{Store, StoreError};

/// A kept key: its record, all zero for the team's own, its epoch, and the sealed key.
pub type SealedTeamKey = ([u8; 16], [u8; 32], Vec<u8>);

/// What a record is here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TeamRecord {
    /// The team.
    pub team: [u8; 16],
    /// The record.
    pub record: [u8; 16],
    /// Whether it is a credential; else a variable.
    pub is_credential: bool,
    /// The credential or variable of this workspace.
    pub thing: [u8; 16],
    /// This person's role, from 0 (User, can view) to 2 (Co-owner); none when it was taken back.
    pub role: Option<u8>,
    /// Whether it came from a colleague.
    pub received: bool,
    /// The entry whose revision stands here.
    pub put: Option<[u8; 32]>,
    /// Counts the changes of this device that are not in the log yet; 0 when it has all.
    pub changed: u64,
}

/// What the writing of a credential or variable means to the log of its team.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edit<'c> {
    /// Nothing: it is not in what is shared.
    Noted,
    /// A change of this device, which the log does not have.
    Here,
    /// It came from the log. [`StoreError::Busy`] when the count of changes is another by now.
    Taken(u64),
    /// A choice among versions, which is a change of this device. [`StoreError::Busy`] when the
    /// versions or the count of changes are others by now.
    Chosen(&'c Choice),
}

impl Edit<'_> {
    pub(crate) fn apply(
        self,
        transaction: &Transaction<'_>,
        thing: &[u8; 16],
    ) -> Result<(), StoreError> {
        match self {
            Self::Noted => Ok(()),
            Self::Here => mark(transaction, thing),
            Self::Taken(changed) => {
                let sql = "SELECT changed FROM team_records WHERE thing = ?";
                let now: Option<u64> = transaction
                    .prepare_cached(sql)?
                    .query_row([thing], |row| row.get(0))
                    .optional()?;
                if now.unwrap_or(0) == changed { Ok(()) } else { Err(StoreError::Busy) }
            }
            Self::Chosen(choice) => {
                Edit::Taken(choice.changed).apply(transaction, thing)?;
                versions::choose(transaction, thing, choice)?;
                mark(transaction, thing)
            }
        }
    }
}

fn mark(transaction: &Transaction<'_>, thing: &[u8; 16]) -> Result<(), StoreError> {
    let sql = "UPDATE team_records SET changed = changed + 1 WHERE thing = ?";
    transaction.prepare_cached(sql)?.execute([thing])?;
    Ok(())
}

/// A value that somebody could open who has no access any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rotation {
    /// The variable.
    pub variable: [u8; 16],
    /// Who could open it, by the hash of their root key; none on rows of schema 5 and before.
    pub person: Option<[u8; 16]>,
    /// Their name then.
    pub name: String,
    /// When it was reported as read last, in seconds since 1970; none without a report.
    pub read_at: Option<i64>,
    /// Since when it is to be rotated, in seconds since 1970.
    pub opened: i64,
}

const COLUMNS: &str = "team, record, kind, thing, role, received, put, changed";

impl Store {
    /// Stores a record, or replaces it; the count of changes of one that is here stays.
    ///
    /// # Errors
    /// A [`StoreError`].
    pub fn put_team_record(&self, record: &TeamRecord) -> Result<(), StoreError> {
        self.write(|transaction| {
            transaction.execute(
                "DELETE FROM team_records WHERE thing = ? AND (team, record) <> (?, ?)",
                params![record.thing, record.team, record.record],
            )?;
            transaction.execute(
                "INSERT INTO team_records VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                 ON CONFLICT (team, record) DO UPDATE SET kind = excluded.kind,
                 thing = excluded.thing, role = excluded.role, received = excluded.received,
                 put = excluded.put",
                params![
                    record.team,
                    record.record,
                    i64::from(!record.is_credential),
                    record.thing,
                    record.role,
                    record.received,
                    record.put,
                    record.changed
                ],
            )?;
            Ok(())
        })
    }

    /// The record for which a credential or variable stands.
    ///
    /// # Errors
    /// A [`StoreError`].
    pub fn team_record_of(&self, thing: &[u8; 16]) -> Result<Option<TeamRecord>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM team_records WHERE thing = ?");
        let mut statement = self.connection.prepare_cached(&sql)?;
        Ok(statement.query_row([thing], read).optional()?)
    }

    /// The identifiers of everything here that is or was shared in a team.
    ///
    /// # Errors
    /// A [`StoreError`].
    pub fn shared_things(&self) -> Result<HashSet<[u8; 16]>, StoreError> {
        let mut statement = self.connection.prepare_cached("SELECT thing FROM team_records")?;
        Ok(statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?)
    }

    /// What stands here for a record.
    ///
    /// # Errors
    /// A [`StoreError`].
    pub fn team_record(
        &self,
        team: &[u8; 16],
        record: &[u8; 16],
    ) -> Result<Option<TeamRecord>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM team_records WHERE team = ? AND record = ?");
        let mut statement = self.connection.prepare_cached(&sql)?;
        Ok(statement.query_row([team, record], read).optional()?)
    }

    /// Every record of a team that stands here.
    ///
    /// # Errors
    /// A [`StoreError`].
    pub fn team_records(&self, team: &[u8; 16]) -> Result<Vec<TeamRecord>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM team_records WHERE team = ?");
        let mut statement = self.connection.prepare_cached(&sql)?;
        let rows = statement.query_map([team], read)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Forgets a record, and versions that wait. What stands for it stays.
    ///
    /// # Errors
    /// A [`StoreError`].
    pub fn remove_team_record(&self, thing: &[u8; 16]) -> Result<(), StoreError> {
        self.write(|transaction| {
            versions::forget_all(transaction, thing)?;
            transaction.execute("DELETE FROM team_records WHERE thing = ?", [thing])?;
            Ok(())
        })
    }

    /// Marks what stands for a record as changed on this device.
    ///
    /// # Errors
    /// A [`StoreError`].
    pub fn mark_team_record(&self, thing: &[u8; 16]) -> Result<(), StoreError> {
        self.write(|transaction| mark(transaction, thing))
    }

    /// The log has `changed` changes of what stands for a record, choices among them. Those that came
    /// meanwhile wait on.
    ///
    /// # Errors
    /// A [`StoreError`].
    pub fn clear_team_record(&self, thing: &[u8; 16], changed: u64) -> Result<(), StoreError> {
        self.write(|transaction| {
            let cleared = transaction.execute(
                "UPDATE team_records SET changed = 0 WHERE thing = ? AND changed = ?",
                params![thing, changed],
            )?;
            if cleared > 0 { versions::told(transaction, thing) } else { Ok(()) }
        })
    }

    /// Keeps a sealed key of a team, or of one of its records.
    ///
    /// # Errors
    /// A [`StoreError`].
    pub fn put_team_key(
        &self,
        team: &[u8; 16],
        record: &[u8; 16],
        epoch: &[u8; 32],
        sealed: &[u8],
    ) -> Result<(), StoreError> {
        self.write(|transaction| {
            transaction.execute(
                "INSERT OR REPLACE INTO team_keys VALUES (?, ?, ?, ?)",
                params![team, record, epoch, sealed],
            )?;
            Ok(())
        })
    }

    /// Every sealed key of a team: record, epoch, key.
    ///
    /// # Errors
    /// A [`StoreError`].
    pub fn team_keys(&self, team: &[u8; 16]) -> Result<Vec<SealedTeamKey>, StoreError> {
        let sql = "SELECT record, epoch, sealed FROM team_keys WHERE team = ?";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows =
            statement.query_map([team], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Puts values on the list of what is to be rotated, all or none; a later report of a read stays.
    ///
    /// # Errors
    /// A [`StoreError`].
    pub fn open_rotations(&self, rotations: &[Rotation]) -> Result<(), StoreError> {
        self.write(|transaction| {
            let mut statement = transaction.prepare_cached(
                "INSERT INTO rotations (variable, person, name, read_at, opened)
                 VALUES (?, ?, ?, ?, ?)
                 ON CONFLICT (variable, person, name) DO UPDATE SET
                 read_at = max(coalesce(read_at, excluded.read_at), coalesce(excluded.read_at, read_at))",
            )?;
            for one in rotations {
                let values = params![one.variable, one.person, one.name, one.read_at, one.opened];
                statement.execute(values)?;
            }
            Ok(())
        })
    }

    /// What is to be rotated: reported reads first, the newest first, then the rest.
    ///
    /// # Errors
    /// A [`StoreError`].
    pub fn rotations(&self) -> Result<Vec<Rotation>, StoreError> {
        let sql = "SELECT variable, person, name, read_at, opened FROM rotations
                   ORDER BY read_at IS NULL, read_at DESC, row";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map([], |row| {
            Ok(Rotation {
                variable: row.get(0)?,
                person: row.get(1)?,
                name: row.get(2)?,
                read_at: row.get(3)?,
                opened: row.get(4)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// A variable has a new value: nothing of it is to be rotated any more.
    ///
    /// # Errors
    /// A [`StoreError`].
    pub fn close_rotations(&self, variable: &[u8; 16]) -> Result<(), StoreError> {
        self.write(|transaction| {
            transaction.execute("DELETE FROM rotations WHERE variable = ?", [variable])?;
            Ok(())
        })
    }
}

fn read(row: &Row<'_>) -> rusqlite::Result<TeamRecord> {
    Ok(TeamRecord {
        team: row.get(0)?,
        record: row.get(1)?,
        is_credential: row.get::<_, i64>(2)? == 0,
        thing: row.get(3)?,
        role: row.get(4)?,
        received: row.get(5)?,
        put: row.get(6)?,
        changed: row.get(7)?,
    })
}
