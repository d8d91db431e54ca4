//! Credentials: references to variables, never values.

use credenza_model::{
    credential::{ChosenVariables, Credential},
    ids::{CredentialId, VariableId},
    location::{Authentication, Location, Locations},
    name::{DisplayName, fold},
    page::{Direction, Page},
    status::Status,
    vault::StoreKind,
};
use jiff::Timestamp;
use rusqlite::{OptionalExtension as _, Row, Transaction, params, types::Value};

use super::{
    damaged, display_name, get, millis, moment, optional_moment, status_code, status_of,
    store_code, store_of, uses,
};
use crate::{
    Edit, Store, StoreError,
    search::{Condition, Listing, list_of},
    searched::Searched,
};

/// Which credentials a list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CredentialFilter {
    /// All that are not deleted.
    #[default]
    All,
    /// Those whose secret has expired or expires soon.
    Expiring,
    /// Those that neither a connection nor a place in code uses.
    Unused,
    /// Those that colleagues share with this person.
    SharedWithMe,
    /// Those that began here and are in a team.
    SharedByMe,
}

/// What a list of credentials is sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CredentialSort {
    /// Without regard to case.
    Name,
    /// By vault and secret.
    Store,
    /// By the number of uses.
    UsedBy,
    /// What needs a person first.
    Status,
    /// By the last change.
    #[default]
    Changed,
}

/// One page of credentials to be listed.
#[derive(Debug, Clone, Default)]
pub struct CredentialQuery {
    /// Searched in names, descriptions, user-name variables and stores.
    pub search: String,
    /// Which ones.
    pub filter: CredentialFilter,
    /// Only these stores; empty means all.
    pub stores: Vec<StoreKind>,
    /// Only those allowed in one of these; empty means all.
    pub locations: Vec<Location>,
    /// Only these states; empty means all. Days do not count.
    pub statuses: Vec<Status>,
    /// The order.
    pub sort: CredentialSort,
    /// Its direction.
    pub direction: Direction,
    /// Where the last page ended.
    pub cursor: Option<String>,
    /// Rows, at most 200.
    pub limit: u32,
}

/// A credential in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CredentialListRow {
    /// Its identifier.
    pub id: CredentialId,
    /// Its name.
    pub name: String,
    /// Its description.
    pub description: String,
    /// Where it may be used.
    pub locations: Locations,
    /// How it signs in.
    pub authentication: Authentication,
    /// Where its secret is.
    pub store: StoreKind,
    /// Vault and secret, as a person reads them.
    pub place: String,
    /// The number of connections and places in code that use it.
    pub used_by: u64,
    /// Its state.
    pub status: Status,
    /// When its secret expires.
    pub expires: Option<Timestamp>,
    /// When it was changed last.
    pub changed: Timestamp,
}

const LIST_COLUMNS: &str =
    "c.id, c.name, c.description, c.locations, c.authentication, c.store, c.place,
    c.used_by, c.status, c.expires, c.changed";
const COLUMNS: &str =
    "c.id, c.name, c.description, c.locations, c.authentication, u.id AS user_name_id,
    s.id AS secret_id, c.created, c.changed";
/// What is searched of a credential.
pub(crate) const SEARCHED: Searched = Searched {
    index: "credential",
    alias: "c",
    text: "c.name || char(10) || c.description || char(10) || coalesce(u.display_name, '') || char(10) || c.place",
    from: "credentials c LEFT JOIN variables u ON u.row = c.user_name",
};
const FROM: &str = "credentials c JOIN variables s ON s.row = c.secret LEFT JOIN variables u ON u.row = c.user_name";

impl Store {
    /// One page of credentials. States are those of `now`, of which [`Store::refresh_status`] knows.
    ///
    /// # Errors
    /// A [`StoreError`].
    pub fn list_credentials(
        &self,
        query: &CredentialQuery,
        now: Timestamp,
    ) -> Result<Page<CredentialListRow>, StoreError> {
        let (mut values, mut conditions) = (vec![], vec![Condition::plain("c.deleted IS NULL")]);
        match query.filter {
            CredentialFilter::All => {}
            CredentialFilter::Expiring => conditions.push(Condition::indexed("c.status IN (4, 5)")),
            CredentialFilter::Unused => conditions.push(Condition::indexed("c.used_by = 0")),
            CredentialFilter::SharedWithMe => conditions.push(Condition::shared("c", true)),
            CredentialFilter::SharedByMe => conditions.push(Condition::shared("c", false)),
        }
        if !query.stores.is_empty() {
            let list = list_of(&mut values, query.stores.iter().map(|s| store_code(*s)));
            conditions.push(Condition::plain(format!("c.store IN ({list})")));
        }
        if let Ok(locations) = Locations::new(query.locations.iter().copied()) {
            values.push(Value::Integer(locations.bits().into()));
            conditions.push(Condition::plain("c.locations & ? <> 0"));
        }
        if !query.statuses.is_empty() {
            let list = list_of(&mut values, query.statuses.iter().map(status_code));
            conditions.push(Condition::indexed(format!("c.status IN ({list})")));
        }
        let (sort, order) = match query.sort {
            CredentialSort::Name => ("c.folded", "credentials_name_order"),
            CredentialSort::Store => ("c.place", "credentials_place"),
            CredentialSort::UsedBy => ("c.used_by", "credentials_used"),
            CredentialSort::Status => ("c.status", "credentials_status"),
            CredentialSort::Changed => ("c.changed", "credentials_changed"),
        };
        Listing {
            from: "credentials c",
            columns: LIST_COLUMNS,
            alias: "c",
            sort,
            order: Some(order),
            direction: query.direction,
            conditions,
            values,
            cursor: query.cursor.as_deref(),
            limit: query.limit,
            counter: "credentials",
            searched: Some(&SEARCHED),
            search: &query.search,
        }
        .page(&self.connection, |row| list_row(row, now))
    }

