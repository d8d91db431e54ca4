//! Sharing credentials with people (S1–S5, S12): what Save does.

use credenza_crypto::team::boxes::{self, Purpose};
use credenza_model::{
    ids::{CredentialId, PersonId, RecordId, TeamId},
    team::{EntryId, Op, RecordKind, RecordRole, Subject},
};
use credenza_store::TeamRecord;

use super::{
    plan_share::{SharePlan, ShareRequest},
    renew::{AT_ONCE, Fresh},
    session::Session,
};
use crate::{AppError, Workspace};

/// So many credentials are written in one entry at most.
pub(super) const CHUNK: usize = 50;

/// What came of one credential for one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// They have the role now.
    Shared,
    /// They had it, or a higher one, before.
    Unchanged,
    /// Not shared, for this reason.
    Refused(String),
}

/// A line of the result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShareResult {
    /// The credential's name.
    pub credential: String,
    /// The person.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// What came of it.
    pub outcome: Outcome,
}

/// Hears how many of how many results there are.
pub type Progress<'a> = dyn Fn(usize, usize) + Sync + 'a;

/// Ops of one entry, and what is to be remembered when it is written.
#[derive(Default)]
struct Draft {
    ops: Vec<Op>,
    fresh: Vec<Fresh>,
    rows: Vec<TeamRecord>,
}

impl Workspace {
    /// Members of a team by exact names or mails.
    ///
    /// # Errors
    /// [`crate::ErrorCode::NotFound`] or [`crate::ErrorCode::Ambiguous`].
    pub async fn find_people(
        &self,
        team: TeamId,
        names: &[String],
    ) -> Result<Vec<PersonId>, AppError> {
        let session = self.team_session(team).await?;
        names.iter().map(|name| session.find_person(name)).collect()
    }

    /// Shares. One result for each credential and person.
    ///
    /// # Errors
    /// An [`AppError`]; [`crate::ErrorCode::LocationUnavailable`] when the team is not reached.
    pub async fn share(&self, request: &ShareRequest) -> Result<Vec<ShareResult>, AppError> {
        self.share_telling(request, &|_, _| ()).await
    }

    /// As [`Workspace::share`]; `tell` hears how many of how many results there are. Where something
    /// went wrong after some were shared, the rest are refused with the reason.
    ///
    /// # Errors
    /// As [`Workspace::share`], before anything was shared.
    pub async fn share_telling(
        &self,
        request: &ShareRequest,
        tell: &Progress<'_>,
    ) -> Result<Vec<ShareResult>, AppError> {
        let mut session = self.team_session(request.team).await?;
        session.ready_to_write().await?;
        let (known, role) = (session.known(), request.role);
        let plan = known.share_plan(&request.credentials, &request.people, &[], role)?;
        let mut results = session.refused(&plan, request);
        let refused = |id: &CredentialId| plan.refusals.iter().any(|one| one.credential == *id);
        let good: Vec<CredentialId> =
            request.credentials.iter().copied().filter(|id| !refused(id)).collect();
        let total = request.credentials.len() * request.people.len();
        tell(results.len(), total);
        let mut failure = None;
        // Many people make many grants of each.
        let size = CHUNK.min((AT_ONCE / request.people.len().max(1)).max(1));
        for chunk in good.chunks(size) {
            let done = match &failure {
                None => session.share_chunk(request, chunk).await,
                Some(error) => Err(AppError::clone(error)),
            };
            results.extend(match done {
                Ok(done) => done,
                Err(error) if results.is_empty() => return Err(error),
                Err(error) => session.failed(request, chunk, failure.insert(error))?,
            });
            tell(results.len(), total);
        }
        session.finish_soon().await;
        Ok(results)
    }
}

