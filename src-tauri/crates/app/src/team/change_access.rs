//! Who has access changes (S4, S8): roles and removals of one credential, in one Save.

use credenza_model::{
    ids::{CredentialId, PersonId, RecordId, VariableId},
    team::{Op, RecordRole, Subject},
};

use super::{
    plan_share::ShareRequest,
    session::Session,
    share::Outcome,
    unshare::{Also, UnshareDone},
};
use crate::{AppError, Workspace};

/// A change to one person's access.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AccessChange {
    /// Another role.
    Role {
        /// Whose.
        person: PersonId,
        /// The new one.
        role: RecordRole,
    },
    /// No access any more.
    Remove {
        /// Whose.
        person: PersonId,
        /// Variables that are taken back as well; one that another credential needs stays.
        variables: Vec<VariableId>,
    },
    /// Another role for everyone in the team.
    EveryonesRole(RecordRole),
    /// No access any more for who has it as part of everyone alone.
    RemoveEveryone {
        /// Variables that are taken back from everyone as well; one that another credential needs
        /// stays.
        variables: Vec<VariableId>,
    },
    /// A share that waits for somebody to join is to be forgotten.
    Cancel {
        /// Whose mail.
        mail: String,
    },
}

/// What came of a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Changed {
    /// They have the new role.
    Role,
    /// They have no access any more.
    Removed(UnshareDone),
    /// Everyone has no access any more.
    RemovedEveryone(UnshareDone),
    /// It does not wait any more.
    Cancelled,
    /// Nothing changed, for this reason.
    Refused(String),
}

/// Whose access a change is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Whose {
    /// A person's.
    Person(PersonId),
    /// That of everyone in the team.
    Everyone,
    /// That of somebody who is not in the team yet.
    Mail(String),
}

/// A line of the result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessResult {
    /// Whose access it was.
    pub whose: Whose,
    /// Their name, that of the team, or the mail.
    pub name: String,
    /// What came of it.
    pub outcome: Changed,
}

impl AccessChange {
    fn whose(&self) -> Whose {
        match self {
            Self::Role { person, .. } | Self::Remove { person, .. } => Whose::Person(*person),
            Self::EveryonesRole(_) | Self::RemoveEveryone { .. } => Whose::Everyone,
            Self::Cancel { mail } => Whose::Mail(mail.clone()),
        }
    }
}

impl Workspace {
    /// Changes roles and takes access back. One result for each change, in their order.
    ///
    /// # Errors
    /// [`crate::ErrorCode::NotFound`] for a credential that is not shared;
    /// [`crate::ErrorCode::LocationUnavailable`] when the team is not reached.
    pub async fn change_access(
        &self,
        id: CredentialId,
        changes: &[AccessChange],
    ) -> Result<Vec<AccessResult>, AppError> {
        let (cancelled, changes): (Vec<_>, Vec<_>) =
            changes.iter().partition(|change| matches!(change, AccessChange::Cancel { .. }));
        let mut results = Vec::new();
        for change in cancelled {
            results.extend(self.cancel(id, change)?);
        }
        if changes.is_empty() {
            return Ok(results);
        }
        let (mut session, record) = self.shared_credential(id).await?;
        session.ready_to_write().await?;
        results.extend(session.change_all(id, record, &changes).await?);
        session.finish_soon().await;
        Ok(results)
    }

    fn cancel(
        &self,
        id: CredentialId,
        change: &AccessChange,
    ) -> Result<Option<AccessResult>, AppError> {
        let AccessChange::Cancel { mail } = change else { return Ok(None) };
        let outcome = match self.cancel_waiting(mail, id)? {
            true => Changed::Cancelled,
            false => Changed::Refused("It took effect meanwhile.".to_owned()),
        };
        Ok(Some(AccessResult { whose: change.whose(), name: mail.clone(), outcome }))
    }
}

