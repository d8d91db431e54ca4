//! Bringing a team up to date: look for news, take them in, send what waits.

use credenza_model::ids::TeamId;
use credenza_store::StoredTeam;
use credenza_team::LogError;

use super::{held::Turn, session::Session};
use crate::{AppError, ErrorCode, Workspace};

pub use credenza_store::Standing;

/// A team as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TeamView {
    /// The team.
    pub id: TeamId,
    /// Its name; empty until it is known.
    pub name: String,
    /// Where it meets.
    pub location: String,
    /// Where this person stands.
    pub standing: Standing,
    /// Whether this person is an owner.
    pub owner: bool,
    /// How many people are in it.
    pub people: usize,
    /// Whether the location was not reached at this look.
    pub offline: bool,
    /// Whether something is wrong with the location, in words.
    pub alarms: Vec<String>,
    /// Whether nothing is written there until this person decides to go on.
    pub stopped: bool,
    /// Changes of this device that are not in the log yet.
    pub waiting: usize,
}

impl Workspace {
    /// Every team, as it was at the last look.
    ///
    /// # Errors
    /// An [`AppError`].
    pub fn teams(&self) -> Result<Vec<TeamView>, AppError> {
        let stored = self.store().teams()?;
        stored.into_iter().map(|stored| Session::open(self, stored)?.view()).collect()
    }

    /// The team of a name; the only one when no name is given.
    ///
    /// # Errors
    /// [`ErrorCode::NotFound`], or [`ErrorCode::NameTaken`] with the candidates when it could be
    /// several.
    pub fn team_named(&self, name: Option<&str>) -> Result<TeamId, AppError> {
        let fits = |team: &&StoredTeam| match name {
            Some(name) => team.name.to_lowercase() == name.trim().to_lowercase(),
            None => team.standing != Standing::Former,
        };
        let teams = self.store().teams()?;
        let found: Vec<_> = teams.iter().filter(fits).collect();
        match found.as_slice() {
            [] => Err(AppError::about(ErrorCode::NotFound, name.unwrap_or("Team"))),
            [one] => Ok(TeamId::from_bytes(one.team)),
            several => {
                let mut error = AppError::new(ErrorCode::Ambiguous);
                error.blocked_by = several.iter().map(|t| (t.team, t.name.clone())).collect();
                Err(error)
            }
        }
    }

    /// Looks for news of a team, takes them in, and sends what waits.
    ///
    /// # Errors
    /// An [`AppError`]; a location that is not reached is none.
    pub async fn sync_team(&self, team: TeamId) -> Result<TeamView, AppError> {
        let mut session = self.thorough_team_session(team).await?;
        session.finish().await
    }

    /// The person has seen what is wrong with a team's location and goes on: alarms are taken away,
    /// and what waits is sent. What is still wrong is told again by the next look.
    ///
    /// # Errors
    /// An [`AppError`].
    pub async fn go_on(&self, team: TeamId) -> Result<TeamView, AppError> {
        let mut session = self.team_session(team).await?;
        session.log.go_on()?;
        session.finish().await
    }

    /// Sends what was changed here to every team that it concerns. True when something has to wait.
    ///
    /// # Errors
    /// An [`AppError`].
    pub async fn sync_changes(&self) -> Result<bool, AppError> {
        let teams = self.store().teams()?;
        let mut waits = false;
        for stored in teams.into_iter().filter(|team| team.standing == Standing::Member) {
            let rows = self.store().team_records(&stored.team)?;
            if rows.iter().any(|row| row.changed > 0) {
                waits |= self.sync_team(TeamId::from_bytes(stored.team)).await?.waiting > 0;
            }
        }
        Ok(waits)
    }

    /// Waits for the right to look at teams and to write to them.
    pub(super) async fn team_turn(&self) -> Result<Turn, AppError> {
        Ok(self.turns.next(&self.folder()).await?)
    }

    pub(super) fn stored_team(&self, team: TeamId) -> Result<StoredTeam, AppError> {
        let teams = self.store().teams()?;
        let found = teams.into_iter().find(|stored| stored.team == *team.as_bytes());
        found.ok_or_else(|| AppError::about(ErrorCode::NotFound, "Team"))
    }

