//! The frequent look of a process that stays: cheap while there is nothing new.

use std::time::Duration;

use credenza_model::ids::{RecordId, TeamId};
use credenza_store::TeamRecord;

use super::{place, session::Session, sync::Standing};
use crate::{AppError, Workspace};

/// What a look found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Looked {
    /// Whether anything is to be shown anew.
    pub changed: bool,
    /// How long to wait until the next look.
    pub pause: Duration,
}

/// Between two looks for a location that is away.
const AWAY: Duration = Duration::from_secs(5);

impl Workspace {
    /// Teams to look at: those that this person is in or asked to join.
    ///
    /// # Errors
    /// An [`AppError`].
    pub fn teams_to_follow(&self) -> Result<Vec<TeamId>, AppError> {
        let teams = self.store().teams()?;
        let live = teams.iter().filter(|team| team.standing != Standing::Former);
        Ok(live.map(|team| TeamId::from_bytes(team.team)).collect())
    }

    /// Where a team meets, as a folder that can be watched; none for a store in a cloud.
    ///
    /// # Errors
    /// An [`AppError`].
    pub fn team_folder(&self, team: TeamId) -> Result<Option<std::path::PathBuf>, AppError> {
        let location = self.stored_team(team)?.location;
        Ok((!location.contains("://")).then(|| location.into()))
    }

    /// Whether something was changed or read here that a team's log is to hear of now.
    ///
    /// # Errors
    /// An [`AppError`].
    pub fn team_waits(&self, team: TeamId) -> Result<bool, AppError> {
        let changed = self.store().team_records(team.as_bytes())?.iter().any(|row| row.changed > 0);
        Ok(changed || self.reads_wait(team.as_bytes())? || self.loss_waits(team.as_bytes())?)
    }

    /// Looks for news of a team, takes them in, sends what waits, and for an owner finds who asks
    /// to join. Keep the teams open first.
    ///
    /// # Errors
    /// An [`AppError`]; a location that is not reached is none.
    pub async fn look_at_team(&self, team: TeamId) -> Result<Looked, AppError> {
        let stored = self.stored_team(team)?;
        let before = self.turns.kept.seen(team);
        // Without it the whole log would be read from the store at each look.
        if let (Some(before), true) = (&before, place::is_away(&stored.location)) {
            self.turns.kept.note_offline(team);
            return Ok(Looked { changed: !before.offline, pause: AWAY });
        }
        let turn = self.team_turn().await?;
        let mut session = self.take_up(self.stored_team(team)?)?;
        session.turn = Some(turn);
        let sent = session.look().await?;
        let pause = if session.offline { AWAY } else { session.log.pause() };
        let seen = session.seen();
        let shown = before.is_none_or(|before| {
            before.offline != seen.offline
                || before.alarms != seen.alarms
                || before.requests != seen.requests
        });
        let news = self.turns.kept.take_news();
        Ok(Looked { changed: news || sent || shown, pause })
    }
}

impl Session<'_> {
    /// True when something of this device was to be sent.
    pub(super) async fn look(&mut self) -> Result<bool, AppError> {
        if self.stored.standing == Standing::Asked {
            self.open_answer().await?;
            if self.stored.standing == Standing::Asked {
                return Ok(false);
            }
        }
        let news = self.pull().await?;
        if self.offline {
            return Ok(false);
        }
        let waits = self.something_waits()?;
        // What could not be done without a blob is done once it came.
        let came = self.log.take_relieved();
        if came {
            self.behind.try_all_again();
        }
        if news || waits || came || !self.memory.calm {
            // Should it end here, the next look goes on.
            self.memory.calm = false;
            self.take_in_all().await?;
            self.finish().await?;
            self.memory.calm = true;
            self.note_unsent()?;
        } else {
            self.note_troubles()?;
        }
        self.find_requests().await?;
        Ok(waits)
    }

    /// Whether the log is to hear of something that was not tried to be sent as it is.
    fn something_waits(&mut self) -> Result<bool, AppError> {
        let rows = self.workspace.store().team_records(&self.stored.team)?;
        let tried = |row: &TeamRecord| {
            let tried = self.memory.unsent.get(&RecordId::from_bytes(row.record));
            tried == Some(&row.changed)
        };
        let changed = rows.iter().any(|row| row.changed > 0 && !tried(row));
        // A loss waits while the location takes nothing; it is tried as soon as it does.
        let lost = self.workspace.loss_waits(&self.stored.team)? && self.may_renew_keys().is_ok();
        let reads = self.workspace.reads_wait(&self.stored.team)?;
        Ok(changed || lost || reads || matches!(self.uses_to_tell(), Ok(Some(_))))
    }

    fn note_unsent(&mut self) -> Result<(), AppError> {
        let rows = self.workspace.store().team_records(&self.stored.team)?;
        let unsent = rows.iter().filter(|row| row.changed > 0);
        self.memory.unsent =
            unsent.map(|row| (RecordId::from_bytes(row.record), row.changed)).collect();
        Ok(())
    }

    async fn find_requests(&mut self) -> Result<(), AppError> {
        let owner = self.state.members.get(&self.me()).is_some_and(|me| me.owner);
        if owner && !self.log.is_stopped() {
            self.waiting().await?;
        }
        Ok(())
    }
}
