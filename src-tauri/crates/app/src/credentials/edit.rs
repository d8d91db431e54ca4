//! Changing name, description and locations. The chosen variables can't be changed (C12).

use credenza_model::{
    credential::Credential,
    ids::CredentialId,
    location::{Location, Locations},
};

use credenza_store::Edit;

use super::create::taken;
use crate::{AppError, ErrorCode, Workspace, error::undisturbed};

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

impl CredentialEditRequest {
    /// Whether one of these fields is another in `now` than in `before`.
    fn overlaps(&self, before: &Credential, now: &Credential) -> bool {
        self.name.is_some() && before.name != now.name
            || self.description.is_some() && before.description != now.description
            || self.locations.is_some() && before.locations != now.locations
    }
}

impl Workspace {
    /// Changes a credential. What somebody else changed of its other fields at the same moment stays.
    ///
    /// # Errors
    /// An [`AppError`] with the field that is not good; [`ErrorCode::ChangedMeanwhile`] when somebody
    /// else changed one of the same fields.
    pub fn edit_credential(
        &self,
        id: CredentialId,
        request: &CredentialEditRequest,
    ) -> Result<Credential, AppError> {
        let first = self.store().credential(id)?;
        undisturbed(|| {
            let before = self.store().credential(id)?;
            if request.overlaps(&first, &before) {
                return Err(AppError::new(ErrorCode::ChangedMeanwhile));
            }
            self.change_credential(before, request)
        })
    }

    fn change_credential(
        &self,
        before: Credential,
        request: &CredentialEditRequest,
    ) -> Result<Credential, AppError> {
        let (id, mut credential) = (before.id, before.clone());
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
            .update_credential(&before, &credential, Edit::Here)
            .map_err(|error| taken(error, &credential.name))?;
        Ok(credential)
    }
}
