//! Changing name, description and locations. The chosen variables can't be changed (C12).

use credenza_model::{
    credential::Credential,
    ids::CredentialId,
    location::{Location, Locations},
};

use credenza_store::Edit;

use super::create::taken;
use crate::{AppError, Workspace};

/// What is to be changed; none leaves it as it is.
#[derive(Debug, Clone, Default)]
pub struct CredentialEditRequest {
    /// Its name.
    pub name: Option<String>,
    /// Its description.
    pub description: Option<String>,
    /// Where it may be used.
    pub locations: Option<Vec<Location>>,
}

impl Workspace {
    /// Changes a credential.
    ///
    /// # Errors
    /// An [`AppError`] with the field that is not good.
    pub fn edit_credential(
        &self,
        id: CredentialId,
        request: &CredentialEditRequest,
    ) -> Result<Credential, AppError> {
        let mut credential = self.store().credential(id)?;
        self.may_change(id.as_bytes())?;
        let name = request.name.as_deref().unwrap_or(credential.name.as_str());
        let description = request.description.as_deref().unwrap_or(&credential.description);
        (credential.name, credential.description) = self.check_name(name, description, Some(id))?;
        if let Some(chosen) = &request.locations {
            credential.locations = Locations::new(chosen.iter().copied())?;
            credential.locations.check(credential.authentication)?;
        }
        credential.changed = self.host.now();
        self.store()
            .update_credential(&credential, Edit::Here)
            .map_err(|error| taken(error, &credential.name))?;
        Ok(credential)
    }
}