    /// The credential with this identifier.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], also when it is in Recently deleted.
    pub fn credential(&self, id: CredentialId) -> Result<Credential, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM {FROM} WHERE c.id = ? AND c.deleted IS NULL");
        Ok(self.connection.prepare_cached(&sql)?.query_row([id.as_bytes()], credential)?)
    }

    /// The credential with exactly this name, without regard to case.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub fn credential_by_name(&self, name: &str) -> Result<Credential, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM {FROM} WHERE c.folded = ? AND c.deleted IS NULL");
        Ok(self.connection.prepare_cached(&sql)?.query_row([fold(name)], credential)?)
    }

    /// Whether a credential other than `except` has this name.
    ///
    /// # Errors
    /// A [`StoreError`].
    pub fn credential_name_taken(
        &self,
        name: &DisplayName,
        except: Option<CredentialId>,
    ) -> Result<bool, StoreError> {
        let id = except.map(|id| id.as_bytes().to_vec()).unwrap_or_default();
        let sql = "SELECT EXISTS (SELECT 1 FROM credentials WHERE folded = ? AND deleted IS NULL AND id <> ?)";
        Ok(self
            .connection
            .prepare_cached(sql)?
            .query_row(params![name.folded(), id], |row| row.get(0))?)
    }

    /// Stores a new credential.
    ///
    /// # Errors
    /// [`StoreError::NameTaken`]; [`StoreError::NotFound`] when a variable is not there.
    pub fn insert_credential(&self, credential: &Credential) -> Result<(), StoreError> {
        self.write(|transaction| {
            let row = insert(transaction, credential)?;
            SEARCHED.write_new(transaction, row)
        })
    }

    /// Stores many new credentials at once, or none.
    ///
    /// # Errors
    /// As [`Store::insert_credential`].
    pub fn insert_credentials<'a>(
        &self,
        credentials: impl Iterator<Item = &'a Credential>,
    ) -> Result<(), StoreError> {
        self.write(|transaction| {
            let rows = credentials
                .map(|credential| insert(transaction, credential))
                .collect::<Result<Vec<_>, _>>()?;
            // Backwards is forwards in the index, which then writes one segment and not many.
            rows.into_iter().rev().try_for_each(|row| SEARCHED.write_new(transaction, row))
        })
    }

    /// Changes name, description and locations; the variables stay (C12). `before` is what was read,
    /// and what the change goes on from.
    ///
    /// # Errors
    /// [`StoreError::Changed`] when it is not as `before` any more, [`StoreError::NotFound`],
    /// [`StoreError::NameTaken`], or that of `edit`.
    pub fn update_credential(
        &self,
        before: &Credential,
        new: &Credential,
        edit: Edit<'_>,
    ) -> Result<(), StoreError> {
        self.write(|transaction| {
            if self.credential(new.id)? != *before {
                return Err(StoreError::Changed);
            }
            edit.apply(transaction, new.id.as_bytes())?;
            refuse_taken(transaction, &new.name, Some(new.id))?;
            let row: i64 = transaction
                .prepare_cached(
                    "UPDATE credentials SET name = ?2, folded = ?3, description = ?4, locations = ?5, changed = ?6
                     WHERE id = ?1 AND deleted IS NULL RETURNING row",
                )?
                .query_row(
                    params![
                        new.id.as_bytes(), new.name.as_str(), new.name.folded(),
                        new.description, new.locations.bits(), millis(new.changed)
                    ],
                    |row| row.get(0),
                )?;
            uses::credential(transaction, Some(row))?;
            SEARCHED.write(transaction, row)
        })
    }

    /// The credentials that use a variable, by name.
    ///
    /// # Errors
    /// A [`StoreError`].
    pub fn credentials_using(
        &self,
        variable: VariableId,
        limit: u32,
    ) -> Result<(Vec<(CredentialId, String)>, u64), StoreError> {
        let users = "FROM credentials c WHERE c.deleted IS NULL AND c.row IN (
            SELECT row FROM credentials WHERE secret = (SELECT row FROM variables WHERE id = ?1)
            UNION SELECT row FROM credentials WHERE user_name = (SELECT row FROM variables WHERE id = ?1))";
        let total = self
            .connection
            .prepare_cached(&format!("SELECT count(*) {users}"))?
            .query_row([variable.as_bytes()], |row| row.get(0))?;
        let mut statement = self
            .connection
            .prepare_cached(&format!("SELECT c.id, c.name {users} ORDER BY c.folded LIMIT ?2"))?;
        let rows = statement.query_map(params![variable.as_bytes(), limit], |row| {
            Ok((CredentialId::from_bytes(row.get(0)?), row.get(1)?))
        })?;
        Ok((rows.collect::<Result<_, _>>()?, total))
    }
}

