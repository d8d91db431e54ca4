//! Variables.

use credenza_model::{
    ids::{VariableId, VaultId},
    name::{VariableName, fold},
    page::{Direction, Page},
    status::{EXPIRY_NOTICE_DAYS, Status},
    variable::Variable,
    vault::StoreKind,
};
use jiff::{SignedDuration, Timestamp};
use rusqlite::{OptionalExtension as _, Row, Transaction, params, types::Value};

use super::{
    credentials, get, millis, moment, optional_moment, status_of, store_code, store_of, uses,
    values, variable_row,
};
use crate::{
    Edit, SealedValue, Store, StoreError,
    search::{Condition, Listing, list_of},
    searched::Searched,
};

/// Which variables a list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum VariableFilter {
    /// All that are not deleted.
    #[default]
    All,
    /// Those that have expired or expire soon.
    Expiring,
    /// Those that no credential uses.
    Unused,
    /// Those that colleagues share with this person.
    SharedWithMe,
    /// Those that began here and are in a team.
    SharedByMe,
}

/// Text, password or certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VariableKind {
    /// A text.
    Text,
    /// A secret text.
    Secret,
    /// A certificate.
    Certificate,
}

/// What a list of variables is sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum VariableSort {
    /// Display name, without regard to case.
    #[default]
    DisplayName,
    /// Unique name.
    Name,
    /// Value or place.
    Place,
    /// By the number of credentials.
    UsedBy,
    /// What needs a person first.
    Status,
    /// By the last change.
    Changed,
}

/// One page of variables to be listed.
#[derive(Debug, Clone, Default)]
pub struct VariableQuery {
    /// Searched in both names and the place.
    pub search: String,
    /// Which ones.
    pub filter: VariableFilter,
    /// Only these kinds; empty means all.
    pub kinds: Vec<VariableKind>,
    /// Only secrets in these stores; empty means all.
    pub stores: Vec<StoreKind>,
    /// Only secrets read through this vault connection.
    pub vault: Option<VaultId>,
    /// The order.
    pub sort: VariableSort,
    /// Its direction.
    pub direction: Direction,
    /// Where the last page ended.
    pub cursor: Option<String>,
    /// Rows, at most 200.
    pub limit: u32,
}

/// A variable in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VariableListRow {
    /// Its identifier.
    pub id: VariableId,
    /// What people see.
    pub display_name: String,
    /// Its unique name.
    pub name: String,
    /// What it holds.
    pub kind: VariableKind,
    /// A text, or where the secret is.
    pub place: String,
    /// The store of a secret.
    pub store: Option<StoreKind>,
    /// The vault connection of a secret.
    pub vault: Option<VaultId>,
    /// The number of credentials and places in code that use it.
    pub used_by: u64,
    /// Its state.
    pub status: Status,
    /// When it expires.
    pub expires: Option<Timestamp>,
    /// When it was changed last.
    pub changed: Timestamp,
}

/// What is searched of a variable.
pub(crate) const SEARCHED: Searched = Searched {
    index: "variable",
    alias: "v",
    text: "v.display_name || char(10) || v.name || char(10) || v.place",
    from: "variables v",
};
const LIST_COLUMNS: &str = "v.id, v.display_name, v.name, v.kind, v.place, v.store, v.vault, v.used_by, v.status, v.expires, v.changed";

impl Store {
    /// One page of variables.
    ///
    /// # Errors
    /// A [`StoreError`].
    pub fn list_variables(
        &self,
        query: &VariableQuery,
        now: Timestamp,
    ) -> Result<Page<VariableListRow>, StoreError> {
        let mut values = Vec::new();
        let mut conditions = vec![Condition::plain("v.deleted IS NULL")];
        match query.filter {
            VariableFilter::All => {}
            VariableFilter::Expiring => conditions.push(Condition::indexed("v.status IN (4, 5)")),
            VariableFilter::Unused => conditions.push(Condition::indexed("v.used_by = 0")),
            VariableFilter::SharedWithMe => conditions.push(Condition::shared("v", true)),
            VariableFilter::SharedByMe => conditions.push(Condition::shared("v", false)),
        }
        if !query.stores.is_empty() {
            let list = list_of(&mut values, query.stores.iter().map(|store| store_code(*store)));
            conditions.push(Condition::plain(format!("v.store IN ({list})")));
        }
        if let Some(vault) = query.vault {
            values.push(Value::Blob(vault.as_bytes().to_vec()));
            conditions.push(Condition::indexed("v.vault = ?"));
        }
        match &query.kinds[..] {
            [] => {}
            [kind] => {
                values.push(Value::Integer(variable_row::kind_code(*kind)));
                let of = Condition::indexed("v.kind = ?");
                conditions.push(of.in_order_of("v.display_folded"));
            }
            kinds => {
                let list = list_of(&mut values, kinds.iter().map(|k| variable_row::kind_code(*k)));
                conditions.push(Condition::plain(format!("v.kind IN ({list})")));
            }
        }
        let (sort, order) = match query.sort {
            VariableSort::DisplayName => ("v.display_folded", "variables_display"),
            VariableSort::Name => ("v.name_folded", "variables_name_order"),
            VariableSort::Place => ("v.place", "variables_place"),
            VariableSort::UsedBy => ("v.used_by", "variables_used"),
            VariableSort::Status => ("v.status", "variables_status"),
            VariableSort::Changed => ("v.changed", "variables_changed"),
        };
        let listing = Listing {
            from: "variables v",
            columns: LIST_COLUMNS,
            alias: "v",
            sort,
            order: Some(order),
            direction: query.direction,
            conditions,
            values,
            cursor: query.cursor.as_deref(),
            limit: query.limit,
            counter: "variables",
            searched: Some(&SEARCHED),
            search: &query.search,
        };
        listing.page(&self.connection, |row| list_row(row, now))
    }

