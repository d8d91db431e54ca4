//! What sharing would mean (S3, S5): the variables that come along, what people will be able to read,
//! and what would be refused. Changes nothing.

use credenza_model::{
    azure::AzureSecretReference,
    ids::{CredentialId, PersonId, RecordId, TeamId, VariableId},
    team::RecordRole,
    variable::{SecretPlace, SecretShape, Variable, VariableContent},
};
use credenza_store::VariableKind;

use super::known::Known;
use crate::{AppError, Workspace, credentials::CredentialView};

/// Who is to get what.
#[derive(Debug, Clone)]
pub struct ShareRequest {
    /// The team.
    pub team: TeamId,
    /// The credentials.
    pub credentials: Vec<CredentialId>,
    /// The people, members of the team.
    pub people: Vec<PersonId>,
    /// As what.
    pub role: RecordRole,
}

/// A variable that comes along.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedVariable {
    /// The variable.
    pub id: VariableId,
    /// Its unique name.
    pub name: String,
    /// What it is.
    pub kind: VariableKind,
    /// The secret of a vault that it refers to: only the reference is shared, and each person needs
    /// their own right to read it there. None for a value that travels sealed to each person.
    pub place: Option<AzureSecretReference>,
    /// People who hold a higher role on it already and keep it.
    pub keeps: Vec<String>,
}

/// A credential that Save would not share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// The credential.
    pub credential: CredentialId,
    /// Its name.
    pub name: String,
    /// Why, in a sentence.
    pub reason: String,
}

/// What Save would do.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SharePlan {
    /// The people, by name.
    pub people: Vec<String>,
    /// Variables that come along.
    pub variables: Vec<PlannedVariable>,
    /// Credentials that would not be shared.
    pub refusals: Vec<Refused>,
    /// Whether there is no team yet, so that nothing can be shared.
    pub needs_team: bool,
}

/// Who is to get what, as it stands in a form: the people may still be of several teams.
#[derive(Debug, Clone)]
pub struct Sharing {
    /// The credentials.
    pub credentials: Vec<CredentialId>,
    /// The people, with the team in which they were found.
    pub people: Vec<(TeamId, PersonId)>,
    /// Mails of those who are in no team yet, with the team into which they are to come.
    pub invited: Vec<(TeamId, String)>,
    /// Teams of which everyone is to get it.
    pub everyone: Vec<TeamId>,
    /// As what.
    pub role: RecordRole,
}

impl Sharing {
    /// The one team that it is about.
    ///
    /// # Errors
    /// [`crate::ErrorCode::NotAllowed`] for people of several teams, or without anybody.
    pub fn team(&self) -> Result<TeamId, AppError> {
        match self.teams().as_slice() {
            [team] => Ok(*team),
            [] => Err(AppError::not_allowed("Add somebody first.")),
            _ => Err(AppError::not_allowed(SEVERAL)),
        }
    }

    fn teams(&self) -> Vec<TeamId> {
        let invited = self.invited.iter().map(|(team, _)| *team);
        let mut teams: Vec<TeamId> =
            self.people.iter().map(|(team, _)| *team).chain(invited).collect();
        teams.extend(&self.everyone);
        teams.sort_unstable();
        teams.dedup();
        teams
    }
}

const SEVERAL: &str = "A credential is shared in one team. Choose people of one team.";

impl Workspace {
    /// What Save would do. Changes nothing.
    ///
    /// # Errors
    /// An [`AppError`].
    pub async fn share_plan(&self, request: &ShareRequest) -> Result<SharePlan, AppError> {
        let session = self.team_session(request.team).await?;
        session.known().share_plan(&request.credentials, &request.people, &[], request.role)
    }

    /// The same while a form is filled in, by what is known here of the team: Save looks again.
    ///
    /// # Errors
    /// An [`AppError`].
    pub fn plan_sharing(&self, sharing: &Sharing) -> Result<SharePlan, AppError> {
        let people: Vec<PersonId> = sharing.people.iter().map(|(_, person)| *person).collect();
        match sharing.teams().as_slice() {
            [team] => {
                let seen = self.team_seen(*team)?;
                let mut invited: Vec<_> =
                    sharing.invited.iter().map(|(_, mail)| mail.clone()).collect();
                if !sharing.everyone.is_empty() {
                    invited.push(format!("everyone in {}", seen.known().state.name));
                }
                seen.known().share_plan(&sharing.credentials, &people, &invited, sharing.role)
            }
            [] => self.plan_for_nobody(sharing),
            _ => self.plan_refused(sharing, SEVERAL),
        }
    }

