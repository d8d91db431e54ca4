//! Who asks to join, and letting them in.

use std::sync::Arc;

use credenza_crypto::team::{
    boxes::{self, Context, Purpose},
    invitation::InvitationSecret,
    safety_code,
};
use credenza_model::{
    ids::{PersonId, TeamId},
    team::{Invitation, Op},
};
use credenza_team::location::{Created, LARGEST_OBJECT, LocationError, ObjectName};

use super::{
    held::{Guest, JoinRequest},
    members::MemberView,
    parts::Boxes,
    session::Session,
};
use crate::{AppError, ErrorCode, Workspace};

impl Workspace {
    /// Who asks to join a team. Only owners can see it.
    ///
    /// # Errors
    /// An [`AppError`].
    pub async fn join_requests(&self, team: TeamId) -> Result<Vec<JoinRequest>, AppError> {
        let mut session = self.team_session(team).await?;
        let waiting = session.waiting().await?;
        Ok(waiting.iter().map(|waiting| session.request_view(waiting)).collect())
    }

    /// Lets somebody in who asks to join: an exact name or mail.
    ///
    /// # Errors
    /// [`ErrorCode::NotFound`], [`ErrorCode::Ambiguous`], or [`ErrorCode::NotAllowed`].
    pub async fn approve(&self, team: TeamId, person: &str) -> Result<MemberView, AppError> {
        let mut session = self.team_session(team).await?;
        session.ready_to_write().await?;
        session.must_own("Only an owner approves people.")?;
        let one = &*session.asking(person).await?.remove(0);
        if !session.state.members.contains_key(&one.who.person) {
            let op = Op::Admit { who: one.who.clone(), invitation: one.invitation };
            session.write(vec![op]).await?;
        }
        session.answer(one).await?;
        let person = one.who.person;
        session.finish().await?;
        let state = session.state.members.get(&person).ok_or(AppError::new(ErrorCode::Internal))?;
        session.member_view(state)
    }
}

