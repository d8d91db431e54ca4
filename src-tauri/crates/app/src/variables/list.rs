//! Lists and details of variables. No value is read.

use credenza_model::{
    access::AccessState,
    ids::{CredentialId, VariableId},
    page::Page,
    status::Status,
    variable::{SecretPlace, Variable, VariableContent},
    vault::VaultConnection,
};
use credenza_store::Store;

use crate::{
    AppError, ErrorCode, VariableListRow, VariableMarks, VariableQuery, Workspace, team::Shared,
    vaults::Refusal,
};

/// Users that a view names.
pub(crate) const NAMED_USERS: u32 = 50;

/// A variable with its state and what uses it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VariableView {
    /// The variable.
    pub variable: Variable,
    /// Its state.
    pub status: Status,
    /// The credentials that use it, at most 50.
    pub used_by: Vec<(CredentialId, String)>,
    /// How many there are.
    pub used_by_total: u64,
    /// The vault connection of its secret.
    pub vault: Option<VaultConnection>,
    /// Why its secret can't be read, as the last check found.
    pub refusal: Option<Refusal>,
    /// What sharing makes of it; none while it is not shared.
    pub shared: Option<Shared>,
    /// What its fields hold, for a change that is based on this.
    pub marks: VariableMarks,
}

impl Workspace {
    /// One page of variables.
    ///
    /// # Errors
    /// An [`AppError`].
    pub fn list_variables(&self, query: &VariableQuery) -> Result<Page<VariableListRow>, AppError> {
        Ok(self.store().list_variables(query, self.host.now())?)
    }

    /// One variable.
    ///
    /// # Errors
    /// [`ErrorCode::NotFound`].
    pub fn variable(&self, id: VariableId) -> Result<VariableView, AppError> {
        let here = self.standing(id)?;
        let (marks, variable) = (VariableMarks::of(&here), here.variable);
        let store = self.store();
        let (used_by, used_by_total) = store.credentials_using(id, NAMED_USERS)?;
        let status = Status::of(&variable.content, self.host.now());
        let (vault, refusal) = place_of(&store, &variable)?;
        drop(store);
        let shared = self.shared_things([id.as_bytes()].into_iter())?.pop().flatten();
        Ok(VariableView { variable, status, used_by, used_by_total, vault, refusal, shared, marks })
    }

    /// The variable with exactly this unique name.
    ///
    /// # Errors
    /// [`ErrorCode::NotFound`].
    pub fn variable_by_name(&self, name: &str) -> Result<VariableView, AppError> {
        let found = self.store().variable_by_name(name);
        let id = found.map_err(|error| named(error.into(), name))?.id;
        self.variable(id)
    }
}

/// The vault connection of a secret, and why the secret can't be read.
pub(crate) fn place_of(
    store: &Store,
    variable: &Variable,
) -> Result<(Option<VaultConnection>, Option<Refusal>), AppError> {
    let VariableContent::Secret(secret) = &variable.content else { return Ok((None, None)) };
    let SecretPlace::Azure { vault, reference } = &secret.place else { return Ok((None, None)) };
    let vault = store.vault(*vault)?;
    let refusal = match &secret.access {
        AccessState::Refused(cause) => {
            Some(Refusal::new(reference, cause, vault.signed_in_as.as_deref()))
        }
        _ => None,
    };
    Ok((Some(vault), refusal))
}

/// "Not found" with the name that was asked for.
pub(crate) fn named(error: AppError, name: &str) -> AppError {
    if error.code == ErrorCode::NotFound { AppError::about(error.code, name) } else { error }
}