impl Session<'_> {
    async fn change_all(
        &mut self,
        id: CredentialId,
        record: RecordId,
        changes: &[&AccessChange],
    ) -> Result<Vec<AccessResult>, AppError> {
        // Who takes their own access back can change nothing after that, and nobody has less than
        // everyone.
        let me = Whose::Person(self.me());
        let mut order: Vec<usize> = (0..changes.len()).collect();
        order.sort_by_key(|at| {
            let whose = changes[*at].whose();
            (whose == me, whose != Whose::Everyone)
        });
        let mut results: Vec<Option<AccessResult>> = vec![None; changes.len()];
        for at in order {
            let whose = changes[at].whose();
            let name = match &whose {
                Whose::Person(person) => self.name_of(*person),
                _ => self.state.name.clone(),
            };
            let outcome = match self.change(id, record, changes[at]).await {
                Ok(outcome) => outcome,
                Err(error) => Changed::Refused(error.message),
            };
            results[at] = Some(AccessResult { whose, name, outcome });
        }
        Ok(results.into_iter().flatten().collect())
    }

    async fn change(
        &mut self,
        id: CredentialId,
        record: RecordId,
        change: &AccessChange,
    ) -> Result<Changed, AppError> {
        match change {
            AccessChange::Remove { person, variables } => {
                let plan = self.unshare_plan(id, record, *person)?;
                let also = Also::These(variables);
                Ok(Changed::Removed(self.unshare(record, *person, plan, also).await?))
            }
            AccessChange::Role { person, role } => {
                self.set_role(id, record, *person, *role).await?;
                Ok(Changed::Role)
            }
            AccessChange::EveryonesRole(role) => {
                self.set_everyones_role(id, record, *role).await?;
                Ok(Changed::Role)
            }
            AccessChange::RemoveEveryone { variables } => {
                let done = self.unshare_everyone(id, record, Also::These(variables)).await?;
                Ok(Changed::RemovedEveryone(done))
            }
            AccessChange::Cancel { .. } => Ok(Changed::Cancelled),
        }
    }

    async fn set_role(
        &mut self,
        id: CredentialId,
        record: RecordId,
        person: PersonId,
        role: RecordRole,
    ) -> Result<(), AppError> {
        let held = self.state.role_of(person, record);
        let held = held.ok_or_else(|| {
            AppError::not_allowed("Access was taken back meanwhile. Share it again instead.")
        })?;
        if person == self.me() {
            return Err(AppError::not_allowed("You can leave, but not change your own role."));
        }
        match role.cmp(&held) {
            std::cmp::Ordering::Equal => Ok(()),
            std::cmp::Ordering::Greater => self.raise(id, person, role).await,
            std::cmp::Ordering::Less => self.reduce(id, record, person, role).await,
        }
    }

    /// A higher role is a share like any other: the variables come along.
    async fn raise(
        &mut self,
        id: CredentialId,
        person: PersonId,
        role: RecordRole,
    ) -> Result<(), AppError> {
        let people = vec![person];
        let request = ShareRequest { team: self.team(), credentials: vec![id], people, role };
        let plan = self.known().share_plan(&request.credentials, &request.people, &[], role)?;
        if let Some(refused) = plan.refusals.first() {
            return Err(AppError::not_allowed(&refused.reason));
        }
        let results = self.share_chunk(&request, &request.credentials).await?;
        match results.into_iter().next().map(|result| result.outcome) {
            Some(Outcome::Refused(reason)) => Err(AppError::not_allowed(&reason)),
            _ => Ok(()),
        }
    }

    /// A lower role takes the variables along, but for one that another credential gives more of.
    async fn reduce(
        &mut self,
        id: CredentialId,
        record: RecordId,
        person: PersonId,
        role: RecordRole,
    ) -> Result<(), AppError> {
        self.may_take_back(record, person)?;
        self.must_exceed_everyones(record, Some(role))?;
        let mut ops = Vec::new();
        self.lower(record, person, role, &mut ops).await?;
        let view = self.workspace.credential(id)?;
        for variable in view.variables() {
            let Some(own) = self.record_of(variable.id.as_bytes())? else { continue };
            let free = self.may_take_back(own, person).is_ok()
                && self.best_through(own, record, person) <= Some(role);
            if free {
                self.lower(own, person, role, &mut ops).await?;
            }
        }
        self.write(ops).await?;
        Ok(())
    }

    /// The highest role of a person on another credential that uses the variable.
    fn best_through(
        &self,
        variable: RecordId,
        except: RecordId,
        person: PersonId,
    ) -> Option<RecordRole> {
        let users = self.users_of(variable).filter(|id| *id != except);
        users.filter_map(|id| self.state.role_of(person, id)).max()
    }

    /// Gives a person a lower role than they hold by themselves. What they hold already is not
    /// touched, nor what everyone has.
    pub(super) async fn lower(
        &mut self,
        record: RecordId,
        person: PersonId,
        role: RecordRole,
        ops: &mut Vec<Op>,
    ) -> Result<(), AppError> {
        if self.known().own_role(person, record) <= Some(role) {
            return Ok(());
        }
        let epochs = self.record(record)?.epochs.clone();
        let content = self.all_keys(Some(record), &epochs);
        let purpose = credenza_crypto::team::boxes::Purpose::Keys;
        let boxes = self.put_boxes(purpose, Some(record), &[person], &content).await?;
        let to = Subject::Person(person);
        let may_see = role != RecordRole::View;
        ops.push(Op::Revoke { record, from: to });
        ops.push(Op::Grant { record, to, role, may_see, boxes });
        Ok(())
    }
}
