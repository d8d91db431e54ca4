//! Taking a credential back from a person (S4, S8), or leaving one.

use credenza_model::{
    ids::{CredentialId, PersonId, RecordId, TeamId, VariableId},
    team::{Op, RecordRole, Subject},
    vault::StoreKind,
};

use super::{reads::ReadReport, renew::Fresh, session::Session};
use crate::{AppError, ErrorCode, Workspace};

/// A variable that the person keeps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VariableStays {
    /// The variable.
    pub id: VariableId,
    /// Its unique name.
    pub name: String,
    /// Another credential that is shared with the person and needs it.
    pub needed_by: Option<String>,
    /// Why this person may not take it back, in a sentence.
    pub blocked: Option<String>,
    /// Whether its value was given out: taken back, it is to be rotated. One in a vault was not.
    pub given_out: bool,
}

/// Which variables go with the credential.
#[derive(Clone, Copy)]
pub(super) enum Also<'a> {
    None,
    All,
    These(&'a [VariableId]),
}

impl Also<'_> {
    pub(super) fn has(self, variable: VariableId) -> bool {
        match self {
            Self::None => false,
            Self::All => true,
            Self::These(all) => all.contains(&variable),
        }
    }
}

/// What taking back would mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnsharePlan {
    /// The person's name.
    pub person: String,
    /// Variables that the credential uses and the person has access to.
    pub variables: Vec<VariableStays>,
    /// What they reported to have read. Without a report they could have read it all the same.
    pub reads: Vec<ReadReport>,
    /// Whether a Co-owner has to make the new key, because this person may not.
    pub waits_for_key: bool,
}

/// What came of taking back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnshareDone {
    /// Variables that the person keeps, as User (can view) unless they hold a higher role.
    pub kept: Vec<VariableStays>,
    /// Variables that were taken back as well.
    pub taken: Vec<String>,
    /// Variables whose values are to be rotated.
    pub rotate: Vec<String>,
    /// Whether a Co-owner has to make the new key.
    pub waits_for_key: bool,
}

impl Workspace {
    /// What taking a credential back from a person would mean. Changes nothing.
    ///
    /// # Errors
    /// [`ErrorCode::NotFound`] for a credential that is not shared with them;
    /// [`ErrorCode::NotAllowed`].
    pub async fn unshare_plan(
        &self,
        id: CredentialId,
        person: &str,
    ) -> Result<UnsharePlan, AppError> {
        let (mut session, record) = self.shared_credential(id).await?;
        let person = session.find_person(person)?;
        session.unshare_plan_with_reads(id, record, person).await
    }

    /// The same for a person by their key.
    ///
    /// # Errors
    /// As [`Workspace::unshare_plan`].
    pub async fn plan_removal(
        &self,
        id: CredentialId,
        person: PersonId,
    ) -> Result<UnsharePlan, AppError> {
        let (mut session, record) = self.shared_credential(id).await?;
        session.unshare_plan_with_reads(id, record, person).await
    }

    /// Takes a credential back from a person; with `variables`, what it uses as well, unless another
    /// credential that is shared with them needs it.
    ///
    /// # Errors
    /// As [`Workspace::unshare_plan`].
    pub async fn unshare(
        &self,
        id: CredentialId,
        person: &str,
        variables: bool,
    ) -> Result<UnshareDone, AppError> {
        let (mut session, record) = self.shared_credential(id).await?;
        session.ready_to_write().await?;
        let person = session.find_person(person)?;
        let plan = session.unshare_plan(id, record, person)?;
        let also = if variables { Also::All } else { Also::None };
        let done = session.unshare(record, person, plan, also).await?;
        session.finish_soon().await;
        Ok(done)
    }

    pub(super) async fn shared_credential(
        &self,
        id: CredentialId,
    ) -> Result<(Session<'_>, RecordId), AppError> {
        let (team, record) = self.shared_as(id)?;
        Ok((self.team_session(team).await?, record))
    }

    fn shared_as(&self, id: CredentialId) -> Result<(TeamId, RecordId), AppError> {
        let name = self.store().credential(id)?.name;
        let row = self.store().team_record_of(id.as_bytes())?;
        let row = row.ok_or_else(|| {
            let mut error = AppError::new(ErrorCode::NotFound);
            error.message = format!("{} is not shared.", name.as_str());
            error
        })?;
        Ok((TeamId::from_bytes(row.team), RecordId::from_bytes(row.record)))
    }
}

