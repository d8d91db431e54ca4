//! "I lost a device": what it may have known gets new keys.

use std::collections::BTreeSet;

use credenza_crypto::team::introduction;
use credenza_model::{
    ids::{DeviceId, RecordId, TeamId},
    team::{EntryId, Op},
};

use super::{session::Session, sync::Standing};
use crate::{AppError, ErrorCode, Workspace};

/// Devices whose loss this team is to be told of.
const LOSING: &str = "losing";
/// Losses that were taken into account.
const LOSSES: &str = "losses";

/// What the loss of a device would mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LossPlan {
    /// Names the device.
    pub code: String,
    /// The teams that are told, by name.
    pub teams: Vec<String>,
    /// How many records get a new key by this person's Credenza.
    pub rekeyed: usize,
    /// How many have to wait for a Co-owner's.
    pub waiting: usize,
    /// Teams whose key waits for an owner's Credenza.
    pub owners: Vec<String>,
    /// Variables whose values the device could open, as far as they stand here.
    pub could_read: Vec<String>,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LossDone {
    /// The plan, which was followed.
    pub plan: LossPlan,
    /// Teams that were not reached: they are told by the next look.
    pub queued: Vec<String>,
}

impl Workspace {
    /// What it would mean that a device of this person is lost. Changes nothing.
    ///
    /// # Errors
    /// [`ErrorCode::NotFound`], or [`ErrorCode::NotAllowed`] for this device.
    pub fn loss_plan(&self, device: &str) -> Result<LossPlan, AppError> {
        let lost = self.own_device(device)?;
        if lost.this {
            let why = "This is the device that you are using. Say that it is lost on another one.";
            return Err(AppError::not_allowed(why));
        }
        let mut plan = LossPlan {
            code: lost.code,
            teams: Vec::new(),
            rekeyed: 0,
            waiting: 0,
            owners: Vec::new(),
            could_read: Vec::new(),
        };
        for team in self.teams_of_this_person()? {
            Session::open(self, self.stored_team(team)?)?.plan_loss(&mut plan)?;
        }
        Ok(plan)
    }

    /// A device of this person is lost: they get a new sealing key, and all that it could open gets
    /// new keys. Values that it could open go on the rotation to-do.
    ///
    /// # Errors
    /// As [`Workspace::loss_plan`]. A location that is not reached is none.
    pub async fn lose_device(&self, device: &str) -> Result<LossDone, AppError> {
        let plan = self.loss_plan(device)?;
        let lost = self.own_device(device)?.id;
        let teams = self.teams_of_this_person()?;
        self.note_loss(lost).await?;
        let mut queued = Vec::new();
        for team in teams {
            let told = self.tell_loss(team).await;
            if !told.as_ref().is_ok_and(|told| *told) {
                if let Err(error) = told {
                    tracing::warn!(code = ?error.code, "the team is told of the loss later");
                }
                queued.push(self.stored_team(team)?.name);
            }
        }
        Ok(LossDone { plan, queued })
    }

    /// Every team is to be told, also one that this person has asked to join with the old key.
    pub(super) async fn note_loss(&self, device: DeviceId) -> Result<(), AppError> {
        let _turn = self.team_turn().await?;
        let identity = self.identity()?.with_new_sealing_key(self.host.random());
        // The key first: a loss that is told without one renews nothing.
        self.keep_identity(&identity.map_err(|_| AppError::new(ErrorCode::Internal))?)?;
        let teams = self.store().teams()?;
        for team in teams.iter().filter(|team| team.standing != Standing::Former) {
            let mut losing = self.losing(&team.team)?;
            losing.insert(device);
            self.set_losing(&team.team, &losing)?;
        }
        Ok(())
    }

    fn losing(&self, team: &[u8; 16]) -> Result<BTreeSet<DeviceId>, AppError> {
        let kept = self.store().team_value(team, LOSING)?.unwrap_or_default();
        Ok(kept.as_chunks::<16>().0.iter().map(|id| DeviceId::from_bytes(*id)).collect())
    }

