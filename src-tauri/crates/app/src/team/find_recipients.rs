//! Whom a credential can be shared with, and why somebody can't be chosen (S1, S9).

use std::collections::HashSet;

use credenza_model::{
    ids::{CredentialId, PersonId, RecordId, TeamId},
    team::{Member, RecordRole},
};
use credenza_store::{Standing, StoredTeam};

use super::{known::Known, members::KeyState};
use crate::{AppError, Workspace};

/// The team and record of a credential; none while it is not shared.
pub(super) type SharedAs = Option<([u8; 16], RecordId)>;

/// Somebody whom a search found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recipient {
    /// The person; none for everyone, and for a typed mail that nobody in the team has.
    pub person: Option<PersonId>,
    /// Whether it stands for everyone in the team.
    pub everyone: bool,
    /// The team.
    pub team: TeamId,
    /// Its name.
    pub team_name: String,
    /// The shown name, or the mail.
    pub name: String,
    /// The mail, possibly empty.
    pub mail: String,
    /// What is known of the key; none without a person.
    pub key: Option<KeyState>,
    /// Whether somebody else in the team has the same mail, and the codes were not compared.
    pub doubtful: bool,
    /// Why nobody can choose them, in a sentence.
    pub blocked: Option<String>,
}

impl Workspace {
    /// People whose name or mail holds `search`, at most `limit`, by name; who can't be chosen comes
    /// last. By what is known here of the teams.
    ///
    /// # Errors
    /// An [`AppError`].
    pub fn find_recipients(
        &self,
        credentials: &[CredentialId],
        search: &str,
        limit: usize,
    ) -> Result<Vec<Recipient>, AppError> {
        let wanted = search.trim().to_lowercase();
        let (mut found, mut known) = (Vec::new(), false);
        let (teams, records) = (self.open_teams()?, self.records_of(credentials)?);
        for stored in &teams {
            let session = self.team_seen(TeamId::from_bytes(stored.team))?;
            let team = session.known();
            found.extend(team.everyone_as_recipient(&wanted, &records));
            known |= team.state.members.values().any(|one| one.mail.to_lowercase() == wanted);
            found.extend(team.people(&wanted, &records)?);
        }
        let shared_in = records.iter().flatten().next().map(|(team, _)| *team);
        let team = teams.iter().find(|team| shared_in.is_none_or(|id| id == team.team));
        if let (false, true, Some(team)) = (known, looks_like_a_mail(&wanted), team) {
            found.push(stranger(search.trim(), team));
        }
        found.sort_by_key(|one| (one.blocked.is_some(), one.name.to_lowercase(), one.person));
        found.truncate(limit);
        Ok(found)
    }

    /// Teams that this person is in.
    pub(super) fn open_teams(&self) -> Result<Vec<StoredTeam>, AppError> {
        let mut teams = self.store().teams()?;
        teams.retain(|team| team.standing == Standing::Member);
        Ok(teams)
    }

    /// For each credential its team and record; none while it is not shared.
    fn records_of(&self, credentials: &[CredentialId]) -> Result<Vec<SharedAs>, AppError> {
        let record = |id: &CredentialId| {
            let row = self.store().team_record_of(id.as_bytes())?;
            Ok(row.map(|row| (row.team, RecordId::from_bytes(row.record))))
        };
        credentials.iter().map(record).collect()
    }
}

