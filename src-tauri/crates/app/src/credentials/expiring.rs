//! What expires soon (V7).

use credenza_model::status::Status;

use crate::{
    AppError, CredentialFilter, CredentialQuery, CredentialSort, VariableFilter, VariableQuery,
    VariableSort, Workspace,
};

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
        let rows = self
            .list_variables(&VariableQuery {
                filter: VariableFilter::Expiring,
                sort: VariableSort::Status,
                limit: 200,
                ..VariableQuery::default()
            })?
            .rows;
        let soon = rows.iter().filter_map(|row| match row.status {
            Status::Expiring { days } => Some((days, row)),
            _ => None,
        });
        let count = soon.clone().count() as u64;
        let Some((days, first)) = soon.min_by_key(|(_, row)| row.expires) else { return Ok(None) };
        let credentials = self.list_credentials(&CredentialQuery {
            filter: CredentialFilter::Expiring,
            sort: CredentialSort::Status,
            limit: 200,
            ..CredentialQuery::default()
        })?;
        let user = credentials.rows.into_iter().find(|row| row.expires == first.expires);
        let variable = first.display_name.clone();
        let first = FirstExpiring { credential: user.map(|row| row.name), variable, days };
        Ok(Some(Expiring { count, first }))
    }
}