/// Stores a credential and returns its row, which is not in the index yet.
fn insert(transaction: &Transaction<'_>, credential: &Credential) -> Result<i64, StoreError> {
    refuse_taken(transaction, &credential.name, None)?;
    let variable = |id: VariableId| -> Result<i64, StoreError> {
        let sql = "SELECT row FROM variables WHERE id = ? AND deleted IS NULL";
        Ok(transaction.prepare_cached(sql)?.query_row([id.as_bytes()], |row| row.get(0))?)
    };
    let user_name = credential.variables.user_name.map(variable).transpose()?;
    let secret = variable(credential.variables.secret)?;
    transaction
        .prepare_cached(
            "INSERT INTO credentials (id, name, folded, description, locations, authentication, user_name, secret,
                store, place, status, expires, created, changed)
             SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, row, store, place, status, expires, ?9, ?10 FROM variables WHERE row = ?8",
        )?
        .execute(params![
            credential.id.as_bytes(), credential.name.as_str(), credential.name.folded(), credential.description,
            credential.locations.bits(), authentication_code(credential.authentication), user_name, secret,
            millis(credential.created), millis(credential.changed)
        ])?;
    let row = transaction.last_insert_rowid();
    uses::credential(transaction, Some(row))?;
    uses::variables_of(transaction, row)?;
    Ok(row)
}

pub(crate) fn refuse_taken(
    transaction: &Transaction<'_>,
    name: &DisplayName,
    except: Option<CredentialId>,
) -> Result<(), StoreError> {
    let found: Option<[u8; 16]> = transaction
        .prepare_cached("SELECT id FROM credentials WHERE folded = ? AND deleted IS NULL")?
        .query_row([name.folded()], |row| row.get(0))
        .optional()?;
    match found {
        Some(id) if except.is_none_or(|except| except.as_bytes() != &id) => {
            Err(StoreError::NameTaken)
        }
        _ => Ok(()),
    }
}

fn list_row(row: &Row<'_>, now: Timestamp) -> rusqlite::Result<CredentialListRow> {
    let expires = optional_moment(row, "expires")?;
    Ok(CredentialListRow {
        id: CredentialId::from_bytes(get(row, "id")?),
        name: get(row, "name")?,
        description: get(row, "description")?,
        locations: locations(row)?,
        authentication: authentication(get(row, "authentication")?)?,
        store: store_of(get(row, "store")?)?,
        place: get(row, "place")?,
        used_by: get(row, "used_by")?,
        status: status_of(get(row, "status")?, expires, now)?,
        expires,
        changed: moment(get(row, "changed")?)?,
    })
}

fn credential(row: &Row<'_>) -> rusqlite::Result<Credential> {
    Ok(Credential {
        id: CredentialId::from_bytes(get(row, "id")?),
        name: display_name(&get::<String>(row, "name")?)?,
        description: get(row, "description")?,
        locations: locations(row)?,
        authentication: authentication(get(row, "authentication")?)?,
        variables: ChosenVariables {
            user_name: get::<Option<[u8; 16]>>(row, "user_name_id")?.map(VariableId::from_bytes),
            secret: VariableId::from_bytes(get(row, "secret_id")?),
        },
        created: moment(get(row, "created")?)?,
        changed: moment(get(row, "changed")?)?,
    })
}

fn locations(row: &Row<'_>) -> rusqlite::Result<Locations> {
    Locations::from_bits(get(row, "locations")?).ok_or_else(|| damaged("location"))
}

fn authentication_code(authentication: Authentication) -> i64 {
    match authentication {
        Authentication::UserNameAndPassword => 0,
        Authentication::Certificate => 1,
    }
}

pub(crate) fn authentication(code: i64) -> rusqlite::Result<Authentication> {
    match code {
        0 => Ok(Authentication::UserNameAndPassword),
        1 => Ok(Authentication::Certificate),
        _ => Err(damaged("authentication")),
    }
}
