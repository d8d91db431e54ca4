//! The people of a team.

use std::collections::HashMap;

use credenza_crypto::team::safety_code;
use credenza_model::{
    ids::{PersonId, TeamId},
    team::{Member, Op, TeamRole, TeamState},
};
use jiff::Timestamp;

use super::session::Session;
use crate::{AppError, ErrorCode, Workspace};

/// What is known of a person's key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyState {
    /// The safety codes were compared.
    Verified,
    /// Not compared.
    NotCompared,
    /// Not compared, and somebody else came with the same mail before.
    NewKeyWaits,
}

/// Who came first with each mail, and whose safety code was compared.
pub(super) struct Namesakes<'a> {
    first: HashMap<String, PersonId>,
    verified: &'a [[u8; 16]],
}

impl<'a> Namesakes<'a> {
    pub(super) fn of(state: &TeamState, verified: &'a [[u8; 16]]) -> Self {
        let mut members: Vec<&Member> = state.members.values().collect();
        members.sort_by_key(|member| (member.since, member.person));
        let mut first = HashMap::new();
        for member in members.into_iter().filter(|member| !member.mail.is_empty()) {
            first.entry(member.mail.to_lowercase()).or_insert(member.person);
        }
        Self { first, verified }
    }

    /// Another person who had this one's mail before.
    pub(super) fn before(&self, member: &Member) -> Option<PersonId> {
        let first = self.first.get(&member.mail.to_lowercase())?;
        (*first != member.person).then_some(*first)
    }

    pub(super) fn key_of(&self, member: &Member, me: PersonId) -> KeyState {
        let compared = self.verified.contains(member.person.as_bytes());
        match self.before(member) {
            _ if member.person == me || compared => KeyState::Verified,
            Some(_) => KeyState::NewKeyWaits,
            None => KeyState::NotCompared,
        }
    }
}

/// A person of a team.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberView {
    /// The person.
    pub person: PersonId,
    /// Their shown name.
    pub name: String,
    /// Their mail, possibly empty.
    pub mail: String,
    /// Whether it is this person.
    pub you: bool,
    /// Owner or member.
    pub role: TeamRole,
    /// What is known of their key.
    pub key: KeyState,
    /// Ten words that name their key.
    pub safety_code: [&'static str; safety_code::LENGTH],
    /// Since when, by the clock of whoever let them in.
    pub since: Timestamp,
}

impl Workspace {
    /// The people of a team, by name.
    ///
    /// # Errors
    /// An [`AppError`].
    pub async fn team_members(&self, team: TeamId) -> Result<Vec<MemberView>, AppError> {
        let session = self.team_session(team).await?;
        let mut all = session
            .state
            .members
            .values()
            .map(|member| session.member_view(member))
            .collect::<Result<Vec<_>, _>>()?;
        all.sort_by(|a, b| {
            (a.name.to_lowercase(), a.person).cmp(&(b.name.to_lowercase(), b.person))
        });
        Ok(all)
    }

    /// Remembers that a member's safety code was compared, or takes that back.
    ///
    /// # Errors
    /// An [`AppError`].
    pub async fn verify_person(
        &self,
        team: TeamId,
        person: &str,
        matches: bool,
    ) -> Result<MemberView, AppError> {
        let mut session = self.team_session(team).await?;
        let person = session.find_person(person)?;
        self.mark_verified(person, matches)?;
        if matches {
            session.share_what_waited().await?;
        }
        session.member_view(&session.state.members[&person])
    }

    /// Remembers that somebody's safety code was compared, or takes that back.
    ///
    /// # Errors
    /// An [`AppError`].
    pub fn mark_verified(&self, person: PersonId, matches: bool) -> Result<(), AppError> {
        let at = matches.then(|| self.host.now().as_millisecond());
        Ok(self.store().set_verified(person.as_bytes(), at)?)
    }

    /// Makes a member an owner.
    ///
    /// # Errors
    /// An [`AppError`].
    pub async fn name_owner(&self, team: TeamId, person: &str) -> Result<MemberView, AppError> {
        let mut session = self.team_session(team).await?;
        session.ready_to_write().await?;
        session.must_own("Only an owner names owners.")?;
        let person = session.find_person(person)?;
        session.write(vec![Op::NameOwner { person }]).await?;
        session.finish().await?;
        session.member_view(&session.state.members[&person])
    }
}

impl Session<'_> {
    pub(super) fn member_view(&self, member: &Member) -> Result<MemberView, AppError> {
        let verified = self.workspace.store().verified_people()?;
        let person = member.person;
        Ok(MemberView {
            person,
            name: member.name.clone(),
            mail: member.mail.clone(),
            you: person == self.me(),
            role: if member.owner { TeamRole::Owner } else { TeamRole::Member },
            key: Namesakes::of(&self.state, &verified).key_of(member, self.me()),
            safety_code: safety_code::words(person),
            since: Timestamp::from_second(member.since).unwrap_or(Timestamp::UNIX_EPOCH),
        })
    }

    /// A member by exact name or mail, or by who they are.
    pub(super) fn find_person(&self, wanted: &str) -> Result<PersonId, AppError> {
        if let Ok(id) = wanted.parse() {
            let known = self.state.members.contains_key(&id);
            return known.then_some(id).ok_or(AppError::about(ErrorCode::NotFound, "Person"));
        }
        let wanted_folded = wanted.trim().to_lowercase();
        let fits = |member: &&Member| {
            member.name.to_lowercase() == wanted_folded
                || member.mail.to_lowercase() == wanted_folded
        };
        let found: Vec<&Member> = self.state.members.values().filter(fits).collect();
        match found.as_slice() {
            [] => Err(AppError::about(ErrorCode::NotFound, wanted)),
            [one] => Ok(one.person),
            several => {
                let mut error = AppError::new(ErrorCode::Ambiguous);
                let named = |member: &&Member| {
                    (*member.person.as_bytes(), format!("{} <{}>", member.name, member.mail))
                };
                error.blocked_by = several.iter().map(named).collect();
                Err(error)
            }
        }
    }
}
