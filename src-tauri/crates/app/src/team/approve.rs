//! Who asks to join, and letting them in.

use credenza_crypto::team::{
    boxes::{self, Context, Purpose},
    invitation::InvitationSecret,
    safety_code,
};
use credenza_model::{
    ids::{PersonId, TeamId},
    team::{Introduction, Invitation, Op},
};
use credenza_team::location::{Created, LARGEST_OBJECT, LocationError, ObjectName};

use super::{members::MemberView, session::Session};
use crate::{AppError, ErrorCode, Workspace};

/// Somebody who asks to join.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JoinRequest {
    /// Who, named by their key.
    pub person: PersonId,
    /// Their shown name.
    pub name: String,
    /// Their mail, possibly empty.
    pub mail: String,
    /// For whom the invitation was made.
    pub invited: String,
    /// Ten words to compare with theirs.
    pub safety_code: [&'static str; safety_code::LENGTH],
    /// A member who has that mail already: this would be a second person.
    pub same_mail_as: Option<PersonId>,
}

pub(super) struct Waiting {
    pub(super) invitation: [u8; 16],
    secret: InvitationSecret,
    pub(super) who: Introduction,
}

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
        let wanted = person.trim().to_lowercase();
        let mut waiting = session.waiting().await?;
        waiting.retain(|one| {
            one.who.name.to_lowercase() == wanted || one.who.mail.to_lowercase() == wanted
        });
        let [one] = waiting.as_slice() else {
            let mut error = match waiting.as_slice() {
                [] => AppError::about(ErrorCode::NotFound, person),
                _ => AppError::new(ErrorCode::Ambiguous),
            };
            let named = |one: &Waiting| (*one.who.person.as_bytes(), one.who.mail.clone());
            error.blocked_by = waiting.iter().map(named).collect();
            return Err(error);
        };
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
    pub(super) async fn waiting(&mut self) -> Result<Vec<Waiting>, AppError> {
        let mut found = Vec::new();
        for invitation in self.state.invitations.clone() {
            let Some(secret) = self.invitation_secret(&invitation).await else { continue };
            // Who was let in by an approval that was cut off has no answer yet.
            if !invitation.open && self.join_object(secret.answer_name()).await?.is_some() {
                continue;
            }
            let Some(bytes) = self.join_object(secret.request_name()).await? else { continue };
            // What does not open was not made by whom we invited.
            if let Ok(who) = secret.open_request(self.team(), &bytes)
                && (invitation.open || self.state.members.contains_key(&who.person))
            {
                found.push(Waiting { invitation: invitation.id, secret, who });
            }
        }
        Ok(found)
    }

    pub(super) async fn join_object(&self, name: [u8; 32]) -> Result<Option<Vec<u8>>, AppError> {
        match self.location.get(&ObjectName::Join(name), LARGEST_OBJECT).await {
            Ok(bytes) => Ok(Some(bytes)),
            Err(LocationError::Missing) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    pub(super) async fn invitation_secret(
        &mut self,
        invitation: &Invitation,
    ) -> Option<InvitationSecret> {
        let context = Context { purpose: Purpose::Invitation, team: self.team(), record: None };
        let (blob, _) = self.log.blob(invitation.boxes.0).await.ok()?;
        // EXPOSE: boxes are sealed once more.
        let content = boxes::open(&self.identity, &context, blob.expose()).ok()?;
        let secret = InvitationSecret::from_secret_bytes(&content).ok()?;
        (secret.id() == invitation.id).then_some(secret)
    }

    /// Puts the team's keys where the newcomer looks for them.
    pub(super) async fn answer(&mut self, one: &Waiting) -> Result<(), AppError> {
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

    fn request_view(&self, waiting: &Waiting) -> JoinRequest {
        let who = &waiting.who;
        let invited = self.state.invitations.iter().find(|i| i.id == waiting.invitation);
        let same = self.state.members.values().find(|member| {
            !who.mail.is_empty()
                && member.mail.to_lowercase() == who.mail.to_lowercase()
                && member.person != who.person
        });
        JoinRequest {
            person: who.person,
            name: who.name.clone(),
            mail: who.mail.clone(),
            invited: invited.map_or(String::new(), |invitation| invitation.mail.clone()),
            safety_code: safety_code::words(who.person),
            same_mail_as: same.map(|member| member.person),
        }
    }
}
