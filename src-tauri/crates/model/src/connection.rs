//! Connections (C16).

use jiff::Timestamp;

use crate::{
    ids::{ConnectionId, CredentialId},
    name::DisplayName,
};

/// What a connection leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ConnectionKind {
    /// A machine or machine group.
    Machine,
    /// A host reached by SSH.
    Ssh,
    /// A PostgreSQL database.
    Postgres,
    /// A web service.
    Http,
}

/// A target that signs in with a credential, or asks each time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Connection {
    /// Its identifier.
    pub id: ConnectionId,
    /// Its name, unique in the workspace without regard to case.
    pub name: DisplayName,
    /// What it leads to.
    pub kind: ConnectionKind,
    /// Where that is: a host with an optional port, or an `https://` address for a web service.
    pub target: String,
    /// The credential it signs in with; none means ask each time.
    pub credential: Option<CredentialId>,
    /// When it was made.
    pub created: Timestamp,
    /// When it was changed last.
    pub changed: Timestamp,
}

/// Why a target is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TargetError {
    /// Nothing was typed.
    #[error("the target is empty")]
    Empty,
    /// A space, a control character or more than 400 characters.
    #[error("the target is not a host or address")]
    NotAHost,
    /// A web service needs an address that begins with `https://` or `http://`.
    #[error("a web service needs a web address")]
    NotAWebAddress,
    /// The address holds a user name or password, which belong in a credential.
    #[error("the target holds a user name or password")]
    HoldsSecret,
}

impl ConnectionKind {
    /// Checks and trims a target of this kind.
    ///
    /// # Errors
    /// A [`TargetError`].
    pub fn check_target(self, target: &str) -> Result<String, TargetError> {
        let target = target.trim();
        if target.is_empty() {
            return Err(TargetError::Empty);
        }
        if target.chars().any(|c| c.is_control() || c.is_whitespace())
            || target.chars().count() > 400
        {
            return Err(TargetError::NotAHost);
        }
        if self == Self::Http {
            return check_web_address(target);
        }
        if target.contains('@') || target.contains("//") {
            return Err(if target.contains('@') {
                TargetError::HoldsSecret
            } else {
                TargetError::NotAHost
            });
        }
        Ok(target.to_owned())
    }
}

fn check_web_address(target: &str) -> Result<String, TargetError> {
    let url = url::Url::parse(target).map_err(|_| TargetError::NotAWebAddress)?;
    if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none() {
        return Err(TargetError::NotAWebAddress);
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(TargetError::HoldsSecret);
    }
    Ok(target.to_owned())
}