    fn plan_for_nobody(&self, sharing: &Sharing) -> Result<SharePlan, AppError> {
        let mut plan =
            SharePlan { needs_team: self.open_teams()?.is_empty(), ..SharePlan::default() };
        for id in &sharing.credentials {
            let view = self.credential(*id)?;
            let new = |plan: &SharePlan, id| plan.variables.iter().all(|known| known.id != id);
            for variable in view.variables() {
                if new(&plan, variable.id) {
                    plan.variables.push(planned(variable, Vec::new()));
                }
            }
        }
        Ok(plan)
    }

    fn plan_refused(&self, sharing: &Sharing, why: &str) -> Result<SharePlan, AppError> {
        let mut plan = self.plan_for_nobody(sharing)?;
        for id in &sharing.credentials {
            let name = self.store().credential(*id)?.name.as_str().to_owned();
            plan.refusals.push(Refused { credential: *id, name, reason: why.to_owned() });
        }
        Ok(plan)
    }
}

impl Known<'_> {
    pub(super) fn share_plan(
        self,
        credentials: &[CredentialId],
        people: &[PersonId],
        invited: &[String],
        role: RecordRole,
    ) -> Result<SharePlan, AppError> {
        let names = people.iter().map(|person| self.name_of(*person));
        let people_named = names.chain(invited.iter().cloned()).collect();
        let mut plan = SharePlan { people: people_named, ..SharePlan::default() };
        for id in credentials {
            let view = self.workspace.credential(*id)?;
            if let Some(reason) = self.refusal(&view, people, !invited.is_empty(), role)? {
                let name = view.credential.name.as_str().to_owned();
                plan.refusals.push(Refused { credential: *id, name, reason });
                continue;
            }
            for variable in view.variables() {
                if plan.variables.iter().any(|known| known.id == variable.id) {
                    continue;
                }
                let record = self.record_of(variable.id.as_bytes())?;
                let keeps = |person: &&PersonId| {
                    let held = record.and_then(|record| self.role_of(**person, record));
                    held > Some(role)
                };
                let keeps = people.iter().filter(keeps).map(|p| self.name_of(*p)).collect();
                plan.variables.push(planned(variable, keeps));
            }
        }
        Ok(plan)
    }

    /// Why a credential can't be shared with `people`, and with others who are in no team yet.
    pub(super) fn refusal(
        self,
        view: &CredentialView,
        people: &[PersonId],
        others: bool,
        role: RecordRole,
    ) -> Result<Option<String>, AppError> {
        if let Some(doubt) = self.doubt_about(people)? {
            return Ok(Some(doubt));
        }
        let credential = (view.credential.id.as_bytes(), "This credential");
        if let Some(reason) = self.refusal_of(credential, people, others, role)? {
            return Ok(Some(reason));
        }
        for variable in view.variables() {
            let thing = (variable.id.as_bytes(), variable.name.as_str());
            if let Some(reason) = self.refusal_of(thing, people, others, role)? {
                return Ok(Some(reason));
            }
        }
        Ok(None)
    }

    fn refusal_of(
        self,
        (thing, name): (&[u8; 16], &str),
        people: &[PersonId],
        others: bool,
        wanted: RecordRole,
    ) -> Result<Option<String>, AppError> {
        let row = self.workspace.store().team_record_of(thing)?;
        let Some(row) = row else { return Ok(None) };
        if row.team != self.team {
            return Ok(Some(format!(
                "{name} is shared in another team. Make a copy to share it here."
            )));
        }
        let record = RecordId::from_bytes(row.record);
        let role = self.role_of(self.me, record);
        let Some(role) = role else {
            return Ok(Some(format!("Your access to {name} was taken back.")));
        };
        let needed = |person: &PersonId| self.role_of(*person, record) < Some(wanted);
        if role.may_share_as(wanted) || !(others || people.iter().any(needed)) {
            return Ok(None);
        }
        Ok(Some(match role {
            RecordRole::View => format!("{name} is shared with you to use, not to share."),
            _ => format!("You can share {name} with both User roles, not as Co-owner."),
        }))
    }
}

fn planned(variable: &Variable, keeps: Vec<String>) -> PlannedVariable {
    let (kind, place) = match &variable.content {
        VariableContent::Text(_) => (VariableKind::Text, None),
        VariableContent::Secret(secret) => {
            let kind = match secret.shape {
                SecretShape::Password => VariableKind::Secret,
                SecretShape::Certificate => VariableKind::Certificate,
            };
            let place = match &secret.place {
                SecretPlace::ThisDevice => None,
                SecretPlace::Azure { reference, .. } => Some(reference.clone()),
            };
            (kind, place)
        }
    };
    let name = variable.name.as_str().to_owned();
    PlannedVariable { id: variable.id, name, kind, place, keeps }
}