    /// The variable with this identifier.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], also when it is in Recently deleted.
    pub fn variable(&self, id: VariableId) -> Result<Variable, StoreError> {
        let sql = "SELECT * FROM variables WHERE id = ? AND deleted IS NULL";
        Ok(self
            .connection
            .prepare_cached(sql)?
            .query_row([id.as_bytes()], variable_row::variable)?)
    }

    /// The variable with exactly this unique name, without regard to case.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub fn variable_by_name(&self, name: &str) -> Result<Variable, StoreError> {
        let sql = "SELECT * FROM variables WHERE name_folded = ? AND deleted IS NULL";
        Ok(self.connection.prepare_cached(sql)?.query_row([fold(name)], variable_row::variable)?)
    }

    /// Whether a variable has this unique name.
    ///
    /// # Errors
    /// A [`StoreError`].
    pub fn variable_name_taken(&self, name: &VariableName) -> Result<bool, StoreError> {
        let sql =
            "SELECT EXISTS (SELECT 1 FROM variables WHERE name_folded = ? AND deleted IS NULL)";
        Ok(self.connection.prepare_cached(sql)?.query_row([name.folded()], |row| row.get(0))?)
    }

    /// Stores a new variable, with its sealed value if it is of This device.
    ///
    /// # Errors
    /// [`StoreError::NameTaken`]; [`StoreError::NotFound`] when its vault connection is not there.
    pub fn insert_variable(
        &self,
        variable: &Variable,
        value: Option<&SealedValue>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.write(|transaction| {
            let row = insert(transaction, variable, value, now)?;
            SEARCHED.write_new(transaction, row)
        })
    }

    /// Stores many new variables at once, or none.
    ///
    /// # Errors
    /// As [`Store::insert_variable`].
    pub fn insert_variables<'a>(
        &self,
        variables: impl Iterator<Item = (&'a Variable, Option<&'a SealedValue>)>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.write(|transaction| {
            let rows = variables
                .map(|(variable, value)| insert(transaction, variable, value, now))
                .collect::<Result<Vec<_>, _>>()?;
            // Backwards is forwards in the index, which then writes one segment and not many.
            rows.into_iter().rev().try_for_each(|row| SEARCHED.write_new(transaction, row))
        })
    }

    /// Replaces display name and content, with a new sealed value if there is one; what uses the
    /// variable follows. `before` is what was read, and what the change goes on from.
    ///
    /// # Errors
    /// [`StoreError::Changed`] when the variable is not as `before` any more, or its sealed value not
    /// the one before `value`; [`StoreError::NotFound`], or that of `edit`.
    pub fn update_variable(
        &self,
        before: &Variable,
        variable: &Variable,
        value: Option<&SealedValue>,
        now: Timestamp,
        edit: Edit<'_>,
    ) -> Result<(), StoreError> {
        self.write(|transaction| {
            if self.variable(variable.id)? != *before {
                return Err(StoreError::Changed);
            }
            edit.apply(transaction, variable.id.as_bytes())?;
            let row = variable_row::write(transaction, variable, now)?;
            value.map_or(Ok(()), |value| values::put(transaction, value))?;
            uses::variable(transaction, row)?;
            SEARCHED.write(transaction, row)?;
            follow(transaction, row)
        })
    }

    /// How many variables expire soon, and the first of them to expire.
    ///
    /// # Errors
    /// A [`StoreError`].
    pub fn expiring(&self, now: Timestamp) -> Result<(u64, Option<VariableListRow>), StoreError> {
        let count = self
            .connection
            .prepare_cached("SELECT value FROM counters WHERE name = 'expiring'")?
            .query_row([], |row| row.get(0))?;
        let sql = format!(
            "SELECT {LIST_COLUMNS} FROM variables v WHERE v.status = 5 AND v.expires IS NOT NULL
             AND v.deleted IS NULL ORDER BY v.expires LIMIT 1"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        Ok((count, statement.query_row([], |row| list_row(row, now)).optional()?))
    }

    /// Brings the kept states of everything that expires to `now`. Returns how many changed.
    ///
    /// # Errors
    /// A [`StoreError`].
    pub fn refresh_status(&self, now: Timestamp) -> Result<u64, StoreError> {
        let soon = now + SignedDuration::from_hours(24 * (EXPIRY_NOTICE_DAYS + 1));
        self.write(|transaction| {
            let mut changed = 0;
            let mut statement = transaction
                // 4 is Expired, 5 Expiring: only what has to go on to one of them is read.
                .prepare_cached(
                    "SELECT * FROM variables WHERE status = 5 AND expires < ?1
                     UNION ALL SELECT * FROM variables WHERE status IN (6, 7, 8) AND expires < ?2",
                )?;
            let found: Vec<Variable> = statement
                .query_map([millis(now), millis(soon)], variable_row::variable)?
                .collect::<Result<_, _>>()?;
            for variable in &found {
                let status = super::status_code(&Status::of(&variable.content, now));
                let sql =
                    "UPDATE variables SET status = ?2 WHERE id = ?1 AND status <> ?2 RETURNING row";
                let row = transaction
                    .prepare_cached(sql)?
                    .query_row(params![variable.id.as_bytes(), status], |row| row.get(0))
                    .optional()?;
                if let Some(row) = row {
                    follow(transaction, row)?;
                    changed += 1;
                }
            }
            Ok(changed)
        })
    }
}

