//! What colleagues shared with this person since it was asked last: a process that stays says so.

use credenza_model::{
    ids::CredentialId,
    team::{RecordState, Subject},
};
use credenza_store::TeamRecord;

use super::session::Session;
use crate::Workspace;

/// A credential that a colleague shared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrival {
    /// As it stands here.
    pub credential: CredentialId,
    /// Its name here.
    pub name: String,
    /// Who shared it; none for somebody who is in the team no more.
    pub by: Option<String>,
    /// The team's name.
    pub team: String,
}

impl Workspace {
    /// What was shared since this was asked last, and is here still.
    pub fn take_arrivals(&self) -> Vec<Arrival> {
        let here = |(credential, by, team)| {
            let found = self.store().credential(credential).ok()?;
            Some(Arrival { credential, name: found.name.as_str().to_owned(), by, team })
        };
        self.turns.arrivals.take().into_iter().filter_map(here).collect()
    }
}

impl Session<'_> {
    /// A credential of a colleague stands here for the first time.
    pub(super) fn note_arrival(&self, row: &TeamRecord, record: &RecordState) {
        let me = Subject::Person(self.me());
        let given = record.access.iter().filter(|one| one.to == me || one.to == Subject::Everyone);
        let by = given.max_by_key(|one| one.since).and_then(|one| one.by);
        let by = by.map(|by| self.name_of(by)).filter(|name| !name.is_empty());
        let arrival = (CredentialId::from_bytes(row.thing), by, self.state.name.clone());
        self.workspace.turns.arrivals.note(arrival);
    }
}
