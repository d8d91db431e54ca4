//! Everyone in the team as who has access: those who come later as well.

use credenza_crypto::team::boxes::Purpose;
use credenza_model::{
    ids::{CredentialId, PersonId, RecordId},
    team::{Op, RecordRole, Subject},
};

use super::{
    known::Known,
    session::Session,
    share::{CHUNK, Outcome, Progress},
};
use crate::{AppError, Workspace};

/// What came of one credential for everyone in the team.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EveryoneResult {
    /// The credential's name.
    pub credential: String,
    /// The team's name.
    pub team: String,
    /// What came of it.
    pub outcome: Outcome,
}

impl Workspace {
    /// Shares credentials with everyone in a team. One result for each: where something went wrong
    /// after some were shared, the rest are refused with the reason.
    pub(super) async fn share_with_everyone(
        &self,
        team: credenza_model::ids::TeamId,
        credentials: &[CredentialId],
        role: RecordRole,
        tell: &Progress<'_>,
    ) -> Result<Vec<EveryoneResult>, AppError> {
        let mut session = self.team_session(team).await?;
        session.ready_to_write().await?;
        let (mut out, mut good) = (Vec::new(), Vec::new());
        let line = |credential: String, team: &str, outcome| EveryoneResult {
            credential,
            team: team.to_owned(),
            outcome,
        };
        let name = session.state.name.clone();
        for id in credentials {
            let view = self.credential(*id)?;
            match session.known().refusal(&view, &[], true, role)? {
                Some(why) => {
                    let credential = view.credential.name.as_str().to_owned();
                    out.push(line(credential, &name, Outcome::Refused(why)));
                }
                None => good.push(*id),
            }
        }
        let mut failure = None;
        for chunk in good.chunks(CHUNK) {
            let done = match &failure {
                None => session.share_things(chunk, &[Subject::Everyone], role).await,
                Some(error) => Err(AppError::clone(error)),
            };
            match done {
                Ok(done) => out.extend(done.into_iter().map(|(credential, granted)| {
                    let had = granted.is_empty();
                    let outcome = if had { Outcome::Unchanged } else { Outcome::Shared };
                    line(credential, &name, outcome)
                })),
                Err(error) if out.is_empty() => return Err(error),
                Err(error) => {
                    out.extend(self.refused_everyone(chunk, &name, &error)?);
                    failure = Some(error);
                }
            }
            tell(out.len(), credentials.len());
        }
        session.finish_soon().await;
        Ok(out)
    }

    /// Why everyone in a team did not get credentials.
    pub(super) fn refused_everyone(
        &self,
        credentials: &[CredentialId],
        team: &str,
        error: &AppError,
    ) -> Result<Vec<EveryoneResult>, AppError> {
        let line = |id: &CredentialId| {
            Ok(EveryoneResult {
                credential: self.store().credential(*id)?.name.as_str().to_owned(),
                team: team.to_owned(),
                outcome: Outcome::Refused(error.message.clone()),
            })
        };
        credentials.iter().map(line).collect()
    }
}

impl Known<'_> {
    /// What everyone in the team has on a record.
    pub(super) fn everyones(self, record: RecordId) -> Option<RecordRole> {
        let access = &self.state.records.get(&record)?.access;
        let everyones = access.iter().filter(|access| access.to == Subject::Everyone);
        everyones.map(|access| access.role).max()
    }

    /// What a person has on a record by themselves.
    pub(super) fn own_role(self, person: PersonId, record: RecordId) -> Option<RecordRole> {
        let access = &self.state.records.get(&record)?.access;
        let own = access.iter().filter(|access| access.to == Subject::Person(person));
        own.map(|access| access.role).max()
    }
}

impl Session<'_> {
    /// Refuses who may not take back what everyone has.
    pub(super) fn may_change_everyones(&self, record: RecordId) -> Result<(), AppError> {
        match self.known().own_role(self.me(), record) {
            Some(role) if role.may_edit() => Ok(()),
            _ => Err(AppError::not_allowed("Only a Co-owner changes what everyone has.")),
        }
    }

    /// Refuses to leave a person less than everyone has, which they would have all the same.
    pub(super) fn must_exceed_everyones(
        &self,
        record: RecordId,
        left: Option<RecordRole>,
    ) -> Result<(), AppError> {
        if self.known().everyones(record) <= left {
            return Ok(());
        }
        let team = &self.state.name;
        let what = if left.is_some() { "a higher role" } else { "it" };
        let why = format!("Everyone in {team} has {what}; take that back first.");
        let mut error = AppError::not_allowed(&why);
        error.hint = "Only a Co-owner changes what everyone has.";
        Err(error)
    }

    /// Gives everyone another role.
    pub(super) async fn set_everyones_role(
        &mut self,
        id: CredentialId,
        record: RecordId,
        role: RecordRole,
    ) -> Result<(), AppError> {
        self.may_change_everyones(record)?;
        let held = self.known().everyones(record);
        if held < Some(role) {
            let view = self.workspace.credential(id)?;
            if let Some(why) = self.known().refusal(&view, &[], true, role)? {
                return Err(AppError::not_allowed(&why));
            }
            return self.share_things(&[id], &[Subject::Everyone], role).await.map(drop);
        }
        let mut ops = Vec::new();
        self.lower_everyones(record, role, &mut ops).await?;
        self.lower_everyones_variables(id, record, role, &mut ops).await?;
        if ops.is_empty() {
            return Ok(());
        }
        self.write(ops).await.map(drop)
    }

    /// What the credential uses, but for what another credential gives everyone more of.
    async fn lower_everyones_variables(
        &mut self,
        id: CredentialId,
        record: RecordId,
        role: RecordRole,
        ops: &mut Vec<Op>,
    ) -> Result<(), AppError> {
        let view = self.workspace.credential(id)?;
        for variable in view.variables() {
            let Some(own) = self.record_of(variable.id.as_bytes())? else { continue };
            let users = self.users_of(own).filter(|other| *other != record);
            let most = users.filter_map(|other| self.known().everyones(other)).max();
            if most <= Some(role) && self.may_change_everyones(own).is_ok() {
                self.lower_everyones(own, role, ops).await?;
            }
        }
        Ok(())
    }

    pub(super) async fn lower_everyones(
        &mut self,
        record: RecordId,
        role: RecordRole,
        ops: &mut Vec<Op>,
    ) -> Result<(), AppError> {
        if self.known().everyones(record) <= Some(role) {
            return Ok(());
        }
        let epochs = self.record(record)?.epochs.clone();
        let content = self.all_keys(Some(record), &epochs);
        let people = self.everyone_but(&[self.me()]);
        let boxes = self.put_boxes(Purpose::Keys, Some(record), &people, &content).await?;
        let (to, may_see) = (Subject::Everyone, role != RecordRole::View);
        ops.push(Op::Revoke { record, from: to });
        ops.push(Op::Grant { record, to, role, may_see, boxes });
        Ok(())
    }
}
