//! Coverage across people: what others who have a shared thing said to use it for.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use credenza_model::{
    dependencies::{DeviceCoverage, EdgeKind, Gap, NodeId, NodeKey, UseCounts},
    references::Pickup,
};
use jiff::Timestamp;

use super::{
    everything::Everything,
    gaps::{GapKind, NamedGap, Reporter},
    rows::{self, DependencyRow, Group, How},
    thing::Look,
};
use crate::{
    AppError, Workspace,
    team::{Across, PersonUses, SharedThing},
};

impl Workspace {
    /// What others said of things and of what uses them here.
    pub(super) fn ask_others(
        &self,
        everything: &Everything,
        things: &[NodeId],
    ) -> Result<Across, AppError> {
        let shared = everything.shared(things);
        let users = |node: NodeId| everything.graph.affected(node).hits.into_iter();
        let users: Vec<HashSet<NodeId>> =
            shared.iter().map(|(node, _)| users(*node).map(|hit| hit.node).collect()).collect();
        let needs = |node: &NodeId| {
            let all = users.iter().enumerate().filter(|(_, users)| users.contains(node));
            all.map(|(place, _)| place).collect::<BTreeSet<_>>()
        };
        let credential = |node: &NodeId| match everything.key(*node) {
            NodeKey::Credential(id) => Some(*id.as_bytes()),
            _ => None,
        };
        let things = shared.iter().zip(&users).map(|((node, id), users)| SharedThing {
            id: *id,
            needs: needs(node),
            users: users.iter().filter_map(credential).collect(),
        });
        let things: Vec<SharedThing> = things.collect();
        self.across(&things)
    }

    /// How much uses a thing here; none when it is not there. Credentials that stand in the log are
    /// not counted: who has the thing finds them there.
    pub(crate) fn count_uses(
        &self,
        everything: &Everything,
        thing: &NodeKey,
        in_log: &HashSet<[u8; 16]>,
    ) -> Result<Option<UseCounts>, AppError> {
        let Some(node) = everything.graph.find(thing) else { return Ok(None) };
        let (mut rows, _) = rows::used_by(everything, node, &self.not_this(thing)?);
        let unused = self.add_same_secret(everything, node, &mut rows)?;
        let counts = |row: &&DependencyRow| match &row.key {
            NodeKey::Credential(id) => !in_log.contains(id.as_bytes()),
            _ => true,
        };
        let of = |group| rows.iter().filter(counts).filter(|row| row.group == group).count();
        let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        Ok(Some(UseCounts {
            credentials: number(of(Group::Credentials) + unused),
            connections: number(of(Group::Connections)),
            places: number(of(Group::Code)),
            programs: number(of(Group::Programs)),
            unresolved: u32::try_from(rows::open_places(&rows)).unwrap_or(u32::MAX),
        }))
    }

    /// Adds what uses the secret of a variable through other variables here, of which nobody else may
    /// know; gives back how many of those nothing uses.
    fn add_same_secret(
        &self,
        everything: &Everything,
        node: NodeId,
        rows: &mut Vec<DependencyRow>,
    ) -> Result<usize, AppError> {
        let Some(secret) = rows::secret_of(everything, node) else { return Ok(0) };
        let mut known: HashSet<NodeKey> = rows.iter().map(|row| row.key.clone()).collect();
        let mut unused = 0;
        for hit in everything.graph.used_by(secret).hits {
            let key = everything.key(hit.node);
            if hit.node == node || !matches!(key, NodeKey::Variable(_)) {
                continue;
            }
            let more = rows::used_by(everything, hit.node, &self.not_this(key)?).0;
            unused += usize::from(!more.iter().any(DependencyRow::is_use));
            rows.extend(more.into_iter().filter(|row| known.insert(row.key.clone())));
        }
        Ok(unused)
    }
}

/// One row for each person who uses it elsewhere.
pub(super) fn rows(people: &[PersonUses]) -> impl Iterator<Item = DependencyRow> + '_ {
    people.iter().filter(|one| one.counts.is_used()).map(row)
}

/// The row of a person with what they reported.
pub(super) fn row(person: &PersonUses) -> DependencyRow {
    DependencyRow {
        key: NodeKey::Person(*person.person.as_bytes()),
        group: Group::People,
        look: Look::Person,
        name: person.name.clone(),
        place: None,
        how: How::Reported { counts: person.counts, own: person.own },
        pickup: Pickup::NotKnown,
        last_read: None,
        edge: EdgeKind::Declared,
        not_this: false,
    }
}

/// What is missing of others, one gap for each person and reason.
pub(super) fn gaps(people: &[PersonUses], now: Timestamp) -> Vec<NamedGap> {
    let mut named = Vec::new();
    for person in people {
        let mut found: BTreeMap<GapKind, u64> = BTreeMap::new();
        for device in &person.devices {
            let Some((kind, count)) = gap_of(device, now) else { continue };
            let known = found.entry(kind).or_default();
            let old = kind == GapKind::ReportOld;
            *known = if old { count.max(*known) } else { count + *known };
        }
        let reporter = Reporter { name: person.name.clone(), own: person.own };
        named.extend(found.into_iter().map(|(kind, count)| {
            let person = Some(reporter.clone());
            NamedGap { kind, source: None, path: None, person, count }
        }));
    }
    named
}

fn gap_of(device: &DeviceCoverage, now: Timestamp) -> Option<(GapKind, u64)> {
    Some(match device.gap(now)? {
        Gap::ReportOld(_) => (GapKind::ReportOld, device.days(now)),
        Gap::ReportAhead(n) => (GapKind::ReportAhead, n),
        Gap::ReportIncomplete(n) => (GapKind::ReportIncomplete, n),
        Gap::ReportUnresolved(n) => (GapKind::ReportUnresolved, n),
        other => (GapKind::NoReport, other.count()),
    })
}
