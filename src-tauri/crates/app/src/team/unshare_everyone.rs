//! Taking a credential back from everyone in the team (S4, S8), with the variables that are chosen.

use std::collections::{BTreeSet, HashMap, HashSet};

use credenza_crypto::team::boxes::Purpose;
use credenza_model::{
    ids::{CredentialId, PersonId, RecordId, VariableId},
    team::{Op, RecordRole, Subject},
    vault::StoreKind,
};

use super::{
    reads::ReadReport,
    session::Session,
    unshare::{Also, UnshareDone, UnsharePlan, VariableStays},
};
use crate::{AppError, ErrorCode, Workspace};

/// To how many people one entry gives a variable at most.
const GIVEN_AT_ONCE: usize = if cfg!(test) { 2 } else { 1_000 };

impl Workspace {
    /// What taking a credential back from everyone in the team would mean. Changes nothing.
    ///
    /// # Errors
    /// [`ErrorCode::NotFound`] for a credential that is not shared with everyone;
    /// [`ErrorCode::NotAllowed`].
    pub async fn plan_removal_from_everyone(
        &self,
        id: CredentialId,
    ) -> Result<UnsharePlan, AppError> {
        let (mut session, record) = self.shared_credential(id).await?;
        let mut plan = session.everyones_plan(id, record)?;
        for variable in plan.variables.iter().filter(|one| one.blocked.is_none()) {
            let Some(own) = session.record_of(variable.id.as_bytes())? else { continue };
            let losing = session.losing(own, Some(record));
            let reads = session.reads_of_all(&losing, own, variable.id).await?;
            plan.reads.extend(reads.into_iter().map(|(_, read)| read));
        }
        plan.reads.sort_by_key(|read| std::cmp::Reverse(read.last));
        Ok(plan)
    }

    /// Takes a credential back from everyone who has it as part of everyone alone; with `variables`,
    /// what it uses as well, unless another credential that everyone has needs it.
    ///
    /// # Errors
    /// As [`Workspace::plan_removal_from_everyone`].
    pub async fn unshare_everyone(
        &self,
        id: CredentialId,
        variables: bool,
    ) -> Result<UnshareDone, AppError> {
        let (mut session, record) = self.shared_credential(id).await?;
        session.ready_to_write().await?;
        let also = if variables { Also::All } else { Also::None };
        let done = session.unshare_everyone(id, record, also).await?;
        session.finish_soon().await;
        Ok(done)
    }
}

