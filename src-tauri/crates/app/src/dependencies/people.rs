//! The people whom a change reaches: those who have access to what it touches.

use credenza_model::{
    dependencies::{EdgeKind, NodeKey},
    references::Pickup,
};

use super::{
    affected::{AffectedAction, AffectedRequest},
    elsewhere,
    everything::Everything,
    rows::{DependencyRow, Group, How},
    thing::Look,
};
use crate::{AppError, Workspace, team::Across};

impl Workspace {
    /// One row a person. Who stops having access is chosen where that is done, and a look alone
    /// reaches nobody.
    pub(super) fn people_affected(
        &self,
        everything: &Everything,
        request: &AffectedRequest,
        rows: &[DependencyRow],
        across: &Across,
    ) -> Result<Vec<DependencyRow>, AppError> {
        let mut reported: Vec<_> = elsewhere::rows(&across.people).collect();
        match request.action {
            AffectedAction::Unshare => return Ok(Vec::new()),
            AffectedAction::Look => return Ok(reported),
            _ => {}
        }
        let keys = request.things.iter().chain(rows.iter().map(|row| &row.key));
        let shared: Vec<[u8; 16]> = keys.filter_map(|key| everything.shared_id(key)).collect();
        let people = self.people_with(&shared)?;
        let rows = people.into_iter().map(|(person, name)| row(*person.as_bytes(), name));
        let rows = rows.filter(|row| reported.iter().all(|other| other.key != row.key));
        reported.extend(rows.collect::<Vec<_>>());
        reported.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(reported)
    }
}

fn row(person: [u8; 16], name: String) -> DependencyRow {
    DependencyRow {
        key: NodeKey::Person(person),
        group: Group::People,
        look: Look::Person,
        name,
        place: None,
        how: How::Member,
        pickup: Pickup::AtNextRun,
        last_read: None,
        edge: EdgeKind::Declared,
        not_this: false,
    }
}
