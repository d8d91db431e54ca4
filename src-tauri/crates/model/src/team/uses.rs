//! What people's devices reported to use of a record: of each device its last word.

use std::collections::{BTreeMap, HashMap};

use crate::{
    ids::{DeviceId, PersonId},
    team::{
        entry::{EntryId, SealedUse},
        graph::Graph,
        people::People,
        roles::TeamRole,
        scope::{At, before},
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
    /// Whether word that all stands, from now on, would renew it.
    pub stands: bool,
}

/// A report on one record.
pub(super) type UseOp = (At, PersonId, EntryId, SealedUse);

/// Of each device the newest report that counts, with its place, and where reports were written
/// without a right. `reports` stand in canonical order; what a newer one replaces is not judged.
pub(super) fn latest(
    graph: &Graph,
    reports: &[UseOp],
    had_access: impl Fn(PersonId, At) -> bool,
    kept_access: impl Fn(PersonId, At) -> bool,
) -> (Vec<(At, UseState)>, Vec<At>) {
    let (mut last, mut wrong) = (BTreeMap::new(), Vec::new());
    for (at, person, epoch, sealed) in reports.iter().rev() {
        let entry = graph.entry(at.entry);
        let (person, device, written) = (*person, entry.device, entry.written);
        if last.contains_key(&(person, device)) {
            continue;
        }
        if !had_access(person, *at) {
            wrong.push(*at);
        } else if kept_access(person, *at) {
            let (epoch, sealed, entry) = (*epoch, *sealed, graph.id(at.entry));
            let report = UseState { person, device, epoch, sealed, entry, written, stands: true };
            last.insert((person, device), (*at, report));
        }
    }
    (last.into_values().collect(), wrong)
}

/// Where each device, as one of a member's, said that its reports stand, in canonical order.
pub(super) struct Stands<'a> {
    graph: &'a Graph,
    by_device: HashMap<(PersonId, DeviceId), Vec<At>>,
}

impl<'a> Stands<'a> {
    pub(super) fn new(graph: &'a Graph, people: &People<'_>, said: &[(At, PersonId)]) -> Self {
        let mut by_device: HashMap<(PersonId, DeviceId), Vec<At>> = HashMap::new();
        for (at, person) in said {
            if people.has(*person, TeamRole::Member, *at) {
                let device = graph.entry(at.entry).device;
                by_device.entry((*person, device)).or_default().push(*at);
            }
        }
        Self { graph, by_device }
    }

    /// Brings a report up to the last time that its device said that it stands. What the device
    /// said after one of `breaks` that the report had not seen is not about the report: while a
    /// record waits for a key, nobody counts what uses it.
    pub(super) fn bring_up(&self, at: At, report: &mut UseState, breaks: &[At]) {
        let breaks: Vec<At> =
            breaks.iter().copied().filter(|one| !before(self.graph, *one, at)).collect();
        report.stands = breaks.is_empty();
        let said = self.by_device.get(&(report.person, report.device)).into_iter().flatten();
        let counts = |said: &At| {
            self.graph.has_seen(said.entry, at.entry)
                && !breaks.iter().any(|one| before(self.graph, *one, *said))
        };
        if let Some(said) = said.copied().rev().find(counts) {
            report.written = self.graph.entry(said.entry).written;
        }
    }
}
