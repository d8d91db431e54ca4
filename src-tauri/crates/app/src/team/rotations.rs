//! What is to be rotated because somebody who has no access any more could open it.
//!
//! Whose access is about to end is noted before the entry that ends it is written: an error or a
//! crash after it loses nothing of the list.

use std::collections::{BTreeMap, BTreeSet};

use credenza_model::{
    ids::{PersonId, RecordId, VariableId},
    team::EntryId,
    vault::StoreKind,
};
use credenza_store::Rotation;

use super::session::Session;
use crate::AppError;

const PLANNED: &str = "rotations";
const EXPOSED: &str = "exposed";

/// A person and a record that they could open.
pub(super) type Planned = (PersonId, RecordId);

impl Session<'_> {
    /// Notes people who are about to lose access to records.
    pub(super) fn plan_rotations(
        &self,
        losing: impl IntoIterator<Item = Planned>,
    ) -> Result<(), AppError> {
        let mut planned = self.planned()?;
        planned.extend(losing);
        self.set_planned(&planned)
    }

    /// Puts on the list what people lost of whom that was noted. Returns the variables' names.
    pub(super) fn settle_rotations(&self) -> Result<Vec<String>, AppError> {
        let planned = self.planned()?;
        if planned.is_empty() {
            return Ok(Vec::new());
        }
        let unsure = self.offline || self.log.is_sending()?;
        let (mut lost, mut rest) = (Vec::new(), BTreeSet::new());
        let variables = self.variables()?;
        for (person, record) in planned {
            if self.state.role_of(person, record).is_none() {
                lost.extend(variables.get(&record).map(|variable| (*variable, person)));
            } else if unsure {
                rest.insert((person, record));
            }
        }
        let names = self.open_rotations(&lost, "")?;
        self.set_planned(&rest)?;
        Ok(names)
    }

    fn planned(&self) -> Result<BTreeSet<Planned>, AppError> {
        let kept = self.workspace.store().team_value(&self.stored.team, PLANNED)?;
        let kept = kept.unwrap_or_default();
        let mut planned = BTreeSet::new();
        for pair in kept.as_chunks::<32>().0 {
            let (person, record) = pair.split_at(16);
            if let (Ok(person), Ok(record)) = (person.try_into(), record.try_into()) {
                planned.insert((PersonId::from_bytes(person), RecordId::from_bytes(record)));
            }
        }
        Ok(planned)
    }

    fn set_planned(&self, planned: &BTreeSet<Planned>) -> Result<(), AppError> {
        let bytes: Vec<u8> = planned
            .iter()
            .flat_map(|(person, record)| [*person.as_bytes(), *record.as_bytes()].concat())
            .collect();
        let value = (!bytes.is_empty()).then_some(bytes.as_slice());
        Ok(self.workspace.store().set_team_value(&self.stored.team, PLANNED, value)?)
    }

    /// Puts on the list what was written, without knowing, under a key that somebody has who had
    /// lost access before.
    pub(super) fn open_exposed(&self) -> Result<(), AppError> {
        let kept = self.workspace.store().team_value(&self.stored.team, EXPOSED)?;
        let kept = kept.unwrap_or_default();
        let known: BTreeSet<EntryId> =
            kept.as_chunks::<32>().0.iter().map(|name| EntryId(*name)).collect();
        let (mut found, mut lost, variables) = (BTreeSet::new(), Vec::new(), self.variables()?);
        for (id, record) in &self.state.records {
            let Some(variable) = variables.get(id).filter(|_| !record.deleted) else { continue };
            let may = self.state.role_of(self.me(), *id).is_some_and(|role| role.may_edit());
            for head in record.heads.iter().filter(|head| may && head.exposed) {
                found.insert(head.entry);
                let people = record.former.iter().chain(&record.lost_by);
                let people = people.filter(|_| !known.contains(&head.entry));
                lost.extend(people.map(|person| (*variable, *person)));
            }
        }
        self.open_rotations(&lost, "")?;
        if found != known {
            let names: Vec<u8> = found.iter().flat_map(|entry| entry.0).collect();
            self.workspace.store().set_team_value(&self.stored.team, EXPOSED, Some(&names))?;
        }
        Ok(())
    }

    /// A person lost a device. They rotate what it could open; of others, whoever may change it.
    pub(super) fn rotate_after_loss(&self, person: PersonId) -> Result<(), AppError> {
        let (me, variables) = (self.me(), self.variables()?);
        let mut lost = Vec::new();
        for record in self.had(person) {
            let may = self.state.role_of(me, record).is_some_and(|role| role.may_edit());
            let variable = variables.get(&record).filter(|_| may || person == me);
            lost.extend(variable.map(|variable| (*variable, person)));
        }
        self.open_rotations(&lost, " (lost device)").map(drop)
    }

    /// Variables that stand here for some of `records` and whose values travel with them, with their
    /// names.
    pub(super) fn given_out(
        &self,
        records: &[RecordId],
    ) -> Result<Vec<(VariableId, String)>, AppError> {
        let variables = self.variables()?;
        let mut out = Vec::new();
        for id in records.iter().filter_map(|record| variables.get(record)) {
            let found = self.workspace.store().variable(*id);
            if let Ok(found) = found
                && found.content.store() == Some(StoreKind::ThisDevice)
            {
                out.push((*id, found.name.as_str().to_owned()));
            }
        }
        Ok(out)
    }

    /// Puts values that people could open on the rotation to-do; `how` stands after their names.
    /// Returns the names of the values.
    fn open_rotations(
        &self,
        lost: &[(VariableId, PersonId)],
        how: &str,
    ) -> Result<Vec<String>, AppError> {
        let opened = self.workspace.host.now().as_second();
        let (mut names, mut rows) = (BTreeMap::new(), Vec::new());
        for (variable, person) in lost {
            if !names.contains_key(variable) {
                let found = self.workspace.store().variable(*variable)?;
                // A value in a vault was never given out by this team.
                let given = found.content.store() == Some(StoreKind::ThisDevice);
                names.insert(*variable, given.then(|| found.name.as_str().to_owned()));
            }
            if names.get(variable).is_some_and(Option::is_some) {
                rows.push(Rotation {
                    variable: *variable.as_bytes(),
                    person: Some(*person.as_bytes()),
                    name: format!("{}{how}", self.name_of(*person)),
                    read_at: None,
                    opened,
                });
            }
        }
        self.workspace.store().open_rotations(&rows)?;
        Ok(names.into_values().flatten().collect())
    }
}
