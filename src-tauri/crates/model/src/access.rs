//! What an access check found out (C9).

use jiff::Timestamp;

/// Why a vault refused to read a secret, where it can be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AccessCause {
    /// The signed-in identity has no role that reads the value.
    NoRole,
    /// The vault uses access policies and none lets the identity read secrets.
    PermissionModel,
    /// The secret is switched off.
    Disabled,
    /// The secret's time is over.
    Expired {
        /// When it ended, if the vault says so.
        on: Option<Timestamp>,
    },
    /// The secret's time has not begun.
    NotYetValid {
        /// When it begins, if the vault says so.
        from: Option<Timestamp>,
    },
    /// The vault's firewall refuses this computer.
    Firewall {
        /// The address it saw, if it says so.
        address: Option<String>,
    },
    /// The vault belongs to another tenant than the sign-in.
    WrongTenant {
        /// The vault's tenant.
        vault: String,
        /// The tenant of the sign-in.
        signed_in: String,
    },
    /// There is no such secret in the vault.
    NotFound,
    /// The resource provider is not registered in the subscription.
    ProviderNotRegistered,
    /// This computer's clock is wrong.
    ClockSkew {
        /// By how many seconds.
        seconds: i64,
    },
    /// Refused without a reason.
    Unknown,
}

/// The result of the last check of a secret variable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AccessState {
    /// Never checked, or kept without a check.
    NotChecked,
    /// The value could be read.
    Readable,
    /// The vault refused.
    Refused(AccessCause),
    /// The vault gave no answer.
    Offline,
}
