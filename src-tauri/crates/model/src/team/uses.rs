//! What people's devices reported to use of a record: of each device its last word.

use std::collections::{BTreeMap, HashMap};

use crate::{
    ids::{DeviceId, PersonId, RecordId},
    team::{
        entry::{EntryId, SealedUse},
        graph::Graph,
        people::People,
        records::RecordState,
        roles::TeamRole,
        scope::At,
    },
};

/// What one device last reported to use of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UseState {
    /// Whose device.
    pub person: PersonId,
    /// The device.
    pub device: DeviceId,
    /// The epoch under which the counts are sealed.
    pub epoch: EntryId,
    /// The sealed counts.
    pub sealed: SealedUse,
    /// The entry that reported them.
    pub entry: EntryId,
    /// When the device last said so, by its clock; seconds since 1970.
    pub written: i64,
}

/// A report on one record.
pub(super) type UseOp = (At, PersonId, EntryId, SealedUse);

/// Of each device the last report that counts, for those who have access, and where reports were
/// written without a right. `reports` stand in canonical order.
pub(super) fn latest(
    graph: &Graph,
    reports: &[UseOp],
    had_access: impl Fn(PersonId, At) -> bool,
    has_access: impl Fn(PersonId) -> bool,
) -> (Vec<UseState>, Vec<At>) {
    let (mut last, mut wrong) = (BTreeMap::new(), Vec::new());
    for (at, person, epoch, sealed) in reports {
        if !had_access(*person, *at) {
            wrong.push(*at);
            continue;
        }
        let entry = graph.entry(at.entry);
        let (person, device, written) = (*person, entry.device, entry.written);
        let (epoch, sealed, entry) = (*epoch, *sealed, graph.id(at.entry));
        last.insert((person, device), UseState { person, device, epoch, sealed, entry, written });
    }
    let stay = last.into_values().filter(|report: &UseState| has_access(report.person));
    (stay.collect(), wrong)
}

/// Brings reports up to the last time that their device, as one of a member's, said that they stand.
pub(super) fn let_stand(
    graph: &Graph,
    people: &People<'_>,
    stands: &[(At, PersonId)],
    records: &mut BTreeMap<RecordId, RecordState>,
) {
    let mut by_device: HashMap<(PersonId, DeviceId), Vec<At>> = HashMap::new();
    for (at, person) in stands {
        by_device.entry((*person, graph.entry(at.entry).device)).or_default().push(*at);
    }
    for report in records.values_mut().flat_map(|record| &mut record.uses) {
        let said = by_device.get(&(report.person, report.device)).into_iter().flatten().rev();
        let counts = |at: &&At| {
            let after = graph.find(report.entry).is_some_and(|of| graph.has_seen(at.entry, of));
            after && people.has(report.person, TeamRole::Member, **at)
        };
        if let Some(at) = said.copied().find(|at| counts(&at)) {
            report.written = graph.entry(at.entry).written;
        }
    }
}
