//! A person's choice among the versions of a field that they were shown.

use credenza_secret::SecretBytes;
use credenza_store::{Choice, Edit, StoreError, TeamRecord};

use super::{
    conflicts::{ConflictField, ConflictOf, gone, never, version_id},
    things::{Untaken, VariableRecords, credential_content},
    versions::{Version, Waiting},
};
use crate::{
    AppError, CredentialMarks, ErrorCode, Mark, VariableMarks, Workspace, error::undisturbed,
};

impl Workspace {
    /// Makes one version the only one: what counts stays, or another takes its place. Colleagues
    /// hear of it at the next look. What comes of other fields at the same moment stays.
    ///
    /// # Errors
    /// [`ErrorCode::NotFound`] when nothing waits any more, or there is no such version;
    /// [`ErrorCode::ChangedMeanwhile`] when the versions are others than those that `among` stands
    /// for; [`ErrorCode::NotAllowed`].
    pub fn choose_version(
        &self,
        of: ConflictOf,
        field: ConflictField,
        id: &str,
        among: &Mark,
    ) -> Result<(), AppError> {
        undisturbed(|| self.try_to_choose(of, field, id, among))
    }

    /// Stands for the versions of a field: who wrote which, and what counts here at this moment.
    pub(super) fn among(
        &self,
        of: ConflictOf,
        field: ConflictField,
        waiting: &Waiting,
    ) -> Result<Mark, AppError> {
        let counts = match of {
            ConflictOf::Credential(id) => {
                let marks = CredentialMarks::of(&self.store().credential(id)?);
                match field {
                    ConflictField::Name => marks.name,
                    ConflictField::Description => marks.description,
                    ConflictField::Locations | ConflictField::Value => marks.locations,
                }
            }
            ConflictOf::Variable(id) => {
                let marks = VariableMarks::of(&self.standing(id)?);
                if field == ConflictField::Name { marks.display_name } else { marks.value }
            }
        };
        let mut others: Vec<_> =
            waiting.others.iter().map(|other| version_id(&other.author)).collect();
        others.sort_unstable();
        let first = [counts.to_string(), version_id(&waiting.counts)];
        Ok(Mark::of(first.iter().chain(&others).map(String::as_bytes)))
    }

    fn try_to_choose(
        &self,
        of: ConflictOf,
        field: ConflictField,
        id: &str,
        among: &Mark,
    ) -> Result<(), AppError> {
        self.may_change(of.thing())?;
        let (row, kept, found) = self.waiting_field(of, field)?;
        if self.among(of, field, &found)? != *among {
            return Err(AppError::new(ErrorCode::ChangedMeanwhile));
        }
        let counts = (version_id(&found.counts) == id).then_some(&found.counts);
        let other = found.others.iter().find(|other| version_id(&other.author) == id);
        let author = counts.or(other.map(|other| &other.author)).ok_or_else(gone)?;
        // The name alone may be another here than the one that was chosen.
        let name = other.filter(|_| field == ConflictField::Name);
        let value = |other: &Version| other.value.duplicate();
        let name = name.map(|other| Version { author: author.clone(), value: value(other) });
        let (counts, others) = (author.clone(), name.into_iter().collect());
        let chosen = Waiting { field: kept.field, chosen: true, counts, others };
        let sealed = self.seal_versions(&row, &chosen)?.sealed;
        let (team, changed) = (row.team, row.changed);
        let choice = Choice { team, field: kept.field, among: kept.sealed, sealed, changed };
        match other {
            Some(other) => self.put_version(of, &row, value(other), &choice),
            None => match self.store().choose_version(&row.thing, &choice) {
                Err(StoreError::Busy) => Err(AppError::new(ErrorCode::ChangedMeanwhile)),
                chosen => Ok(chosen?),
            },
        }
    }

    /// Puts another version in the place of what counts, and notes the choice, both or none.
    fn put_version(
        &self,
        of: ConflictOf,
        row: &TeamRecord,
        value: SecretBytes,
        choice: &Choice,
    ) -> Result<(), AppError> {
        let variables = VariableRecords::new();
        let name = self.store().teams()?.into_iter().find(|team| team.team == row.team);
        let name = name.map(|team| team.name).unwrap_or_default();
        let from = (name.as_str(), Edit::Chosen(choice));
        let taken = match of {
            ConflictOf::Credential(id) => {
                let here = self.credential_here(id)?.ok_or_else(gone)?;
                let mut content = credential_content(&here, &variables, never());
                content.set_secret(choice.field, value, never());
                self.take_credential((id, Some(here)), &content, &variables, from)
            }
            ConflictOf::Variable(id) => {
                let here = self.variable_here(id)?.ok_or_else(gone)?;
                let mut content = self.variable_content(&here, never())?;
                content.set_secret(choice.field, value, never());
                self.take_variable((id, Some(here)), &content, from)
            }
        };
        taken.map_err(|error| match error {
            Untaken::Waits | Untaken::Again => AppError::new(ErrorCode::ChangedMeanwhile),
            Untaken::Malformed(_) => AppError::new(ErrorCode::StoreDamaged),
            Untaken::Failed(error) => error,
        })
    }
}
