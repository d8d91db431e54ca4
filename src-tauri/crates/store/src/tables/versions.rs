//! Sealed versions of the fields of shared things that wait for a choice, and choices that wait to be
//! sent. One small value of the team for each field, with what it is in its name.

use std::collections::HashSet;

use rusqlite::{OptionalExtension as _, Transaction, params};

use super::team_records::Edit;
use crate::{Store, StoreError, tables::damaged};

/// Versions wait for a choice.
const CONFLICT: &str = "conflict/";
/// Somebody chose here, and the log does not know yet.
const CHOICE: &str = "choice/";

/// What is kept of one field of a shared thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptVersions {
    /// The field's number.
    pub field: u8,
    /// Whether one was chosen here and the log does not know yet.
    pub chosen: bool,
    /// The sealed versions, or what was chosen.
    pub sealed: Vec<u8>,
}

/// A choice among the versions of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// The team.
    pub team: [u8; 16],
    /// The field's number.
    pub field: u8,
    /// The sealed versions among which it was chosen.
    pub among: Vec<u8>,
    /// What was chosen, sealed.
    pub sealed: Vec<u8>,
    /// The count of changes when it was chosen.
    pub changed: u64,
}

fn name(kind: &str, thing: &[u8; 16], field: u8) -> String {
    format!("{kind}{}/{field}", hex::encode(thing))
}

/// The first name of a kind that a thing can have, and the first after all of them.
fn range(kind: &str, thing: &[u8; 16]) -> (String, String) {
    let thing = hex::encode(thing);
    (format!("{kind}{thing}/"), format!("{kind}{thing}0"))
}

impl Store {
    /// What is kept of the fields of a thing.
    ///
    /// # Errors
    /// A [`StoreError`].
    pub fn versions(
        &self,
        team: &[u8; 16],
        thing: &[u8; 16],
    ) -> Result<Vec<KeptVersions>, StoreError> {
        let sql = "SELECT name, value FROM team_values WHERE team = ? AND name >= ? AND name < ?";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut out = Vec::new();
        for (kind, chosen) in [(CONFLICT, false), (CHOICE, true)] {
            let (from, to) = range(kind, thing);
            let rows = statement.query_map(params![team, from, to], |row| {
                let (name, sealed): (String, Vec<u8>) = (row.get(0)?, row.get(1)?);
                let field = name.strip_prefix(&from).and_then(|field| field.parse().ok());
                let field = field.ok_or_else(|| damaged("field"))?;
                Ok(KeptVersions { field, chosen, sealed })
            })?;
            out.extend(rows.collect::<Result<Vec<_>, _>>()?);
        }
        Ok(out)
    }

    /// Replaces what waits of a thing. A choice that the log does not know yet stays, unless its field
    /// waits anew.
    ///
    /// # Errors
    /// [`StoreError::Busy`] when the count of changes of the thing is not `changed` any more.
    pub fn set_versions(
        &self,
        team: &[u8; 16],
        thing: &[u8; 16],
        changed: u64,
        all: &[KeptVersions],
    ) -> Result<(), StoreError> {
        if all.is_empty() && self.versions(team, thing)?.is_empty() {
            return Ok(());
        }
        self.write(|transaction| {
            Edit::Taken(changed).apply(transaction, thing)?;
            remove(transaction, team, thing, CONFLICT)?;
            if changed == 0 {
                remove(transaction, team, thing, CHOICE)?;
            }
            all.iter().try_for_each(|one| put(transaction, team, thing, one))
        })
    }

    /// Notes a choice of what counts already.
    ///
    /// # Errors
    /// As [`Edit::Chosen`].
    pub fn choose_version(&self, thing: &[u8; 16], choice: &Choice) -> Result<(), StoreError> {
        self.write(|transaction| Edit::Chosen(choice).apply(transaction, thing))
    }

    /// Forgets what is kept of a thing.
    ///
    /// # Errors
    /// A [`StoreError`].
    pub fn forget_versions(&self, team: &[u8; 16], thing: &[u8; 16]) -> Result<(), StoreError> {
        if self.versions(team, thing)?.is_empty() {
            return Ok(());
        }
        self.write(|transaction| forget(transaction, team, thing))
    }

