//! Save of the share dialog: who is in the team gets it now, who was only named by mail once they come.

use credenza_model::ids::{CredentialId, TeamId};

use super::{
    everyone::EveryoneResult,
    plan_share::{ShareRequest, Sharing},
    share::{Progress, ShareResult},
    waiting::WaitingShare,
};
use crate::{AppError, Workspace};

/// What came of one credential for somebody who is not in the team yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitingResult {
    /// For whom.
    pub mail: String,
    /// The credential's name.
    pub credential: String,
    /// Why it does not wait, in a sentence; none when it does.
    pub refused: Option<String>,
}

/// What came of Save.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saved {
    /// The team.
    pub team: TeamId,
    /// One line for each credential and person.
    pub shared: Vec<ShareResult>,
    /// One line for each credential and mail.
    pub waiting: Vec<WaitingResult>,
    /// One line for each credential, when everyone is to get it.
    pub everyone: Vec<EveryoneResult>,
}

impl Workspace {
    /// Shares with the people, and keeps for later what is for others. `tell` hears how far it is.
    /// What failed after something was done is refused in its line.
    ///
    /// # Errors
    /// [`crate::ErrorCode::NotAllowed`] for people of several teams, or without anybody; as
    /// [`Workspace::share`].
    pub async fn save_sharing(
        &self,
        sharing: &Sharing,
        tell: &Progress<'_>,
    ) -> Result<Saved, AppError> {
        let team = sharing.team()?;
        let people: Vec<_> = sharing.people.iter().map(|(_, person)| *person).collect();
        let (credentials, role) = (sharing.credentials.clone(), sharing.role);
        let mut waiting = Vec::new();
        if !sharing.invited.is_empty() {
            let session = self.team_session(team).await?;
            for id in &credentials {
                let refused = session.known().refusal(&self.credential(*id)?, &[], true, role)?;
                waiting.extend(self.wait_for(sharing, team, *id, refused.as_ref())?);
            }
        }
        let request = ShareRequest { team, credentials, people, role };
        let shared = match request.people.is_empty() {
            true => Vec::new(),
            false => self.share_telling(&request, tell).await?,
        };
        let everyone = match sharing.everyone.is_empty() {
            true => Vec::new(),
            false => {
                let done = self.share_with_everyone(team, &sharing.credentials, role, tell).await;
                match done {
                    Err(error) if shared.is_empty() && waiting.is_empty() => return Err(error),
                    Err(error) => {
                        let name = self.stored_team(team)?.name;
                        self.refused_everyone(&sharing.credentials, &name, &error)?
                    }
                    Ok(done) => done,
                }
            }
        };
        Ok(Saved { team, shared, waiting, everyone })
    }

    fn wait_for(
        &self,
        sharing: &Sharing,
        team: TeamId,
        credential: CredentialId,
        refused: Option<&String>,
    ) -> Result<Vec<WaitingResult>, AppError> {
        let name = self.store().credential(credential)?.name.as_str().to_owned();
        let (since, role) = (self.host.now(), sharing.role);
        let mut out = Vec::new();
        for (_, mail) in &sharing.invited {
            if refused.is_none() {
                let mail = mail.clone();
                self.let_wait(team, WaitingShare { mail, credential, role, since })?;
            }
            let (mail, credential) = (mail.clone(), name.clone());
            out.push(WaitingResult { mail, credential, refused: refused.cloned() });
        }
        Ok(out)
    }
}
