//! Team keys that came from another device, kept until the log was read that says what they are.

use credenza_crypto::{
    record::{self, Class, RecordHeader},
    team::{boxes, epoch::EpochKey},
};
use credenza_model::{ids::TeamId, team::EntryId};

use super::pairing::PairedKeys;
use crate::{AppError, ErrorCode, Workspace};

const PAIRED: &str = "paired";

impl Workspace {
    fn paired_record(&self, team: TeamId) -> RecordHeader {
        RecordHeader::local(Class::Scope, 6, *team.as_bytes(), self.id)
    }

    pub(super) fn keep_paired_keys(
        &self,
        team: TeamId,
        keys: &[(EntryId, EpochKey)],
    ) -> Result<(), AppError> {
        let pairs: Vec<(EntryId, &EpochKey)> =
            keys.iter().map(|(name, key)| (*name, key)).collect();
        if pairs.is_empty() {
            return Ok(self.store().set_team_value(team.as_bytes(), PAIRED, None)?);
        }
        let (header, content) = (self.paired_record(team), boxes::keys(&pairs));
        let (random, key) = (self.host.random(), self.root().local());
        let sealed = self.sealer.seal(random, &key, &header, &content)?;
        Ok(self.store().set_team_value(team.as_bytes(), PAIRED, Some(&sealed.bytes))?)
    }

    pub(super) fn paired_keys(&self, team: TeamId) -> Result<PairedKeys, AppError> {
        let damaged = || AppError::new(ErrorCode::StoreDamaged);
        let kept = self.store().team_value(team.as_bytes(), PAIRED)?;
        let Some(kept) = kept else { return Ok(Vec::new()) };
        let header = self.paired_record(team);
        let content = record::open(&self.root().local(), &kept, &header).map_err(|_| damaged())?;
        boxes::read_keys(&content).map_err(|_| damaged())
    }
}
