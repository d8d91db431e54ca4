//! The stored form of what an access check found.

use credenza_model::access::{AccessCause, AccessState};
use jiff::Timestamp;
use rusqlite::Row;

use super::{damaged, get};

/// `access`, `cause`, `cause_a`, `cause_b` of a variable's row.
pub(crate) struct StoredAccess {
    pub(crate) access: i64,
    pub(crate) cause: Option<i64>,
    pub(crate) a: Option<String>,
    pub(crate) b: Option<String>,
}

pub(crate) fn stored(state: &AccessState) -> StoredAccess {
    let plain = |access| StoredAccess { access, cause: None, a: None, b: None };
    match state {
        AccessState::NotChecked => plain(0),
        AccessState::Readable => plain(1),
        AccessState::Offline => plain(3),
        AccessState::Refused(cause) => {
            let (code, a, b) = stored_cause(cause);
            StoredAccess { access: 2, cause: Some(code), a, b }
        }
    }
}

fn stored_cause(cause: &AccessCause) -> (i64, Option<String>, Option<String>) {
    let seconds = |at: &Option<Timestamp>| at.map(|t| t.as_second().to_string());
    match cause {
        AccessCause::NoRole => (1, None, None),
        AccessCause::PermissionModel => (2, None, None),
        AccessCause::Disabled => (3, None, None),
        AccessCause::Expired { on } => (4, seconds(on), None),
        AccessCause::NotYetValid { from } => (5, seconds(from), None),
        AccessCause::Firewall { address } => (6, address.clone(), None),
        AccessCause::WrongTenant { vault, signed_in } => {
            (7, Some(vault.clone()), Some(signed_in.clone()))
        }
        AccessCause::NotFound => (8, None, None),
        AccessCause::ProviderNotRegistered => (9, None, None),
        AccessCause::ClockSkew { seconds } => (10, Some(seconds.to_string()), None),
        AccessCause::Unknown => (11, None, None),
    }
}

pub(crate) fn read(row: &Row<'_>) -> rusqlite::Result<AccessState> {
    Ok(match get::<i64>(row, "access")? {
        0 => AccessState::NotChecked,
        1 => AccessState::Readable,
        2 => AccessState::Refused(cause(
            get(row, "cause")?,
            get(row, "cause_a")?,
            get(row, "cause_b")?,
        )?),
        3 => AccessState::Offline,
        _ => return Err(damaged("access state")),
    })
}

fn cause(code: i64, a: Option<String>, b: Option<String>) -> rusqlite::Result<AccessCause> {
    let number = a.as_deref().and_then(|text| text.parse::<i64>().ok());
    let at = number.and_then(|seconds| Timestamp::from_second(seconds).ok());
    Ok(match code {
        1 => AccessCause::NoRole,
        2 => AccessCause::PermissionModel,
        3 => AccessCause::Disabled,
        4 => AccessCause::Expired { on: at },
        5 => AccessCause::NotYetValid { from: at },
        6 => AccessCause::Firewall { address: a },
        7 => AccessCause::WrongTenant {
            vault: a.unwrap_or_default(),
            signed_in: b.unwrap_or_default(),
        },
        8 => AccessCause::NotFound,
        9 => AccessCause::ProviderNotRegistered,
        10 => AccessCause::ClockSkew { seconds: number.unwrap_or_default() },
        11 => AccessCause::Unknown,
        _ => return Err(damaged("cause")),
    })
}