    /// Credentials and variables of which versions wait for a choice; a credential also when it is a
    /// variable that it uses.
    ///
    /// # Errors
    /// A [`StoreError`].
    pub fn things_in_conflict(&self) -> Result<HashSet<[u8; 16]>, StoreError> {
        let sql = "SELECT v.name FROM teams t CROSS JOIN team_values v ON v.team = t.team
            AND v.name >= 'conflict/' AND v.name < 'conflict0'";
        let names: Vec<String> = self
            .connection
            .prepare_cached(sql)?
            .query_map([], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        let mut users = self.connection.prepare_cached(
            "SELECT id FROM credentials WHERE secret = (SELECT row FROM variables WHERE id = ?1)
             UNION SELECT id FROM credentials
             WHERE user_name = (SELECT row FROM variables WHERE id = ?1)",
        )?;
        let mut out = HashSet::new();
        for name in names {
            let thing = name.strip_prefix(CONFLICT).and_then(|rest| rest.split_once('/'));
            let thing = thing.and_then(|(thing, _)| hex::decode(thing).ok()?.try_into().ok());
            let thing: [u8; 16] = thing.ok_or_else(|| StoreError::from(damaged("name")))?;
            if out.insert(thing) {
                for user in users.query_map([thing], |row| row.get(0))? {
                    out.insert(user?);
                }
            }
        }
        Ok(out)
    }
}

fn put(
    transaction: &Transaction<'_>,
    team: &[u8; 16],
    thing: &[u8; 16],
    one: &KeptVersions,
) -> Result<(), StoreError> {
    let (kind, other) = if one.chosen { (CHOICE, CONFLICT) } else { (CONFLICT, CHOICE) };
    transaction
        .prepare_cached("DELETE FROM team_values WHERE team = ? AND name = ?")?
        .execute(params![team, name(other, thing, one.field)])?;
    transaction
        .prepare_cached("INSERT OR REPLACE INTO team_values VALUES (?, ?, ?)")?
        .execute(params![team, name(kind, thing, one.field), one.sealed])?;
    Ok(())
}

fn remove(
    transaction: &Transaction<'_>,
    team: &[u8; 16],
    thing: &[u8; 16],
    kind: &str,
) -> Result<(), StoreError> {
    let (from, to) = range(kind, thing);
    transaction
        .prepare_cached("DELETE FROM team_values WHERE team = ? AND name >= ? AND name < ?")?
        .execute(params![team, from, to])?;
    Ok(())
}

fn forget(
    transaction: &Transaction<'_>,
    team: &[u8; 16],
    thing: &[u8; 16],
) -> Result<(), StoreError> {
    remove(transaction, team, thing, CONFLICT)?;
    remove(transaction, team, thing, CHOICE)
}

fn team_of(
    transaction: &Transaction<'_>,
    thing: &[u8; 16],
) -> Result<Option<[u8; 16]>, StoreError> {
    let sql = "SELECT team FROM team_records WHERE thing = ?";
    Ok(transaction.prepare_cached(sql)?.query_row([thing], |row| row.get(0)).optional()?)
}

/// Nothing of a thing waits once its record is forgotten.
pub(crate) fn forget_all(
    transaction: &Transaction<'_>,
    thing: &[u8; 16],
) -> Result<(), StoreError> {
    match team_of(transaction, thing)? {
        Some(team) => forget(transaction, &team, thing),
        None => Ok(()),
    }
}

/// The log knows of every choice.
pub(crate) fn told(transaction: &Transaction<'_>, thing: &[u8; 16]) -> Result<(), StoreError> {
    match team_of(transaction, thing)? {
        Some(team) => remove(transaction, &team, thing, CHOICE),
        None => Ok(()),
    }
}

/// Notes a choice in the place of the versions among which it was made.
pub(crate) fn choose(
    transaction: &Transaction<'_>,
    thing: &[u8; 16],
    choice: &Choice,
) -> Result<(), StoreError> {
    let sql = "SELECT value FROM team_values WHERE team = ? AND name = ?";
    let among: Option<Vec<u8>> = transaction
        .prepare_cached(sql)?
        .query_row(params![choice.team, name(CONFLICT, thing, choice.field)], |row| row.get(0))
        .optional()?;
    if among.as_ref() != Some(&choice.among) {
        return Err(StoreError::Busy);
    }
    let (field, sealed) = (choice.field, choice.sealed.clone());
    put(transaction, &choice.team, thing, &KeptVersions { field, chosen: true, sealed })
}