impl Known<'_> {
    /// Members whose name or mail holds `wanted`.
    pub(super) fn people(
        self,
        wanted: &str,
        records: &[SharedAs],
    ) -> Result<Vec<Recipient>, AppError> {
        let doubts = self.doubts()?;
        let fits = |member: &&Member| {
            [&member.name, &member.mail].iter().any(|text| text.to_lowercase().contains(wanted))
        };
        let members = self.state.members.values().filter(fits);
        Ok(members.filter_map(|member| self.recipient(member, records, &doubts)).collect())
    }

    /// A member as somebody to share with; nobody shares with themselves.
    fn recipient(
        self,
        member: &Member,
        records: &[SharedAs],
        doubts: &Doubts,
    ) -> Option<Recipient> {
        if member.person == self.me {
            return None;
        }
        let (key, doubtful) = (doubts.key_of(member), doubts.about(member));
        Some(Recipient {
            person: Some(member.person),
            everyone: false,
            team: TeamId::from_bytes(self.team),
            team_name: self.state.name.clone(),
            blocked: self.blocked(member, doubtful, records),
            key: Some(key),
            name: member.name.clone(),
            mail: member.mail.clone(),
            doubtful,
        })
    }

    /// Everyone in the team, if the search fits its name.
    fn everyone_as_recipient(self, wanted: &str, records: &[SharedAs]) -> Option<Recipient> {
        let name = self.state.name.clone();
        let fits = format!("everyone in {}", name.to_lowercase()).contains(wanted);
        let elsewhere = records.iter().flatten().any(|(team, _)| *team != self.team);
        let held = records.iter().map(|one| one.and_then(|(_, record)| self.everyones(record)));
        let blocked = match (elsewhere, held.min().flatten()) {
            (true, _) => Some(ELSEWHERE.to_owned()),
            (false, Some(_)) => Some(format!(
                "Everyone in {name} has access already. Change it under Manage access."
            )),
            (false, None) => None,
        };
        fits.then_some(Recipient {
            person: None,
            everyone: true,
            team: TeamId::from_bytes(self.team),
            team_name: name.clone(),
            name,
            mail: String::new(),
            key: None,
            doubtful: false,
            blocked,
        })
    }

    fn blocked(self, member: &Member, doubtful: bool, records: &[SharedAs]) -> Option<String> {
        let name = &member.name;
        if doubtful {
            return Some(doubt(member));
        }
        if records.iter().flatten().any(|(team, _)| *team != self.team) {
            return Some(ELSEWHERE.to_owned());
        }
        let held = records
            .iter()
            .map(|record| record.and_then(|(_, record)| self.role_of(member.person, record)));
        let least: Option<RecordRole> = held.min().flatten();
        least.map(|_| format!("{name} has access already. Change it under Manage access."))
    }

    /// Why nothing is shared with one of `people` yet, in a sentence.
    pub(super) fn doubt_about(self, people: &[PersonId]) -> Result<Option<String>, AppError> {
        let doubts = self.doubts()?;
        let mut members = people.iter().filter_map(|person| self.state.members.get(person));
        Ok(members.find(|member| doubts.about(member)).map(doubt))
    }

    /// Whose key is in doubt: another has the same mail, and the codes were not compared.
    fn doubts(self) -> Result<Doubts, AppError> {
        let verified = self.workspace.store().verified_people()?.into_iter().collect();
        let (mut once, mut twice) = (HashSet::new(), HashSet::new());
        for member in self.state.members.values().filter(|member| !member.mail.is_empty()) {
            let mail = member.mail.to_lowercase();
            if !once.insert(mail.clone()) {
                twice.insert(mail);
            }
        }
        Ok(Doubts { verified, twice })
    }
}

/// What is known of the keys of a team's members.
struct Doubts {
    verified: HashSet<[u8; 16]>,
    /// Mails that several have.
    twice: HashSet<String>,
}

impl Doubts {
    fn key_of(&self, member: &Member) -> KeyState {
        let compared = self.verified.contains(member.person.as_bytes());
        if compared { KeyState::Verified } else { KeyState::NotCompared }
    }

    fn about(&self, member: &Member) -> bool {
        !self.verified.contains(member.person.as_bytes())
            && self.twice.contains(&member.mail.to_lowercase())
    }
}

const ELSEWHERE: &str = "It is shared in another team. Make a copy to share it here.";

fn doubt(member: &Member) -> String {
    let (name, mail) = (&member.name, &member.mail);
    format!(
        "More than one person here has the mail {mail}. Compare the safety code of {name} first."
    )
}

fn looks_like_a_mail(text: &str) -> bool {
    let parts = text.split_once('@');
    parts.is_some_and(|(name, host)| !name.is_empty() && host.contains('.'))
}

/// A mail that nobody has: what is shared with them waits until they come.
fn stranger(mail: &str, team: &StoredTeam) -> Recipient {
    Recipient {
        person: None,
        everyone: false,
        team: TeamId::from_bytes(team.team),
        team_name: team.name.clone(),
        name: mail.to_owned(),
        mail: mail.to_owned(),
        key: None,
        doubtful: false,
        blocked: None,
    }
}
