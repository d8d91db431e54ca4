//! What a person sees of a field that was changed on two sides at once, and their choice.

use credenza_crypto::value::SecretValue;
use credenza_model::{
    azure::AzureSecretReference,
    ids::{CredentialId, DeviceId, VariableId},
    location::Locations,
    team::RecordRole,
    variable::{SecretPlace, SecretShape, Variable, VariableContent},
};
use credenza_secret::{Secret, SecretBytes};
use credenza_store::{KeptVersions, TeamRecord};
use jiff::Timestamp;

use super::{
    content::Stamp,
    references,
    things::VariableRecords,
    versions::{Author, Waiting},
};
use crate::{AppError, ErrorCode, Mark, Workspace};

/// Of how many credentials that use a variable it is noted that its value was shown.
const NOTED: u32 = 10_000;

/// What is in conflict.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConflictOf {
    /// A credential.
    Credential(CredentialId),
    /// A variable.
    Variable(VariableId),
}

/// Which of its fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConflictField {
    /// The name of a credential, or the display name of a variable.
    Name,
    /// The description of a credential.
    Description,
    /// The locations of a credential.
    Locations,
    /// What a variable holds.
    Value,
}

/// What a version says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum VersionValue {
    /// A text, or where a secret lies in its vault.
    Text(String),
    /// Where the credential may be used.
    Locations(Locations),
    /// A secret, which [`Workspace::conflict_value`] gives out.
    Secret {
        /// Whether it can be shown: it is no certificate, and this person may see it.
        can_reveal: bool,
    },
}

/// One version of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConflictVersion {
    /// Names it in this conflict.
    pub id: String,
    /// Who wrote it; none for a device that is not in the team any more.
    pub by: Option<String>,
    /// Whether that is this person.
    pub you: bool,
    /// When, by their clock.
    pub at: Timestamp,
    /// What it says.
    pub value: VersionValue,
}

/// A field of which several versions wait for a choice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// Of what.
    pub of: ConflictOf,
    /// Its name.
    pub name: String,
    /// The field.
    pub field: ConflictField,
    /// The versions; the first counts until somebody chooses.
    pub versions: Vec<ConflictVersion>,
    /// Whether this person may choose.
    pub may_choose: bool,
    /// Stands for exactly these versions. A choice names it, so that nothing is chosen away unseen.
    pub among: Mark,
}

impl ConflictOf {
    pub(super) fn thing(&self) -> &[u8; 16] {
        match self {
            Self::Credential(id) => id.as_bytes(),
            Self::Variable(id) => id.as_bytes(),
        }
    }
}

impl ConflictField {
    pub(super) fn number(self) -> u8 {
        match self {
            Self::Name => 1,
            Self::Description => 2,
            Self::Locations => 3,
            Self::Value => 4,
        }
    }

    fn of_number(number: u8) -> Option<Self> {
        [Self::Name, Self::Description, Self::Locations, Self::Value]
            .into_iter()
            .nth(usize::from(number).checked_sub(1)?)
    }
}

impl Workspace {
    /// What of a credential and its variables, or of a variable, waits for a choice.
    ///
    /// # Errors
    /// An [`AppError`].
    pub fn conflicts(&self, of: ConflictOf) -> Result<Vec<Conflict>, AppError> {
        let mut all = vec![of];
        if let ConflictOf::Credential(id) = of {
            let chosen = self.store().credential(id)?.variables;
            all.extend(chosen.user_name.map(ConflictOf::Variable));
            all.push(ConflictOf::Variable(chosen.secret));
        }
        let mut out = Vec::new();
        for of in all {
            let row = self.store().team_record_of(of.thing())?;
            row.map_or(Ok(()), |row| self.add_conflicts(&row, &mut out))?;
        }
        Ok(out)
    }

    /// Everything that waits for a choice, by name.
    ///
    /// # Errors
    /// An [`AppError`].
    pub fn all_conflicts(&self) -> Result<Vec<Conflict>, AppError> {
        let things = self.store().things_in_conflict()?;
        let mut out = Vec::new();
        for thing in things {
            let row = self.store().team_record_of(&thing)?;
            row.map_or(Ok(()), |row| self.add_conflicts(&row, &mut out))?;
        }
        out.sort_by_cached_key(|one: &Conflict| (one.name.to_lowercase(), one.field.number()));
        Ok(out)
    }

    fn add_conflicts(&self, row: &TeamRecord, out: &mut Vec<Conflict>) -> Result<(), AppError> {
        let of = match row.is_credential {
            true => ConflictOf::Credential(CredentialId::from_bytes(row.thing)),
            false => ConflictOf::Variable(VariableId::from_bytes(row.thing)),
        };
        for waiting in self.versions_of(row)?.iter().filter(|one| !one.chosen) {
            out.extend(self.conflict(of, row, waiting)?);
        }
        Ok(())
    }