impl Session<'_> {
    fn refused(&self, plan: &SharePlan, request: &ShareRequest) -> Vec<ShareResult> {
        let lines = plan.refusals.iter().map(|refusal| {
            self.results(&refusal.name, request, |_| Outcome::Refused(refusal.reason.clone()))
        });
        lines.flatten().collect()
    }

    fn failed(
        &self,
        request: &ShareRequest,
        credentials: &[CredentialId],
        error: &AppError,
    ) -> Result<Vec<ShareResult>, AppError> {
        let mut out = Vec::new();
        for id in credentials {
            let view = self.workspace.credential(*id)?;
            let why = || Outcome::Refused(error.message.clone());
            out.extend(self.results(view.credential.name.as_str(), request, |_| why()));
        }
        Ok(out)
    }

    fn results(
        &self,
        credential: &str,
        request: &ShareRequest,
        outcome: impl Fn(PersonId) -> Outcome,
    ) -> Vec<ShareResult> {
        let line = |person: &PersonId| ShareResult {
            credential: credential.to_owned(),
            person: *person,
            name: self.name_of(*person),
            outcome: outcome(*person),
        };
        request.people.iter().map(line).collect()
    }

    /// Shares a few credentials, with many people in as many entries as they need. Where something
    /// went wrong after some have them, the rest are refused with the reason.
    pub(super) async fn share_chunk(
        &mut self,
        request: &ShareRequest,
        credentials: &[CredentialId],
    ) -> Result<Vec<ShareResult>, AppError> {
        let (mut results, mut failure) = (Vec::new(), None);
        for people in request.people.chunks(AT_ONCE) {
            let part = ShareRequest { people: people.to_vec(), ..request.clone() };
            let done = match &failure {
                None => self.share_part(&part, credentials).await,
                Some(error) => Err(AppError::clone(error)),
            };
            results.extend(match done {
                Ok(done) => done,
                Err(error) if results.is_empty() => return Err(error),
                Err(error) => self.failed(&part, credentials, failure.insert(error))?,
            });
        }
        Ok(results)
    }

    async fn share_part(
        &mut self,
        request: &ShareRequest,
        credentials: &[CredentialId],
    ) -> Result<Vec<ShareResult>, AppError> {
        let to: Vec<Subject> = request.people.iter().copied().map(Subject::Person).collect();
        let shared = self.share_things(credentials, &to, request.role).await?;
        let lines = shared.into_iter().map(|(name, granted)| {
            self.results(&name, request, |person| {
                let given = granted.contains(&Subject::Person(person));
                if given { Outcome::Shared } else { Outcome::Unchanged }
            })
        });
        Ok(lines.flatten().collect())
    }

    /// Gives a role in one entry. Each credential's name, and who has the role by this.
    pub(super) async fn share_things(
        &mut self,
        credentials: &[CredentialId],
        to: &[Subject],
        role: RecordRole,
    ) -> Result<Vec<(String, Vec<Subject>)>, AppError> {
        let (mut draft, mut shared) = (Draft::default(), Vec::new());
        for id in credentials {
            let view = self.workspace.credential(*id)?;
            for variable in view.variables() {
                let thing = *variable.id.as_bytes();
                self.draft(&mut draft, thing, RecordKind::Variable, to, role).await?;
            }
            let granted =
                self.draft(&mut draft, *id.as_bytes(), RecordKind::Credential, to, role).await?;
            shared.push((view.credential.name.as_str().to_owned(), granted));
        }
        let Draft { ops, fresh, rows } = draft;
        if ops.is_empty() {
            return Ok(shared);
        }
        let entry = self.write(ops).await?;
        self.settle(entry, fresh)?;
        for row in &rows {
            self.workspace.store().put_team_record(row)?;
        }
        let new: Vec<_> = rows.iter().map(|row| RecordId::from_bytes(row.record)).collect();
        self.put_records_soon(&new).await?;
        Ok(shared)
    }

    /// Adds to the entry what one thing needs. Returns who gets the role by it.
    async fn draft(
        &mut self,
        draft: &mut Draft,
        thing: [u8; 16],
        kind: RecordKind,
        to: &[Subject],
        role: RecordRole,
    ) -> Result<Vec<Subject>, AppError> {
        // A variable that an earlier credential of the same entry brought along is in there.
        if draft.rows.iter().any(|row| row.thing == thing) {
            return Ok(Vec::new());
        }
        let (record, content) = match self.record_of(&thing)? {
            Some(record) => {
                let epochs = self.record(record)?.epochs.clone();
                (record, self.all_keys(Some(record), &epochs))
            }
            None => self.begin(draft, thing, kind).await?,
        };
        let lacks = |to: &Subject| match to {
            Subject::Person(person) => {
                *person != self.me() && self.state.role_of(*person, record) < Some(role)
            }
            Subject::Everyone => self.known().everyones(record) < Some(role),
        };
        let lacking: Vec<Subject> = to.iter().copied().filter(lacks).collect();
        if lacking.is_empty() || already_given(draft, record) {
            return Ok(lacking);
        }
        let people: Vec<PersonId> = if lacking.contains(&Subject::Everyone) {
            self.everyone_but(&[self.me()])
        } else {
            let person = |to: &Subject| match to {
                Subject::Person(person) => Some(*person),
                Subject::Everyone => None,
            };
            lacking.iter().filter_map(person).collect()
        };
        let boxes = self.put_boxes(Purpose::Keys, Some(record), &people, &content).await?;
        let may_see = role != RecordRole::View;
        let grant = |to: &Subject| Op::Grant { record, to: *to, role, may_see, boxes };
        draft.ops.extend(lacking.iter().map(grant));
        Ok(lacking)
    }

    /// Adds the beginning of a record, of which this person is the first Co-owner.
    async fn begin(
        &mut self,
        draft: &mut Draft,
        thing: [u8; 16],
        kind: RecordKind,
    ) -> Result<(RecordId, credenza_secret::SecretBytes), AppError> {
        let nonce = self.workspace.random()?;
        let device_key = self.identity.device_key();
        let record = credenza_crypto::team::entry::record_id(&device_key, &nonce);
        let me = self.me();
        let (epoch, fresh) = self.fresh_key(Some(record), &[], &[me]).await?;
        let content = boxes::keys(&[(EntryId::default(), fresh.key())]);
        draft.ops.push(Op::Create { record, nonce, kind, epoch });
        draft.fresh.push(fresh);
        draft.rows.push(TeamRecord {
            team: self.stored.team,
            record: *record.as_bytes(),
            is_credential: kind == RecordKind::Credential,
            thing,
            role: Some(2),
            received: false,
            put: None,
            changed: 1,
        });
        Ok((record, content))
    }
}

fn already_given(draft: &Draft, wanted: RecordId) -> bool {
    draft.ops.iter().any(|op| matches!(op, Op::Grant { record, .. } if *record == wanted))
}
