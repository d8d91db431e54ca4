//! Taking a credential back from a person (S4, S8), or leaving one.

use credenza_model::{
    ids::{CredentialId, PersonId, RecordId, TeamId, VariableId},
    team::{Op, RecordRole, Subject},
};

use super::{renew::Fresh, session::Session, share::chosen};
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
}

/// What taking back would mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnsharePlan {
    /// The person's name.
    pub person: String,
    /// Variables that the credential uses and the person has access to.
    pub variables: Vec<VariableStays>,
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
        let (session, record) = self.shared_credential(id).await?;
        let person = session.find_person(person)?;
        session.unshare_plan(id, record, person)
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
        let done = session.unshare(record, person, plan, variables).await?;
        session.finish().await?;
        Ok(done)
    }

    async fn shared_credential(
        &self,
        id: CredentialId,
    ) -> Result<(Session<'_>, RecordId), AppError> {
        let name = self.store().credential(id)?.name;
        let row = self.store().team_record_of(id.as_bytes())?;
        let row = row.ok_or_else(|| {
            let mut error = AppError::new(ErrorCode::NotFound);
            error.message = format!("{} is not shared.", name.as_str());
            error
        })?;
        let session = self.team_session(TeamId::from_bytes(row.team)).await?;
        Ok((session, RecordId::from_bytes(row.record)))
    }
}

impl Session<'_> {
    fn unshare_plan(
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
        let view = self.workspace.credential(id)?;
        let mut variables = Vec::new();
        for variable in chosen(&view) {
            let Some(own) = self.record_of(variable.id.as_bytes())? else { continue };
            if self.state.role_of(person, own).is_some() {
                variables.push(VariableStays {
                    id: variable.id,
                    name: variable.name.as_str().to_owned(),
                    needed_by: self.needed_by(own, record, person)?,
                });
            }
        }
        let may_edit = self.state.role_of(self.me(), record).is_some_and(|role| role.may_edit());
        Ok(UnsharePlan { person: name, variables, waits_for_key: !may_edit })
    }

    fn may_take_back(&self, record: RecordId, person: PersonId) -> Result<(), AppError> {
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

    /// Another credential that uses the variable and that the person has access to.
    fn needed_by(
        &self,
        variable: RecordId,
        except: RecordId,
        person: PersonId,
    ) -> Result<Option<String>, AppError> {
        for (id, record) in &self.state.records {
            let uses = record.heads.iter().any(|head| head.uses.contains(&variable));
            let other = *id != except && !record.deleted && uses;
            if other && self.state.role_of(person, *id).is_some() {
                let row = self.row(*id)?;
                let named = row.map(|row| CredentialId::from_bytes(row.thing));
                let found = named.map(|id| self.workspace.store().credential(id));
                let name = found.and_then(Result::ok).map(|found| found.name.as_str().to_owned());
                return Ok(Some(name.unwrap_or_else(|| "another credential".to_owned())));
            }
        }
        Ok(None)
    }

    async fn unshare(
        &mut self,
        record: RecordId,
        person: PersonId,
        plan: UnsharePlan,
        variables: bool,
    ) -> Result<UnshareDone, AppError> {
        let (mut ops, mut fresh, mut renewed) = (Vec::new(), Vec::new(), Vec::new());
        self.take_back(record, person, &mut ops, &mut fresh, &mut renewed).await?;
        let (mut kept, mut taken, mut lost) = (Vec::new(), Vec::new(), Vec::new());
        for variable in plan.variables {
            let Some(own) = self.record_of(variable.id.as_bytes())? else { continue };
            let goes = variables
                && variable.needed_by.is_none()
                && self.may_take_back(own, person).is_ok();
            if goes {
                self.take_back(own, person, &mut ops, &mut fresh, &mut renewed).await?;
                lost.push(own);
                taken.push(variable.name);
            } else {
                if variable.needed_by.is_none() {
                    self.lower(own, person, &mut ops).await?;
                }
                kept.push(variable);
            }
        }
        self.plan_rotations(person, &lost)?;
        let entry = self.write(ops).await?;
        self.settle(entry, fresh)?;
        let rotate = self.settle_rotations()?;
        self.put_records(&renewed).await?;
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

    /// A variable that stays shared stays as User (can view).
    async fn lower(
        &mut self,
        record: RecordId,
        person: PersonId,
        ops: &mut Vec<Op>,
    ) -> Result<(), AppError> {
        let mine = self.state.role_of(self.me(), record);
        let theirs = self.state.role_of(person, record);
        if mine != Some(RecordRole::CoOwner) || theirs <= Some(RecordRole::View) {
            return Ok(());
        }
        let epochs = self.record(record)?.epochs.clone();
        let content = self.all_keys(Some(record), &epochs);
        let purpose = credenza_crypto::team::boxes::Purpose::Keys;
        let boxes = self.put_boxes(purpose, Some(record), &[person], &content).await?;
        let to = Subject::Person(person);
        ops.push(Op::Revoke { record, from: to });
        ops.push(Op::Grant { record, to, role: RecordRole::View, may_see: false, boxes });
        Ok(())
    }
}
