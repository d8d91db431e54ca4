//! One file a table: its rows, its reads and its writes.

mod access;
mod around;
pub(crate) mod code;
pub(crate) mod connections;
pub(crate) mod credentials;
pub(crate) mod deleted;
pub(crate) mod drafts;
pub(crate) mod everything;
pub(crate) mod identity;
pub(crate) mod reads;
pub(crate) mod scans;
pub(crate) mod settings;
pub(crate) mod sources;
mod team_blobs;
pub(crate) mod team_log;
pub(crate) mod team_records;
pub(crate) mod teams;
pub(crate) mod uses;
pub(crate) mod values;
mod variable_row;
pub(crate) mod variables;
pub(crate) mod vault_usage;
pub(crate) mod vaults;
pub(crate) mod versions;

use credenza_model::{name::DisplayName, status::Status, vault::StoreKind};
use jiff::Timestamp;
use rusqlite::{Row, types::FromSql};

/// The stored form of a moment: milliseconds.
pub(crate) fn millis(at: Timestamp) -> i64 {
    at.as_millisecond()
}

/// The moment that a stored number stands for.
pub(crate) fn moment(value: i64) -> rusqlite::Result<Timestamp> {
    Timestamp::from_millisecond(value).map_err(|_| damaged("time"))
}

/// A column of a row that no version of Credenza writes.
pub(crate) fn damaged(what: &'static str) -> rusqlite::Error {
    rusqlite::Error::SqliteFailure(
        rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_CORRUPT),
        Some(format!("a stored {what} has no meaning")),
    )
}

pub(crate) fn display_name(text: &str) -> rusqlite::Result<DisplayName> {
    DisplayName::parse(text).map_err(|_| damaged("name"))
}

pub(crate) fn optional_moment(row: &Row<'_>, column: &str) -> rusqlite::Result<Option<Timestamp>> {
    row.get::<_, Option<i64>>(column)?.map(moment).transpose()
}

pub(crate) fn get<T: FromSql>(row: &Row<'_>, column: &str) -> rusqlite::Result<T> {
    row.get(column)
}

pub(crate) fn store_code(store: StoreKind) -> i64 {
    match store {
        StoreKind::ThisDevice => 0,
        StoreKind::AzureKeyVault => 1,
    }
}

pub(crate) fn store_of(code: i64) -> rusqlite::Result<StoreKind> {
    match code {
        0 => Ok(StoreKind::ThisDevice),
        1 => Ok(StoreKind::AzureKeyVault),
        _ => Err(damaged("store")),
    }
}

/// The place of a status in the sort order, as rows keep it.
pub(crate) fn status_code(status: &Status) -> i64 {
    match status {
        Status::NoAccess => 1,
        Status::NotFound => 2,
        Status::Disabled => 3,
        Status::Expired => 4,
        Status::Expiring { .. } => 5,
        Status::Offline => 6,
        Status::NotChecked => 7,
        Status::Ready => 8,
    }
}

/// The status of a row at `now`: the kept place, with the days counted anew.
pub(crate) fn status_of(
    code: i64,
    expires: Option<Timestamp>,
    now: Timestamp,
) -> rusqlite::Result<Status> {
    Ok(match code {
        1 => Status::NoAccess,
        2 => Status::NotFound,
        3 => Status::Disabled,
        4 => Status::Expired,
        5 => Status::Expiring {
            days: expires.map_or(0, |at| credenza_model::status::days_until(at, now)),
        },
        6 => Status::Offline,
        7 => Status::NotChecked,
        8 => Status::Ready,
        _ => return Err(damaged("status")),
    })
}
