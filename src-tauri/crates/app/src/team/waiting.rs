//! Shares that wait for somebody to join: kept on this device, they take effect once the person is in
//! the team and their safety code was compared here. Whoever says to have a mail need not have it.

use credenza_crypto::cbor::{CborError, Reader, Writer};
use credenza_model::{
    ids::{CredentialId, PersonId, TeamId},
    team::RecordRole,
};
use jiff::Timestamp;

use super::{plan_share::ShareRequest, receive::role_number, session::Session};
use crate::{AppError, ErrorCode, Workspace};

const WAITING: &str = "waiting-shares";

/// A share that waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitingShare {
    /// For whom.
    pub mail: String,
    /// What.
    pub credential: CredentialId,
    /// As what.
    pub role: RecordRole,
    /// Since when.
    pub since: Timestamp,
}

impl Workspace {
    /// What waits in a team, the oldest first.
    pub(super) fn waiting_shares(&self, team: TeamId) -> Result<Vec<WaitingShare>, AppError> {
        let kept = self.store().team_value(team.as_bytes(), WAITING)?;
        let Some(kept) = kept else { return Ok(Vec::new()) };
        parse(&kept).map_err(|_| AppError::new(ErrorCode::StoreDamaged))
    }

    /// What waits for one credential, in any team.
    pub(super) fn waiting_for(
        &self,
        credential: CredentialId,
    ) -> Result<Vec<WaitingShare>, AppError> {
        let mut all = Vec::new();
        for team in self.open_teams()? {
            all.extend(self.waiting_shares(TeamId::from_bytes(team.team))?);
        }
        all.retain(|one| one.credential == credential);
        Ok(all)
    }

    fn set_waiting(&self, team: TeamId, all: &[WaitingShare]) -> Result<(), AppError> {
        let bytes = bytes(all);
        let value = (!all.is_empty()).then_some(bytes.as_slice());
        Ok(self.store().set_team_value(team.as_bytes(), WAITING, value)?)
    }

    /// Keeps a share for later; another role for the same person and credential takes its place.
    pub(super) fn let_wait(&self, team: TeamId, share: WaitingShare) -> Result<(), AppError> {
        let mut all = self.waiting_shares(team)?;
        all.retain(|one| !one.is_for(&share.mail, share.credential));
        all.push(share);
        self.set_waiting(team, &all)
    }

    /// Forgets a share that waits. True when there was one.
    pub(super) fn cancel_waiting(
        &self,
        mail: &str,
        credential: CredentialId,
    ) -> Result<bool, AppError> {
        let mut found = false;
        for team in self.open_teams()? {
            let team = TeamId::from_bytes(team.team);
            let mut all = self.waiting_shares(team)?;
            let before = all.len();
            all.retain(|one| !one.is_for(mail, credential));
            if all.len() < before {
                found = true;
                self.set_waiting(team, &all)?;
            }
        }
        Ok(found)
    }
}

impl WaitingShare {
    fn is_for(&self, mail: &str, credential: CredentialId) -> bool {
        self.credential == credential && self.mail.to_lowercase() == mail.to_lowercase()
    }
}

impl Session<'_> {
    /// Shares with everybody who came and was compared.
    pub(super) async fn share_what_waited(&mut self) -> Result<(), AppError> {
        let team = self.team();
        let all = self.workspace.waiting_shares(team)?;
        if all.is_empty() || self.may_write().is_err() {
            return Ok(());
        }
        for share in all {
            let Some(person) = self.came_as(&share.mail)? else { continue };
            let Ok(view) = self.workspace.credential(share.credential) else {
                self.workspace.cancel_waiting(&share.mail, share.credential)?;
                continue;
            };
            let known = self.known();
            if known.refusal(&view, &[person], false, share.role)?.is_some() {
                continue;
            }
            let (credentials, people) = (vec![share.credential], vec![person]);
            let request = ShareRequest { team, credentials, people, role: share.role };
            self.share_chunk(&request, &request.credentials).await?;
            self.workspace.cancel_waiting(&share.mail, share.credential)?;
        }
        Ok(())
    }

    /// The only member with a mail, if their safety code was compared here.
    fn came_as(&self, mail: &str) -> Result<Option<PersonId>, AppError> {
        let mail = mail.to_lowercase();
        let mut members =
            self.state.members.values().filter(|member| member.mail.to_lowercase() == mail);
        let (Some(member), None) = (members.next(), members.next()) else { return Ok(None) };
        let verified = self.workspace.store().verified_people()?;
        Ok(verified.contains(member.person.as_bytes()).then_some(member.person))
    }
}

fn parse(kept: &[u8]) -> Result<Vec<WaitingShare>, CborError> {
    let from = &mut Reader::new(kept);
    let mut all = Vec::new();
    for _ in 0..from.array()? {
        from.array_of(4)?;
        let (mail, credential) = (from.text()?.to_owned(), CredentialId::from_bytes(from.fixed()?));
        let role = usize::try_from(from.uint()?).unwrap_or(usize::MAX);
        let since = Timestamp::from_second(from.int()?).unwrap_or(Timestamp::UNIX_EPOCH);
        // A role of a later version is the least here.
        let role = RecordRole::ALL.get(role).copied().unwrap_or(RecordRole::View);
        all.push(WaitingShare { mail, credential, role, since });
    }
    from.end()?;
    Ok(all)
}

fn bytes(all: &[WaitingShare]) -> Vec<u8> {
    let mut out = Writer::new();
    out.array(all.len());
    for one in all {
        out.array(4).text(&one.mail).bytes(one.credential.as_bytes());
        out.uint(role_number(one.role).into()).int(one.since.as_second());
    }
    out.into_bytes()
}
