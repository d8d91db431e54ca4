//! Joining: a request under the invitation's secret, and the answer to it.

use credenza_crypto::{
    record::{self, Class, RecordHeader},
    team::{
        boxes::{self, Context, Purpose},
        introduction,
        invitation::Invitation,
    },
};
use credenza_model::ids::TeamId;
use credenza_secret::Secret;
use credenza_store::{Standing, StoredTeam};
use credenza_team::location::{Created, LARGEST_OBJECT, LocationError, ObjectName};

use super::{place, session::Session, sync::TeamView};
use crate::{AppError, ErrorCode, Workspace};

pub(super) const INVITATION: &str = "invitation";

impl Workspace {
    /// Asks to join by the text of an invitation, at another address of its location if one is
    /// given.
    ///
    /// # Errors
    /// An [`AppError`].
    pub async fn join_team(&self, text: &Secret, at: Option<&str>) -> Result<TeamView, AppError> {
        let invitation = read(text)?;
        let team = invitation.team();
        let known = self.stored_team(team).is_ok_and(|known| known.standing == Standing::Member);
        if known {
            return Err(AppError::about(ErrorCode::NameTaken, "You are in this team already"));
        }
        let location = match at {
            Some(at) => self.prepare_place(at)?,
            None if place::is_cloud(&invitation.location) => {
                self.prepare_place(&invitation.location)?
            }
            None => invitation.location.clone(),
        };
        let (identity, me) = (self.identity()?, self.identity_view()?);
        let who = introduction::introduce(&identity, team, &me.name, &me.mail);
        let request = invitation.secret.seal_request(self.host.random(), team, &who)?;
        let name = ObjectName::Join(invitation.secret.request_name());
        let place = self.team_place(&location)?;
        if place.create(&name, request).await? == Created::Existed {
            let there = place.get(&name, LARGEST_OBJECT).await?;
            let mine = invitation.secret.open_request(team, &there);
            if mine.is_ok_and(|there| there.device_key != identity.device_key()) {
                return Err(AppError::not_allowed("This invitation was used by someone else."));
            }
        }
        let stored = StoredTeam {
            team: *team.as_bytes(),
            name: String::new(),
            location,
            genesis: invitation.genesis.0,
            standing: Standing::Asked,
        };
        self.keep_invitation(team, text)?;
        self.store().put_team(&stored)?;
        self.sync_team(team).await
    }

    fn invitation_record(&self, team: TeamId) -> RecordHeader {
        RecordHeader::local(Class::Scope, 3, *team.as_bytes(), self.id)
    }

    fn keep_invitation(&self, team: TeamId, text: &Secret) -> Result<(), AppError> {
        let header = self.invitation_record(team);
        let content = text.duplicate().into_bytes();
        let sealed =
            self.sealer.seal(self.host.random(), &self.root().local(), &header, &content)?;
        let value = Some(sealed.bytes.as_slice());
        Ok(self.store().set_team_value(team.as_bytes(), INVITATION, value)?)
    }

    /// The invitation by which this person came, with whose secret later answers are opened; none
    /// for who began the team.
    pub(super) fn kept_invitation(&self, team: TeamId) -> Result<Option<Invitation>, AppError> {
        let damaged = || AppError::new(ErrorCode::StoreDamaged);
        let kept = self.store().team_value(team.as_bytes(), INVITATION)?;
        let Some(kept) = kept else { return Ok(None) };
        let header = self.invitation_record(team);
        let content = record::open(&self.root().local(), &kept, &header).map_err(|_| damaged())?;
        read(&content.into_text().map_err(|_| damaged())?).map(Some)
    }
}

impl Session<'_> {
    /// Looks whether somebody approved, and takes the team's keys.
    pub(super) async fn open_answer(&mut self) -> Result<(), AppError> {
        let team = self.team();
        let kept = self.workspace.kept_invitation(team)?;
        let secret = kept.ok_or(AppError::new(ErrorCode::StoreDamaged))?.secret;
        let name = ObjectName::Join(secret.answer_name());
        let bytes = match self.location.get(&name, LARGEST_OBJECT).await {
            Ok(bytes) => bytes,
            Err(LocationError::Missing) => return Ok(()),
            Err(error) if error.may_pass() || error == LocationError::NoSuchPlace => {
                self.offline = true;
                return Ok(());
            }
            Err(error) => return Err(error.into()),
        };
        let refused = || AppError::new(ErrorCode::LocationAlarm);
        let blob = secret.open_answer(team, &bytes).map_err(|_| refused())?;
        let context = Context { purpose: Purpose::Keys, team, record: None };
        let content = boxes::open(&self.identity, &context, &blob).map_err(|_| refused())?;
        let keys = boxes::read_keys(&content).map_err(|_| refused())?;
        for (_, key) in &keys {
            self.log.attempt_key(key.envelope());
        }
        self.pull().await?;
        // Each key must be the one that the log means, and the log the one of the invitation.
        for (epoch, key) in keys {
            let state = self.state.epochs.iter().find(|state| state.name == epoch);
            let Some(commitment) = state.map(|state| state.commitment) else { continue };
            self.learn((None, epoch), &commitment, key)?;
        }
        self.seal_under_the_newest();
        if self.state.members.contains_key(&self.me()) {
            self.stored.standing = Standing::Member;
            self.stored.name.clone_from(&self.state.name);
            self.workspace.store().put_team(&self.stored)?;
        }
        Ok(())
    }
}

pub(super) fn read(text: &Secret) -> Result<Invitation, AppError> {
    Invitation::from_text(text).map_err(|error| AppError::field("invitation", error.to_string()))
}
