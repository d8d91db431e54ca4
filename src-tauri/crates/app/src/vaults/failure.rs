//! How failures of vaults become errors.

use credenza_vaults::{VaultError, VaultErrorKind};

use crate::{AppError, ErrorCode};

/// A failed call as an error for the person; `what` is the vault's address or name.
pub(super) fn failed(error: &VaultError, what: &str) -> AppError {
    match &error.kind {
        VaultErrorKind::Refused(_) => AppError::about(ErrorCode::VaultRefused, what),
        VaultErrorKind::NotFound => AppError::about(ErrorCode::NotFound, what),
        VaultErrorKind::Conflict => AppError::about(ErrorCode::VaultConflict, what),
        VaultErrorKind::Throttled => AppError::about(ErrorCode::VaultThrottled, what),
        VaultErrorKind::Unreachable(why) => {
            AppError::about(ErrorCode::VaultOffline, &format!("{what} ({why})"))
        }
        VaultErrorKind::TimedOut | VaultErrorKind::Unexpected => {
            AppError::about(ErrorCode::VaultOffline, &format!("{what} ({})", error.kind))
        }
        VaultErrorKind::SignInFailed => AppError::about(ErrorCode::SignInFailed, what),
        VaultErrorKind::InvalidSetting(setting) => {
            let mut shown = AppError::new(ErrorCode::Invalid);
            shown.message = format!("{what}: {setting}.");
            shown
        }
        VaultErrorKind::InvalidName => AppError::field("secret", "The vault refuses this name."),
        VaultErrorKind::TooLarge => AppError::field("value", "The value is longer than 25 KB."),
        VaultErrorKind::Unsupported => AppError::about(ErrorCode::NotAllowed, what),
        VaultErrorKind::Cancelled => AppError::new(ErrorCode::Cancelled),
    }
}
