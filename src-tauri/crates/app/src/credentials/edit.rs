//! Changing name, description and locations. The chosen variables can't be changed (C12).

use credenza_model::{
    credential::Credential,
    ids::CredentialId,
    location::{Location, Locations},
};

use credenza_store::Edit;

use super::create::taken;
use crate::{AppError, CredentialMarks, Workspace, error::undisturbed};

/// What is to be changed; none leaves it as it is.
#[derive(Debug, Clone, Default)]
pub struct CredentialEditRequest {
    /// Its name.
    pub name: Option<String>,
    /// Its description.
    pub description: Option<String>,
    /// Where it may be used.
    pub locations: Option<Vec<Location>>,
    /// What the person was shown of it before; none takes what is there when the change begins.
    pub seen: Option<CredentialMarks>,
}

impl CredentialEditRequest {
    /// Which of these fields are others `now` than the person was shown.
    fn unseen(
        &self,
        seen: &CredentialMarks,
        now: &CredentialMarks,
    ) -> Vec<(&'static str, &'static str)> {
        let fields = [
            (self.name.is_some() && seen.name != now.name, ("name", "name")),
            (
                self.description.is_some() && seen.description != now.description,
                ("description", "description"),
            ),
            (
                self.locations.is_some() && seen.locations != now.locations,
                ("locations", "locations"),
            ),
        ];
        fields.into_iter().filter(|(unseen, _)| *unseen).map(|(_, field)| field).collect()
    }
}

impl Workspace {
    /// Changes a credential. What somebody else changed of its other fields since the person was
    /// shown them stays.
    ///
    /// # Errors
    /// An [`AppError`] with the field that is not good; `ErrorCode::ChangedMeanwhile` with the fields
    /// when somebody else changed one of the same.
    pub fn edit_credential(
        &self,
        id: CredentialId,
        request: &CredentialEditRequest,
    ) -> Result<Credential, AppError> {
        let seen = match &request.seen {
            Some(seen) => seen,
            None => &CredentialMarks::of(&self.store().credential(id)?),
        };
        let changed = undisturbed(|| {
            let before = self.store().credential(id)?;
            let unseen = request.unseen(seen, &CredentialMarks::of(&before));
            if !unseen.is_empty() {
                return Err(AppError::changed_fields(&unseen));
            }
            self.change_credential(before, request)
        });
        changed.map_err(|error| self.with_who(error, id.as_bytes()))
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