/// Stores a variable and returns its row, which is not in the index yet.
fn insert(
    transaction: &Transaction<'_>,
    variable: &Variable,
    value: Option<&SealedValue>,
    now: Timestamp,
) -> Result<i64, StoreError> {
    let taken: Option<i64> = transaction
        .prepare_cached("SELECT row FROM variables WHERE name_folded = ? AND deleted IS NULL")?
        .query_row([variable.name.folded()], |row| row.get(0))
        .optional()?;
    if taken.is_some() {
        return Err(StoreError::NameTaken);
    }
    variable_row::add(transaction, variable)?;
    let row = variable_row::write(transaction, variable, now)?;
    value.map_or(Ok(()), |value| values::put(transaction, value))?;
    uses::variable(transaction, row)?;
    Ok(row)
}

/// Brings the credentials that use the variable in `row` to its state.
fn follow(transaction: &Transaction<'_>, row: i64) -> Result<(), StoreError> {
    transaction
        .prepare_cached(
            "UPDATE credentials SET (store, place, status, expires) =
                (SELECT store, place, status, expires FROM variables WHERE row = ?1)
             WHERE secret = ?1 AND (store, place, status, expires) IS NOT
                (SELECT store, place, status, expires FROM variables WHERE row = ?1)",
        )?
        .execute([row])?;
    let mut statement =
        transaction.prepare_cached("SELECT row FROM credentials WHERE secret = ?1 UNION SELECT row FROM credentials WHERE user_name = ?1")?;
    let users: Vec<i64> =
        statement.query_map([row], |row| row.get(0))?.collect::<Result<_, _>>()?;
    users.into_iter().try_for_each(|user| credentials::SEARCHED.write(transaction, user))
}

fn list_row(row: &Row<'_>, now: Timestamp) -> rusqlite::Result<VariableListRow> {
    let expires = optional_moment(row, "expires")?;
    Ok(VariableListRow {
        id: VariableId::from_bytes(get(row, "id")?),
        display_name: get(row, "display_name")?,
        name: get(row, "name")?,
        kind: variable_row::kind_of(get(row, "kind")?)?,
        place: get(row, "place")?,
        store: get::<Option<i64>>(row, "store")?.map(store_of).transpose()?,
        vault: get::<Option<[u8; 16]>>(row, "vault")?.map(VaultId::from_bytes),
        used_by: get(row, "used_by")?,
        status: status_of(get(row, "status")?, expires, now)?,
        expires,
        changed: moment(get(row, "changed")?)?,
    })
}
