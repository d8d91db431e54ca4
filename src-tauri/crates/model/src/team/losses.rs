//! Lost devices: which sealing keys they may have, and since when others know of it.

use std::collections::HashMap;

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

/// A report with a new sealing key in the same entry.
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
    /// Entries with an answer, each with the place of its last one.
    entries: HashMap<Index, usize>,
}

impl<'a> Losses<'a> {
    /// Of `introductions`, those that count.
    pub(super) fn new(
        graph: &'a Graph,
        reports: &[Report],
        introductions: &[(At, &'a Introduction)],
    ) -> Self {
        let mut people: HashMap<PersonId, Answered<'a>> = HashMap::new();
        for report in reports {
            people.entry(report.person).or_default();
        }
        let mut here: HashMap<Index, Vec<(At, &'a Introduction)>> = HashMap::new();
        for (at, who) in introductions {
            let Some(person) = people.get_mut(&who.person) else { continue };
            person.brought.entry(&who.sealing).or_default().push(*at);
            here.entry(at.entry).or_default().push((*at, who));
        }
        let mut entries = HashMap::new();
        for report in reports {
            let found = here.get(&report.at.entry).into_iter().flatten().find(|(at, who)| {
                at.op > report.at.op
                    && who.person == report.person
                    && matches!(graph.entry(at.entry).ops[at.op], Op::Device { .. })
                    && people[&who.person].is_first(graph, *at, &who.sealing)
            });
            let Some((at, who)) = found else { continue };
            entries.insert(at.entry, at.op);
            let person = people.entry(who.person).or_default();
            person.answers.push(Answer { at: *at, key: &who.sealing });
        }
        people.retain(|_, person| !person.answers.is_empty());
        Self { people, entries }
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

    /// Whether a lost device may have the key of an introduction.
    pub(super) fn may_have(&self, graph: &Graph, who: &Introduction) -> bool {
        let Some(person) = self.people.get(&who.person) else { return false };
        let is_answer = person.answers.iter().any(|answer| answer.key == who.sealing);
        let brought = person.brought.get(who.sealing.as_slice());
        let mut brought = brought.into_iter().flatten();
        brought.any(|at| {
            person.answers.iter().any(|answer| match is_answer {
                true => before(graph, *at, answer.at),
                false => !before(graph, answer.at, *at),
            })
        })
    }
}

impl Answered<'_> {
    /// Whether nobody who was seen there had brought this key.
    fn is_first(&self, graph: &Graph, at: At, key: &[u8]) -> bool {
        let brought = self.brought.get(key).into_iter().flatten();
        !brought.into_iter().any(|earlier| before(graph, *earlier, at))
    }
}