impl Session<'_> {
    async fn unshare_plan_with_reads(
        &mut self,
        id: CredentialId,
        record: RecordId,
        person: PersonId,
    ) -> Result<UnsharePlan, AppError> {
        let mut plan = self.unshare_plan(id, record, person)?;
        let variables: Vec<VariableId> = plan.variables.iter().map(|one| one.id).collect();
        plan.reads = self.reads_of(person, &variables).await?;
        Ok(plan)
    }

    pub(super) fn unshare_plan(
        &self,
        id: CredentialId,
        record: RecordId,
        person: PersonId,
    ) -> Result<UnsharePlan, AppError> {
        let name = self.name_of(person);
        if self.state.role_of(person, record).is_none() {
            let mut error = AppError::new(ErrorCode::NotFound);
            error.message = format!("It is not shared with {name}.");
            return Err(error);
        }
        self.may_take_back(record, person)?;
        self.must_exceed_everyones(record, None)?;
        let view = self.workspace.credential(id)?;
        let mut variables = Vec::new();
        for variable in view.variables() {
            let Some(own) = self.record_of(variable.id.as_bytes())? else { continue };
            if self.state.role_of(person, own).is_some() {
                variables.push(VariableStays {
                    id: variable.id,
                    name: variable.name.as_str().to_owned(),
                    needed_by: self.needed_by(own, record, person)?,
                    blocked: self.why_it_stays(own, person),
                    given_out: variable.content.store() == Some(StoreKind::ThisDevice),
                });
            }
        }
        let may_edit = self.state.role_of(self.me(), record).is_some_and(|role| role.may_edit());
        let reads = Vec::new();
        Ok(UnsharePlan { person: name, variables, reads, waits_for_key: !may_edit })
    }

    pub(super) fn may_take_back(&self, record: RecordId, person: PersonId) -> Result<(), AppError> {
        let me = self.me();
        match self.state.role_of(me, record) {
            _ if person == me => Ok(()),
            Some(RecordRole::CoOwner) => Ok(()),
            Some(RecordRole::ViewAndShare) => {
                let state = self.record(record)?;
                let given = state.access.iter().filter(|a| a.to == Subject::Person(person));
                if given.into_iter().all(|access| access.by == Some(me)) {
                    return Ok(());
                }
                Err(AppError::not_allowed("You can take back what you shared yourself."))
            }
            _ => Err(AppError::not_allowed("Only a Co-owner takes access back.")),
        }
    }

    /// Why a variable can't be taken back from a person, in a sentence.
    fn why_it_stays(&self, variable: RecordId, person: PersonId) -> Option<String> {
        let everyones = self.known().everyones(variable);
        let everyone = || format!("Everyone in {} has it.", self.state.name);
        let refused = self.may_take_back(variable, person).err().map(|error| error.message);
        refused.or_else(|| everyones.map(|_| everyone()))
    }

    /// Another credential that uses the variable and that the person has access to.
    fn needed_by(
        &self,
        variable: RecordId,
        except: RecordId,
        person: PersonId,
    ) -> Result<Option<String>, AppError> {
        let mut users = self.users_of(variable).filter(|other| *other != except);
        let found = users.find(|other| self.state.role_of(person, *other).is_some());
        found.map(|other| self.credential_name(other)).transpose()
    }

    /// The name of a shared credential, as far as it stands here.
    pub(super) fn credential_name(&self, id: RecordId) -> Result<String, AppError> {
        let named = self.row(id)?.map(|row| CredentialId::from_bytes(row.thing));
        let found = named.map(|id| self.workspace.store().credential(id));
        let name = found.and_then(Result::ok).map(|found| found.name.as_str().to_owned());
        Ok(name.unwrap_or_else(|| "another credential".to_owned()))
    }

    pub(super) async fn unshare(
        &mut self,
        record: RecordId,
        person: PersonId,
        plan: UnsharePlan,
        also: Also<'_>,
    ) -> Result<UnshareDone, AppError> {
        let (mut ops, mut fresh, mut renewed) = (Vec::new(), Vec::new(), Vec::new());
        self.take_back(record, person, &mut ops, &mut fresh, &mut renewed).await?;
        let (mut kept, mut taken, mut lost) = (Vec::new(), Vec::new(), Vec::new());
        for variable in plan.variables {
            let Some(own) = self.record_of(variable.id.as_bytes())? else { continue };
            let free = variable.needed_by.is_none() && variable.blocked.is_none();
            let goes = also.has(variable.id) && free;
            if goes {
                self.take_back(own, person, &mut ops, &mut fresh, &mut renewed).await?;
                lost.push(own);
                taken.push((variable.id, variable.name));
            } else {
                let co_owner = self.state.role_of(self.me(), own) == Some(RecordRole::CoOwner);
                if variable.needed_by.is_none() && co_owner {
                    self.lower(own, person, RecordRole::View, &mut ops).await?;
                }
                kept.push(variable);
            }
        }
        let mut read = Vec::new();
        if person != self.me() {
            self.plan_rotations(lost.into_iter().map(|record| (person, record)))?;
            let variables: Vec<VariableId> = taken.iter().map(|(id, _)| *id).collect();
            let reads = self.reads_of(person, &variables).await?;
            read = reads.into_iter().map(|one| (person, one)).collect();
        }
        let entry = self.write(ops).await?;
        self.settle(entry, fresh)?;
        let rotate = self.settle_rotations()?;
        self.note_reported(&read)?;
        self.put_records_soon(&renewed).await?;
        let taken = taken.into_iter().map(|(_, name)| name).collect();
        let waits_for_key = plan.waits_for_key;
        Ok(UnshareDone { kept, taken, rotate, waits_for_key })
    }

    async fn take_back(
        &mut self,
        record: RecordId,
        person: PersonId,
        ops: &mut Vec<Op>,
        fresh: &mut Vec<Fresh>,
        renewed: &mut Vec<RecordId>,
    ) -> Result<(), AppError> {
        ops.push(Op::Revoke { record, from: Subject::Person(person) });
        let role = self.state.role_of(self.me(), record);
        if person != self.me() && role.is_some_and(|role| role.may_edit()) {
            ops.push(self.renewal(record, &[person], fresh).await?);
            renewed.push(record);
        }
        Ok(())
    }
}
