//! Removing a person from a team (S8).

use credenza_model::{
    ids::{PersonId, RecordId, TeamId, VariableId},
    team::{Op, RecordKind, Subject},
};

use super::{reads::ReadReport, renew::AT_ONCE, session::Session};
use crate::{AppError, Workspace};

/// What removing a person would mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemovalPlan {
    /// The person's name.
    pub person: String,
    /// How many credentials they lose.
    pub credentials: usize,
    /// How many records get a new key by this person's Credenza.
    pub rekeyed: usize,
    /// How many have to wait for another Co-owner's.
    pub waiting: usize,
    /// Variables whose values they could open, as far as they stand here, with their names.
    pub could_read: Vec<(VariableId, String)>,
    /// What of that their Credenza reported as read. Without a report they could have read it all
    /// the same.
    pub reads: Vec<ReadReport>,
    /// Credentials that nobody could change any more.
    pub read_only: Vec<String>,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemovalDone {
    /// The plan, which was followed.
    pub plan: RemovalPlan,
    /// Variables whose values are to be rotated.
    pub rotate: Vec<String>,
}

impl Workspace {
    /// What removing a person from a team would mean. Changes nothing.
    ///
    /// # Errors
    /// An [`AppError`].
    pub async fn removal_plan(&self, team: TeamId, person: &str) -> Result<RemovalPlan, AppError> {
        let mut session = self.team_session(team).await?;
        session.must_own("Only an owner removes people from the team.")?;
        let person = session.find_person(person)?;
        let mut plan = session.removal_plan(person)?;
        plan.reads = session.reads_of(person, &session.could_open(person)?).await?;
        Ok(plan)
    }

    /// Removes a person from a team: new keys for the team and for everything that they had.
    ///
    /// # Errors
    /// An [`AppError`].
    pub async fn remove_person(&self, team: TeamId, person: &str) -> Result<RemovalDone, AppError> {
        let mut session = self.team_session(team).await?;
        session.may_renew_keys()?;
        session.must_own("Only an owner removes people from the team.")?;
        let person = session.find_person(person)?;
        if person == session.me() {
            return Err(AppError::not_allowed("To leave the team, use leave."));
        }
        let (mut plan, lost) = (session.removal_plan(person)?, session.had(person));
        plan.reads = session.reads_of(person, &session.could_open(person)?).await?;
        let read: Vec<_> = plan.reads.iter().map(|one| (person, one.clone())).collect();
        let rotate = session.remove(person, &lost).await?;
        session.note_reported(&read)?;
        session.finish_soon().await;
        Ok(RemovalDone { plan, rotate })
    }
}

impl Session<'_> {
    /// Records that a person has access to.
    pub(super) fn had(&self, person: PersonId) -> Vec<RecordId> {
        let all = self.state.records.iter().filter(|(_, record)| !record.deleted);
        all.filter(|(id, _)| self.state.role_of(person, **id).is_some())
            .map(|(id, _)| *id)
            .collect()
    }

    /// Variables whose values a person could open.
    fn could_open(&self, person: PersonId) -> Result<Vec<VariableId>, AppError> {
        let all = self.given_out(&self.had(person))?;
        Ok(all.into_iter().map(|(id, _)| id).collect())
    }

    fn may_renew(&self, record: RecordId) -> bool {
        self.state.role_of(self.me(), record).is_some_and(|role| role.may_edit())
    }

    fn removal_plan(&self, person: PersonId) -> Result<RemovalPlan, AppError> {
        let lost = self.had(person);
        let rekeyed = lost.iter().filter(|id| self.may_renew(**id)).count();
        let credential = |id: &&RecordId| self.state.records[*id].kind == RecordKind::Credential;
        let mut read_only = Vec::new();
        for id in lost.iter().filter(credential) {
            let access = &self.state.records[id].access;
            let others = |to: Subject| to != Subject::Person(person);
            let kept = access.iter().any(|access| others(access.to) && access.role.may_edit());
            if let (false, Some(row)) = (kept, self.row(*id)?) {
                let id = credenza_model::ids::CredentialId::from_bytes(row.thing);
                let found = self.workspace.store().credential(id)?;
                read_only.push(found.name.as_str().to_owned());
            }
        }
        Ok(RemovalPlan {
            person: self.name_of(person),
            credentials: lost.iter().filter(credential).count(),
            rekeyed,
            waiting: lost.len() - rekeyed,
            could_read: self.given_out(&lost)?,
            reads: Vec::new(),
            read_only,
        })
    }

    /// Returns the variables to be rotated.
    pub(super) async fn remove(
        &mut self,
        person: PersonId,
        lost: &[RecordId],
    ) -> Result<Vec<String>, AppError> {
        let mut ops = vec![Op::Remove { person }];
        let (epochs, people) = (self.state.epochs.clone(), self.everyone_but(&[person]));
        let (epoch, key) = self.fresh_key(None, &epochs, &people).await?;
        ops.push(Op::RenewTeamKey { epoch });
        let mut fresh = vec![key];
        // More follow at once after it, and nothing is written under their old keys meanwhile.
        let mine: Vec<RecordId> =
            lost.iter().copied().filter(|id| self.may_renew(*id)).take(AT_ONCE).collect();
        for id in &mine {
            ops.push(self.renewal(*id, &[person], &mut fresh).await?);
        }
        self.plan_rotations(lost.iter().map(|record| (person, *record)))?;
        let entry = self.write(ops).await?;
        self.settle(entry, fresh)?;
        let rotate = self.settle_rotations()?;
        self.put_records_soon(&mine).await?;
        Ok(rotate)
    }
}
