//! Looking for news of a team.

use credenza_model::team::{Entry, EntryId, fold};
use credenza_team::{Extent, Links, LogError, location::LocationError};

use super::session::{Session, take};
use crate::AppError;

/// How often new keys may lead to entries that hold newer keys, in one look.
const ROUNDS: usize = 1_000;

impl Session<'_> {
    /// Looks for news until nothing new comes. True when something came. A location that can't be
    /// reached is noted, and what is here stays good.
    pub(super) async fn pull(&mut self) -> Result<bool, AppError> {
        let mut news = false;
        let mut paired = self.attempt_paired_keys()?;
        for round in 0..ROUNDS {
            let now = self.workspace.host.now();
            self.whole = false;
            let looked = if self.thorough || round > 0 {
                self.log.reconcile(now, Extent::Everything).await
            } else {
                self.log.look(now).await
            };
            self.whole = true;
            let pulled = match looked {
                Ok(pulled) => pulled,
                Err(LogError::Location(error)) if error.may_pass() || is_gone(error) => {
                    self.offline = true;
                    return Ok(news);
                }
                Err(error) => return Err(error.into()),
            };
            self.memory.synced = Some(now);
            if pulled.missing.is_empty() {
                self.note_looked(now)?;
            }
            if !pulled.entries.is_empty() {
                self.take_in_entries(pulled.entries);
                news = true;
            }
            self.leave_the_copy()?;
            self.hear_members()?;
            let epochs = self.state.epochs.clone();
            let found = self.find_keys(None, &epochs, &[]).await?;
            let answered =
                self.open_later_answers().await? | self.learn_paired_keys(&mut paired)?;
            self.seal_under_the_newest();
            news |= found || answered;
            if !found && !answered {
                break;
            }
        }
        Ok(news)
    }

    pub(super) fn take_in_entries(&mut self, entries: Vec<(Links, Entry)>) {
        for (links, entry) in entries {
            take(&mut self.graph, EntryId(links.id), entry);
        }
        self.state = fold(&self.graph);
        self.memory.shown = None;
        self.workspace.turns.kept.count_news();
    }
}

fn is_gone(error: LocationError) -> bool {
    error == LocationError::NoSuchPlace
}
