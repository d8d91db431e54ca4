//! What expires soon (V7).

use credenza_model::status::Status;

use crate::{AppError, Workspace};

/// What expires within 30 days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expiring {
    /// How many secrets do.
    pub count: u64,
    /// The first of them.
    pub first: FirstExpiring,
}

/// The secret that expires first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FirstExpiring {
    /// A credential that uses it.
    pub credential: Option<String>,
    /// Its display name.
    pub variable: String,
    /// Full days left.
    pub days: i64,
}

impl Workspace {
    /// What expires soon; none when nothing does.
    ///
    /// # Errors
    /// An [`AppError`].
    pub fn expiring(&self) -> Result<Option<Expiring>, AppError> {
        let store = self.store();
        let (count, first) = store.expiring(self.host.now())?;
        let Some(first) = first else { return Ok(None) };
        let Status::Expiring { days } = first.status else { return Ok(None) };
        let (users, _) = store.credentials_using(first.id, 1)?;
        let credential = users.into_iter().next().map(|(_, name)| name);
        let first = FirstExpiring { credential, variable: first.display_name, days };
        Ok(Some(Expiring { count, first }))
    }
}
