//! Teams that stay open between calls: a look then costs what is new, and what the location holds
//! back for too long is noticed.

use std::sync::Arc;

use credenza_crypto::record::digest;
use credenza_model::team::{Graph, fold};
use credenza_store::{StoredTeam, TeamHoldings};

use super::{
    held::{Kept, Left, Parts},
    session::Session,
};
use crate::{AppError, Workspace};

impl Workspace {
    /// From now on teams stay open between calls, until the workspace is dropped. For a process that
    /// stays.
    pub fn keep_teams_open(&self) {
        self.turns.kept.keep();
    }

    /// The team as a call before left it, or as it stands in the store.
    pub(super) fn take_up(&self, stored: StoredTeam) -> Result<Session<'_>, AppError> {
        let identity = self.identity()?;
        let device_key = identity.device_key();
        let kept =
            self.turns.kept.take(&stored).filter(|(parts, _)| parts.device_key == device_key);
        match kept {
            Some((parts, left)) if self.is_as_left(&stored.team, &parts, &left)? => {
                Ok(Session::resume(self, stored, identity, parts))
            }
            _ => Session::open(self, stored),
        }
    }

    /// Whether no other process used the team's log since. What it read or edited is no matter: that
    /// is asked of the store each time.
    fn is_as_left(&self, team: &[u8; 16], parts: &Parts, left: &Left) -> Result<bool, AppError> {
        if self.data_version()? == left.version {
            return Ok(true);
        }
        let entries = parts.log.known().count();
        let held = TeamHoldings { entries, keys: parts.keys.count() };
        Ok(self.store().team_holdings(team)? == held && self.team_notes(team)? == left.notes)
    }

    fn team_notes(&self, team: &[u8; 16]) -> Result<[u8; 32], AppError> {
        let all = self.store().team_notes(team)?;
        Ok(digest(&all.iter().flat_map(|note| digest(note)).collect::<Vec<_>>()))
    }

    fn as_left(&self, team: &[u8; 16]) -> Option<Left> {
        let version = self.data_version().ok()?;
        Some(Left { version, notes: self.team_notes(team).ok()? })
    }
}

impl Session<'_> {
    /// Leaves everything for the next session. What was cut off is opened anew from the store.
    pub(super) fn give_back(&mut self) {
        self.memory.calm &= !self.unsure;
        let left = self.workspace.as_left(&self.stored.team);
        let seen = self.seen();
        let team = self.team();
        let log = self.log.take().filter(|_| self.whole && !self.away);
        let parts = log.map(|log| Parts {
            place: self.stored.location.clone(),
            location: Arc::clone(&self.location),
            log,
            device_key: self.identity.device_key(),
            graph: std::mem::replace(&mut self.graph, Graph::new(team)),
            state: std::mem::replace(&mut self.state, fold(&Graph::new(team))),
            keys: std::mem::take(&mut self.keys),
            sealing: self.sealing,
            behind: std::mem::take(&mut self.behind),
            boxed: std::mem::take(&mut self.boxed),
            memory: std::mem::take(&mut self.memory),
        });
        self.workspace.turns.kept.put(team, Kept { left, parts, seen });
    }
}