impl Session<'_> {
    /// The requests of somebody who asks to join, by exact name or mail, or by who they are; at least
    /// one.
    pub(super) async fn asking(&mut self, person: &str) -> Result<Vec<Arc<Guest>>, AppError> {
        let wanted = person.trim().to_lowercase();
        let id = person.parse::<PersonId>().ok();
        let mut waiting = self.waiting().await?;
        waiting.retain(|one| match id {
            Some(id) => one.who.person == id,
            None => one.who.name.to_lowercase() == wanted || one.who.mail.to_lowercase() == wanted,
        });
        if waiting.is_empty() {
            return Err(AppError::about(ErrorCode::NotFound, person));
        }
        if id.is_none() && waiting.len() > 1 {
            let mut error = AppError::new(ErrorCode::Ambiguous);
            let named = |one: &Arc<Guest>| (*one.who.person.as_bytes(), one.who.mail.clone());
            error.blocked_by = waiting.iter().map(named).collect();
            return Err(error);
        }
        Ok(waiting)
    }

    /// Who asks to join. What was found once is not looked up again.
    pub(super) async fn waiting(&mut self) -> Result<Vec<Arc<Guest>>, AppError> {
        let mut found = Vec::new();
        for invitation in self.state.invitations.clone() {
            if let Some(waiting) = self.guest_of(&invitation).await?
                && self.still_asks(&waiting)
            {
                found.push(waiting);
            }
        }
        Ok(found)
    }

    async fn guest_of(&mut self, invitation: &Invitation) -> Result<Option<Arc<Guest>>, AppError> {
        let id = invitation.id;
        if self.memory.settled.contains(&id) || !self.still_lets_in(invitation) {
            return Ok(None);
        }
        let Some(secret) = self.invitation_secret(invitation).await else { return Ok(None) };
        // Who was let in by an approval that was cut off has no answer yet.
        if !invitation.open && self.join_object(secret.answer_name()).await?.is_some() {
            self.memory.settled.insert(id);
            self.memory.asked.remove(&id);
            return Ok(None);
        }
        if let Some(known) = self.memory.asked.get(&id) {
            return Ok(Some(Arc::clone(known)));
        }
        let Some(bytes) = self.join_object(secret.request_name()).await? else { return Ok(None) };
        // What does not open was not made by whom we invited.
        let Ok(who) = secret.open_request(self.team(), &bytes) else { return Ok(None) };
        let waiting = Arc::new(Guest { invitation: id, secret, who });
        self.memory.asked.insert(id, Arc::clone(&waiting));
        Ok(Some(waiting))
    }

    /// Whether the invitation that they came with still lets them ask.
    pub(super) fn still_asks(&self, guest: &Guest) -> bool {
        let id = guest.invitation;
        let invitation = self.state.invitations.iter().find(|one| one.id == id);
        let member = self.state.members.contains_key(&guest.who.person);
        !self.memory.settled.contains(&id)
            && invitation.is_some_and(|one| self.still_lets_in(one) && (one.open || member))
    }

    /// An approval that was cut off is gone on with.
    fn still_lets_in(&self, invitation: &Invitation) -> bool {
        let now = self.workspace.host.now();
        let lasts = invitation.expires().is_none_or(|at| at > now);
        invitation.used || invitation.open && lasts
    }

    pub(super) async fn join_object(&self, name: [u8; 32]) -> Result<Option<Vec<u8>>, AppError> {
        match self.location.get(&ObjectName::Join(name), LARGEST_OBJECT).await {
            Ok(bytes) => Ok(Some(bytes)),
            Err(LocationError::Missing) => Ok(None),
            // As what opens for nobody: it must not keep others from being let in.
            Err(LocationError::TooLarge | LocationError::NotAnObject) => Ok(Some(Vec::new())),
            Err(error) => Err(error.into()),
        }
    }

    pub(super) async fn invitation_secret(
        &mut self,
        invitation: &Invitation,
    ) -> Option<Arc<InvitationSecret>> {
        if let Some(known) = self.memory.secrets.get(&invitation.id) {
            return Some(Arc::clone(known));
        }
        let context = Context { purpose: Purpose::Invitation, team: self.team(), record: None };
        let content = self.open_boxes(invitation.boxes, &context, Boxes::Needed).await?;
        let secret = InvitationSecret::from_secret_bytes(&content).ok()?;
        let secret = Arc::new(Some(secret).filter(|secret| secret.id() == invitation.id)?);
        self.memory.secrets.insert(invitation.id, Arc::clone(&secret));
        Some(secret)
    }

    /// Puts the team's keys where the newcomer looks for them.
    pub(super) async fn answer(&mut self, one: &Guest) -> Result<(), AppError> {
        let to = (one.who.person, one.who.sealing.as_slice());
        if self.put_answer(&one.secret, one.secret.answer_name(), to).await? {
            Ok(())
        } else {
            Err(AppError::new(ErrorCode::LocationAlarm))
        }
    }

    /// Puts every key of the team that is here at a place that only who has the secret can name.
    /// False when something else lies there.
    pub(super) async fn put_answer(
        &self,
        secret: &InvitationSecret,
        name: [u8; 32],
        to: (PersonId, &[u8]),
    ) -> Result<bool, AppError> {
        let keys = self.all_keys(None, &self.state.epochs);
        let context = Context { purpose: Purpose::Keys, team: self.team(), record: None };
        let random = self.workspace.host.random();
        let blob = boxes::seal(random, &context, [to], &keys)
            .map_err(|_| AppError::new(ErrorCode::Internal))?;
        let answer = secret.seal_answer(random, self.team(), blob)?;
        if self.location.create(&ObjectName::Join(name), answer).await? == Created::New {
            return Ok(true);
        }
        let there = self.join_object(name).await?.unwrap_or_default();
        Ok(secret.open_answer(self.team(), &there).is_ok())
    }

    pub(super) fn request_view(&self, guest: &Guest) -> JoinRequest {
        let who = &guest.who;
        let invited = self.state.invitations.iter().find(|i| i.id == guest.invitation);
        let same = self.state.members.values().find(|member| {
            !who.mail.is_empty()
                && member.mail.to_lowercase() == who.mail.to_lowercase()
                && member.person != who.person
        });
        JoinRequest {
            invitation: guest.invitation,
            invited_by: invited.map(|invitation| invitation.by),
            person: who.person,
            name: who.name.clone(),
            mail: who.mail.clone(),
            invited: invited.map_or(String::new(), |invitation| invitation.mail.clone()),
            safety_code: safety_code::words(who.person),
            same_mail_as: same.map(|member| (member.person, member.name.clone())),
        }
    }
}
