//! Teams and people as lists show them: what the last look found, without another one.

use std::sync::Arc;

use credenza_model::{
    ids::{PersonId, TeamId},
    team::{Graph, Op},
};
use credenza_team::AlarmKind;
use jiff::Timestamp;

use super::{
    held::{Heard, JoinRequest, Seen, Shown, Written},
    session::Session,
    sync::{Standing, TeamView},
};
use crate::{AppError, Workspace};

/// The name of the value that says when all that was in the location was last here.
const LOOKED: &str = "looked";
/// Seconds.
const HOUR: u64 = 3_600;

/// An invitation to which nobody came yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenInvitation {
    /// Names it.
    pub id: [u8; 16],
    /// For whom, possibly empty.
    pub mail: String,
    /// When it was made, by the clock of who made it.
    pub made: Timestamp,
    /// Until when requests with it are shown.
    pub expires: Timestamp,
    /// Who made it, and their name.
    pub by: (PersonId, String),
}

/// A team with who wants to come in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TeamDetails {
    /// The team.
    pub view: TeamView,
    /// This person.
    pub me: PersonId,
    /// When the location was last reached since the workspace was unlocked.
    pub synced: Option<Timestamp>,
    /// Why this person can't leave; none when they can.
    pub stays: Option<&'static str>,
    /// What stopped writing, until a person decides.
    pub alarm: Option<AlarmKind>,
    /// Who asks to join; empty for who is no owner.
    pub requests: Vec<JoinRequest>,
    /// Invitations that stand open, oldest first; empty for who is no owner.
    pub invitations: Vec<OpenInvitation>,
}

impl Workspace {
    /// Every team that this person is in or asked to join, as the last look left it.
    ///
    /// # Errors
    /// An [`AppError`].
    pub fn team_details(&self) -> Result<Vec<TeamDetails>, AppError> {
        let stored = self.store().teams()?;
        let mut out = Vec::new();
        for stored in stored.into_iter().filter(|team| team.standing != Standing::Former) {
            let seen = self.seen(TeamId::from_bytes(stored.team))?;
            out.push(self.details(stored, &seen)?);
        }
        Ok(out)
    }

    /// What the last look found; from the store when there was none yet.
    pub(super) fn seen(&self, team: TeamId) -> Result<Seen, AppError> {
        match self.turns.kept.seen(team) {
            Some(seen) => Ok(seen),
            None => Ok(Session::open(self, self.stored_team(team)?)?.seen()),
        }
    }

    fn details(
        &self,
        stored: credenza_store::StoredTeam,
        seen: &Seen,
    ) -> Result<TeamDetails, AppError> {
        let me = PersonId::from_bytes(self.identity()?.person());
        let rows = self.store().team_records(&stored.team)?;
        let owner = seen.state.members.get(&me).is_some_and(|me| me.owner);
        let owners = seen.state.members.values().filter(|member| member.owner).count();
        let stopping = seen.alarms.iter().find(|alarm| alarm.kind.stops_writing());
        let name_of = |person| seen.state.members.get(&person).map(|m| m.name.clone());
        let now = self.host.now();
        let open = seen.state.invitations.iter().filter(|one| owner && one.open);
        let open = open.filter(|one| one.expires().is_some_and(|at| at > now));
        let invitations = open.map(|one| OpenInvitation {
            id: one.id,
            mail: one.mail.clone(),
            made: Timestamp::from_second(one.written).unwrap_or(Timestamp::UNIX_EPOCH),
            expires: one.expires().unwrap_or(Timestamp::UNIX_EPOCH),
            by: (one.by, name_of(one.by).unwrap_or_default()),
        });
        let asks = |id: &[u8; 16]| seen.requests.iter().any(|one| one.invitation == *id);
        let last_owner = "The last owner can't leave. Name another owner first.";
        Ok(TeamDetails {
            me,
            synced: seen.synced,
            stays: (owner && owners == 1).then_some(last_owner),
            alarm: stopping.map(|alarm| alarm.kind),
            requests: if owner { seen.requests.clone() } else { Vec::new() },
            invitations: invitations.filter(|one| !asks(&one.id)).collect(),
            view: TeamView {
                id: TeamId::from_bytes(stored.team),
                name: stored.name,
                location: stored.location,
                standing: stored.standing,
                owner,
                people: seen.state.members.len(),
                offline: seen.offline,
                stopped: stopping.is_some(),
                alarms: seen.alarms.iter().map(|alarm| alarm.kind.to_string()).collect(),
                waiting: rows.iter().filter(|row| row.changed > 0).count(),
            },
        })
    }
}

impl Session<'_> {
    /// What lists show of this team from now on.
    pub(super) fn seen(&mut self) -> Seen {
        let shown = self.memory.shown.take().unwrap_or_else(|| Shown {
            state: Arc::new(self.state.clone()),
            heard: Arc::new(heard(&self.graph)),
            uses: Arc::new(self.open_uses()),
        });
        self.memory.shown = Some(shown.clone());
        let Shown { state, heard, uses } = shown;
        let asked: Vec<_> = self.memory.asked.values().cloned().collect();
        let waiting = asked.iter().filter(|one| self.still_asks(one));
        Seen {
            state,
            heard,
            uses,
            alarms: self.log.alarms().copied().collect(),
            offline: self.offline,
            synced: self.memory.synced,
            looked: self.looked(),
            requests: waiting.map(|one| self.request_view(one)).collect(),
        }
    }
}

impl Session<'_> {
    /// When all that is in the location was last here, also before this process.
    fn looked(&self) -> Option<Timestamp> {
        self.memory.looked.or_else(|| self.kept_looked())
    }

    fn kept_looked(&self) -> Option<Timestamp> {
        let kept = self.workspace.store().team_value(&self.stored.team, LOOKED).ok().flatten()?;
        Timestamp::from_second(i64::from_be_bytes(kept.try_into().ok()?)).ok()
    }

    /// Notes that a look found everything; in the store once an hour, where a day is asked for.
    pub(super) fn note_looked(&mut self, now: Timestamp) -> Result<(), AppError> {
        self.memory.looked = Some(now);
        let since = |at: Timestamp| now.as_second().abs_diff(at.as_second());
        if self.kept_looked().is_none_or(|at| since(at) >= HOUR) {
            let value = now.as_second().to_be_bytes();
            self.workspace.store().set_team_value(&self.stored.team, LOOKED, Some(&value))?;
        }
        Ok(())
    }
}

/// When each device wrote, from the ends of the chains.
fn heard(graph: &Graph) -> Heard {
    let mut heard = Heard::new();
    let moment = |at: i64| Timestamp::from_second(at).unwrap_or(Timestamp::UNIX_EPOCH);
    for head in graph.heads() {
        let (Some(first), Some(last)) = (graph.at(head.chain, 0), graph.find(head.entry)) else {
            continue;
        };
        let (first, last) = (graph.entry(first), graph.entry(last));
        let itself = first.ops.iter().any(|op| matches!(op, Op::Device { .. }));
        let written = heard
            .entry(last.device)
            .or_insert(Written { introduced: None, last: moment(last.written) });
        written.last = written.last.max(moment(last.written));
        if itself {
            written.introduced = Some(moment(first.written));
        }
    }
    heard
}
