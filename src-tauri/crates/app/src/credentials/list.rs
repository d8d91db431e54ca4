//! Lists and details of credentials (C15): metadata only.

use credenza_model::{
    credential::Credential,
    ids::{ConnectionId, CredentialId},
    page::Page,
    status::Status,
    team::RecordRole,
    variable::Variable,
    vault::VaultConnection,
};

use crate::{
    AppError, CredentialListRow, CredentialMarks, CredentialQuery, Workspace,
    team::Shared,
    variables::{NAMED_USERS, named, place_of},
    vaults::Refusal,
};

/// A credential with its variables, its state and what uses it. No value is in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CredentialView {
    /// The credential.
    pub credential: Credential,
    /// The variable with the user name.
    pub user_name: Option<Variable>,
    /// The variable with the password or certificate.
    pub secret: Variable,
    /// Its state: that of its secret.
    pub status: Status,
    /// The connections that use it, at most 50.
    pub used_by: Vec<(ConnectionId, String)>,
    /// How many connections use it.
    pub used_by_total: u64,
    /// The vault connection of its secret.
    pub vault: Option<VaultConnection>,
    /// Why its secret can't be read, as the last check found.
    pub refusal: Option<Refusal>,
    /// Whether this person may be shown the secret. Who has it shared as User (can view) uses it,
    /// and neither sees nor copies it in the window.
    pub may_see: bool,
    /// What sharing makes of it; none while it is not shared.
    pub shared: Option<Shared>,
    /// What its fields hold, for a change that is based on this.
    pub marks: CredentialMarks,
}

impl CredentialView {
    /// The variables that it uses.
    pub(crate) fn variables(&self) -> impl Iterator<Item = &Variable> {
        self.user_name.iter().chain([&self.secret])
    }
}

impl Workspace {
    /// One page of credentials.
    ///
    /// # Errors
    /// An [`AppError`].
    pub fn list_credentials(
        &self,
        query: &CredentialQuery,
    ) -> Result<Page<CredentialListRow>, AppError> {
        Ok(self.store().list_credentials(query, self.host.now())?)
    }

    /// One credential.
    ///
    /// # Errors
    /// [`crate::ErrorCode::NotFound`].
    pub fn credential(&self, id: CredentialId) -> Result<CredentialView, AppError> {
        let store = self.store();
        let credential = store.credential(id)?;
        let secret = store.variable(credential.variables.secret)?;
        let user_name = credential.variables.user_name.map(|id| store.variable(id)).transpose()?;
        let (used_by, used_by_total) = store.connections_using(id, NAMED_USERS)?;
        let status = Status::of(&secret.content, self.host.now());
        let (vault, refusal) = place_of(&store, &secret)?;
        drop(store);
        let role = self.shared_role(secret.id.as_bytes())?;
        let may_see = !matches!(role, Some(None | Some(RecordRole::View)));
        let shared = self.shared_things([id.as_bytes()].into_iter())?.pop().flatten();
        Ok(CredentialView {
            marks: CredentialMarks::of(&credential),
            credential,
            user_name,
            secret,
            status,
            used_by,
            used_by_total,
            vault,
            refusal,
            may_see,
            shared,
        })
    }

    /// The credential with exactly this name.
    ///
    /// # Errors
    /// [`crate::ErrorCode::NotFound`].
    pub fn credential_by_name(&self, name: &str) -> Result<CredentialView, AppError> {
        let found = self.store().credential_by_name(name);
        let id = found.map_err(|error| named(error.into(), name))?.id;
        self.credential(id)
    }
}
