//! The state of a credential or variable, as lists show and sort it.

use jiff::{SignedDuration, Timestamp};

use crate::{
    access::{AccessCause, AccessState},
    variable::VariableContent,
};

/// Days before an expiry from which it is shown (V7).
pub const EXPIRY_NOTICE_DAYS: i64 = 30;

/// The state of a credential or variable. The order is the sort order: what needs a person first.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// The vault refuses to read it.
    NoAccess,
    /// The vault has no such secret.
    NotFound,
    /// The secret is switched off in the vault.
    Disabled,
    /// Its time is over.
    Expired,
    /// It expires within [`EXPIRY_NOTICE_DAYS`].
    Expiring {
        /// Full days left.
        days: i64,
    },
    /// The vault gave no answer at the last check.
    Offline,
    /// Not checked yet.
    NotChecked,
    /// Readable.
    Ready,
}

impl Status {
    /// The state of a variable at `now`.
    #[must_use]
    pub fn of(content: &VariableContent, now: Timestamp) -> Self {
        let VariableContent::Secret(secret) = content else {
            return Self::Ready;
        };
        match (&secret.access, secret.expires.map(|at| days_until(at, now))) {
            (AccessState::Refused(cause), _) => Self::refused(cause),
            (_, Some(days)) if days < 0 => Self::Expired,
            (_, Some(days)) if days <= EXPIRY_NOTICE_DAYS => Self::Expiring { days },
            (AccessState::Offline, _) => Self::Offline,
            (AccessState::NotChecked, _) => Self::NotChecked,
            (AccessState::Readable, _) => Self::Ready,
        }
    }

    fn refused(cause: &AccessCause) -> Self {
        match cause {
            AccessCause::NotFound => Self::NotFound,
            AccessCause::Disabled => Self::Disabled,
            AccessCause::Expired { .. } => Self::Expired,
            _ => Self::NoAccess,
        }
    }
}

/// Full days from `now` until `at`, negative when it is over.
#[must_use]
pub fn days_until(at: Timestamp, now: Timestamp) -> i64 {
    at.duration_since(now).as_secs().div_euclid(SignedDuration::from_hours(24).as_secs())
}
