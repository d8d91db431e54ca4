//! Who has access to some things, by the last look at their teams.

use std::collections::{BTreeMap, HashMap};

use credenza_model::ids::{PersonId, RecordId, TeamId};

use crate::{AppError, ErrorCode, Workspace};

impl Workspace {
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
