//! Credentials and variables of this workspace as the content of records, and back.

use std::collections::HashMap;

use credenza_crypto::value::SecretValue;
use credenza_model::{
    access::AccessState,
    credential::{ChosenVariables, Credential},
    ids::{CredentialId, RecordId, VariableId},
    location::{Authentication, Locations},
    name::{DisplayName, VariableName},
    variable::{SecretContent, SecretPlace, SecretShape, Variable, VariableContent},
};
use credenza_store::{Edit, StoreError, TeamRecord, ValueOwner};

use super::{
    content::{Content, Stamp},
    references,
};
use crate::{
    AppError, ErrorCode, Workspace,
    variables::{Standing, read_certificate},
};

const NAME: u8 = 1;
const DESCRIPTION: u8 = 2;
const UNIQUE_NAME: u8 = 2;
const LOCATIONS: u8 = 3;
const KIND: u8 = 3;
const AUTHENTICATION: u8 = 4;
const VALUE: u8 = 4;
const USER_NAME: u8 = 5;
const SECRET: u8 = 6;

/// Which records stand for which variables here, both ways.
pub(super) type VariableRecords = HashMap<RecordId, VariableId>;

/// Why what came from a colleague does not stand here.
#[derive(Debug, thiserror::Error)]
pub(super) enum Untaken {
    /// What it says can't be, so that this record alone stays as it is.
    #[error("a shared record holds what can't be: {0}")]
    Malformed(&'static str),
    /// It can't stand here yet: what it needs is not here.
    #[error("a shared record waits")]
    Waits,
    /// It was changed here meanwhile.
    #[error("a shared record was changed here meanwhile")]
    Again,
    /// This device failed.
    #[error("{}", .0.message)]
    Failed(AppError),
}

impl From<AppError> for Untaken {
    fn from(error: AppError) -> Self {
        Self::Failed(error)
    }
}

impl From<StoreError> for Untaken {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Busy | StoreError::Changed | StoreError::NameTaken => Self::Again,
            StoreError::NotFound => Self::Waits,
            error => Self::Failed(error.into()),
        }
    }
}

fn damaged() -> AppError {
    AppError::new(ErrorCode::StoreDamaged)
}

fn display_name(content: &Content) -> Result<DisplayName, Untaken> {
    let name = content.text(NAME).and_then(|name| DisplayName::parse(&name).ok());
    name.ok_or(Untaken::Malformed("its name can't be one"))
}

impl Workspace {
    /// The row of a credential; none when there is none, or it was deleted.
    pub(super) fn credential_here(&self, id: CredentialId) -> Result<Option<Credential>, AppError> {
        found(self.store().credential(id))
    }

    /// The rows of a variable; none when there is none, or it was deleted.
    pub(super) fn variable_here(&self, id: VariableId) -> Result<Option<Standing>, AppError> {
        found(self.standing(id))
    }

    /// A thing as it stands here; none when it was deleted.
    pub(super) fn content_of(
        &self,
        row: &TeamRecord,
        variables: &VariableRecords,
        stamp: Stamp,
    ) -> Result<Option<Content>, AppError> {
        if row.is_credential {
            let here = self.credential_here(CredentialId::from_bytes(row.thing))?;
            return Ok(here.map(|here| credential_content(&here, variables, stamp)));
        }
        let here = self.variable_here(VariableId::from_bytes(row.thing))?;
        here.map(|here| self.variable_content(&here, stamp)).transpose()
    }

    /// What a variable that stands here holds.
    pub(super) fn variable_content(
        &self,
        here: &Standing,
        stamp: Stamp,
    ) -> Result<Content, AppError> {
        let variable = &here.variable;
        let mut out = Content::default();
        out.set(NAME, variable.display_name.as_str().into(), stamp);
        out.set(UNIQUE_NAME, variable.name.as_str().into(), stamp);
        let kind = match &variable.content {
            VariableContent::Text(text) => {
                out.set(VALUE, text.clone().into_bytes(), stamp);
                0
            }
            VariableContent::Secret(secret) if secret.place != SecretPlace::ThisDevice => {
                let SecretPlace::Azure { vault, reference } = &secret.place else {
                    return Err(damaged());
                };
                let url = self.store().vault(*vault)?.azure.url;
                out.set(VALUE, references::write(&url, reference), stamp);
                match secret.shape {
                    SecretShape::Password => 3,
                    SecretShape::Certificate => 4,
                }
            }
            VariableContent::Secret(_) => {
                let value = self.open_standing(here.value.as_ref().ok_or_else(damaged)?)?;
                out.set_secret(VALUE, value.encode(), stamp);
                match value {
                    SecretValue::Text(_) => 1,
                    SecretValue::Certificate { .. } => 2,
                }
            }
        };
        out.set(KIND, vec![kind], stamp);
        Ok(out)
    }