impl Session<'_> {
    fn everyones_plan(&self, id: CredentialId, record: RecordId) -> Result<UnsharePlan, AppError> {
        let team = &self.state.name;
        if self.known().everyones(record).is_none() {
            let mut error = AppError::new(ErrorCode::NotFound);
            error.message = format!("It is not shared with everyone in {team}.");
            return Err(error);
        }
        self.may_change_everyones(record)?;
        let view = self.workspace.credential(id)?;
        let mut variables = Vec::new();
        for variable in view.variables() {
            let Some(own) = self.record_of(variable.id.as_bytes())? else { continue };
            if self.known().everyones(own).is_some() {
                variables.push(VariableStays {
                    id: variable.id,
                    name: variable.name.as_str().to_owned(),
                    needed_by: self.everyone_needs(own, record)?,
                    blocked: self.may_change_everyones(own).err().map(|error| error.message),
                    given_out: variable.content.store() == Some(StoreKind::ThisDevice),
                });
            }
        }
        let person = format!("Everyone in {team}");
        Ok(UnsharePlan { person, variables, reads: Vec::new(), waits_for_key: false })
    }

    /// Credentials that use a variable.
    pub(super) fn users_of(&self, variable: RecordId) -> impl Iterator<Item = RecordId> {
        let users = self.state.records.iter().filter(move |(_, state)| {
            !state.deleted && state.heads.iter().any(|head| head.needs.contains(&variable))
        });
        users.map(|(id, _)| *id)
    }

    /// Another credential that uses the variable and that everyone has.
    fn everyone_needs(
        &self,
        variable: RecordId,
        except: RecordId,
    ) -> Result<Option<String>, AppError> {
        let mut users = self.users_of(variable).filter(|other| *other != except);
        let found = users.find(|other| self.known().everyones(*other).is_some());
        found.map(|other| self.credential_name(other)).transpose()
    }

    /// What people have by themselves on any of some records, the most of it.
    fn own_roles(&self, of: impl Iterator<Item = RecordId>) -> HashMap<PersonId, RecordRole> {
        let mut out = HashMap::new();
        for access in of.filter_map(|id| self.state.records.get(&id)).flat_map(|one| &one.access) {
            if let Subject::Person(person) = access.to {
                let most = out.entry(person).or_insert(access.role);
                *most = access.role.max(*most);
            }
        }
        out
    }

    /// Who has a record as part of everyone alone. `without` is the credential that everyone loses:
    /// of a variable, those who need it for another are not among them.
    fn losing(&self, record: RecordId, without: Option<RecordId>) -> Vec<PersonId> {
        let own = self.own_roles(std::iter::once(record));
        let needs = without.map(|_| self.own_roles(self.users_of(record))).unwrap_or_default();
        let mut all = self.everyone_but(&[self.me()]);
        all.retain(|person| !own.contains_key(person) && !needs.contains_key(person));
        all
    }

    /// Takes a credential back from everyone who has it by nothing else. Of what it uses, the rest
    /// stays, as User (can view).
    pub(super) async fn unshare_everyone(
        &mut self,
        id: CredentialId,
        record: RecordId,
        also: Also<'_>,
    ) -> Result<UnshareDone, AppError> {
        let plan = self.everyones_plan(id, record)?;
        let (mut ops, mut fresh, mut renewed) = (Vec::new(), Vec::new(), vec![record]);
        let (mut kept, mut taken, mut read) = (Vec::new(), Vec::new(), Vec::new());
        ops.push(Op::Revoke { record, from: Subject::Everyone });
        let losing = self.losing(record, None);
        ops.push(self.renewal(record, &losing, &mut fresh).await?);
        let mut lost = Vec::new();
        for variable in plan.variables {
            let Some(own) = self.record_of(variable.id.as_bytes())? else { continue };
            let free = variable.needed_by.is_none() && variable.blocked.is_none();
            if free && also.has(variable.id) {
                let losing = self.losing(own, Some(record));
                ops.push(Op::Revoke { record: own, from: Subject::Everyone });
                self.give_who_need_it(own, None, &mut ops).await?;
                ops.push(self.renewal(own, &losing, &mut fresh).await?);
                read.extend(self.reads_of_all(&losing, own, variable.id).await?);
                lost.extend(losing.iter().map(|person| (*person, own)));
                renewed.push(own);
                taken.push(variable.name);
            } else {
                if free {
                    self.lower_everyones(own, RecordRole::View, &mut ops).await?;
                    self.give_who_need_it(own, Some(RecordRole::View), &mut ops).await?;
                }
                kept.push(variable);
            }
        }
        self.plan_rotations(lost)?;
        let entry = self.write(ops).await?;
        self.settle(entry, fresh)?;
        let rotate = self.settle_rotations()?;
        self.note_reported(&read)?;
        self.put_records_soon(&renewed).await?;
        Ok(UnshareDone { kept, taken, rotate, waits_for_key: false })
    }

    /// Gives a variable to people who had it as part of everyone alone and need more of it, for
    /// credentials that they have by themselves, than everyone is left. Of more people than one entry
    /// holds the rest get it in entries before.
    async fn give_who_need_it(
        &mut self,
        variable: RecordId,
        everyones: Option<RecordRole>,
        ops: &mut Vec<Op>,
    ) -> Result<(), AppError> {
        let given = self.who_need_it(variable, everyones);
        let epochs = self.record(variable)?.epochs.clone();
        let content = self.all_keys(Some(variable), &epochs);
        let mut parts = given.chunks(GIVEN_AT_ONCE).peekable();
        while let Some(part) = parts.next() {
            let people: Vec<PersonId> = part.iter().map(|(person, _)| *person).collect();
            let boxes = self.put_boxes(Purpose::Keys, Some(variable), &people, &content).await?;
            let grants = part.iter().map(|(person, role)| Op::Grant {
                record: variable,
                to: Subject::Person(*person),
                role: *role,
                may_see: *role != RecordRole::View,
                boxes,
            });
            if parts.peek().is_some() {
                self.write(grants.collect()).await?;
            } else {
                ops.extend(grants);
            }
        }
        Ok(())
    }

    fn who_need_it(
        &self,
        variable: RecordId,
        everyones: Option<RecordRole>,
    ) -> Vec<(PersonId, RecordRole)> {
        let had = self.known().everyones(variable);
        let needs = self.own_roles(self.users_of(variable));
        let own = self.own_roles(std::iter::once(variable));
        let people = self.everyone_but(&[self.me()]).into_iter().filter_map(|person| {
            let need = needs.get(&person).copied().min(had);
            let left = own.get(&person).copied().max(everyones);
            need.filter(|_| need > left).map(|role| (person, role))
        });
        people.collect()
    }

    /// What some of these people reported to have read of a variable.
    async fn reads_of_all(
        &mut self,
        people: &[PersonId],
        record: RecordId,
        variable: VariableId,
    ) -> Result<Vec<(PersonId, ReadReport)>, AppError> {
        let reads = self.record(record)?.reads.iter();
        let people: HashSet<&PersonId> = people.iter().collect();
        let readers: BTreeSet<PersonId> =
            reads.map(|(who, _)| *who).filter(|who| people.contains(who)).collect();
        let mut out = Vec::new();
        for person in readers {
            let reads = self.reads_of(person, &[variable]).await?;
            out.extend(reads.into_iter().map(|read| (person, read)));
        }
        Ok(out)
    }
}
