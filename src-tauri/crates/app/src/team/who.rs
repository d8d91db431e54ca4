//! Who has access to some things, by the last look at their teams.

use std::collections::{BTreeMap, HashMap};

use credenza_model::{
    ids::{PersonId, RecordId, TeamId},
    team::EntryId,
};

use super::session::Session;
use crate::{AppError, ErrorCode, Workspace};

impl Workspace {
    /// That something changed meanwhile, with the name of who made the newest change that came.
    pub(crate) fn with_who(&self, mut error: AppError, thing: &[u8; 16]) -> AppError {
        // Without a name it is the same error.
        if error.code == ErrorCode::ChangedMeanwhile
            && let Ok(Some(name)) = self.newest_author(thing)
        {
            error.message = format!("{} The newest change came from {name}.", error.message);
        }
        error
    }

    /// Who wrote the revision that stands here, if that was somebody else.
    fn newest_author(&self, thing: &[u8; 16]) -> Result<Option<String>, AppError> {
        let Some(row) = self.store().team_record_of(thing)? else { return Ok(None) };
        let Some(put) = row.put else { return Ok(None) };
        let session = Session::open(self, self.stored_team(TeamId::from_bytes(row.team))?)?;
        let Some(entry) = session.graph.find(EntryId(put)) else { return Ok(None) };
        let device = session.graph.entry(entry).device;
        let mut members = session.state.members.values();
        let member = members.find(|member| member.devices.contains(&device));
        let member = member.filter(|member| member.person != session.me());
        Ok(member.map(|member| member.name.clone()))
    }

    /// Everyone but this person who has access to any of some credentials and variables, with their
    /// names. No location is asked.
    ///
    /// # Errors
    /// An [`AppError`].
    pub(crate) fn people_with(
        &self,
        things: &[[u8; 16]],
    ) -> Result<BTreeMap<PersonId, String>, AppError> {
        let mut teams = HashMap::new();
        let mut people = BTreeMap::new();
        for thing in things {
            let Some(row) = self.store().team_record_of(thing)? else { continue };
            let team = match teams.entry(row.team) {
                std::collections::hash_map::Entry::Occupied(known) => known.into_mut(),
                std::collections::hash_map::Entry::Vacant(place) => {
                    match self.team_seen(TeamId::from_bytes(row.team)) {
                        Ok(seen) => place.insert(seen),
                        // What a team left behind that this person is not in any more.
                        Err(error) if error.code == ErrorCode::NotFound => continue,
                        Err(error) => return Err(error),
                    }
                }
            };
            let known = team.known();
            let record = RecordId::from_bytes(row.record);
            let others = known.state.members.keys().filter(|person| **person != known.me);
            for person in others.filter(|person| known.role_of(**person, record).is_some()) {
                people.entry(*person).or_insert_with(|| known.name_of(*person));
            }
        }
        Ok(people)
    }
}
