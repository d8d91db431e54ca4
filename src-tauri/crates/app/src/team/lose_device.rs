//! "I lost a device": what it may have known gets new keys.

use std::collections::BTreeSet;

use credenza_crypto::{
    identity::Identity,
    team::{entry::device_id, introduction},
};
use credenza_model::{
    ids::{DeviceId, PersonId, RecordId, TeamId},
    team::{EntryId, Index, Introduction, LostDevice, MOST_REPORTS, Op, TeamState},
};
use credenza_store::StoredTeam;

use super::{identity::no_more_keys, session::Session, sync::Standing};
use crate::{AppError, Workspace};

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
    /// [`crate::ErrorCode::NotFound`], or [`crate::ErrorCode::NotAllowed`] for this device.
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
    /// As [`Workspace::loss_plan`], and [`crate::ErrorCode::NotAllowed`] where the person can have no
    /// further key. A location that is not reached is none.
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

    /// Every team that does not know is to be told, also one that this person has asked to join with
    /// the old key.
    pub(super) async fn note_loss(&self, device: DeviceId) -> Result<(), AppError> {
        let _turn = self.team_turn().await?;
        let me = PersonId::from_bytes(self.identity()?.person());
        let (all, mut teams) = (self.store().teams()?, Vec::new());
        for stored in all {
            let seen = self.seen(TeamId::from_bytes(stored.team))?;
            if stored.standing != Standing::Former
                && !is_told(&seen.state, me, device)
                && !self.losing(&stored.team)?.contains(&device)
            {
                teams.push(stored.team);
            }
        }
        if teams.is_empty() {
            return Ok(());
        }
        // The key first: a loss that is told without one renews nothing.
        self.make_sealing_key()?;
        teams.iter().try_for_each(|team| self.add_losing(team, [device]))
    }

    fn make_sealing_key(&self) -> Result<Identity, AppError> {
        let identity = self.identity()?.with_new_sealing_key(self.host.random());
        let identity = identity.map_err(no_more_keys)?;
        self.keep_identity(&identity)?;
        Ok(identity)
    }

    /// Lost devices of which a team is still to be told.
    pub(super) fn untold_losses(
        &self,
        stored: &StoredTeam,
        state: &TeamState,
        me: PersonId,
    ) -> Result<BTreeSet<DeviceId>, AppError> {
        let mut losing = self.losing(&stored.team)?;
        losing.retain(|device| stored.standing != Standing::Former && !is_told(state, me, *device));
        Ok(losing)
    }

    fn add_losing(
        &self,
        team: &[u8; 16],
        devices: impl IntoIterator<Item = DeviceId>,
    ) -> Result<(), AppError> {
        let mut losing = self.losing(team)?;
        losing.extend(devices);
        self.set_losing(team, &losing)
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
        is_told(&self.state, self.me(), device_id(&self.identity.device_key()))
    }

    /// Tells the team of lost devices of this person, with the new sealing key.
    pub(super) async fn report_losses(&mut self) -> Result<(), AppError> {
        let (team, me) = (self.stored.team, self.me());
        self.note_losses()?;
        let mut losing = self.workspace.losing(&team)?;
        losing.retain(|device| !is_told(&self.state, me, *device));
        if !losing.is_empty() && self.may_renew_keys().is_ok() {
            let Some(member) = self.state.members.get(&me) else { return Ok(()) };
            let (name, mail) = (member.name.clone(), member.mail.clone());
            let newest = self.identity.public().sealing;
            if self.brought().any(|(_, who)| who.sealing == newest) {
                // It came before the loss is told, so it would be no answer.
                self.identity = self.workspace.make_sealing_key()?;
            }
            let who = introduction::introduce(&self.identity, self.team(), &name, &mail);
            let told: Vec<DeviceId> = losing.iter().copied().take(MOST_REPORTS).collect();
            let ops = told.iter().map(|device| Op::LoseDevice { device: *device });
            self.write(ops.chain([Op::Device { who }]).collect()).await?;
            self.note_losses()?;
            losing.retain(|device| !told.contains(device));
        }
        self.workspace.set_losing(&team, &losing)
    }

    /// Every introduction of this person, whether it counts or not.
    fn brought(&self) -> impl Iterator<Item = (Index, &Introduction)> {
        let ops = |at| self.graph.entry(at).ops.iter().map(move |op| (at, op));
        let brought = (0..self.graph.len()).flat_map(ops).filter_map(|(at, op)| match op {
            Op::Genesis { owner: who, .. } | Op::Admit { who, .. } | Op::Device { who } => {
                Some((at, who))
            }
            _ => None,
        });
        let me = self.me();
        brought.filter(move |(_, who)| who.person == me)
    }

    /// Puts on the list what a lost device could open: all of it for its person, and for others what
    /// they may change.
    pub(super) fn note_losses(&self) -> Result<(), AppError> {
        let kept = self.workspace.store().team_value(&self.stored.team, LOSSES)?;
        let now: BTreeSet<EntryId> = self.state.lost.iter().map(|lost| lost.entry).collect();
        let known: Option<BTreeSet<EntryId>> =
            kept.map(|kept| kept.as_chunks::<32>().0.iter().map(|name| EntryId(*name)).collect());
        if known.as_ref() == Some(&now) {
            return Ok(());
        }
        let known = known.unwrap_or_else(|| self.lost_before_this_device());
        let news = || self.state.lost.iter().filter(|lost| !known.contains(&lost.entry));
        let people: BTreeSet<PersonId> = news().map(|lost| lost.person).collect();
        for person in people {
            self.rotate_after_loss(person)?;
        }
        self.pass_on(&news().collect::<Vec<_>>())?;
        let names: Vec<u8> = now.iter().flat_map(|entry| entry.0).collect();
        Ok(self.workspace.store().set_team_value(&self.stored.team, LOSSES, Some(&names))?)
    }

    /// What was lost before this device came is no news.
    fn lost_before_this_device(&self) -> BTreeSet<EntryId> {
        let this = device_id(&self.identity.device_key());
        let came: Vec<Index> =
            self.brought().filter(|(_, who)| who.device == this).map(|(at, _)| at).collect();
        let before = |entry| {
            let lost = self.graph.find(entry);
            lost.is_some_and(|lost| came.iter().all(|at| self.graph.has_seen(*at, lost)))
        };
        self.state.lost.iter().map(|lost| lost.entry).filter(|entry| before(*entry)).collect()
    }

    /// Another team that knows a lost device, or seals to a key that it has, is told as well: who
    /// told this one may not have reached it.
    fn pass_on(&self, lost: &[&LostDevice]) -> Result<(), AppError> {
        let me = self.me();
        let own: Vec<_> = lost.iter().filter(|lost| lost.person == me).collect();
        if own.is_empty() || self.is_lost() {
            return Ok(());
        }
        let workspace = self.workspace;
        let teams = workspace.store().teams()?;
        for stored in teams {
            if stored.team == self.stored.team || stored.standing != Standing::Member {
                continue;
            }
            let state = workspace.seen(TeamId::from_bytes(stored.team))?.state;
            let Some(member) = state.members.get(&me) else { continue };
            let concerns = |lost: &LostDevice| {
                let at = self.graph.find(lost.entry);
                let seen =
                    |(key, _): &(Index, _)| at.is_some_and(|at| self.graph.has_seen(at, *key));
                let has_key = |(_, who): (_, &Introduction)| who.sealing == member.sealing;
                member.devices.contains(&lost.device) || self.brought().filter(seen).any(has_key)
            };
            let news =
                own.iter().filter(|lost| !is_told(&state, me, lost.device) && concerns(lost));
            let news: Vec<DeviceId> = news.map(|lost| lost.device).collect();
            if !news.is_empty() {
                workspace.add_losing(&stored.team, news)?;
            }
        }
        Ok(())
    }
}

fn is_told(state: &TeamState, person: PersonId, device: DeviceId) -> bool {
    state.lost.iter().any(|lost| (lost.person, lost.device) == (person, device))
}
