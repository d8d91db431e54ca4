//! Which person speaks on which device.

use std::collections::HashMap;

use crate::{
    ids::{DeviceId, PersonId},
    team::{
        entry::{Introduction, Op},
        graph::{Graph, Index},
        losses::{MOST_REPORTS, Report},
        scope::{At, before},
    },
};

/// Who a device was first introduced as.
type First = (At, PersonId);

/// Who wrote each entry.
pub(super) struct Authors {
    /// Introductions of a device before which there was none. Several are apart from each other.
    first: HashMap<DeviceId, Vec<First>>,
    /// By whom each was reported. That says something of entries of the same person alone.
    lost: HashMap<DeviceId, Vec<(At, PersonId)>>,
    /// Reports of lost devices that were not judged yet.
    reports: Vec<(At, DeviceId)>,
    counted: Vec<Report>,
}

impl Authors {
    /// `order` has each entry after what it had seen.
    pub(super) fn new(graph: &Graph, order: &[Index]) -> Self {
        let (first, lost, reports, counted) = Default::default();
        let mut authors = Self { first, lost, reports, counted };
        for index in order {
            let told = authors.reports.len();
            for (op, content) in graph.entry(*index).ops.iter().enumerate() {
                let at = At { entry: *index, op };
                if let Some(who) = introduced(graph, at, content) {
                    let first = authors.first.entry(who.device).or_default();
                    if !first.iter().any(|(earlier, _)| before(graph, *earlier, at)) {
                        first.push((at, who.person));
                    }
                }
                if let Op::LoseDevice { device } = content
                    && authors.reports.len() < told + MOST_REPORTS
                {
                    authors.reports.push((at, *device));
                }
            }
        }
        authors
    }

    /// Whether a device was reported as lost.
    pub(super) fn has_reports(&self) -> bool {
        !self.reports.is_empty()
    }

    /// Takes the reports of own devices into account that were made by a person of whom
    /// `is_member` says so at that point. A device that the team does not know yet can be lost too.
    pub(super) fn judge_reports(
        &mut self,
        graph: &Graph,
        is_member: impl Fn(PersonId, At) -> bool,
    ) {
        let mut reports = std::mem::take(&mut self.reports);
        reports.sort_by_key(|(at, _)| (graph.id(at.entry), at.op));
        for (at, device) in reports {
            let Some(by) = self.of(graph, at.entry) else { continue };
            let whose = self.person(graph, device, at.entry);
            if (whose == Some(by) || !self.is_known(graph, device, at.entry)) && is_member(by, at) {
                self.lost.entry(device).or_default().push((at, by));
                self.counted.push(Report { at, device, person: by });
            }
        }
    }

    /// Reports of lost devices that count.
    pub(super) fn losses(&self) -> &[Report] {
        &self.counted
    }

    /// Who wrote an entry; none for a stranger, and for a lost device unless whoever reported it
    /// had seen the entry.
    pub(super) fn of(&self, graph: &Graph, index: Index) -> Option<PersonId> {
        let device = graph.entry(index).device;
        let person = self.person(graph, device, index)?;
        let at = At { entry: index, op: usize::MAX };
        let losses = self.lost.get(&device).into_iter().flatten().filter(|loss| loss.1 == person);
        let mut unseen = losses.filter(|loss| !before(graph, at, loss.0));
        unseen.next().is_none().then_some(person)
    }

    /// Whether a person reported a device of theirs as lost.
    pub(super) fn is_lost(&self, person: PersonId, device: DeviceId) -> bool {
        self.lost.get(&device).is_some_and(|by| by.iter().any(|(_, by)| *by == person))
    }

    /// Whether anybody was introduced on a device in what an entry had seen.
    fn is_known(&self, graph: &Graph, device: DeviceId, index: Index) -> bool {
        let first = self.first.get(&device).into_iter().flatten();
        first.into_iter().any(|(at, _)| graph.has_seen(index, at.entry))
    }

    /// Who a device is for the author of an entry: who it was first introduced as in what they had
    /// seen, and in the entry itself. What was introduced apart from it, or later, says nothing
    /// about this entry, so nobody can change afterwards who wrote it. Nobody, when two persons
    /// were introduced on the device and neither was before the other.
    fn person(&self, graph: &Graph, device: DeviceId, index: Index) -> Option<PersonId> {
        let first = self.first.get(&device)?;
        let mut seen = first.iter().filter(|(at, _)| graph.has_seen(index, at.entry));
        let (_, person) = seen.next()?;
        seen.all(|(_, other)| other == person).then_some(*person)
    }
}

fn introduced<'a>(graph: &Graph, at: At, op: &'a Op) -> Option<&'a Introduction> {
    match op {
        Op::Admit { who, .. } => Some(who),
        // A device speaks for itself, so that nobody can name another's device as theirs.
        Op::Device { who } => speaks_for_itself(graph, at, who).then_some(who),
        // Nothing but the first entry begins the team.
        Op::Genesis { owner, .. } => {
            let first = at == At { entry: 0, op: 0 };
            (first && speaks_for_itself(graph, at, owner)).then_some(owner)
        }
        _ => None,
    }
}

/// Whether an introduction was written by the device that it introduces.
pub(super) fn speaks_for_itself(graph: &Graph, at: At, who: &Introduction) -> bool {
    graph.entry(at.entry).device == who.device
}
