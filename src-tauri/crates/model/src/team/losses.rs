//! Lost devices: which sealing keys they may have, and since when others know of it.

use crate::{
    ids::{DeviceId, PersonId},
    team::{
        entry::{EntryId, Introduction, Op},
        graph::Graph,
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
    person: PersonId,
    key: &'a [u8],
}

/// Who lost what.
#[derive(Default)]
pub(super) struct Losses<'a> {
    answers: Vec<Answer<'a>>,
    /// Introductions of people with answers.
    brought: Vec<(At, &'a Introduction)>,
}

impl<'a> Losses<'a> {
    /// Of `introductions`, those that count.
    pub(super) fn new(
        graph: &'a Graph,
        reports: &[Report],
        introductions: &[(At, &'a Introduction)],
    ) -> Self {
        let mut losses = Self::default();
        for report in reports {
            let answer = introductions.iter().find(|(at, who)| {
                at.entry == report.at.entry
                    && at.op > report.at.op
                    && who.person == report.person
                    && matches!(graph.entry(at.entry).ops[at.op], Op::Device { .. })
                    && !introductions.iter().any(|(earlier, one)| {
                        one.person == who.person
                            && one.sealing == who.sealing
                            && before(graph, *earlier, *at)
                    })
            });
            if let Some((at, who)) = answer {
                losses.answers.push(Answer { at: *at, person: who.person, key: &who.sealing });
            }
        }
        let answered = |who: &Introduction| losses.answers.iter().any(|a| a.person == who.person);
        losses.brought = introductions.iter().filter(|(_, who)| answered(who)).copied().collect();
        losses
    }

    /// Where the others were told of new sealing keys, with whose they are.
    pub(super) fn answers(&self) -> impl Iterator<Item = (At, PersonId)> + '_ {
        self.answers.iter().map(|answer| (answer.at, answer.person))
    }

    /// Whether the report in an entry came with a new key.
    pub(super) fn is_answered(&self, report: &Report) -> bool {
        let here =
            |answer: &Answer<'_>| answer.at.entry == report.at.entry && answer.at.op > report.at.op;
        self.answers.iter().any(here)
    }

    /// Whether a lost device may have the key of an introduction.
    pub(super) fn may_have(&self, graph: &Graph, who: &Introduction) -> bool {
        let mut answers = self.answers.iter().filter(|answer| answer.person == who.person);
        let is_answer = answers.clone().any(|answer| answer.key == who.sealing);
        let same: Vec<At> = self
            .brought
            .iter()
            .filter(|(_, one)| one.person == who.person && one.sealing == who.sealing)
            .map(|(at, _)| *at)
            .collect();
        answers.any(|answer| {
            same.iter().any(|at| match is_answer {
                true => before(graph, *at, answer.at),
                false => !before(graph, answer.at, *at),
            })
        })
    }
}