    /// Makes a variable that came from a colleague stand here as `id`, or brings up to date what
    /// stands here `before`. [`Untaken::Again`] when that is another by now.
    pub(super) fn take_variable(
        &self,
        (id, before): (VariableId, Option<Standing>),
        content: &Content,
        (team, edit): (&str, Edit<'_>),
    ) -> Result<(), Untaken> {
        let now = self.host.now();
        let (body, value) = match content.get(KIND) {
            [kind @ (3 | 4)] => (self.reference_body(*kind, content)?, None),
            _ => variable_body(content)?,
        };
        let display_name = display_name(content)?;
        if let Some(before) = before {
            let value = value.filter(|value| !self.holds(&before, value));
            let sealed = value.map(|value| self.seal_after(&before, &value)).transpose()?;
            let before = before.variable;
            let same = same_place(&before.content, &body);
            let content = if same { before.content.clone() } else { body };
            let new = Variable { display_name, content, changed: now, ..before.clone() };
            let store = self.store();
            return Ok(store.update_variable(&before, &new, sealed.as_ref(), now, edit)?);
        }
        let name = content.text(UNIQUE_NAME);
        let name = name
            .filter(|name| VariableName::parse(name).is_ok())
            .ok_or(Untaken::Malformed("its unique name can't be one"))?;
        let name = self.free_variable_name(&name, team)?;
        let variable =
            Variable { id, display_name, name, content: body, created: now, changed: now };
        let sealed = value
            .map(|value| self.seal_value(id.as_bytes(), ValueOwner::Variable, &value, None))
            .transpose()?;
        Ok(self.store().insert_variable(&variable, sealed.as_ref(), now)?)
    }

    /// Whether a variable has this value already. One that does not open gets it anew.
    fn holds(&self, here: &Standing, value: &SecretValue) -> bool {
        let here = here.value.as_ref().and_then(|sealed| self.open_standing(sealed).ok());
        // EXPOSE: both are compared and stay here.
        here.is_some_and(|here| here.encode().expose() == value.encode().expose())
    }

    fn reference_body(&self, kind: u8, content: &Content) -> Result<VariableContent, Untaken> {
        let (url, reference) = references::read(content.get(VALUE))
            .map_err(|_| Untaken::Malformed("its reference has another form"))?;
        let vault = self.vault_at(&url).map_err(|error| match error.code {
            ErrorCode::NotFound => Untaken::Malformed("its vault has no such address"),
            _ => Untaken::Failed(error),
        })?;
        let place = SecretPlace::Azure { vault, reference };
        let shape = if kind == 3 { SecretShape::Password } else { SecretShape::Certificate };
        Ok(VariableContent::Secret(Box::new(SecretContent {
            place,
            shape,
            access: AccessState::NotChecked,
            checked: None,
            expires: None,
            certificate: None,
        })))
    }

    /// The own one keeps the plain name; a received one whose name is taken gets the team's before.
    fn free_variable_name(&self, name: &str, team: &str) -> Result<VariableName, Untaken> {
        let team: String =
            team.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
        for number in 0..1_000u32 {
            let candidate = match number {
                0 => name.to_owned(),
                1 => format!("{team}_{name}"),
                n => format!("{team}_{name}_{n}"),
            };
            let Ok(parsed) = VariableName::parse(&candidate) else { continue };
            if !self.store().variable_name_taken(&parsed)? {
                return Ok(parsed);
            }
        }
        Err(Untaken::Malformed("no name can be made of its own"))
    }

    /// Makes a credential that came from a colleague stand here as `id`, or brings up to date what
    /// stands here `before`. [`Untaken::Again`] when that is another by now.
    pub(super) fn take_credential(
        &self,
        (id, before): (CredentialId, Option<Credential>),
        content: &Content,
        variables: &VariableRecords,
        (team, edit): (&str, Edit<'_>),
    ) -> Result<(), Untaken> {
        let now = self.host.now();
        let locations = content.get(LOCATIONS).first().copied().and_then(Locations::from_bits);
        let locations = locations.ok_or(Untaken::Malformed("there are no such locations"))?;
        let name = self.free_credential_name(id, display_name(content)?.as_str(), team)?;
        let description = content.text(DESCRIPTION).unwrap_or_default();
        if let Some(before) = before {
            let new = Credential { name, description, locations, changed: now, ..before.clone() };
            return Ok(self.store().update_credential(&before, &new, edit)?);
        }
        let chosen = |field| {
            let Ok(record) = <[u8; 16]>::try_from(content.get(field)) else {
                return Err(Untaken::Malformed("it names no variable"));
            };
            variables.get(&RecordId::from_bytes(record)).copied().ok_or(Untaken::Waits)
        };
        let authentication = match content.get(AUTHENTICATION) {
            [0] => Authentication::UserNameAndPassword,
            [1] => Authentication::Certificate,
            _ => return Err(Untaken::Malformed("there is no such authentication")),
        };
        let user_name = match content.get(USER_NAME) {
            [] => None,
            _ => Some(chosen(USER_NAME)?),
        };
        let variables = ChosenVariables { user_name, secret: chosen(SECRET)? };
        let credential = Credential {
            id,
            name,
            description,
            locations,
            authentication,
            variables,
            created: now,
            changed: now,
        };
        Ok(self.store().insert_credential(&credential)?)
    }

    fn free_credential_name(
        &self,
        id: CredentialId,
        name: &str,
        team: &str,
    ) -> Result<DisplayName, Untaken> {
        for number in 0..1_000u32 {
            let candidate = match number {
                0 => name.to_owned(),
                1 => format!("{team}/{name}"),
                n => format!("{team}/{name} {n}"),
            };
            let Ok(parsed) = DisplayName::parse(&candidate) else { continue };
            if !self.store().credential_name_taken(&parsed, Some(id))? {
                return Ok(parsed);
            }
        }
        Err(Untaken::Malformed("no name can be made of its own"))
    }
}

fn found<T>(read: Result<T, StoreError>) -> Result<Option<T>, AppError> {
    match read {
        Ok(here) => Ok(Some(here)),
        Err(StoreError::NotFound) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Whether both are the same secret of a vault, so that what is known of it stays.
fn same_place(present: &VariableContent, new: &VariableContent) -> bool {
    match (present, new) {
        (VariableContent::Secret(present), VariableContent::Secret(new)) => {
            new.place != SecretPlace::ThisDevice && present.place == new.place
        }
        _ => false,
    }
}

/// What a credential that stands here holds.
pub(super) fn credential_content(
    credential: &Credential,
    variables: &VariableRecords,
    stamp: Stamp,
) -> Content {
    let record = |id: VariableId| {
        let found = variables.iter().find(|(_, variable)| **variable == id);
        found.map_or(Vec::new(), |(record, _)| record.as_bytes().to_vec())
    };
    let mut out = Content::default();
    out.set(NAME, credential.name.as_str().into(), stamp);
    out.set(DESCRIPTION, credential.description.clone().into_bytes(), stamp);
    out.set(LOCATIONS, vec![credential.locations.bits()], stamp);
    let certificate = credential.authentication == Authentication::Certificate;
    out.set(AUTHENTICATION, vec![u8::from(certificate)], stamp);
    let chosen = credential.variables;
    out.set(USER_NAME, chosen.user_name.map_or(Vec::new(), record), stamp);
    out.set(SECRET, record(chosen.secret), stamp);
    out
}

fn variable_body(content: &Content) -> Result<(VariableContent, Option<SecretValue>), Untaken> {
    let malformed = || Untaken::Malformed("its value has another form");
    if content.get(KIND) == [0] {
        return Ok((VariableContent::Text(content.text(VALUE).ok_or_else(malformed)?), None));
    }
    if ![[1], [2]].contains(&content.get(KIND).try_into().map_err(|_| malformed())?) {
        return Err(Untaken::Malformed("there is no such kind"));
    }
    let value = SecretValue::decode(&content.secret(VALUE).ok_or_else(malformed)?);
    let value = value.map_err(|_| malformed())?;
    let (shape, facts) = match &value {
        SecretValue::Text(_) => (SecretShape::Password, None),
        SecretValue::Certificate { pfx, password } => {
            let file = read_certificate(pfx.duplicate(), Some(password.duplicate()))
                .map_err(|_| malformed())?;
            (SecretShape::Certificate, Some(file.facts))
        }
    };
    let secret = SecretContent {
        place: SecretPlace::ThisDevice,
        shape,
        access: AccessState::Readable,
        checked: None,
        expires: facts.as_ref().map(|facts| facts.not_after),
        certificate: facts,
    };
    Ok((VariableContent::Secret(Box::new(secret)), Some(value)))
}