    /// The team with everything new taken in.
    pub(super) async fn team_session(&self, team: TeamId) -> Result<Session<'_>, AppError> {
        self.session_after_look(team, false).await
    }

    /// The same, after a look at everything and not only at what is new.
    pub(super) async fn thorough_team_session(
        &self,
        team: TeamId,
    ) -> Result<Session<'_>, AppError> {
        self.session_after_look(team, true).await
    }

    async fn session_after_look(
        &self,
        team: TeamId,
        thorough: bool,
    ) -> Result<Session<'_>, AppError> {
        let turn = self.team_turn().await?;
        let mut session = self.take_up(self.stored_team(team)?)?;
        session.turn = Some(turn);
        session.thorough = thorough;
        // What is done here may leave something to do: only a look knows that nothing is left.
        session.memory.calm = false;
        if thorough {
            session.behind.try_all_again();
        }
        if session.stored.standing == Standing::Asked {
            session.open_answer().await?;
        }
        if session.stored.standing != Standing::Asked {
            session.pull().await?;
            session.take_in_all().await?;
        }
        Ok(session)
    }
}

impl Session<'_> {
    /// Brings this workspace up to what the log says.
    pub(super) async fn take_in_all(&mut self) -> Result<(), AppError> {
        self.update_standing()?;
        self.report_losses().await?;
        self.introduce_device().await?;
        self.receive().await?;
        self.settle_rotations()?;
        self.open_exposed()?;
        self.hold_what_is_needed().await?;
        self.note_troubles()
    }

    /// Sends what waits, and takes in what came of it.
    pub(super) async fn finish(&mut self) -> Result<TeamView, AppError> {
        if self.stored.standing == Standing::Member {
            self.make_pending_keys().await?;
            self.make_missing_boxes().await?;
            self.publish().await?;
            self.share_what_waited().await?;
            self.report_reads().await?;
            self.receive().await?;
            self.hold_what_is_needed().await?;
            self.pack().await?;
            // Whatever becomes of a report: what fails is told by the next look.
            if let Err(error) = self.report_uses().await {
                tracing::warn!(code = ?error.code, "what is used was not reported");
            }
        }
        self.view()
    }

    /// As [`Session::finish`], after something was done that holds whatever becomes of this. What
    /// fails is done by the next look.
    pub(super) async fn finish_soon(&mut self) {
        if let Err(error) = self.finish().await {
            tracing::warn!(code = ?error.code, "the rest is done later");
        }
    }

    /// Packs entries that lie alone, for those who come anew. Of many who do it at once one
    /// succeeds, and what fails is done by the next look of anybody.
    async fn pack(&mut self) -> Result<(), AppError> {
        if self.may_write().is_err() || !self.log.should_pack() {
            return Ok(());
        }
        match self.log.pack().await {
            Ok(_) => Ok(()),
            Err(LogError::Location(error)) => {
                tracing::info!(%error, "nothing was packed");
                Ok(())
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Who is in the team, by the log.
    pub(super) fn update_standing(&mut self) -> Result<(), AppError> {
        let me = self.me();
        let now = if self.is_lost() {
            Standing::Former
        } else if self.state.members.contains_key(&me) {
            Standing::Member
        } else if self.state.departed.iter().any(|gone| gone.person == me) {
            Standing::Former
        } else {
            self.stored.standing
        };
        if self.stored.standing != now || self.stored.name != self.state.name {
            self.stored.standing = now;
            self.stored.name.clone_from(&self.state.name);
            self.workspace.store().put_team(&self.stored)?;
        }
        Ok(())
    }

    pub(super) fn view(&self) -> Result<TeamView, AppError> {
        let me = self.state.members.get(&self.me());
        let rows = self.workspace.store().team_records(&self.stored.team)?;
        Ok(TeamView {
            id: self.team(),
            name: self.stored.name.clone(),
            location: self.stored.location.clone(),
            standing: self.stored.standing,
            owner: me.is_some_and(|me| me.owner),
            people: self.state.members.len(),
            offline: self.offline,
            alarms: self.log.alarms().map(|alarm| alarm.kind.to_string()).collect(),
            stopped: self.log.is_stopped(),
            waiting: rows.iter().filter(|row| row.changed > 0).count(),
        })
    }
}
