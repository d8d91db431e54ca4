//! Team keys for people who were let in while another owner made a new key.
//!
//! The entry that made the key is under the one before it, so a newcomer sees that it is there. What
//! comes later they can't open, so no entry can bring them the key: a further answer to their
//! invitation does.

use std::collections::HashMap;

use credenza_crypto::team::boxes::{self, Context, Purpose};
use credenza_model::{
    ids::PersonId,
    team::{EntryId, EpochState, Op},
};

use super::{held::fingerprint, session::Session};
use crate::AppError;

/// Entries that let a person in, each with its invitation.
type Admissions = Vec<(EntryId, [u8; 16])>;

impl Session<'_> {
    /// Answers once more to those whose approval and whose epoch did not know of each other.
    pub(super) async fn answer_newcomers(&mut self) -> Result<(), AppError> {
        let me = self.me();
        let owner = self.state.members.get(&me).is_some_and(|member| member.owner);
        if !owner || self.state.epochs.len() < 2 {
            return Ok(());
        }
        let admissions = self.admissions();
        for epoch in self.state.epochs.clone() {
            if self.keys.get(None, epoch.name).is_none() {
                continue;
            }
            for (person, theirs) in &admissions {
                let is_other = *person != me && self.state.members.contains_key(person);
                if is_other && self.knew_nothing(&epoch, theirs) {
                    self.answer_later(*person, &epoch, theirs).await?;
                }
            }
        }
        Ok(())
    }

    /// Who was let in, by which entries and invitations.
    fn admissions(&self) -> HashMap<PersonId, Admissions> {
        let mut found: HashMap<PersonId, Admissions> = HashMap::new();
        for index in 0..self.graph.len() {
            for op in &self.graph.entry(index).ops {
                if let Op::Admit { who, invitation } = op {
                    found.entry(who.person).or_default().push((self.graph.id(index), *invitation));
                }
            }
        }
        found
    }

    /// Whether an epoch was made without knowing of one of these admissions, and that without
    /// knowing of it. Others may have let the same person in, by right or not, and the answer that
    /// is there may be anybody's; one too many does no harm.
    fn knew_nothing(&self, epoch: &EpochState, admissions: &[(EntryId, [u8; 16])]) -> bool {
        let apart = |at: EntryId| !self.has_seen(epoch.name, at) && !self.has_seen(at, epoch.name);
        admissions.iter().any(|(at, _)| apart(*at))
    }

    async fn answer_later(
        &mut self,
        person: PersonId,
        epoch: &EpochState,
        admissions: &[(EntryId, [u8; 16])],
    ) -> Result<(), AppError> {
        let pair = fingerprint(&[&epoch.name.0, person.as_bytes().as_slice()].concat());
        if self.boxed.is_settled(pair) {
            return Ok(());
        }
        let Some(reached) = self.reached(None, epoch.boxes).await else { return Ok(()) };
        if reached.contains(&person) {
            self.boxed.settle(pair);
            return Ok(());
        }
        let Some(member) = self.state.members.get(&person).cloned() else { return Ok(()) };
        for invitation in self.state.invitations.clone() {
            if !admissions.iter().any(|(_, by)| *by == invitation.id) {
                continue;
            }
            let Some(secret) = self.invitation_secret(&invitation).await else { continue };
            let place = secret.later_answer_name(epoch.name);
            if self.put_answer(&secret, place, (person, &member.sealing)).await? {
                self.boxed.settle(pair);
            } else {
                tracing::warn!("something else lies where the answer to a newcomer belongs");
            }
        }
        Ok(())
    }

    /// Looks for answers that bring keys of epochs which were made while this person was let in.
    /// True when one was found.
    pub(super) async fn open_later_answers(&mut self) -> Result<bool, AppError> {
        let lacks = |epoch: &EpochState| self.keys.get(None, epoch.name).is_none();
        let lacking: Vec<EntryId> =
            self.state.epochs.iter().filter(|e| lacks(e)).map(|epoch| epoch.name).collect();
        if lacking.is_empty() {
            return Ok(false);
        }
        let team = self.team();
        let Some(invitation) = self.workspace.kept_invitation(team)? else { return Ok(false) };
        let context = Context { purpose: Purpose::Keys, team, record: None };
        let mut found = false;
        for epoch in lacking {
            let name = invitation.secret.later_answer_name(epoch);
            let object = self.join_object(name).await;
            // Whatever else lies there is no answer.
            let Ok(Some(bytes)) = object else { continue };
            let Ok(blob) = invitation.secret.open_answer(team, &bytes) else { continue };
            let opened = boxes::open(&self.identity, &context, &blob);
            let keys = opened.and_then(|content| boxes::read_keys(&content)).unwrap_or_default();
            for (name, key) in keys {
                let state = self.state.epochs.iter().find(|state| state.name == name);
                let Some(commitment) = state.map(|state| state.commitment) else { continue };
                found |= self.learn((None, name), &commitment, key)?;
            }
        }
        Ok(found)
    }
}
