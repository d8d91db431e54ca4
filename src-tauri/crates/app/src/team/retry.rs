//! Records whose revisions can't stand here are tried again only when something is other than it was.

use std::collections::BTreeMap;

use credenza_model::{
    ids::RecordId,
    team::{RecordKind, RecordRole, RecordState},
};

use super::{
    held::{Fingerprint, fingerprint},
    session::Session,
};
use crate::AppError;

impl Session<'_> {
    /// Brings a record up to its revisions, unless that was in vain before and nothing has changed.
    pub(super) async fn try_to_receive(
        &mut self,
        id: RecordId,
        record: &RecordState,
        role: RecordRole,
    ) -> Result<(), AppError> {
        if let Some(tried) = self.behind.tried(id)
            && tried == self.tried_with(id, record)?
        {
            return Ok(());
        }
        let unsure = std::mem::take(&mut self.unsure);
        if self.receive_one(id, record, role).await? {
            self.behind.remove(id);
        } else {
            let tried = if self.unsure { None } else { Some(self.tried_with(id, record)?) };
            self.behind.note(id, tried);
        }
        self.unsure |= unsure;
        Ok(())
    }

    /// Names all on which it depends whether a record can stand here: its revisions, who has access by
    /// which grants, its keys and those that are here, what was changed here, and the variables that
    /// are here.
    fn tried_with(&self, id: RecordId, record: &RecordState) -> Result<Fingerprint, AppError> {
        let mut all: Vec<u8> = record.heads.iter().flat_map(|head| head.entry.0).collect();
        for epoch in &record.epochs {
            all.extend(epoch.name.0);
            all.push(u8::from(self.keys.get(Some(id), epoch.name).is_some()));
        }
        all.extend(record.access.iter().flat_map(|access| access.entry.0));
        let changed = self.row(id)?.map_or(0, |row| row.changed);
        all.extend(changed.to_be_bytes());
        if record.kind == RecordKind::Credential {
            let variables: BTreeMap<_, _> = self.variables()?.into_iter().collect();
            for (record, variable) in variables {
                all.extend(*record.as_bytes());
                all.push(u8::from(self.workspace.store().variable(variable).is_ok()));
            }
        }
        Ok(fingerprint(&all))
    }
}