    fn set_losing(&self, team: &[u8; 16], devices: &BTreeSet<DeviceId>) -> Result<(), AppError> {
        let bytes: Vec<u8> = devices.iter().flat_map(|device| *device.as_bytes()).collect();
        let value = (!bytes.is_empty()).then_some(bytes.as_slice());
        Ok(self.store().set_team_value(team, LOSING, value)?)
    }

    /// Whether the team is to be told of a lost device.
    pub(super) fn loss_waits(&self, team: &[u8; 16]) -> Result<bool, AppError> {
        Ok(!self.losing(team)?.is_empty())
    }

    /// True when the team knows.
    async fn tell_loss(&self, team: TeamId) -> Result<bool, AppError> {
        let mut session = self.team_session(team).await?;
        session.finish_soon().await;
        Ok(!self.loss_waits(team.as_bytes())?)
    }
}

impl Session<'_> {
    fn plan_loss(&self, plan: &mut LossPlan) -> Result<(), AppError> {
        let had = self.had(self.me());
        let may = |id: &&RecordId| {
            self.state.role_of(self.me(), **id).is_some_and(|role| role.may_edit())
        };
        let rekeyed = had.iter().filter(may).count();
        plan.rekeyed += rekeyed;
        plan.waiting += had.len() - rekeyed;
        plan.teams.push(self.stored.name.clone());
        if !self.state.members.get(&self.me()).is_some_and(|me| me.owner) {
            plan.owners.push(self.stored.name.clone());
        }
        plan.could_read.extend(self.given_out(&had)?.into_iter().map(|(_, name)| name));
        Ok(())
    }

    /// Whether this very device was reported as lost.
    pub(super) fn is_lost(&self) -> bool {
        let device = credenza_crypto::team::entry::device_id(&self.identity.device_key());
        let me = self.me();
        self.state.lost.iter().any(|lost| (lost.person, lost.device) == (me, device))
    }

    /// Tells the team of lost devices of this person, with the new sealing key.
    pub(super) async fn report_losses(&mut self) -> Result<(), AppError> {
        let (team, me) = (self.stored.team, self.me());
        let mut losing = self.workspace.losing(&team)?;
        self.note_losses()?;
        let told = |state: &credenza_model::team::TeamState, device: &DeviceId| {
            let is = |lost: &credenza_model::team::LostDevice| {
                (lost.person, &lost.device) == (me, device)
            };
            state.lost.iter().any(is)
        };
        losing.retain(|device| !told(&self.state, device));
        if !losing.is_empty() && self.may_renew_keys().is_ok() {
            let Some(member) = self.state.members.get(&me) else { return Ok(()) };
            let (name, mail) = (member.name.clone(), member.mail.clone());
            let who = introduction::introduce(&self.identity, self.team(), &name, &mail);
            let mut ops: Vec<Op> =
                losing.iter().map(|device| Op::LoseDevice { device: *device }).collect();
            ops.push(Op::Device { who });
            self.write(ops).await?;
            self.note_losses()?;
            losing.clear();
        }
        self.workspace.set_losing(&team, &losing)
    }

    /// Puts on the list what a lost device could open: all of it for its person, and for others what
    /// they may change. What was lost before this device came is no news.
    pub(super) fn note_losses(&self) -> Result<(), AppError> {
        let kept = self.workspace.store().team_value(&self.stored.team, LOSSES)?;
        let now: BTreeSet<EntryId> = self.state.lost.iter().map(|lost| lost.entry).collect();
        let known: Option<BTreeSet<EntryId>> =
            kept.map(|kept| kept.as_chunks::<32>().0.iter().map(|name| EntryId(*name)).collect());
        if known.as_ref() == Some(&now) {
            return Ok(());
        }
        for lost in &self.state.lost {
            if known.as_ref().is_some_and(|known| !known.contains(&lost.entry)) {
                self.rotate_after_loss(lost.person)?;
            }
        }
        let names: Vec<u8> = now.iter().flat_map(|entry| entry.0).collect();
        Ok(self.workspace.store().set_team_value(&self.stored.team, LOSSES, Some(&names))?)
    }
}
