//! Lost devices: which sealing keys they may have, and since when others know of it.

use std::collections::{BTreeMap, HashMap};

use crate::{
    ids::{DeviceId, PersonId},
    team::{
        entry::{EntryId, Introduction, Op},
        graph::{Graph, Index},
        scope::{At, before},
    },
};

/// A device that its person reported as lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LostDevice {
    /// Which.
    pub device: DeviceId,
    /// Whose.
    pub person: PersonId,
    /// The entry that says so.
    pub entry: EntryId,
    /// When, by the clock of its author; seconds since 1970.
    pub written: i64,
    /// Whether the person has had a new sealing key since.
    pub answered: bool,
}

/// A report of a lost device that counts.
pub(super) struct Report {
    pub(super) at: At,
    pub(super) device: DeviceId,
    pub(super) person: PersonId,
}

/// The most lost devices that one entry tells of; what it says of more has no effect.
pub const MOST_REPORTS: usize = 64;

/// The last new sealing key of an entry that tells of a loss before it.
struct Answer<'a> {
    /// Of the new key's introduction.
    at: At,
    key: &'a [u8],
}

/// A person who answered the loss of a device.
#[derive(Default)]
struct Answered<'a> {
    answers: Vec<Answer<'a>>,
    /// Where each of their sealing keys was brought.
    brought: HashMap<&'a [u8], Vec<At>>,
}

/// Who lost what.
#[derive(Default)]
pub(super) struct Losses<'a> {
    people: HashMap<PersonId, Answered<'a>>,
    /// Entries with an answer, each with its place.
    entries: BTreeMap<Index, usize>,
}

impl<'a> Losses<'a> {
    /// Of `introductions`, those that count, in canonical order.
    pub(super) fn new(
        graph: &'a Graph,
        reports: &[Report],
        introductions: &[(At, &'a Introduction)],
    ) -> Self {
        let mut people: HashMap<PersonId, Answered<'a>> = HashMap::new();
        // Who wrote each entry, and where it tells of the first loss.
        let mut told: HashMap<Index, (usize, PersonId)> = HashMap::new();
        for report in reports {
            people.entry(report.person).or_default();
            let first = told.entry(report.at.entry).or_insert((report.at.op, report.person));
            first.0 = first.0.min(report.at.op);
        }
        for (at, who) in introductions {
            if let Some(person) = people.get_mut(&who.person) {
                person.brought.entry(&who.sealing).or_default().push(*at);
            }
        }
        let mut last: BTreeMap<Index, (At, &'a Introduction)> = BTreeMap::new();
        for (at, who) in introductions {
            let answers = told.get(&at.entry).is_some_and(|(op, person)| {
                at.op > *op
                    && who.person == *person
                    && matches!(graph.entry(at.entry).ops[at.op], Op::Device { .. })
                    && people[person].is_first(graph, *at, &who.sealing)
            });
            if answers {
                last.insert(at.entry, (*at, who));
            }
        }
        for (at, who) in last.values() {
            let person = people.entry(who.person).or_default();
            person.answers.push(Answer { at: *at, key: &who.sealing });
        }
        people.retain(|_, person| !person.answers.is_empty());
        Self { people, entries: last.values().map(|(at, _)| (at.entry, at.op)).collect() }
    }

    /// Everyone who told of a new sealing key.
    pub(super) fn people(&self) -> impl Iterator<Item = PersonId> + '_ {
        self.people.keys().copied()
    }

    /// Where a person told of new sealing keys.
    pub(super) fn answers(&self, person: PersonId) -> impl Iterator<Item = At> + '_ {
        self.people.get(&person).into_iter().flat_map(|one| one.answers.iter().map(|a| a.at))
    }

    /// Whether a report came with a new key.
    pub(super) fn is_answered(&self, report: &Report) -> bool {
        self.entries.get(&report.at.entry).is_some_and(|op| *op > report.at.op)
    }

    /// Whether a lost device may have the key of an introduction. It may have made one that others
    /// bring later, so none is good but the keys of answers that no other answer had seen.
    pub(super) fn may_have(&self, graph: &Graph, who: &Introduction) -> bool {
        let Some(person) = self.people.get(&who.person) else { return false };
        let key = who.sealing.as_slice();
        let brought = || person.brought.get(key).into_iter().flatten();
        !person.answers.iter().any(|answer| answer.key == key)
            || person.answers.iter().any(|answer| brought().any(|at| before(graph, *at, answer.at)))
    }
}

impl Answered<'_> {
    /// Whether nobody who was seen there had brought this key.
    fn is_first(&self, graph: &Graph, at: At, key: &[u8]) -> bool {
        let brought = self.brought.get(key).into_iter().flatten();
        !brought.into_iter().any(|earlier| before(graph, *earlier, at))
    }
}
