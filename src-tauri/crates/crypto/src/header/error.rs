//! What can go wrong with a header.

use super::VERSION;
use crate::{kdf::KdfError, random::RandomError};

/// Why bytes are no header.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum HeaderError {
    /// Cut, changed, or not a header at all.
    #[error("the header is damaged")]
    Damaged,
    /// A newer version of Credenza wrote it.
    #[error("the header has format {found}, this version knows {VERSION}")]
    NewerFormat {
        /// Its format.
        found: u16,
    },
}

/// Why a header did not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum UnlockError {
    /// The password, code or key is not the right one.
    #[error("the password, code or key does not open this workspace")]
    Wrong,
    /// There is no such way in.
    #[error("this way to open the workspace is not set up")]
    NotSetUp,
    /// The password needs the device secret, and none was given.
    #[error("the password opens this workspace together with its device secret alone")]
    NeedsDeviceSecret,
    /// A device secret was given that is not the one of this header.
    #[error("this is not the device secret of this workspace")]
    OtherDeviceSecret,
    /// It opened, but the header was changed by someone who could not open it.
    #[error("the header was changed by someone else")]
    Tampered,
    /// No key could be derived.
    #[error(transparent)]
    Kdf(#[from] KdfError),
}

/// Why a header could not be made or changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ChangeError {
    /// No random bytes.
    #[error(transparent)]
    Random(#[from] RandomError),
    /// The header's device secret is not of this root key.
    #[error("the device secret of the header does not open")]
    Device,
    /// No key could be derived.
    #[error(transparent)]
    Kdf(#[from] KdfError),
}
