//! What this person's role lets them do with a thing here, and what is to be rotated.

use credenza_model::{
    ids::{PersonId, TeamId, VariableId},
    team::RecordRole,
};
use jiff::Timestamp;

use crate::{AppError, Workspace};

/// A value that somebody could open who has no access any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RotationRow {
    /// The variable.
    pub variable: VariableId,
    /// Its unique name.
    pub name: String,
    /// What people see.
    pub display_name: String,
    /// How many credentials use it.
    pub uses: u64,
    /// Who could open it, by name.
    pub person: String,
    /// Who that is; none for what was noted by an earlier version.
    pub person_id: Option<PersonId>,
    /// When their Credenza reported the last read; none without a report, which does not mean that
    /// it was not read.
    pub read: Option<Timestamp>,
    /// Since when it is to be rotated.
    pub opened: Timestamp,
}

/// What sharing makes of a credential or variable here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shared {
    /// The team.
    pub team: TeamId,
    /// Its name.
    pub team_name: String,
    /// This person's role; none when access was taken back.
    pub role: Option<RecordRole>,
    /// Whether it came from a colleague.
    pub received: bool,
    /// Whether versions of it, or of a variable that it uses, wait for a choice.
    pub conflict: bool,
}

impl Workspace {
    /// What sharing makes of credentials or variables, in their order; none for one that is not
    /// shared.
    ///
    /// # Errors
    /// An [`AppError`].
    pub fn shared_things<'a>(
        &self,
        things: impl Iterator<Item = &'a [u8; 16]>,
    ) -> Result<Vec<Option<Shared>>, AppError> {
        let store = self.store();
        let conflicts = store.things_in_conflict()?;
        let teams = store.teams()?;
        let shared = |thing: &[u8; 16]| {
            let Some(row) = store.team_record_of(thing)? else { return Ok(None) };
            let team = teams.iter().find(|team| team.team == row.team);
            Ok(Some(Shared {
                team: TeamId::from_bytes(row.team),
                team_name: team.map(|team| team.name.clone()).unwrap_or_default(),
                role: row.role.and_then(|role| RecordRole::ALL.get(usize::from(role)).copied()),
                received: row.received,
                conflict: conflicts.contains(thing),
            }))
        };
        things.map(|thing| if teams.is_empty() { Ok(None) } else { shared(thing) }).collect()
    }

    /// This person's role on a credential or variable that is shared; none for one that is not, and
    /// `Some(None)` for one to which access was taken back.
    ///
    /// # Errors
    /// An [`AppError`].
    pub fn shared_role(&self, thing: &[u8; 16]) -> Result<Option<Option<RecordRole>>, AppError> {
        let row = self.store().team_record_of(thing)?;
        Ok(row.map(|row| row.role.and_then(|role| RecordRole::ALL.get(usize::from(role)).copied())))
    }

    /// Refuses to change a shared thing without the right to.
    pub(crate) fn may_change(&self, thing: &[u8; 16]) -> Result<(), AppError> {
        match self.shared_role(thing)? {
            None | Some(Some(RecordRole::CoOwner)) => Ok(()),
            Some(_) => Err(AppError::not_allowed(
                "It is shared with you to use. Only a Co-owner changes or deletes it.",
            )),
        }
    }

    /// What is to be rotated at its source: reported reads first.
    ///
    /// # Errors
    /// An [`AppError`].
    pub fn rotations(&self) -> Result<Vec<RotationRow>, AppError> {
        let moment = |at| Timestamp::from_second(at).unwrap_or(Timestamp::UNIX_EPOCH);
        let rows = self.store().rotations()?;
        let mut out = Vec::new();
        for row in rows {
            let variable = VariableId::from_bytes(row.variable);
            // A variable that is gone needs no new value here.
            let Ok(found) = self.store().variable(variable) else { continue };
            let (_, uses) = self.store().credentials_using(variable, 0)?;
            out.push(RotationRow {
                variable,
                name: found.name.as_str().to_owned(),
                display_name: found.display_name.as_str().to_owned(),
                uses,
                person: row.name,
                person_id: row.person.map(PersonId::from_bytes),
                read: row.read_at.map(moment),
                opened: moment(row.opened),
            });
        }
        Ok(out)
    }
}