    fn conflict(
        &self,
        of: ConflictOf,
        row: &TeamRecord,
        waiting: &Waiting,
    ) -> Result<Option<Conflict>, AppError> {
        let Some(field) = ConflictField::of_number(waiting.field) else { return Ok(None) };
        let role = self.shared_role(&row.thing)?.flatten();
        let (name, variable) = match of {
            ConflictOf::Credential(id) => (self.store().credential(id)?.name, None),
            ConflictOf::Variable(id) => {
                let variable = self.store().variable(id)?;
                (variable.display_name.clone(), Some(variable))
            }
        };
        let may_see = role.is_some_and(|role| role != RecordRole::View);
        let show = |value: &SecretBytes| shown(field, variable.as_ref(), may_see, value);
        // Before what is shown is read: where that changes in between, the choice is refused.
        let among = self.among(of, field, waiting)?;
        let content = self.content_of(row, &VariableRecords::new(), never())?;
        let Some(counts) = content.and_then(|content| content.secret(waiting.field)) else {
            return Ok(None);
        };
        let mut versions = vec![version(&waiting.counts, show(&counts))];
        versions
            .extend(waiting.others.iter().map(|other| version(&other.author, show(&other.value))));
        let may_choose = role == Some(RecordRole::CoOwner);
        let name = name.as_str().to_owned();
        Ok(Some(Conflict { of, name, field, versions, may_choose, among }))
    }

    /// The secret of a version, to be shown to somebody who may see it.
    ///
    /// # Errors
    /// [`ErrorCode::NotFound`] when there is no such version; [`ErrorCode::NotAllowed`].
    pub fn conflict_value(&self, variable: VariableId, id: &str) -> Result<Secret, AppError> {
        let of = ConflictOf::Variable(variable);
        let (row, _, found) = self.waiting_field(of, ConflictField::Value)?;
        if !matches!(self.shared_role(&row.thing)?.flatten(), Some(role) if role != RecordRole::View)
        {
            let why = "It is shared with you to use. Only who may share or edit it sees the value.";
            return Err(AppError::not_allowed(why));
        }
        let value = if version_id(&found.counts) == id {
            self.open_sealed(variable.as_bytes())?
        } else {
            let other = found.others.iter().find(|other| version_id(&other.author) == id);
            let value = &other.ok_or_else(gone)?.value;
            SecretValue::decode(value).map_err(|_| AppError::new(ErrorCode::StoreDamaged))?
        };
        let SecretValue::Text(value) = value else { return Err(gone()) };
        // What can be read is given also when nothing can be written.
        if let Err(error) = self.note_shown(variable) {
            tracing::warn!(code = ?error.code, "a read of a value was not noted");
        }
        Ok(value)
    }

    /// Counts a value that was shown in the window, for colleagues and as use of its credentials.
    fn note_shown(&self, variable: VariableId) -> Result<(), AppError> {
        self.note_shared_read(variable)?;
        let store = self.store();
        let (users, _) = store.credentials_using(variable, NOTED)?;
        let mut users = users.iter();
        Ok(users.try_for_each(|(id, _)| store.note_read(id, None, self.host.now()))?)
    }

    /// A field that waits for a choice, as it is kept and opened.
    pub(super) fn waiting_field(
        &self,
        of: ConflictOf,
        field: ConflictField,
    ) -> Result<(TeamRecord, KeptVersions, Waiting), AppError> {
        let row = self.store().team_record_of(of.thing())?.ok_or_else(gone)?;
        let all = self.store().versions(&row.team, &row.thing)?;
        let mut waiting = all.into_iter().filter(|one| !one.chosen);
        let kept = waiting.find(|one| one.field == field.number()).ok_or_else(gone)?;
        let found = self.open_versions(&row, &kept)?;
        Ok((row, kept, found))
    }
}

/// Of what is not written.
pub(super) fn never() -> Stamp {
    Stamp { lamport: 0, device: DeviceId::from_bytes([0; 16]) }
}

pub(super) fn gone() -> AppError {
    AppError::new(ErrorCode::NotFound)
}

pub(super) fn version_id(author: &Author) -> String {
    format!("{}-{}", author.stamp.lamport, author.stamp.device)
}

fn version(author: &Author, value: VersionValue) -> ConflictVersion {
    ConflictVersion {
        id: version_id(author),
        by: author.name.clone(),
        you: author.you,
        at: Timestamp::from_second(author.written).unwrap_or(Timestamp::UNIX_EPOCH),
        value,
    }
}

fn shown(
    field: ConflictField,
    variable: Option<&Variable>,
    may_see: bool,
    value: &SecretBytes,
) -> VersionValue {
    // EXPOSE: names, descriptions, texts and references are shown like those that count.
    let bytes = || value.expose().to_vec();
    let text = || VersionValue::Text(String::from_utf8_lossy(&bytes()).into_owned());
    if field == ConflictField::Locations {
        let bits = bytes().first().copied().unwrap_or_default();
        return Locations::from_bits(bits).map_or_else(text, VersionValue::Locations);
    }
    match variable.map(|variable| &variable.content) {
        Some(VariableContent::Secret(secret)) if field == ConflictField::Value => {
            if secret.place == SecretPlace::ThisDevice {
                let can_reveal = may_see && secret.shape == SecretShape::Password;
                return VersionValue::Secret { can_reveal };
            }
            let found = references::read(&bytes()).ok();
            VersionValue::Text(found.map(|(_, found)| place(&found)).unwrap_or_default())
        }
        _ => text(),
    }
}

fn place(reference: &AzureSecretReference) -> String {
    let path = format!("{}/{}", reference.key_vault(), reference.secret().as_str());
    reference.version().map_or(path.clone(), |version| format!("{path}/{version}"))
}
